import Foundation
import TrustSim

/// Options that `run` and `sweep` have in common.
enum SharedOptions {
    static let formats = ["table", "csv", "json", "jsonl", "markdown", "latex"]

    static let scenario = ArgumentSpec(name: "scenario", help: "The scenario file (JSON5).")

    static let experiment: [OptionSpec] =
        [
            OptionSpec(name: "--seed", value: "N", help: "Base seed, from 0 to 4294967295."),
            OptionSpec(name: "--replications", value: "N", help: "Number of replications."),
            OptionSpec(name: "--schemes", value: "a,b", help: "Schemes to compare; the trivial ones are always added."),
            OptionSpec(
                name: "--ablate", value: "a,b",
                help: "Mechanisms of consensus-adaptive to switch off, or all; a row each."),
            OptionSpec(name: "--calibration", value: "FILE", help: "Calibrated thresholds, for rows of their own."),
            OptionSpec(name: "--set", value: "key.path=value", help: "Change a value of the scenario.", repeats: true),
        ] + SchemePrograms.options

    static let output: [OptionSpec] = [
        OptionSpec(
            name: "--format", value: "format", help: "table, csv, json, jsonl, markdown or latex (default: table)."),
        OptionSpec(name: "--metrics", value: "a,b", help: "Metrics of tables; see 'trustsim list metrics'."),
    ]

    static let features = OptionSpec(
        name: "--features", value: "FILE", help: "Write every beacon received as a row of a CSV table.")

    static let execution: [OptionSpec] = [
        OptionSpec(name: "--force", help: "Replace existing results."),
        OptionSpec(name: "--jobs", value: "N", help: "Runs at a time (default: one for each core)."),
        OptionSpec(
            name: "--max-memory", value: "MiB", help: "Memory that may be used (default: 90 % of what there is)."),
        OptionSpec(name: "--dry-run", help: "Print runs, estimated time and memory; run nothing."),
        OptionSpec(name: "--profile", help: "Print time by phase, and counts, on standard error."),
        OptionSpec(name: "--quiet", short: "-q", help: "No progress."),
    ]

    /// Refuses what has no effect on a table of checks.
    static func refuseBesideChecks(_ arguments: ParsedArguments, command: String) throws {
        guard arguments.flag("--checks") else { return }
        let others = [
            "--strata": arguments.flag("--strata"), "--metrics": arguments.value("--metrics") != nil,
            "--by-profile": arguments.flag("--by-profile"),
        ]
        for name in others.keys.sorted() where others[name] == true {
            throw UsageError(
                message: "'\(name)' has no effect with '--checks', which counts messages; leave one of them out",
                command: command)
        }
    }

    /// The scenario with the options of the command line.
    static func file(_ arguments: ParsedArguments) throws -> ScenarioFile {
        try applied(arguments, to: ScenarioFile(path: arguments.positionals[0]))
    }

    /// A scenario with the options of the command line, as far as the command has them.
    static func applied(_ arguments: ParsedArguments, to scenario: ScenarioFile) throws -> ScenarioFile {
        var file = scenario
        for assignment in arguments.values("--set") { try file.set(assignment) }
        if let seed = try arguments.integer("--seed", in: 0...4_294_967_295) {
            try file.set(["seed"], to: number(seed, "--seed"))
        }
        if let replications = try arguments.integer("--replications", in: 1...100_000) {
            try file.set(["replications"], to: number(replications, "--replications"))
        }
        if let schemes = try arguments.list("--schemes") {
            let names = schemes == ["all"] ? SchemeCatalog.names : schemes
            try file.set("schemes", toNames: names, option: "--schemes \(schemes.joined(separator: ","))")
        }
        if let ablations = try arguments.list("--ablate") {
            let names = ablations == ["all"] ? SchemeCatalog.ablationNames : ablations
            try file.set("ablations", toNames: names, option: "--ablate \(ablations.joined(separator: ","))")
        }
        try SchemePrograms.add(arguments, to: &file)
        if let path = arguments.value("--calibration") {
            try file.set(["calibration"], to: calibration(try CalibrationFile.read(path, adding: file.schemes), path))
        }
        return file
    }

    private static func calibration(_ thresholds: [String: Double], _ path: String) -> JSONNode {
        let position = SourcePosition(origin: .option("--calibration \(path)"), line: 1, column: 1)
        return JSONNode(
            value: .object(
                thresholds.sorted { $0.key < $1.key }.map { name, value in
                    JSONNode.Member(
                        key: name, keyPosition: position,
                        value: JSONNode(
                            value: .number(value, literal: NumberText.csv(value)), position: position))
                }), position: position)
    }

