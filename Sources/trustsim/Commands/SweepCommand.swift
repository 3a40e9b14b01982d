import Foundation
import TrustSim

/// `trustsim sweep`.
enum SweepCommand: Command {
    static let files = ["manifest.json", "summary.csv", "comparison.csv", "fingerprints.csv", "runs.csv"]
    static let standardMetrics = ["f1", "precision", "recall", "accuracy"]
    /// What comparison.csv is about.
    static let comparedMetrics = ["balancedAccuracy", "f1"]

    static let spec = CommandSpec(
        name: "sweep", abstract: "Run a scenario over attacker ratios and other values.",
        discussion: "With --output, DIR gets runs.csv (one row a run and scheme), summary.csv, fingerprints.csv, "
            + "manifest.json and, from two replications on, comparison.csv. Without it, tables are printed. Finished runs are kept in DIR until "
            + "then: --resume goes on after an interruption. --shard does a share of the runs, into DIR/shard-K-of-N; "
            + "'trustsim merge' puts the shares together.",
        arguments: [SharedOptions.scenario],
        options: [
            OptionSpec(
                name: "--attacker-ratio", value: "ratios",
                help: "Ratios, as 0.1,0.3 or as first:last:step, 0.1:0.7:0.1."),
            OptionSpec(
                name: "--vary", value: "key.path=v1,v2", help: "Values of a key, as a list or first:last:step.",
                repeats: true),
        ] + SharedOptions.experiment + SharedOptions.output
            + [
                OptionSpec(name: "--output", value: "DIR", help: "Directory for the results."),
                OptionSpec(name: "--roc", help: "Write ROC curves to DIR/roc.csv."),
            ] + SeriesOptions.flags
            + ResultsPlace.options + SharedOptions.execution,
        examples: [
            "trustsim sweep Scenarios/city.json --attacker-ratio 0.1:0.7:0.1 --metrics f1",
            "trustsim sweep Scenarios/highway.json --attacker-ratio 0.3 --vary radio.range=200,400 --output results",
            "trustsim sweep Scenarios/city.json --attacker-ratio 0.1:0.7:0.1 --output results --shard 2/8",
        ])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let format = try SharedOptions.format(arguments)
        let metrics = try SharedOptions.metrics(arguments, standard: standardMetrics)
        let ratios = try SweepValues.ratios(arguments)
        let axes = try SweepValues.axes(arguments)
        if ratios.isEmpty && axes.isEmpty {
            throw UsageError(message: "Nothing to sweep: give '--attacker-ratio' or '--vary'", command: "sweep")
        }
        let wantsROC = arguments.flag("--roc")
        if wantsROC && arguments.value("--output") == nil {
            throw UsageError(
                message: "'--roc' needs '--output <DIR>': curves are written to DIR/roc.csv", command: "sweep")
        }
        for (option, file) in SeriesOptions.filesOfOptions
        where arguments.flag(option) && arguments.value("--output") == nil {
            throw UsageError(
                message: "'\(option)' needs '--output <DIR>': it is written to DIR/\(file)", command: "sweep")
        }
        let more =
            (wantsROC ? ["roc.csv"] : [])
            + SeriesOptions.filesOfOptions.filter { arguments.flag($0.option) }.map(\.file)
        let others = ["profiles.csv", "channel.csv", "roc.csv"] + SeriesOptions.filesOfOptions.map(\.file)
        let place = try ResultsPlace(arguments, files: files + more, others: others.filter { !more.contains($0) })
        var session = try ExperimentSession(
            arguments, plan: try Plan(try SharedOptions.file(arguments), axes: axes, ratios: ratios))
        let plan = session.plan
        session.wanted = try SeriesOptions.wanted(arguments, plan, seconds: plan.longestSeconds(session.traces))
        SeriesOptions.explainFormat(arguments, isTable: place == nil && SharedOptions.isForPeople(format))
        session.wanted.rocRates = wantsROC ? ROCCurves.rates : []
        session.share = place?.shard.map { plan.runs(of: $0, traces: session.traces) }
        if arguments.flag("--dry-run") {
            Console.results(SharedOptions.render([session.forecast], format: "table", color: Console.usesColor))
            return .success
        }
        try session.checkMemory(arguments)
        if let place { return try place.run(session) }
        let outcome: Executor.Outcome
        do {
            outcome = try session.run()
        } catch is Cancelled {
            throw Interrupted(message: "nothing was written. With '--output <DIR>' finished runs are kept.")
        }
        let tables = ResultTables(outcome.results)
        Console.results(
            SharedOptions.render(outcome.results, of: plan, format: format, color: Console.usesColor) {
                tables.tables(metrics: metrics, by: tables.variedNames + ["scheme"])
                    + SeriesOptions.tables(arguments, outcome, plan) + RunFiles.channelTables(outcome)
                    + RunFiles.authorityTables(outcome)
            })
        return .success
    }

    static func manifest(of origin: RunsOrigin) -> [UInt8] {
        Manifest.document(
            origin.plan, inputs: origin.inputs, scenarioPath: origin.scenarioPath,
            directory: origin.directory, version: TrustSimCommand.version,
            command: RepeatableCommand.text(origin.arguments), experiment: origin.experiment)
    }

    /// What DIR gets in the end.
    static func files(of origin: RunsOrigin, _ outcome: Executor.Outcome) throws -> ResultsPlace.Files {
        let results = outcome.results
        var files = ResultsPlace.Files()
        files.written = [("manifest.json", manifest(of: origin)), ("summary.csv", results.summaryCSV)]
        if origin.plan.cells.contains(where: { $0.scenario.replications > 1 }) {
            let metrics = comparedMetrics.compactMap(Metric.named)
            files.written.append(("comparison.csv", SchemeComparison(results, metrics: metrics).csv))
        } else {
            files.outdated.append("comparison.csv")
        }
        let seconds = try SeriesOptions.wanted(origin.arguments, origin.plan).seriesSeconds
        let optional: [(name: String, bytes: [UInt8]?)] = [
            ("roc.csv", origin.arguments.flag("--roc") ? ROCCurves.csv(of: outcome) : nil),
            ("profiles.csv", RunFiles.profiles(outcome, plan: origin.plan)),
            ("channel.csv", RunFiles.channel(outcome, plan: origin.plan)),
            ("series.csv", seconds.map { RunFiles.series(outcome, plan: origin.plan, seconds: $0) }),
            (
                "vehicles.csv",
                origin.arguments.flag("--by-vehicle") ? RunFiles.vehicles(outcome, plan: origin.plan) : nil
            ),
        ]
        for (name, bytes) in optional {
            if let bytes { files.written.append((name, bytes)) } else { files.outdated.append(name) }
        }
        files.written.append(("fingerprints.csv", fingerprints(of: origin, outcome)))
        files.written.append(("runs.csv", results.csv))
        files.message = "\(origin.plan.runCount) runs written to \(escapedForMessage(origin.directory))/runs.csv"
        return files
    }

    /// What every run executed and found, to see whether it is the same elsewhere.
    static func fingerprints(of origin: RunsOrigin, _ outcome: Executor.Outcome) -> [UInt8] {
        RunFingerprint.csv(outcome.fingerprints(of: origin.plan), variedKeys: origin.plan.variedKeys)
    }

    static func checkDirectory(_ directory: String, files: [String], force: Bool) throws {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory) else {
            // The directory will be made; its name, without a slash at the end, must be free and where one may write.
            let name = directory.hasSuffix("/") && directory != "/" ? String(directory.dropLast()) : directory
            return try AtomicFile.probe(name, overwriting: false)
        }
        if !isDirectory.boolValue { throw FileProblem(path: directory, message: "is not a directory") }
        for name in files {
            try AtomicFile.probe(directory + "/" + name, overwriting: force)
        }
    }
}

