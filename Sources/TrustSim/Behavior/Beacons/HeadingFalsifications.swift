import GroupDecision

/// Heading turned round. Headings after VASP.
struct ReversedHeading: BeaconPart {
    static let kind = PartKind("reversedHeading", "claims the heading + 180°", parameters: [.probability])
    let probability: Double
    var falseShare: Double? { probability }

    init(_ choice: PartChoice) { probability = choice.value("probability", of: Self.kind) }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        contents.heading = Point(x: -contents.heading.x, y: -contents.heading.y)
    }
}

/// Heading to the left.
struct PerpendicularHeading: BeaconPart {
    static let kind = PartKind("perpendicularHeading", "claims the heading + 90°", parameters: [.probability])
    let probability: Double
    var falseShare: Double? { probability }

    init(_ choice: PartChoice) { probability = choice.value("probability", of: Self.kind) }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        contents.heading = Point(x: -contents.heading.y, y: contents.heading.x)
    }
}

/// Heading that turns on from beacon to beacon.
struct RotatingHeading: BeaconPart {
    static let kind = PartKind(
        "rotatingHeading", "claims the heading turned by a step more in each beacon",
        parameters: [
            .probability,
            PartParameter(name: "step", unit: "°", range: 0.001...359, standard: 18, summary: "turned in each beacon"),
        ])
    let probability: Double
    let step: Double
    private var turned = 0.0

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        step = choice.value("step", of: Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        turned += step
        if turned >= 360 { turned -= 360 }
        let angle = turned / 180 * Double.pi
        contents.heading = contents.heading.turned(sine: Elementary.sin(angle), cosine: Elementary.cos(angle))
    }
}
