#!/usr/bin/env bash
# Shows that the address and the thread sanitizer find a planted overflow and a planted race. With --suite it then runs
# all tests under both, which takes a quarter of an hour. A sanitizer that the toolchain lacks is skipped, and said so.
set -euo pipefail
cd "$(dirname "$0")/../.."
export SWIFT_BACKTRACE=enable=no
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/overflow.swift" <<'END'
let numbers = UnsafeMutablePointer<Int>.allocate(capacity: 8)
numbers.initialize(repeating: 1, count: 8)
let place = CommandLine.arguments.count + 7
print(numbers[place])
numbers.deallocate()
END
cat > "$work/race.swift" <<'END'
import Foundation

final class Counter: @unchecked Sendable { var count = 0 }
let counter = Counter()
// So long that both are at it at the same time, however busy the machine.
let end = Date() + 1
let threads = (0..<2).map { _ in Thread { while Date() < end { counter.count += 1 } } }
for thread in threads { thread.start() }
while !threads.allSatisfy(\.isFinished) { usleep(1000) }
print(counter.count > 0)
END
echo 'print("sound")' > "$work/sound.swift"

# plant SANITIZER PROGRAM MESSAGE
plant() {
    swiftc -O -sanitize="$1" "$work/$2.swift" -o "$work/$2" > "$work/$2.log" 2>&1 || { cat "$work/$2.log" >&2; exit 1; }
    if "$work/$2" > "$work/$2.log" 2>&1; then echo "FAILED: the planted $2 was not found" >&2; exit 1; fi
    grep -q "$3" "$work/$2.log" || { cat "$work/$2.log" >&2; echo "FAILED: no '$3'" >&2; exit 1; }
    echo "planted $2: $(grep -m1 -o "$3" "$work/$2.log")"
}

sanitizers=()
for sanitizer in address thread; do
    if swiftc -sanitize="$sanitizer" "$work/sound.swift" -o "$work/sound" > "$work/sound.log" 2>&1 &&
        "$work/sound" > "$work/sound.log" 2>&1; then
        sanitizers+=("$sanitizer")
    else
        echo "skipped: this toolchain, or this machine, has no $sanitizer sanitizer"
    fi
done
for sanitizer in "${sanitizers[@]}"; do
    case $sanitizer in
        address) plant address overflow "heap-buffer-overflow" ;;
        thread) plant thread race "ThreadSanitizer: .* race" ;;
    esac
done

[ "${1:-}" = --suite ] || exit 0
# Optimised, as the program is shipped: so it takes minutes, not hours. The pass left out stops the compiler (Swift 6.3)
# with a "fatal error" in two tests.
options=(-c release -Xswiftc -enable-testing -Xswiftc -Xllvm -Xswiftc -sil-disable-pass=copy-propagation)
# What is the toolchain's own: XCTest, which finds no tests of its own here, leaks 368 bytes at its end; Foundation leaks
# the buffer of a file that cannot be read. And what tests keep for others to the end is in values of Data, whose pointers
# are not seen as such.
cat > "$work/leaks.txt" <<'END'
leak:XCTest
leak:readBytesFromFile
leak:CommandTests13TestDirectoryC7results
END
# Programs that tests start may take longer than usual.
export TRUSTSIM_TEST_PATIENCE=20
export LSAN_OPTIONS="suppressions=$work/leaks.txt:print_suppressions=0"

for sanitizer in "${sanitizers[@]}"; do
    start=$SECONDS
    if ! TRUSTSIM_SANITIZER=$sanitizer swift test "${options[@]}" --sanitize="$sanitizer" \
        --scratch-path ".build/$sanitizer" > "$work/suite.log" 2>&1; then
        grep -aE '✘|SUMMARY|ERROR: |WARNING: ' "$work/suite.log" | head -40 >&2 || true
        tail -5 "$work/suite.log" >&2
        echo "FAILED: tests under the $sanitizer sanitizer" >&2
        exit 1
    fi
    grep -aE '^. Test .* skipped' "$work/suite.log" || true
    findings=$(grep -acE 'SUMMARY: (Address|Thread|Leak)Sanitizer' "$work/suite.log" || true)
    echo "$sanitizer: $(grep -aoE 'Test run with .*' "$work/suite.log" | tail -1); $findings findings; $((SECONDS - start)) s"
    [ "$findings" -eq 0 ] || exit 1
done
