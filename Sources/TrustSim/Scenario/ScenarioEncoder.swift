/// Writes scenarios with every value as it is used.
public enum ScenarioEncoder {
    /// The scenario as a tree, in the order of ``ScenarioKeys``. Decoding it gives the same scenario.
    public static func tree(_ scenario: Scenario) -> JSONNode {
        var root = node(.object([]))
        for key in ScenarioKeys.keys(adding: scenario.settings.additional) {
            // Scenarios without roadside units and authority are written as before there were any.
            if !scenario.infrastructure.units.exist && key.path.hasPrefix("infrastructure.units.") { continue }
            if !scenario.infrastructure.authority.exists && key.path.hasPrefix("infrastructure.authority.") { continue }
            guard let value = value(of: key, in: scenario) else { continue }
            root = adding(value, at: key.path.split(separator: ".").map(String.init)[...], to: root)
        }
        return root
    }

    private static func adding(_ value: JSONNode, at path: ArraySlice<String>, to node: JSONNode) -> JSONNode {
        guard let key = path.first else { return value }
        var members = node.members ?? []
        let old = members.firstIndex { $0.key == key }
        let inner = old.map { members[$0].value } ?? Self.node(.object([]))
        let member = JSONNode.Member(
            key: key, keyPosition: value.position, value: adding(value, at: path.dropFirst(), to: inner))
        if let old { members[old] = member } else { members.append(member) }
        return Self.node(.object(members))
    }

    private static func value(of key: ScenarioKey, in scenario: Scenario) -> JSONNode? {
        switch key.kind {
        case .number(let place, _): return number(scenario[keyPath: place])
        case .baseline(let entry, let parameter):
            return (scenario.settings.given["\(entry.name).\(parameter.name)"] ?? parameter.standard).map(number)
        case .integer(let place, _):
            if key.path == "vehicles" && scenario.usesTrace { return nil }
            let value = scenario[keyPath: place]
            return node(.number(Double(value), literal: String(value)))
        case .choice(let place, _): return node(.string(scenario[keyPath: place]))
        case .text(let place):
            // Scenarios without a list are written as before there were any.
            if place == \.attackers.list && scenario.attackers.list.isEmpty { return nil }
            return node(.string(scenario[keyPath: place]))
        case .names(let place, _): return node(.array(scenario[keyPath: place].map { node(.string($0)) }))
        case .points(let place):
            return node(.array(scenario[keyPath: place].map { node(.array([number($0.x), number($0.y)])) }))
        case .calibration:
            return object(scenario.settings.calibration.sorted { $0.key < $1.key }.map { ($0.key, number($0.value)) })
        case .profile: return value(ofProfiles: scenario, isList: false)
        case .profiles:
            return scenario.attackers.profiles.count == 1 ? nil : value(ofProfiles: scenario, isList: true)
        }
    }

    /// What attackers do: the only profile, or a list of several, or of one, with their shares, which a list of attackers
    /// leaves out.
    static func value(ofProfiles scenario: Scenario, isList: Bool) -> JSONNode? {
        let profiles = scenario.attackers.profiles
        if !isList { return profiles.count == 1 ? profile(profiles[0].profile) : nil }
        let hasShares = scenario.attackers.list.isEmpty
        return node(
            .array(
                profiles.map {
                    object([("profile", profile($0.profile))] + (hasShares ? [("share", number($0.share))] : []))
                }))
    }

    private static func profile(_ profile: Profile) -> JSONNode {
        if let preset = AttackPreset.all.first(where: { $0.name == profile.name }), preset.parts == profile.choices {
            return node(.string(preset.name))
        }
        let label = profile.name.hasPrefix(Profile.unlabelled) ? [] : [("label", node(.string(profile.name)))]
        return object(
            label
                + PartSlot.all.compactMap { slot in
                    guard let choice = profile.choices[slot.name] else { return nil }
                    let parameters = choice.parameters.sorted { $0.key < $1.key }.map { ($0.key, number($0.value)) }
                    return (slot.name, object([("kind", node(.string(choice.kind)))] + parameters))
                })
    }

    private static func node(_ value: JSONNode.Value) -> JSONNode {
        JSONNode(value: value, position: SourcePosition(origin: .option("scenario"), line: 1, column: 1))
    }

    private static func number(_ value: Double) -> JSONNode {
        node(.number(value, literal: NumberText.csv(value)))
    }

    private static func object(_ members: [(String, JSONNode)]) -> JSONNode {
        let position = node(.null).position
        return node(.object(members.map { JSONNode.Member(key: $0.0, keyPosition: position, value: $0.1) }))
    }

    /// The value of a key in a scenario as it would be written in one line, a text without quotation marks; of a threshold
    /// that is not given that of all baselines. Empty where there is none.
    static func text(of key: ScenarioKey, in scenario: Scenario) -> String {
        guard let value = value(of: key, in: scenario) else {
            if case .baseline = key.kind { return NumberText.csv(scenario.settings.baselineThreshold) }
            return ""
        }
        if let text = value.string { return text }
        var writer = JSONWriter(style: .compact)
        writer.value(value)
        return writer.text
    }

    /// The default of a key as it would be written, empty where there is none.
    public static func standardText(of key: ScenarioKey) -> String {
        if case .baseline(_, let parameter) = key.kind, parameter.standard == nil { return "baselines.threshold" }
        guard let value = standard(of: key) else { return "" }
        var writer = JSONWriter(style: .compact)
        writer.value(value)
        return writer.text
    }

    /// The default of a key, nil where there is none or where it is that of another key.
    static func standard(of key: ScenarioKey) -> JSONNode? {
        switch key.path {
        case "vehicles", "attackers.profiles", "attackers.list": nil
        case "mobility.file", "mobility.activity", "mobility.roads", "mobility.config", "mobility.columns": nil
        case "attackers.profile": node(.string("colluders"))
        default: value(of: key, in: Scenario())
        }
    }
}
