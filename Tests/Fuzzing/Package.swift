// swift-tools-version: 6.0
import Foundation
import PackageDescription

// A package of its own, because all of it is built with coverage instrumentation: see README.md.
// The command line is no library product, so that its sources are linked into this package.
let tool = "\(Context.packageDirectory)/Sources/CommandLineTool"
let foldersAreOne = FileManager.default.fileExists(atPath: "\(tool)/Kernel")
let package = Package(
    name: "Fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "TrustSim", path: "../..")],
    targets: [
        .target(name: "AllocationMeter"),
        .target(
            name: "CommandLineTool",
            dependencies: [
                .product(name: "TrustSimulation", package: "TrustSim"),
                .product(name: "GroupDecision", package: "TrustSim"),
            ],
            sources: ["Arguments", "Commands"],
            // Its main function must not take the place of the fuzzer's.
            swiftSettings: [
                .unsafeFlags(["-Xfrontend", "-entry-point-function-name", "-Xfrontend", "CommandLineTool_main"])
            ]),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "AllocationMeter", "CommandLineTool", .product(name: "TrustSimulation", package: "TrustSim"),
                .product(name: "GroupDecision", package: "TrustSim"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
