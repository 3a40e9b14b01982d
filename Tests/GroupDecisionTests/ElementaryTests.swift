import Foundation
import Testing

@testable import GroupDecision

@Suite("Portable elementary functions")
struct ElementaryTests {
    // MARK: - Accuracy against the C library

    @Test("exp is within 2 ulp of the C library, overflow, underflow and subnormal results included")
    func exponentialIsAccurate() {
        var check = Deviation(of: "exp", seed: 0x6578_7001)
        let grid = 0x1.62e42fefa39efp-7  // ln(2) / 64, the distance between the reduction's fixed points
        for _ in 0..<6_000 {
            let arguments = [
                check.random.number(in: -746...711),
                check.random.number(in: -1...1),
                check.random.number(in: -745.3...(-707.5)),
                check.random.number(in: 709...709.9),
                check.random.scaled(exponents: -60...9),
                check.random.neighbour(
                    of: (check.random.number(in: -65_000...65_000).rounded() + 0.5) * grid, within: 3),
            ]
            for x in arguments {
                check.record(Elementary.exp(x), Foundation.exp(x), x)
            }
        }
        #expect(check.worst <= 2, "\(check)")
    }

    @Test("log is within 2 ulp of the C library, next to 1 and for subnormal arguments too")
    func logarithmIsAccurate() {
        var check = Deviation(of: "log", seed: 0x6c6f_6701)
        for _ in 0..<6_000 {
            let arguments = [
                check.random.positiveBits(),
                check.random.number(in: 0.5...2),
                check.random.neighbour(of: 1, within: 1 << check.random.integer(in: 1...50)),
                check.random.subnormal(),
                // Next to the limits between two entries of the table.
                check.random.neighbour(
                    of: Double(bitPattern: 0x3fe5_e000_0000_0000 + UInt64(check.random.integer(in: 0...64)) << 46),
                    within: 3),
            ]
            for x in arguments {
                check.record(Elementary.log(x), Foundation.log(x), x)
            }
        }
        #expect(check.worst <= 2, "\(check)")
    }

    @Test("sin and cos are within 2 ulp of the C library up to 200000, next to multiples of pi/2 too")
    func sineAndCosineAreAccurate() {
        var sine = Deviation(of: "sin", seed: 0x7369_6e01)
        var cosine = Deviation(of: "cos", seed: 0x636f_7301)
        for _ in 0..<4_000 {
            let quarters = sine.random.number(in: -127_000...127_000).rounded()
            let fewQuarters = sine.random.number(in: -64...64).rounded()
            let arguments = [
                sine.random.number(in: -7...7),
                sine.random.number(in: -200_000...200_000),
                sine.random.scaled(exponents: -40...16),
                sine.random.neighbour(of: quarters * (Double.pi / 2), within: 2),
                sine.random.neighbour(of: fewQuarters * (Double.pi / 2), within: 2),
                sine.random.neighbour(of: (quarters + 0.5) * (Double.pi / 2), within: 3),
            ]
            for x in arguments where x.magnitude <= 200_000 {
                sine.record(Elementary.sin(x), Foundation.sin(x), x)
                cosine.record(Elementary.cos(x), Foundation.cos(x), x)
            }
        }
        // The doubles in the domain that come closest to a multiple of pi/2, and its end.
        for x in [45.553093477052, 91.106186954104, 182.212373908208, 364.424747816416, 200_000] {
            sine.record(Elementary.sin(x), Foundation.sin(x), x)
            cosine.record(Elementary.cos(x), Foundation.cos(x), x)
        }
        #expect(sine.worst <= 2, "\(sine)")
        #expect(cosine.worst <= 2, "\(cosine)")
    }

