import GroupDecision
import Testing

@testable import TrustSim

@Suite("EigenTrust")
struct EigenTrustTests {
    private func solved(
        _ links: [(Int32, Int32, Double)], _ pretrust: [Double], alpha: Double
    ) -> (trust: [Double], rounds: Int) {
        var iteration = EigenTrustIteration()
        iteration.links = links.map { EigenTrustIteration.Link(source: $0, target: $1, weight: $2) }
        let rounds = iteration.solve(pretrust: pretrust, alpha: alpha, epsilon: 1e-12)
        return (iteration.trust, rounds)
    }

    @Test("three vehicles, one without local trust")
    func knownAnswer() {
        // 0 trusts 1 by 100 and 2 by 75, 2 trusts 1 by 100; pre-trusted are 0 with 50 and 2 with 100.
        let found = solved([(0, 1, 100), (2, 1, 100), (0, 2, 75)], [1.0 / 3, 0, 2.0 / 3], alpha: 0.5).trust
        for (share, expected) in zip(found, [0.217054, 0.302326, 0.480620]) { #expect(abs(share - expected) <= 5e-7) }
    }

    @Test("random links: the result is a distribution, a fixed point, and the same for links in another order")
    func fixedPoint() {
        var stream = RandomSource(seed: 61, replication: 0).stream(.coin, 1)
        for _ in 0..<100 {
            let count = 2 + stream.index(below: 8)
            var links: [(Int32, Int32, Double)] = []
            for source in 0..<count {
                for target in 0..<count where source != target && stream.happens(0.4) {
                    links.append((Int32(source), Int32(target), stream.happens(0.1) ? 1e12 : stream.uniform()))
                }
            }
            let weights = (0..<count).map { _ in stream.uniform() }
            let pretrust = weights.map { $0 / weights.reduce(0, +) }
            let alpha = 0.1 + 0.9 * stream.uniform()
            let (trust, rounds) = solved(links, pretrust, alpha: alpha)
            #expect(rounds < 500 && abs(trust.reduce(0, +) - 1) <= 1e-10, "seed 61")
            var next = pretrust.map { alpha * $0 }
            for source in 0..<count {
                let row = links.filter { $0.0 == Int32(source) }
                let sum = row.reduce(0) { $0 + $1.2 }
                for target in 0..<count {
                    let local = row.first { $0.1 == Int32(target) }?.2 ?? 0
                    let share = sum > 0 ? local / sum : pretrust[target]
                    next[target] += (1 - alpha) * share * trust[source]
                }
            }
            for (left, right) in zip(trust, next) { #expect(abs(left - right) <= 1e-10, "seed 61") }
            stream.shuffle(&links)
            for (left, right) in zip(trust, solved(links, pretrust, alpha: alpha).trust) {
                #expect(abs(left - right) <= 1e-11, "seed 61")
            }
        }
    }

    // MARK: - Scheme

    private let scheme = EigenTrust(threshold: 0.2, certaintyCap: 0.9, alpha: 0.2)

    @Test("own evidence and reports, by hand")
    func byHand() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        bench.neighbour(2, positive: 3, negative: 1)
        bench.neighbour(3)
        bench.neighbour(4, positive: 1, negative: 6)
        bench.neighbour(5)
        bench.report(of: 1, [Told(3, 1, 1), Told(4, 0, 0.9)])
        bench.report(of: 4, [Told(5, 1, 1)])  // without trust: not heard
        // Evaluator: 0.8 to 1, 0.2 to 2. 1: all to 3. 2 and 3: back to the evaluator.
        // e = .2 + .8 (t2 + t3), t1 = .64 e, t2 = .16 e, t3 = .8 t1 = .512 e: e = .2 / (1 - .8 * .672).
        let e = 0.2 / (1 - 0.8 * 0.672)
        let shares = [0.64 * e, 0.16 * e, 0.512 * e, 0]
        let mean = shares.reduce(0, +) / 4
        let found = bench.decide(scheme)
        for (decision, share) in zip(found, shares) {
            #expect(abs(decision.trust - share / (share + mean)) <= 1e-8 && decision.threshold == 0.2)
        }
        let support = [8.0 / 10, 4.0 / 6, 18.0 / 20, 25.0 / 27]
        for (decision, expected) in zip(found, support) { #expect(abs(decision.support - expected) <= 1e-12) }
        #expect(found[4] == SchemeDecision(trust: 0.5, threshold: 0.2, support: 0))
    }

    @Test("without local trust of its own the evaluator believes nobody")
    func nobody() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 1, negative: 2)
        bench.neighbour(2)
        bench.report(of: 1, [Told(2, 1, 1)])
        #expect(
            bench.decide(scheme) == [
                SchemeDecision(trust: 0, threshold: 0.2, support: 3.0 / 5),
                SchemeDecision(trust: 0.5, threshold: 0.2, support: 0),
            ])
    }

    @Test("a greater share gives a greater trust, a mean share 1/2")
    func order() {
        var bench = SchemeBench()
        for (vehicle, positive) in [(1, 5.0), (2, 4.0), (3, 3.0)] {
            bench.neighbour(VehicleID(vehicle), positive: positive)
        }
        let found = scheme.trust(in: bench)
        #expect(found[0] > found[1] && found[1] > found[2] && abs(found[1] - 0.5) <= 1e-12)
    }
}
