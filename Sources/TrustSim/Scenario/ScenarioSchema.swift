import GroupDecision

/// The JSON Schema of scenario files, made of the definitions from which they are decoded.
///
/// What a schema can say is in it: keys, types, ranges, names, defaults, the conditions on traces and profiles. What
/// compares values with each other, such as a least speed above the greatest, only ``ScenarioDecoder`` finds.
public enum ScenarioSchema {
    /// The dialect of the schema.
    public static let dialect = "https://json-schema.org/draft/2020-12/schema"

    /// The schema, with a line break at its end. `schemes` are schemes beyond those of the registry.
    public static func document(adding schemes: [SchemeEntry] = []) -> [UInt8] {
        var writer = JSONWriter(style: .pretty, capacity: 1 << 17)
        writer.object { writer in
            writer.member("$schema", dialect)
            writer.member("title", "Scenario of TrustSim")
            writer.member(
                "description", "One experiment: the world, the vehicles, the attackers, what is compared. SI units.")
            writer.member("type", "object")
            writeProperties(
                of: "", among: ScenarioKeys.keys(adding: schemes), calibrated: calibrated(adding: schemes), to: &writer)
            writeConditions(to: &writer)
            ProfileSchema.writeDefinitions(to: &writer)
        }
        writer.lineBreak()
        return writer.bytes
    }

    private static func calibrated(adding schemes: [SchemeEntry]) -> [String] {
        SchemeCatalog.calibratedNames(adding: schemes)
    }

    /// The members of the object at a path, in the order of the keys.
    private static func writeProperties(
        of path: String, among keys: [ScenarioKey], calibrated: [String], to writer: inout JSONWriter
    ) {
        let prefix = path.isEmpty ? "" : path + "."
        let inside = keys.filter { $0.path.hasPrefix(prefix) }
        let names = inside.map { String($0.path.dropFirst(prefix.count).prefix { $0 != "." }) }.distinct()
        writer.object("properties") { writer in
            if path.isEmpty { writeSchemaKey(to: &writer) }
            for name in names {
                writer.object(name) { writer in
                    if let key = inside.first(where: { $0.path == prefix + name }) {
                        write(key, calibrated: calibrated, to: &writer)
                    } else {
                        writer.member("type", "object")
                        writeProperties(of: prefix + name, among: inside, calibrated: calibrated, to: &writer)
                        if name == "attackers" {
                            writeEitherProfile(to: &writer)
                            ProfileSchema.writeShareCondition(to: &writer)
                        }
                    }
                }
            }
        }
        writer.member("additionalProperties", false)
    }

    private static func writeSchemaKey(to writer: inout JSONWriter) {
        writer.object(ScenarioDecoder.schemaKey) { writer in
            writer.member("description", "Where this schema is, for editors. Of no effect on the experiment.")
            writer.member("type", "string")
        }
    }

    private static func write(_ key: ScenarioKey, calibrated: [String], to writer: inout JSONWriter) {
        writer.member("description", key.explanation)
        if let standard = ScenarioEncoder.standard(of: key) { writer.member("default", standard) }
        switch key.kind {
        case .number(_, let range): writeNumber(range, to: &writer)
        case .baseline(_, let parameter): writeNumber(parameter.range, to: &writer)
        case .integer(_, let range):
            writer.member("type", "integer")
            writer.member("minimum", range.lowerBound)
            writer.member("maximum", range.upperBound)
        case .choice: writeNames(key.choices, to: &writer)
        case .text:
            writer.member("type", "string")
            writer.member("maxLength", ScenarioDecoder.textLimit)
            writer.member("pattern", "^[^\\u0000-\\u001F\\u007F]*$")
        case .names:
            writer.member("type", "array")
            writer.object("items") { writeNames(key.choices, to: &$0) }
            writer.member("uniqueItems", true)
        case .points:
            writer.member("type", "array")
            writer.member("maxItems", ScenarioKey.pointLimit)
            writer.object("items") { writer in
                writer.member("type", "array")
                writer.object("items") { writeNumber(ScenarioKey.coordinates, to: &$0) }
                writer.member("minItems", 2)
                writer.member("maxItems", 2)
            }
        case .calibration:
            writer.member("type", "object")
            writer.object("properties") { writer in
                for name in calibrated { writer.object(name) { writeNumber(0...1, to: &$0) } }
            }
            writer.member("additionalProperties", false)
        case .profile: writer.member("$ref", "#/$defs/profile")
        case .profiles: ProfileSchema.writeShares(to: &writer)
        }
    }

