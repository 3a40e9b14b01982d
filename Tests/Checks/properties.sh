#!/usr/bin/env bash
# The properties of numbers on 100,000 random cases each (PROPERTY_CASES), in a release build of these tests alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
export SWIFT_BACKTRACE=enable=no
cases=${PROPERTY_CASES:-100000}
# A package of what is needed, as the whole is long to build.
package=.build/properties
mkdir -p "$package"
for part in Sources Tests; do ln -sfn "$PWD/$part" "$package/$part"; done
folders=$(sed -n '/^let libraryFolders/,/^]/p' Package.swift)
cat > "$package/Package.swift" <<END
// swift-tools-version: 6.0
import PackageDescription

$folders
let package = Package(
    name: "Properties", platforms: [.macOS(.v15)],
    targets: [
        .target(name: "GroupDecision"),
        .target(name: "TrustSim", dependencies: ["GroupDecision"], path: "Sources/TrustSim", sources: libraryFolders),
        .testTarget(
            name: "GroupDecisionTests", dependencies: ["GroupDecision"],
            sources: ["DecisionTestSupport.swift", "DecisionPropertyTests.swift", "OpinionTests.swift"]),
        .testTarget(
            name: "TrustSimTests", dependencies: ["TrustSim", "GroupDecision"],
            sources: ["SchemeBench.swift", "SchemeNumberTests.swift"]),
    ],
    swiftLanguageModes: [.v6]
)
END
log="$package/test.log"
TRUSTSIM_PROPERTY_CASES=$cases swift test -c release -Xswiftc -enable-testing --package-path "$package" \
    --filter 'DecisionPropertyTests|EvidenceNumberTests|SchemeNumberTests' > "$log" 2>&1 || { tail -60 "$log"; exit 1; }
grep -E '^✔ Test "' "$log" | sed 's/^✔ Test //' || true
grep -qE 'Test run with [1-9][0-9]* tests.* passed' "$log" || { tail -60 "$log"; echo "FAILED: no tests ran" >&2; exit 1; }
echo "$cases cases each"
