#!/usr/bin/env bash
# The step of action.yml that lints: its inputs are variables, its exit status is readylint's.
set -uo pipefail

arguments=()
[ -n "${INPUT_FAIL_ON:-}" ] && arguments+=(--fail-on "$INPUT_FAIL_ON")
[ -n "${INPUT_DIFF_BASE:-}" ] && arguments+=(--diff-base "$INPUT_DIFF_BASE")
[ -n "${INPUT_SARIF:-}" ] && arguments+=(--output text --output "sarif=$INPUT_SARIF")
if [ "${INPUT_SUMMARY:-true}" = true ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  summary=$(mktemp)
  [ -n "${INPUT_SARIF:-}" ] || arguments+=(--output text)
  arguments+=(--output "markdown=$summary")
fi
# Blanks separate further arguments and paths, as on a command line without quotes; nothing is expanded.
set -f
# shellcheck disable=SC2206
arguments+=(${INPUT_ARGUMENTS:-} ${INPUT_PATHS:-})
set +f

"${READYLINT:-readylint}" check "${arguments[@]}"
status=$?
if [ -n "${summary:-}" ]; then
  cat "$summary" >> "$GITHUB_STEP_SUMMARY"
  rm -f "$summary"
fi
[ -n "${GITHUB_OUTPUT:-}" ] && echo "exit-status=$status" >> "$GITHUB_OUTPUT"
exit "$status"
