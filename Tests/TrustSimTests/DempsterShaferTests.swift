import GroupDecision
import Testing

@testable import TrustSim

@Suite("Dempster's rule of combination")
struct BeliefMassTests {
    private func expect(
        _ found: BeliefMass?, _ trust: Double, _ distrust: Double, _ ignorance: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let found = try #require(found, sourceLocation: sourceLocation)
        #expect(abs(found.trust - trust) <= 1e-14, sourceLocation: sourceLocation)
        #expect(abs(found.distrust - distrust) <= 1e-14, sourceLocation: sourceLocation)
        #expect(abs(found.ignorance - ignorance) <= 1e-14, sourceLocation: sourceLocation)
    }

    private func randomMass(_ stream: inout RandomStream) -> BeliefMass {
        BeliefMass(Opinion(value: stream.uniform(), certainty: stream.uniform()))
    }

    @Test("an opinion becomes c o, c (1 - o) and 1 - c")
    func opinions() throws {
        try expect(BeliefMass(Opinion(value: 0.9, certainty: 0.8)), 0.72, 0.08, 0.2)
        try expect(BeliefMass(Opinion(value: 0.3, certainty: 0)), 0, 0, 1)
        try expect(BeliefMass(Opinion(value: 1, certainty: 1)), 1, 0, 0)
    }

    @Test("discounting moves mass to ignorance")
    func discounting() throws {
        let mass = BeliefMass(trust: 0.6, distrust: 0.3, ignorance: 0.1)
        try expect(mass.discounted(by: 0.5), 0.3, 0.15, 0.55)
        try expect(mass.discounted(by: 0), 0, 0, 1)
        try expect(mass.discounted(by: 1), 0.6, 0.3, 0.1)
    }

    @Test("two simple supports for the same side: 1 - (1 - s1)(1 - s2)")
    func agreement() throws {
        let (left, right) = (
            BeliefMass(trust: 0.6, distrust: 0, ignorance: 0.4), BeliefMass(trust: 0.7, distrust: 0, ignorance: 0.3)
        )
        try expect(left.combined(with: right), 0.88, 0, 0.12)
    }

    @Test("two simple supports for opposite sides share what does not conflict")
    func opposition() throws {
        let (left, right) = (
            BeliefMass(trust: 0.5, distrust: 0, ignorance: 0.5), BeliefMass(trust: 0, distrust: 0.5, ignorance: 0.5)
        )
        try expect(left.combined(with: right), 1.0 / 3, 1.0 / 3, 1.0 / 3)
    }

    @Test("a textbook combination worked out by hand")
    func textbook() throws {
        let (left, right) = (
            BeliefMass(trust: 0.6, distrust: 0.1, ignorance: 0.3), BeliefMass(trust: 0.5, distrust: 0.2, ignorance: 0.3)
        )
        // K = 0.6 * 0.2 + 0.1 * 0.5 = 0.17.
        let trust = (0.3 + 0.18 + 0.15) / 0.83
        let distrust = (0.02 + 0.03 + 0.06) / 0.83
        try expect(left.combined(with: right), trust, distrust, 0.09 / 0.83)
    }

    @Test("as in Zadeh's example, nearly certain sources that conflict leave what little they share")
    func zadeh() throws {
        let (left, right) = (
            BeliefMass(trust: 0.99, distrust: 0, ignorance: 0.01), BeliefMass(trust: 0, distrust: 0.99, ignorance: 0.01)
        )
        let scale = 1 - 0.99 * 0.99
        try expect(left.combined(with: right), 0.0099 / scale, 0.0099 / scale, 0.0001 / scale)
    }

    @Test("total ignorance is neutral, the rule is commutative and associative, masses stay masses")
    func algebra() throws {
        var stream = RandomSource(seed: 2, replication: 0).stream(.coin, 5)
        let ignorance = BeliefMass(trust: 0, distrust: 0, ignorance: 1)
        for _ in 0..<300 {
            let (first, second, third) = (randomMass(&stream), randomMass(&stream), randomMass(&stream))
            #expect(first.combined(with: ignorance) == first)
            #expect(ignorance.combined(with: first) == first)
            let pair = try #require(first.combined(with: second))
            try expect(second.combined(with: first), pair.trust, pair.distrust, pair.ignorance)
            let left = try #require(pair.combined(with: third))
            let right = try #require(second.combined(with: third).flatMap { first.combined(with: $0) })
            #expect(abs(left.trust - right.trust) <= 1e-9 && abs(left.ignorance - right.ignorance) <= 1e-9)
            #expect(abs(pair.trust + pair.distrust + pair.ignorance - 1) <= 1e-12)
            #expect(pair.trust >= 0 && pair.distrust >= 0 && pair.ignorance >= 0)
        }
    }

