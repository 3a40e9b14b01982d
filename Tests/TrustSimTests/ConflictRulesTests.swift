import GroupDecision
import Testing

@testable import TrustSim

@Suite("Rules of combination for masses that conflict")
struct ConflictRulesTests {
    private func pool(_ masses: [BeliefMass]) -> MassPool {
        var pool = MassPool()
        for mass in masses { pool.add(mass) }
        return pool
    }

    private func randomMasses(_ stream: inout RandomStream) -> [BeliefMass] {
        (0...stream.index(below: 5)).map { _ in
            let certainty = stream.happens(0.1) ? 1 : stream.uniform()
            return BeliefMass(Opinion(value: stream.happens(0.1) ? 0 : stream.uniform(), certainty: certainty))
        }
    }

    private func expect(
        _ found: BeliefMass, _ expected: BeliefMass, within tolerance: Double = 1e-13,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(abs(found.trust - expected.trust) <= tolerance, sourceLocation: sourceLocation)
        #expect(abs(found.distrust - expected.distrust) <= tolerance, sourceLocation: sourceLocation)
        #expect(abs(found.ignorance - expected.ignorance) <= tolerance, sourceLocation: sourceLocation)
    }

    /// Every way in which each source holds to one set (1: T, 2: not T, 3: Theta) gives its product to a set.
    private func byTuples(_ masses: [BeliefMass], conflict: ([Int]) -> Int) -> BeliefMass {
        var given = [0.0, 0, 0, 0]
        let tupleCount = masses.reduce(1) { count, _ in count * 3 }
        for number in 0..<tupleCount {
            var (rest, product, sets) = (number, 1.0, [Int]())
            for mass in masses {
                sets.append(rest % 3 + 1)
                product *= [mass.trust, mass.distrust, mass.ignorance][rest % 3]
                rest /= 3
            }
            let common = sets.reduce(3, &)
            given[common != 0 ? common : conflict(sets)] += product
        }
        return BeliefMass(trust: given[1], distrust: given[2], ignorance: given[3])
    }

    @Test("Yager's rule is the sum over all tuples with the conflict given to Theta; Dubois and Prade's gives the same")
    func tuples() {
        var stream = RandomSource(seed: 41, replication: 0).stream(.coin, 1)
        for _ in 0..<200 {
            let masses = randomMasses(&stream)
            let found = pool(masses).conflictIgnored
            expect(found, byTuples(masses) { _ in 3 })
            // To the union of the sets in conflict.
            expect(found, byTuples(masses) { $0.reduce(0, |) })
            #expect(abs(found.trust + found.distrust + found.ignorance - 1) <= 1e-12, "seed 41")
        }
    }

    @Test("as in Zadeh's example, nearly certain sources that conflict leave nearly total ignorance")
    func zadeh() {
        let found = pool([
            BeliefMass(trust: 0.99, distrust: 0, ignorance: 0.01),
            BeliefMass(trust: 0, distrust: 0.99, ignorance: 0.01),
        ]).conflictIgnored
        expect(found, BeliefMass(trust: 0.0099, distrust: 0.0099, ignorance: 0.9802))
    }

    @Test("one after another the conflict of the first two would be taken back by a third: the order would count")
    func notOneAfterAnother() {
        let masses = [
            BeliefMass(trust: 0.8, distrust: 0, ignorance: 0.2), BeliefMass(trust: 0, distrust: 0.8, ignorance: 0.2),
            BeliefMass(trust: 0.5, distrust: 0, ignorance: 0.5),
        ]
        let pair = pool(Array(masses.prefix(2))).conflictIgnored
        #expect(abs(pool([pair, masses[2]]).conflictIgnored.trust - pool(masses).conflictIgnored.trust) > 0.2)
        expect(pool(masses.reversed()).conflictIgnored, pool(masses).conflictIgnored)
    }

