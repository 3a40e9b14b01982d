import Foundation
import Testing

@testable import TrustSim

/// Samples and what NumPy and SciPy say of them; written by `Tests/Oracle/paired.py`.
private struct RecordedStatistics: Decodable {
    struct Sample: Decodable {
        let name: String
        let differences: [Double]
        let wPlus, wMinus, rankBiserial, normal, mean, low, high: Double
        let exact: Double?
    }
    struct Family: Decodable {
        let p, adjusted: [Double]
    }
    struct Tail: Decodable {
        let z, p: Double
    }
    let samples: [Sample]
    let holm: [Family]
    let normal: [Tail]

    static func read() throws -> RecordedStatistics {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Oracle/paired.json")
        return try JSONDecoder().decode(RecordedStatistics.self, from: try Data(contentsOf: file))
    }
}

@Suite("Statistics of paired samples")
struct PairedStatisticsTests {
    @Test("rank sums, exact and approximate p-values, effect size and interval are those of SciPy")
    func recorded() throws {
        let samples = try RecordedStatistics.read().samples
        #expect(samples.count > 60)
        for sample in samples {
            let test = WilcoxonSignedRank(sample.differences)
            let normal = WilcoxonSignedRank(sample.differences, method: .normal)
            let pairs = PairedComparison(sample.differences.map { ($0, 0) }, preference: .higher)
            let (p, interval) = (try #require(test.pValue), try #require(pairs.interval))
            #expect(test.positiveRankSum == sample.wPlus && test.negativeRankSum == sample.wMinus, "\(sample.name)")
            #expect(abs(p - (sample.exact ?? sample.normal)) <= 1e-12, "\(sample.name): \(p)")
            #expect(abs(try #require(normal.pValue) - sample.normal) <= 1e-12, "\(sample.name)")
            #expect(abs(try #require(test.rankBiserial) - sample.rankBiserial) <= 1e-12, "\(sample.name)")
            #expect(abs(try #require(pairs.advantage.mean) - sample.mean) <= 1e-12, "\(sample.name)")
            #expect(abs(interval.low - sample.low) <= 1e-9 && abs(interval.high - sample.high) <= 1e-9)
        }
        #expect(samples.contains { $0.exact != nil && $0.differences.contains(0) })
        #expect(samples.contains { $0.exact == nil })
    }

    @Test("tails of the normal distribution are those of SciPy, to 1e-12 of the value")
    func normalTails() throws {
        for tail in try RecordedStatistics.read().normal {
            #expect(abs(Normal.twoSidedTail(tail.z) - tail.p) <= 1e-12 * tail.p, "\(tail.z)")
            #expect(Normal.twoSidedTail(-tail.z) == Normal.twoSidedTail(tail.z))
        }
        #expect(Normal.twoSidedTail(.infinity) == 0 && Normal.twoSidedTail(.nan).isNaN)
        #expect(Normal.twoSidedTail(1e200) == 0)
    }

    @Test("Holm's adjusted p-values are those of an own program, and never in another order than the p-values")
    func holm() throws {
        for family in try RecordedStatistics.read().holm {
            let adjusted = HolmCorrection.adjusted(family.p)
            #expect(zip(adjusted, family.adjusted).allSatisfy { abs($0 - $1) <= 1e-14 })
            let order = family.p.indices.sorted { family.p[$0] < family.p[$1] }.map { adjusted[$0] }
            #expect(zip(order, order.dropFirst()).allSatisfy { $0 <= $1 })
            #expect(zip(adjusted, family.p).allSatisfy { $0 >= $1 && $0 <= 1 })
        }
        #expect(HolmCorrection.adjusted([]) == [] && HolmCorrection.adjusted([0.2]) == [0.2])
    }

    @Test("without differences there is no p-value; when all are 0 it is 1, and the effect 0")
    func nothingToTest() {
        let none = WilcoxonSignedRank([])
        #expect(none.pValue == nil && none.rankBiserial == nil && none.count == 0)
        let zeros = WilcoxonSignedRank([0, 0, -0.0])
        #expect(zeros.pValue == 1 && zeros.rankBiserial == 0 && zeros.count == 0 && zeros.zeroCount == 3)
        #expect(WilcoxonSignedRank([.nan]).pValue == nil)
        #expect(WilcoxonSignedRank([0.1]).pValue == 1)
        #expect(WilcoxonSignedRank([.infinity, -1]).pValue == 1)
    }

    @Test("fewer than six pairs cannot reach 0.05, six can")
    func fewestPairs() {
        let smallest = (1...7).map { count in WilcoxonSignedRank((1...count).map(Double.init)).pValue }
        #expect(smallest == [1, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625])
        #expect(SchemeComparison.fewestReplications == 6)
    }

    @Test("the sign of all differences turns the effect round and leaves the p-value")
    func symmetry() throws {
        for sample in try RecordedStatistics.read().samples {
            let (test, turned) = (
                WilcoxonSignedRank(sample.differences), WilcoxonSignedRank(sample.differences.map { -$0 })
            )
            #expect(test.pValue == turned.pValue, "\(sample.name)")
            #expect(test.rankBiserial == turned.rankBiserial.map { -$0 }, "\(sample.name)")
            #expect(WilcoxonSignedRank(sample.differences.reversed()) == test)
        }
    }

    @Test(
        "a verdict is where the interval lies",
        arguments: [
            (0.001, 0.02, Verdict.superior), (0.0, 0.02, .nonInferior), (-0.005, 0.005, .nonInferior),
            (-0.009, -0.001, .nonInferior), (-0.01, 0.02, .inconclusive), (-0.02, -0.001, .inconclusive),
            (-0.02, -0.01, .inconclusive), (-0.03, -0.011, .inferior), (-.nan, .nan, .inconclusive),
        ])
    func verdicts(low: Double, high: Double, expected: Verdict) {
        #expect(Verdict(low: low, high: high, margin: 0.01) == expected)
    }

    @Test("pairs with an undefined value are left out and counted, and less can be better")
    func pairs() throws {
        let values: [(first: Double?, second: Double?)] = [(0.5, 0.25), (nil, 0.5), (0.75, 0.25), (1, nil), (nil, nil)]
        let higher = PairedComparison(values, preference: .higher)
        #expect(higher.count == 2 && higher.undefinedCount == 3)
        #expect(higher.differences == [0.25, 0.5])
        #expect(higher.firstMean == 0.625 && higher.secondMean == 0.25 && higher.advantage.mean == 0.375)
        let lower = PairedComparison(values, preference: .lower)
        #expect(lower.advantage.mean == -0.375 && lower.firstMean == 0.625)
        #expect(lower.verdict(margin: 0.01) == higher.reverseVerdict(margin: 0.01))
        #expect(PairedComparison(values, preference: .neither).verdict(margin: 0.01) == nil)
        let none = PairedComparison([(nil, 1)], preference: .higher)
        #expect(none.interval == nil && none.verdict(margin: 0.01) == nil && none.differences.isEmpty)
        let single = PairedComparison([(1, 0)], preference: .higher)
        #expect(single.interval == nil && single.verdict(margin: 0.01) == nil && single.differences == [1])
        let equal = PairedComparison(Array(repeating: (0.5, 0.5), count: 4), preference: .higher)
        #expect(equal.verdict(margin: 0.01) == .nonInferior && equal.reverseVerdict(margin: 0.01) == .nonInferior)
    }
}