    static func writeNumber(_ range: ClosedRange<Double>, to writer: inout JSONWriter) {
        writer.member("type", "number")
        writer.member("minimum", range.lowerBound)
        writer.member("maximum", range.upperBound)
    }

    /// One of some names; editors show the meaning of each.
    static func writeNames(_ names: [(name: String, summary: String)], to writer: inout JSONWriter) {
        if names.allSatisfy({ $0.summary.isEmpty }) { return writer.member("enum", names.map(\.name)) }
        writer.array("oneOf") { writer in
            for (name, summary) in names {
                writer.object { writer in
                    writer.member("const", name)
                    writer.member("description", summary)
                }
            }
        }
    }
}

/// What holds between keys.
extension ScenarioSchema {
    /// With a trace: a file and no number of vehicles. Without: a number of vehicles.
    private static func writeConditions(to writer: inout JSONWriter) {
        writer.object("if") { writer in
            writer.object("properties") { writer in
                writer.object("mobility") { writer in
                    writer.object("properties") { writer in writer.object("model") { $0.member("const", "trace") } }
                    writer.member("required", ["model"])
                }
            }
            writer.member("required", ["mobility"])
        }
        writer.object("then") { writer in
            writer.object("properties") { writer in
                writer.member("vehicles", false)
                writer.object("mobility") { writer in
                    writer.object("properties") { writer in writer.object("file") { $0.member("minLength", 1) } }
                    writer.member("required", ["file"])
                }
            }
        }
        writer.object("else") { $0.member("required", ["vehicles"]) }
    }

    private static func writeEitherProfile(to writer: inout JSONWriter) {
        writer.object("not") { $0.member("required", ["profile", "profiles"]) }
    }
}

extension ScenarioKey {
    /// Names that the key takes, each with its meaning where it has one of its own.
    public var choices: [(name: String, summary: String)] {
        let names: [String]
        switch kind {
        case .choice(_, let allowed), .names(_, let allowed): names = allowed
        case .profile: return AttackPreset.all.map { ($0.name, $0.summary) }
        default: return []
        }
        let known: [(name: String, summary: String)]
        switch path {
        case "mobility.model": known = MobilityCatalog.all.map { ($0.name, $0.summary) }
        case "radio.model": known = RadioCatalog.all.map { ($0.name, $0.summary) }
        case "schemes": known = SchemeCatalog.all.map { ($0.name, $0.summary) }
        case "sensing.plausibility.checks": known = PlausibilityCheck.all.map { ($0.name, $0.summary) }
        case "ablations":
            // Ablations may be written as in the names of their rows.
            let mechanisms = InferenceMechanisms.all.map { ($0.key, "consensus-adaptive without \($0.label)") }
            let labels = InferenceMechanisms.all.filter { $0.label != $0.key }.map {
                ($0.label, "the same as \($0.key)")
            }
            return mechanisms + labels
        default: known = []
        }
        return names.map { name in (name, known.first { $0.name == name }?.summary ?? "") }
    }

    /// Meaning, unit, values and default in one text, as editors show it.
    var explanation: String {
        var text = summary.prefix(1).uppercased() + summary.dropFirst() + "."
        if !unit.isEmpty { text += " Unit: \(unit)." }
        text += " Value: \(shortAllowed)."
        let standard = ScenarioEncoder.standardText(of: self)
        if !standard.isEmpty { text += " Default: \(standard)." }
        return text
    }

    /// The allowed values without a list of names, which would be long.
    var shortAllowed: String {
        switch kind {
        case .choice(_, let names) where names.count > 6: "a name"
        case .names: "a list of names"
        default: allowed
        }
    }
}
