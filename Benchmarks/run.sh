#!/usr/bin/env bash
# Figures of the built program beside a yardstick in the same run. Peers are measured when they are on PATH.
#   Benchmarks/run.sh PROGRAM TOOLS [CORPUS]
set -euo pipefail
program=$1 tools=$2 corpus=${3:-}
here=$(cd "$(dirname "$0")/.." && pwd)
# Outside of any repository: within one, files that are named singly are judged with the whole of it read.
shop=$(mktemp -d)
cp -r "$here/Fixtures/repositories/shop/." "$shop"
list=$(mktemp)
trap 'rm -rf "$list" "$shop"' EXIT
hadolint=$(command -v hadolint || true)

echo "One Dockerfile (50 runs)"
"$tools/measure" 50 readylint "$program" check "$shop/api/Dockerfile" ${hadolint:+-- hadolint "$hadolint" "$shop/api/Dockerfile"}
echo "One Dockerfile and one Deployment (50 runs)"
"$tools/measure" 50 readylint "$program" check "$shop/api/Dockerfile" "$shop/deploy/api.yaml" ${hadolint:+-- "hadolint, Dockerfile alone" "$hadolint" "$shop/api/Dockerfile"}

echo "The same Dockerfile, in this repository, which is read as context (20 runs)"
"$tools/measure" 20 readylint "$program" check "$here/Fixtures/repositories/shop/api/Dockerfile"

if [ -d "$corpus/manifests" ]; then
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
