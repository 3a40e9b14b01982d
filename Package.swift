// swift-tools-version: 6.0
import PackageDescription

// Sources/TrustSim and Sources/trustsim are one folder on a case-insensitive file system. So both targets list their
// subfolders, no two subfolders share a name, and the executable target has a name of its own.
let package = Package(
    name: "TrustSim",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "trustsim", targets: ["TrustSimTool"]),
        .library(name: "TrustSimulation", targets: ["TrustSim"]),
        .library(name: "GroupDecision", targets: ["GroupDecision"]),
    ],
    targets: [
        .target(name: "GroupDecision"),
        .target(
            name: "TrustSim",
            dependencies: ["GroupDecision"],
            path: "Sources/TrustSim",
            sources: [
                "Kernel", "Random", "World", "Mobility", "Radio", "Behavior", "Schemes", "Metrics", "Scenario",
                "Experiment", "Report",
            ]),
        .executableTarget(
            name: "TrustSimTool",
            dependencies: ["TrustSim", "GroupDecision"],
            path: "Sources/trustsim",
            sources: ["Arguments", "Commands"]),
        .testTarget(name: "GroupDecisionTests", dependencies: ["GroupDecision"]),
        .testTarget(name: "TrustSimTests", dependencies: ["TrustSim", "GroupDecision"]),
        .testTarget(name: "CommandTests", dependencies: ["TrustSimTool", "TrustSim"]),
    ],
    swiftLanguageModes: [.v6]
)
