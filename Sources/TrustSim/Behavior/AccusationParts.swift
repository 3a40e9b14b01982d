/// Whom an attacker reports to a misbehaviour authority.
public protocol AccusationPart: BehaviorPart {
    /// Vehicles to report, the most wanted first, with the disbelief that is claimed.
    func accused(_ view: AttackerView) -> [(vehicle: VehicleID, disbelief: Double)]
}

/// Nobody.
struct NoAccusations: AccusationPart {
    static let kind = PartKind("none", "reports nobody to a misbehaviour authority", isHonest: true)
    init(_ choice: PartChoice) {}
    func accused(_ view: AttackerView) -> [(vehicle: VehicleID, disbelief: Double)] { [] }
}

/// False reports on everybody who is no fellow, or on a share on which all attackers agree. All of them report in the same
/// order, so that where the number of reports is limited they meet on the same victims.
struct FalseAccusations: AccusationPart {
    static let kind = PartKind(
        "accuse", "reports honest vehicles that it hears to a misbehaviour authority",
        parameters: [
            PartParameter(
                name: "share", unit: "", range: 0...1, standard: 1, summary: "share of the victims, agreed by all"),
            PartParameter(
                name: "disbelief", unit: "", range: 0...1, standard: 0.95, summary: "disbelief claimed in each report"),
        ])
    let share: Double
    let disbelief: Double
    var isHarmless: Bool { share == 0 }

    init(_ choice: PartChoice) {
        share = choice.value("share", of: Self.kind)
        disbelief = choice.value("disbelief", of: Self.kind)
    }

    func accused(_ view: AttackerView) -> [(vehicle: VehicleID, disbelief: Double)] {
        view.heard.map(\.vehicle).filter { !view.isFellow($0) && view.isVictim($0, share: share) }
            .map { (draw: view.victimDraw(of: $0), vehicle: $0) }
            .sorted { ($0.draw, $0.vehicle) < ($1.draw, $1.vehicle) }.map { ($0.vehicle, disbelief) }
    }
}
