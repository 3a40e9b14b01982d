/// `trustsim man`.
enum ManCommand: Command {
    static let spec = CommandSpec(
        name: "man", abstract: "Print the manual page.",
        examples: ["trustsim man > trustsim.1", "trustsim man | man -l -"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let text = ManualPage.text(
            overview: TrustSimCommand.overview, version: TrustSimCommand.version, date: TrustSimCommand.date,
            commands: TrustSimCommand.commands.map { $0.spec }, programOptions: TrustSimCommand.options)
        Console.results(Array(text.utf8))
        return .success
    }
}
