import Testing

@testable import TrustSim

@Suite("Attackers in a run")
struct AttackTruthTests {
    private static let ownEvidence = "schemes=['own-evidence']"

    @Test(
        "every malicious part alone is misconduct, of attackers only",
        arguments: [
            "beacon: 'randomPositionOffset'", "events: 'invert'", "events: 'deny'",
            "events: {kind: 'fabricate', rate: 0.2}",
            "reports: 'badMouth'", "reports: 'complement'", "reports: 'ballotStuff'", "reports: 'collude'",
            "reports: 'random'", "reports: 'silent'", "attestation: 'overclaim'", "tolerance: 'fixed'",
            "guarantees: 'vouchForAll'", "guarantees: 'never'",
            "reports: {kind: 'targeted', share: 0.5}", "reports: 'marginal'", "reports: 'craft'", "reports: 'drag'",
            "reports: 'certain'",
            "attestation: 'mimic'", "identity: 'sybil'", "identity: 'changing'",
            "events: 'invert', schedule: 'severity'",
            "beacon: 'disruptive'", "beacon: 'timeDelay'", "beacon: 'denialOfService'", "beacon: 'suddenDisappearance'",
        ])
    func everyPartIsMisconduct(_ part: String) throws {
        let settings = ["attackers={ratio: 0.3, profile: {\(part)}}", Self.ownEvidence, "events.rate=0.5"]
        let scenario = try SmallWorld.file(settings).decode()
        var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
        _ = try simulation.run(cancellation: nil)
        let truth = simulation.truth
        let malicious = truth.firstMisconduct.indices.filter { truth.firstMisconduct[$0] != nil }
        #expect(malicious.count >= 5 && malicious.allSatisfy { truth.isAttacker[$0] })
        #expect(truth.isAttacker.prefix(30).count { $0 } == 9 && truth.isAttacker.dropFirst(30).allSatisfy { $0 })
    }

    @Test("inventing a road event is misconduct, also where there are no real ones")
    func fabricationIsMisconduct() throws {
        let profile = "{events: {kind: 'fabricate', rate: 0.2}}"
        let scenario = try SmallWorld.file([
            "attackers={ratio: 0.03, profile: \(profile)}", Self.ownEvidence, "events.rate=0",
        ]).decode()
        var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
        _ = try simulation.run(cancellation: nil)
        let malicious = simulation.truth.firstMisconduct.indices.filter { simulation.truth.firstMisconduct[$0] != nil }
        // With a single attacker, there are no invented events of others that it could affirm.
        #expect(malicious.count == 1)
        #expect(malicious == simulation.truth.isAttacker.indices.filter { simulation.truth.isAttacker[$0] })
    }

    @Test("each attacker follows a schedule of its own")
    func schedulesDiffer() throws {
        let scenario = try SmallWorld.file(["attackers={ratio: 0.3, profile: 'onOff'}"]).decode()
        let simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
        let patterns = simulation.attackers.byVehicle.keys.sorted().map { vehicle -> [Bool] in
            guard var attacker = simulation.attackers.byVehicle[vehicle] else { return [] }
            return (0..<100).map { attacker.isActive(at: Microseconds(seconds: Double($0))) }
        }
        #expect(patterns.count == 9 && patterns.allSatisfy { $0.count { $0 } == 30 })
        #expect(Set(patterns).count == 9)
    }

    @Test("severity: only critical road events are lied about, and they are the share that is asked for")
    func severity() throws {
        for share in [0.0, 1] {
            let profile = "{preset: 'colluders', events: 'invert', schedule: 'severity'}"
            let scenario = try SmallWorld.file([
                "attackers={ratio: 0.3, profile: \(profile)}", Self.ownEvidence, "events.rate=0.5",
                "events.criticalShare=\(share)",
            ]).decode()
            var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
            _ = try simulation.run(cancellation: nil)
            #expect(simulation.truth.firstMisconduct.count { $0 != nil } >= (share == 1 ? 8 : 0))
            #expect(share == 1 || simulation.truth.firstMisconduct.allSatisfy { $0 == nil })
        }
    }

    @Test("before its schedule begins an attacker does nothing, and its first misconduct is noted when it happens")
    func misconductFollowsTheSchedule() throws {
        for share in [0.25, 0.75] {
            let profile = "{preset: 'colluders', schedule: {kind: 'betrayal', after: \(share)}}"
            let scenario = try SmallWorld.file(["attackers={ratio: 0.3, profile: \(profile)}", Self.ownEvidence])
                .decode()
            var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
            _ = try simulation.run(cancellation: nil)
            let times = simulation.truth.firstMisconduct.compactMap { $0?.seconds }
            // Half of the beacons are false, one a second, so the first false one comes soon.
            #expect(times.count == 9 && times.allSatisfy { $0 >= 60 * share && $0 < 60 * share + 12 })
        }
    }

