import TrustSim

/// `trustsim calibrate` with scenarios of one's own.
struct CalibrateScenarios {
    /// Options that only the worlds of the study have, with what there is in their place.
    private static let ofStudy = [
        ("--attacks", "vary 'attackers.profile' by '--vary'"), ("--worlds", "name several scenarios"),
    ]
    /// Options that only scenarios have.
    static let ofScenarios = ["--schemes", "--vary", "--held-out", "--set"]

    let arguments: ParsedArguments
    let files: [ScenarioFile]
    let sessions: [ExperimentSession]
    let replications: Int
    let heldOutReplications: Int
    var calibration: ScenarioCalibration

    /// Refuses options that would have no effect.
    static func checkOptions(_ arguments: ParsedArguments) throws(UsageError) {
        if arguments.positionals.isEmpty {
            for name in ofScenarios where arguments.flag(name) {
                throw UsageError(
                    message: "'\(name)' is for scenarios of one's own; name one: 'trustsim calibrate my-scenario.json'",
                    command: "calibrate")
            }
            return
        }
        for (name, instead) in ofStudy where arguments.flag(name) {
            throw UsageError(
                message: "'\(name)' is for the worlds of the study; for scenarios of one's own \(instead)",
                command: "calibrate")
        }
    }

    init(_ arguments: ParsedArguments) throws {
        self.arguments = arguments
        let heldOut = try arguments.integer("--held-out", in: 2...100_000)
        let ratios = try SweepValues.ratios(arguments)
        let axes = try SweepValues.axes(arguments)
        for axis in axes { try Self.checkIsOfWorld(axis.key) }
        files = try arguments.positionals.map { path throws in
            try SharedOptions.applied(arguments, to: ScenarioFile(path: path))
        }
        let cells = try files.map { try Plan($0, axes: axes, ratios: ratios) }
        replications = cells.flatMap(\.cells).map { Int($0.scenario.replications) }.max() ?? 1
        heldOutReplications = heldOut ?? max(2, replications)
        calibration = try ScenarioCalibration(
            cells, candidates: CalibrateCommand.candidates, replications: replications)
        sessions = try zip(calibration.plans, files).map { plan, file in
            var session = try ExperimentSession(arguments, plan: plan, scenarioPath: file.path)
            session.wanted.candidateThresholds = CalibrateCommand.candidates
            session.seedUse = .search
            return session
        }
        if let output = arguments.outputFile {
            let read = zip(cells, files).flatMap { [$1.path] + TraceLibrary.files(of: $0, scenarioPath: $1.path) }
            try SharedOptions.checkDistinct([output], reading: read.distinct())
        }
    }

    private static func checkIsOfWorld(_ key: String) throws(UsageError) {
        guard key.hasSuffix(".threshold") || key == "baselines.threshold" || key == "calibration" else { return }
        throw UsageError(
            message: "'\(key)' is what is looked for; '--vary' takes keys of the world", command: "calibrate")
    }

    /// The sessions that try thresholds.
    private func trials(_ thresholds: [String: Double]) -> [ExperimentSession] {
        zip(sessions, calibration.heldOutPlans(thresholds, replications: heldOutReplications)).map {
            $0.trying($1)
        }
    }

    mutating func run() throws -> ExitCode {
        let anything = Dictionary(uniqueKeysWithValues: calibration.schemes.map { ($0, 0.5) })
        if arguments.flag("--dry-run") {
            let forecast = SearchForecast.table(
                sessions, trials(anything), more: [("schemes", calibration.schemes.joined(separator: ", "))])
            Console.results(SharedOptions.render([forecast], format: "table", color: Console.usesColor))
            return .success
        }
        for session in sessions + trials(anything) { try session.checkMemory(arguments) }
        if !calibration.skipped.isEmpty {
            Console.error(
                "Note: no fixed threshold to look for in \(calibration.skipped.joined(separator: ", "))")
        }
        for index in sessions.indices { calibration.add(try outcome(of: sessions[index], index, "search")) }
        for name in calibration.undefinedSchemes {
            throw DataError(
                message: "the balanced accuracy of '\(name)' is undefined in every run; are there attackers, and is "
                    + "'--attacker-ratio' above 0?")
        }
        let trials = trials(calibration.thresholds)
        let results = calibration.heldOut(
            try trials.indices.map { try outcome(of: trials[$0], $0, "held-out worlds") })
        try SharedOptions.deliver(document(results), to: arguments.outputFile, force: arguments.flag("--force"))
        let text = SharedOptions.render([table(results)], format: "table", color: Console.usesColor)
        if let output = arguments.outputFile {
            Console.results(text)
            Console.print("\nUse them with: --calibration \(ShellText.quoted(output))")
        } else {
            Console.status(String(decoding: text, as: UTF8.self))
        }
        return .success
    }

