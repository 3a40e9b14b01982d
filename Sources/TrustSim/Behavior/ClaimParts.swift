/// What an attacker says about itself: the level it attests and the tolerance it claims.
public protocol ClaimPart: BehaviorPart {
    /// The value claimed in place of the honest one.
    func claim(honest: Double) -> Double
}

/// The attested level as found.
struct HonestAttestation: ClaimPart {
    static let kind = PartKind("honest", "attests the level that it found", isHonest: true)
    init(_ choice: PartChoice) {}
    func claim(honest: Double) -> Double { honest }
}

/// A fixed attested level.
struct Overclaim: ClaimPart {
    static let kind = PartKind(
        "overclaim", "attests a fixed level",
        parameters: [
            PartParameter(name: "level", unit: "", range: 0...1, standard: 0.95, summary: "the level attested")
        ])
    let level: Double
    init(_ choice: PartChoice) { level = choice.value("level", of: Self.kind) }
    func claim(honest: Double) -> Double { level }
}

/// One's own tolerance.
struct OwnTolerance: ClaimPart {
    static let kind = PartKind("own", "claims its own tolerance", isHonest: true)
    init(_ choice: PartChoice) {}
    func claim(honest: Double) -> Double { honest }
}

/// A fixed tolerance.
struct FixedTolerance: ClaimPart {
    static let kind = PartKind(
        "fixed", "claims a fixed tolerance",
        parameters: [
            PartParameter(name: "value", unit: "", range: 0...1, standard: 0.3, summary: "the tolerance claimed")
        ])
    let value: Double
    init(_ choice: PartChoice) { value = choice.value("value", of: Self.kind) }
    func claim(honest: Double) -> Double { value }
}