    @Test("parts draw from streams of their own: another report part leaves the beacons as they were")
    func partsDoNotDisturbEachOther() throws {
        func decisions(_ parts: String) throws -> [SchemeDecision] {
            let profile = "{beacon: {kind: 'randomPositionOffset', probability: 0.5}, \(parts)}"
            let settings = ["attackers={ratio: 0.3, profile: \(profile)}", Self.ownEvidence, "events.rate=0"]
            let cases = try SmallWorld.run(settings, logsCases: true).runs[0].result.cases
            return cases.filter { $0.scheme == "own-evidence" }.map(\.decision)
        }
        let plain = try decisions("reports: 'honest'")
        #expect(plain.count > 1000)
        #expect(try decisions("reports: 'random'") == plain)
        #expect(try decisions("reports: 'silent', guarantees: {kind: 'vouchForFellows', probability: 0.5}") == plain)
    }

    @Test("the attackers of a higher ratio include those of a lower one with their profiles")
    func profilesAreKept() throws {
        for seed: UInt32 in 0..<10 {
            let casts = try [0.1, 0.2, 0.5, 1].map { ratio in
                let scenario = try SmallWorld.file(["attackers.ratio=\(ratio)"]).decode()
                return Cast(
                    scenario: scenario, vehicleCount: 30, random: RandomSource(seed: seed, replication: 0))
            }
            for (lower, higher) in zip(casts, casts.dropFirst()) {
                let names = Dictionary(uniqueKeysWithValues: higher.attackers.map { ($0.vehicle, $0.profile.name) })
                #expect(lower.attackers.allSatisfy { names[$0.vehicle] == $0.profile.name }, "seed \(seed)")
            }
        }
    }

    @Test("faulty sensors are dealt out in one order, whoever the attackers are")
    func faultySensorsHaveOneOrder() throws {
        func faulty(_ ratio: Double) throws -> (sensors: Set<Int>, attackers: Set<Int>) {
            let scenario = try SmallWorld.file(["attackers.ratio=\(ratio)", "sensing.faultyShare=0.3"]).decode()
            let cast = Cast(scenario: scenario, vehicleCount: 100, random: RandomSource(seed: 2, replication: 0))
            let vehicles = cast.isAttacker.indices
            return (
                Set(vehicles.filter { cast.sensingAccuracy[$0] == 0.6 }), Set(vehicles.filter { cast.isAttacker[$0] })
            )
        }
        let (few, many) = (try faulty(0.1), try faulty(0.6))
        #expect(few.sensors.count == 27 && many.sensors.count == 12)
        let kept = few.sensors.subtracting(many.attackers)
        #expect(kept.isSubset(of: many.sensors) || many.sensors.isSubset(of: kept))
        #expect(kept.intersection(many.sensors).count >= 8)
    }
}

@Suite("Who is heard")
struct HearingTests {
    private let second: Microseconds = 1_000_000

    /// A run in which nothing has happened yet, with cases logged from the start.
    private func simulation(_ settings: [String] = []) throws -> Simulation {
        let standard = ["attackers.ratio=0", "evaluation.warmup=0", "beacon.interval=2", "schemes=['own-evidence']"]
        let scenario = try SmallWorld.file(standard + settings).decode()
        return Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: true)
    }

    @Test("an evaluation is about the vehicles heard within three beacon intervals")
    func neighbours() throws {
        var simulation = try simulation()
        for (vehicle, age) in [(3, 6 * second), (5, 6 * second + 1), (9, 0)] as [(VehicleID, Microseconds)] {
            simulation.sensing.store.update(vehicle, in: 0, at: 0) { $0.heardTime = 40 * second - age }
        }
        simulation.evaluate(0, at: 40 * second)
        let cases = simulation.evaluating.runners.first { $0.rows[0].name == "own-evidence" }?.cases ?? []
        #expect(cases.map(\.subject) == [3, 9] && cases.allSatisfy { $0.evaluator == 0 && $0.time == 40 * second })
        #expect(simulation.statistics.evaluations == 1)
    }

    @Test("a report has an entry for each vehicle known and heard within the evaluation interval")
    func reports() throws {
        var simulation = try simulation()
        let heard: [(vehicle: VehicleID, age: Microseconds, evidence: Double)] = [
            (2, 10 * second, 5), (3, 10 * second + 1, 5), (4, 0, 0.4), (7, second, 2),
        ]
        for (vehicle, age, evidence) in heard {
            simulation.sensing.store.update(vehicle, in: 0, at: 0) {
                $0.heardTime = 40 * second - age
                $0.evidence.positive = evidence
                $0.evidenceTime = 40 * second
            }
        }
        simulation.sendReport(0, at: 40 * second)
        let number = simulation.reporting.reports.latestNumber(of: 0)
        let slot = try #require(
            simulation.reporting.reports.liveSlot(of: 0, number: number, at: 40 * second, life: 20 * second))
        let entries = simulation.reporting.reports.entries(inSlot: slot)
        #expect(entries.map(\.subject) == [2, 7])
        #expect(entries.map(\.value) == [6.0 / 7, 0.75] && entries.map(\.certainty) == [5.0 / 7, 0.5])
    }
}
