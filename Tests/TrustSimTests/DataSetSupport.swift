import Foundation
import Testing

@testable import TrustSim

/// A directory for logs; it is removed with all that is in it.
final class LogFolder {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.path + "/trustsim-logs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
    }

    func table(_ name: String) throws -> CSVTable {
        try CSVTable.read(bytes: Array(try text(name).utf8), name: name)
    }

    /// All rows of all receivers' logs.
    func rows(_ isLog: (String) -> Bool) throws -> [String] {
        try names.filter(isLog).flatMap { try text($0).split(separator: "\n").map(String.init) }
    }
}

/// Small runs that are logged.
enum LoggedRun {
    static let world = [
        "vehicles=16", "duration=45", "events.rate=0", "sensing.verification=plausibility", "evaluation.interval=5",
        "schemes=['consensus-adaptive','own-evidence','beta']", "ablations=['selfProof']",
    ]

    /// Runs and logs into a folder "logs" within `folder`; returns the outcome.
    static func run(
        _ settings: [String], into folder: LogFolder, format: String = "jsonl"
    ) throws -> Executor.Outcome {
        var executor = try SmallWorld.executor(world + settings)
        executor.logsCases = true
        return try executor.run(
            replication: 0,
            log: RunLog(
                directory: folder.path + "/logs", format: format, overwrites: false, version: "test", command: "test"))
    }

    /// Replays them.
    static func replay(_ folder: LogFolder, _ settings: [String] = []) throws -> Executor.Outcome {
        let replay = try DataSetReplay(directory: folder.path + "/logs", format: nil)
        #expect(replay.dirty.total == 0, "\(replay.warnings)")
        var file = try replay.scenarioFile()
        for setting in settings { try file.set(setting) }
        return try replay.run(try replay.plan(file).plan, logsCases: true)
    }
}

extension CaseRecord {
    /// All of it, for comparisons.
    var text: String {
        "\(scheme) \(time) \(evaluator) \(subject) \(isMalicious) \(decision.trust) \(decision.threshold) "
            + "\(decision.support) \(ownCertainty) \(isUnknown) \(isTrusted)"
    }
}
