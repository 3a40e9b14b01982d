/// Under which identities an attacker sends. Receivers cannot link the identities of a vehicle.
///
/// An attacker keeps one pair of ears: what it hears under any name, it knows.
public protocol IdentityPart: BehaviorPart {
    /// Ghosts: identities used beside its own, each with beacons and reports of its own.
    var ghostCount: Int { get }
    /// Whether ghosts send at the same times as the attacker, or spread over the interval.
    var ghostsAreSpread: Bool { get }
    /// Distance at which a ghost follows the one before it, in metres.
    var ghostSpacing: Double { get }
    /// Identities that its own beacons are sent under in turn: 1 for its own alone.
    var rotation: (identities: Int, every: Int) { get }
    /// Identities that it may need in a run of this length, besides its first.
    func extraIdentities(in duration: Microseconds) -> Int
    /// Whether to take a new identity now.
    mutating func changesIdentity(at time: Microseconds, _ standing: Standing) -> Bool
}

extension IdentityPart {
    /// No ghosts.
    public var ghostCount: Int { 0 }
    /// In step.
    public var ghostsAreSpread: Bool { false }
    /// Where the attacker is.
    public var ghostSpacing: Double { 0 }
    /// No rotation.
    public var rotation: (identities: Int, every: Int) { (1, 1) }
    /// Ghosts, and those of the rotation.
    public func extraIdentities(in duration: Microseconds) -> Int { ghostCount + rotation.identities - 1 }
    /// Never.
    public mutating func changesIdentity(at time: Microseconds, _ standing: Standing) -> Bool { false }
}

/// What an attacker can tell of its own standing: from the live reports of neighbours that it received.
public struct Standing: Sendable, Equatable {
    /// Reporters that say something about its present identity.
    public var reporters = 0
    /// Those of them whose reported value is below the limit.
    public var distrusting = 0
    /// Certainty-weighted mean of the reported values, nil without any.
    public var estimatedTrust: Double?

    init(_ heard: [(value: Double, certainty: Double)], limit: Double) {
        reporters = heard.count
        distrusting = heard.count { $0.value < limit }
        let weight = heard.reduce(0) { $0 + $1.certainty }
        if weight > 0 { estimatedTrust = heard.reduce(0) { $0 + $1.certainty * $1.value } / weight }
    }

    /// A value below which an attacker takes it that a reporter distrusts it: the tolerance that vehicles start with.
    static let limit = 0.6
}

/// One identity.
struct FixedIdentity: IdentityPart {
    static let kind = PartKind("fixed", "one identity", isHonest: true)
    init(_ choice: PartChoice) {}
}

/// Ghosts beside the own identity (J. R. Douceur, "The Sybil attack", 2002, DOI 10.1007/3-540-45748-8_24).
struct SybilIdentity: IdentityPart {
    static let kind = PartKind(
        "sybil", "sends for ghosts as well, which follow it; each beacons, reports and affirms its road events",
        parameters: [
            PartParameter(name: "ghosts", unit: "", range: 1...50, standard: 5, summary: "number of ghosts"),
            PartParameter(
                name: "spacing", unit: "m", range: 0...10_000, standard: 10, summary: "from one ghost to the next"),
            PartParameter(
                name: "spread", unit: "", range: 0...1, standard: 1,
                summary: "1: ghosts send at times of their own; 0: in step with the attacker"),
        ])
    let ghostCount: Int
    let ghostSpacing: Double
    let ghostsAreSpread: Bool
    init(_ choice: PartChoice) {
        ghostCount = Int(choice.value("ghosts", of: Self.kind))
        ghostSpacing = choice.value("spacing", of: Self.kind)
        ghostsAreSpread = choice.isOn("spread", of: Self.kind)
    }
}

/// Another identity from beacon to beacon, of a few.
struct ChangingIdentity: IdentityPart {
    static let kind = PartKind(
        "changing", "sends under several identities in turn",
        parameters: [
            PartParameter(name: "identities", unit: "", range: 2...50, standard: 5, summary: "number of identities"),
            PartParameter(name: "every", unit: "", range: 1...1e6, standard: 1, summary: "beacons under one in a row"),
        ])
    let rotation: (identities: Int, every: Int)
    init(_ choice: PartChoice) {
        rotation = (
            Int(choice.value("identities", of: Self.kind)), Int(choice.value("every", of: Self.kind))
        )
    }
}

/// A new identity when the old one has lost its reputation.
struct WhitewashIdentity: IdentityPart {
    static let kind = PartKind(
        "whitewash", "takes a new identity when more than half of the reports that it hears about itself distrust it",
        parameters: [
            PartParameter(
                name: "interval", unit: "s", range: 0.1...1e6, standard: 20, summary: "least time between two changes")
        ])
    /// Most identities of one attacker; after that it keeps the last.
    static let mostIdentities = 1000
    let interval: Microseconds
    private var last: Microseconds = 0

    init(_ choice: PartChoice) { interval = Microseconds(seconds: choice.value("interval", of: Self.kind)) }

    func extraIdentities(in duration: Microseconds) -> Int {
        min(Self.mostIdentities, Int(duration / max(1, interval)) + 1)
    }

    mutating func changesIdentity(at time: Microseconds, _ standing: Standing) -> Bool {
        guard 2 * standing.distrusting > standing.reporters, time - last >= interval else { return false }
        last = time
        return true
    }
}
