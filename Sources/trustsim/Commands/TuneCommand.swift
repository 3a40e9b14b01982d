import TrustSim

/// `trustsim tune`.
enum TuneCommand: Command {
    static let spec = CommandSpec(
        name: "tune", abstract: "Look for better values of the keys of a scheme.",
        discussion:
            "Every combination of the values of '--vary', or with '--random' some drawn ones, decides in the same worlds; the best "
            + "mean of the metric over all cells and replications is chosen. These worlds are kept for searches: no run, "
            + "sweep or study has them. The choice is then tried beside the values of the scenario in others again, where "
            + "nothing was looked for. --vary takes keys of the scheme, --over keys of the world over which the mean is taken.",
        arguments: [SharedOptions.scenario],
        options: [
            OptionSpec(
                name: "--scheme", value: "name", help: "The scheme to tune; one of '--scheme-program', too.",
                completion: .words(SchemeCatalog.names.filter { !TuningKeys.keys(of: $0).isEmpty })),
            OptionSpec(
                name: "--vary", value: "key.path=values",
                help: "Values of a key of the scheme, as v1,v2 or first:last:step; with '--random' also low..high, or "
                    + "low..high:log.",
                repeats: true),
            OptionSpec(
                name: "--random", value: "N", help: "Draw N points, each with a value of every key, in place of a grid."
            ),
            OptionSpec(
                name: "--metric", value: "name", help: "What is to be made better (default: balancedAccuracy)."),
            OptionSpec(
                name: "--attacker-ratio", value: "ratios",
                help: "Ratios over which the mean is taken, as for sweep (default: that of the scenario)."),
            OptionSpec(
                name: "--over", value: "key.path=v1,v2",
                help: "Values of a key of the world over which the mean is taken.", repeats: true,
                completion: .assignment),
            OptionSpec(name: "--seed", value: "N", help: "Base seed, from 0 to 4294967295."),
            OptionSpec(name: "--replications", value: "N", help: "Replications of each cell in the search."),
            OptionSpec(
                name: "--held-out", value: "N",
                help: "Replications in which the choice is tried, from 2 (default: as in the search)."),
            OptionSpec(name: "--set", value: "key.path=value", help: "Change a value of the scenario.", repeats: true),
        ] + SchemePrograms.options
            + [
                OptionSpec(
                    name: "--format", value: "format",
                    help: "table, csv, json, jsonl, markdown or latex (default: table)."),
                OptionSpec(name: "--output", value: "FILE", help: "Write choice, command and all points as JSON."),
            ] + SharedOptions.execution,
        examples: [
            "trustsim tune my-scenario.json --scheme beta --vary baselines.beta.threshold=0.3:0.9:0.05",
            "trustsim tune my-scenario.json --scheme travos --random 50 --vary baselines.travos.threshold=0.3..0.9 "
                + "--vary baselines.travos.epsilon=0.05..0.5:log --attacker-ratio 0.1,0.3,0.5 --output travos.json",
        ])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let format = try SharedOptions.format(arguments)
        let output = arguments.outputFile
        if let output { try AtomicFile.probe(output, overwriting: arguments.flag("--force")) }
        let request = try TuneRequest(arguments)
        let tuning = request.tuning
        if let output { try SharedOptions.checkDistinct([output], arguments, tuning.cells) }
        let trial = tuning.trial
        var session = try ExperimentSession(arguments, plan: trial.plan)
        session.seedUse = .search
        session.stage = "search"
        // Any two points are as good as another to say how long it takes.
        let tried = tuning.heldOutTrial(of: tuning.points.count - 1, replications: request.heldOutReplications)
        if arguments.flag("--dry-run") {
            let forecast = SearchForecast.table(
                [session], [session.trying(tried.plan)], more: [("points", String(tuning.points.count))])
            Console.results(SharedOptions.render([forecast], format: "table", color: Console.usesColor))
            return .success
        }
        try session.checkMemory(arguments)
        try session.trying(tried.plan).checkMemory(arguments)
        request.explainShared()
        let ranking = tuning.ranking(of: try session.run(), trial)
        guard let choice = ranking.choice else { throw request.undefined }
        let last = tuning.heldOutTrial(of: choice, replications: request.heldOutReplications)
        let heldOut = tuning.heldOut(try session.trying(last.plan).run(), last, point: choice)
        let report = TuneReport(
            request: request, ranking: ranking, choice: choice, heldOut: heldOut,
            experiment: ExperimentDescription(
                tuning.cells, traces: session.traces, command: "tune", version: TrustSimCommand.version
            ).fingerprint.text)
        if let output { try AtomicFile.write(report.document, to: output, overwriting: arguments.flag("--force")) }
        report.show(format: format)
        return .success
    }
}

