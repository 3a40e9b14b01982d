@testable import TrustSim

/// A world small enough to be run many times: 30 vehicles within reach of many others, for a minute.
enum SmallWorld {
    static let text = """
        {name: 'small', seed: 7, replications: 1, duration: 60, vehicles: 30, area: {width: 450, height: 350},
         radio: {range: 160}, sensing: {range: 90}, evaluation: {warmup: 0.25}, events: {rate: 0.1, duration: 15},
         tolerance: {spread: 0.1},
         attackers: {ratio: 0.3, profiles: [
           {profile: 'colluders', share: 0.5}, {profile: 'onOff', share: 0.2}, {profile: 'betrayer', share: 0.2},
           {profile: {reports: 'random', events: 'fabricate', guarantees: 'vouchForAll'}, share: 0.1}]},
         schemes: ['consensus-adaptive', 'own-evidence', 'beta', 'deviation-test', 'dempster-shafer', 'majority-vote']}
        """

    /// The world with some values changed.
    static func file(_ assignments: [String] = []) throws -> ScenarioFile {
        var file = ScenarioFile(path: "small.json", root: try parseJSON5(text))
        for assignment in assignments { try file.set(assignment) }
        return file
    }

    static func executor(
        _ assignments: [String] = [], axes: [Plan.Axis] = [], ratios: [Double] = []
    ) throws -> Executor {
        let plan = try Plan(try file(assignments), axes: axes, ratios: ratios)
        return Executor(plan: plan, traces: try TraceLibrary(plan, scenarioPath: "small.json"))
    }

    /// Runs the world with some values changed.
    static func run(
        _ assignments: [String] = [], axes: [Plan.Axis] = [], ratios: [Double] = [], jobs: Int = 1,
        logsCases: Bool = false
    ) throws -> Executor.Outcome {
        var executor = try executor(assignments, axes: axes, ratios: ratios)
        executor.jobs = jobs
        executor.logsCases = logsCases
        return try executor.run()
    }
}

extension Executor.Outcome {
    var fingerprints: [Fingerprint] { runs.map(\.result.fingerprint) }
    var statistics: [RunStatistics] { runs.map(\.result.statistics) }
}

extension ResultRow {
    /// A metric by name; nil where it is undefined or does not exist.
    subscript(_ metric: String) -> Double? { Metric.index(of: metric).flatMap { values[$0] } }
}

extension ResultSet {
    /// The first row of a scheme.
    func row(of scheme: String) -> ResultRow? { rows.first { $0.scheme == scheme } }
}
