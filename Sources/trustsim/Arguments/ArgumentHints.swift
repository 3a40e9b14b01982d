import TrustSim

/// What was probably meant by an argument that a command does not take.
struct ArgumentHints {
    let command: CommandSpec
    /// All commands of the program.
    let commands: [CommandSpec]

    private var takesSettings: Bool { command.option(named: "--set") != nil }

    /// The message about an option that the command does not have: the key or the command that does, or a near name.
    func unknownOption(_ name: String) -> String {
        let message = "Unknown option '\(name)'"
        let bareName = String(name.drop { $0 == "-" })
        if command.option(named: "--" + bareName) != nil { return message + ". Did you mean '--\(bareName)'?" }
        let others = owners(of: name)
        if let key = key(named: bareName) {
            return message + (others.isEmpty ? "" : ": \(others) it") + ". Did you mean '--set \(key)=VALUE'?"
        }
        if !others.isEmpty { return message + " of '\(command.name)': \(others) it" }
        // A single letter is close to every other letter, so it gets no suggestion.
        let known = (command.options + [.help]).map { String($0.name.drop { $0 == "-" }) }
        let nearest = bareName.count > 1 ? NearestName.nearest(to: bareName, among: known) : nil
        return message + (nearest.map { ". Did you mean '--\($0)'?" } ?? "")
    }

    /// Which commands have an option, the first ones by name: "'run', 'sweep' and others have".
    private func owners(of name: String) -> String {
        guard name.hasPrefix("--") else { return "" }
        let found = commands.filter { $0.option(named: name) != nil }.map { "'\($0.name)'" }
        switch found.count {
        case 0: return ""
        case 1: return found[0] + " has"
        case 2: return "\(found[0]) and \(found[1]) have"
        default: return "\(found[0]), \(found[1]) and others have"
        }
    }

    /// The key of scenario files that a word stands for: the whole path, or its last part where that is one key's only.
    private func key(named word: String) -> String? {
        guard takesSettings else { return nil }
        if word == "attacker-ratio" { return "attackers.ratio" }
        let paths = ScenarioKeys.all.map(\.path)
        if paths.contains(word) { return word }
        let folded = word.lowercased().filter { $0 != "-" && $0 != "_" }
        let found = paths.filter { path in
            path.lowercased().filter { $0 != "." } == folded
                || path.split(separator: ".").last?.lowercased() == folded
        }
        return found.count == 1 ? found[0] : nil
    }

    /// The message about an argument too many. `isBehindDashes`: it stands behind "--".
    func unexpected(_ argument: String, isBehindDashes: Bool) -> String {
        let message = "Unexpected argument '\(argument)'"
        if isBehindDashes && argument.hasPrefix("-") { return message + ": behind '--' there are no options" }
        let dashes: [Unicode.Scalar] = ["\u{2013}", "\u{2014}", "\u{2212}"]
        if let first = argument.unicodeScalars.first, dashes.contains(first) {
            let bareName = String(argument.unicodeScalars.drop { dashes.contains($0) || $0 == "-" })
            return message + ". Did you mean '--\(bareName)'?"
        }
        if takesSettings, let equals = argument.firstIndex(of: "="), equals != argument.startIndex {
            let isList = argument[equals...].contains(",") && command.option(named: "--vary") != nil
            return message + ". Did you mean '\(isList ? "--vary" : "--set") \(argument)'?"
        }
        return message
    }
}
