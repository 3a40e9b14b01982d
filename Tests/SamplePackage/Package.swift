// swift-tools-version: 6.0
import PackageDescription

// How another package uses the libraries: built and run by Tests/Checks/library.sh.
let package = Package(
    name: "SamplePackage",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "TrustSim", path: "../..")],
    targets: [
        .executableTarget(
            name: "Sample",
            dependencies: [
                .product(name: "TrustSimulation", package: "TrustSim"),
                .product(name: "GroupDecision", package: "TrustSim"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
