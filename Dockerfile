# readylint itself: one static binary on nothing.
FROM swift:6.2-noble@sha256:29b983751c605c2d3102d2ab93438c6e0cadf110d9d2aa6e929b6dec9dcb7cbc AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends libyaml-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# The dependencies have a layer of their own, which a change of the source leaves as it is.
COPY Package.swift Package.resolved ./
RUN swift package resolve --force-resolved-versions
COPY Sources Sources
COPY Rules Rules
COPY Tests Tests
RUN swift build -c release --product readylint --force-resolved-versions --skip-update \
    && install -D -s -m 755 .build/release/readylint /out/bin/readylint

FROM scratch
COPY --from=build /out/ /
ENV PATH=/bin
WORKDIR /src
USER 65532:65532
ENTRYPOINT ["readylint"]
