// swift-tools-version: 6.0
import PackageDescription

// A package of its own, so that who uses the simulator does not build its benchmarks.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "TrustSim", path: "..")],
    targets: [
        .executableTarget(
            name: "beacon-workload", dependencies: [.product(name: "TrustSimulation", package: "TrustSim")],
            path: "Sources/BeaconWorkload"),
        .executableTarget(
            name: "decisions", dependencies: [.product(name: "GroupDecision", package: "TrustSim")],
            path: "Sources/Decisions"),
    ],
    swiftLanguageModes: [.v6]
)
