import GroupDecision
import Testing

@testable import TrustSim

@Suite("Scheme travos")
struct TravosTests {
    private let scheme = Travos(
        threshold: 0.7, certaintyCap: 0.9, epsilon: 0.2, confidenceThreshold: 0.95, bins: 5)
    private let second: Microseconds = 1_000_000

    // MARK: - Formulas

    @Test("confidence is the mass around the mean, as computed by scipy")
    func confidence() {
        for (r, s, mass) in [
            (0, 0, 0.4), (4, 1, 0.7893165276372941), (8, 0, 0.959646393), (20, 5, 0.98771694125824),
            (0.5, 0.25, 0.476442221990139),
        ] {
            let found = Travos.confidence(Evidence(positive: r, negative: s), within: 0.2)
            #expect(abs(found - mass) < 1e-10, "\(r), \(s)")
        }
        #expect(scheme.isConfident(Evidence(positive: 8)) && !scheme.isConfident(Evidence(positive: 4, negative: 1)))
    }

    @Test("accuracy is the mass within the interval, as computed by scipy; the intervals add up to 1")
    func accuracy() {
        for (r, s, bin, mass) in [
            (0, 0, 2, 0.2), (10, 0, 4, 0.91410065408), (10, 0, 0, 2.048e-8), (3, 7, 1, 0.5425765376),
            (3.5, 2.5, 3, 0.3547624958086182),
        ] {
            let found = AccuracyRecords.accuracy(Evidence(positive: r, negative: s), bin: bin, of: 5)
            #expect(abs(found - mass) < 1e-10, "\(r), \(s)")
        }
        for (r, s) in [(0.0, 0.0), (3, 9), (1000, 20), (0.1, 50)] {
            let evidence = Evidence(positive: r, negative: s)
            let sum = (0..<7).reduce(0) { $0 + AccuracyRecords.accuracy(evidence, bin: $1, of: 7) }
            #expect(abs(sum - 1) < 1e-10)
        }
    }

    @Test("evidence is adjusted by moments: all of it at accuracy 1, none at 0, as computed by scipy between")
    func adjusted() {
        for (r, s, accuracy, positive, negative) in [
            (8.0, 0.0, 0.5, 2.3907635148889232, 0.4531843635238242),
            (15, 3, 0.3, 1.149258669412514, 0.4935526346764929),
            (3, 15, 0.8, 1.8140932614786367, 7.009342359593042), (8, 0, 1, 8, 0), (8, 0, 0, 0, 0),
        ] {
            let found = Travos.adjusted(Evidence(positive: r, negative: s), accuracy: accuracy)
            #expect(abs(found.positive - positive) < 1e-9 && abs(found.negative - negative) < 1e-9)
        }
    }

    @Test("adjusted evidence is finite and not negative for any evidence and accuracy")
    func adjustedIsFinite() {
        var stream = RandomSource(seed: 13, replication: 0).stream(.attacker, 0)
        for index in 0..<20000 {
            let evidence = EvidenceParameters().evidence(
                value: index % 7 == 0 ? 1 : stream.uniform(), certainty: index % 5 == 0 ? 1 : stream.uniform())
            let found = Travos.adjusted(evidence, accuracy: index % 3 == 0 ? 1 : stream.uniform())
            #expect(found.positive >= 0 && found.negative >= 0 && found.total.isFinite)
        }
    }

    @Test("means are in equal intervals, 1 in the last one")
    func bins() {
        let parameters = EvidenceParameters()
        for (value, bin) in [(0.05, 0), (0.19, 0), (0.21, 1), (0.5, 2), (0.79, 3), (0.81, 4), (0.95, 4)] {
            #expect(Travos.bin(of: parameters.evidence(value: value, certainty: 0.9), 5) == bin)
        }
        #expect(Travos.bin(of: Evidence(positive: 1e300), 5) == 4)
        #expect(Travos.bin(of: Evidence(positive: 1e9), 1) == 0)
    }

    // MARK: - Decisions

