/// Whether and when vehicles take new names, as privacy asks for. Attackers do it like everybody else.
public struct PseudonymSettings: Sendable, Equatable {
    /// Ways to decide when.
    public static let changes = ["none", "periodic", "distance", "random"]
    /// Most names of one vehicle; after that it keeps the last.
    static let limit = 1000

    /// One of ``changes``.
    public var change = "none"
    /// `periodic`: seconds between two changes.
    public var interval = 60.0
    /// `distance`: metres between two changes.
    public var distance = 1000.0
    /// `random`: changes a second, on average.
    public var rate = 0.02

    /// The defaults: no changes.
    public init() {}

    /// Whether names change.
    public var isOn: Bool { change != "none" }

    /// Most names that a vehicle may need besides its first in a run of this length.
    func mostNames(in scenario: Scenario, seconds: Double) -> Int {
        let wanted: Double
        switch change {
        case "periodic": wanted = seconds / interval + 1
        case "distance": wanted = seconds * (scenario.usesTrace ? 70 : scenario.mobility.maxSpeed) / distance + 1
        // Six standard deviations above the mean; whoever needs more keeps its last name.
        case "random": wanted = seconds * rate + 6 * (seconds * rate).squareRoot() + 3
        default: wanted = 0
        }
        return Int(min(wanted.rounded(.up), Double(Self.limit)))
    }
}
