import Foundation
import Testing

@testable import TrustSim

@Suite("Gamma function")
struct GammaFunctionTests {
    @Test("its logarithm is that of the C library to 1e-12")
    func logarithm() {
        var random = RandomSource.testStream(seed: 11)
        for _ in 0..<2000 {
            let z = exp(random.uniform(-9, 12))
            let expected: Double = Foundation.lgamma(z)
            #expect(abs(GammaFunction.logarithm(z) - expected) <= 1e-12 * max(1, abs(expected)), "z \(z), seed 11")
        }
        // gamma(n) = (n - 1)!
        for (n, factorial) in [(1.0, 1.0), (2, 1), (3, 2), (5, 24), (11, 3_628_800)] {
            #expect(abs(GammaFunction.logarithm(n) - log(factorial)) < 1e-13)
        }
    }

    @Test("Q(a, x) has known values of scipy.special.gammaincc")
    func knownValues() {
        let known = [
            (0.5, 0.25, 0.47950012218695337), (0.75, 0.1, 0.8145464332533155), (1.0, 2.0, 0.1353352832366127),
            (1.5, 1.5, 0.3916251762710877), (5.0, 9.0, 0.05496364149510497), (50.0, 40.0, 0.9296649333406051),
            (50.0, 60.0, 0.08440668109369177),
        ]
        for (a, x, value) in known {
            #expect(abs(GammaFunction.upperRegularized(a, x) - value) < 1e-13, "Q(\(a), \(x))")
        }
        #expect(GammaFunction.upperRegularized(2, 0) == 1)
        #expect(GammaFunction.upperRegularized(2, -1) == 1)
        #expect(GammaFunction.upperRegularized(2, 800) == 0)
    }

    @Test("Q(a, x) falls with x, rises with a, and agrees with another implementation to 1e-12")
    func properties() {
        var random = RandomSource.testStream(seed: 12)
        for _ in 0..<2000 {
            let a = random.uniform(0.5, 50)
            let x = random.uniform(0, 120)
            let value = GammaFunction.upperRegularized(a, x)
            #expect((0...1).contains(value), "Q(\(a), \(x)), seed 12")
            #expect(abs(value - Statistics.upperGamma(a, x)) < 1e-12, "Q(\(a), \(x)), seed 12")
            #expect(value >= GammaFunction.upperRegularized(a, x + 0.5) - 1e-13, "Q(\(a), \(x)), seed 12")
            #expect(value <= GammaFunction.upperRegularized(a + 0.5, x) + 1e-13, "Q(\(a), \(x)), seed 12")
        }
    }
}
