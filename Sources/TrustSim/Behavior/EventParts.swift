/// What an attacker says about road events.
public protocol EventPart: BehaviorPart {
    /// Events invented, a second.
    var fabricationRate: Double { get }
    /// What the attacker reports after sensing an event (`true`) or its absence.
    mutating func claim(reading: Bool, _ stream: inout RandomStream) -> Bool
}

extension EventPart {
    /// Invents nothing.
    public var fabricationRate: Double { 0 }
}

/// The truth as sensed.
struct TruthfulEvents: EventPart {
    static let kind = PartKind("truthful", "reports what it senses", isHonest: true)
    init(_ choice: PartChoice) {}
    mutating func claim(reading: Bool, _ stream: inout RandomStream) -> Bool { reading }
}

/// Invented events at the attacker's own position.
struct FabricateEvents: EventPart {
    static let kind = PartKind(
        "fabricate", "invents events where it is, and affirms every event it comes across",
        parameters: [
            PartParameter(name: "rate", unit: "1/s", range: 0...10, standard: 0.02, summary: "events invented a second")
        ])
    // Without a rate it still affirms what it does not see.
    let fabricationRate: Double
    init(_ choice: PartChoice) { fabricationRate = choice.value("rate", of: Self.kind) }
    mutating func claim(reading: Bool, _ stream: inout RandomStream) -> Bool { true }
}

/// Denial of every event.
struct DenyEvents: EventPart {
    static let kind = PartKind("deny", "denies every event")
    init(_ choice: PartChoice) {}
    mutating func claim(reading: Bool, _ stream: inout RandomStream) -> Bool { false }
}

/// The opposite of what was sensed.
struct InvertEvents: EventPart {
    static let kind = PartKind(
        "invert", "reports the opposite of what it senses",
        parameters: [
            PartParameter(
                name: "probability", unit: "", range: 0...1, standard: 1, summary: "share of reports inverted")
        ])
    let probability: Double
    var isHarmless: Bool { probability == 0 }
    init(_ choice: PartChoice) { probability = choice.value("probability", of: Self.kind) }
    mutating func claim(reading: Bool, _ stream: inout RandomStream) -> Bool {
        stream.happens(probability) ? !reading : reading
    }
}
