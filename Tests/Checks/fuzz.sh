#!/usr/bin/env bash
# Every fuzz target reads its corpus, with the inputs that once broke something, and is fuzzed for some seconds
# (FUZZ_SECONDS, default 3). Needs a toolchain with libFuzzer; without one it says so and is skipped.
set -euo pipefail
cd "$(dirname "$0")/../Fuzzing"
export SWIFT_BACKTRACE=enable=no
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

printf 'import Foundation\n@_cdecl("LLVMFuzzerTestOneInput")\npublic func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 { 0 }\n' \
    > "$work/try.swift"
if ! swiftc -sanitize=fuzzer -parse-as-library "$work/try.swift" -o "$work/try" > "$work/try.log" 2>&1 ||
    ! "$work/try" -runs=1 > "$work/try.log" 2>&1; then
    echo "skipped: this toolchain has no -sanitize=fuzzer"
    exit 0
fi
if ! fuzzer=$(./build 2> "$work/build.log"); then
    cat "$work/build.log" >&2
    echo "FAILED: the fuzzer does not build" >&2
    exit 1
fi

failed=0 total=0
while read -r target _; do
    mkdir "$work/$target"
    options=(-timeout=5 -rss_limit_mb=512 -print_final_stats=1 -artifact_prefix="$work/$target-" -dict="Dictionaries/$target.dict")
    if "$fuzzer" "$target" "${options[@]}" -max_total_time="${FUZZ_SECONDS:-3}" -seed=1 \
        "$work/$target" "Corpus/$target" > "$work/$target.log" 2>&1; then
        count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$target.log")
        total=$((total + count))
        printf '%-10s %9d executions from %d inputs\n' "$target" "$count" "$(ls "Corpus/$target" | wc -l)"
    else
        failed=1
        echo "FAILED: $target" >&2
        grep -aE 'FUZZ:|ERROR:|Test unit' "$work/$target.log" >&2 || tail -20 "$work/$target.log" >&2
        for finding in "$work/$target"-*; do
            [ -f "$finding" ] && { echo "the input, in base 64:" && base64 "$finding"; } >&2
        done
    fi
done < <("$fuzzer")
[ "$failed" -eq 0 ] || exit 1
echo "$total executions, nothing found"
