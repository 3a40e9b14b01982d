import TrustSim

/// `trustsim replay`.
enum ReplayCommand: Command {
    static let spec = CommandSpec(
        name: "replay", abstract: "Let the schemes decide on the logs of a data set.",
        discussion:
            "Receivers' logs drive the schemes in place of simulated beacons: verification by plausibility, ground "
            + "truth from labels or file names. Formats: VeReMi 2018 (veremi), its Extension (veremi-extension), VeReMi "
            + "NextGen (veremi-nextgen), VeReMiAP (veremi-ap), messages of F2MD (f2md), flat tables (table), and what "
            + "'run --log' writes (jsonl, csv). Several data sets are the runs of one result.",
        arguments: [
            ArgumentSpec(
                name: "directory",
                help:
                    "Directories with logs, or with folders of them, flat tables, folders of tables, or archives of any of "
                    + "these (.tar, .tar.gz, .tgz).",
                repeats: true)
        ],
        options: [
            OptionSpec(name: "--format", value: "format", help: "Format of the logs (default: auto)."),
            OptionSpec(
                name: "--scenario", value: "FILE", help: "Parameters, in place of those that the logs bring along."),
            OptionSpec(
                name: "--identity", value: "name",
                help: "pseudonym or sender: by what receivers know each other (default: pseudonym)."),
            OptionSpec(
                name: "--unlabelled", value: "word",
                help: "out or honest: what senders without a label count as (default: out)."),
            OptionSpec(
                name: "--columns", value: "FILE",
                help:
                    "Of a flat table: role=column,... or a file with them, and unit=s, ms, us or ns of its times; known "
                    + "tables need none."),
            OptionSpec(name: "--schemes", value: "a,b", help: "Schemes to compare; the trivial ones are always added."),
            OptionSpec(
                name: "--ablate", value: "a,b",
                help: "Mechanisms of consensus-adaptive to switch off, or all; a row each."),
            OptionSpec(name: "--calibration", value: "FILE", help: "Calibrated thresholds, for rows of their own."),
            OptionSpec(name: "--set", value: "key.path=value", help: "Change a value of the scenario.", repeats: true),
        ] + SchemePrograms.options + [
            OptionSpec(
                name: "--output-format", value: "format",
                help: "table, csv, json, jsonl, markdown or latex (default: table)."),
            OptionSpec(name: "--metrics", value: "a,b", help: "Metrics of tables; see 'trustsim list metrics'."),
            OptionSpec(name: "--checks", help: "Count message by message instead: each check, each scheme."),
            OptionSpec(name: "--output", value: "FILE", help: "Write to a file instead of standard output."),
            OptionSpec(name: "--decisions", value: "FILE", help: "Write every case as JSON lines."),
            SharedOptions.features,
            OptionSpec(
                name: "--series", value: "FILE", help: "Write decisions by bins of time as CSV; see Docs/Metrics.md."),
            SeriesOptions.bin,
            OptionSpec(name: "--by-vehicle", value: "FILE", help: "Write decisions by vehicle as CSV."),
            SeriesOptions.byProfile,
            OptionSpec(name: "--strata", help: "Split the table by the evaluator's own certainty."),
            OptionSpec(name: "--force", help: "Replace existing results."),
            OptionSpec(name: "--quiet", short: "-q", help: "No summary of the data set, no progress."),
        ],
        examples: [
            "trustsim replay VeReMi/attacker1 --schemes own-evidence,beta",
            "trustsim replay logs --checks",
        ])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let request = try ReplayRequest(arguments)
        let outputs =
            [arguments.outputFile, arguments.value("--decisions"), arguments.value("--features")].compactMap { $0 }
            + SeriesOptions.files(arguments)
        for path in outputs { try AtomicFile.probe(path, overwriting: arguments.flag("--force")) }
        try SharedOptions.checkDistinct(outputs, reading: arguments.values("--scenario"))
        Interruption.watch()
        let session = try ReplaySession(request)
        try session.finish()
        guard let complaint = session.complaint else { return .success }
        Console.error("Error: \(complaint)")
        return .data
    }
}

/// What is asked of `replay`.
struct ReplayRequest {
    let arguments: ParsedArguments
    let outputFormat: String
    let metrics: [Metric]
    /// Of the logs; nil: whatever it is.
    let format: DataSetFormat?
    let byPseudonym: Bool
    let unlabelledAreHonest: Bool
    let columns: TableColumns?

    init(_ arguments: ParsedArguments) throws {
        self.arguments = arguments
        try SharedOptions.refuseBesideChecks(arguments, command: "replay")
        outputFormat = try Self.outputFormat(arguments)
        metrics = try SharedOptions.metrics(arguments, standard: RunCommand.standardMetrics)
        format = try Self.format(arguments)
        byPseudonym = try Self.byPseudonym(arguments)
        unlabelledAreHonest = try Self.unlabelledAreHonest(arguments)
        columns = try Self.columns(arguments)
    }

    static func columns(_ arguments: ParsedArguments) throws -> TableColumns? {
        try arguments.value("--columns").map { try $0.contains("=") ? TableColumns($0) : TableColumns(file: $0) }
    }

    private static func outputFormat(_ arguments: ParsedArguments) throws -> String {
        let format = arguments.value("--output-format") ?? "table"
        guard SharedOptions.formats.contains(format) else {
            throw arguments.invalid(
                format, for: "--output-format", expected: SharedOptions.formats.joined(separator: ", "))
        }
        return format
    }

    static func format(_ arguments: ParsedArguments) throws -> DataSetFormat? {
        guard let name = arguments.value("--format"), name != "auto" else { return nil }
        guard let format = DataSetFormat(rawValue: name) else {
            let hint =
                ["table", "json", "markdown", "latex"].contains(name)
                ? " (for the output there is '--output-format')" : ""
            throw arguments.invalid(
                name, for: "--format",
                expected: (["auto"] + DataSetFormat.allCases.map(\.rawValue)).joined(separator: ", ") + hint)
        }
        return format
    }

    private static func unlabelledAreHonest(_ arguments: ParsedArguments) throws -> Bool {
        let word = arguments.value("--unlabelled") ?? "out"
        guard ["out", "honest"].contains(word) else {
            throw arguments.invalid(word, for: "--unlabelled", expected: "out, honest")
        }
        return word == "honest"
    }

    static func byPseudonym(_ arguments: ParsedArguments) throws -> Bool {
        let name = arguments.value("--identity") ?? "pseudonym"
        guard ["pseudonym", "sender"].contains(name) else {
            throw arguments.invalid(name, for: "--identity", expected: "pseudonym, sender")
        }
        return name == "pseudonym"
    }
}
