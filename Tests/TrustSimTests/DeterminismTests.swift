import Testing

@testable import TrustSim

@Suite("Determinism of runs")
struct DeterminismTests {
    private static let ablations = "ablations=['selfProof','memory','dynamicThreshold']"

    @Test("the same run twice gives equal results, fingerprints, statistics and cases")
    func twiceTheSame() throws {
        let first = try SmallWorld.run([Self.ablations], logsCases: true)
        let second = try SmallWorld.run([Self.ablations], logsCases: true)
        #expect(first.results == second.results && first.results.rows.count == 12)
        #expect(first.fingerprints == second.fingerprints && first.statistics == second.statistics)
        let traces = zip(first.runs, second.runs).map { ($0.result.cases, $1.result.cases) }
        for (left, right) in traces {
            #expect(left.count > 1000 && left.count == right.count)
            #expect(left.map(\.decision) == right.map(\.decision))
            #expect(left.map(\.time) == right.map(\.time) && left.map(\.subject) == right.map(\.subject))
        }
        #expect(first.statistics[0].events > 1000 && first.statistics[0].evaluations > 100)
        #expect(first.statistics[0].roadEvents > 0 && first.statistics[0].eventDecisions > 0)
    }

    @Test("one worker or two: equal results, in the order of the plan")
    func jobs() throws {
        let axes = [Plan.Axis(key: "radio.range", values: ["120", "180"])]
        let settings = ["replications=2", "duration=30"]
        let one = try SmallWorld.run(settings, axes: axes, ratios: [0.1, 0.4], jobs: 1)
        let two = try SmallWorld.run(settings, axes: axes, ratios: [0.1, 0.4], jobs: 2)
        let many = try SmallWorld.run(settings, axes: axes, ratios: [0.1, 0.4], jobs: 50)
        #expect(one.results == two.results && one.results == many.results)
        #expect(one.fingerprints == two.fingerprints && one.fingerprints == many.fingerprints)
        #expect(one.runs.map(\.cell) == [0, 0, 1, 1, 2, 2, 3, 3])
        #expect(two.runs.map(\.replication) == [0, 1, 0, 1, 0, 1, 0, 1])
        #expect(Set(one.fingerprints.map(\.value)).count > 1)
    }

    @Test("results are in the order of the plan even where the first run ends last")
    func orderOfCompletion() throws {
        let axes = [Plan.Axis(key: "beacon.interval", values: ["0.05", "5", "6", "7"])]
        let settings = ["duration=20", "schemes=['own-evidence']"]
        let (one, two) = (try SmallWorld.run(settings, axes: axes), try SmallWorld.run(settings, axes: axes, jobs: 2))
        #expect(one.results == two.results && one.fingerprints == two.fingerprints)
        #expect(two.statistics.map(\.events) == two.statistics.map(\.events).sorted(by: >))
    }

    @Test("schemes asked for in another order give equal results")
    func schemeOrder() throws {
        let reversed =
            "schemes=['majority-vote','dempster-shafer','deviation-test','beta','own-evidence','consensus-adaptive']"
        let (first, second) = (try SmallWorld.run(["duration=30"]), try SmallWorld.run([reversed, "duration=30"]))
        #expect(first.results == second.results && first.fingerprints == second.fingerprints)
    }

    @Test("a scheme alone gives the row that it gives among others, in the same world")
    func schemesDoNotInteract() throws {
        let together = try SmallWorld.run([Self.ablations])
        for row in together.results.rows {
            let executor = try SmallWorld.executor([Self.ablations])
            let plan = executor.plan.only(scheme: row.scheme)
            let alone = try Executor(plan: plan, traces: executor.traces).run()
            #expect(alone.results.row(of: row.scheme) == row, "\(row.scheme)")
            #expect(alone.fingerprints == together.fingerprints && alone.statistics == together.statistics)
            #expect(alone.results.rows.count < together.results.rows.count)
        }
    }

    @Test("another seed or another replication is another run")
    func seedsAndReplications() throws {
        let settings = ["duration=20", "replications=3", "schemes=['own-evidence']"]
        let first = try SmallWorld.run(settings)
        let second = try SmallWorld.run(settings + ["seed=8"])
        let fingerprints = (first.fingerprints + second.fingerprints).map(\.value)
        #expect(Set(fingerprints).count == 6)
        let rows = (first.results.rows + second.results.rows).filter { $0.scheme == "own-evidence" }
        for (index, row) in rows.enumerated() {
            #expect(rows[..<index].allSatisfy { $0.values != row.values })
        }
        #expect(first.results.rows.map(\.replication) == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
        #expect(second.results.rows.allSatisfy { $0.seed == 8 })
    }