    @Test("Murphy's rule is the mean combined with itself by Dempster's rule")
    func murphy() throws {
        var stream = RandomSource(seed: 42, replication: 0).stream(.coin, 2)
        for _ in 0..<200 {
            let masses = randomMasses(&stream)
            let n = Double(masses.count)
            let mean = BeliefMass(
                trust: masses.reduce(0) { $0 + $1.trust } / n, distrust: masses.reduce(0) { $0 + $1.distrust } / n,
                ignorance: masses.reduce(0) { $0 + $1.ignorance } / n)
            var combined = mean
            for _ in masses.dropFirst() { combined = try #require(combined.combined(with: mean), "seed 42") }
            expect(pool(masses).averageCombined, combined, within: 1e-12)
        }
    }

    @Test("total contradiction has a result in every rule, and thousands of sources have one")
    func extremes() {
        let sure = [BeliefMass(trust: 1, distrust: 0, ignorance: 0), BeliefMass(trust: 0, distrust: 1, ignorance: 0)]
        expect(pool(sure).conflictIgnored, BeliefMass(trust: 0, distrust: 0, ignorance: 1))
        expect(pool(sure).averageCombined, BeliefMass(trust: 0.5, distrust: 0.5, ignorance: 0))
        expect(pool([]).averageCombined, BeliefMass(trust: 0, distrust: 0, ignorance: 1))
        expect(pool([]).conflictIgnored, BeliefMass(trust: 0, distrust: 0, ignorance: 1))
        let many = pool((0..<5000).map { $0 % 2 == 0 ? sure[0] : sure[1] } + [sure[0]])
        #expect(abs(many.averageCombined.trust - 0.8808) < 1e-3 && many.conflictIgnored.ignorance == 1)
    }

    // MARK: - Schemes

    private func scheme(_ rule: ConflictRules.Rule) -> ConflictRules {
        ConflictRules(name: "s", rule: rule, threshold: 0.7, certaintyCap: 0.9)
    }

    @Test("without reports trust is c o + (1 - c) / 2, the support is c")
    func withoutReports() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        bench.neighbour(2)
        for rule in [ConflictRules.Rule.conflictIgnored, .averageCombined] {
            let found = bench.decide(scheme(rule))
            #expect(abs(found[0].trust - 0.82) <= 1e-15 && abs(found[0].support - 0.8) <= 1e-15)
            #expect(found[1] == SchemeDecision(trust: 0.5, threshold: 0.7, support: 0))
        }
    }

    @Test("reports are discounted by the opinion of the reporter and combined with the own mass")
    func withReports() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)  // discount 0.72
        bench.neighbour(2, positive: 1, negative: 1)  // o = 0.5, c = 0.5
        bench.neighbour(3)
        bench.report(of: 1, [Told(2, 0.8, 0.5), Told(3, 1, 1), Told(9, 0, 1)])
        bench.report(of: 3, [Told(1, 0, 0.9), Told(2, 0, 0.9)])  // a stranger: not heard
        // On 2: own (.25, .25, .5) with .72 (.4, .1, .5) = (.288, .072, .64).
        let ignored = bench.decide(scheme(.conflictIgnored))
        let (trust, distrust) = (0.25 * 0.288 + 0.25 * 0.64 + 0.5 * 0.288, 0.25 * 0.072 + 0.25 * 0.64 + 0.5 * 0.072)
        #expect(abs(ignored[1].trust - (trust + (1 - trust - distrust) / 2)) <= 1e-14)
        #expect(abs(ignored[1].support - (trust + distrust)) <= 1e-14)
        // The mean is (.269, .161, .57); with itself K = 2 * .269 * .161.
        let averaged = bench.decide(scheme(.averageCombined))
        let scale = 1 / (1 - 2 * 0.269 * 0.161)
        let believed = scale * (0.269 * 0.269 + 2 * 0.269 * 0.57)
        #expect(abs(averaged[1].trust - (believed + scale * 0.57 * 0.57 / 2)) <= 1e-14)
        #expect(abs(averaged[1].support - (1 - scale * 0.57 * 0.57)) <= 1e-14)
        // On 3 a single report: .72 (.9, 0, .1), the certainty capped at 0.9.
        for found in [ignored, averaged] { #expect(abs(found[2].trust - 0.824) <= 1e-14) }
    }
}
