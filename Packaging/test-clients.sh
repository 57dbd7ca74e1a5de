#!/usr/bin/env bash
# Installs readylint the ways its users do and runs it in repositories made for it: the wheel with pip, and the hooks with pre-commit
# itself. Usage: test-clients.sh BINARY WHEEL [--swift]; --swift also lets pre-commit build the hooks from source, which takes minutes.
set -euo pipefail
binary=$(realpath "$1")
wheel=$(realpath "$2")
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
if ! "$work/venv/bin/pip" install --quiet --disable-pip-version-check pre-commit 2> "$work/pip.log"; then
  echo "skipped: pre-commit cannot be installed here: $(tail -1 "$work/pip.log")"
  exit 0
fi
precommit="$work/venv/bin/pre-commit"
export PRE_COMMIT_HOME="$work/cache"
fail() { echo "FAILED: $*" >&2; exit 1; }
expect() { # expect STATUS TEXT COMMAND...
  local wanted=$1 text=$2 status=0 output
  shift 2
  output=$("$@" 2>&1) || status=$?
  [ "$status" = "$wanted" ] || fail "$* ended with $status, not $wanted: $output"
  grep -qF -- "$text" <<< "$output" || fail "$* did not say '$text': $output"
  echo "ok   $(basename "$1") ${*:2}" | cut -c1-150
}

# The wheel, in an environment of its own and without an index.
python3 -m venv "$work/plain"
"$work/plain/bin/pip" install --quiet --disable-pip-version-check --no-index "$wheel"
expect 0 "readylint" "$work/plain/bin/readylint" --help
expect 0 "ignored" bash -c "cd '$root' && '$work/plain/bin/readylint' explain pre-stop-hook && echo ignored"

# A repository with a Service in one file, and the Deployment that it misses in another.
repository="$work/shop"
mkdir -p "$repository/deploy"
git -C "$work" init -q shop
cat > "$repository/deploy/service.yaml" <<'Y'
apiVersion: v1
kind: Service
metadata: {name: api}
spec: {selector: {app: api}, ports: [{port: 80, targetPort: metrics}]}
Y
cat > "$repository/deploy/deployment.yaml" <<'Y'
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
        - name: api
          image: registry.example.com/api:1.4
          ports: [{name: http, containerPort: 8000}]
Y
printf 'FROM debian:12\n' > "$repository/api.dockerfile"
printf 'exclude: [generated/]\n' > "$repository/.readylint.yaml"
mkdir -p "$repository/generated"
printf 'FROM debian\n' > "$repository/generated/Dockerfile"
hook() { # hook ID LANGUAGE EXTRA: the hook's own definition under another language
  sed -n "/^- id: $1\$/,/^- id/p" "$root/.pre-commit-hooks.yaml" | sed '1!{/^- id/d}' | sed "s/^  /        /; s/^- /      - /; s/language: .*/language: $2/"
  [ -z "${3:-}" ] || echo "        $3"
}
configure() { { echo "repos:"; echo "  - repo: local"; echo "    hooks:"; cat; } > "$repository/.pre-commit-config.yaml"; }
cd "$repository"
git config user.name t
git config user.email t@example.com

# language: python takes the wheel, without Swift.
hook readylint python "additional_dependencies: ['$wheel']" | configure
git add .pre-commit-config.yaml .readylint.yaml deploy/service.yaml
expect 1 "Service 'api' sends requests to port metrics" "$precommit" run
git add .
expect 1 "api.dockerfile" "$precommit" run --all-files
expect 0 "Passed" bash -c "'$precommit' run --files generated/Dockerfile"

# language: system takes the program from PATH.
PATH="$(dirname "$binary"):$PATH"
hook readylint-system system | configure
expect 1 "memory-limit" "$precommit" run --files deploy/deployment.yaml
expect 0 "Passed" "$precommit" run --files .pre-commit-config.yaml
hook readylint-config system | configure
expect 0 "Passed" "$precommit" run --files .readylint.yaml
printf 'exlude: []\n' > .readylint.yaml
expect 1 "unknown key 'exlude'" "$precommit" run --files .readylint.yaml
printf 'exclude: [generated/]\n' > .readylint.yaml

# Without Git, with a terminal of no width, with colours from a pseudo-terminal.
copy="$work/plain-copy"
cp -r "$repository/deploy" "$copy"
expect 1 "memory-limit" bash -c "cd '$copy' && COLUMNS=0 '$binary' check deployment.yaml"
if command -v script > /dev/null; then
  expect 1 $'\e[' script -qec "$binary check $copy/deployment.yaml" /dev/null
fi

# The step of the GitHub Action, as the runner calls it.
touch "$work/summary" "$work/output"
expect 1 "memory-limit" env READYLINT="$binary" GITHUB_STEP_SUMMARY="$work/summary" GITHUB_OUTPUT="$work/output" INPUT_FAIL_ON=error \
  INPUT_SARIF="$work/findings.sarif" INPUT_PATHS="deploy api.dockerfile" "$root/Packaging/action.sh"
grep -q "exit-status=1" "$work/output" || fail "the action has no exit status"
grep -q "memory-limit" "$work/summary" || fail "the job's summary is empty"
grep -q '"version"' "$work/findings.sarif" || fail "there is no SARIF report"

if [ "${3:-}" = --swift ]; then
  printf 'repos: []\n' > .pre-commit-config.yaml
  expect 1 "memory-limit" "$precommit" try-repo "$root" readylint --files deploy/deployment.yaml
  expect 1 "api.dockerfile" "$precommit" try-repo "$root" readylint-all --all-files
fi
echo "clients: all passed"
