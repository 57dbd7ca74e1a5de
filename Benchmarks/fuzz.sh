#!/bin/sh
# Runs libFuzzer on the targets, one after the other, and keeps what breaks them.
#
# usage: fuzz.sh BINARY SECONDS FOLDER TARGETS SEEDS...
#
# FOLDER/corpus/TARGET grows from run to run; FOLDER/crashes holds what broke a target: an input that traps, breaks a property, takes
# longer than 10 s, or more than 2 GB. Exit status 1 when this run found such an input.
set -u
binary=$1 seconds=$2 folder=$3 targets=$4
shift 4
# libFuzzer is to see the signal of a trap; Swift's own report of it would wait for somebody at the terminal. Leaks are not looked for:
# Swift keeps tags in the upper bits of pointers to what enumerations hold, which LeakSanitizer then takes for lost.
# Where memory came from is not kept, which would take more time than all the rest.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0:malloc_context_size=0:quarantine_size_mb=32
mkdir -p "$folder/crashes" "$folder/corpus" "$folder/seeds"
status=0
for target in ${targets:-$("$binary")}; do
  "$binary" "$target" --seeds "$folder/seeds/$target" "$@" || exit 2
  mkdir -p "$folder/corpus/$target"
  log="$folder/$target.log"
  "$binary" "$target" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -use_value_profile=1 -print_final_stats=1 \
    -dict="$folder/seeds/$target.dict" -artifact_prefix="$folder/crashes/$target-" "$folder/corpus/$target" "$folder/seeds/$target" \
    > "$log" 2>&1 || status=1
  sed -n -e 's/^stat::number_of_executed_units: */  runs: /p' -e 's/^stat::average_exec_per_sec: */  a second: /p' "$log"
  sed -n -e '/Fatal error/p' -e 's/.*Test unit written to /  kept: /p' -e '/^SUMMARY/p' "$log"
  grep -h 'cov:' "$log" | tail -n 1
done
exit $status
