private let factor = PartParameter(
    name: "factor", unit: "", range: 1...100, standard: 4, summary: "times as many beacons as honest vehicles send")

/// Too many beacons, with true contents.
struct DenialOfService: BeaconPart {
    static let kind = PartKind("denialOfService", "sends many times as many beacons", parameters: [factor])
    let probability = 1.0
    let rateFactor: Double

    var isHarmless: Bool { rateFactor == 1 }

    init(_ choice: PartChoice) { rateFactor = choice.value("factor", of: Self.kind) }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
    }
}

/// Too many beacons, with random positions and velocities.
struct DenialOfServiceRandom: BeaconPart {
    static let kind = PartKind(
        "denialOfServiceRandom", "sends many times as many beacons, with random positions and velocities",
        parameters: [.probability, factor])
    let probability: Double
    let rateFactor: Double

    var isHarmless: Bool { rateFactor == 1 && probability == 0 }

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        rateFactor = choice.value("factor", of: Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        contents.position = context.playground.randomPoint(&stream)
        contents.velocity = Point(x: stream.uniform(0, 40), y: stream.uniform(0, 40))
    }
}

/// Too many beacons, with those of others as contents.
struct DenialOfServiceDisruptive: BeaconPart {
    static let kind = PartKind(
        "denialOfServiceDisruptive", "sends many times as many beacons, with contents drawn from those it heard",
        parameters: [.probability, factor])
    let readsBeacons = true
    let rateFactor: Double
    private var disruption: DisruptiveBeacons

    var probability: Double { disruption.probability }
    var isHarmless: Bool { rateFactor == 1 && probability == 0 }

    init(_ choice: PartChoice) {
        disruption = DisruptiveBeacons(choice)
        rateFactor = choice.value("factor", of: Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        disruption.falsify(&contents, context, &stream)
    }
}
