/// An option of a command: `--seed <N>`, or a flag without a value: `--quiet`.
struct OptionSpec: Sendable, Equatable {
    /// The long name with its dashes, "--seed". The option is looked up by this name.
    let name: String
    /// The short name with its dash, "-q".
    let short: String?
    /// The placeholder of the value, "N"; nil for a flag.
    let value: String?
    let help: String
    /// Whether the option may be given more than once.
    let repeats: Bool
    /// What shells offer for the value, where name, placeholder and help do not say it; see ``valueCompletion``.
    let completion: Completion?

    init(
        name: String, short: String? = nil, value: String? = nil, help: String, repeats: Bool = false,
        completion: Completion? = nil
    ) {
        self.completion = completion
        self.name = name
        self.short = short
        self.value = value
        self.help = help
        self.repeats = repeats
    }

    /// Every command has it; no command declares it.
    static let help = OptionSpec(name: "--help", short: "-h", help: "Show help information.")

    /// "--seed <N>" or "--quiet", as in messages and in the usage line.
    var synopsis: String {
        value.map { "\(name) <\($0)>" } ?? name
    }
}

/// A positional argument of a command: `<scenario>`.
struct ArgumentSpec: Sendable, Equatable {
    /// The name without brackets, "scenario".
    let name: String
    let help: String
    /// Whether the argument may be left out. No required argument follows an optional one.
    let optional: Bool
    /// Whether the argument takes all that follows. Only the last one may.
    let repeats: Bool
    /// What shells offer, where it is not files and the help lists no names; see ``valueCompletion``.
    let completion: Completion?

    init(
        name: String, help: String, optional: Bool = false, repeats: Bool = false, completion: Completion? = nil
    ) {
        self.completion = completion
        self.name = name
        self.help = help
        self.optional = optional
        self.repeats = repeats
    }

    /// "<scenario>" or "<scenario> ...".
    var synopsis: String {
        repeats ? "<\(name)> ..." : "<\(name)>"
    }
}

/// All that the parser and the help need to know of a command.
struct CommandSpec: Sendable, Equatable {
    let name: String
    /// One sentence.
    let abstract: String
    /// Paragraphs after the abstract. An indented line is printed as it is, others are wrapped.
    let discussion: String
    let arguments: [ArgumentSpec]
    /// Without `--help`, which every command has.
    let options: [OptionSpec]
    /// Whole command lines, printed as they are.
    let examples: [String]

    init(
        name: String, abstract: String, discussion: String = "", arguments: [ArgumentSpec] = [],
        options: [OptionSpec] = [], examples: [String] = []
    ) {
        self.name = name
        self.abstract = abstract
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.examples = examples
    }

    /// The option with the long or short name `name`.
    func option(named name: String) -> OptionSpec? {
        options.first { $0.name == name || $0.short == name }
    }
}

/// A command line that cannot be understood, with the command that it was meant for, if that is known.
struct UsageError: Error, Equatable, CustomStringConvertible {
    let message: String
    let command: String?

    var description: String { message }
}
