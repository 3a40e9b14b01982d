/// What an attacker says about itself: the level it attests and the tolerance it claims.
public protocol ClaimPart: BehaviorPart {
    /// The value claimed in place of the honest one. `heard` are the values that its neighbours claim of themselves in the
    /// live reports that it received, where it asks for them.
    func claim(honest: Double, heard: [Double]) -> Double
    /// Whether it asks for the claims of others.
    var readsClaims: Bool { get }
    /// The value where it is always the same.
    var fixedValue: Double? { get }
}

extension ClaimPart {
    /// Claims of others are not used.
    public var readsClaims: Bool { false }
    /// The value varies.
    public var fixedValue: Double? { nil }
}

/// The attested level as found.
struct HonestAttestation: ClaimPart {
    static let kind = PartKind("honest", "attests the level that it found", isHonest: true)
    init(_ choice: PartChoice) {}
    func claim(honest: Double, heard: [Double]) -> Double { honest }
}

/// A fixed attested level.
struct Overclaim: ClaimPart {
    static let kind = PartKind(
        "overclaim", "attests a fixed level",
        parameters: [
            PartParameter(name: "level", unit: "", range: 0...1, standard: 0.95, summary: "the level attested")
        ])
    let level: Double
    var fixedValue: Double? { level }
    init(_ choice: PartChoice) { level = choice.value("level", of: Self.kind) }
    func claim(honest: Double, heard: [Double]) -> Double { level }
}

/// What the others attest.
struct MimicAttestation: ClaimPart {
    static let kind = PartKind("mimic", "attests the median of the levels that its neighbours attest")
    let readsClaims = true
    init(_ choice: PartChoice) {}
    func claim(honest: Double, heard: [Double]) -> Double {
        if heard.isEmpty { return honest }
        let sorted = heard.sorted()
        return 0.5 * (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2])
    }
}

/// One's own tolerance.
struct OwnTolerance: ClaimPart {
    static let kind = PartKind("own", "claims its own tolerance", isHonest: true)
    init(_ choice: PartChoice) {}
    func claim(honest: Double, heard: [Double]) -> Double { honest }
}

/// A fixed tolerance.
struct FixedTolerance: ClaimPart {
    static let kind = PartKind(
        "fixed", "claims a fixed tolerance",
        parameters: [
            PartParameter(name: "value", unit: "", range: 0...1, standard: 0.3, summary: "the tolerance claimed")
        ])
    let value: Double
    var fixedValue: Double? { value }
    init(_ choice: PartChoice) { value = choice.value("value", of: Self.kind) }
    func claim(honest: Double, heard: [Double]) -> Double { value }
}
