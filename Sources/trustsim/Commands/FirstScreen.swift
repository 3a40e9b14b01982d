import Foundation
import TrustSim

/// What the program prints when it is started without arguments: five commands that work one after the other, anywhere.
enum FirstScreen {
    static let text = """
        TrustSim \(TrustSimCommand.version) simulates trust management in vehicular networks.

        Five commands to begin with. Each works as it stands, one after the other:

          write a scenario to start from, with comments
            trustsim new

          compare the schemes in it
            trustsim run my-scenario.json

          why one vehicle distrusted another, and what would have changed it
            trustsim explain my-scenario.json

          run it over several shares of attackers
            trustsim sweep my-scenario.json --attacker-ratio 0.1,0.3 --output results

          make a page of figures and tables for a browser
            trustsim report results --output report.html

        The rest:
          trustsim --help                all commands
          trustsim COMMAND --help        options and examples of one
          trustsim list schemes          what there is; also attacks, metrics, keys
          trustsim describe radio.range  what a name means
        """
}

/// The commands in the order and the groups of the help.
enum CommandGroups {
    private static let groups: [(title: String, names: [String])] = [
        ("SIMULATE", ["run", "sweep", "study", "checks", "calibrate", "tune", "merge", "replay", "audit"]),
        ("LOOK AT RESULTS", ["report", "plot", "export", "compare", "diff", "rerun", "fingerprint"]),
        ("LOOK INTO A RUN", ["explain", "view", "decide"]),
        ("SCENARIOS AND TRACES", ["new", "validate", "list", "describe", "schema", "trace"]),
        ("THE PROGRAM", ["completions", "man"]),
    ]

    /// Groups with the commands that there are; what is in none comes last.
    static func of(_ specs: [CommandSpec]) -> [(title: String, commands: [CommandSpec])] {
        let found = groups.map { group in
            (group.title, group.names.compactMap { name in specs.first { $0.name == name } })
        }
        let named = groups.flatMap(\.names)
        let rest = ("OTHERS", specs.filter { !named.contains($0.name) })
        return (found + [rest]).filter { !$0.1.isEmpty }
    }
}

/// Suggestions for a first word that is no command.
enum CommandHints {
    /// What people type who know other programs.
    private static let guesses: [String: String] = [
        "simulate": "run", "simulation": "run", "sim": "run", "start": "run", "execute": "run", "exec": "run",
        "init": "new", "create": "new", "generate": "new", "template": "new", "scenario": "new", "scenarios": "new",
        "draw": "plot", "graph": "plot", "chart": "plot", "figure": "plot", "html": "report", "show": "report",
        "why": "explain", "debug": "explain", "table": "export", "tables": "export", "convert": "trace",
        "info": "describe", "lint": "validate", "repeat": "rerun", "reproduce": "rerun", "test": "compare",
        "significance": "compare", "vary": "sweep", "batch": "sweep", "benchmark": "study", "keys": "list keys",
        "schemes": "list schemes", "attacks": "list attacks", "metrics": "list metrics", "usage": "--help",
        "explanation": "explain", "completion": "completions", "manual": "man", "optimize": "tune", "optimise": "tune",
        "search": "tune",
    ]

    /// The error for a first word that is no command: a near name, a common guess, or the command for a file.
    static func unknown(_ word: String, _ specs: [CommandSpec]) -> UsageError {
        let names = specs.map(\.name)
        if let guess = guesses[word.lowercased()], let name = guess.split(separator: " ").first,
            names.contains(String(name)) || guess.hasPrefix("--")
        {
            let nearest = NearestName.nearest(to: word, among: names)
            let suggestion = nearest.map { guesses[word] == nil ? $0 : guess } ?? guess
            return UsageError(
                message: "Unknown command '\(word)'. Did you mean '\(shown(suggestion))'?", command: nil)
        }
        if let line = command(forFile: word) {
            return UsageError(
                message: "Unknown command '\(word)', which is a \(line.kind). Did you mean '\(line.line)'?",
                command: nil)
        }
        let nearest = NearestName.nearest(to: word, among: names)
        return UsageError(
            message: "Unknown command '\(word)'" + (nearest.map { ". Did you mean '\($0)'?" } ?? ""), command: nil)
    }

    private static func shown(_ guess: String) -> String {
        guess.hasPrefix("--") || guess.contains(" ") ? "trustsim \(guess)" : guess
    }

    /// The error for a first word that looks like an option.
    static func unknownOption(_ word: String) -> UsageError {
        let name = word.prefix { $0 != "=" }
        let suggestion =
            ["-v": "--version", "-V": "--version", "-?": "--help"][String(name)]
            ?? NearestName.nearest(to: String(name), among: ["--help", "--version"])
        if let suggestion {
            return UsageError(message: "Unknown option '\(word)'. Did you mean '\(suggestion)'?", command: nil)
        }
        let isOption = TrustSimCommand.commands.contains { $0.spec.option(named: String(name)) != nil }
        return UsageError(
            message: isOption
                ? "Option '\(name)' stands before the command; write 'trustsim COMMAND … \(name)'"
                : "Unknown option '\(word)'", command: nil)
    }

    /// What one does with a file of this kind.
    private static func command(forFile path: String) -> (kind: String, line: String)? {
        var isDirectory: ObjCBool = false
        let quoted = ShellText.quoted(path)
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        if isDirectory.boolValue { return ("directory", "trustsim report \(quoted)") }
        let name = path.lowercased()
        if name.hasSuffix(".json") || name.hasSuffix(".json5") { return ("file", "trustsim run \(quoted)") }
        if name.hasSuffix(".csv") { return ("file", "trustsim export \(quoted)") }
        if [".xml", ".tcl", ".movements", ".ns_movements"].contains(where: name.hasSuffix) {
            return ("file", "trustsim trace info \(quoted)")
        }
        return exists ? ("file", "trustsim run \(quoted)") : nil
    }
}