    @Test("power is within 2 ulp of the C library over the whole range of results, bases next to 1 included")
    func powerIsAccurate() {
        var check = Deviation(of: "power", seed: 0x706f_7701)
        for _ in 0..<6_000 {
            let wide = check.random.positiveBits()
            let nearOne = check.random.neighbour(of: 1, within: 1 << check.random.integer(in: 1...50))
            let subnormal = check.random.subnormal()
            let arguments = [
                (wide, check.random.number(in: -746...711) / Foundation.log(wide)),
                (wide, check.random.number(in: -745.3...(-707.5)) / Foundation.log(wide)),
                (check.random.number(in: 0...4), check.random.number(in: -50...50)),
                (nearOne, check.random.number(in: -746...711) / Foundation.log(nearOne)),
                (subnormal, check.random.number(in: -1...1.02)),
                (check.random.number(in: 0...1), check.random.scaled(exponents: -80...3)),
            ]
            for (base, exponent) in arguments {
                check.record(Elementary.power(base, exponent), Foundation.pow(base, exponent), base, exponent)
            }
        }
        #expect(check.worst <= 2, "\(check)")
    }

    // MARK: - Special values

    @Test("exp has the C library's special values and limits")
    func exponentialSpecialValues() {
        expectEqual(Elementary.exp(0), 1)
        expectEqual(Elementary.exp(-0.0), 1)
        expectEqual(Elementary.exp(.infinity), .infinity)
        expectEqual(Elementary.exp(-.infinity), 0)
        expectEqual(Elementary.exp(.nan), .nan)
        expectEqual(Elementary.exp(-Double.nan), .nan)
        expectEqual(Elementary.exp(.signalingNaN), .nan)
        expectEqual(Elementary.exp(.leastNonzeroMagnitude), 1)
        expectEqual(Elementary.exp(-.leastNonzeroMagnitude), 1)
        expectEqual(Elementary.exp(.greatestFiniteMagnitude), .infinity)
        expectEqual(Elementary.exp(-.greatestFiniteMagnitude), 0)
        // The last finite result, the last positive one, and their neighbours.
        #expect(Elementary.exp(709.782712893384) < .infinity)
        expectEqual(Elementary.exp(709.7827128933841), .infinity)
        expectEqual(Elementary.exp(-745.1332191019411), .leastNonzeroMagnitude)
        expectEqual(Elementary.exp(-745.1332191019412), 0)
    }

    @Test("log has the C library's special values")
    func logarithmSpecialValues() {
        expectEqual(Elementary.log(1), 0)
        expectEqual(Elementary.log(0), -.infinity)
        expectEqual(Elementary.log(-0.0), -.infinity)
        expectEqual(Elementary.log(.infinity), .infinity)
        for x: Double in [
            -1, -.leastNonzeroMagnitude, -.greatestFiniteMagnitude, -.infinity, .nan, -.nan, .signalingNaN,
        ] {
            expectEqual(Elementary.log(x), .nan)
        }
        #expect(Elementary.log(1.0.nextUp) > 0)
        #expect(Elementary.log(1.0.nextDown) < 0)
        #expect(abs(Elementary.log(.leastNonzeroMagnitude) + 744.440_071_921_381_2) < 1e-12)
        #expect(abs(Elementary.log(.greatestFiniteMagnitude) - 709.782_712_893_384) < 1e-12)
    }

    @Test("sin and cos have the C library's special values, and sin keeps the sign of zero")
    func sineAndCosineSpecialValues() {
        expectEqual(Elementary.sin(0), 0)
        expectEqual(Elementary.sin(-0.0), -0.0)
        expectEqual(Elementary.cos(0), 1)
        expectEqual(Elementary.cos(-0.0), 1)
        for x: Double in [.leastNonzeroMagnitude, .leastNormalMagnitude, 1e-9] {
            expectEqual(Elementary.sin(x), x)
            expectEqual(Elementary.sin(-x), -x)
            expectEqual(Elementary.cos(x), 1)
        }
        for x: Double in [.infinity, -.infinity, .nan, -.nan, .signalingNaN] {
            expectEqual(Elementary.sin(x), .nan)
            expectEqual(Elementary.cos(x), .nan)
            expectEqual(Elementary.sincos(x).sin, .nan)
            expectEqual(Elementary.sincos(x).cos, .nan)
        }
    }