/// Values of a sweep as written on the command line.
enum SweepValues {
    private static let limit = 10_000

    static func ratios(_ arguments: ParsedArguments) throws(UsageError) -> [Double] {
        guard let text = arguments.value("--attacker-ratio") else { return [] }
        let values = try expand(text.filter { $0 != " " }, "--attacker-ratio", arguments)
        var ratios: [Double] = []
        for value in values {
            guard let ratio = Double(value), ratio >= 0, ratio <= 1 else {
                throw arguments.invalid(text, for: "--attacker-ratio", expected: "numbers from 0 to 1")
            }
            ratios.append(ratio)
        }
        return ratios
    }

    /// Keys with their values, of `--vary` or another option.
    static func axes(_ arguments: ParsedArguments, option: String = "--vary") throws(UsageError) -> [Plan.Axis] {
        let command = arguments.command.name
        var axes: [Plan.Axis] = []
        for text in arguments.values(option) {
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw arguments.invalid(text, for: option, expected: "key.path=v1,v2")
            }
            let key = String(text[..<equals])
            let allowed = ScenarioKeys.all.map(\.path)
            // Keys of programs are known once these have said what they are: the plan checks them.
            let isOfProgram = arguments.values("--scheme-program").contains { program in
                key.hasPrefix("baselines.\(program.prefix { $0 != "=" }).")
            }
            guard allowed.contains(key) || isOfProgram else {
                let hint =
                    NearestName.nearest(to: key, among: allowed).map { ". Did you mean '\($0)'?" }
                    ?? "; see 'trustsim list keys'"
                throw UsageError(
                    message: "Unknown key '\(escapedForMessage(key))' in '\(option)'\(hint)", command: command)
            }
            if key == "attackers.ratio" || key == "seed" || key == "replications" || key == "schemes"
                || key == "ablations"
            {
                let instead = ["attackers.ratio": "--attacker-ratio", "ablations": "--ablate"][key] ?? "--" + key
                throw UsageError(message: "'\(key)' cannot be varied; see '\(instead)'", command: command)
            }
            if axes.contains(where: { $0.key == key }) {
                throw UsageError(message: "Key '\(key)' is varied twice", command: command)
            }
            let values = try expand(String(text[text.index(after: equals)...]), option, arguments)
            axes.append(Plan.Axis(key: key, values: values))
        }
        return axes
    }

    /// A power of ten with as many zeros as the most precise number of a range has decimals, at most 15.
    private static func decimalScale(of text: String) -> Double {
        var decimals = 0
        for number in text.split(separator: ":") {
            let parts = number.lowercased().split(separator: "e")
            let fraction =
                parts.first?.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
            let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
            decimals = max(decimals, fraction - exponent)
        }
        return (0..<min(decimals, 15)).reduce(1.0) { scale, _ in scale * 10 }
    }

    /// A list separated by commas outside brackets and quotes, or first:last:step.
    static func expand(
        _ text: String, _ option: String, _ arguments: ParsedArguments
    ) throws(UsageError) -> [String] {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
        if parts.count == 3, let first = parts[0], let last = parts[1], let step = parts[2] {
            let count = ((last - first) / step + 1e-9).rounded(.down)
            guard step > 0, last >= first, count < Double(limit) else {
                throw arguments.invalid(
                    text, for: option, expected: "first:last:step with a step above 0 and at most \(limit) values")
            }
            // Rounded to the decimals that were written, so that 0.1:0.7:0.1 has 0.3 and not 0.30000000000000004.
            let scale = decimalScale(of: text)
            return (0...Int(count)).map { NumberText.csv(((first + Double($0) * step) * scale).rounded() / scale) }
        }
        var values: [String] = [""]
        var depth = 0
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if "[{".contains(character) {
                depth += 1
            } else if "]}".contains(character) {
                depth -= 1
            } else if character == "," && depth == 0 {
                values.append("")
                continue
            }
            values[values.count - 1].append(character)
        }
        guard !values.contains("") else {
            throw arguments.invalid(text, for: option, expected: "values separated by commas, or first:last:step")
        }
        return values
    }
}
