/// A JSON5 number taken apart as it was written, so that an integer can be had from it exactly.
struct NumberLiteral {
    /// Why a text is not a number.
    struct Malformed: Error {
        let reason: String
    }

    enum Form {
        case decimal, hexadecimal, infinity, notANumber
    }

    /// More digits of an exponent than this change nothing: the number is far out of range either way.
    private static let exponentLimit = 100_000

    private(set) var form = Form.decimal
    private(set) var isNegative = false
    /// The digits before the point, or the hexadecimal digits, as ASCII.
    private(set) var wholeDigits: [UInt8] = []
    /// The digits after the point, as ASCII.
    private(set) var fractionDigits: [UInt8] = []
    private(set) var exponent = 0

    private let text: [UInt8]
    private var index = 0

    /// Takes the text apart. All of it must be one number.
    init(_ text: [UInt8]) throws(Malformed) {
        self.text = text
        if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") {
            isNegative = current == UInt8(ascii: "-")
            index += 1
        }
        if takeWord("Infinity") {
            form = .infinity
        } else if takeWord("NaN") {
            form = .notANumber
        } else if current == UInt8(ascii: "0"), following == UInt8(ascii: "x") || following == UInt8(ascii: "X") {
            try parseHexadecimal()
        } else {
            try parseDecimal()
        }
        guard current == nil else { throw unexpected() }
    }

    private mutating func parseHexadecimal() throws(Malformed) {
        form = .hexadecimal
        index += 2
        wholeDigits = takeDigits { $0.hexadecimalDigit != nil }
        guard !wholeDigits.isEmpty else { throw expectedDigit("a hexadecimal digit after '0x'") }
    }

    private mutating func parseDecimal() throws(Malformed) {
        wholeDigits = takeDigits(where: \.isDecimalDigit)
        if wholeDigits.count > 1 && wholeDigits[0] == UInt8(ascii: "0") {
            throw Malformed(reason: "leading zeros are not allowed")
        }
        if current == UInt8(ascii: ".") {
            index += 1
            fractionDigits = takeDigits(where: \.isDecimalDigit)
        }
        guard !wholeDigits.isEmpty || !fractionDigits.isEmpty else { throw expectedDigit("a digit") }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            index += 1
            try parseExponent()
        }
    }

    private mutating func parseExponent() throws(Malformed) {
        let isNegativeExponent = current == UInt8(ascii: "-")
        if isNegativeExponent || current == UInt8(ascii: "+") { index += 1 }
        let digits = takeDigits(where: \.isDecimalDigit)
        guard !digits.isEmpty else { throw expectedDigit("a digit in the exponent") }
        for digit in digits where exponent < Self.exponentLimit {
            exponent = exponent * 10 + Int(digit - UInt8(ascii: "0"))
        }
        if isNegativeExponent { exponent = -exponent }
    }
}

extension NumberLiteral {
    /// The distance from zero when the number is an integer below 2^64, exactly.
    var integerMagnitude: UInt64? {
        switch form {
        case .infinity, .notANumber: nil
        case .hexadecimal: Self.integer(wholeDigits, radix: 16, trailingZeros: 0)
        case .decimal: decimalMagnitude
        }
    }

    private var decimalMagnitude: UInt64? {
        let digits = wholeDigits + fractionDigits
        guard let last = digits.lastIndex(where: { $0 != UInt8(ascii: "0") }) else { return 0 }
        let zeros = exponent - fractionDigits.count + (digits.count - 1 - last)
        guard zeros >= 0, zeros <= 20 else { return nil }
        return Self.integer(digits[...last], radix: 10, trailingZeros: zeros)
    }

    private static func integer(_ digits: some Sequence<UInt8>, radix: UInt64, trailingZeros: Int) -> UInt64? {
        var result: UInt64 = 0
        func append(_ digit: UInt8) -> Bool {
            let (product, overflow) = result.multipliedReportingOverflow(by: radix)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            result = sum
            return !overflow && !carry
        }
        for digit in digits {
            guard let value = digit.hexadecimalDigit, append(value) else { return nil }
        }
        for _ in 0..<trailingZeros {
            guard append(0) else { return nil }
        }
        return result
    }

    /// The nearest Double; infinite when the number is too large for one.
    var double: Double? {
        let magnitude: Double?
        switch form {
        case .infinity: magnitude = .infinity
        case .notANumber: magnitude = .nan
        case .hexadecimal: magnitude = Double("0x" + String(decoding: wholeDigits, as: UTF8.self))
        case .decimal:
            let whole = String(decoding: wholeDigits, as: UTF8.self)
            let fraction = String(decoding: fractionDigits, as: UTF8.self)
            magnitude = Double("0\(whole).\(fraction)0e\(exponent)")
        }
        return magnitude.map { isNegative ? -$0 : $0 }
    }
}

extension NumberLiteral {
    private var current: UInt8? { index < text.count ? text[index] : nil }

    private var following: UInt8? { index + 1 < text.count ? text[index + 1] : nil }

    private mutating func takeDigits(where isDigit: (UInt8) -> Bool) -> [UInt8] {
        let start = index
        while let byte = current, isDigit(byte) { index += 1 }
        return Array(text[start..<index])
    }

    private mutating func takeWord(_ word: StaticString) -> Bool {
        let isHere = text[index...].elementsEqual(
            UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        if isHere { index = text.count }
        return isHere
    }

    private func unexpected() -> Malformed {
        Malformed(reason: "unexpected \(rest)")
    }

    private func expectedDigit(_ what: String) -> Malformed {
        Malformed(reason: current == nil ? "expected \(what)" : "expected \(what), found \(rest)")
    }

    /// The first character that is left, in quotes.
    private var rest: String {
        let text = String(decoding: text[index...], as: UTF8.self)
        return "'\(escapedForMessage(String(text.prefix(1))))'"
    }
}

extension UInt8 {
    /// Whether the ASCII character is one of 0 to 9.
    var isDecimalDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    /// The value of the ASCII character as a hexadecimal digit.
    var hexadecimalDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