    @Test("power has the C library's special values for bases that are not negative")
    func powerSpecialValues() {
        let bases: [Double] = [
            0, .leastNonzeroMagnitude, 0.5, 1.0.nextDown, 1, 1.0.nextUp, 2, .greatestFiniteMagnitude, .infinity, .nan,
        ]
        let exponents: [Double] = [
            0, .leastNonzeroMagnitude, 0x1p-70, 0.5, 1, 2, 3, 1e18, 0x1p64, .greatestFiniteMagnitude, .infinity, .nan,
        ]
        for base in bases {
            for exponent in exponents {
                for signed in [exponent, -exponent] {
                    let expected = Foundation.pow(base, signed)
                    let value = Elementary.power(base, signed)
                    if expected.isFinite && expected != 0 {
                        #expect(ulpDistance(value, expected) <= 2, "power(\(base), \(signed))")
                    } else {
                        expectEqual(value, expected.isNaN ? .nan : expected, "power(\(base), \(signed))")
                    }
                }
            }
        }
        expectEqual(Elementary.power(.signalingNaN, 2), .nan)
        expectEqual(Elementary.power(2, .signalingNaN), .nan)
    }

    @Test("power of a negative base is NaN unless the exponent is 0, and a base of -0 counts as +0")
    func powerOfNegativeBases() {
        for base: Double in [-1, -2, -.leastNonzeroMagnitude, -.infinity] {
            for exponent: Double in [1, -2, 0.5, .infinity, -.infinity, .nan] {
                expectEqual(Elementary.power(base, exponent), .nan)
            }
            expectEqual(Elementary.power(base, 0), 1)
            expectEqual(Elementary.power(base, -0.0), 1)
        }
        expectEqual(Elementary.power(-0.0, 3), 0)
        expectEqual(Elementary.power(-0.0, 0.5), 0)
        expectEqual(Elementary.power(-0.0, -3), .infinity)
        expectEqual(Elementary.power(-0.0, 0), 1)
    }

    // MARK: - Properties

    @Test("Powers that are doubles themselves come out exactly")
    func exactPowers() {
        for exponent in -1_074...1_023 {
            expectEqual(Elementary.power(2, Double(exponent)), Double(sign: .plus, exponent: exponent, significand: 1))
        }
        for base in 1...40 {
            var product = 1.0
            for exponent in 1...9 {
                product *= Double(base)
                expectEqual(Elementary.power(Double(base), Double(exponent)), product, "\(base)^\(exponent)")
            }
            expectEqual(Elementary.power(Double(base * base), 0.5), Double(base))
        }
        var random = SplitMix64(seed: 0x6578_6163)
        let seed = random.state
        var mismatches = 0
        for _ in 0..<3_000 {
            for x in [random.positiveBits(), random.subnormal(), random.number(in: 0...2)] {
                if Elementary.power(x, 1) != x { mismatches += 1 }
            }
        }
        #expect(mismatches == 0, "power(x, 1) != x; seed \(seed)")
    }

    @Test("sin is odd and cos even, bit for bit, and sincos returns the bits of both")
    func symmetries() {
        var random = SplitMix64(seed: 0x6f64_6401)
        let seed = random.state
        var mismatches = 0
        for _ in 0..<2_000 {
            for x in [random.number(in: -10...10), random.scaled(exponents: -40...16), random.positiveBits()] {
                let sine = Elementary.sin(x)
                let cosine = Elementary.cos(x)
                let both = Elementary.sincos(x)
                if Elementary.sin(-x) != -sine || Elementary.cos(-x) != cosine { mismatches += 1 }
                if both.sin.bitPattern != sine.bitPattern || both.cos.bitPattern != cosine.bitPattern {
                    mismatches += 1
                }
            }
        }
        #expect(mismatches == 0, "seed \(seed)")
    }

