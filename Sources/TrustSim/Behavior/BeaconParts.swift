/// What a beacon says about its sender.
public struct BeaconContents: Sendable, Equatable {
    /// Claimed position.
    public var position: Point
    /// Claimed velocity, in m/s.
    public var velocity: Point
}

/// What an attacker claims in its beacons.
public protocol BeaconPart: BehaviorPart {
    /// Falsifies the contents of one beacon. The beacon counts as altered when the contents have in fact changed.
    mutating func falsify(_ contents: inout BeaconContents, _ stream: inout RandomStream)
}

/// The truth.
struct TruthfulBeacons: BeaconPart {
    static let kind = PartKind("truthful", "beacons tell the truth", isHonest: true)
    init(_ choice: PartChoice) {}
    mutating func falsify(_ contents: inout BeaconContents, _ stream: inout RandomStream) {}
}

/// True position plus a random offset in some of the messages.
struct RandomPositionOffset: BeaconPart {
    static let kind = PartKind(
        "randomPositionOffset", "true position + U(-offset, offset) on both axes, drawn for each false beacon",
        parameters: [
            PartParameter(
                name: "probability", unit: "", range: 0...1, standard: 1, summary: "share of beacons that are false"),
            PartParameter(
                name: "offset", unit: "m", range: 0.001...100_000, standard: 35, summary: "largest offset on each axis"),
        ])
    let probability: Double
    let offset: Double

    var isHarmless: Bool { probability == 0 }
    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        offset = choice.value("offset", of: Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ stream: inout RandomStream) {
        guard stream.happens(probability) else { return }
        contents.position.x += stream.uniform(-offset, offset)
        contents.position.y += stream.uniform(-offset, offset)
    }
}
