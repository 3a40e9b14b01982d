import TrustSim

/// The command line that makes the same results again.
enum RepeatableCommand {
    /// Options that change where and how fast, and not what.
    private static let left = [
        "--force", "--jobs", "--max-memory", "--dry-run", "--profile", "--quiet", "--from", "--format",
        "--metrics",
    ]

    /// The words of a command, quoted for a shell, without the options that do not change results; where they go is told
    /// when asked for.
    static func text(_ arguments: ParsedArguments, withOutput: Bool = false) -> String {
        var words = ["trustsim", arguments.command.name] + arguments.positionals
        let left = withOutput ? left : left + ["--output"]
        for option in arguments.command.options where !left.contains(option.name) && arguments.flag(option.name) {
            for value in option.repeats ? arguments.values(option.name) : [arguments.value(option.name) ?? ""] {
                words.append(option.name)
                if option.value != nil { words.append(value) }
            }
        }
        return words.map(ShellText.quoted).joined(separator: " ")
    }
}
