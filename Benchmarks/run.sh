#!/usr/bin/env bash
# Figures of the built program beside a yardstick in the same run. Peers are measured when they are on PATH: hadolint, yamllint, checkov,
# and BuildKit's parser, when python3 has the package `dockerfile`.
#   Benchmarks/run.sh PROGRAM TOOLS [CORPUS]
# SIZES are the numbers of files of the generated repository.
set -euo pipefail
program=$1 tools=$2 corpus=${3:-}
sizes=${SIZES:-1000 10000 100000}
here=$(cd "$(dirname "$0")/.." && pwd)
# Outside of any repository: within one, files that are named singly are judged with the whole of it read.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
shop=$work/shop list=$work/list
cp -r "$here/Fixtures/repositories/shop" "$shop"
hadolint=$(command -v hadolint || true)
yamllint=$(command -v yamllint || true)
checkov=$(command -v checkov || true)
# Its time without a file is that of Python, and of Go's runtime in it.
buildkit=$(python3 -c 'import dockerfile' 2> /dev/null && echo "$here/Benchmarks/buildkit-parse.py" || true)

# Writes the paths of the manifests below a folder into the list.
manifests_below() { find "$1" \( -name '*.yaml' -o -name '*.yml' \) -type f | sort > "$list"; }

echo "One Dockerfile (50 runs)"
"$tools/measure" 50 readylint "$program" check "$shop/api/Dockerfile" ${hadolint:+-- hadolint "$hadolint" "$shop/api/Dockerfile"}
echo "One Deployment (50 runs)"
"$tools/measure" 50 readylint "$program" check "$shop/deploy/api.yaml" ${yamllint:+-- yamllint "$yamllint" "$shop/deploy/api.yaml"} \
  -- "libyaml event loop" sh -c "echo '$shop/deploy/api.yaml' | '$tools/yaml-scan'"
echo "One Dockerfile and one Deployment (50 runs)"
"$tools/measure" 50 readylint "$program" check "$shop/api/Dockerfile" "$shop/deploy/api.yaml" ${hadolint:+-- "hadolint, Dockerfile alone" "$hadolint" "$shop/api/Dockerfile"}

echo "The same Dockerfile, in this repository, which is read as context (20 runs)"
"$tools/measure" 20 readylint "$program" check "$here/Fixtures/repositories/shop/api/Dockerfile"

if [ -d "$corpus/manifests" ]; then
  manifests_below "$corpus/manifests"
  echo "All manifests of the corpus: $(wc -l < "$list") files, $(du -cb $(cat "$list") | tail -1 | cut -f1) bytes (21 runs)"
  # Two loops at once say what a second core is worth: where they take longer than one does, it is half of another one.
  "$tools/measure" --files "$(wc -l < "$list")" 21 readylint "$program" check --output concise "$corpus/manifests" \
    -- "libyaml event loop, two at once" sh -c "'$tools/yaml-scan' < '$list' & '$tools/yaml-scan' < '$list'; wait" \
    -- "libyaml event loop, one core" sh -c "exec '$tools/yaml-scan' < '$list'"
fi
if [ -d "$corpus/dockerfiles" ]; then
  # Twice, so that they are a thousand. By name, as theirs say only at their end what they are.
  mkdir -p "$work/real"
  cp -r "$corpus/dockerfiles" "$work/real/one"
  cp -r "$corpus/dockerfiles" "$work/real/two"
  find "$work/real" -type f -iname '*dockerfile*' | sort > "$list"
  echo "The Dockerfiles of the corpus, twice: $(wc -l < "$list") files (3 runs)"
  "$tools/measure" --files "$(wc -l < "$list")" 3 readylint sh -c "xargs '$program' check --output concise < '$list'" \
    ${buildkit:+-- "BuildKit's parser alone" sh -c "python3 '$buildkit' < '$list'" -- "the same, no file" sh -c "python3 '$buildkit' < /dev/null"} \
    ${hadolint:+-- hadolint sh -c "xargs '$hadolint' < '$list'"}
fi

python3 "$here/Benchmarks/monorepo.py" "$work/dockerfiles" 1000 Dockerfile
echo "1,000 generated Dockerfiles (3 runs)"
"$tools/measure" --files 1000 3 readylint "$program" check --output concise "$work/dockerfiles" \
  ${checkov:+-- checkov "$checkov" --quiet --compact --framework dockerfile -d "$work/dockerfiles"} \
  ${buildkit:+-- "BuildKit's parser alone" sh -c "find '$work/dockerfiles' -name Dockerfile | python3 '$buildkit'"} \
  ${hadolint:+-- hadolint sh -c "find '$work/dockerfiles' -name Dockerfile | xargs '$hadolint'"}

previous='' before=''
for size in $sizes; do
  rm -rf "$work/monorepo"
  python3 "$here/Benchmarks/monorepo.py" "$work/monorepo" "$size"
  manifests_below "$work/monorepo"
  echo "A generated repository of $size files (3 runs)"
  "$tools/measure" --files "$size" 3 readylint "$program" check --output concise "$work/monorepo" \
    -- "libyaml, its manifests alone" sh -c "exec '$tools/yaml-scan' < '$list'" | tee "$work/table"
  wall=$(awk '$1 == "readylint" { print $2 }' "$work/table")
  if [ -n "$previous" ]; then
    awk -v t="$wall" -v u="$before" -v n="$size" -v m="$previous" 'BEGIN { printf "  growth exponent since %d files: %.2f\n", m, log(t / u) / log(n / m) }'
  fi
  previous=$size before=$wall
done
