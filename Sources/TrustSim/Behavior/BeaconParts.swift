/// What an attacker claims in its beacons.
public protocol BeaconPart: BehaviorPart {
    /// Share of the beacons that are falsified.
    var probability: Double { get }
    /// Share of the beacons whose contents are not true; nil where that depends on circumstances. Known to bounds.
    var falseShare: Double? { get }
    /// How many times as many beacons as an honest vehicle it sends.
    var rateFactor: Double { get }
    /// Whether it leaves beacons out.
    var dropsBeacons: Bool { get }
    /// Whether it uses the beacons of others.
    var readsBeacons: Bool { get }
    /// Whether it is one plan for all ghosts, and nothing without any. Otherwise each ghost has a copy with a memory of its
    /// own.
    var isForGhosts: Bool { get }
    /// Whether this beacon is not sent at all. Asked before ``falsify(_:_:_:)``.
    mutating func suppresses(at time: Microseconds, _ stream: inout RandomStream) -> Bool
    /// Falsifies the contents of one beacon. The beacon counts as altered when the contents have in fact changed.
    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream)
}

extension BeaconPart {
    /// None where it is harmless; otherwise nobody knows.
    public var falseShare: Double? { isHarmless ? 0 : nil }
    /// One beacon an interval.
    public var rateFactor: Double { 1 }
    /// Everything is sent.
    public var dropsBeacons: Bool { false }
    /// Beacons of others are not used.
    public var readsBeacons: Bool { false }
    /// Every ghost for itself.
    public var isForGhosts: Bool { false }
    /// Everything is sent.
    public mutating func suppresses(at time: Microseconds, _ stream: inout RandomStream) -> Bool { false }
    /// Harmless when no beacon is falsified.
    public var isHarmless: Bool { Self.kind.isHonest || probability == 0 }
}

extension PartParameter {
    /// Share of beacons that are false: a parameter of every falsification.
    static let probability = PartParameter(
        name: "probability", unit: "", range: 0...1, standard: 1, summary: "share of beacons that are false")

    /// Chance of the event that begins a falsification, for each beacon.
    static let onset = PartParameter(
        name: "onset", unit: "", range: 0...1, standard: 0.05, summary: "chance of beginning, for each beacon")

    static func least(_ standard: Double, _ unit: String, _ what: String) -> PartParameter {
        PartParameter(name: "min", unit: unit, range: 0...100_000, standard: standard, summary: "least \(what)")
    }

    static func greatest(_ standard: Double, _ unit: String, _ what: String) -> PartParameter {
        PartParameter(name: "max", unit: unit, range: 0...100_000, standard: standard, summary: "greatest \(what)")
    }
}

/// The truth.
struct TruthfulBeacons: BeaconPart {
    static let kind = PartKind("truthful", "beacons tell the truth", isHonest: true)
    let probability = 0.0
    init(_ choice: PartChoice) {}
    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {}
}
