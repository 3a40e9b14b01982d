import TrustSim

/// `trustsim run`.
enum RunCommand: Command {
    static let standardMetrics = ["f1", "precision", "recall", "accuracy", "balancedAccuracy", "mcc", "auc"]

    static let spec = CommandSpec(
        name: "run", abstract: "Run a scenario and compare the schemes.",
        arguments: [SharedOptions.scenario],
        options: SharedOptions.experiment + SharedOptions.output
            + [
                OptionSpec(name: "--output", value: "FILE", help: "Write to a file instead of standard output."),
                OptionSpec(name: "--decisions", value: "FILE", help: "Write every case as JSON lines."),
                OptionSpec(
                    name: "--event-decisions", value: "FILE",
                    help: "Write every decision on a road event as JSON lines."),
                SharedOptions.features,
                OptionSpec(
                    name: "--series", value: "FILE",
                    help: "Write decisions by bins of time as CSV; see Docs/Metrics.md."),
                SeriesOptions.bin,
                OptionSpec(name: "--by-vehicle", value: "FILE", help: "Write decisions by vehicle as CSV."),
                SeriesOptions.byProfile,
                SeriesOptions.channel,
                OptionSpec(name: "--strata", help: "Split the table by the evaluator's own certainty."),
                OptionSpec(name: "--checks", help: "Count message by message instead: each check, each scheme."),
                OptionSpec(name: "--log", value: "DIR", help: "Write what each vehicle receives into a directory."),
                OptionSpec(
                    name: "--log-format", value: "format",
                    help: "veremi, veremi-extension, jsonl or csv (default: jsonl)."),
            ] + SharedOptions.execution,
        examples: [
            "trustsim run Scenarios/open-square.json",
            "trustsim run Scenarios/city.json --set attackers.ratio=0.5 --format latex",
        ])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let format = try SharedOptions.format(arguments)
        let metrics = try SharedOptions.metrics(arguments, standard: standardMetrics)
        try SharedOptions.refuseBesideChecks(arguments, command: "run")
        let force = arguments.flag("--force")
        let asked = try Plan(try SharedOptions.file(arguments))
        let caseFiles = ["--decisions", "--event-decisions"].compactMap { arguments.value($0) }
        let featureFile = arguments.value("--features")
        let outputs =
            [arguments.outputFile, featureFile].compactMap { $0 } + caseFiles + SeriesOptions.files(arguments)
        for path in outputs { try AtomicFile.probe(path, overwriting: force) }
        let directories = [arguments.value("--log")].compactMap { $0 }
        try SharedOptions.checkDistinct(outputs + directories, arguments, asked)
        let log = try LogOptions.log(arguments, plan: asked)
        try log?.probe()
        if featureFile != nil { try LogOptions.checkContents(asked, of: "features") }
        var session = try ExperimentSession(arguments, plan: asked)
        let plan = session.plan
        session.log = log
        session.logsCases = !caseFiles.isEmpty
        session.wanted = try SeriesOptions.wanted(arguments, plan, seconds: plan.longestSeconds(session.traces))
        SeriesOptions.explainFormat(arguments, isTable: SharedOptions.isForPeople(format))
        try SeriesOptions.checkChannel(arguments, plan)
        if arguments.flag("--dry-run") {
            Console.results(SharedOptions.render([session.forecast], format: "table", color: Console.usesColor))
            return .success
        }
        try session.checkMemory(arguments)
        session.features = try featureFile.map { try FeatureFile(path: $0, overwriting: force) }
        let outcome = try session.run()
        let output = arguments.outputFile
        let color = output == nil && Console.usesColor
        let bytes: [UInt8]
        if arguments.flag("--checks") {
            let scenario = plan.cells[0].scenario
            let table = MessageTable(outcome, scenario: scenario, attack: scenario.attackers.names)
            bytes = SharedOptions.render(table, format: format, color: color)
        } else {
            bytes = SharedOptions.render(outcome.results, of: plan, format: format, color: color) {
                var tables = ResultTables(outcome.results).schemeTables(metrics: metrics)
                if arguments.flag("--strata") { tables.append(StrataTable.table(outcome)) }
                return tables + SeriesOptions.tables(arguments, outcome, plan) + RunFiles.channelTables(outcome)
                    + RunFiles.authorityTables(outcome)
            }
        }
        try SeriesOptions.write(outcome, plan, session.wanted, arguments)
        try session.features?.finish()
        if let path = arguments.value("--decisions") {
            try AtomicFile.write(CaseLog.lines(outcome, plan: plan), to: path, overwriting: force)
        }
        if let path = arguments.value("--event-decisions") {
            try AtomicFile.write(CaseLog.eventLines(outcome, plan: plan), to: path, overwriting: force)
        }
        try SharedOptions.deliver(bytes, to: output, force: force)
        return .success
    }
}
