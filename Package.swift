// swift-tools-version: 6.0
import Foundation
import PackageDescription

// Sources/TrustSim and Sources/trustsim are one folder on a case-insensitive file system. So both targets list their
// subfolders, no two subfolders share a name, the executable target has a name of its own, and where the two folders are
// one, each target leaves the other's subfolders out.
// Floors of the library, the lowest first: a folder uses those before it and none after it. Tests/Checks/layers.sh compares
// that with what the compiler has found.
let libraryFolders = [
    "Text", "Files", "Kernel", "Random", "World", "Radio", "Mobility", "Metrics", "Behavior", "Detection", "Schemes",
    "Scenario", "Engine", "DataSets", "Experiment", "Journal", "Replay", "Explanation", "Report",
]
let commandFolders = ["Arguments", "Commands"]
let mainFolders = ["Main"]
let foldersAreOne = FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/Sources/TrustSim/Commands")

let package = Package(
    name: "TrustSim",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "trustsim", targets: ["TrustSimTool"]),
        .library(name: "TrustSimulation", targets: ["TrustSim"]),
        .library(name: "TrustSimCommands", targets: ["TrustSimCommands"]),
        .library(name: "GroupDecision", targets: ["GroupDecision"]),
    ],
    targets: [
        .target(name: "GroupDecision"),
        .target(
            name: "TrustSim",
            dependencies: ["GroupDecision"],
            path: "Sources/TrustSim",
            exclude: foldersAreOne ? commandFolders + mainFolders : [],
            sources: libraryFolders),
        .target(
            name: "TrustSimCommands",
            dependencies: ["TrustSim", "GroupDecision"],
            path: "Sources/trustsim",
            exclude: mainFolders + (foldersAreOne ? libraryFolders : []),
            sources: commandFolders),
        .executableTarget(
            name: "TrustSimTool",
            dependencies: ["TrustSimCommands"],
            path: "Sources/trustsim",
            exclude: commandFolders + (foldersAreOne ? libraryFolders : []),
            sources: mainFolders),
        .testTarget(name: "GroupDecisionTests", dependencies: ["GroupDecision"]),
        .testTarget(name: "TrustSimTests", dependencies: ["TrustSim", "GroupDecision"]),
        .testTarget(name: "LibraryTests", dependencies: ["TrustSim", "GroupDecision"]),
        .testTarget(name: "CommandTests", dependencies: ["TrustSimTool", "TrustSimCommands", "TrustSim"]),
    ],
    swiftLanguageModes: [.v6]
)
