#!/usr/bin/env bash
# The properties of numbers on 100,000 random cases each (PROPERTY_CASES), in a release build of the tests.
set -euo pipefail
cd "$(dirname "$0")/../.."
export SWIFT_BACKTRACE=enable=no
cases=${PROPERTY_CASES:-100000}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
TRUSTSIM_PROPERTY_CASES=$cases swift test -c release -Xswiftc -enable-testing --scratch-path .build/properties \
    --filter 'DecisionPropertyTests|EvidenceNumberTests|SchemeNumberTests' > "$log" 2>&1 || { cat "$log"; exit 1; }
grep -E '^✔ Test "' "$log" | sed 's/^✔ Test //' || true
grep -qE 'Test run with [1-9][0-9]* tests.* passed' "$log" || { cat "$log"; echo "FAILED: no tests ran" >&2; exit 1; }
echo "$cases cases each"
