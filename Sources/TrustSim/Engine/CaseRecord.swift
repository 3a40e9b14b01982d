/// One case as written by `--decisions`.
public struct CaseRecord: Sendable {
    /// Scheme that decided.
    public var scheme: String
    /// When, who, about whom.
    public var time: Microseconds
    /// Who decided.
    public var evaluator: VehicleID
    /// About whom.
    public var subject: VehicleID
    /// Whether the subject had by then misbehaved.
    public var isMalicious: Bool
    /// What was decided.
    public var decision: SchemeDecision
    /// The evaluator's own certainty.
    public var ownCertainty: Double
    /// Whether the unknown policy decided.
    public var isUnknown: Bool
    /// The outcome.
    public var isTrusted: Bool
}

/// One decision on a road event as written by `--event-decisions`.
public struct EventCase: Sendable {
    /// Scheme that decided.
    public var scheme: String
    /// When.
    public var time: Microseconds
    /// Who decided.
    public var evaluator: VehicleID
    /// Number of the event in the run, real or not.
    public var event: Int
    /// Whether it is real.
    public var isReal: Bool
    /// Whether it was believed.
    public var believes: Bool
}

/// Messages received from one sender.
struct MessageCounts: Sendable {
    var altered: UInt32
    var genuine: UInt32
}

/// Messages received from somebody who is no neighbour any more.
struct StrayMessages: Sendable {
    /// Under which name.
    var sender: VehicleID
    /// Number of the sender among the acquaintances of the receiver, nil where it was never decided about.
    var contact: Int?
    var counts: MessageCounts
}

/// What goes with a report for the readers of one scheme.
struct SchemeClaim: Sendable, Equatable {
    var scheme: String
    var claim: SelfClaim
    /// For whom of the entries the reporter vouches.
    var vouches: [Bool]
}
