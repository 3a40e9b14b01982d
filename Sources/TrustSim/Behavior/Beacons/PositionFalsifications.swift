/// One position for good. Falsifications and their numbers here and below follow F2MD (J. Kamel et al., "Simulation
/// framework for misbehavior detection in vehicular networks", 2020, DOI 10.1109/TVT.2020.2984878) and its VeReMi
/// Extension (2020, DOI 10.1109/ICC40277.2020.9149132) unless they say otherwise.
struct ConstantPosition: BeaconPart {
    static let kind = PartKind(
        "constantPosition", "claims one position, drawn once uniformly over the playground",
        parameters: [.probability])
    let probability: Double
    var falseShare: Double? { probability }
    private var position: Point?

    init(_ choice: PartChoice) { probability = choice.value("probability", of: Self.kind) }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        let claimed = position ?? context.playground.randomPoint(&stream)
        position = claimed
        contents.position = claimed
    }
}

/// One offset for good.
struct ConstantPositionOffset: BeaconPart {
    static let kind = PartKind(
        "constantPositionOffset", "true position + U(min, max) on both axes, drawn once",
        parameters: [.probability, .least(31.5, "m", "offset on an axis"), .greatest(108.5, "m", "offset on an axis")])
    let probability: Double
    var falseShare: Double? { range.isZero ? 0 : probability }
    let range: UniformRange
    private var offset: Point?

    var isHarmless: Bool { probability == 0 || range.isZero }

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        range = UniformRange(choice, Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        if offset == nil { offset = range.randomPoint(&stream) }
        contents.position.x += offset?.x ?? 0
        contents.position.y += offset?.y ?? 0
    }
}

/// Any position in every beacon.
struct RandomPosition: BeaconPart {
    static let kind = PartKind(
        "randomPosition", "claims a position drawn uniformly over the playground for each beacon",
        parameters: [.probability])
    let probability: Double
    var falseShare: Double? { probability }

    init(_ choice: PartChoice) { probability = choice.value("probability", of: Self.kind) }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        contents.position = context.playground.randomPoint(&stream)
    }
}

/// True position plus a random offset.
struct RandomPositionOffset: BeaconPart {
    static let kind = PartKind(
        "randomPositionOffset", "true position + U(-offset, offset) on both axes, drawn for each false beacon",
        parameters: [
            .probability,
            PartParameter(
                name: "offset", unit: "m", range: 0.001...100_000, standard: 35, summary: "largest offset on each axis"),
        ])
    let probability: Double
    var falseShare: Double? { probability }
    let offset: Double

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        offset = choice.value("offset", of: Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        contents.position.x += stream.uniform(-offset, offset)
        contents.position.y += stream.uniform(-offset, offset)
    }
}

/// The position mirrored at the edge of the road: beside it, or on the wrong side.
///
/// After VeReMi NextGen. The vehicle is taken to be in the middle of its lane; the claimed place is as far beyond the edge
/// as the true one is on this side.
struct PositionMirroring: BeaconPart {
    static let kind = PartKind(
        "positionMirroring",
        "position mirrored at the edge of the road to the left; without a road at the playground's centre line",
        parameters: [
            .probability,
            PartParameter(
                name: "edge", unit: "m", range: 0.001...1000, standard: 1.75, summary: "from the vehicle to the edge"),
        ])
    let probability: Double
    var falseShare: Double? { probability }
    let edge: Double

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        edge = choice.value("edge", of: Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        if context.hasRoads {
            contents.position.x -= 2 * edge * contents.heading.y
            contents.position.y += 2 * edge * contents.heading.x
        } else {
            contents.position.y = context.playground.low.y + context.playground.high.y - contents.position.y
        }
    }
}
