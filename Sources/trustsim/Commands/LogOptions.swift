import TrustSim

/// Options of `run` that ask for logs.
enum LogOptions {
    /// What is asked for; nil without `--log`.
    static func log(_ arguments: ParsedArguments, plan: Plan) throws -> RunLog? {
        guard let directory = arguments.value("--log") else {
            if arguments.value("--log-format") != nil {
                throw UsageError(message: "'--log-format' needs '--log DIR'", command: "run")
            }
            return nil
        }
        let format = arguments.value("--log-format") ?? "jsonl"
        guard RunLog.formats.contains(format) else {
            throw arguments.invalid(format, for: "--log-format", expected: RunLog.formats.joined(separator: ", "))
        }
        guard plan.runCount == 1 else {
            throw UsageError(
                message: "'--log' logs a single run, but there are \(plan.runCount); add '--replications 1'",
                command: "run")
        }
        try checkContents(plan, of: "logs")
        return RunLog(
            directory: directory, format: format, overwrites: arguments.flag("--force"),
            version: TrustSimCommand.version, command: command(arguments, directory: directory, format: format))
    }

    /// Refuses to write what beacons say where they say nothing.
    static func checkContents(_ plan: Plan, of what: String) throws(DataError) {
        if plan.cells.allSatisfy({ $0.scenario.sensing.verification == "plausibility" }) { return }
        throw DataError(
            keyPath: "sensing.verification",
            message: "\(what) need contents of beacons, which only verification by 'plausibility' has; add "
                + "'--set sensing.verification=plausibility'")
    }

    /// The options that matter for the logs, as one would type them.
    private static func command(_ arguments: ParsedArguments, directory: String, format: String) -> String {
        var words = ["trustsim", "run"] + arguments.positionals
        for option in ["--seed", "--schemes", "--ablate", "--calibration"] {
            if let value = arguments.value(option) { words += [option, value] }
        }
        for value in arguments.values("--set") { words += ["--set", value] }
        words += ["--replications", "1", "--log", directory, "--log-format", format]
        return words.map(ShellText.quoted).joined(separator: " ")
    }
}
