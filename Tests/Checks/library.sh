#!/usr/bin/env bash
# Another package that uses the libraries by their products (Tests/SamplePackage) is built without warnings and run.
# A full debug build of the simulator.
#     Tests/Checks/library.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

swift build --package-path Tests/SamplePackage --scratch-path "$work/build" > "$work/build.log" 2>&1 ||
    { tail -50 "$work/build.log"; echo "FAILED: the sample package does not build" >&2; exit 1; }
if grep -E 'warning:' "$work/build.log"; then echo "FAILED: the sample package has warnings" >&2; exit 1; fi
program=$(swift build --package-path Tests/SamplePackage --scratch-path "$work/build" --show-bin-path)/Sample
"$program" > "$work/output.txt"
cat "$work/output.txt"
diff "$work/output.txt" Tests/SamplePackage/output.txt || { echo "FAILED: it prints something else" >&2; exit 1; }
