import Foundation
import Testing

@testable import TrustSim

@Suite("Distributions")
struct DistributionTests {
    /// Seeds of the samples; each bound is meant for one of them.
    static let seeds: [UInt32] = [1, 2, 3]
    static let count = 100_000

    static func sample(_ seed: UInt32, _ count: Int = count, _ draw: (inout RandomStream) -> Double) -> [Double] {
        var stream = RandomSource(seed: seed, replication: 0).stream(.coin, 0)
        return (0..<count).map { _ in draw(&stream) }
    }

    /// Mean and variance against the closed form; `fourth` is the fourth central moment.
    static func hasMoments(_ sample: [Double], mean: Double, variance: Double, fourth: Double) -> Bool {
        let squares = sample.map { ($0 - mean) * ($0 - mean) }
        return Statistics.isPlausible(mean: sample, expected: mean, variance: variance)
            && Statistics.isPlausible(mean: squares, expected: variance, variance: fourth - variance * variance)
    }

    @Test("uniform numbers are uniform in [0, 1)", arguments: seeds)
    func uniform(seed: UInt32) {
        let sample = Self.sample(seed) { $0.uniform() }
        #expect(sample.allSatisfy { $0 >= 0 && $0 < 1 }, "seed \(seed)")
        #expect(Statistics.isUniform(sample), "seed \(seed)")
        #expect(Self.hasMoments(sample, mean: 0.5, variance: 1.0 / 12, fourth: 1.0 / 80), "seed \(seed)")
    }

    @Test("each of the 53 bits of a uniform number is set half of the time", arguments: seeds)
    func uniformBits(seed: UInt32) {
        let words = Self.sample(seed) { $0.uniform() }.prefix(20_000).map { UInt64($0 * 0x1p53) }
        for bit in 0..<53 {
            let ones = words.count { $0 >> bit & 1 == 1 }
            #expect(Statistics.isPlausible(ones, of: words.count, probability: 0.5), "bit \(bit), seed \(seed)")
        }
    }

    @Test("the largest and smallest words give the ends of [0, 1)")
    func uniformEnds() {
        #expect(RandomStream.uniform(0, 0) == 0)
        #expect(RandomStream.uniform(.max, .max) == 1 - 0x1p-53)
        #expect(RandomStream.uniform(0x8000_0000, 0) == 0.5)
        #expect(RandomStream.uniform(0, 0x800) == 0x1p-53)
    }

    @Test("uniform numbers of an interval are uniform in it", arguments: seeds)
    func interval(seed: UInt32) {
        let sample = Self.sample(seed) { $0.uniform(-3, 17) }
        #expect(sample.allSatisfy { $0 >= -3 && $0 < 17 }, "seed \(seed)")
        #expect(Statistics.isUniform(sample.map { ($0 + 3) / 20 }), "seed \(seed)")
        #expect(Self.sample(seed) { $0.uniform(4, 4) }.prefix(10).allSatisfy { $0 == 4 })
    }

    @Test("an event happens with its probability", arguments: [0, 0.001, 0.3, 0.5, 0.9, 1])
    func happens(probability: Double) {
        let hits = Self.sample(4) { $0.happens(probability) ? 1 : 0 }.count { $0 == 1 }
        #expect(Statistics.isPlausible(hits, of: Self.count, probability: probability), "seed 4")
    }

    @Test("exponential numbers follow 1 - exp(-rate x)", arguments: seeds)
    func exponential(seed: UInt32) {
        for rate in [0.05, 1, 30] {
            let sample = Self.sample(seed) { $0.exponential(rate: rate) * rate }
            #expect(sample.allSatisfy { $0 >= 0 && $0.isFinite })
            #expect(Statistics.isPlausible(sample) { 1 - exp(-max(0, $0)) }, "rate \(rate), seed \(seed)")
            #expect(Self.hasMoments(sample, mean: 1, variance: 1, fourth: 9), "rate \(rate), seed \(seed)")
        }
    }

