/// What an attacker says about itself: the level it attests and the tolerance it claims.
public protocol ClaimPart: BehaviorPart {
    /// The value claimed in place of the honest one. `heard` are the values that its neighbours claim of themselves in the
    /// live reports that it received, where it asks for them.
    func claim(honest: Double, heard: [Double]) -> Double
    /// Whether it asks for the claims of others.
    var readsClaims: Bool { get }
    /// The value where it does not depend on what the attacker found.
    var fixedValue: Double? { get }
    /// Called before each report.
    mutating func beginReport(_ stream: inout RandomStream)
}

extension ClaimPart {
    /// Claims of others are not used.
    public var readsClaims: Bool { false }
    /// The value varies.
    public var fixedValue: Double? { nil }
    /// Nothing to prepare.
    public mutating func beginReport(_ stream: inout RandomStream) {}
}

/// The attested level as found.
struct HonestAttestation: ClaimPart {
    static let kind = PartKind("honest", "attests the level that it found", isHonest: true)
    init(_ choice: PartChoice) {}
    func claim(honest: Double, heard: [Double]) -> Double { honest }
}

private func spreadParameter(_ standard: Double) -> PartParameter {
    PartParameter(
        name: "spread", unit: "", range: 0...1, standard: standard,
        summary: "up to so much nearer to 0.5, drawn for each report; 0: always the same number")
}

/// A number made up anew for each report.
fileprivate struct MadeUpClaim {
    let value: Double
    let spread: Double
    private(set) var present: Double

    init(value: Double, spread: Double) {
        self.value = value
        self.spread = spread
        present = value
    }

    mutating func draw(_ stream: inout RandomStream) {
        if spread == 0 { return }
        let moved = min(spread, abs(value - 0.5)) * stream.uniform()
        present = value < 0.5 ? value + moved : value - moved
    }
}

/// A part that claims a number made up.
fileprivate protocol MadeUpClaimPart: ClaimPart {
    var madeUp: MadeUpClaim { get set }
}

extension MadeUpClaimPart {
    var fixedValue: Double? { madeUp.value }
    mutating func beginReport(_ stream: inout RandomStream) { madeUp.draw(&stream) }
    func claim(honest: Double, heard: [Double]) -> Double { madeUp.present }
}

/// A made-up attested level.
struct Overclaim: MadeUpClaimPart {
    static let kind = PartKind(
        "overclaim", "attests a level that it has not found",
        parameters: [
            PartParameter(name: "level", unit: "", range: 0...1, standard: 0.95, summary: "the level attested"),
            spreadParameter(0.08),
        ])
    fileprivate var madeUp: MadeUpClaim
    init(_ choice: PartChoice) {
        madeUp = MadeUpClaim(
            value: choice.value("level", of: Self.kind), spread: choice.value("spread", of: Self.kind))
    }
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

/// A made-up tolerance.
struct FixedTolerance: MadeUpClaimPart {
    static let kind = PartKind(
        "fixed", "claims a tolerance that it does not have",
        parameters: [
            PartParameter(name: "value", unit: "", range: 0...1, standard: 0.3, summary: "the tolerance claimed"),
            spreadParameter(0.03),
        ])
    fileprivate var madeUp: MadeUpClaim
    init(_ choice: PartChoice) {
        madeUp = MadeUpClaim(
            value: choice.value("value", of: Self.kind), spread: choice.value("spread", of: Self.kind))
    }
}
