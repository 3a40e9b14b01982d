import TrustSim

/// `trustsim describe`.
enum DescribeCommand: Command {
    static let spec = CommandSpec(
        name: "describe", abstract: "Explain a name: of a key, scheme, attack, model, metric, check.",
        discussion:
            "Of a key it prints meaning, unit, values and default; of an object of keys, such as radio, its keys.",
        arguments: [
            ArgumentSpec(
                name: "name", help: "What 'trustsim list' lists, or a path of a key.", repeats: true,
                completion: .words(Glossary.names))
        ],
        examples: ["trustsim describe radio.range", "trustsim describe colluders f1"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        var entries: [GlossaryEntry] = []
        for name in arguments.positionals {
            let found = Glossary.entries(named: name)
            if found.isEmpty {
                let hint =
                    Glossary.nearest(to: name).map { ". Did you mean '\($0)'?" }
                    ?? "; 'trustsim list' lists keys, schemes, attacks and more"
                throw UsageError(message: "Unknown name '\(name)'\(hint)", command: "describe")
            }
            entries += found
        }
        Console.print(entries.distinct().map(text).joined(separator: "\n\n"))
        return .success
    }

    private static func text(_ entry: GlossaryEntry) -> String {
        let width = (entry.facts.map(\.label.count).max() ?? 0) + 2
        let indent = String(repeating: " ", count: width + 2)
        let lines = entry.facts.map { fact in
            let head = "  " + fact.label + String(repeating: " ", count: width - fact.label.count)
            guard let columns = Console.tableWidth else { return head + fact.text }
            let parts = WrappedText.lines(fact.text, width: max(columns - indent.count, 1))
            return head + parts.joined(separator: "\n" + indent)
        }
        return (["\(entry.name)  (\(entry.category))"] + lines).joined(separator: "\n")
    }
}