    @Test("sin and cos stay in [-1, 1] for every finite argument")
    func sineAndCosineAreBounded() {
        var random = SplitMix64(seed: 0x626f_7501)
        let seed = random.state
        var greatest = 0.0
        for _ in 0..<3_000 {
            let peak = random.number(in: -127_000...127_000).rounded() * (Double.pi / 2)
            for x in [peak, random.positiveBits(), -random.scaled(exponents: 1_000...1_023)] {
                let both = Elementary.sincos(x)
                #expect(both.sin.isFinite && both.cos.isFinite, "\(x); seed \(seed)")
                greatest = max(greatest, both.sin.magnitude, both.cos.magnitude)
            }
        }
        for x: Double in [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, 200_000.0.nextUp, 1e15, 1e22] {
            greatest = max(greatest, Elementary.sin(x).magnitude, Elementary.cos(x).magnitude)
            #expect(Elementary.sin(x).isFinite && Elementary.cos(x).isFinite)
        }
        #expect(greatest <= 1, "seed \(seed)")
    }

    @Test("Beyond 200000 the absolute error of sin and cos grows in proportion to the argument")
    func sineAndCosineBeyondTheDomain() {
        var random = SplitMix64(seed: 0x6265_7901)
        let seed = random.state
        var worst = 0.0
        for _ in 0..<2_000 {
            let x = random.scaled(exponents: 18...45)
            let sineError = (Elementary.sin(x) - Foundation.sin(x)).magnitude
            let cosineError = (Elementary.cos(x) - Foundation.cos(x)).magnitude
            worst = max(worst, sineError / x.magnitude, cosineError / x.magnitude)
        }
        #expect(worst <= 0x1p-51, "seed \(seed)")
    }

    // MARK: - Golden bit patterns

    @Test("On 4000 seeded arguments each, all functions return the recorded bits on every platform")
    func digestsOfManyResults() {
        var random = SplitMix64(seed: 0x6469_6701)
        var exponentials = BitDigest()
        var logarithms = BitDigest()
        var angles = BitDigest()
        var powers = BitDigest()
        for _ in 0..<2_000 {
            exponentials.add(Elementary.exp(random.number(in: -746...711)))
            exponentials.add(Elementary.exp(random.number(in: -1...1)))
            logarithms.add(Elementary.log(random.positiveBits()))
            logarithms.add(Elementary.log(random.number(in: 0.5...2)))
            for x in [random.number(in: -200_000...200_000), random.scaled(exponents: -30...60)] {
                angles.add(Elementary.sin(x))
                angles.add(Elementary.cos(x))
            }
            powers.add(Elementary.power(random.number(in: 0...4), random.number(in: -50...50)))
            powers.add(Elementary.power(random.number(in: 0.9...1.1), random.number(in: -5_000...5_000)))
        }
        #expect(exponentials.value == 0x2691_2d9b_2aef_951f, "exp")
        #expect(logarithms.value == 0xc229_2ca6_7c84_0a26, "log")
        #expect(angles.value == 0x8722_4fe9_fc45_f34a, "sin and cos")
        #expect(powers.value == 0xb43c_b458_a802_af05, "power")
    }

    @Test("exp returns the recorded bits on every platform")
    func goldenExponentials() {
        let golden: [(Double, UInt64)] = [
            (1, 0x4005_bf0a_8b14_5769),
            (-1, 0x3fd7_8b56_362c_ef38),
            (0.5, 0x3ffa_6129_8e1e_069c),
            (1e-3, 0x3ff0_0419_19b7_ee34),
            (-1e-10, 0x3fef_ffff_fff2_4190),
            (0.34657359, 0x3ff6_a09e_6664_0654),
            (10, 0x40d5_829d_cf95_0560),
            (-37.25, 0x3c93_278b_cd70_e981),
            (88.8, 0x47f1_4890_6c06_fc8a),
            (300.125, 0x5aff_c0ed_35ef_0037),
            (709.7, 0x7fed_75ae_7a50_ee14),
            (-700, 0x00d1_4f2b_0fb9_307f),
            (-708.9, 0x0009_ab77_c6e3_d8a4),
            (-740, 0x0000_0000_0000_0055),
        ]
        for (x, bits) in golden {
            expectEqual(Elementary.exp(x), Double(bitPattern: bits), "exp(\(x))")
        }
    }

