import TrustSim

/// `trustsim list`.
enum ListCommand: Command {
    static let topics = ["schemes", "attacks", "mobility", "radio", "metrics", "ablations", "keys"]

    static let spec = CommandSpec(
        name: "list", abstract: "List what there is: \(topics.joined(separator: ", ")).",
        arguments: [ArgumentSpec(name: "topic", help: "One of \(topics.joined(separator: ", ")).")],
        options: [OptionSpec(name: "--verbose", help: "For attacks: presets by parts, kinds, parameters.")],
        examples: ["trustsim list schemes", "trustsim list attacks --verbose"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let topic = arguments.positionals[0]
        guard topics.contains(topic) else {
            let hint =
                NearestName.nearest(to: topic, among: topics).map { ". Did you mean '\($0)'?" }
                ?? "; there are: \(topics.joined(separator: ", "))"
            throw UsageError(
                message: "Unknown topic '\(escapedForMessage(topic))'\(hint)", command: "list")
        }
        let isVerbose = topic == "attacks" && arguments.flag("--verbose")
        let tables = isVerbose ? [presetTable()] + partTables() : [table(topic)]
        Console.results(SharedOptions.render(tables, format: "table", color: Console.usesColor))
        return .success
    }

    private static func table(_ topic: String) -> TextTable {
        switch topic {
        case "schemes": return names(["Scheme", "Meaning"], SchemeCatalog.all.map { [$0.name, $0.summary] })
        case "attacks": return names(["Preset", "Meaning"], AttackPreset.all.map { [$0.name, $0.summary] })
        case "mobility": return names(["Model", "Meaning"], MobilityCatalog.all.map { [$0.name, $0.summary] })
        case "radio": return names(["Model", "Meaning"], RadioCatalog.all.map { [$0.name, $0.summary] })
        case "ablations": return names(["Mechanism", "Meaning"], SchemeCatalog.ablationSummaries)
        case "keys":
            return names(
                ["Key", "Unit", "Default", "Meaning", "Values"],
                ScenarioKeys.all.map {
                    [$0.path, $0.unit, ScenarioEncoder.standardText(of: $0), $0.summary, $0.allowed]
                })
        default:
            return names(
                ["Metric", "Title", "Unit", "Meaning"], Metric.all.map { [$0.name, $0.title, $0.unit, $0.summary] })
        }
    }

    private static func names(_ titles: [String], _ rows: [[String]]) -> TextTable {
        TextTable(
            columns: titles.map { TextTable.Column($0) }, rows: rows.map { $0.map { TextTable.Cell($0) } },
            footnotes: [], caption: "")
    }

    private static func presetTable() -> TextTable {
        names(
            ["Preset", "Group", "Meaning", "Parts"],
            AttackPreset.all.map { [$0.name, $0.group.rawValue, $0.summary, parts(of: $0)] })
    }

    /// The parts of a preset in the order of the documentation, with the parameters that are not the default ones.
    private static func parts(of preset: AttackPreset) -> String {
        PartSlot.all.compactMap { slot in
            guard let choice = preset.parts[slot.name] else { return nil }
            let kind = slot.kinds.first { $0.name == choice.kind }
            let given = (kind?.parameters ?? []).compactMap { parameter -> String? in
                guard let value = choice.parameters[parameter.name], value != parameter.standard else { return nil }
                let unit = parameter.unit.isEmpty ? "" : " \(parameter.unit)"
                return "\(parameter.name) \(NumberText.csv(value))\(unit)"
            }
            let numbers = given.isEmpty ? "" : " (\(given.joined(separator: ", ")))"
            return "\(slot.name) \(choice.kind)\(numbers)"
        }.joined(separator: "; ")
    }

    private static func partTables() -> [TextTable] {
        PartSlot.all.map { slot in
            var rows: [[String]] = []
            for kind in slot.kinds {
                rows.append([kind.name, "", "", kind.summary])
                for parameter in kind.parameters {
                    let range =
                        "\(NumberText.csv(parameter.range.lowerBound)) to \(NumberText.csv(parameter.range.upperBound))"
                    let unit = parameter.unit.isEmpty ? "" : " \(parameter.unit)"
                    rows.append([
                        "", parameter.name, "\(NumberText.csv(parameter.standard))\(unit)",
                        "\(parameter.summary) (\(range)\(unit))",
                    ])
                }
            }
            return TextTable(
                columns: ["Kind", "Parameter", "Default", "Meaning"].map { TextTable.Column($0) },
                rows: rows.map { $0.map { TextTable.Cell($0) } }, footnotes: [],
                caption: "Part '\(slot.name)': \(slot.summary)")
        }
    }
}
