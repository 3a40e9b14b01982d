import Testing

@testable import TrustSim

@Suite("Tuning a scheme")
struct TuningTests {
    private static let quick = ["duration=40", "replications=3", "schemes=['own-evidence']"]

    private static func metric(_ name: String) throws -> Metric { try #require(Metric.named(name)) }

    private static func tuning(
        _ scheme: String, _ axes: [String: [String]], metric: String = "balancedAccuracy",
        search: TuningSearch = .grid, settings: [String] = [], ratios: [Double] = []
    ) throws -> Tuning {
        try Tuning(
            SmallWorld.file(quick + settings), scheme: scheme, metric: Self.metric(metric),
            axes: axes.sorted { $0.key < $1.key }.map { TuningAxis(key: $0.key, values: .list($0.value)) },
            search: search, ratios: ratios)
    }

    private static func outcome(_ trial: Tuning.Trial, use: SeedUse, jobs: Int = 1) throws -> Executor.Outcome {
        var executor = Executor(plan: trial.plan, traces: try TraceLibrary(trial.plan, scenarioPath: ""))
        executor.seedUse = use
        executor.jobs = jobs
        return try executor.run()
    }

    /// The metric of a scheme with some settings, run by itself in the worlds of a use: by replication, then ratio.
    private static func alone(
        _ scheme: String, _ settings: [String], metric: String, ratios: [Double], use: SeedUse
    ) throws -> [[Double?]] {
        var executor = try SmallWorld.executor(
            quick + settings + ["schemes=['\(scheme)']"], ratios: ratios)
        executor.seedUse = use
        let rows = try executor.run().results.rows.filter { $0.scheme == scheme }
        return (0..<3).map { number in rows.filter { $0.replication == number }.map { $0[metric] } }
    }

    private static func mean(_ values: [[Double?]]) -> Double {
        let means = values.map { row in row.compactMap { $0 }.reduce(0, +) / Double(row.compactMap { $0 }.count) }
        return means.reduce(0, +) / Double(means.count)
    }

    @Test(
        "the figures of every point are those of runs with these settings alone, and the best of them is chosen",
        arguments: [
            ("beta", ["baselines.beta.threshold": ["0.3", "0.5", "0.6", "0.8", "0.9"]]),
            (
                "beta-filtered",
                [
                    "baselines.beta-filtered.threshold": ["0.5", "0.8"],
                    "baselines.beta-filtered.quantile": ["0.05", "0.3"],
                ]
            ),
            (
                "consensus-averaging",
                ["tolerance.start": ["0.3", "0.75"], "baselines.consensus-averaging.influenceExponent": ["1", "4"]]
            ),
            ("consensus-adaptive", ["mechanismsOff": ["[]", "['victims']", "['rounds','victims']"]]),
        ] as [(String, [String: [String]])])
    func bruteForce(scheme: String, axes: [String: [String]]) throws {
        let ratios = [0.2, 0.4]
        let tuning = try Self.tuning(scheme, axes, ratios: ratios)
        let trial = tuning.trial
        let ranking = tuning.ranking(of: try Self.outcome(trial, use: .search), trial)
        var means: [Double] = []
        for point in tuning.points {
            let settings = zip(tuning.keys, point.values).map { "\($0)=\($1)" }
            means.append(
                Self.mean(
                    try Self.alone(
                        scheme, settings, metric: "balancedAccuracy", ratios: ratios, use: .search)))
        }
        for row in ranking.rows {
            #expect(row.summary.mean == means[row.point], "\(tuning.points[row.point].values)")
        }
        let best = try #require(means.max())
        #expect(means[try #require(ranking.choice)] == best)
        #expect(ranking.rows.map { means[$0.point] } == means.sorted(by: >))
    }

    @Test("points decide in the worlds that there are without them, the same for all")
    func sameWorlds() throws {
        let values = (1...40).map { NumberText.csv(Double($0) / 50) }
        let tuning = try Self.tuning("beta", ["baselines.beta.threshold": values])
        let trial = tuning.trial
        #expect(trial.plan.cells.count == 3, "41 points, 16 in a run")
        let found = try Self.outcome(trial, use: .search)
        var plain = try SmallWorld.executor(Self.quick)
        plain.seedUse = .search
        let fingerprints = try plain.run().fingerprints
        for run in found.runs { #expect(run.result.fingerprint == fingerprints[run.replication]) }
    }

    @Test("what is found depends neither on the number of workers nor on the order in which keys and values are given")
    func determinism() throws {
        let keys = ["baselines.travos.threshold", "baselines.travos.epsilon"]
        let axes = [
            TuningAxis(key: keys[0], values: .range(low: 0.3, high: 0.9, isLogarithmic: false)),
            TuningAxis(key: keys[1], values: .range(low: 0.01, high: 0.5, isLogarithmic: true)),
        ]
        func found(_ axes: [TuningAxis], jobs: Int) throws -> [String] {
            let tuning = try Tuning(
                SmallWorld.file(Self.quick), scheme: "travos", metric: Self.metric("balancedAccuracy"), axes: axes,
                search: .random(20))
            let trial = tuning.trial
            let ranking = tuning.ranking(of: try Self.outcome(trial, use: .search, jobs: jobs), trial)
            return ranking.rows.map { "\(tuning.points[$0.point].values) \($0.summary)" }
        }
        let one = try found(axes, jobs: 1)
        #expect(try found(axes, jobs: 2) == one)
        #expect(try found(axes.reversed(), jobs: 2) == one)
    }

    @Test("drawn values lie in their range; logarithmic ones are as often small; other seeds draw others")
    func randomPoints() throws {
        func points(seed: Int) throws -> [[Double]] {
            let tuning = try Tuning(
                SmallWorld.file(Self.quick + ["seed=\(seed)"]), scheme: "consensus-adaptive",
                metric: Self.metric("f1"),
                axes: [
                    TuningAxis(key: "parameters.rounds", values: .range(low: 1, high: 4, isLogarithmic: false)),
                    TuningAxis(key: "tolerance.start", values: .range(low: 0.001, high: 1, isLogarithmic: true)),
                ], search: .random(400))
            return tuning.points.dropFirst().map { $0.values.compactMap { Double($0) } }
        }
        let found = try points(seed: 1)
        let (starts, rounds) = (found.map { $0[0] }, found.map { $0[1] })
        #expect(starts.allSatisfy { (0.001...1).contains($0) })
        #expect(rounds.allSatisfy { [1, 2, 3, 4].contains($0) } && Set(rounds).count == 4)
        let small = starts.count { $0 < 0.0316 }
        #expect((160...240).contains(small), "\(small) of 400 are below the middle of the logarithms")
        #expect(try points(seed: 1) == found)
        #expect(try points(seed: 2) != found)
    }

    @Test("of equal points that of the scenario is chosen, and keys without effect are named")
    func ties() throws {
        let tuning = try Self.tuning(
            "consensus-averaging", ["baselines.consensus-averaging.maxRounds": ["10.2", "10.5", "10.9"]])
        let trial = tuning.trial
        let ranking = tuning.ranking(of: try Self.outcome(trial, use: .search), trial)
        #expect(ranking.choice == 0 && ranking.isTied)
        #expect(ranking.rows.map(\.point) == [0, 1, 2, 3], "by distance from 10")
        #expect(ranking.idleKeys == ["baselines.consensus-averaging.maxRounds"])
    }

    @Test("a point with a figure in fewer runs comes behind, however good the figure is")
    func undefined() throws {
        // Nobody is distrusted at 0: there is no precision.
        let tuning = try Self.tuning("beta", ["baselines.beta.threshold": ["0", "0.5"]], metric: "precision")
        let trial = tuning.trial
        let ranking = tuning.ranking(of: try Self.outcome(trial, use: .search), trial)
        let last = try #require(ranking.rows.last)
        #expect(tuning.points[last.point].values == ["0"])
        #expect(last.undefinedCount == 3 && last.summary.mean == nil)
        #expect(ranking.choice != nil)
    }

    @Test("of metrics that are better when lower the lowest is chosen")
    func lowerIsBetter() throws {
        let tuning = try Self.tuning(
            "beta", ["baselines.beta.threshold": ["0.2", "0.5", "0.9"]], metric: "falsePositiveRate")
        let trial = tuning.trial
        let ranking = tuning.ranking(of: try Self.outcome(trial, use: .search), trial)
        let means = ranking.rows.compactMap(\.summary.mean)
        #expect(means == means.sorted() && means.first != means.last)
        #expect(try #require(ranking.rows.first?.gain.advantage.mean) > 0)
    }

    @Test("the choice is tried in held-out worlds, beside the values of the scenario")
    func heldOut() throws {
        let tuning = try Self.tuning("beta", ["baselines.beta.threshold": ["0.5"]])
        let trial = tuning.heldOutTrial(of: 1, replications: 3)
        let result = tuning.heldOut(try Self.outcome(trial, use: .heldOut), trial, point: 1)
        func mean(_ settings: [String], _ use: SeedUse) throws -> Double {
            Self.mean(try Self.alone("beta", settings, metric: "balancedAccuracy", ratios: [0.3], use: use))
        }
        let (changed, own) = (
            try mean(["baselines.beta.threshold=0.5"], .heldOut), try mean([], .heldOut)
        )
        #expect(result.changed.mean == changed && result.unchanged.mean == own)
        #expect(try mean([], .search) != own)
        let difference = try #require(result.pairs.advantage.mean)
        #expect((difference - (changed - own)).magnitude < 1e-12)
        let interval = try #require(result.pairs.interval)
        #expect(result.isBelow(gain: interval.high + 0.001) && !result.isBelow(gain: interval.high - 0.001))
    }

    @Test("only keys of the scheme can be tuned")
    func keys() {
        let beta = TuningKeys.keys(of: "beta").map(\.path)
        #expect(beta == ["baselines.threshold", "baselines.beta.threshold"])
        #expect(TuningKeys.keys(of: "coin").isEmpty && TuningKeys.keys(of: "genie").isEmpty)
        let ours = TuningKeys.keys(of: "consensus-adaptive").map(\.path)
        #expect(ours.contains("mechanismsOff") && ours.contains("tolerance.start"))
        #expect(!ours.contains("parameters.certaintyCap") && !ours.contains { $0.hasPrefix("baselines.") })
        #expect(
            TuningKeys.otherReaders(of: "tolerance.start", than: "consensus-adaptive") == [
                "consensus-averaging", "rsu-consensus",
            ])
        for name in SchemeCatalog.names {
            for key in TuningKeys.keys(of: name) {
                #expect(TuningKeys.problem(with: key.path, for: name) == nil)
            }
            if TuningKeys.keys(of: name).isEmpty { continue }
            #expect(TuningKeys.problem(with: "radio.range", for: name)?.contains("belongs to the world") == true)
        }
    }
}
