import GroupDecision

/// What is known of a name: a key, a scheme, a metric, an attack or whatever else scenarios and options can name.
public struct GlossaryEntry: Sendable, Equatable {
    /// The name, with its path where it has one: `radio.range`, `attackers.profile.reports.shift`.
    public let name: String
    /// What the name stands for: "key of scenario files", "scheme".
    public let category: String
    /// Facts in the order to show them: "Meaning", "Unit", "Values", "Default".
    public let facts: [Fact]

    /// One line of an entry.
    public struct Fact: Sendable, Equatable {
        /// What it says: "Unit".
        public let label: String
        /// What is said, never empty.
        public let text: String
    }

    init(_ name: String, _ category: String, _ facts: [(String, String)]) {
        self.name = name
        self.category = category
        self.facts = facts.filter { !$0.1.isEmpty }.map { Fact(label: $0.0, text: $0.1) }
    }
}

/// Everything that has a name, from the registries.
public enum Glossary {
    /// Every entry: keys, schemes, mechanisms, presets, parts of attacks, models, checks, metrics.
    public static let all: [GlossaryEntry] =
        ScenarioKeys.all.map(entry) + SchemeCatalog.all.map(entry) + mechanisms + AttackPreset.all.map(entry) + parts
        + models + PlausibilityCheck.all.map { GlossaryEntry($0.name, "plausibility check", [("Meaning", $0.summary)]) }
        + Metric.all.map(entry)

    /// What is known of a name: entries of that name, the keys below it, the keys whose path ends with it. Empty where
    /// nothing is.
    public static func entries(named name: String) -> [GlossaryEntry] {
        let exact = all.filter { $0.name == name || $0.name.hasSuffix("." + name) && !isKey($0) }
        let below = all.filter { isKey($0) && $0.name.hasPrefix(name + ".") }
        return exact + below + all.filter { isKey($0) && $0.name.hasSuffix("." + name) }
    }

    /// The known name that was probably meant, nil where none is near.
    public static func nearest(to name: String) -> String? {
        NearestName.nearest(to: name, among: names)
    }

    /// Every name that can be asked for, without the paths of parts where their last word says enough.
    public static let names: [String] = all.flatMap { entry -> [String] in
        isKey(entry) ? [entry.name] : [entry.name, String(entry.name.split(separator: ".").last ?? "")]
    }.distinct()

    private static let keyCategory = "key of scenario files"

    private static func isKey(_ entry: GlossaryEntry) -> Bool { entry.category == keyCategory }

    private static func entry(_ key: ScenarioKey) -> GlossaryEntry {
        let names = key.choices.map(\.name).joined(separator: ", ")
        return GlossaryEntry(
            key.path, keyCategory,
            [
                ("Meaning", key.summary), ("Unit", key.unit), ("Values", key.shortAllowed),
                ("Names", key.shortAllowed.hasPrefix("one of") ? "" : names),
                ("Default", ScenarioEncoder.standardText(of: key)),
            ])
    }

    private static func entry(_ scheme: SchemeEntry) -> GlossaryEntry {
        GlossaryEntry(
            scheme.name, "scheme",
            [("Meaning", scheme.summary)]
                + scheme.parameters.map { parameter in
                    let standard = parameter.standard.map(NumberText.csv) ?? "that of baselines.threshold"
                    return (
                        "baselines.\(scheme.name).\(parameter.name)",
                        text(parameter.summary, parameter.range, parameter.unit, standard)
                    )
                })
    }

    private static let mechanisms = InferenceMechanisms.all.map { mechanism in
        GlossaryEntry(
            mechanism.key, "mechanism of consensus-adaptive",
            [
                ("Meaning", "as an ablation: consensus-adaptive without \(mechanism.label)"),
                ("Row", SchemeCatalog.ablatedName(mechanism)),
            ])
    }

    private static func entry(_ preset: AttackPreset) -> GlossaryEntry {
        let parts = PartSlot.all.compactMap { slot in
            preset.parts[slot.name].map { choice in
                (slot.name, ([choice.kind] + numbers(of: choice)).joined(separator: ", "))
            }
        }
        return GlossaryEntry(
            preset.name, "attack preset",
            [("Meaning", preset.summary), ("Against", preset.group.target)] + parts)
    }

    private static func numbers(of choice: PartChoice) -> [String] {
        choice.parameters.sorted { $0.key < $1.key }.map { "\($0.key) \(NumberText.csv($0.value))" }
    }

    private static let parts = PartSlot.all.flatMap { slot in
        [
            GlossaryEntry(
                "attackers.profile.\(slot.name)", "part of attacks",
                [("Meaning", slot.summary), ("Kinds", slot.kinds.map(\.name).joined(separator: ", "))])
        ]
            + slot.kinds.map { kind in
                GlossaryEntry(
                    "attackers.profile.\(slot.name).\(kind.name)", "kind of the part '\(slot.name)'",
                    [("Meaning", kind.summary)]
                        + kind.parameters.map { parameter in
                            (
                                parameter.name,
                                text(
                                    parameter.summary, parameter.range, parameter.unit,
                                    NumberText.csv(parameter.standard))
                            )
                        })
            }
    }

    private static let models =
        MobilityCatalog.all.map {
            GlossaryEntry($0.name, "mobility model", [("Meaning", $0.summary)] + facts("mobility", of: $0.keys))
        }
        + RadioCatalog.all.map {
            GlossaryEntry($0.name, "radio model", [("Meaning", $0.summary)] + facts("radio", of: $0.keys))
        }

    /// What a model reads.
    private static func facts<Settings>(
        _ section: String, of keys: [SettingsKey<Settings>]
    ) -> [(String, String)] {
        keys.map { key in
            let path = "\(section).\(key.name)"
            guard let found = ScenarioKeys.all.first(where: { $0.path == path }) else { return (path, key.summary) }
            let unit = key.unit.isEmpty ? "" : " \(key.unit)"
            let standard = ScenarioEncoder.standardText(of: found)
            return (path, "\(key.summary); \(found.shortAllowed)\(unit), default \(standard)")
        }
    }

    private static func entry(_ metric: Metric) -> GlossaryEntry {
        let preference =
            switch metric.preference {
            case .higher: "higher"
            case .lower: "lower"
            case .neither: ""
            }
        return GlossaryEntry(
            metric.name, "metric",
            [("Meaning", metric.summary), ("Unit", metric.unit), ("In tables", metric.title), ("Better", preference)])
    }

    private static func text(
        _ summary: String, _ range: ClosedRange<Double>, _ unit: String, _ standard: String
    ) -> String {
        let limits = "\(NumberText.csv(range.lowerBound)) to \(NumberText.csv(range.upperBound))"
        return "\(summary); \(limits)\(unit.isEmpty ? "" : " \(unit)"), default \(standard)"
    }
}
