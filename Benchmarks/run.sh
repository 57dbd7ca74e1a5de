#!/usr/bin/env bash
# Figures of the built program beside a yardstick in the same run. Peers are measured when they are on PATH.
#   Benchmarks/run.sh PROGRAM TOOLS [CORPUS]
set -euo pipefail
program=$1 tools=$2 corpus=${3:-}
here=$(cd "$(dirname "$0")/.." && pwd)
shop=$here/Fixtures/repositories/shop
hadolint=$(command -v hadolint || true)

echo "One Dockerfile (50 runs)"
"$tools/measure" 50 readylint "$program" check "$shop/api/Dockerfile" ${hadolint:+-- hadolint "$hadolint" "$shop/api/Dockerfile"}
echo "One Dockerfile and one Deployment (50 runs)"
"$tools/measure" 50 readylint "$program" check "$shop/api/Dockerfile" "$shop/deploy/api.yaml" ${hadolint:+-- "hadolint, Dockerfile alone" "$hadolint" "$shop/api/Dockerfile"}

if [ -d "$corpus/manifests" ]; then
  list=$(mktemp)
  trap 'rm -f "$list"' EXIT
  find "$corpus/manifests" \( -name '*.yaml' -o -name '*.yml' \) -type f | sort > "$list"
  echo "All manifests of the corpus: $(wc -l < "$list") files, $(du -cb $(cat "$list") | tail -1 | cut -f1) bytes (11 runs)"
  "$tools/measure" 11 readylint "$program" check --output concise "$corpus/manifests" \
    -- "libyaml event loop, one core" sh -c "exec '$tools/yaml-scan' < '$list'"
fi
if [ -d "$corpus/dockerfiles" ]; then
  echo "All Dockerfiles of the corpus: $(ls "$corpus/dockerfiles" | grep -ci dockerfile) files (5 runs)"
  "$tools/measure" 5 readylint "$program" check --output concise "$corpus"/dockerfiles/*ockerfile* \
    ${hadolint:+-- hadolint "$hadolint" "$corpus"/dockerfiles/*ockerfile*}
fi
