/// For whom an attacker vouches.
public protocol GuaranteePart: BehaviorPart {
    /// Whether to vouch for a vehicle, or nil to follow the honest rule.
    mutating func vouches(forFellow isFellow: Bool, _ stream: inout RandomStream) -> Bool?
    /// Whether it depends on who is a fellow.
    var readsFellows: Bool { get }
}

extension GuaranteePart {
    /// Fellows are treated as everybody.
    public var readsFellows: Bool { false }
}

/// Vouching for those whom one tolerates.
struct HonestGuarantees: GuaranteePart {
    static let kind = PartKind(
        "honest", "vouches for those of whom it reports an opinion that reaches its tolerance", isHonest: true)
    init(_ choice: PartChoice) {}
    mutating func vouches(forFellow isFellow: Bool, _ stream: inout RandomStream) -> Bool? { nil }
}

/// Vouching for fellow attackers, whatever they do.
struct VouchForFellows: GuaranteePart {
    static let kind = PartKind(
        "vouchForFellows", "vouches for fellow attackers whatever they do, honestly for others",
        parameters: [
            PartParameter(
                name: "probability", unit: "", range: 0...1, standard: 1, summary: "for each fellow and report")
        ])
    let readsFellows = true
    let probability: Double
    var isHarmless: Bool { probability == 0 }
    init(_ choice: PartChoice) { probability = choice.value("probability", of: Self.kind) }
    mutating func vouches(forFellow isFellow: Bool, _ stream: inout RandomStream) -> Bool? {
        isFellow && stream.happens(probability) ? true : nil
    }
}

/// Vouching for everybody.
struct VouchForAll: GuaranteePart {
    static let kind = PartKind("vouchForAll", "vouches for everybody")
    init(_ choice: PartChoice) {}
    mutating func vouches(forFellow isFellow: Bool, _ stream: inout RandomStream) -> Bool? { true }
}

/// Vouching for nobody.
struct NeverVouch: GuaranteePart {
    static let kind = PartKind("never", "vouches for nobody")
    init(_ choice: PartChoice) {}
    mutating func vouches(forFellow isFellow: Bool, _ stream: inout RandomStream) -> Bool? { false }
}
