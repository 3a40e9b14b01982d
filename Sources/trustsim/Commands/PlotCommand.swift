import TrustSim

/// `trustsim plot`.
enum PlotCommand: Command {
    static let spec = CommandSpec(
        name: "plot", abstract: "Draw a metric over the attacker ratio, or another value, as SVG.",
        discussion: "Mean and 95 % interval over the replications. What varies besides the axis and the lines is "
            + "averaged within each replication; '--where' picks some of it. Over time ('--x time', of a sweep with "
            + "'--series') the clock is that of the run; '--where clock=begin' counts from the begin of misconduct, 'end' "
            + "from its end. With '--format table' a chart of characters for the terminal.",
        arguments: [ArgumentSpec(name: "results", help: "The directory of a sweep or a study, or its runs.csv.")],
        options: [
            OptionSpec(name: "--metric", value: "name", help: "What to draw (default: balancedAccuracy)."),
            OptionSpec(name: "--x", value: "name", help: "What the x axis has (default: attackerRatio)."),
            OptionSpec(name: "--by", value: "name", help: "What lines differ in (default: scheme)."),
            OptionSpec(
                name: "--schemes", value: "a,b",
                help: "Schemes to draw, or all (default: without trivial ones, ablations and calibrated rows)."),
            OptionSpec(
                name: "--where", value: "key=a,b", help: "Only runs with one of these values.", repeats: true),
            OptionSpec(name: "--width", value: "mm", help: "Width of the picture (default: 88, a column)."),
            OptionSpec(name: "--range", value: "low:high", help: "The y axis (default: 0:1, or what there is)."),
            OptionSpec(name: "--interval", value: "kind", help: "bands, whiskers or auto (default: auto)."),
            OptionSpec(name: "--title", value: "text", help: "Title above the picture (default: none)."),
            OptionSpec(name: "--format", value: "format", help: "svg, table or csv (default: svg)."),
            OptionSpec(name: "--output", value: "FILE", help: "Write to a file instead of standard output."),
            OptionSpec(name: "--force", help: "Replace an existing file."),
        ],
        examples: [
            "trustsim plot results --metric f1 --output f1.svg",
            "trustsim plot study --where attackers.profile=colluders --where scenario=highway --format table",
            "trustsim plot results --x time --where clock=begin --metric recall --output noticed.svg",
            "trustsim plot study --x attackers.profile --where attackerRatio=0.3 --width 180 --output attacks.svg",
        ])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let format = try SharedOptions.format(arguments, among: ["svg", "table", "csv"])
        let metric = try SharedOptions.metric(named: arguments.value("--metric") ?? "balancedAccuracy", arguments)
        let width = try arguments.number("--width", in: 40...1000) ?? 88
        let range = try range(arguments)
        let bands = try bands(arguments)
        let asked = Self.keys(arguments)
        let (read, path) = try ResultFiles.read(arguments.positionals[0], keys: asked)
        let all = SplitResults.narrowed(read, named: asked)
        let x = try group("--x", standard: "attackerRatio", all, arguments)
        let by = try group("--by", standard: "scheme", all, arguments)
        if x == by {
            throw UsageError(message: "'--x' and '--by' are both '\(x)': they must differ", command: "plot")
        }
        let results = try ResultFilter.apply(
            arguments, to: all, named: path, mixesSchemes: x != "scheme" && by != "scheme")
        let output = arguments.outputFile
        let force = arguments.flag("--force")
        if let output {
            try SharedOptions.checkDistinct([output], reading: [path])
            try AtomicFile.probe(output, overwriting: force)
        }
        let plot = CurvePlot(results, metric: metric, x: x, by: by, xTitle: SplitResults.title(x, results))
        if plot.isEmpty {
            throw DataError(
                message: "\(escapedForMessage(path)): '\(metric.name)' is "
                    + (results.variedKeys.contains(RunFiles.profileColumn)
                        ? "not there, or undefined in every row" : "undefined in every run"))
        }
        let bytes: [UInt8]
        switch format {
        case "csv": bytes = plot.csv
        case "table": bytes = Array(plot.text.utf8)
        default:
            let title = arguments.value("--title") ?? ""
            bytes = Array(plot.svg(widthMillimeters: width, yRange: range, title: title, showsBands: bands).utf8)
        }
        try SharedOptions.deliver(bytes, to: output, force: force)
        return .success
    }

    /// Names that the figure is about.
    private static func keys(_ arguments: ParsedArguments) -> [String] {
        ["--x", "--by"].compactMap { arguments.value($0) }
            + arguments.values("--where").map { String($0.prefix { $0 != "=" }) }
    }

    private static func group(
        _ option: String, standard: String, _ results: ResultSet, _ arguments: ParsedArguments
    ) throws(UsageError) -> String {
        let name = arguments.value(option) ?? standard
        if results.groupNames.contains(name) { return name }
        if let split = SplitResults.files.first(where: { $0.keys.contains(name) }) {
            let origin = split.name == "series.csv" ? "made with --series" : "whose attackers have several profiles"
            throw UsageError(
                message: "'\(option) \(name)' needs a \(split.name) beside runs.csv: of a sweep \(origin)",
                command: "plot")
        }
        let split = SplitResults.files.flatMap(\.keys)
        let nearest = NearestName.nearest(to: name, among: results.groupNames + split)
        throw UsageError(
            message: "Unknown name '\(escapedForMessage(name))' in '\(option)'"
                + (nearest.map { "; did you mean '\($0)'?" } ?? NearestName.hint(for: name, among: results.groupNames)),
            command: "plot")
    }

    private static func range(_ arguments: ParsedArguments) throws(UsageError) -> ClosedRange<Double>? {
        guard let text = arguments.value("--range") else { return nil }
        let ends = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
        guard ends.count == 2, let low = ends[0], let high = ends[1], low < high, low >= -1e12, high <= 1e12,
            high - low >= 1e-9
        else {
            throw arguments.invalid(text, for: "--range", expected: "low:high, two numbers, the second greater")
        }
        return low...high
    }

    private static func bands(_ arguments: ParsedArguments) throws(UsageError) -> Bool? {
        switch arguments.value("--interval") ?? "auto" {
        case "auto": return nil
        case "bands": return true
        case "whiskers": return false
        case let other: throw arguments.invalid(other, for: "--interval", expected: "bands, whiskers or auto")
        }
    }
}

