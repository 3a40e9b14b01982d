import Foundation

@testable import TrustSim

/// A small sweep whose runs were done once, and a directory for its journals.
final class JournalSample: Sendable {
    let directory: String
    let executor: Executor
    let outcome: Executor.Outcome
    let description: ExperimentDescription
    let session: JournalSession

    /// In what order two workers may have ended.
    let order: [Int]

    /// Four runs of two cells.
    static let shared = Result { try JournalSample() }

    init(isShort: Bool = false) throws {
        order = isShort ? [1, 0] : [2, 0, 3, 1]
        directory = FileManager.default.temporaryDirectory.path + "/trustsim-journal-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var executor = try SmallWorld.executor(
            [
                "replications=\(isShort ? 1 : 2)", "duration=10", "schemes=['own-evidence']",
                "sensing.verification='plausibility'",
            ],
            axes: [Plan.Axis(key: "radio.range", values: ["120", "180"])])
        executor.wanted = WantedFigures(
            candidateThresholds: [0.5], rocRates: [0, 0.1, 1], seriesSeconds: 2, vehicles: true)
        self.executor = executor
        outcome = try executor.run()
        description =
            isShort
            ? ExperimentDescription(bytes: Array("{version: '1', variedKeys: ['radio.range']}".utf8))
            : ExperimentDescription(
                executor.plan, traces: executor.traces, command: "sweep", version: "1",
                wanted: executor.wanted)
        session = JournalSession(
            words: ["sweep"], scenarioDirectory: "/", shard: nil, runs: [], planRuns: executor.plan.runCount,
            replaces: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    var path: String { directory + "/" + JournalContents.fileName }

    var results: [RunResult] { outcome.runs.map(\.result) }

    /// A journal of two runs whose heading is short, for tests that read it again for each of its bytes.
    static let short = Result { try JournalSample(isShort: true) }

    /// A whole journal, with the runs in the order in which two workers may have ended.
    var bytes: [UInt8] {
        order.reduce(JournalFormat.heading(description, session)) {
            $0 + JournalFormat.run($1, results[$1], of: description.hash)
        }
    }

    /// Where each frame ends: that of the heading, then those of the runs.
    var ends: [Int] {
        order.reduce([JournalFormat.heading(description, session).count]) {
            $0 + [$0[$0.count - 1] + JournalFormat.run($1, results[$1], of: description.hash).count]
        }
    }

    func contents(_ bytes: [UInt8]) throws(DataError) -> JournalContents {
        try JournalContents(bytes: bytes, path: "j", expected: description)
    }

    /// Whether these are the results of the runs, to the last bit.
    func isRight(_ found: [Int: RunResult]) -> Bool {
        found.allSatisfy { Self.bits($0.value) == Self.bits(results[$0.key]) }
    }

    static func bits(_ result: RunResult) -> [UInt8] { JournalFormat.run(0, result, of: 0) }
}

extension Executor.Outcome {
    /// The files that depend on all that a journal keeps.
    var fileBytes: [UInt8] { results.csv + results.summaryCSV + ROCCurves.csv(of: self) }
}
