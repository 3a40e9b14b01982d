#!/usr/bin/env bash
# Every floor of the library uses only those below it, and every declaration is used, by the index that the compiler writes
# beside a debug build with tests; the table of floors in Docs/Design.md is the list in Package.swift; and a planted use of a
# floor above, and a planted idle declaration, are found.
#
#   Tests/Checks/layers.sh [folder of a debug build] [--graph]
set -euo pipefail
cd "$(dirname "$0")/../.."
build=.build/debug
[ $# -gt 0 ] && [ "$1" != --graph ] && build=$1 && shift
fail() { printf 'FAILED: %s\n' "$1" >&2; exit 1; }
command -v python3 > /dev/null || { echo "skipped: no python3"; exit 0; }
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
library=
for each in "$toolchain"/lib/libIndexStore.so "$toolchain"/lib/libIndexStore.dylib; do [ -e "$each" ] && library=$each; done
[ -n "$library" ] || { echo "skipped: the toolchain has no libIndexStore"; exit 0; }
[ -d "$build/index/store" ] || { echo "skipped: no index in $build/index/store; a debug build writes one"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 - << 'PYTHON'
import re, sys
package, design = open("Package.swift").read(), open("Docs/Design.md").read()
floors = re.findall(r'"(\w+)"', re.search(r"let libraryFolders = \[(.*?)\]", package, re.S).group(1))
table = re.findall(r"^\| `(\w+)` \|", design[design.index("<!-- floors") : design.index("<!-- end of floors")], re.M)
if table != floors[::-1]:
    sys.exit(f"FAILED: floors of Docs/Design.md {table}, of Package.swift, highest first, {floors[::-1]}")
PYTHON
python3 Tests/Checks/layers.py "$library" "$build/index/store" . "$@"

# A package of two floors, of which the lower one uses the upper one.
mkdir -p "$work/Sources/TrustSim/Low" "$work/Sources/TrustSim/High"
cat > "$work/Package.swift" << 'SWIFT'
// swift-tools-version: 6.0
import PackageDescription
let libraryFolders = ["Low", "High"]
let package = Package(
    name: "Planted", targets: [.target(name: "TrustSim", path: "Sources/TrustSim", sources: libraryFolders)])
SWIFT
echo 'struct Upper { var value = 1 }' > "$work/Sources/TrustSim/High/Upper.swift"
echo 'func low() -> Int { Upper().value }' > "$work/Sources/TrustSim/Low/Lower.swift"
swift build --package-path "$work" > "$work/build.log" 2>&1 || { cat "$work/build.log" >&2; fail "the planted package"; }
if python3 Tests/Checks/layers.py "$library" "$work/.build/debug/index/store" "$work" 2> "$work/found"; then
    fail "a planted use of a floor above is not found"
fi
grep -q "^Low -> High: Sources/TrustSim/Low/Lower.swift uses value of Sources/TrustSim/High/Upper.swift" "$work/found" ||
    { cat "$work/found" >&2; fail "the planted use is not named"; }
echo 'func low() -> Int { 1 }' > "$work/Sources/TrustSim/Low/Lower.swift"
swift build --package-path "$work" > "$work/build.log" 2>&1 || { cat "$work/build.log" >&2; fail "the planted package"; }
if python3 Tests/Checks/layers.py "$library" "$work/.build/debug/index/store" "$work" 2> "$work/found"; then
    fail "a planted idle declaration is not found"
fi
grep -q "Low/Lower.swift:1: nobody uses low()" "$work/found" ||
    { cat "$work/found" >&2; fail "the planted idle declaration is not named"; }
echo "a planted use of a floor above and a planted idle declaration are found"
