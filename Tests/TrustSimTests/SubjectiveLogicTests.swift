import GroupDecision
import Testing

@testable import TrustSim

@Suite("Subjective logic")
struct SubjectiveLogicTests {
    private func opinion(_ belief: Double, _ disbelief: Double, _ uncertainty: Double) -> SubjectiveOpinion {
        SubjectiveOpinion(belief: belief, disbelief: disbelief, uncertainty: uncertainty, baseRate: 0.5)
    }

    private func randomOpinion(_ stream: inout RandomStream) -> SubjectiveOpinion {
        SubjectiveOpinion(Opinion(value: stream.uniform(), certainty: stream.uniform()), baseRate: 0.5)
    }

    private func expect(
        _ found: SubjectiveOpinion, _ expected: SubjectiveOpinion, within tolerance: Double = 1e-14,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(abs(found.belief - expected.belief) <= tolerance, sourceLocation: sourceLocation)
        #expect(abs(found.disbelief - expected.disbelief) <= tolerance, sourceLocation: sourceLocation)
        #expect(abs(found.uncertainty - expected.uncertainty) <= tolerance, sourceLocation: sourceLocation)
        #expect(abs(found.baseRate - expected.baseRate) <= tolerance, sourceLocation: sourceLocation)
    }

    private func pool(_ opinions: [SubjectiveOpinion]) -> OpinionPool {
        var pool = OpinionPool()
        for opinion in opinions { pool.add(opinion) }
        return pool
    }

    @Test("a dogmatic opinion outweighs another in both fusions; discounting turns distrust into uncertainty")
    func knownAnswers() {
        let (first, second) = (opinion(0.2, 0.8, 0), opinion(0.4, 0, 0.6))
        expect(first.cumulativelyFused(with: second), opinion(0.2, 0.8, 0))
        expect(second.cumulativelyFused(with: first), opinion(0.2, 0.8, 0))
        expect(first.averaged(with: second), opinion(0.2, 0.8, 0))
        expect(second.averaged(with: first), opinion(0.2, 0.8, 0))
        expect(pool([first, second]).cumulative(baseRate: 0.5), opinion(0.2, 0.8, 0))
        expect(pool([second, first]).average(baseRate: 0.5), opinion(0.2, 0.8, 0))
        expect(second.discounted(by: first), opinion(0.08, 0, 0.92))
    }

    @Test("dogmatic opinions weigh the same")
    func dogmatic() {
        let (first, second, third) = (opinion(1, 0, 0), opinion(0.4, 0.6, 0), opinion(0.1, 0.9, 0))
        expect(first.cumulativelyFused(with: second), opinion(0.7, 0.3, 0))
        expect(first.averaged(with: second), opinion(0.7, 0.3, 0))
        let all = pool([first, opinion(0, 0.5, 0.5), second, third])
        expect(all.cumulative(baseRate: 0.5), opinion(0.5, 0.5, 0))
        expect(all.average(baseRate: 0.5), opinion(0.5, 0.5, 0))
        // The limit of uncertainties that vanish alike.
        let near = pool([opinion(1 - 1e-9, 0, 1e-9), opinion(0.4, 0.6 - 1e-9, 1e-9), opinion(0.1, 0.9 - 1e-9, 1e-9)])
        expect(near.cumulative(baseRate: 0.5), opinion(0.5, 0.5, 0), within: 1e-8)
        expect(near.average(baseRate: 0.5), opinion(0.5, 0.5, 0), within: 1e-8)
    }

    @Test("all sources at once are one after another in cumulative fusion, and the n-ary formula in averaging fusion")
    func pools() {
        var stream = RandomSource(seed: 31, replication: 0).stream(.coin, 1)
        for _ in 0..<300 {
            let opinions = (0...stream.index(below: 6)).map { _ in randomOpinion(&stream) }
            let folded = opinions.dropFirst().reduce(opinions[0]) { $0.cumulativelyFused(with: $1) }
            expect(pool(opinions).cumulative(baseRate: 0.5), folded, within: 1e-12)
            if opinions.count == 2 {
                expect(pool(opinions).average(baseRate: 0.5), opinions[0].averaged(with: opinions[1]), within: 1e-12)
            }
            // b = sum b_k prod_{j != k} u_j / sum prod_{j != k} u_j, u = n prod u / the same sum.
            let products = opinions.indices.map { left in
                opinions.indices.filter { $0 != left }.reduce(1.0) { $0 * opinions[$1].uncertainty }
            }
            let sum = products.reduce(0, +)
            let belief = zip(opinions, products).reduce(0.0) { $0 + $1.0.belief * $1.1 } / sum
            let uncertainty = Double(opinions.count) * products[0] * opinions[0].uncertainty / sum
            expect(
                pool(opinions.reversed()).average(baseRate: 0.5),
                opinion(belief, 1 - belief - uncertainty, uncertainty), within: 1e-11)
        }
    }

