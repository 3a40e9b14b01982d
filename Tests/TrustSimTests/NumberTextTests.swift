import Testing

@testable import TrustSim

@Suite("Numbers as text")
struct NumberTextTests {
    @Test(
        "a fixed number of digits is rounded from the shortest decimal, halves away from zero",
        arguments: [
            (0.5, 0, "1"), (0.4, 0, "0"), (0.125, 2, "0.13"), (2.675, 2, "2.68"), (-2.675, 2, "-2.68"), (1, 3, "1.000"),
            (9.995, 2, "10.00"), (99.5, 0, "100"), (0.0006, 3, "0.001"), (0.0004, 3, "0.000"), (0.05, 1, "0.1"),
            (0.04, 0, "0"), (123.456, 1, "123.5"), (12, 0, "12"), (0, 2, "0.00"), (1e-05, 5, "0.00001"),
            (1.25e20, 1, "125000000000000000000.0"), (.leastNonzeroMagnitude, 3, "0.000"), (1.5, -3, "2"),
            (-1234.5, 1, "-1234.5"),
        ])
    func fixed(value: Double, digits: Int, expected: String) {
        #expect(NumberText.fixed(value, digits: digits) == expected)
    }

    @Test("numbers add up as printed, each within one step of itself")
    func addingUp() {
        #expect(NumberText.addingUp([1.004, 1.004, 1.004], digits: 2) == ["1.01", "1.00", "1.00"])
        #expect(NumberText.addingUp([-0.005, -0.004], digits: 2) == ["-0.01", "0.00"])
        #expect(NumberText.addingUp([], digits: 2).isEmpty)
        var draws = RandomSource(seed: 3, replication: 0).stream(.attacker, 1)
        for count in 1...60 {
            let values = (0..<count).map { _ in draws.uniform(-20, 20) }
            let printed = NumberText.addingUp(values, digits: 2).map { Int((Double($0)! * 100).rounded()) }
            let total = Double(NumberText.fixed(values.reduce(0, +), digits: 2))! * 100
            #expect(printed.reduce(0, +) == Int(total.rounded()))
            for (value, steps) in zip(values, printed) { #expect(abs(value * 100 - Double(steps)) < 1.01) }
        }
    }

    @Test("what rounds to zero has no sign", arguments: [-0.0, -0.001, -0.004, -.leastNonzeroMagnitude])
    func noNegativeZero(value: Double) {
        #expect(NumberText.fixed(value, digits: 2) == "0.00")
        #expect(NumberText.fixed(-0.006, digits: 2) == "-0.01")
    }

    @Test("no value and no number of digits stops the program")
    func extremes() {
        #expect(NumberText.fixed(.infinity, digits: 2) == "–")
        #expect(NumberText.fixed(-.infinity, digits: 2) == "–")
        #expect(NumberText.fixed(.nan, digits: 2) == "–")
        #expect(NumberText.fixed(1e308, digits: 1) == "1" + String(repeating: "0", count: 308) + ".0")
        #expect(
            NumberText.fixed(.leastNonzeroMagnitude, digits: 324) == "0." + String(repeating: "0", count: 323) + "5")
        #expect(NumberText.fixed(1, digits: .max).count == 1002)
        #expect(NumberText.fixed(1e-300, digits: .min) == "0")
    }

    @Test("enough digits read back as the same number")
    func fixedRoundTrip() {
        let seed: UInt64 = 20_260_101
        var generator = SplitMix(state: seed)
        for _ in 0..<2_000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            #expect(Double(NumberText.fixed(value, digits: 400)) == value, "seed \(seed), value \(value)")
            #expect(Double(NumberText.csv(value)) == value, "seed \(seed), value \(value)")
        }
    }

    @Test("rounding errs by at most half a unit of the last digit")
    func fixedIsNear() throws {
        let seed: UInt64 = 7
        var generator = SplitMix(state: seed)
        for _ in 0..<2_000 {
            let value = Double.random(in: -1_000...1_000, using: &generator)
            let rounded = try #require(Double(NumberText.fixed(value, digits: 3)))
            #expect(abs(rounded - value) <= 0.000_5 + 1e-12, "seed \(seed), value \(value)")
        }
    }

    @Test(
        "a field of a CSV file is the shortest text of its number",
        arguments: [
            (0.5, "0.5"), (1, "1"), (-3, "-3"), (0.1 + 0.2, "0.30000000000000004"), (1e-05, "1e-05"), (1e100, "1e+100"),
            (-0.0, "0"), (100, "100"), (.nan, ""), (.infinity, ""), (-.infinity, ""),
        ])
    func csv(value: Double, expected: String) {
        #expect(NumberText.csv(value) == expected)
    }

    @Test(
        "ratios for people have at most four digits behind the point",
        arguments: [(0.05555555, "0.0556"), (0.3, "0.3"), (1.0, "1"), (-0.00001, "0"), (1e7 + 0.125, "10000000.125")])
    func short(value: Double, expected: String) {
        #expect(NumberText.short(value) == expected)
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
