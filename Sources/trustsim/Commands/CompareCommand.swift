import TrustSim

/// `trustsim compare`.
enum CompareCommand: Command {
    static let spec = CommandSpec(
        name: "compare", abstract: "Test differences between schemes, paired by replication.",
        discussion: "In each cell of a sweep one scheme, the reference, is compared with every other: mean difference "
            + "with its 95 % interval, Wilcoxon signed-rank test with Holm's correction, effect size, non-inferiority. "
            + "At least 20 replications are wanted.",
        arguments: [ArgumentSpec(name: "results", help: "The directory of a sweep, or its runs.csv.")],
        options: [
            OptionSpec(name: "--metric", value: "name", help: "What to compare (default: balancedAccuracy)."),
            OptionSpec(
                name: "--reference", value: "scheme",
                help: "A scheme, or best for the best of each cell (default: consensus-adaptive, or the first)."),
            OptionSpec(
                name: "--margin", value: "number",
                help: "Non-inferiority margin, in the unit of the metric (default: 0.01)."),
            OptionSpec(name: "--trivial", help: "Compare with the trivial schemes too."),
            OptionSpec(
                name: "--format", value: "format", help: "table, csv, json, markdown or latex (default: table)."),
            OptionSpec(name: "--output", value: "FILE", help: "Write to a file instead of standard output."),
            OptionSpec(name: "--force", help: "Replace an existing file."),
        ],
        examples: [
            "trustsim compare results",
            "trustsim compare results --metric f1 --reference best --margin 0.02 --format latex",
        ])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let format = try SharedOptions.format(arguments, among: ["table", "csv", "json", "markdown", "latex"])
        let metric = try metric(arguments)
        let margin = try arguments.number("--margin", in: 0...Double.greatestFiniteMagnitude)
        if arguments.value("--reference") == "best" && metric.preference == .neither {
            throw UsageError(
                message: "'--reference best' needs a metric with a better direction, which '\(metric.name)' has not",
                command: "compare")
        }
        let (results, path) = try ResultFiles.read(arguments.positionals[0])
        let reference = try reference(arguments, results)
        let output = arguments.outputFile
        let force = arguments.flag("--force")
        if let output { try AtomicFile.probe(output, overwriting: force) }
        let comparison = SchemeComparison(
            results, metrics: [metric], reference: reference, margin: margin ?? SchemeComparison.standardMargin,
            includesTrivial: arguments.flag("--trivial"))
        if comparison.families.isEmpty { throw nothingToCompare(metric, results, path) }
        let bytes: [UInt8]
        switch format {
        case "csv": bytes = comparison.csv
        case "json": bytes = comparison.json
        default:
            bytes = SharedOptions.render(
                comparison.tables, format: format, color: output == nil && Console.usesColor)
        }
        try SharedOptions.deliver(bytes, to: output, force: force)
        return .success
    }

    private static func metric(_ arguments: ParsedArguments) throws(UsageError) -> Metric {
        let name = arguments.value("--metric") ?? "balancedAccuracy"
        return try SharedOptions.metric(named: name, arguments)
    }

    private static func reference(
        _ arguments: ParsedArguments, _ results: ResultSet
    ) throws(UsageError) -> SchemeComparison.Reference {
        guard let name = arguments.value("--reference") else { return .standard }
        if name == "best" { return .best }
        let schemes = results.schemes
        if schemes.contains(name) { return .named(name) }
        let hint =
            NearestName.nearest(to: name, among: schemes).map { ". Did you mean '\($0)'?" }
            ?? "; there are: best, \(schemes.joined(separator: ", "))"
        throw UsageError(
            message: "There is no scheme '\(escapedForMessage(name))' in the results\(hint)", command: "compare")
    }

    private static func nothingToCompare(_ metric: Metric, _ results: ResultSet, _ path: String) -> DataError {
        let place = Metric.index(of: metric.name) ?? 0
        let isDefined = results.rows.contains { $0.values[place] != nil }
        return DataError(
            message: escapedForMessage(path) + ": "
                + (isDefined
                    ? "no cell has two schemes to compare, trivial ones aside; '--trivial' adds them"
                    : "'\(metric.name)' is undefined in every run"))
    }
}
