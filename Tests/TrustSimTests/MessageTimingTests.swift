import Testing

@testable import TrustSim

@Suite("Times of messages")
struct MessageTimingTests {
    @Test(
        "phases of beacons and evaluations are uniform over their intervals, and independent",
        arguments: [UInt32(1), 2])
    func phases(seed: UInt32) throws {
        let scenario = try makeScenario(
            "{vehicles: 3000, seed: \(seed), beacon: {interval: 0.1}, evaluation: {interval: 12}, schemes: ['coin']}")
        let simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
        let beacons = simulation.timetable.beaconPhase.map { Double($0) / 100_000 }
        let evaluations = simulation.timetable.evaluationPhase.map { Double($0) / 12_000_000 }
        #expect(Statistics.isUniform(beacons) && Statistics.isUniform(evaluations), "seed \(seed)")
        #expect((beacons + evaluations).allSatisfy { $0 >= 0 && $0 < 1 })
        var cells = Array(repeating: 0, count: 25)
        for (one, other) in zip(beacons, evaluations) { cells[5 * Int(5 * one) + Int(5 * other)] += 1 }
        #expect(Statistics.chiSquareTail(even: cells) > Statistics.falseAlarm, "seed \(seed)")
    }

    @Test(
        "a vehicle sends at each time of its phases while it is in the world, also after it came back",
        arguments: UInt32(1)...8)
    func messages(seed: UInt32) throws {
        // Who is there in which second, drawn at random: many leave and come back, some between two of their beacons.
        var stream = RandomSource.testStream(seed: seed)
        let (count, seconds) = (25, 90)
        let stay = [0.5, 0.8, 0.97][Int(seed) % 3]
        var isThere = (0..<count).map { _ in stream.happens(0.5) }
        var presence = Array(repeating: [Bool](), count: count)
        var steps: [(time: Double, samples: [(name: String, x: Double, y: Double)])] = []
        for second in 0...seconds {
            for vehicle in 0..<count where !stream.happens(stay) { isThere[vehicle].toggle() }
            isThere[0] = true
            // The names appear in the order of their numbers, in a first step that lists everybody.
            let listed = (0..<count).filter { second == 0 || isThere[$0] }
            for vehicle in 0..<count { presence[vehicle].append(listed.contains(vehicle)) }
            steps.append((Double(second), listed.map { ("v\($0)", Double($0), 0) }))
        }
        let scenario = try makeScenario(
            """
            {mobility: {model: "trace", file: "none"}, seed: \(seed), evaluation: {interval: 7},
             beacon: {interval: \([0.7, 1, 2.5][Int(seed) % 3])}, schemes: ["trust-all"]}
            """)
        var simulation = Simulation(
            scenario: scenario, trace: try makeTrace(steps), replication: 0, logsCases: false)
        let result = try simulation.run(cancellation: nil)
        // Everybody is in range of everybody: a message is received by all others that are there.
        let crowd = (0...seconds).map { second in presence.count { $0[second] } }
        var (sent, received) = (Array(repeating: 0, count: count), 0)
        for vehicle in 0..<count {
            for (phase, interval) in [
                (simulation.timetable.beaconPhase[vehicle], simulation.timetable.beaconInterval),
                (simulation.timetable.evaluationPhase[vehicle], simulation.timetable.evaluationInterval),
            ] {
                let times = stride(from: phase, to: Microseconds(seconds) * 1_000_000, by: Int(interval))
                for second in times.map({ Int($0 / 1_000_000) }) where presence[vehicle][second] {
                    sent[vehicle] += 1
                    received += crowd[second] - 1
                }
            }
        }
        #expect(simulation.statistics.messages == sent.reduce(0, +), "seed \(seed)")
        #expect(result.statistics.receptions == received, "seed \(seed)")
        #expect(
            result.statistics.vehicleMicroseconds
                == presence.reduce(0) { sum, vehicle in
                    sum + Microseconds(vehicle.dropLast().count { $0 }) * 1_000_000
                })
        let entries = presence.reduce(0) { sum, vehicle in
            let isThere = vehicle.dropLast()
            return sum + zip([false] + isThere, isThere).count { !$0 && $1 }
        }
        #expect(result.statistics.entered == entries, "seed \(seed)")
    }
}

@Suite("Runs")
struct RunTests {
    static func result(
        seed: UInt32 = 1, replication: Int = 0, schemes: String = "'own-evidence', 'beta'", model: String
    ) throws -> RunResult {
        let scenario = try makeScenario(
            """
            {vehicles: 20, duration: 40, area: {width: 600, height: 600}, mobility: {model: "\(model)"}, seed: \(seed),
             radio: {model: "log-distance"}, events: {rate: 0.2}, attackers: {ratio: 0.3, profile: "bogus"},
             schemes: [\(schemes)]}
            """)
        var simulation = Simulation(scenario: scenario, trace: nil, replication: replication, logsCases: false)
        return try simulation.run(cancellation: nil)
    }

    @Test(
        "a run repeats itself, and its world does not depend on the schemes; other seeds and replications differ",
        arguments: ["random-waypoint", "manhattan-grid", "highway"])
    func repeats(model: String) throws {
        let first = try Self.result(model: model)
        let again = try Self.result(model: model)
        #expect(again.fingerprint == first.fingerprint && again.statistics == first.statistics)
        #expect(zip(again.schemes, first.schemes).allSatisfy { $0.values == $1.values })
        let other = try Self.result(schemes: "'coin', 'beta', 'consensus-adaptive'", model: model)
        #expect(other.fingerprint == first.fingerprint && other.statistics == first.statistics)
        #expect(other.schemes[1].values == first.schemes[1].values, "beta is the same beside other schemes")
        #expect(try Self.result(seed: 2, model: model).fingerprint != first.fingerprint)
        #expect(try Self.result(replication: 1, model: model).fingerprint != first.fingerprint)
    }

    @Test("a run that is cancelled gives no result")
    func cancelled() throws {
        let scenario = try makeScenario("{vehicles: 30, duration: 1000, schemes: ['trust-all']}")
        var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
        let flag = CancellationFlag()
        #expect(!flag.isCancelled)
        flag.cancel()
        #expect(throws: Cancelled.self) { try simulation.run(cancellation: flag) }
        #expect(simulation.statistics.events < 5000)
    }
}
