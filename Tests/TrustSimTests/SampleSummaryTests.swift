import Testing

@testable import TrustSim

@Suite("Summaries of samples")
struct SampleSummaryTests {
    @Test("the 0.975 quantile of Student's t to 1e-9")
    func studentQuantiles() {
        let expected: [(Int, Double)] = [
            (1, 12.706204736174694), (2, 4.302652729749462), (3, 3.1824463052837078), (4, 2.7764451051977934),
            (9, 2.262157162798205), (19, 2.0930240544083087), (29, 2.045229642132703), (100, 1.9839715185235518),
        ]
        for (degrees, quantile) in expected {
            let found = StudentT.quantile975(degreesOfFreedom: degrees)
            #expect(abs(found - quantile) <= 1e-9, "\(degrees) degrees of freedom: \(found)")
        }
    }

    @Test("the quantile falls with the degrees of freedom towards the normal one")
    func quantileFalls() {
        let quantiles = (1...60).map { StudentT.quantile975(degreesOfFreedom: $0) }
        #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 > $1 })
        let normal = 1.959963984540054
        #expect(StudentT.quantile975(degreesOfFreedom: 100_000) - normal < 3e-5)
        #expect(StudentT.quantile975(degreesOfFreedom: 100_000) > normal)
    }

    @Test("mean, sample deviation and half width of known samples")
    func knownSamples() throws {
        let five = SampleSummary([0.91, 0.87, 0.95, 0.9, 0.88])
        #expect(five.count == 5 && five.undefinedCount == 0)
        #expect(abs(try #require(five.mean) - 0.902) <= 1e-14)
        #expect(abs(try #require(five.standardDeviation) - 0.031144823004794886) <= 1e-14)
        #expect(abs(try #require(five.halfWidth) - 0.03867140545548216) <= 1e-12)
        let pair = SampleSummary([1, 3])
        #expect(pair.mean == 2 && pair.standardDeviation == 2.0.squareRoot())
        #expect(abs(try #require(pair.halfWidth) - 12.706204736174694) <= 1e-9)
        let equal = SampleSummary([0.25, 0.25, 0.25])
        #expect(equal.mean == 0.25 && equal.standardDeviation == 0 && equal.halfWidth == 0)
    }

    @Test("undefined values are left out and counted")
    func undefinedValues() {
        let sample = SampleSummary([nil, 1, nil, 3, nil])
        #expect(sample.count == 2 && sample.undefinedCount == 3 && sample.mean == 2)
        let single = SampleSummary([nil, 0.5])
        #expect(single.count == 1 && single.mean == 0.5 && single.standardDeviation == nil && single.halfWidth == nil)
        let none = SampleSummary([nil, nil])
        #expect(none.count == 0 && none.undefinedCount == 2 && none.mean == nil && none.halfWidth == nil)
        #expect(SampleSummary([]) == SampleSummary([Double?]()) && SampleSummary([]).mean == nil)
    }
}
