import GroupDecision
import Testing

@testable import TrustSim

@Suite("Evidence records in their tables")
struct EvidenceTableTests {
    private static let second: Microseconds = 1_000_000

    private static func store(
        vehicles: Int, factor: Double = 0.99, rule: ForgettingRule = .perSecond
    ) -> EvidenceStore {
        var parameters = EvidenceParameters()
        parameters.forgettingFactor = factor
        return EvidenceStore(vehicleCount: vehicles, parameters: parameters, rule: rule)
    }

    private static func receptions(_ vehicles: [VehicleID]) -> [Reception] {
        vehicles.map { Reception(vehicle: $0, position: Point(x: 0, y: 0), squaredDistance: 0) }
    }

    @Test("records are those of a dictionary, whoever hears whom in whatever order", arguments: UInt32(1)...8)
    func dictionaryOracle(seed: UInt32) {
        var choices = RandomSource.testStream(seed: seed)
        let count = [3, 40, 700][choices.index(below: 3)]
        let store = Self.store(vehicles: count, factor: 1)
        var oracle: [UInt64: (heard: Microseconds, positive: Double)] = [:]
        for step in 1...Microseconds(3000) {
            let sender = VehicleID(choices.index(below: count))
            let hearers = (0..<VehicleID(count)).filter { $0 != sender && choices.happens(20 / Double(count)) }
            store.updateAll(sender, in: Self.receptions(hearers), at: step) { record, _ in
                record.heardTime = step
                store.add(1, correct: true, at: step, to: &record)
            }
            for hearer in hearers {
                let key = UInt64(hearer) << 32 | UInt64(sender)
                oracle[key] = (step, (oracle[key]?.positive ?? 0) + 1)
            }
        }
        #expect(store.recordCount == oracle.count, "seed \(seed)")
        for (key, expected) in oracle {
            let (hearer, sender) = (VehicleID(key >> 32), VehicleID(truncatingIfNeeded: key))
            let place = store.record(on: sender, of: hearer)
            #expect(place.map { store[$0].heardTime } == expected.heard, "seed \(seed)")
            #expect(place.map { store[$0].evidence.positive } == expected.positive, "seed \(seed)")
        }
        for hearer in 0..<VehicleID(count) {
            var subjects: Set<VehicleID> = []
            store.forEachRecord(of: hearer) { _, record in subjects.insert(record.subject) }
            #expect(subjects.count == oracle.keys.count { $0 >> 32 == UInt64(hearer) }, "seed \(seed)")
        }
        #expect(store.record(on: 0, of: 0) == nil)
    }

    @Test("a vehicle may have more records than fit in slots of 16 bits")
    func manyRecords() {
        let store = Self.store(vehicles: 150_000)
        for subject in 1..<VehicleID(150_000) {
            store.update(subject, in: 0, at: 0) { record in
                record.heardTime = 0
                record.reportNumber = Int32(subject)
            }
        }
        #expect(store.recordCount == 149_999)
        for subject in stride(from: VehicleID(1), to: 150_000, by: 37) {
            #expect(store.record(on: subject, of: 0).map { store[$0].reportNumber } == Int32(subject))
        }
    }

    // MARK: - Forgetting

    /// Hears many vehicles one after another, `gap` apart, each verified once.
    private static func driveBy(_ store: EvidenceStore, _ count: VehicleID, gap: Microseconds, verified: Bool) {
        for subject in 1...count {
            let time = Microseconds(subject) * gap
            store.update(subject, in: 0, at: time) { record in
                record.heardTime = time
                if verified { store.add(1, correct: true, at: time, to: &record) }
            }
        }
    }

    @Test("who was only heard is forgotten after a minute, so that records do not add up")
    func forgettingTheUnverified() {
        let store = Self.store(vehicles: 5001)
        Self.driveBy(store, 5000, gap: Self.second, verified: false)
        #expect(store.recordCount <= 130, "a table of 64 fills once a minute, and is put in order then")
        #expect(store.record(on: 5000, of: 0) != nil && store.record(on: 4950, of: 0) != nil)
        #expect(store.record(on: 1, of: 0) == nil)
    }

    @Test("evidence is kept until what is left of it is below 2^-60 of an interaction, and for ever without forgetting")
    func forgettingTheVerified() {
        // Halved every second: 2^-60 after a minute.
        let halving = Self.store(vehicles: 5001, factor: 0.5)
        Self.driveBy(halving, 5000, gap: Self.second, verified: true)
        #expect(halving.recordCount <= 130)
        let slow = Self.store(vehicles: 5001, factor: 0.99)
        Self.driveBy(slow, 4000, gap: Self.second, verified: true)
        #expect(slow.recordCount == 4000, "0.99^4000 is above 2^-60")
        let never = Self.store(vehicles: 5001, factor: 1)
        Self.driveBy(never, 5000, gap: Self.second, verified: true)
        #expect(never.recordCount == 5000)
    }

