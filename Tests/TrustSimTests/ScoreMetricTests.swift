import Testing

@testable import TrustSim

@Suite("Area under the ROC curve")
struct AreaUnderCurveTests {
    /// The share of pairs in which the malicious vehicle has less trust, ties counting half.
    private func bruteForce(malicious: [Double], honest: [Double]) -> Double? {
        if malicious.isEmpty || honest.isEmpty { return nil }
        var sum = 0.0
        for low in malicious { for high in honest { sum += low < high ? 1 : low == high ? 0.5 : 0 } }
        return sum / Double(malicious.count * honest.count)
    }

    @Test("it is the share of pairs in the right order, with ties and unknown cases, on random samples")
    func pairCounting() {
        for seed: UInt32 in 0..<60 {
            var stream = RandomSource(seed: seed, replication: 0).stream(.coin, 1)
            var scores = TrustScores()
            var known = (malicious: [Double](), honest: [Double]())
            var all = known
            // Few different values or many, so that there are ties, also with the unknown cases' 0.5.
            let grid = [2, 8, 100][stream.index(below: 3)]
            for _ in 0..<(1 + stream.index(below: 60)) {
                let trust = Double(stream.index(below: grid + 1)) / Double(grid)
                let (isMalicious, isUnknown) = (stream.happens(0.4), stream.happens(0.25))
                scores.add(trust, isMalicious: isMalicious, isUnknown: isUnknown)
                let value = isUnknown ? 0.5 : trust
                if isMalicious { all.malicious.append(value) } else { all.honest.append(value) }
                if isUnknown { continue }
                if isMalicious { known.malicious.append(trust) } else { known.honest.append(trust) }
            }
            let found = scores.areasUnderCurve()
            let pairs = [(found.withUnknown, all), (found.withoutUnknown, known)]
            for (area, values) in pairs {
                let expected = bruteForce(malicious: values.malicious, honest: values.honest)
                #expect((area == nil) == (expected == nil), "seed \(seed)")
                if let area, let expected { #expect(abs(area - expected) <= 1e-14, "seed \(seed)") }
            }
            let precision = averagePrecision(malicious: all.malicious, honest: all.honest)
            #expect((found.averagePrecision == nil) == (precision == nil), "seed \(seed)")
            if let mean = found.averagePrecision, let precision {
                #expect(abs(mean - precision) <= 1e-14, "seed \(seed)")
            }
        }
    }

    /// By definition: at each trust value from the smallest on, what recall grows by times the precision.
    private func averagePrecision(malicious: [Double], honest: [Double]) -> Double? {
        if malicious.isEmpty { return nil }
        var (sum, recall) = (0.0, 0.0)
        for threshold in Set(malicious + honest).sorted() {
            let found = Double(malicious.count { $0 <= threshold })
            let alarms = Double(honest.count { $0 <= threshold })
            sum += (found / Double(malicious.count) - recall) * found / (found + alarms)
            recall = found / Double(malicious.count)
        }
        return sum
    }

    @Test("average precision: 1 for a perfect order, the share of malicious cases where all are alike")
    func averagePrecision() {
        func found(_ malicious: [Double], _ honest: [Double]) -> Double? {
            var scores = TrustScores()
            for trust in malicious { scores.add(trust, isMalicious: true, isUnknown: false) }
            for trust in honest { scores.add(trust, isMalicious: false, isUnknown: false) }
            return scores.areasUnderCurve().averagePrecision
        }
        #expect(found([0.1, 0.2], [0.3, 0.9]) == 1 && found([0.1], []) == 1 && found([], [0.1]) == nil)
        #expect(found([0.5], [0.5, 0.5, 0.5]) == 0.25)
        // The example of the documentation of scikit-learn: scores 0.1, 0.4, 0.35, 0.8 of labels 0, 0, 1, 1.
        #expect(abs((found([-0.35, -0.8], [-0.1, -0.4]) ?? 0) - 5.0 / 6) < 1e-15)
    }

    @Test("known values: perfect, reversed, all equal, one pair in four wrong")
    func knownValues() {
        #expect(area(malicious: [0.1, 0.2], honest: [0.3, 0.9]) == 1)
        #expect(area(malicious: [0.8, 0.9], honest: [0.1, 0.2, 0.3]) == 0)
        #expect(area(malicious: [0.5, 0.5], honest: [0.5]) == 0.5)
        #expect(area(malicious: [0.1, 0.5], honest: [0.4, 0.9]) == 0.75)
        #expect(area(malicious: [0.1, 0.4], honest: [0.4, 0.9]) == 0.875)
        #expect(area(malicious: [], honest: [0.1]) == nil)
        #expect(area(malicious: [0.1], honest: []) == nil)
    }

    private func area(malicious: [Double], honest: [Double]) -> Double? {
        var scores = TrustScores()
        for trust in malicious { scores.add(trust, isMalicious: true, isUnknown: false) }
        for trust in honest { scores.add(trust, isMalicious: false, isUnknown: false) }
        return scores.areasUnderCurve().withUnknown
    }

    @Test("unknown cases count as 0.5 whatever trust the scheme gave, or not at all")
    func unknownCases() {
        var scores = TrustScores()
        scores.add(0.9, isMalicious: true, isUnknown: true)
        scores.add(0.6, isMalicious: false, isUnknown: false)
        scores.add(0.4, isMalicious: false, isUnknown: false)
        #expect(scores.areasUnderCurve().withUnknown == 0.5)
        #expect(scores.areasUnderCurve().withoutUnknown == nil)
        scores.add(0.3, isMalicious: true, isUnknown: false)
        #expect(scores.areasUnderCurve().withUnknown == 0.75)
        #expect(scores.areasUnderCurve().withoutUnknown == 1)
        scores.add(0, isMalicious: false, isUnknown: true)
        // Pairs with the honest unknown case: a tie with the malicious unknown one, right for the other.
        #expect(scores.areasUnderCurve().withUnknown == 4.5 / 6)
        #expect(scores.areasUnderCurve().withoutUnknown == 1)
    }

    @Test("the order of the cases does not matter, to the last bit")
    func orderDoesNotMatter() {
        var stream = RandomSource(seed: 9, replication: 0).stream(.coin, 1)
        var cases = (0..<300).map { _ in (trust: stream.uniform(), isMalicious: stream.happens(0.5)) }
        func area() -> Double? {
            var scores = TrustScores()
            for item in cases { scores.add(item.trust, isMalicious: item.isMalicious, isUnknown: false) }
            return scores.areasUnderCurve().withUnknown
        }
        let before = area()
        stream.shuffle(&cases)
        #expect(area() == before && before != nil)
    }
}

@Suite("Gini coefficient")
struct GiniTests {
    @Test("known values")
    func knownValues() throws {
        let expected: [([Int], Double)] = [
            ([1, 1, 1, 1], 0), ([0, 0, 0, 1], 0.75), ([5], 0), ([1, 3], 0.25), ([1, 2, 3, 4], 0.25), ([0, 10], 0.5),
            ([2, 2, 4], 1.0 / 6),
        ]
        for (counts, value) in expected {
            let found = try #require(Gini.coefficient(of: counts))
            #expect(abs(found - value) <= 1e-15, "\(counts)")
        }
    }

    @Test("nobody has anything: undefined")
    func undefined() {
        #expect(Gini.coefficient(of: []) == nil)
        #expect(Gini.coefficient(of: [0, 0]) == nil)
    }

    @Test("it is half the mean difference over the mean, in any order and any unit")
    func meanDifference() throws {
        var stream = RandomSource(seed: 4, replication: 0).stream(.coin, 2)
        for _ in 0..<50 {
            let counts = (0..<(1 + stream.index(below: 20))).map { _ in 1 + stream.index(below: 30) }
            let differences = counts.flatMap { left in counts.map { abs(left - $0) } }.reduce(0, +)
            let total = counts.reduce(0, +)
            let expected = Double(differences) / (2 * Double(counts.count) * Double(total))
            let found = try #require(Gini.coefficient(of: counts))
            #expect(abs(found - expected) <= 1e-14)
            #expect(Gini.coefficient(of: counts.reversed()) == found)
            #expect(abs(try #require(Gini.coefficient(of: counts.map { 7 * $0 })) - found) <= 1e-14)
        }
    }
}
