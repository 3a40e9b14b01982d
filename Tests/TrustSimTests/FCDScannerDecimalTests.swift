import Foundation
import Testing

@testable import TrustSim

@Suite("FCD scanner: numbers")
struct FCDScannerDecimalTests {
    static func double(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBufferPointer { DecimalText.double($0) }
    }

    static func microseconds(_ text: String) -> Int64? {
        Array(text.utf8).withUnsafeBufferPointer { DecimalText.microseconds($0) }
    }

    /// The same bits, so that -0 is not 0.
    static func expectSame(_ text: String, _ comment: Comment? = nil) {
        let expected = Double(text).flatMap { $0.isFinite ? $0 : nil }
        #expect(double(text)?.bitPattern == expected?.bitPattern, comment ?? "\(text)")
    }

    static func digits(_ range: ClosedRange<Int>, _ random: inout FCDTestRandom) -> String {
        let count = Int.random(in: range, using: &random)
        return (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
    }

    @Test("numbers are those of Double(String), to the bit", arguments: 1...10 as ClosedRange<UInt64>)
    func randomDecimals(seed: UInt64) {
        var random = FCDTestRandom(state: seed)
        for _ in 0..<5000 {
            let sign = ["", "-", "+"].randomElement(using: &random) ?? ""
            var text = sign + Self.digits(0...12, &random)
            if Bool.random(using: &random) { text += "." + Self.digits(0...12, &random) }
            if Int.random(in: 0..<4, using: &random) == 0 {
                let range = Bool.random(using: &random) ? -30...30 : -400...400
                text += "e\(Int.random(in: range, using: &random))"
            }
            guard text.split(separator: "e", omittingEmptySubsequences: false)[0].contains(where: \.isNumber) else {
                #expect(Self.double(text) == nil, "seed \(seed): \(text)")
                continue
            }
            Self.expectSame(text, "seed \(seed): \(text)")
        }
    }

    @Test(
        "coordinates as SUMO writes them are those of Double(String), to the bit",
        arguments: 1...5 as ClosedRange<UInt64>)
    func randomCoordinates(seed: UInt64) {
        var random = FCDTestRandom(state: seed)
        for _ in 0..<5000 {
            let text = "\(Int.random(in: -99_999...99_999, using: &random)).\(Self.digits(2...6, &random))"
            Self.expectSame(text, "seed \(seed): \(text)")
        }
    }

    @Test(
        "numbers at the limits are those of Double(String), to the bit",
        arguments: [
            "0", "-0", "-0.0", "+0", "1.", ".5", "-.5", "00012.50", "9007199254740992", "9007199254740993",
            "9007199254740992e22", "9007199254740993e-22", "1e22", "1e23", "1e-22", "1e-23", "999999999999999999",
            "9999999999999999999", "18446744073709551615", "18446744073709551616", "1.7976931348623157e308", "1e308",
            "1e309", "-1e309", "4.9e-324", "2e-324", "2.2250738585072011e-308", "1E5", "1e+5", "1e-0", "0e99999999999",
            "1e99999999999999999999", "1e-99999999999999999999",
            "0." + String(repeating: "0", count: 4000) + "1e4001", "1" + String(repeating: "0", count: 400) + "e-400",
            String(repeating: "9", count: 4000), "0." + String(repeating: "3", count: 4000),
        ])
    func limits(text: String) {
        Self.expectSame(text)
    }

    @Test(
        "what is no decimal number is refused",
        arguments: [
            "", "-", "+", ".", "-.", "e5", ".e5", "1e", "1e+", "1e-", "1e5.", "1e5e5", "1.2.3", "--1", "+-1", "1 ",
            " 1",
            "1_000", "1,5", "0x1p3", "nan", "inf", "-infinity", "1f", "１", "1\0",
        ])
    func malformed(text: String) {
        #expect(Self.double(text) == nil)
        #expect(Self.microseconds(text) == nil)
    }

    @Test(
        "times are rounded to the nearest microsecond, halves away from zero",
        arguments: [
            ("0", 0), ("-0", 0), ("1", 1_000_000), ("25200.1", 25_200_100_000), ("0.0000004", 0), ("0.0000005", 1),
            ("-0.0000005", -1), ("0.00000049999999999999999999999999", 0), ("0.0000015", 2), ("-2.5e-6", -3),
            ("1e12", 1_000_000_000_000_000_000), ("-1e12", -1_000_000_000_000_000_000),
            ("10e11", 1_000_000_000_000_000_000),
            ("999999999999.999999", 999_999_999_999_999_999), ("8589934592.000001", 8_589_934_592_000_001),
            ("1e-99999999999", 0), ("0e99999999999", 0), ("0.00000000000009999999999999999999", 0), ("5e-7", 1),
            ("5e-20", 0),
            ("1.00000000000000000000000000000000", 1_000_000),
        ])
    func times(text: String, expected: Int64) {
        #expect(Self.microseconds(text) == expected)
    }

    @Test(
        "times beyond 1e12 seconds are refused",
        arguments: [
            "1000000000000.000001", "-1000000000001", "1e13", "1e99999999999999999999", "99999999999999999999999999",
            "2e12",
            "18446744073709551615", "1844674407370955161600e-2",
        ])
    func farTimes(text: String) {
        #expect(Self.microseconds(text) == nil)
    }

    @Test("whole microseconds are read exactly", arguments: 1...5 as ClosedRange<UInt64>)
    func randomTimes(seed: UInt64) {
        var random = FCDTestRandom(state: seed)
        for _ in 0..<2000 {
            let time =
                Int64.random(in: 0...1_000_000_000_000_000_000, using: &random)
                >> Int64.random(in: 0...50, using: &random)
            let part = String(time % 1_000_000)
            let text = "\(time / 1_000_000)." + String(repeating: "0", count: 6 - part.utf8.count) + part
            #expect(Self.microseconds(text) == time, "seed \(seed): \(text)")
            #expect(Self.microseconds("-" + text) == -time, "seed \(seed): -\(text)")
        }
    }
}