    @Test("what waits to be counted, and what was heard or reported lately, is never forgotten")
    func whatIsKept() {
        let store = Self.store(vehicles: 5001)
        store.update(5000, in: 0, at: 0) { $0.alteredCount = 1 }
        store.update(4999, in: 0, at: 0) { $0.genuineCount = 2 }
        Self.driveBy(store, 3000, gap: Self.second, verified: false)
        #expect(store.record(on: 5000, of: 0).map { store[$0].alteredCount } == 1)
        #expect(store.record(on: 4999, of: 0).map { store[$0].genuineCount } == 2)
        store.update(4998, in: 0, at: 3000 * Self.second) { $0.reportTime = 3000 * Self.second }
        for subject in VehicleID(3001)...3055 {
            store.update(subject, in: 0, at: Microseconds(subject) * Self.second) {
                $0.heardTime = Microseconds(subject) * Self.second
            }
        }
        #expect(store.record(on: 4998, of: 0) != nil)
    }

    @Test("dropping records changes no result: a long run with and without", arguments: [UInt64(1), 2])
    func neutrality(seed: UInt64) throws {
        // Few attackers in a sparse world, where vehicles part and meet again; evidence is gone after a minute.
        let scenario = try SmallWorld.file([
            "seed=\(seed)", "duration=1500", "vehicles=40", "area={width: 2500, height: 2500}", "events.rate=0.02",
            "evidence.forgettingFactor=0.5", "radio.model='nakagami'",
        ]).decode()
        var forgetting = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: true)
        var keeping = Simulation(
            scenario: scenario, trace: nil, replication: 0, logsCases: true, recordMemory: .max / 4)
        let (found, expected) = (try forgetting.run(cancellation: nil), try keeping.run(cancellation: nil))
        #expect(forgetting.sensing.store.recordCount < keeping.sensing.store.recordCount, "something was dropped")
        #expect(found.fingerprint == expected.fingerprint && found.statistics == expected.statistics)
        for (left, right) in zip(found.schemes, expected.schemes) {
            #expect(left.values == right.values, "\(left.scheme)")
        }
        #expect(found.cases.map(\.decision) == expected.cases.map(\.decision) && found.cases.count > 1000)
    }

    // MARK: - Forgetting by the interaction

    @Test("by the interaction, each new one multiplies the old evidence by lambda, and time alone does nothing")
    func perInteraction() {
        let store = Self.store(vehicles: 2, factor: 0.9, rule: .perInteraction)
        for (time, correct) in [(Microseconds(0), true), (7, false), (5_000_000, true)] {
            store.update(1, in: 0, at: time) { store.add(1, correct: correct, at: time, to: &$0) }
        }
        let found = store.evidence(on: 1, of: 0, at: 900 * Self.second)
        #expect(found.map { abs($0.positive - 1.81) <= 1e-15 && abs($0.negative - 0.9) <= 1e-15 } == true)
        var record = EvidenceRecord(subject: 1)
        store.interaction(at: 3).add(correct: true, to: &record)
        store.interaction(at: 9).add(correct: false, to: &record)
        #expect(record.evidence == Evidence(positive: 0.9, negative: 1) && record.evidenceTime == 9)
    }

    @Test("one interaction is the same as evidence of weight 1, after any time", arguments: UInt32(1)...3)
    func interactions(seed: UInt32) {
        var choices = RandomSource.testStream(seed: seed)
        for rule in [ForgettingRule.perSecond, .perInteraction] {
            let store = Self.store(vehicles: 2, factor: choices.uniform(0.5, 1), rule: rule)
            var (one, other) = (EvidenceRecord(subject: 1), EvidenceRecord(subject: 1))
            var time: Microseconds = 0
            for _ in 0..<200 {
                time += [0, Self.second, 3 * Self.second, 100 * Self.second, 123_457][choices.index(below: 5)]
                let correct = choices.happens(0.5)
                store.interaction(at: time).add(correct: correct, to: &one)
                store.add(1, correct: correct, at: time, to: &other)
                #expect(one.evidence == other.evidence && one.evidenceTime == other.evidenceTime, "seed \(seed)")
            }
        }
    }
}
