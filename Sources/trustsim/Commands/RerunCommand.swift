import TrustSim

/// `trustsim rerun`.
enum RerunCommand: Command {
    static let spec = CommandSpec(
        name: "rerun", abstract: "Repeat one row of results and check that it comes out the same.",
        discussion:
            "Rows are counted from 1, without the heading. The manifest.json beside runs.csv says what was run.",
        arguments: [ArgumentSpec(name: "runs.csv:row", help: "The file and the number of the row.")],
        options: [
            OptionSpec(
                name: "--set", value: "key.path=value", help: "Change a value, for example where the trace is.",
                repeats: true)
        ] + SchemePrograms.options,
        examples: ["trustsim rerun results/runs.csv:12"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let text = arguments.positionals[0]
        guard let colon = text.lastIndex(of: ":"), let number = Int(text[text.index(after: colon)...]), number >= 1
        else {
            throw UsageError(
                message: "Expected FILE:ROW with a row from 1, found '\(escapedForMessage(text))'", command: "rerun")
        }
        let (results, path) = try ResultFiles.read(String(text[..<colon]))
        guard number <= results.rows.count else {
            throw DataError(message: "\(escapedForMessage(path)) has \(results.rows.count) rows, not \(number)")
        }
        if let key = results.variedKeys.first(where: RunFiles.seriesKeys.contains) {
            throw DataError(
                message:
                    "\(escapedForMessage(path)) has parts of runs (column '\(key)'); rerun repeats rows of runs.csv")
        }
        let row = results.rows[number - 1]
        let again = try repeated(row, results.variedKeys, path: path, arguments)
        let comparison = ResultComparison(
            ResultSet(variedKeys: results.variedKeys, rows: [row]),
            ResultSet(variedKeys: results.variedKeys, rows: [again]))
        let name =
            "row \(number) (\(row.scheme), ratio \(NumberText.csv(row.attackerRatio)), seed \(row.seed), "
            + "replication \(row.replication))"
        if comparison.differences.isEmpty {
            Console.print("\(name): all \(comparison.cellCount) values are the same")
            return .success
        }
        Console.results(
            SharedOptions.render(
                [DiffCommand.table(comparison, "runs.csv", "again")], format: "table", color: Console.usesColor))
        Console.error("Error: \(name) came out differently")
        return .failure
    }

    private static func repeated(
        _ row: ResultRow, _ variedKeys: [String], path: String, _ arguments: ParsedArguments
    ) throws -> ResultRow {
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let manifestPath = directory + "manifest.json"
        let manifest: Manifest
        do {
            manifest = try Manifest(path: manifestPath)
        } catch {
            throw DataError(
                message: "\(error.position == nil ? error.message : error.description); rerun needs the manifest.json "
                    + "that sweep --output wrote beside runs.csv")
        }
        if manifest.version != TrustSimCommand.version {
            Console.error("Note: the results are of version \(manifest.version), this is \(TrustSimCommand.version)")
        }
        var file: ScenarioFile
        do {
            file = try manifest.scenarioFile(of: row, variedKeys: variedKeys, path: manifestPath)
            // Somebody's results start no program.
            for (name, command) in manifest.schemePrograms
            where !arguments.values("--scheme-program").contains(where: { $0.hasPrefix(name + "=") }) {
                throw DataError(
                    message: "the program of the scheme '\(escapedForMessage(name))' is needed: "
                        + "--scheme-program \"\(escapedForMessage("\(name)=\(command)"))\"")
            }
            try SchemePrograms.add(arguments, to: &file)
            _ = try file.decode()
        } catch let error as DataError {
            throw DataError(message: "\(escapedForMessage(path)): \(error.message)")
        }
        for assignment in arguments.values("--set") { try file.set(assignment) }
        let plan = try Plan(file).only(scheme: row.scheme)
        let traces = try WatchedTraces.read(plan, scenarioPath: file.path)
        if let difference = InputFingerprints(plan, traces: traces).difference(from: manifest.inputs) {
            throw CommandFailure(message: difference, code: .failure)
        }
        var executor = Executor(plan: plan, traces: traces)
        executor.cancellation = Interruption.flag
        let meter = ProgressMeter(costs: [1])
        executor.meter = meter
        let progress = ProgressLine(meter, plan: plan, isShown: Console.showsProgress)
        defer { progress.clear() }
        let result = try executor.runOne(replication: row.replication)
        guard let found = result.rows.first(where: { $0.scheme == row.scheme }) else {
            throw DataError(message: "there is no scheme '\(escapedForMessage(row.scheme))'")
        }
        var again = found
        again.varied = row.varied
        return again
    }
}
