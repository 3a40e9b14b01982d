import GroupDecision
import Testing

@testable import TrustSim

@Suite("The incomplete beta function")
struct IncompleteBetaTests {
    @Test("values computed with 40 digits")
    func knownValues() {
        let values: [(x: Double, a: Double, b: Double, expected: Double)] = [
            (0.3, 2, 5, 0.579825), (0.9, 19, 1, 0.13508517176729921), (0.01, 1.5, 30, 0.10540295383918979),
            (0.7, 11.25, 4.75, 0.45951801880266851), (0.05, 0.001, 8, 0.99927176396037347),
            (0.3333, 100, 210, 0.66111437957956715), (0.6, 600, 390, 0.34676019119062247),
            (0.999, 1000, 2, 0.73539084954192809), (0.1, 1, 1000, 1), (0.02, 150, 9000, 0.9948984441276879),
        ]
        for (x, a, b, expected) in values {
            #expect(abs(IncompleteBeta.regularized(x, a, b) - expected) <= 2e-14, "\(x) \(a) \(b)")
            #expect(abs(IncompleteBeta.regularized(1 - x, b, a) - (1 - expected)) <= 1e-12, "\(x) \(a) \(b)")
        }
    }

    @Test("large parameters, against another implementation")
    func largeParameters() {
        let values: [(x: Double, a: Double, b: Double, expected: Double)] = [
            (0.4001, 40000, 60000, 0.5259042806448389), (0.25, 1e6, 3.001e6, 0.6136479149801723),
            (0.50000001, 1e12, 1e12, 0.5112822873943702), (3.2e-7, 3e5, 1e12, 1), (2e-12, 2, 1e12, 0.593994150290974),
            (5.9501380688466e-07, 107580.28369120076, 181089433647.01663, 0.6986593536054516),
        ]
        for (x, a, b, expected) in values {
            #expect(abs(IncompleteBeta.regularized(x, a, b) - expected) <= 1e-10, "\(x) \(a) \(b)")
        }
    }

    @Test("closed forms: I_x(a, 1) = x^a, I_x(1, b) = 1 - (1 - x)^b, symmetric distributions have their median at 1/2")
    func closedForms() {
        for a in [0.01, 0.5, 1, 2, 7.5, 80, 2999, 3001, 1e6] {
            #expect(abs(IncompleteBeta.regularized(0.5, a, a) - 0.5) <= 1e-12, "\(a)")
            for x in [1e-30, 1e-5, 0.1, 0.5, 0.77, 1 - 1e-9] {
                let power = Elementary.power(x, a)
                #expect(abs(IncompleteBeta.regularized(x, a, 1) - power) <= 1e-12, "\(x) \(a)")
                #expect(abs(IncompleteBeta.regularized(1 - x, 1, a) - (1 - Elementary.power(1 - (1 - x), a))) <= 1e-12)
            }
        }
    }

    @Test("whole parameters: the binomial sum")
    func binomialSum() {
        var stream = RandomSource(seed: 21, replication: 0).stream(.coin, 1)
        for _ in 0..<300 {
            let (a, b) = (1 + Int(stream.uniform() * 20), 1 + Int(stream.uniform() * 20))
            let x = stream.uniform()
            // P(at least a of a + b - 1 trials succeed).
            let trials = a + b - 1
            var (sum, coefficient) = (0.0, 1.0)
            for successes in 0...trials {
                if successes >= a {
                    var term = coefficient
                    for trial in 0..<trials { term *= trial < successes ? x : 1 - x }
                    sum += term
                }
                coefficient *= Double(trials - successes) / Double(successes + 1)
            }
            #expect(abs(IncompleteBeta.regularized(x, Double(a), Double(b)) - sum) <= 1e-12, "seed 21: \(x) \(a) \(b)")
        }
    }

    @Test("values lie in [0, 1], grow with x, fall with a, and I_x(a, b) = 1 - I_(1 - x)(b, a)")
    func properties() {
        var stream = RandomSource(seed: 22, replication: 0).stream(.coin, 2)
        for _ in 0..<3000 {
            let a = Elementary.power(4, stream.uniform() * 20 - 6)
            let b = Elementary.power(4, stream.uniform() * 20 - 6)
            let x = stream.happens(0.5) ? stream.uniform() : min(1, a / (a + b) * 2 * stream.uniform())
            let value = IncompleteBeta.regularized(x, a, b)
            let note = "seed 22: \(x) \(a) \(b)"
            #expect((0...1).contains(value), "\(note)")
            #expect(abs(value + IncompleteBeta.regularized(1 - x, b, a) - 1) <= 1e-7, "\(note)")
            #expect(IncompleteBeta.regularized(x + (1 - x) / 16, a, b) >= value - 1e-9, "\(note)")
            // More of a moves the distribution up.
            #expect(IncompleteBeta.regularized(x, a * 1.01 + 1, b) <= value + 1e-9, "\(note)")
        }
    }

    @Test("the ends, and parameters that no distribution has")
    func ends() {
        for (a, b) in [
            (2.0, 3.0), (1e-300, 1e300), (1e300, 1e300), (.infinity, 1),
            (Double.leastNonzeroMagnitude, Double.leastNonzeroMagnitude),
        ] {
            #expect(IncompleteBeta.regularized(0, a, b) == 0 && IncompleteBeta.regularized(1, a, b) == 1)
            #expect(IncompleteBeta.regularized(-1, a, b) == 0 && IncompleteBeta.regularized(2, a, b) == 1)
            #expect((0...1).contains(IncompleteBeta.regularized(0.3, a, b)), "\(a) \(b)")
        }
        #expect(IncompleteBeta.regularized(0.3, 0, 2) == 1 && IncompleteBeta.regularized(0.3, 2, 0) == 0)
        #expect(IncompleteBeta.regularized(0.3, 0, 0) == 0.5)
    }

    @Test("the error of Stirling's formula, computed with 40 digits")
    func stirling() {
        for (z, expected) in [
            (1e-3, 2.5422704679670945), (0.5, 0.15342640972002735), (1, 0.081061466795327258),
            (3.7, 0.022468770580143146), (9.99, 0.0083388967977343301), (10, 0.0083305634333628713),
            (123.4, 0.00067530916465940111),
        ] { #expect(abs(GammaFunction.stirlingError(z) - expected) <= 2e-14, "\(z)") }
    }
}
