import Testing

@testable import TrustSim

@Suite("Calibration on scenarios of one's own")
struct ScenarioCalibrationTests {
    private static let candidates = [0.2, 0.5, 0.8]
    private static let settings = ["duration=40", "schemes=['consensus-averaging','beta','own-evidence','coin']"]
    private static let ratios = [0.2, 0.4]

    private static func calibration() throws -> ScenarioCalibration {
        try ScenarioCalibration(
            [Plan(SmallWorld.file(settings), ratios: ratios)], candidates: candidates, replications: 2)
    }

    private static func run(_ plan: Plan, _ use: SeedUse, candidates: [Double] = []) throws -> Executor.Outcome {
        var executor = Executor(plan: plan, traces: try TraceLibrary(plan, scenarioPath: ""))
        executor.seedUse = use
        executor.wanted.candidateThresholds = candidates
        return try executor.run()
    }

    /// Balanced accuracies of a row, run with one threshold by itself.
    private static func alone(_ scheme: String, _ threshold: Double, _ use: SeedUse) throws -> [Double] {
        var executor = try SmallWorld.executor(
            settings + ["replications=2", "calibration={'\(scheme)': \(threshold)}"], ratios: ratios)
        executor.seedUse = use
        let rows = try executor.run().results.rows
        return rows.filter { $0.scheme == scheme + "/calibrated" }.compactMap { $0["balancedAccuracy"] }
    }

    @Test("the means are those of the calibrated rows of runs with each threshold alone, and the best is chosen")
    func bruteForce() throws {
        var calibration = try Self.calibration()
        #expect(calibration.schemes == ["consensus-averaging", "own-evidence", "beta"])
        for plan in calibration.plans {
            calibration.add(try Self.run(plan, .search, candidates: Self.candidates))
        }
        for scheme in calibration.schemes {
            let means = try Self.candidates.map { candidate in
                let values = try Self.alone(scheme, candidate, .search)
                #expect(values.count == 4)
                return values.reduce(0, +) / Double(values.count)
            }
            #expect(calibration.means[scheme] == means, "\(scheme)")
            let best = try #require(means.max())
            #expect(means[try #require(Self.candidates.firstIndex(of: calibration.thresholds[scheme] ?? -1))] == best)
        }
    }

    @Test("thresholds are tried in held-out worlds, paired with those that the scenario has")
    func heldOut() throws {
        let calibration = try Self.calibration()
        let thresholds = ["consensus-averaging": 0.5, "own-evidence": 0.5, "beta": 0.5]
        let outcomes = try calibration.heldOutPlans(thresholds, replications: 2).map { try Self.run($0, .heldOut) }
        let results = calibration.heldOut(outcomes)
        for (scheme, result) in zip(calibration.schemes, results) {
            let values = try Self.alone(scheme, 0.5, .heldOut)
            let mean = values.reduce(0, +) / Double(values.count)
            #expect((try #require(result.changed.mean) - mean).magnitude < 1e-12, "\(scheme)")
            #expect(result.pairs.count == 2)
        }
        #expect(calibration.ownThresholds == [[0.6], [0.7], [0.7]])
    }

    @Test("the middle one of equal candidates is taken")
    func ties() {
        #expect(ScenarioCalibration.best(of: [0.5, 0.9, 0.9, 0.9, 0.4]) == 2)
        #expect(ScenarioCalibration.best(of: [-1, -1]) == 1)
    }

    @Test("schemes without a fixed threshold are said, and nothing else to calibrate is an error")
    func nothing() throws {
        let some = try ScenarioCalibration(
            [Plan(SmallWorld.file(["schemes=['consensus-adaptive','beta']"]))], candidates: [0.5], replications: 1)
        #expect(some.schemes == ["beta"] && some.skipped == ["consensus-adaptive"])
        let plan = try Plan(SmallWorld.file(["schemes=['consensus-adaptive','coin']"]))
        #expect(throws: DataError.self) {
            try ScenarioCalibration([plan], candidates: [0.5], replications: 1)
        }
    }

    @Test("without attackers nothing is defined, and the schemes say so")
    func undefined() throws {
        var calibration = try ScenarioCalibration(
            [Plan(SmallWorld.file(Self.settings), ratios: [0])], candidates: Self.candidates, replications: 1)
        for plan in calibration.plans {
            calibration.add(try Self.run(plan, .search, candidates: Self.candidates))
        }
        #expect(calibration.undefinedSchemes == calibration.schemes)
    }
}
