import TrustSim

/// Options that split what happened: by time, by vehicle, by profile of the attacker.
enum SeriesOptions {
    static let bin = OptionSpec(
        name: "--bin", value: "s", help: "Width of the bins of --series (default: the time between two evaluations).")
    static let channel = OptionSpec(
        name: "--channel", value: "FILE", help: "Write what became of beacons by distance as CSV (radio.mac 'csma').")
    static let byProfile = OptionSpec(
        name: "--by-profile", help: "Split recall and time to detect by the profiles of the attackers.")
    /// Of commands that write into a directory.
    static let flags = [
        OptionSpec(name: "--series", help: "Write decisions by bins of time to DIR/series.csv; see Docs/Metrics.md."),
        bin,
        OptionSpec(name: "--by-vehicle", help: "Write decisions by vehicle to DIR/vehicles.csv."),
        byProfile,
    ]
    /// Files of a directory of results that are there where they are asked for.
    static let filesOfOptions: [(option: String, file: String)] = [
        (option: "--series", file: "series.csv"), ("--by-vehicle", "vehicles.csv"),
    ]
    /// What `--by-profile` shows.
    static let metrics = ["recall", "detectionRate", "timeToDetect"]

    /// The files that are to be written, where these are given one by one.
    static func files(_ arguments: ParsedArguments) -> [String] {
        ["--series", "--by-vehicle", channel.name].compactMap { arguments.value($0) }
    }

    /// Most bins of a run.
    private static let binLimit = 100_000.0

    /// What is wanted of the runs. `seconds` are those of the longest, where its length is known.
    static func wanted(_ arguments: ParsedArguments, _ plan: Plan, seconds: Double? = nil) throws -> WantedFigures {
        let given = try arguments.number("--bin", in: 0.001...1e7)
        guard arguments.flag("--series") else {
            if given != nil {
                throw UsageError(message: "'--bin' is for '--series'", command: arguments.command.name)
            }
            return WantedFigures(vehicles: arguments.flag("--by-vehicle"))
        }
        let bin = given ?? plan.cells.first?.scenario.evaluation.interval ?? 10
        if let seconds, seconds / bin > binLimit {
            throw UsageError(
                message:
                    "'--bin \(NumberText.csv(bin))' makes \(NumberText.fixed(seconds / bin, digits: 0)) bins of the "
                    + "\(NumberText.csv(seconds)) s of a run; at most \(NumberText.fixed(binLimit, digits: 0)) are allowed",
                command: arguments.command.name)
        }
        return WantedFigures(seriesSeconds: bin, vehicles: arguments.flag("--by-vehicle"))
    }

    /// Writes the files that are given one by one.
    static func write(
        _ outcome: Executor.Outcome, _ plan: Plan, _ wanted: WantedFigures, _ arguments: ParsedArguments
    ) throws {
        let force = arguments.flag("--force")
        if let path = arguments.value("--series"), let seconds = wanted.seriesSeconds {
            try AtomicFile.write(
                RunFiles.series(outcome, plan: plan, seconds: seconds), to: path, overwriting: force)
        }
        if let path = arguments.value("--by-vehicle") {
            try AtomicFile.write(RunFiles.vehicles(outcome, plan: plan), to: path, overwriting: force)
        }
        if let path = arguments.value(channel.name), let bytes = RunFiles.channel(outcome, plan: plan) {
            try AtomicFile.write(bytes, to: path, overwriting: force)
        }
    }

    /// Refuses what there is nothing to write for.
    static func checkChannel(_ arguments: ParsedArguments, _ plan: Plan) throws(UsageError) {
        guard arguments.value(channel.name) != nil, !plan.cells.contains(where: { $0.scenario.radio.channel.isShared })
        else { return }
        throw UsageError(
            message: "'--channel' is for scenarios with a shared channel: add '--set radio.mac=csma'",
            command: arguments.command.name)
    }

    /// Says that there is no table to split where none is printed.
    static func explainFormat(_ arguments: ParsedArguments, isTable: Bool) {
        guard arguments.flag("--by-profile"), !isTable else { return }
        Console.error("Note: --by-profile splits tables; with '--output <DIR>' a sweep writes profiles.csv anyhow")
    }

    /// Tables by profile, where they are asked for; where they are not and attackers differ, that they can be had.
    static func tables(
        _ arguments: ParsedArguments, _ outcome: Executor.Outcome, _ plan: Plan
    ) -> [TextTable] {
        let results = RunFiles.profileResults(outcome, plan: plan)
        guard arguments.flag("--by-profile") else {
            if results != nil && !arguments.flag("--quiet") {
                Console.error("Note: the attackers have several profiles; --by-profile shows who of them is found")
            }
            return []
        }
        guard let results else {
            Console.error("Note: all attackers have one profile, so there is nothing to split by profile")
            return []
        }
        // By what all runs differ in: those whose attackers have one profile are not among these.
        let varied = ResultTables(outcome.results).variedNames
        return ResultTables(results).tables(
            metrics: metrics.compactMap(Metric.named), by: varied + ["scheme", RunFiles.profileColumn])
    }
}