    private func outcome(of session: ExperimentSession, _ index: Int, _ stage: String) throws -> Executor.Outcome {
        var session = session
        session.stage = sessions.count == 1 ? stage : "\(stage), scenario \(index + 1) of \(sessions.count)"
        return try session.run()
    }

    // MARK: What is printed

    private func table(_ results: [HeldOutResult]) -> TextTable {
        let titles = ["Threshold", "Own", "Bal. acc.", "With own", "Difference", "95 % interval"]
        var table = TextTable(
            columns: [TextTable.Column("Scheme")] + titles.map { TextTable.Column($0, .right) }
                + [TextTable.Column("Calibrated is")], caption: "Calibrated thresholds on held-out worlds")
        for (place, result) in results.enumerated() {
            let name = calibration.schemes[place]
            let own = calibration.ownThresholds[place].map { NumberText.csv($0) }.joined(separator: ", ")
            let threshold = calibration.thresholds[name].map { NumberText.csv($0) } ?? "–"
            table.rows.append(
                [
                    name, threshold, own,
                    HeldOutWords.text(result.changed, digits: 4), HeldOutWords.text(result.unchanged, digits: 4),
                    result.pairs.advantage.mean.map { NumberText.fixed($0, digits: 4) } ?? "–",
                    HeldOutWords.interval(result.pairs, digits: 4),
                    own == threshold ? "the same" : HeldOutWords.finding(result),
                ].map { TextTable.Cell($0) })
        }
        let cells = calibration.cells.reduce(0) { $0 + $1.cells.count }
        table.footnotes =
            [
                "Mean over \(cells) \(cells == 1 ? "cell" : "cells") with the half width of its 95 % Student-t interval over "
                    + "\(heldOutReplications) replications; difference: calibrated minus own, paired. Neither the search nor any "
                    + "run, sweep or study has these worlds. Intervals are not adjusted for the number of schemes; not shown: the "
                    + "interval has 0 in it."
            ] + [HeldOutWords.movements(calibration.cells)].compactMap { $0 }
        return table
    }
}

extension CalibrateScenarios {
    /// The file for `--calibration`.
    private func document(_ results: [HeldOutResult]) -> [UInt8] {
        let scenarios = calibration.cells.flatMap(\.cells).map(\.scenario)
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("program", "trustsim")
            writer.member("version", TrustSimCommand.version)
            writer.member("command", RepeatableCommand.text(arguments, withOutput: true))
            writer.array("scenarios") { writer in
                for index in files.indices { writer.object { write(index, to: &$0) } }
            }
            writer.member("replications", replications)
            writer.member("attacks", scenarios.map(\.attackers.names).distinct())
            writer.member("attackerRatios", scenarios.map(\.attackers.ratio).distinct())
            CalibrateCommand.write(
                means: calibration.means,
                names: calibration.schemes.filter { calibration.thresholds[$0] != nil }.sorted(),
                to: &writer)
            writer.object("heldOut") { writer in
                writer.member("replications", heldOutReplications)
                writer.object("schemes") { writer in
                    for (name, result) in zip(calibration.schemes, results) {
                        writer.object(name) { Self.write(result, to: &$0) }
                    }
                }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private static func write(_ result: HeldOutResult, to writer: inout JSONWriter) {
        writer.member("calibrated", result.changed.mean)
        writer.member("own", result.unchanged.mean)
        writer.member("difference", result.pairs.advantage.mean)
        writer.member("differenceCi95", result.pairs.advantage.halfWidth)
    }

    private func write(_ index: Int, to writer: inout JSONWriter) {
        let plan = calibration.cells[index]
        writer.member("name", plan.cells.first?.scenario.name ?? "")
        writer.member("seed", plan.cells.first?.scenario.seed ?? 0)
        writer.member("sha256", files[index].fileHash)
        writer.member(
            "experiment",
            ExperimentDescription(
                plan, traces: sessions[index].traces, command: "calibrate", version: TrustSimCommand.version,
                wanted: WantedFigures(candidateThresholds: CalibrateCommand.candidates)
            ).fingerprint.text)
    }
}
