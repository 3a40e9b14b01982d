/// `trustsim completions`.
enum CompletionsCommand: Command {
    static let spec = CommandSpec(
        name: "completions", abstract: "Print a script that completes command lines in a shell.",
        discussion:
            "Completed are commands, options, files, and the names of schemes, metrics, attacks, worlds and keys.",
        arguments: [ArgumentSpec(name: "shell", help: "One of bash, zsh, fish.")],
        examples: [
            "trustsim completions bash > ~/.local/share/bash-completion/completions/trustsim",
            "trustsim completions zsh > ~/.zfunc/_trustsim",
            "trustsim completions fish > ~/.config/fish/completions/trustsim.fish",
        ])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let specs = TrustSimCommand.commands.map { $0.spec }
        let options = TrustSimCommand.options
        let script: String
        switch arguments.positionals[0] {
        case "bash": script = BashCompletion.script(specs, programOptions: options)
        case "zsh": script = ZshCompletion.script(specs, programOptions: options)
        case "fish": script = FishCompletion.script(specs, programOptions: options)
        default:
            throw UsageError(
                message: "Unknown shell '\(arguments.positionals[0])'; there are: bash, zsh, fish",
                command: "completions")
        }
        Console.results(Array(script.utf8))
        return .success
    }
}