    @Test("without reports, and where own evidence suffices, trust is (r + 1) / (r + s + 2)")
    func ownEvidence() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        bench.neighbour(2, positive: 0.25, negative: 0.5)
        bench.neighbour(3)
        var memory = scheme.makeMemory(tolerance: 0.6)
        let alone = bench.decide(scheme, memory: &memory).neighbours
        #expect(alone.map(\.trust) == [0.9, 1.25 / 2.75, 0.5] && alone.map(\.support) == [0.8, 0.75 / 2.75, 0])
        bench.report(of: 3, [Told(1, 0, 0.9)])
        let told = bench.decide(scheme, memory: &memory).neighbours
        #expect(told == alone, "the evaluator is confident about 1")
    }

    @Test("an unproven reporter counts with accuracy 1 / bins")
    func unproven() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        bench.neighbour(2, positive: 2)
        bench.report(of: 1, [Told(2, 0.9, 1), Told(9, 0.5, 0.5)])
        var memory = scheme.makeMemory(tolerance: 0.6)
        let found = bench.decide(scheme, memory: &memory).neighbours[1]
        // Certainty 0.9, n = 18, r = 17, s = 1.
        let added = Travos.adjusted(Evidence(positive: 17, negative: 1), accuracy: 0.2)
        #expect(abs(found.trust - (3 + added.positive) / (4 + added.total)) < 1e-12)
        #expect(abs(found.support - (2 + added.total) / (4 + added.total)) < 1e-12)
    }

    /// Reports of 1 and 2 about 3 and the stranger 4; then evidence on 3 comes in; returns the trust in 4 at the end.
    private func learn(
        _ reports: [(VehicleID, Double)], aboutStranger: [(VehicleID, Double)], memory: inout Travos.Memory
    ) -> [SchemeDecision] {
        var found: [SchemeDecision] = []
        for step in 0..<6 {
            var bench = SchemeBench()
            bench.time = Microseconds(step) * 10 * second
            bench.neighbour(1)
            bench.neighbour(2)
            bench.neighbour(3, positive: 3 * Double(step))
            bench.neighbour(4)
            for (reporter, value) in reports {
                let last = step == 5 ? aboutStranger.filter { $0.0 == reporter }.map { Told(4, $0.1, 0.9) } : []
                bench.report(of: reporter, [Told(3, value, 0.9)] + last)
            }
            found = bench.decide(scheme, memory: &memory).neighbours
        }
        return found
    }

    @Test("a reporter whose opinions come true gains weight, one whose opinions prove false loses nearly all")
    func learning() {
        var memory = scheme.makeMemory(tolerance: 0.6)
        let liked = learn([(1, 0.95), (2, 0.05)], aboutStranger: [(1, 0.95)], memory: &memory)[3]
        memory = scheme.makeMemory(tolerance: 0.6)
        let other = learn([(1, 0.95), (2, 0.05)], aboutStranger: [(2, 0.05)], memory: &memory)[3]
        #expect(liked.trust > 0.8 && liked.support > 0.7, "\(liked)")
        #expect(other.trust > 0.45 && other.support < 0.05, "\(other)")
        #expect(memory.records.count == 2)
    }

    @Test("outcomes are the evidence that has come in, less what was forgotten")
    func outcomes() {
        var memory = scheme.makeMemory(tolerance: 0.6)
        var bench = SchemeBench()
        bench.neighbour(1)
        bench.neighbour(2, positive: 10, negative: 1)
        bench.report(of: 1, [Told(2, 0.95, 0.9)])
        _ = bench.decide(scheme, memory: &memory)
        let retained = bench.view.retained(after: 10 * second)
        #expect(abs(retained - 0.9043820750088045) < 1e-12)
        bench.time = 10 * second
        bench.evidence(on: 2, positive: 10 * retained + 2, negative: retained)
        _ = bench.decide(scheme, memory: &memory)
        let expected = AccuracyRecords.accuracy(Evidence(positive: 2), bin: 4, of: 5)
        let number = memory.records.number(of: 1, at: 0, bins: 5)
        #expect(abs(memory.records.accuracy(number, bin: 4) - expected) < 1e-9)
        for bin in 0..<4 { #expect(memory.records.accuracy(number, bin: bin) == 0.2) }
    }

    @Test("what is merely forgotten is no outcome")
    func forgettingIsNoOutcome() {
        var memory = scheme.makeMemory(tolerance: 0.6)
        var bench = SchemeBench()
        bench.neighbour(1)
        bench.neighbour(2, positive: 10, negative: 7)
        bench.report(of: 1, [Told(2, 0.95, 0.9)])
        for step: Microseconds in 0..<9 {
            bench.time = step * 7_300_001
            _ = bench.decide(scheme, memory: &memory)
        }
        let number = memory.records.number(of: 1, at: 0, bins: 5)
        for bin in 0..<5 { #expect(memory.records.accuracy(number, bin: bin) == 0.2) }
    }

    @Test("reporters not heard for 300 s are forgotten, and the others keep their records")
    func bounded() {
        var memory = scheme.makeMemory(tolerance: 0.6)
        _ = learn([(1, 0.95), (2, 0.05)], aboutStranger: [], memory: &memory)
        var records = memory.records
        let before = records.accuracy(records.number(of: 1, at: 50 * second, bins: 5), bin: 4)
        for step: Microseconds in 6..<60 {
            var bench = SchemeBench()
            bench.time = step * 10 * second
            bench.neighbour(1)
            bench.report(of: 1, [])
            _ = bench.decide(scheme, memory: &memory)
        }
        #expect(memory.records.count == 1)
        let after = memory.records.accuracy(memory.records.number(of: 1, at: 0, bins: 5), bin: 4)
        #expect(after == before && before > 0.5)
    }
}
