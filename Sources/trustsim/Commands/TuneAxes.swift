import TrustSim

/// Axes of a search as written on the command line.
enum TuneAxes {
    private static let expected = "key.path=v1,v2, first:last:step, or with '--random' low..high and low..high:log"

    /// Reads `--vary`.
    ///
    /// - Throws: where a key is none of the scheme's, is given twice, or has no values; where a range has no grid.
    static func read(
        _ arguments: ParsedArguments, scheme: String, schemes: [SchemeEntry]
    ) throws(UsageError) -> [TuningAxis] {
        var axes: [TuningAxis] = []
        for text in arguments.values("--vary") {
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw arguments.invalid(text, for: "--vary", expected: expected)
            }
            let key = String(text[..<equals])
            if let problem = TuningKeys.problem(with: key, for: scheme, adding: schemes) {
                throw UsageError(message: problem, command: "tune")
            }
            if axes.contains(where: { $0.key == key }) {
                throw UsageError(message: "Key '\(key)' is varied twice", command: "tune")
            }
            let values = String(text[text.index(after: equals)...])
            axes.append(TuningAxis(key: key, values: try self.values(values, of: text, arguments)))
        }
        return axes
    }

    private static func values(
        _ text: String, of whole: String, _ arguments: ParsedArguments
    ) throws(UsageError) -> TuningAxis.Values {
        guard let dots = text.firstRange(of: ".."), !text.hasPrefix("["), !text.hasPrefix("'"), !text.hasPrefix("\"")
        else { return .list(try SweepValues.expand(text, "--vary", arguments)) }
        var end = text[dots.upperBound...]
        let isLogarithmic = end.hasSuffix(":log")
        if isLogarithmic { end = end.dropLast(4) }
        guard let low = Double(text[..<dots.lowerBound]), let high = Double(end), low.isFinite, high.isFinite,
            low < high
        else { throw arguments.invalid(whole, for: "--vary", expected: "low..high or low..high:log, low below high") }
        if isLogarithmic && low <= 0 {
            throw arguments.invalid(whole, for: "--vary", expected: "low..high:log with both above 0")
        }
        guard arguments.flag("--random") else {
            throw UsageError(
                message:
                    "'--vary \(whole)' is a range, which has no grid: give v1,v2 or first:last:step, or draw from it with "
                    + "'--random <N>'", command: "tune")
        }
        return .range(low: low, high: high, isLogarithmic: isLogarithmic)
    }

    /// Refuses a key that says how schemes decide: it would be set for the scheme, and its effect be lost.
    static func checkIsOfWorld(_ key: String, _ schemes: [SchemeEntry]) throws(UsageError) {
        let isScheme =
            ["baselines.", "parameters.", "tolerance."].contains { key.hasPrefix($0) }
            || ["mechanismsOff", "calibration"].contains(key)
        guard isScheme else { return }
        throw UsageError(
            message:
                "'\(key)' says how schemes decide; '--over' takes keys of the world, and '--vary' those of the scheme",
            command: "tune")
    }
}