    @Test("log returns the recorded bits on every platform")
    func goldenLogarithms() {
        let golden: [(Double, UInt64)] = [
            (2, 0x3fe6_2e42_fefa_39ef),
            (10, 0x4002_6bb1_bbb5_5516),
            (0.5, 0xbfe6_2e42_fefa_39ef),
            (0.1, 0xc002_6bb1_bbb5_5515),
            (1.001, 0x3f50_6035_4f8c_3cc4),
            (0.999, 0xbf50_6467_0d97_9b73),
            (1.0078125, 0x3f7f_e02a_6b10_6789),
            (0.99609375, 0xbf70_0805_5958_8b35),
            (1.4142135623730951, 0x3fd6_2e42_fefa_39f0),
            (1e-300, 0xc085_9634_47f8_7fb5),
            (1e300, 0x4085_9634_47f8_7fb5),
            (0x1p-1074, 0xc087_4385_446d_71c3),
            (0x1.8p-1040, 0xc086_83bd_a678_8ae4),
            (123456.789, 0x4027_7281_cad8_a844),
        ]
        for (x, bits) in golden {
            expectEqual(Elementary.log(x), Double(bitPattern: bits), "log(\(x))")
        }
    }

    @Test("sin returns the recorded bits on every platform")
    func goldenSines() {
        let golden: [(Double, UInt64)] = [
            (0.5, 0x3fde_aee8_744b_05f0),
            (1, 0x3fea_ed54_8f09_0cee),
            (-2, 0xbfed_18f6_ead1_b446),
            (3, 0x3fc2_1038_6db6_d55b),
            (0.7853981633974483, 0x3fe6_a09e_667f_3bcc),
            (1.5707963267948966, 0x3ff0_0000_0000_0000),
            (3.141592653589793, 0x3ca1_a626_3314_5c07),
            (100, 0xbfe0_3425_b78c_4db8),
            (-1234.5678, 0xbfb3_fa00_084e_e3dd),
            (45.553093477052, 0x3ff0_0000_0000_0000),
            (199999.5, 0xbfe1_4f18_2f2e_15e5),
            (1e-5, 0x3ee4_f8b5_88e1_e8a2),
            (1e6, 0xbfd6_664b_2553_9461),
            (1e22, 0x3fec_cfe4_9d5d_0c33),
        ]
        for (x, bits) in golden {
            expectEqual(Elementary.sin(x), Double(bitPattern: bits), "sin(\(x))")
        }
    }

    @Test("cos returns the recorded bits on every platform")
    func goldenCosines() {
        let golden: [(Double, UInt64)] = [
            (0.5, 0x3fec_1528_065b_7d50),
            (1, 0x3fe1_4a28_0fb5_068c),
            (-2, 0xbfda_a226_5753_7205),
            (3, 0xbfef_ae04_be85_e5d2),
            (0.7853981633974483, 0x3fe6_a09e_667f_3bcd),
            (1.5707963267948966, 0x3c91_a626_3314_5c07),
            (3.141592653589793, 0xbff0_0000_0000_0000),
            (100, 0x3feb_981d_bf66_5fdf),
            (-1234.5678, 0xbfef_e705_3dc3_1387),
            (45.553093477052, 0xbc26_d61b_58c9_9c43),
            (199999.5, 0x3fea_ea28_3c28_4194),
            (1e-5, 0x3fef_ffff_fff9_20c8),
            (1e6, 0x3fed_f9df_990a_cc2f),
            (1e22, 0xbfdb_d8d5_535c_bf58),
        ]
        for (x, bits) in golden {
            expectEqual(Elementary.cos(x), Double(bitPattern: bits), "cos(\(x))")
        }
    }

