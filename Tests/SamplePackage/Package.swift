// swift-tools-version: 6.0
import PackageDescription

// How another package uses the libraries: built and run by Tests/Checks/library.sh.
let package = Package(
    name: "SamplePackage",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "TrustSim", path: "../..")],
    targets: [
        // A scheme, an attack and models of one's own.
        .target(
            name: "Extras",
            dependencies: [
                .product(name: "TrustSimulation", package: "TrustSim"),
                .product(name: "GroupDecision", package: "TrustSim"),
            ]),
        // A program that sweeps by itself.
        .executableTarget(name: "Sample", dependencies: ["Extras"]),
        // The whole command line, which knows them.
        .executableTarget(
            name: "OwnTrustSim",
            dependencies: ["Extras", .product(name: "TrustSimCommands", package: "TrustSim")]),
    ],
    swiftLanguageModes: [.v6]
)
