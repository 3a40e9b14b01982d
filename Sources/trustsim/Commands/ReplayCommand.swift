import TrustSim

/// `trustsim replay`.
enum ReplayCommand: Command {
    static let spec = CommandSpec(
        name: "replay", abstract: "Let the schemes decide on the logs of a data set.",
        discussion:
            "Receivers' logs drive the schemes in place of simulated beacons: verification by plausibility, ground "
            + "truth from labels or file names. Formats: VeReMi 2018 (veremi), its Extension (veremi-extension), VeReMi "
            + "NextGen (veremi-nextgen), VeReMiAP (veremi-ap), and what 'run --log' writes (jsonl, csv).",
        arguments: [ArgumentSpec(name: "directory", help: "The directory with the logs.")],
        options: [
            OptionSpec(name: "--format", value: "format", help: "Format of the logs (default: auto)."),
            OptionSpec(
                name: "--scenario", value: "FILE", help: "Parameters, in place of those that the logs bring along."),
            OptionSpec(
                name: "--identity", value: "name",
                help: "pseudonym or sender: by what receivers know each other (default: pseudonym)."),
            OptionSpec(name: "--schemes", value: "a,b", help: "Schemes to compare; the trivial ones are always added."),
            OptionSpec(
                name: "--ablate", value: "a,b",
                help: "Mechanisms of consensus-adaptive to switch off, or all; a row each."),
            OptionSpec(name: "--calibration", value: "FILE", help: "Calibrated thresholds, for rows of their own."),
            OptionSpec(name: "--set", value: "key.path=value", help: "Change a value of the scenario.", repeats: true),
            OptionSpec(
                name: "--output-format", value: "format",
                help: "table, csv, json, jsonl, markdown or latex (default: table)."),
            OptionSpec(name: "--metrics", value: "a,b", help: "Metrics of tables; see 'trustsim list metrics'."),
            OptionSpec(name: "--checks", help: "Show what each plausibility check catches instead."),
            OptionSpec(name: "--output", value: "FILE", help: "Write to a file instead of standard output."),
            OptionSpec(name: "--decisions", value: "FILE", help: "Write every case as JSON lines."),
            OptionSpec(name: "--strata", help: "Split the table by the evaluator's own certainty."),
            OptionSpec(name: "--force", help: "Replace existing results."),
            OptionSpec(name: "--quiet", short: "-q", help: "No summary of the data set, no progress."),
        ],
        examples: [
            "trustsim replay VeReMi/attacker1 --schemes own-evidence,beta",
            "trustsim replay logs --checks",
        ])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let output = arguments.outputFile
        let outputFormat = try outputFormat(arguments)
        let metrics = try SharedOptions.metrics(arguments, standard: RunCommand.standardMetrics)
        let format = try format(arguments)
        let byPseudonym = try byPseudonym(arguments)
        let force = arguments.flag("--force")
        let outputs = [output, arguments.value("--decisions")].compactMap { $0 }
        for path in outputs { try AtomicFile.probe(path, overwriting: force) }
        try SharedOptions.checkDistinct(outputs, reading: arguments.values("--scenario"))
        Interruption.watch()
        let replay = try DataSetReplay(
            directory: arguments.positionals[0], format: format, byPseudonym: byPseudonym,
            cancellation: Interruption.flag)
        let base = try arguments.value("--scenario").map { try ScenarioFile(path: $0) } ?? replay.scenarioFile()
        let (plan, leftOut) = try replay.plan(try SharedOptions.applied(arguments, to: base))
        try checkMemory(plan)
        if !arguments.flag("--quiet") { Console.error(replay.summary) }
        for warning in replay.warnings { Console.error("Warning: \(warning)") }
        for name in leftOut { Console.error("Warning: \(name) cannot be replayed and is left out") }
        let meter = ProgressMeter(costs: [1])
        let progress = ProgressLine(meter, plan: plan, isShown: !arguments.flag("--quiet") && Console.showsProgress)
        defer { progress.clear() }
        let outcome = try replay.run(
            plan, logsCases: arguments.flag("--decisions"), cancellation: Interruption.flag, meter: meter)
        progress.clear()
        let color = output == nil && Console.usesColor
        let bytes: [UInt8]
        if arguments.flag("--checks") {
            bytes = checks(outcome, replay, plan, format: outputFormat, color: color)
        } else {
            bytes = SharedOptions.render(
                outcome.results, of: plan, format: outputFormat, color: color, more: replay.description(outcome)
            ) {
                var tables = ResultTables(outcome.results).schemeTables(metrics: metrics)
                if arguments.flag("--strata") { tables.append(StrataTable.table(outcome)) }
                return tables
            }
        }
        if let path = arguments.value("--decisions") {
            try AtomicFile.write(
                CaseLog.lines(outcome, plan: plan, traces: try TraceLibrary(plan, scenarioPath: "")), to: path,
                overwriting: force)
        }
        try SharedOptions.deliver(bytes, to: output, force: force)
        return .success
    }

    private static func checks(
        _ outcome: Executor.Outcome, _ replay: DataSetReplay, _ plan: Plan, format: String, color: Bool
    ) -> [UInt8] {
        let names = replay.attackNames
        let row = CheckTable.Row(
            attack: names.isEmpty ? "none" : names.joined(separator: " "),
            tally: outcome.runs[0].result.statistics.checks)
        let table = CheckTable(rows: [row], scenario: plan.cells[0].scenario)
        return format == "csv" ? table.csv : SharedOptions.render([table.text], format: format, color: color)
    }

    private static func checkMemory(_ plan: Plan) throws {
        // Memory for the vehicles; that for the logs is small.
        let needed = Double(plan.cells[0].scenario.vehicles) * 20_000
        guard needed > 0.9 * MemoryLimit.bytes else { return }
        throw CommandFailure(
            message: "this would need about \(ExperimentSession.memory(needed)) of memory", code: .failure)
    }

    private static func outputFormat(_ arguments: ParsedArguments) throws -> String {
        let allowed =
            arguments.flag("--checks")
            ? SharedOptions.formats.filter { !["json", "jsonl"].contains($0) } : SharedOptions.formats
        let format = arguments.value("--output-format") ?? "table"
        guard allowed.contains(format) else {
            throw arguments.invalid(format, for: "--output-format", expected: allowed.joined(separator: ", "))
        }
        return format
    }

    private static func format(_ arguments: ParsedArguments) throws -> DataSetFormat? {
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

    private static func byPseudonym(_ arguments: ParsedArguments) throws -> Bool {
        let name = arguments.value("--identity") ?? "pseudonym"
        guard ["pseudonym", "sender"].contains(name) else {
            throw arguments.invalid(name, for: "--identity", expected: "pseudonym, sender")
        }
        return name == "pseudonym"
    }
}
