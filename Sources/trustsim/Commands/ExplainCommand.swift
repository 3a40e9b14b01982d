import TrustSim

/// `trustsim explain`.
enum ExplainCommand: Command {
    static let spec = CommandSpec(
        name: "explain", abstract: "Say why one vehicle trusted or distrusted another.",
        discussion: "Does one run and takes apart the evaluator's last decision on a neighbour by a given time: own "
            + "evidence, reports and their weight, threshold, and what would have changed the verdict. What is not "
            + "given is chosen: a decision worth looking at.",
        arguments: [SharedOptions.scenario],
        options: [
            OptionSpec(name: "--evaluator", value: "vehicle", help: "Who decided, as v12 or by its name in the trace."),
            OptionSpec(name: "--subject", value: "vehicle", help: "About whom."),
            OptionSpec(name: "--at", value: "s", help: "When: the last evaluation by this time is explained."),
            OptionSpec(
                name: "--scheme", value: "name",
                help: "Whose decision (default: consensus-adaptive, or the first of the scenario)."),
            OptionSpec(name: "--seed", value: "N", help: "Base seed, from 0 to 4294967295."),
            OptionSpec(name: "--replication", value: "N", help: "Which replication, from 0 (default: 0)."),
            OptionSpec(name: "--set", value: "key.path=value", help: "Change a value of the scenario.", repeats: true),
        ] + SchemePrograms.options + [
            OptionSpec(name: "--format", value: "format", help: "table, json or markdown (default: table)."),
            OptionSpec(name: "--output", value: "FILE", help: "Write to a file instead of standard output."),
            OptionSpec(
                name: "--decide", value: "FILE",
                help: "Also write what the evaluator had, as a file for 'trustsim decide'."),
            OptionSpec(name: "--force", help: "Replace existing files."),
            OptionSpec(name: "--quiet", short: "-q", help: "No progress."),
        ],
        examples: [
            "trustsim explain Scenarios/open-square.json",
            "trustsim explain Scenarios/highway.json --evaluator v3 --at 120",
        ])

    /// Options of what the report itself names, and of where it goes.
    private static let chosen = ["--evaluator", "--subject", "--at", "--decide"]

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let format = try SharedOptions.format(arguments, among: ["table", "json", "markdown"])
        let seconds = try arguments.number("--at", in: -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
        let replication = try arguments.integer("--replication", in: 0...99_999) ?? 0
        let force = arguments.flag("--force")
        let outputs = [arguments.outputFile, arguments.value("--decide")].compactMap { $0 }
        for path in outputs { try AtomicFile.probe(path, overwriting: force) }
        let (plan, scheme) = try plan(arguments)
        try SharedOptions.checkDistinct(outputs, arguments, plan)
        var request = ExplanationRequest(scheme: scheme)
        request.evaluator = arguments.value("--evaluator")
        request.subject = arguments.value("--subject")
        request.seconds = seconds
        request.replication = replication
        Interruption.watch()
        let traces = try WatchedTraces.read(
            plan, scenarioPath: arguments.positionals[0], quiet: arguments.flag("--quiet"))
        var executor = Executor(plan: plan, traces: traces)
        executor.cancellation = Interruption.flag
        let meter = ProgressMeter(costs: [1])
        executor.meter = meter
        let progress = ProgressLine(meter, plan: plan, isShown: !arguments.flag("--quiet") && Console.showsProgress)
        defer { progress.clear() }
        let explanation: Explanation
        do {
            explanation = try executor.explain(request)
        } catch let problem as ExplanationProblem {
            throw CommandFailure(message: problem.message, code: .usage)
        }
        progress.clear()
        let report = ExplanationReport(explanation, command: RepeatableCommand.text(arguments, but: chosen))
        let output = arguments.outputFile
        if let path = arguments.value("--decide") {
            guard let file = report.decisionFile else {
                throw CommandFailure(
                    message: "'--decide' needs a group decision, which '\(scheme)' does not make", code: .usage)
            }
            try AtomicFile.write(file, to: path, overwriting: force)
        }
        try SharedOptions.deliver(bytes(of: report, format, isShown: output == nil), to: output, force: force)
        return .success
    }

    private static func bytes(of report: ExplanationReport, _ format: String, isShown: Bool) -> [UInt8] {
        switch format {
        case "json": report.json(version: TrustSimCommand.version)
        case "markdown": Array(report.markdown.utf8)
        default: Array(report.plain(width: min(80, Console.tableWidth ?? 80), color: isShown && Console.usesColor).utf8)
        }
    }

    /// The run with the scheme in it, and the name of the scheme as in tables.
    private static func plan(_ arguments: ParsedArguments) throws -> (Plan, String) {
        var file = try SharedOptions.file(arguments)
        let present = try Plan(file)
        let rows = present.cells[0].scenario.rowNames
        guard let wanted = arguments.value("--scheme") else {
            return (present, rows.contains("consensus-adaptive") ? "consensus-adaptive" : rows[0])
        }
        if rows.contains(wanted) { return (present, wanted) }
        let scenario = present.cells[0].scenario
        func add(_ name: String, to names: [String], key: String) throws {
            if names.contains(name) { return }
            let list = (names + [name]).map { "'\($0)'" }.joined(separator: ",")
            try file.set("\(key)=[\(list)]", option: "--scheme")
        }
        if let ablation = SchemeCatalog.ablation(named: wanted) {
            try add("consensus-adaptive", to: scenario.schemes, key: "schemes")
            try add(ablation, to: scenario.ablations, key: "ablations")
        } else if SchemeCatalog.names.contains(wanted) {
            try add(wanted, to: scenario.schemes, key: "schemes")
        } else {
            let all = SchemeCatalog.names + rows.filter { !SchemeCatalog.names.contains($0) }
            let names = wanted.contains("/") ? SchemeCatalog.ablatedNames : all
            throw UsageError(
                message: "Unknown scheme '\(escapedForMessage(wanted))'\(NearestName.hint(for: wanted, among: names))",
                command: "explain")
        }
        return (try Plan(file), wanted)
    }
}
