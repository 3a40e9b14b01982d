import TrustSim

/// The manual page trustsim(1), in the man macros that groff and mandoc read.
struct ManualPage {
    private var lines: [String] = []

    /// The page of the program.
    static func text(
        overview: String, version: String, date: String, commands: [CommandSpec], programOptions: [OptionSpec]
    ) -> String {
        var page = ManualPage()
        page.lines.append(".TH TRUSTSIM 1 \"\(date)\" \"trustsim \(version)\" \"User Commands\"")
        // Long lists of names would leave gaps in lines of equal width.
        page.lines += [".ad l", ".nh"]
        page.section("NAME")
        let purpose = overview.hasSuffix(".") ? String(overview.dropLast()) : overview
        page.lines.append("trustsim \\- \(escaped(purpose.prefix(1).lowercased() + purpose.dropFirst()))")
        page.section("SYNOPSIS")
        page.lines += [".B trustsim", ".I command", "[\\fIarguments\\fR] [\\fIoptions\\fR]"]
        page.section("DESCRIPTION")
        page.paragraph(overview + " A scenario file describes an experiment; commands run it and show the results.")
        page.lines.append(".PP")
        page.paragraph("Options may stand before, between and behind arguments; \"--\" ends the options.")
        page.section("OPTIONS")
        for option in programOptions + [.help] { page.item(option) }
        page.section("COMMANDS")
        for command in commands { page.describe(command) }
        page.describeKeys()
        page.describeRest()
        return page.lines.joined(separator: "\n") + "\n"
    }

    private mutating func describe(_ command: CommandSpec) {
        let arguments = command.arguments.map { argument in
            let name = "\\fI\(Self.escaped(argument.name))\\fR\(argument.repeats ? " ..." : "")"
            return argument.optional ? "[\(name)]" : name
        }
        lines.append(".SS " + "trustsim \(Self.escaped(command.name))")
        lines.append(
            (["\\fBtrustsim \(Self.escaped(command.name))\\fR"] + arguments + ["[\\fIoptions\\fR]"]).joined(
                separator: " "))
        lines.append(".PP")
        paragraph(command.abstract)
        for text in command.discussion.split(separator: "\n") {
            lines.append(".PP")
            paragraph(String(text))
        }
        for argument in command.arguments {
            lines += [".TP", "\\fI\(Self.escaped(argument.name))\\fR"]
            paragraph(argument.help)
        }
        for option in command.allOptions { item(option) }
        guard !command.examples.isEmpty else { return }
        lines += [".PP", "Examples:", ".PP", ".RS 4", ".EX"]
        lines += command.examples.map(Self.line)
        lines += [".EE", ".RE"]
    }

    private mutating func item(_ option: OptionSpec) {
        let names = [option.short, option.name].compactMap { $0 }.map { "\\fB\(Self.escaped($0))\\fR" }
        let value = option.value.map { " \\fI\(Self.escaped($0))\\fR" } ?? ""
        lines += [".TP", names.joined(separator: ", ") + value]
        paragraph(option.help + (option.repeats ? " May be given more than once." : ""))
    }

    private mutating func describeKeys() {
        section("SCENARIO FILES")
        paragraph(
            "JSON5: JSON with comments, trailing commas and keys without quotes. Dots in the keys below stand for "
                + "objects within each other. Units are fixed, and an unknown key is an error. "
                + "'trustsim schema' prints a JSON Schema, 'trustsim describe KEY' all that is known of a key.")
        for key in ScenarioKeys.all {
            let unit = key.unit.isEmpty ? "" : " (\(key.unit))"
            lines += [".TP", "\\fB\(Self.escaped(key.path))\\fR\(Self.escaped(unit))"]
            let standard = ScenarioEncoder.standardText(of: key)
            paragraph(key.summary + (standard.isEmpty ? "" : " [\(standard)]"))
        }
    }

    private mutating func describeRest() {
        section("EXIT STATUS")
        let codes: [(ExitCode, String)] = [
            (.success, "Done."),
            (.failure, "Something failed: a file cannot be written, or results differ."),
            (.usage, "The command line is wrong."), (.data, "A file is wrong."),
            (.hungUp, "Stopped because the terminal went away; what is kept is as below."),
            (
                .interrupted,
                "Stopped by an interrupt; nothing was written, but finished runs of sweep and study are kept in DIR."
            ),
            (.terminated, "Stopped by a termination signal, likewise."),
        ]
        for (code, text) in codes {
            lines += [".TP", "\\fB\(code.rawValue)\\fR"]
            paragraph(text)
        }
        section("ENVIRONMENT")
        lines += [".TP", "\\fBNO_COLOR\\fR"]
        paragraph("When set and not empty, tables have no colour.")
        lines += [".TP", "\\fB\(JobArray.countVariable)\\fR"]
        paragraph("Number of shards, for '--shard auto' where the environment does not say it otherwise.")
        lines += [".TP", "\\fBSLURM_ARRAY_TASK_*\\fR, \\fBJOB_COMPLETION_INDEX\\fR, \\fBPARALLEL_SEQ\\fR"]
        paragraph("The place in a job array, for '--shard auto'.")
    }

    private mutating func section(_ title: String) { lines.append(".SH \(title)") }

    /// A text in lines of a width that can be read in the source; the reader fills them anew.
    private mutating func paragraph(_ text: String) {
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty && Self.escaped(line + " " + word).utf8.count > 76 {
                lines.append(Self.line(line))
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        lines.append(Self.line(line))
    }

    /// A whole line: one that begins like a request is kept from being one.
    private static func line(_ text: String) -> String {
        let text = escaped(text)
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }

    /// Text as roff reads it: dashes as they are typed, other than ASCII by number.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case ",": result += ",\\:"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case "\n", "\t": result += " "
            case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
            }
        }
        return result
    }
}