/// The runs that a figure is about.
enum ResultFilter {
    /// Applies `--where` and `--schemes`.
    ///
    /// - Parameter mixesSchemes: whether a figure would average over schemes, which says nothing: then one must be left.
    static func apply(
        _ arguments: ParsedArguments, to all: ResultSet, named path: String, mixesSchemes: Bool
    ) throws -> ResultSet {
        var results = all
        for text in arguments.values("--where") {
            guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")), sign != text.startIndex else {
                throw arguments.invalid(text, for: "--where", expected: "key=value")
            }
            let key = String(text[..<sign])
            guard all.groupNames.contains(key) else {
                throw UsageError(
                    message: "Unknown name '\(escapedForMessage(key))' in '--where'"
                        + NearestName.hint(for: key, among: all.groupNames), command: arguments.command.name)
            }
            let allowed = all.values(of: key)
            let wanted = String(text[text.utf8.index(after: sign)...])
            // A value may itself have commas.
            let values = allowed.contains(wanted) ? [wanted] : wanted.split(separator: ",").map(String.init)
            if values.isEmpty { throw arguments.invalid(text, for: "--where", expected: "key=value") }
            for value in values where !allowed.contains(value) { throw unknown(value, key, allowed, arguments) }
            results = results.keeping(key, in: values)
        }
        results = try schemes(
            arguments, results, all,
            isDefault: !arguments.values("--where").contains {
                $0.hasPrefix("scheme=")
            })
        if results.rows.isEmpty {
            throw DataError(message: "\(escapedForMessage(path)): no run fits all of the values asked for")
        }
        if mixesSchemes && results.schemes.count > 1 {
            throw UsageError(
                message: "Lines are not by scheme: choose one with '--schemes'", command: arguments.command.name)
        }
        return results
    }

    private static func schemes(
        _ arguments: ParsedArguments, _ results: ResultSet, _ all: ResultSet, isDefault: Bool
    ) throws -> ResultSet {
        guard let names = try arguments.list("--schemes") else {
            let main = results.schemes.filter { !SchemeCatalog.trivialNames.contains($0) && !$0.contains("/") }
            return isDefault && !main.isEmpty ? results.keeping("scheme", in: main) : results
        }
        if names == ["all"] { return results }
        for name in names where !all.schemes.contains(name) { throw unknown(name, "scheme", all.schemes, arguments) }
        return results.keeping("scheme", in: names)
    }

    private static func unknown(
        _ value: String, _ key: String, _ allowed: [String], _ arguments: ParsedArguments
    ) -> UsageError {
        let hint =
            NearestName.nearest(to: value, among: allowed).map { "; did you mean '\(escapedForMessage($0))'?" }
            ?? "; there are: \(allowed.map(escapedForMessage).joined(separator: ", "))"
        return UsageError(
            message: "There is no \(key) '\(escapedForMessage(value))' in the results\(hint)",
            command: arguments.command.name)
    }
}