    @Test("power returns the recorded bits on every platform")
    func goldenPowers() {
        let golden: [(Double, Double, UInt64)] = [
            (2, 0.5, 0x3ff6_a09e_667f_3bcd),
            (10, -3.5, 0x3f34_b96b_e9c2_da2c),
            (0.3, 0.7, 0x3fdb_8d80_9c61_5f41),
            (1.0000001, 1e7, 0x4005_bf0a_790c_e6f2),
            (0.9999, -7e6, 0x7f0e_a21c_5f1e_3573),
            (1e-300, -1.02, 0x7f76_c8e5_ca23_9077),
            (1e300, -1.06, 0x0000_0000_0003_16a2),
            (0x1p-1074, 0.25, 0x2f26_a09e_667f_3bcd),
            (3.7, 541, 0x7fc1_c47d_0a67_6683),
            (0.123, 353.5, 0x0000_0000_0000_0027),
            (7, -1.5, 0x3fab_a539_079b_6475),
            (1.5, 0.001, 0x3ff0_01a9_3f47_a2b4),
            (123.456, 2.5, 0x4104_ac21_590d_c051),
        ]
        for (base, exponent, bits) in golden {
            expectEqual(Elementary.power(base, exponent), Double(bitPattern: bits), "power(\(base), \(exponent))")
        }
    }
}

// MARK: - Helpers

/// Expects the same bits, so that the sign of zero counts and NaN equals itself.
private func expectEqual(
    _ value: Double, _ expected: Double, _ comment: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(
        value.bitPattern == expected.bitPattern, "\(value) instead of \(expected) \(comment)",
        sourceLocation: sourceLocation)
}

/// How many doubles lie between two; 0 for two that are equal or both NaN, the maximum where only one is NaN.
private func ulpDistance(_ a: Double, _ b: Double) -> UInt64 {
    if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? 0 : .max }
    func position(_ x: Double) -> Int64 {
        let magnitude = Int64(bitPattern: x.bitPattern & 0x7fff_ffff_ffff_ffff)
        return x.sign == .minus ? -magnitude : magnitude
    }
    let (first, second) = (position(a), position(b))
    return UInt64(bitPattern: max(first, second) &- min(first, second))
}

/// The largest deviation seen between two implementations of a function, and where.
private struct Deviation: CustomStringConvertible {
    let function: String
    let seed: UInt64
    var random: SplitMix64
    var worst: UInt64 = 0
    var place = ""
    var count = 0

    init(of function: String, seed: UInt64) {
        self.function = function
        self.seed = seed
        random = SplitMix64(seed: seed)
    }

    mutating func record(_ value: Double, _ expected: Double, _ arguments: Double...) {
        count += 1
        let distance = ulpDistance(value, expected)
        if distance > worst {
            worst = distance
            place = "\(arguments): \(value) instead of \(expected)"
        }
    }

    var description: String { "\(function), seed \(seed), \(count) points: \(worst) ulp at \(place)" }
}

/// A number that changes, almost certainly, when a bit of any of the results fed into it does.
private struct BitDigest {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ result: Double) {
        value = (value ^ result.bitPattern) &* 0x0000_0100_0000_01b3
        value ^= value >> 32
    }
}

/// The generator of Steele, Lea and Flood (2014), enough for test inputs.
private struct SplitMix64 {
    private(set) var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// Uniform in the range, but for a negligible bias.
    mutating func integer(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// Uniform in the range.
    mutating func number(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + Double(next() >> 11) * 0x1p-53 * (range.upperBound - range.lowerBound)
    }

    /// A number of either sign whose binary exponent is uniform in the range of exponents of normal numbers.
    mutating func scaled(exponents: ClosedRange<Int>) -> Double {
        let exponent = UInt64(integer(in: exponents) + 1_023)
        return Double(bitPattern: next() & 0x800f_ffff_ffff_ffff | exponent << 52)
    }

    /// A positive finite number with uniform bits.
    mutating func positiveBits() -> Double { Double(bitPattern: 1 + next() % 0x7fef_ffff_ffff_ffff) }

    /// A positive subnormal number with a uniform number of bits.
    mutating func subnormal() -> Double { Double(bitPattern: 1 + next() >> UInt64(integer(in: 12...63))) }

    /// A number at most the given number of doubles away from another that is not zero, or that number itself if zero.
    mutating func neighbour(of x: Double, within steps: Int) -> Double {
        if x == 0 { return x }
        return Double(bitPattern: x.bitPattern &+ UInt64(bitPattern: Int64(integer(in: -steps...steps))))
    }
}
