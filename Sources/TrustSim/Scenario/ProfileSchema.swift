/// The part of the schema that is about attack profiles, made of the registries of presets and parts.
enum ProfileSchema {
    /// `$defs`: a profile, and each of its parts.
    static func writeDefinitions(to writer: inout JSONWriter) {
        writer.object("$defs") { writer in
            writer.object("profile") { writer in
                writer.array("anyOf") { writer in
                    writer.object { writePresets(to: &$0) }
                    writer.object { writeObject(to: &$0) }
                }
            }
            for slot in PartSlot.all { writer.object(slot.name) { write(slot, to: &$0) } }
        }
    }

    /// The list of profiles with their shares.
    static func writeShares(to writer: inout JSONWriter) {
        writer.member("type", "array")
        writer.member("minItems", 1)
        writer.object("items") { writer in
            writer.member("type", "object")
            writer.object("properties") { writer in
                writer.object("profile") { $0.member("$ref", "#/$defs/profile") }
                writer.object("share") { writer in
                    writer.member("description", "Share of the attackers; all shares together are 1.")
                    writer.member("type", "number")
                    writer.member("exclusiveMinimum", 0)
                    writer.member("maximum", 1)
                }
            }
            writer.member("required", ["profile"])
            writer.member("additionalProperties", false)
        }
    }

    /// With a list of attackers profiles have no shares, without each has one.
    static func writeShareCondition(to writer: inout JSONWriter) {
        func writeItems(_ name: String, to writer: inout JSONWriter, _ write: (inout JSONWriter) -> Void) {
            writer.object(name) { writer in
                writer.object("properties") { writer in
                    writer.object("profiles") { writer in writer.object("items") { write(&$0) } }
                }
            }
        }
        writer.object("if") { writer in
            writer.object("properties") { writer in writer.object("list") { $0.member("minLength", 1) } }
            writer.member("required", ["list"])
        }
        writeItems("then", to: &writer) { writer in writer.object("properties") { $0.member("share", false) } }
        writeItems("else", to: &writer) { $0.member("required", ["share"]) }
    }

    private static func writePresets(to writer: inout JSONWriter) {
        writer.member("description", "A preset.")
        ScenarioSchema.writeNames(AttackPreset.all.map { ($0.name, $0.summary) }, to: &writer)
    }

    private static func writeObject(to writer: inout JSONWriter) {
        writer.member("description", "Parts; what is not named is honest, or as in the preset.")
        writer.member("type", "object")
        writer.object("properties") { writer in
            writer.object("label") { writer in
                writer.member(
                    "description",
                    "What tables, figures, pages and logs call it: letters, digits, spaces, - _ . + ( ) %.")
                writer.member("type", "string")
                writer.member("minLength", 1)
                writer.member("maxLength", 40)
            }
            writer.object("preset") { writePresets(to: &$0) }
            for slot in PartSlot.all { writer.object(slot.name) { $0.member("$ref", "#/$defs/\(slot.name)") } }
        }
        writer.member("additionalProperties", false)
    }

    /// A part: the name of a kind, or an object of a kind and its parameters.
    private static func write(_ slot: PartSlot, to writer: inout JSONWriter) {
        let kinds = slot.kinds
        writer.member("description", slot.summary.prefix(1).uppercased() + slot.summary.dropFirst() + ".")
        writer.member("default", kinds.first?.name)
        writer.array("anyOf") { writer in
            writer.object { ScenarioSchema.writeNames(kinds.map { ($0.name, $0.summary) }, to: &$0) }
            for kind in kinds { writer.object { write(kind, to: &$0) } }
        }
    }

    private static func write(_ kind: PartKind, to writer: inout JSONWriter) {
        writer.member("type", "object")
        writer.object("properties") { writer in
            writer.object("kind") { writer in
                writer.member("const", kind.name)
                writer.member("description", kind.summary)
            }
            for parameter in kind.parameters {
                writer.object(parameter.name) { writer in
                    writer.member("description", explanation(of: parameter))
                    writer.member("default", parameter.standard)
                    ScenarioSchema.writeNumber(parameter.range, to: &writer)
                }
            }
        }
        writer.member("required", ["kind"])
        writer.member("additionalProperties", false)
    }

    private static func explanation(of parameter: PartParameter) -> String {
        let unit = parameter.unit.isEmpty ? "" : " Unit: \(parameter.unit)."
        let summary = parameter.summary.prefix(1).uppercased() + parameter.summary.dropFirst()
        return "\(summary).\(unit) Value: a number from \(NumberText.csv(parameter.range.lowerBound)) to "
            + "\(NumberText.csv(parameter.range.upperBound)). Default: \(NumberText.csv(parameter.standard))."
    }
}
