import TrustSim

/// `trustsim decide`.
enum DecideCommand: Command {
    static let spec = CommandSpec(
        name: "decide", abstract: "Decide by hand: one evaluator, its opinions and reports.",
        discussion: "Prints one group decision of consensus-adaptive as a sum in log odds, or, where the file says "
            + "scheme: 'consensus-averaging', every intermediate value of that.",
        arguments: [ArgumentSpec(name: "file", help: "Evidence or opinions, and reports (JSON).")],
        options: [OptionSpec(name: "--json", help: "Print JSON, with all digits.")],
        examples: ["trustsim decide Scenarios/decisions/newcomer.json --json"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let file = try DecisionFile(try JSON5Reader.read(file: arguments.positionals[0]))
        let report = DecisionReport(file)
        if arguments.flag("--json") {
            Console.results(report.json)
        } else {
            Console.results(SharedOptions.render(report.tables, format: "table", color: Console.usesColor))
        }
        return .success
    }
}
