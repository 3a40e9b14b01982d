import TrustSim

/// The command line that makes the same results again.
enum RepeatableCommand {
    /// Options that change where and how fast, and not what.
    private static let left = [
        "--force", "--jobs", "--max-memory", "--dry-run", "--profile", "--quiet", "--from", "--format",
        "--metrics", "--resume", "--shard",
    ]
    /// Options that are of one time only.
    private static let once = ["--force", "--dry-run", "--resume", "--shard"]

    /// The words of a command, quoted for a shell, without the options that do not change results; where they go is told
    /// when asked for. `others` are left out, too.
    static func text(_ arguments: ParsedArguments, withOutput: Bool = false, but others: [String] = []) -> String {
        text(words(arguments, without: left + others + (withOutput ? [] : ["--output"])))
    }

    /// The words, without the name of the program, that begin or go on with the same work, as fast and as quietly.
    static func sessionWords(_ arguments: ParsedArguments) -> [String] { words(arguments, without: once) }

    /// Words, with the name of the program before them, quoted for a shell.
    static func text(_ words: [String]) -> String {
        (["trustsim"] + words).map(ShellText.quoted).joined(separator: " ")
    }

    private static func words(_ arguments: ParsedArguments, without left: [String]) -> [String] {
        var words = [arguments.command.name] + arguments.positionals
        for option in arguments.command.options where !left.contains(option.name) && arguments.flag(option.name) {
            for value in option.repeats ? arguments.values(option.name) : [arguments.value(option.name) ?? ""] {
                words += option.value == nil ? [option.name] : ShellText.option(option.name, value)
            }
        }
        return words
    }
}