    @Test("a conflict of at least 1 - 1e-9 has no combination, a smaller one has")
    func conflict() throws {
        let trust = BeliefMass(trust: 1, distrust: 0, ignorance: 0)
        #expect(trust.combined(with: BeliefMass(trust: 0, distrust: 1, ignorance: 0)) == nil)
        #expect(trust.combined(with: BeliefMass(trust: 0, distrust: 1 - 1e-10, ignorance: 1e-10)) == nil)
        let found = try #require(trust.combined(with: BeliefMass(trust: 0, distrust: 1 - 1e-8, ignorance: 1e-8)))
        #expect(abs(found.trust - 1) <= 1e-7 && found.distrust == 0)
    }
}

@Suite("Scheme dempster-shafer")
struct DempsterShaferTests {
    private let scheme = DempsterShafer(threshold: 0.7, certaintyCap: 0.9)

    @Test("without reports trust is c o + (1 - c) / 2, the support is c")
    func withoutReports() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        bench.neighbour(2)
        let found = bench.decide(scheme)
        #expect(abs(found[0].trust - 0.82) <= 1e-15 && abs(found[0].support - 0.8) <= 1e-15)
        #expect(found[1] == SchemeDecision(trust: 0.5, threshold: 0.7, support: 0))
    }

    @Test("reports are discounted by the opinion of the reporter and combined with the own mass")
    func withReports() throws {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)  // discount 0.72
        bench.neighbour(2, positive: 1, negative: 1)  // o = 0.5, c = 0.5, discount 0.25
        bench.neighbour(3)
        bench.report(of: 1, [Told(2, 0.8, 0.5), Told(3, 1, 1), Told(9, 0, 1)])
        bench.report(of: 2, [Told(3, 0.25, 0.8)])
        bench.report(of: 3, [Told(1, 0, 0.9), Told(2, 0, 0.9)])  // a stranger: not heard
        let found = bench.decide(scheme)
        #expect(abs(found[0].trust - 0.82) <= 1e-15)
        // On 2: own (.25, .25, .5) with .72 (.4, .1, .5) = (.288, .072, .64).
        let conflict = 0.25 * 0.072 + 0.25 * 0.288
        let trust = (0.25 * 0.288 + 0.25 * 0.64 + 0.5 * 0.288) / (1 - conflict)
        let ignorance = 0.5 * 0.64 / (1 - conflict)
        #expect(abs(found[1].trust - (trust + ignorance / 2)) <= 1e-14)
        #expect(abs(found[1].support - (1 - ignorance)) <= 1e-14)
        // On 3: .72 (.9, 0, .1) with .25 (.2, .6, .2), the claimed certainty capped at 0.9.
        let first = BeliefMass(trust: 0.648, distrust: 0, ignorance: 0.352)
        let both = try #require(first.combined(with: BeliefMass(trust: 0.05, distrust: 0.15, ignorance: 0.8)))
        #expect(abs(found[2].trust - (both.trust + both.ignorance / 2)) <= 1e-14)
    }

    @Test("trust and support stay in [0, 1] however much the reporters contradict each other")
    func limits() {
        var stream = RandomSource(seed: 7, replication: 0).stream(.coin, 6)
        for _ in 0..<50 {
            var bench = SchemeBench()
            for vehicle: VehicleID in 1...9 {
                bench.neighbour(vehicle, positive: 40 * stream.uniform(), negative: 40 * stream.uniform())
            }
            for reporter: VehicleID in 1...9 {
                bench.report(
                    of: reporter,
                    (1...9).filter { $0 != reporter }.map { Told($0, stream.happens(0.5) ? 0 : 1, stream.uniform()) })
            }
            for decision in bench.decide(scheme) {
                #expect((0...1).contains(decision.trust) && (0...1).contains(decision.support))
            }
        }
    }
}
