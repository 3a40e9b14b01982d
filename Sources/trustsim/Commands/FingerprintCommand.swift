import TrustSim

/// `trustsim fingerprint`.
enum FingerprintCommand: Command {
    static let spec = CommandSpec(
        name: "fingerprint", abstract: "Print hashes that say whether runs are the same as elsewhere.",
        discussion:
            "Two for each run: over the events executed, which schemes have no part in, and over the results of all "
            + "schemes. Equal on every machine and for any number of workers.",
        arguments: [ArgumentSpec(name: "scenario", help: "Scenario files (JSON5).", repeats: true)],
        options: SharedOptions.experiment + [
            OptionSpec(name: "--format", value: "format", help: "table, csv, markdown or latex (default: table)."),
            OptionSpec(name: "--jobs", value: "N", help: "Runs at a time (default: one for each core)."),
            OptionSpec(name: "--quiet", short: "-q", help: "No progress."),
        ],
        examples: ["trustsim fingerprint Scenarios/city.json Scenarios/highway.json --format csv"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let format = try SharedOptions.format(arguments, among: ["table", "csv", "markdown", "latex"])
        var plans: [(plan: Plan, path: String)] = []
        for path in arguments.positionals {
            plans.append((try Plan(try SharedOptions.applied(arguments, to: ScenarioFile(path: path))), path))
        }
        var fingerprints: [RunFingerprint] = []
        for (plan, path) in plans {
            let session = try ExperimentSession(arguments, plan: plan, scenarioPath: path)
            try session.checkMemory(arguments)
            fingerprints += try session.run().fingerprints(of: session.plan)
        }
        let bytes =
            format == "csv"
            ? RunFingerprint.csv(fingerprints)
            : SharedOptions.render([table(fingerprints)], format: format, color: Console.usesColor)
        Console.results(bytes)
        return .success
    }

    private static func table(_ fingerprints: [RunFingerprint]) -> TextTable {
        var table = TextTable(
            columns: RunFingerprint.columnNames().enumerated().map { index, name in
                TextTable.Column(name, (1...4).contains(index) ? .right : .left)
            },
            rows: fingerprints.map { $0.fields.map { TextTable.Cell($0) } },
            footnotes: [
                "executed: over the events of the run. results: over the metrics of all its schemes.",
                "TrustSim \(TrustSimCommand.version).",
            ], caption: "Fingerprints")
        // Everything but the events and both hashes says which run it is.
        table.keyColumns = table.columns.count - 3
        return table
    }
}
