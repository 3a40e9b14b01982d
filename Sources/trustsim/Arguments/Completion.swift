import TrustSim

/// What a shell offers for the value of an option or for an argument.
enum Completion: Sendable, Equatable {
    /// Files.
    case file
    /// Directories.
    case directory
    /// Nothing: a number, a text of one's own.
    case nothing
    /// One of some words.
    case words([String])
    /// Some words with commas between them.
    case list([String])
    /// `key=value` of a scenario.
    case assignment
}

extension Completion {
    /// The names that a help text lists: "table, csv or json (default: table)." or "One of schemes, attacks.".
    ///
    /// So a command says once, in its help, which words there are. Nil where the text is none such list.
    static func words(inHelp help: String) -> [String]? {
        var text = Substring(help)
        if text.hasPrefix("One of ") { text = text.dropFirst(7) }
        text = text.prefix { $0 != "(" }
        while text.last == "." || text.last == " " { text.removeLast() }
        let words = text.split(separator: ",").flatMap { part in
            part.split(separator: " ").split(separator: "or", omittingEmptySubsequences: true)
        }
        guard words.count > 1, words.allSatisfy({ $0.count == 1 }) else { return nil }
        let names = words.map { String($0[$0.startIndex]) }
        let isName = names.allSatisfy { $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } }
        return isName ? names : nil
    }
}

extension OptionSpec {
    /// What completes the value, as declared or as its name, placeholder and help say; nil for a flag.
    var valueCompletion: Completion? {
        guard let value else { return nil }
        if let completion { return completion }
        switch name {
        case "--schemes": return .list(SchemeCatalog.names + ["all"])
        case "--ablate": return .list(SchemeCatalog.ablationNames + ["all"])
        case "--metrics": return .list(Metric.all.map(\.name))
        case "--metric": return .words(Metric.all.map(\.name))
        case "--reference": return .words(SchemeCatalog.names)
        case "--attacks": return .list(AttackPreset.all.map(\.name))
        case "--worlds": return .list((Study.worlds + Study.calibrationWorlds).map(\.name))
        case "--by": return .list(["scenario", "scheme", "attackerRatio", "seed"])
        case "--set", "--vary": return .assignment
        default: break
        }
        switch value {
        case "FILE", "PATH": return .file
        case "DIR": return .directory
        default: return Completion.words(inHelp: help).map(Completion.words) ?? .nothing
        }
    }
}

extension ArgumentSpec {
    /// What completes the argument, as declared or as its help says; else files.
    var valueCompletion: Completion {
        completion ?? Completion.words(inHelp: help).map(Completion.words) ?? .file
    }
}

extension CommandSpec {
    /// All options, with the one that every command has.
    var allOptions: [OptionSpec] { options + [.help] }
    /// Every spelling of every option.
    var optionNames: [String] { allOptions.flatMap { [$0.name] + ($0.short.map { [$0] } ?? []) } }
}

/// What scripts of all shells need to know of scenario files.
enum CompletionNames {
    /// Paths of all keys.
    static let keys = ScenarioKeys.all.map(\.path)
    /// Keys with the names that they take.
    static let values: [(key: String, names: [String])] = ScenarioKeys.all.compactMap { key in
        let names = key.choices.map(\.name)
        return names.isEmpty ? nil : (key.path, names)
    }
}
