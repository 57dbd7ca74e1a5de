# Targets a newcomer guesses; `make help` lists them.
PREFIX ?= /usr/local
CASES ?= ../shared/cases
CORPUS ?= ../shared/corpus
SCHEMAS ?= ../shared/schemas
PYTHON ?= python3
BUILD := swift build
SOURCES := Package.swift Sources Tests

.DEFAULT_GOAL := help
.PHONY: help setup build demo test rules lint format conformance schemas bench order install wheel clients picture mutate growth fuzz sanitize \
  coverage clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile

setup: ## install libyaml's headers and archive when they are missing
	@test -e /usr/include/yaml.h || pkg-config --exists yaml-0.1 2>/dev/null || sh -c '\
	  SUDO=; [ "$$(id -u)" = 0 ] || SUDO=sudo; \
	  $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq --no-install-recommends libyaml-dev'

build: setup ## the release binary, .build/release/readylint
	$(BUILD) -c release --product readylint

demo: build ## build, then lint an example repository
	-.build/release/readylint check Fixtures/repositories/shop

test: setup ## every test
	swift test

rules: ## embed the rule files of Rules/ in the program, and write Docs/attributes.md and Docs/rules/
	swift run embed-rules Rules Rules/EmbeddedRules.swift Docs

# swift-format refuses `!`, `as!` and `try!`; what else takes a check from the compiler is looked for here. Dispatch does not say that its
# timers may be handed over, so Progress.swift has to, and there C's functions are compared; embed-rules writes a word of swift-format's into what it generates.
UNCHECKED := nonisolated\(unsafe\)|@unchecked|@preconcurrency|unsafeBitCast|unsafeDowncast|assumeIsolated|unowned\(unsafe\)|swift-format-ignore
lint: ## formatting, and nothing that goes round the compiler's checks
	swift format lint --strict --recursive $(SOURCES)
	@! grep -rnE '$(UNCHECKED)' Sources --include='*.swift' | grep -vE '^Sources/(readylint/Progress.swift:.*(struct Started:|SIG_IGN)|embed-rules/)'

format: ## format in place
	swift format --in-place --recursive $(SOURCES)

conformance: setup schemas ## the standards' own test cases (CASES=folder), YAML against PyYAML (CORPUS=folder), reports against schemas (SCHEMAS=folder)
	swift run -c release conformance $(CASES) --corpus $(CORPUS)

schemas: build ## reports against the published schemas of their formats (SCHEMAS=folder), with Python packages in .build/schemas
	@if [ ! -d "$(SCHEMAS)" ]; then echo "schemas: skipped, there is no folder $(SCHEMAS)"; \
	elif ! { [ -x .build/schemas/bin/python ] || { $(PYTHON) -m venv .build/schemas && \
	  .build/schemas/bin/pip install --quiet --disable-pip-version-check jsonschema lxml; }; } || \
	  ! .build/schemas/bin/python -c 'import jsonschema, lxml'; then \
	  rm -rf .build/schemas; echo "schemas: skipped, jsonschema and lxml cannot be installed with pip"; \
	else .build/schemas/bin/python Tests/Schemas/validate.py .build/release/readylint "$(SCHEMAS)" Fixtures/repositories/*/; fi

bench: build ## whole-process times beside libyaml's bare event loop, and beside hadolint when it is on PATH (CORPUS=folder)
	mkdir -p .build/benchmarks
	$(CC) -O2 -Wall -Wextra -o .build/benchmarks/measure Benchmarks/measure.c
	$(CC) -O2 -Wall -Wextra -o .build/benchmarks/yaml-scan Benchmarks/yaml-scan.c -lyaml
	Benchmarks/run.sh .build/release/readylint .build/benchmarks $(CORPUS)

order: build ## which functions short runs call, for the linker to put side by side (with valgrind)
	$(PYTHON) Benchmarks/order.py .build/release/readylint Sources/readylint/functions.order

COVERED := SourceText YAMLSyntax ShellSyntax DockerfileSyntax PythonSource Expressions Kubernetes Servers Workspace Linting
coverage: setup ## lines that the tests run, by module; parsers, model and linting have 90 % at least
	swift test --enable-code-coverage --scratch-path .build/coverage
	python3 Benchmarks/coverage.py "$$(swift test --show-coverage-path --scratch-path .build/coverage)" 90 $(COVERED)

TIME ?= 600
mutate: build ## feed the program mutated files for TIME seconds; what crashes it is kept in .build/mutations
	python3 Benchmarks/mutate.py .build/release/readylint $(TIME) .build/mutations Fixtures Rules $(wildcard $(CORPUS))

growth: build ## CPU time over hostile inputs of n, 2n and 4n: what grows faster than its input fails (ONLY=text for some)
	$(PYTHON) Benchmarks/growth.py .build/release/readylint --only "$(ONLY)"

# The compiler's own clang knows where its libFuzzer is; READYLINT_FUZZ makes Package.swift declare the program `fuzz`.
CLANG = $(dir $(realpath $(shell command -v swiftc)))clang
fuzz: setup ## look for inputs that break a reader for TIME seconds; TARGET=yaml, dockerfile …, or all of them one after the other
	READYLINT_FUZZ="$$($(CLANG) -print-file-name=libclang_rt.fuzzer_no_main-$$(uname -m).a)" \
	  swift build -c release --sanitize address --scratch-path .build/fuzz --product fuzz
	Benchmarks/fuzz.sh .build/fuzz/release/fuzz $(TIME) .build/fuzz "$(TARGET)" Fixtures Rules $(wildcard $(CORPUS) $(CASES))

# Debug builds, so without the flags for static linking. On Linux the compiler has no undefined-behaviour sanitizer ("unsupported option
# '-sanitize=undefined' for target 'x86_64-unknown-linux-gnu'"): overflow and bounds trap in every build of Swift, and libyaml, the only C,
# is the system's archive. Leaks are not looked for, as XCTest itself has some and Swift's tagged pointers look like such; what measures
# times is left out, and what limits memory, of which a sanitizer reserves terabytes.
SANITIZERS ?= address thread
sanitize: setup ## every test under the address and thread sanitizers (SANITIZERS=…)
	for sanitizer in $(SANITIZERS); do \
	  ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/thread-sanitizer.supp \
	  swift test --skip "/(linear|pathological)" --skip "(HostileInput|Fault|TerminalSafety)Tests" \
	    --sanitize $$sanitizer --scratch-path .build/$$sanitizer || exit 1; done

install: build ## one self-contained binary into PREFIX/bin
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -s -m 755 .build/release/readylint "$(DESTDIR)$(PREFIX)/bin/readylint"

wheel: build ## .build/wheels/readylint-….whl, which pip and pre-commit install without Swift
	install -D -s -m 755 .build/release/readylint .build/wheels/readylint
	python3 Packaging/wheel.py .build/wheels/readylint "$$(.build/release/readylint --version)" .build/wheels

clients: wheel ## install with pip and pre-commit as users do, and run there (CLIENTS=--swift lets pre-commit build, too)
	Packaging/test-clients.sh .build/release/readylint .build/wheels/readylint-*.whl $(CLIENTS)

picture: build ## Docs/picture.svg from a real run
	(cd Fixtures/repositories/shop && ../../../.build/release/readylint --color always --select grace-period-covers-shutdown 2>&1) \
	  | sed 's/ ([0-9]* ms)//' | python3 Packaging/terminal-picture.py "readylint on Fixtures/repositories/shop" > Docs/picture.svg

clean: ## remove what was built
	swift package clean
