/// The help of the program and of its commands, laid out as swift-argument-parser does: OVERVIEW, USAGE, ARGUMENTS,
/// OPTIONS, EXAMPLES. No text ends with a line end.
enum HelpText {
    private static let width = 80
    /// Where the second column starts. A longer label has a line to itself.
    private static let helpColumn = 26

    /// The help of one command.
    static func of(command: CommandSpec, program: String) -> String {
        let sections = [
            overview(command.abstract, command.discussion),
            usage(of: command, program: program, title: "USAGE: "),
            table("ARGUMENTS", command.arguments.map { ("<\($0.name)>", $0.help) }),
            table("OPTIONS", rows(of: command.options)),
            examples(command.examples),
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// The help of the program as a whole. The first line of `overview` is the abstract.
    static func of(
        program: String, overview: String, commands: [CommandSpec], options: [OptionSpec] = [],
        groups: [(title: String, commands: [CommandSpec])] = []
    ) -> String {
        let parts = overview.split(separator: "\n", maxSplits: 1)
        let discussion = parts.dropFirst().joined().drop { $0 == "\n" }
        let sections =
            [
                self.overview(String(parts.first ?? ""), String(discussion)),
                "USAGE: \(program) <subcommand>",
                table("OPTIONS", rows(of: options)),
            ]
            + (groups.isEmpty ? [("SUBCOMMANDS", commands)] : groups).map { group in
                table(group.title, group.commands.map { ($0.name, $0.abstract) })
            } + [
                "  See '\(program) <subcommand> --help' for detailed help."
            ]
        return sections.joined(separator: "\n\n")
    }

    /// What to print for a command line that was not understood: the error, the usage, and where to find help.
    static func of(error: UsageError, program: String, commands: [CommandSpec]) -> String {
        let message = "Error: \(error.message)"
        guard let command = commands.first(where: { $0.name == error.command }) else {
            return "\(message)\nUsage: \(program) <subcommand>\n  See '\(program) --help' for more information."
        }
        let usage = usage(of: command, program: program, title: "Usage: ")
        return "\(message)\n\(usage)\n  See '\(program) \(command.name) --help' for more information."
    }
}

// MARK: - Sections

extension HelpText {
    private static func overview(_ abstract: String, _ discussion: String) -> String {
        let head = wrapped("OVERVIEW: " + abstract, width: width).joined(separator: "\n")
        guard !discussion.isEmpty else { return head }
        return head + "\n\n" + wrapped(discussion, width: width).joined(separator: "\n")
    }

    private static func usage(of command: CommandSpec, program: String, title: String) -> String {
        let head = "\(title)\(program) \(command.name)"
        let arguments = command.arguments.map { $0.optional ? "[\($0.synopsis)]" : $0.synopsis }
        let options = command.options.map { $0.repeats ? "[\($0.synopsis) ...]" : "[\($0.synopsis)]" }
        let indent = String(repeating: " ", count: min(head.count + 1, helpColumn))
        return filled(arguments + options, first: head, indent: indent).joined(separator: "\n")
    }

    private static func rows(of options: [OptionSpec]) -> [(label: String, help: String)] {
        (options + [.help]).map { option in
            (option.short.map { "\($0), \(option.synopsis)" } ?? option.synopsis, option.help)
        }
    }

    private static func table(_ title: String, _ rows: [(label: String, help: String)]) -> String {
        guard !rows.isEmpty else { return "" }
        return (["\(title):"] + rows.flatMap { row($0.label, $0.help) }).joined(separator: "\n")
    }

    private static func row(_ label: String, _ help: String) -> [String] {
        let label = "  " + label
        let indent = String(repeating: " ", count: helpColumn)
        var lines = wrapped(help, width: width - helpColumn)
        var head = label
        if label.unicodeScalars.count + 2 <= helpColumn && !lines.isEmpty {
            head += indent.dropFirst(label.unicodeScalars.count) + lines.removeFirst()
        }
        return [head] + lines.map { indent + $0 }
    }

    private static func examples(_ examples: [String]) -> String {
        guard !examples.isEmpty else { return "" }
        return (["EXAMPLES:"] + examples.map { "  " + $0 }).joined(separator: "\n")
    }
}

// MARK: - Wrapping

extension HelpText {
    /// The lines of the text, each cut between words to at most `width` characters. Indented lines and empty lines
    /// stay as they are, and a word longer than a line is not cut.
    private static func wrapped(_ text: String, width: Int) -> [String] {
        guard !text.isEmpty else { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            if line.isEmpty || line.first == " " { return [String(line)] }
            let words = line.split(separator: " ").map(String.init)
            return filled(Array(words.dropFirst()), first: words.first ?? "", indent: "", width: width)
        }
    }

    /// Lines made of `first` and the pieces after it, none of which is cut; further lines start with the indent.
    private static func filled(
        _ pieces: [String], first: String, indent: String, width: Int = HelpText.width
    ) -> [String] {
        var lines: [String] = []
        var line = first
        for piece in pieces {
            if line.unicodeScalars.count + 1 + piece.unicodeScalars.count <= width {
                line += " " + piece
            } else {
                lines.append(line)
                line = indent + piece
            }
        }
        return lines + [line]
    }
}
