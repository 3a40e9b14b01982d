import GroupDecision
import Testing

@testable import TrustSim

@Suite("Fuzzy partition")
struct FuzzyPartitionTests {
    private typealias Point = FuzzyPartition.Point

    private func divide(_ points: [Point]) -> FuzzyPartition {
        var partition = FuzzyPartition()
        partition.divide(points)
        return partition
    }

    /// Computed with numpy; scipy finds no smaller sum of squares from 30 random starts.
    @Test("six points are divided as by an independent computation")
    func knownExample() {
        let partition = divide([
            Point(0.9, 0.8, 0.7), Point(0.85, 0.9, 0.8), Point(0.2, 0.3, 0.5), Point(0.1, 0.25, 0.4),
            Point(0.6, 0.5, 0.5), Point(0.95, 0.7, 0.9),
        ])
        let expected = [0.99100464, 0.98271621, 0.00254645, 0.01801695, 0.44631479, 0.97176892]
        for (found, degree) in zip(partition.memberships, expected) { #expect(abs(found - degree) < 2e-6) }
        for (found, centre) in [
            (partition.high, Point(0.88023954, 0.7813043, 0.77940721)),
            (partition.low, Point(0.21193076, 0.30601576, 0.45765035)),
        ] {
            for axis in 0..<3 { #expect(abs(found[axis] - centre[axis]) < 2e-6) }
        }
    }

    @Test("two points are their own centres; one point, or several at one place, belong to both halves")
    func degenerate() {
        let two = divide([Point(0, 0, 0), Point(1, 1, 1)])
        #expect(two.memberships == [0, 1] && two.high == Point(1, 1, 1) && two.low == Point(0, 0, 0))
        #expect(divide([]).memberships.isEmpty && divide([]).separation == 0)
        let same = divide(Array(repeating: Point(0.3, 0.7, 0.5), count: 4))
        #expect(same.memberships == [0.5, 0.5, 0.5, 0.5] && same.separation < 1e-12)
        #expect(divide([Point(0.1, 0.2, 0.3)]).memberships == [0.5])
    }

    @Test("memberships and centres fit each other, and the sum of squares is below that of any centre moved a little")
    func isStationary() {
        for seed: UInt32 in 0..<100 {
            var stream = RandomSource(seed: 12, replication: 0).stream(.attacker, seed)
            let points = (0..<(3 + stream.index(below: 30))).map { _ in
                Point(stream.uniform(), stream.uniform(), stream.uniform())
            }
            let partition = divide(points)
            func sum(_ high: Point, _ low: Point) -> Double {
                zip(points, partition.memberships).reduce(0) { sum, item in
                    let (a, b) = (item.0 - high, item.0 - low)
                    return sum + item.1 * item.1 * (a * a).sum() + (1 - item.1) * (1 - item.1) * (b * b).sum()
                }
            }
            #expect(partition.memberships.allSatisfy { (0...1).contains($0) }, "seed \(seed)")
            #expect(partition.high.sum() >= partition.low.sum(), "seed \(seed)")
            let least = sum(partition.high, partition.low)
            for axis in 0..<3 {
                for step in [-0.01, 0.01] {
                    var (high, low) = (partition.high, partition.low)
                    high[axis] += step
                    low[axis] -= step
                    #expect(sum(high, partition.low) > least && sum(partition.high, low) > least, "seed \(seed)")
                }
            }
        }
    }
}

@Suite("Scheme after-rftm")
struct AfterRFTMTests {
    private let scheme = AfterRFTM(threshold: 0.7, certaintyCap: 0.9, separation: 0.2)

    @Test("without reports trust is c o + (1 - c) / 2, the support is c")
    func withoutReports() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        bench.neighbour(2)
        let found = bench.decide(scheme)
        #expect(abs(found[0].trust - 0.82) < 1e-15 && abs(found[0].support - 0.8) < 1e-15)
        #expect(found[1] == SchemeDecision(trust: 0.5, threshold: 0.7, support: 0))
    }

    @Test("one reporter: its recommendations count by similarity, agreement and trust")
    func oneReporter() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)  // o = 0.9, c = 0.8: trust 0.82
        bench.neighbour(2, positive: 2)  // o = 0.75, c = 0.5
        bench.neighbour(3)
        bench.report(of: 1, [Told(2, 0.65, 0.5), Told(3, 0.2, 1)])
        let found = bench.decide(scheme)
        // Similarity 0.9, with nobody to agree with 0.5, trust 0.82; certainty 1 counts as 0.9.
        let weight = 0.9 * 0.5 * 0.82
        #expect(abs(found[1].trust - (0.5 * 0.75 + 0.5 * 0.65)) < 1e-12)
        #expect(abs(found[1].support - (1 - 0.5 / (1 + 0.5 * weight))) < 1e-12)
        #expect(abs(found[2].trust - 0.2) < 1e-12)
        #expect(abs(found[2].support - (1 - 1 / (1 + 0.9 * weight))) < 1e-12)
    }

    @Test("two reporters far apart: each is a cluster, and only the better one is heard")
    func twoReporters() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        bench.neighbour(2, negative: 8)
        bench.neighbour(3, positive: 8)
        bench.neighbour(4)
        bench.report(of: 1, [Told(3, 0.9, 0.5), Told(4, 0.8, 0.5)])
        bench.report(of: 2, [Told(3, 0.1, 0.5), Told(4, 0.1, 0.5)])
        #expect(abs(scheme.trust(in: bench)[3] - 0.8) < 1e-12)
        // Features (1, 0.25, 0.82) and (0.2, 0.25, 0.18), 1.02 apart; their products are 0.205 and 0.009.
        let undivided = AfterRFTM(threshold: 0.7, certaintyCap: 0.9, separation: 1.03)
        let expected = (0.205 * 0.8 + 0.009 * 0.1) / 0.214
        #expect(abs(undivided.trust(in: bench)[3] - expected) < 1e-12)
    }

    @Test("reporters who are alike are one cluster: nobody is filtered")
    func alike() {
        var bench = SchemeBench()
        for vehicle: VehicleID in 1...3 { bench.neighbour(vehicle, positive: 8) }
        bench.neighbour(4)
        for (vehicle, value) in [(1, 0.8), (2, 0.6), (3, 0.7)] as [(VehicleID, Double)] {
            bench.report(of: vehicle, [Told(4, value, 0.5)])
        }
        // Similarity 0.5, trust 0.82, agreement 0.85, 0.85, 1.
        let expected = (0.85 * 0.8 + 0.85 * 0.6 + 0.7) / 2.7
        #expect(abs(scheme.trust(in: bench)[3] - expected) < 1e-12)
    }

    @Test("a minority of liars known to the evaluator has next to no weight")
    func liars() {
        var bench = SchemeBench()
        for vehicle: VehicleID in 1...6 { bench.neighbour(vehicle, positive: 8) }
        for vehicle: VehicleID in 7...9 { bench.neighbour(vehicle, negative: 8) }
        bench.neighbour(10)
        for vehicle: VehicleID in 1...9 {
            let lies = vehicle > 6
            let known = (1...9).filter { $0 != vehicle }.map { Told($0, ($0 > 6) == lies ? 0.9 : 0.1, 0.8) }
            bench.report(of: vehicle, known + [Told(10, lies ? 0.1 : 0.9, 0.8)])
        }
        #expect(scheme.trust(in: bench)[9] > 0.88)
    }
}
