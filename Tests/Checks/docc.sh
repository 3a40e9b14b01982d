#!/usr/bin/env bash
# The documentation of both libraries, built by the toolchain's docc without a warning, and every public declaration
# documented.
#     Tests/Checks/docc.sh [OUTPUT]      (where the archives go; default: nowhere)
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v docc > /dev/null || ! command -v swift-symbolgraph-extract > /dev/null; then
    echo "skipped: no docc or no swift-symbolgraph-extract"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
output=${1:-$work/archives}

swift build -Xswiftc -O > "$work/build.log" 2>&1 || { tail -20 "$work/build.log"; exit 1; }
modules=$(swift build --show-bin-path)/Modules
target=$(swift -print-target-info | sed -n 's/.*"unversionedTriple" *: *"\(.*\)".*/\1/p' | head -1)
mkdir -p "$output"
for module in GroupDecision TrustSim; do
    graphs="$work/graphs/$module"
    mkdir -p "$graphs"
    swift-symbolgraph-extract -module-name "$module" -I "$modules" -target "$target" -minimum-access-level public \
        -skip-inherited-docs -output-dir "$graphs"
    docc convert "Sources/$module/$module.docc" --additional-symbol-graph-dir "$graphs" \
        --fallback-display-name "$module" --fallback-bundle-identifier "org.trustsim.$module" \
        --warnings-as-errors --output-path "$output/$module.doccarchive"
    if command -v python3 > /dev/null; then
        python3 Tests/Checks/documented.py "$graphs/$module.symbols.json"
    else
        echo "$module: skipped whether all is documented: no python3"
    fi
done