    @Test("cumulative fusion adds evidence, averaging fusion takes its mean; a vacuous opinion is neutral in the first")
    func evidence() {
        func of(_ positive: Double, _ negative: Double) -> SubjectiveOpinion {
            let total = positive + negative + 2
            return opinion(positive / total, negative / total, 2 / total)
        }
        expect(of(3, 1).cumulativelyFused(with: of(5, 7)), of(8, 8))
        expect(of(3, 1).averaged(with: of(5, 7)), of(4, 4))
        expect(of(3, 1).cumulativelyFused(with: of(0, 0)), of(3, 1))
        expect(of(3, 1).averaged(with: of(3, 1)), of(3, 1))
        expect(pool([of(3, 1), of(5, 7), of(1, 1)]).average(baseRate: 0.5), of(3, 3))
        expect(pool([]).average(baseRate: 0.3), SubjectiveOpinion(Opinion(value: 0, certainty: 0), baseRate: 0.3))
        expect(pool([]).cumulative(baseRate: 0.3), SubjectiveOpinion(Opinion(value: 0, certainty: 0), baseRate: 0.3))
    }

    // MARK: - Schemes

    private func scheme(_ fusion: SubjectiveLogic.Fusion) -> SubjectiveLogic {
        SubjectiveLogic(name: "s", fusion: fusion, threshold: 0.7, certaintyCap: 0.9)
    }

    @Test("without reports trust is the own opinion, the support its certainty")
    func withoutReports() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        bench.neighbour(2)
        for fusion in [SubjectiveLogic.Fusion.cumulative, .averaging] {
            let found = bench.decide(scheme(fusion))
            #expect(abs(found[0].trust - 0.9) <= 1e-15 && abs(found[0].support - 0.8) <= 1e-15)
            #expect(found[1] == SchemeDecision(trust: 0.5, threshold: 0.7, support: 0))
        }
    }

    @Test("reports are discounted by the opinion of the reporter and fused with the own opinion")
    func withReports() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)  // o = 0.9, c = 0.8, b = 0.8
        bench.neighbour(2, positive: 1, negative: 1)  // o = 0.5, c = 0.5, b = 0.25
        bench.neighbour(3)
        bench.report(of: 1, [Told(2, 0.8, 0.5), Told(3, 1, 1), Told(9, 0, 1)])
        bench.report(of: 2, [Told(1, 0.2, 0), Told(3, 0.25, 0.8)])
        bench.report(of: 3, [Told(1, 0, 0.9), Told(2, 0, 0.9)])  // a stranger: not heard
        let (summed, averaged) = (bench.decide(scheme(.cumulative)), bench.decide(scheme(.averaging)))
        // 2 on 1 claims no certainty: no source.
        #expect(abs(summed[0].support - 0.8) <= 1e-15 && abs(averaged[0].support - 0.8) <= 1e-15)
        // On 2: (.25, .25, .5) and .8 (.5, 0, .5) = (.4, 0, .6).
        let u = 0.5 * 0.6 / (0.5 + 0.6 - 0.3)
        #expect(abs(summed[1].trust - ((0.25 * 0.6 + 0.4 * 0.5) / 0.8 + u / 2)) <= 1e-14)
        #expect(abs(summed[1].support - (1 - u)) <= 1e-14)
        #expect(abs(averaged[1].trust - ((0.25 * 0.6 + 0.4 * 0.5) / 1.1 + 0.3 / 1.1)) <= 1e-14)
        #expect(abs(averaged[1].support - (1 - 0.6 / 1.1)) <= 1e-14)
        // On 3: .8 (.9, 0, .1) = (.72, 0, .28) and .25 (.15, .65, .2) = (.0375, .1625, .8), certainties capped at 0.9.
        let both = opinion(0.72, 0, 0.28).cumulativelyFused(with: opinion(0.0375, 0.1625, 0.8))
        #expect(abs(summed[2].trust - both.expectation) <= 1e-14)
    }
}
