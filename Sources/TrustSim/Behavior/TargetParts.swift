/// Whom an attacker treats honestly.
public protocol TargetPart: BehaviorPart {
    /// Share of the vehicles that it tells the truth.
    var favouredShare: Double { get }
}

/// Everybody is lied to.
struct AllTargets: TargetPart {
    static let kind = PartKind("all", "everybody is treated alike", isHonest: true)
    let favouredShare = 0.0
    init(_ choice: PartChoice) {}
}

/// Conflicting behaviour: some are told the truth, so that opinions about the attacker differ (Y. L. Sun, Z. Han,
/// K. J. R. Liu, "Defense of trust management vulnerabilities in distributed networks", 2008,
/// DOI 10.1109/MCOM.2008.4473092).
struct ConflictingBehaviour: TargetPart {
    // The rest of a profile decides whether there is anything to treat differently.
    static let kind = PartKind(
        "conflicting", "a fixed share of the vehicles, drawn for each attacker, is told the truth",
        parameters: [
            PartParameter(name: "share", unit: "", range: 0...1, standard: 0.5, summary: "share that is told the truth")
        ], isHonest: true)
    let favouredShare: Double
    init(_ choice: PartChoice) { favouredShare = choice.value("share", of: Self.kind) }
}