    @Test("normal numbers follow the normal distribution and are independent of each other", arguments: seeds)
    func normal(seed: UInt32) {
        let sample = Self.sample(seed) { $0.normal() }
        #expect(Statistics.isPlausible(sample, cdf: Statistics.normalCDF), "seed \(seed)")
        #expect(Self.hasMoments(sample, mean: 0, variance: 1, fourth: 3), "seed \(seed)")
        let products = zip(sample, sample.dropFirst()).map { $0 * $1 }
        let squares = zip(sample, sample.dropFirst()).map { ($0 * $0 - 1) * ($1 * $1 - 1) }
        // Products with a common factor are uncorrelated, so the bound on the mean of independent ones holds.
        #expect(Statistics.isPlausible(mean: products, expected: 0, variance: 1), "seed \(seed)")
        #expect(Statistics.isPlausible(mean: squares, expected: 0, variance: 4), "seed \(seed)")
        if seed == 1 {
            let large = Self.sample(seed, 400_000) { $0.normal() }
            #expect(Self.hasMoments(large, mean: 0, variance: 1, fourth: 3), "seed 1")
        }
        // Far tail: 2 x (1 - Phi(3)).
        let far = sample.count { abs($0) > 3 }
        #expect(Statistics.isPlausible(far, of: sample.count, probability: 0.0026997960632601866), "seed \(seed)")
    }

    @Test("gamma numbers follow the incomplete gamma function", arguments: [0.5, 0.75, 1, 1.5, 5, 40], seeds)
    func gamma(shape: Double, seed: UInt32) {
        let sample = Self.sample(seed) { $0.gamma(shape: shape) }
        #expect(sample.allSatisfy { $0 >= 0 && $0.isFinite })
        #expect(Statistics.isPlausible(sample) { Statistics.lowerGamma(shape, $0) }, "seed \(seed)")
        // Fourth central moment 3 k² + 6 k.
        #expect(
            Self.hasMoments(sample, mean: shape, variance: shape, fourth: 3 * shape * shape + 6 * shape), "seed \(seed)"
        )
    }

    @Test("indices below a number are all as likely", arguments: [1, 2, 3, 6, 10, 64, 1000])
    func index(count: Int) {
        var counts = Array(repeating: 0, count: count)
        var stream = RandomSource(seed: 5, replication: 0).stream(.coin, 0)
        for _ in 0..<Self.count { counts[stream.index(below: count)] += 1 }
        if count == 1 {
            #expect(counts == [Self.count])
        } else {
            #expect(Statistics.chiSquareTail(even: counts) > Statistics.falseAlarm, "seed 5")
        }
    }

    @Test("indices below very large numbers have no bias, neither in size nor in their remainder")
    func hugeIndices() {
        // 2^64 is 8/3 of the count: scaling without rejection would favour two remainders of three, a plain remainder
        // the smaller two thirds.
        let count = 3 << 61
        var (thirds, remainders) = ([0, 0, 0], [0, 0, 0])
        var stream = RandomSource(seed: 6, replication: 0).stream(.coin, 0)
        for _ in 0..<Self.count {
            let index = stream.index(below: count)
            thirds[index >> 61] += 1
            remainders[index % 3] += 1
        }
        #expect(Statistics.chiSquareTail(even: thirds) > Statistics.falseAlarm, "seed 6")
        #expect(Statistics.chiSquareTail(even: remainders) > Statistics.falseAlarm, "seed 6")
        #expect((0..<1000).allSatisfy { _ in (0..<Int.max).contains(stream.index(below: .max)) }, "seed 6")
    }

    @Test("all orders of a shuffled list are as likely", arguments: seeds)
    func shuffle(seed: UInt32) {
        var stream = RandomSource(seed: seed, replication: 0).stream(.coin, 0)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<12_000 {
            var list = [0, 1, 2, 3]
            stream.shuffle(&list)
            counts[list, default: 0] += 1
        }
        #expect(counts.count == 24, "seed \(seed)")
        #expect(Statistics.chiSquareTail(even: Array(counts.values)) > Statistics.falseAlarm, "seed \(seed)")
    }

    @Test("a shuffled list keeps its elements, and each may come anywhere")
    func longShuffle() {
        var stream = RandomSource(seed: 7, replication: 0).stream(.coin, 0)
        var places = Array(repeating: 0, count: 40)
        for _ in 0..<2000 {
            var list = Array(0..<40)
            stream.shuffle(&list)
            #expect(list.sorted() == Array(0..<40))
            places[list.firstIndex(of: 39) ?? 0] += 1
        }
        #expect(Statistics.chiSquareTail(even: places) > Statistics.falseAlarm, "seed 7")
        var (none, one) = ([Int](), [8])
        stream.shuffle(&none)
        stream.shuffle(&one)
        #expect(none.isEmpty && one == [8])
    }
}