/// What a command line asks `tune` for.
struct TuneRequest {
    let arguments: ParsedArguments
    let file: ScenarioFile
    let scheme: String
    let tuning: Tuning
    let search: TuningSearch
    let heldOutReplications: Int

    init(_ arguments: ParsedArguments) throws {
        self.arguments = arguments
        let metric = try Self.metric(arguments)
        guard let scheme = arguments.value("--scheme") else {
            throw UsageError(message: "Missing '--scheme <name>'", command: "tune")
        }
        guard arguments.flag("--vary") else {
            throw UsageError(
                message: "Nothing to tune: give '--vary' with values of a key of the scheme", command: "tune")
        }
        let count = try arguments.integer("--random", in: 1...TuningSearch.pointLimit)
        let heldOut = try arguments.integer("--held-out", in: 2...100_000)
        let ratios = try SweepValues.ratios(arguments)
        search = count.map(TuningSearch.random) ?? .grid
        file = try SharedOptions.file(arguments)
        try Self.check(scheme, file, arguments)
        let axes = try TuneAxes.read(arguments, scheme: scheme, schemes: file.schemes)
        let over = try SweepValues.axes(arguments, option: "--over")
        for axis in over { try TuneAxes.checkIsOfWorld(axis.key, file.schemes) }
        self.scheme = scheme
        tuning = try Tuning(
            file, scheme: scheme, metric: metric, axes: axes, search: search, over: over, ratios: ratios)
        if metric.needsAttackers && tuning.cells.cells.contains(where: { $0.scenario.attackers.ratio == 0 }) {
            throw UsageError(
                message:
                    "'\(metric.name)' says nothing of runs without attackers: whoever raises no alarm there has no figure. "
                    + "Leave the ratio 0 out, or tune by accuracy or falsePositiveRate", command: "tune")
        }
        let replications = tuning.cells.cells.first.map { Int($0.scenario.replications) } ?? 1
        heldOutReplications = heldOut ?? max(2, replications)
    }

    private static func metric(_ arguments: ParsedArguments) throws(UsageError) -> Metric {
        let metric = try SharedOptions.metric(named: arguments.value("--metric") ?? "balancedAccuracy", arguments)
        guard metric.preference != .neither else {
            throw UsageError(
                message: "'\(metric.name)' is neither better when higher nor when lower, so nothing can be tuned by it",
                command: "tune")
        }
        return metric
    }

    private static func check(
        _ scheme: String, _ file: ScenarioFile, _ arguments: ParsedArguments
    ) throws(UsageError) {
        let programs = file.schemes.map(\.name)
        let names = SchemeCatalog.names + programs
        guard names.contains(scheme) else {
            throw UsageError(
                message: "Unknown scheme '\(escapedForMessage(scheme))'\(NearestName.hint(for: scheme, among: names))",
                command: "tune")
        }
        guard TuningKeys.keys(of: scheme, adding: file.schemes).isEmpty else { return }
        let reason =
            programs.contains(scheme)
            ? "its program declares no parameters in its answer 'ready'; see Docs/External.md" : "it has no keys"
        throw UsageError(message: "There is nothing to tune in '\(scheme)': \(reason)", command: "tune")
    }

    /// Says once which keys are not the scheme's alone.
    func explainShared() {
        for key in tuning.keys {
            let others = TuningKeys.otherReaders(of: key, than: scheme, adding: file.schemes)
            if others.isEmpty { continue }
            let named = others.count > 3 ? "\(others.count) other schemes" : others.joined(separator: ", ")
            Console.error("Note: '\(key)' is read by \(named), too; who sets it for \(scheme) sets it for them")
        }
    }

    /// The error of a search without figures.
    var undefined: DataError {
        DataError(
            message:
                "'\(tuning.metric.name)' of '\(scheme)' is undefined in every run of the search, so no point is better "
                + "than another; are there attackers, and is '--attacker-ratio' above 0?")
    }
}
