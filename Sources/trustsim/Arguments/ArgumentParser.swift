import TrustSim

/// Reads a command line in the manner of swift-argument-parser.
///
/// - Options and positional arguments come in any order; `--` ends the options.
/// - A value follows its option (`--seed 7`) or is joined to it (`--seed=7`, `-j=4`). One that starts with a dash must
///   be joined, unless it is a number or the dash alone.
/// - `--help` or `-h` anywhere before `--` wins over everything else, mistakes included.
enum ArgumentParser {
    /// Reads the arguments that follow the name of `command`; `commands` are looked at for suggestions.
    static func parse(
        _ arguments: [String], for command: CommandSpec, among commands: [CommandSpec] = []
    ) throws(UsageError) -> ParsedArguments {
        // No separate value starts with a dash and a letter, so a help option is one wherever it stands.
        let options = arguments.prefix { $0 != "--" }
        if options.contains(where: { $0 == OptionSpec.help.name || $0 == OptionSpec.help.short }) {
            return ParsedArguments(command: command, wantsHelp: true)
        }
        var reader = ArgumentReader(arguments: arguments, command: command, commands: commands)
        return try reader.read()
    }

    /// The command that is called `name`.
    static func command(named name: String, among commands: [CommandSpec]) throws(UsageError) -> CommandSpec {
        if let command = commands.first(where: { $0.name == name }) { return command }
        throw CommandHints.unknown(name, commands)
    }
}

private struct ArgumentReader {
    private let command: CommandSpec
    private var rest: ArraySlice<String>
    private var parsed: ParsedArguments
    private let hints: ArgumentHints
    /// Positional arguments before "--"; nil where there is none.
    private var countBeforeDashes: Int?

    init(arguments: [String], command: CommandSpec, commands: [CommandSpec]) {
        hints = ArgumentHints(command: command, commands: commands)
        self.command = command
        rest = arguments[...]
        parsed = ParsedArguments(command: command)
    }

    mutating func read() throws(UsageError) -> ParsedArguments {
        while let word = rest.popFirst() {
            if word == "--" {
                countBeforeDashes = parsed.positionals.count
                parsed.positionals += rest
                rest = []
            } else if isOption(word) {
                try readOption(word)
            } else {
                parsed.positionals.append(word)
            }
        }
        try checkPositionals()
        return parsed
    }

    private mutating func readOption(_ word: String) throws(UsageError) {
        let (name, joined) = Self.split(word)
        guard let option = command.option(named: name) else { throw problem(hints.unknownOption(name)) }
        if !option.repeats && parsed.flag(option.name) { throw problem("Option '\(option.name)' is given twice") }
        switch (option.value, joined) {
        case (nil, nil): parsed.record(option.name, value: "")
        case (nil, let joined?):
            throw problem("The option '\(option.name)' does not take any value, but '\(joined)' was specified")
        case (_, let joined?): parsed.record(option.name, value: joined)
        case (_, nil): parsed.record(option.name, value: try nextValue(of: option))
        }
    }

    private mutating func nextValue(of option: OptionSpec) throws(UsageError) -> String {
        guard let next = rest.first, !isOption(next) else {
            throw problem("Missing value for '\(option.synopsis)'")
        }
        rest.removeFirst()
        return next
    }

    private func checkPositionals() throws(UsageError) {
        let count = parsed.positionals.count
        let isOpenEnded = command.arguments.last?.repeats ?? false
        if count > command.arguments.count && !isOpenEnded {
            let isBehind = countBeforeDashes.map { command.arguments.count >= $0 } ?? false
            throw problem(
                hints.unexpected(parsed.positionals[command.arguments.count], isBehindDashes: isBehind))
        }
        if let missing = command.arguments.dropFirst(count).first(where: { !$0.optional }) {
            throw problem("Missing expected argument '\(missing.synopsis)'")
        }
    }

    /// Whether the word starts with a dash and is neither the dash alone nor a negative number.
    private func isOption(_ word: String) -> Bool {
        let bytes = word.utf8
        guard bytes.first == UInt8(ascii: "-"), let second = bytes.dropFirst().first else { return false }
        if command.option(named: word) != nil { return true }
        let startsNumber = second == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(second)
        return !(startsNumber && Double(word) != nil)
    }

    /// Cuts at the first "=". The bytes are searched because a combining mark behind the sign would hide it.
    private static func split(_ word: String) -> (name: String, value: String?) {
        guard let sign = word.utf8.firstIndex(of: UInt8(ascii: "=")) else { return (word, nil) }
        return (String(word[..<sign]), String(word[word.utf8.index(after: sign)...]))
    }

    private func problem(_ message: String) -> UsageError {
        UsageError(message: message, command: command.name)
    }
}