    @Test("a replication does not depend on how many there are, and can be done alone")
    func replicationsAreIndependent() throws {
        let settings = ["duration=20", "schemes=['own-evidence','consensus-adaptive']"]
        let (two, three) = (
            try SmallWorld.run(settings + ["replications=2"]), try SmallWorld.run(settings + ["replications=3"])
        )
        #expect(Array(three.results.rows.prefix(two.results.rows.count)) == two.results.rows)
        let alone = try SmallWorld.executor(settings).runOne(replication: 2)
        #expect(alone.rows == three.results.rows.filter { $0.replication == 2 })
    }

    @Test("attackers at a ratio are among those at a higher ratio; their number is the rounded share")
    func attackersAreNested() throws {
        for replication: UInt32 in 0..<20 {
            var sets: [Set<Int>] = []
            for ratio in [0, 0.1, 0.25, 0.3, 0.7, 1] {
                let scenario = try SmallWorld.file(["attackers.ratio=\(ratio)"]).decode()
                let random = RandomSource(seed: 7, replication: replication)
                let cast = Cast(scenario: scenario, vehicleCount: 30, random: random)
                let attackers = Set(cast.isAttacker.indices.filter { cast.isAttacker[$0] })
                #expect(attackers.count == Int((ratio * 30).rounded()))
                #expect(Set(cast.attackers.map { Int($0.vehicle) }) == attackers)
                sets.append(attackers)
            }
            #expect(zip(sets, sets.dropFirst()).allSatisfy { $0.isSubset(of: $1) })
        }
    }

    @Test("profiles get their shares of the attackers")
    func profileShares() throws {
        let scenario = try SmallWorld.file(["attackers.ratio=0.5"]).decode()
        let cast = Cast(scenario: scenario, vehicleCount: 400, random: RandomSource(seed: 1, replication: 0))
        let counts = Dictionary(grouping: cast.attackers) { $0.profile.name }.mapValues(\.count)
        #expect(counts == ["colluders": 100, "onOff": 40, "betrayer": 40, "custom": 20])
    }

    @Test("first tolerances lie within the spread of the start, faulty sensors are a share of the honest")
    func tolerancesAndSensors() throws {
        let settings = ["tolerance.start=0.85", "tolerance.spread=0.25", "sensing.faultyShare=0.25"]
        let scenario = try SmallWorld.file(settings).decode()
        let cast = Cast(scenario: scenario, vehicleCount: 400, random: RandomSource(seed: 1, replication: 0))
        #expect(cast.tolerances.allSatisfy { (0.6...1).contains($0) })
        #expect(Set(cast.tolerances).count > 200 && cast.tolerances.contains(1))
        let faulty = cast.sensingAccuracy.indices.filter { cast.sensingAccuracy[$0] == 0.6 }
        #expect(faulty.count == 70 && faulty.allSatisfy { !cast.isAttacker[$0] })
        #expect(cast.sensingAccuracy.count { $0 == 0.9 } == 330)
    }

    /// Whether runs end without a result when they are asked to stop before they begin.
    private func stops(_ assignments: [String]) throws -> Bool {
        var executor = try SmallWorld.executor(assignments)
        let flag = CancellationFlag()
        flag.cancel()
        executor.cancellation = flag
        do {
            _ = try executor.run()
            return false
        } catch { return true }
    }

    @Test("a run that is asked to stop has no result")
    func cancellationOfALongRun() throws {
        #expect(try stops(["beacon.interval=0.1", "schemes=['own-evidence']", "duration=30"]))
    }

    @Test("runs that are asked to stop have no result, however short each of them is")
    func cancellationOfShortRuns() throws {
        #expect(try stops(["duration=10", "replications=5", "schemes=['own-evidence']"]))
    }

    @Test("progress counts every run once")
    func progress() throws {
        var executor = try SmallWorld.executor(["duration=5", "replications=4"])
        executor.jobs = 2
        let counter = ProgressCounter()
        executor.progress = { counter.add($0) }
        _ = try executor.run()
        #expect(counter.values == [1, 2, 3, 4])
    }
}

/// Collects what a progress callback reports; the executor never calls it twice at once.
private final class ProgressCounter: @unchecked Sendable {
    private(set) var values: [Int] = []
    func add(_ value: Int) { values.append(value) }
}
