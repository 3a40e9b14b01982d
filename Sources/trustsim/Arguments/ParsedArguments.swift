import TrustSim

/// The arguments of one command, checked against its specification.
///
/// Options are asked for by their long name ("--seed"). Asking for one that the command does not declare is a
/// mistake in the program, which stops a debug build.
struct ParsedArguments {
    let command: CommandSpec
    /// Whether `--help` or `-h` was given. Then nothing else was read or checked: print the help and stop.
    let wantsHelp: Bool
    var positionals: [String] = []
    private var given: [String: [String]] = [:]

    init(command: CommandSpec, wantsHelp: Bool = false) {
        self.command = command
        self.wantsHelp = wantsHelp
    }

    /// Whether the option was given.
    func flag(_ name: String) -> Bool {
        given[name] != nil
    }

    /// The value of the option; of one that repeats, the last.
    func value(_ name: String) -> String? {
        given[name]?.last
    }

    /// The file that results go to; nil for standard output, for which `-` stands, too.
    var outputFile: String? { value("--output").flatMap { $0 == "-" ? nil : $0 } }

    /// All values of the option, in order.
    func values(_ name: String) -> [String] {
        given[name] ?? []
    }

    /// Takes another value in place of those given.
    mutating func replace(_ name: String, with value: String) {
        given[name] = [value]
    }

    /// Stores one occurrence of an option; a flag has the value "".
    mutating func record(_ name: String, value: String) {
        given[name, default: []].append(value)
    }
}

// MARK: - Typed values

extension ParsedArguments {
    /// The value as a whole number within `range`; nil when the option was not given.
    func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw invalid(text, for: name, expected: "a whole number" + Self.bounds(of: range))
        }
        return number
    }

    /// The value as a decimal number within `range`; nil when the option was not given.
    func number(_ name: String, in range: ClosedRange<Double>) throws(UsageError) -> Double? {
        guard let text = value(name) else { return nil }
        guard Self.isDecimal(text), let number = Double(text), number.isFinite, range.contains(number) else {
            throw invalid(text, for: name, expected: "a number" + Self.bounds(of: range))
        }
        return number
    }

    /// The parts of the values between commas, without the spaces around them; nil when the option was not given.
    func list(_ name: String) throws(UsageError) -> [String]? {
        guard flag(name) else { return nil }
        var parts: [String] = []
        for text in values(name) {
            let found = text.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
            guard !found.contains("") else { throw invalid(text, for: name, expected: "values separated by commas") }
            parts += found
        }
        return parts
    }

    /// The error for a value that the command refuses: "The value 'x' is invalid for '--seed <N>': expected ...".
    func invalid(_ value: String, for name: String, expected: String) -> UsageError {
        let synopsis = command.option(named: name)?.synopsis ?? name
        return UsageError(
            message: "The value '\(value)' is invalid for '\(synopsis)': expected \(expected)", command: command.name)
    }

    private static func bounds(of range: ClosedRange<Int>) -> String {
        let lower = range.lowerBound == .min ? nil : String(range.lowerBound)
        let upper = range.upperBound == .max ? nil : String(range.upperBound)
        return bounds(lower, upper)
    }

    private static func bounds(of range: ClosedRange<Double>) -> String {
        let isOpenBelow = range.lowerBound <= -Double.greatestFiniteMagnitude
        let isOpenAbove = range.upperBound >= Double.greatestFiniteMagnitude
        let lower = isOpenBelow ? nil : NumberText.csv(range.lowerBound)
        let upper = isOpenAbove ? nil : NumberText.csv(range.upperBound)
        return bounds(lower, upper)
    }

    private static func bounds(_ lower: String?, _ upper: String?) -> String {
        switch (lower, upper) {
        case (let lower?, let upper?): " from \(lower) to \(upper)"
        case (let lower?, nil): " of at least \(lower)"
        case (nil, let upper?): " of at most \(upper)"
        case (nil, nil): ""
        }
    }

    /// `Double` also reads "nan", "inf" and hexadecimal numbers, none of which anybody means here.
    private static func isDecimal(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): true
            default: false
            }
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