    private static func number(_ value: Int, _ option: String) -> JSONNode {
        let position = SourcePosition(origin: .option("\(option) \(value)"), line: 1, column: 1)
        return JSONNode(value: .number(Double(value), literal: String(value)), position: position)
    }

    static func format(_ arguments: ParsedArguments, among names: [String] = formats) throws(UsageError) -> String {
        let format = arguments.value("--format") ?? names[0]
        guard names.contains(format) else {
            throw arguments.invalid(format, for: "--format", expected: names.joined(separator: ", "))
        }
        return format
    }

    static func metrics(_ arguments: ParsedArguments, standard: [String]) throws(UsageError) -> [Metric] {
        var metrics: [Metric] = []
        for name in try arguments.list("--metrics") ?? standard { metrics.append(try metric(named: name, arguments)) }
        return metrics
    }

    static func metric(named name: String, _ arguments: ParsedArguments) throws(UsageError) -> Metric {
        if let metric = Metric.named(name) { return metric }
        let nearest = NearestName.nearest(to: name, among: Metric.all.map(\.name))
        let hint = nearest.map { "; did you mean '\($0)'?" } ?? "; see 'trustsim list metrics'"
        throw UsageError(
            message: "Unknown metric '\(escapedForMessage(name))'\(hint)", command: arguments.command.name)
    }

    static func jobs(_ arguments: ParsedArguments) throws -> Int {
        try arguments.integer("--jobs", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
    }

    /// Results in any format; tables are made only where the format is one for people.
    static func render(
        _ results: ResultSet, of plan: Plan, format: String, color: Bool, more: [(String, JSONNode)] = [],
        tables: () -> [TextTable]
    ) -> [UInt8] {
        switch format {
        case "csv": return results.csv
        case "jsonl": return ResultJSON.lines(results)
        case "json":
            return ResultJSON.document(
                results, scenario: plan.cells[0].scenario, version: TrustSimCommand.version, more: more)
        default: return render(tables(), format: format, color: color)
        }
    }

    /// Messages in any format.
    static func render(
        _ table: MessageTable, format: String, color: Bool, more: [(String, JSONNode)] = []
    ) -> [UInt8] {
        switch format {
        case "csv": table.csv
        case "jsonl": table.lines
        case "json": table.document(version: TrustSimCommand.version, more: more)
        default: render([table.text], format: format, color: color)
        }
    }

    /// Whether a format is one of tables for people.
    static func isForPeople(_ format: String) -> Bool { ["table", "markdown", "latex"].contains(format) }

    /// Text or bytes of tables in a format for people.
    static func render(_ tables: [TextTable], format: String, color: Bool) -> [UInt8] {
        let texts = tables.map { table in
            switch format {
            case "markdown": table.markdown()
            case "latex": table.latex()
            default: table.plain(color: color, width: Console.tableWidth)
            }
        }
        return Array((texts.map(trimmedEnd).joined(separator: "\n\n") + "\n").utf8)
    }

    private static func trimmedEnd(_ text: String) -> String {
        var text = Substring(text)
        while text.last == "\n" { text.removeLast() }
        return String(text)
    }

    /// Refuses to write one file twice, or over what is read.
    static func checkDistinct(_ outputs: [String], reading inputs: [String]) throws {
        func real(_ path: String) -> String {
            URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
        }
        var seen = Set(inputs.map(real))
        for path in outputs where !seen.insert(real(path)).inserted {
            throw CommandFailure(
                message: "'\(escapedForMessage(path))' is given for two different things", code: .usage)
        }
    }

    /// The same for what a scenario command reads: the scenario, its traces, thresholds.
    static func checkDistinct(_ outputs: [String], _ arguments: ParsedArguments, _ plan: Plan) throws {
        let scenario = arguments.positionals[0]
        let inputs = [scenario] + TraceLibrary.files(of: plan, scenarioPath: scenario)
        try checkDistinct(outputs, reading: inputs + arguments.values("--calibration"))
    }

    /// Writes results to a file, or to standard output.
    static func deliver(_ bytes: [UInt8], to path: String?, force: Bool) throws {
        guard let path else { return Console.results(bytes) }
        try AtomicFile.write(bytes, to: path, overwriting: force)
    }
}
