import TrustSim

/// Speaks well of whom it finds bad.
struct Flatter: ReportPart {
    static let kind = PartKind(
        "flatter", "reports v + k (1 - v) of everybody whom it finds bad",
        parameters: [
            PartParameter(name: "strength", unit: "", range: 0...1, standard: 0.8, summary: "k: 0 is honest")
        ])
    let strength: Double

    init(_ choice: PartChoice) { strength = choice.value("strength", of: Self.kind) }

    var isHarmless: Bool { strength == 0 }

    func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        for index in entries.indices where entries[index].value < 0.5 {
            entries[index].value += strength * (1 - entries[index].value)
        }
    }

    /// An attack that uses it.
    static let preset = AttackPreset(
        "flatterers", "false beacons now and then; speak well of whom they find bad",
        [
            "beacon": PartChoice("randomPositionOffset", ["probability": 0.5]), "reports": PartChoice("flatter"),
        ])
}
