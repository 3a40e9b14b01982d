/// Ghosts in a grid around a victim: a traffic jam that does not exist. Needs ghosts (`identity: sybil`).
struct GridSybil: BeaconPart {
    static let kind = PartKind(
        "gridSybil", "places its ghosts in a grid around a victim that it hears; its own beacons are true",
        parameters: [
            PartParameter(name: "length", unit: "m", range: 0...1000, standard: 5, summary: "between ghosts in a row"),
            PartParameter(name: "width", unit: "m", range: 0...1000, standard: 2, summary: "from the victim to a row"),
            PartParameter(
                name: "jitter", unit: "", range: 0...1, standard: 0.1, summary: "random share of these distances"),
        ])
    let readsBeacons = true
    let isForGhosts = true
    let probability = 1.0
    let length: Double
    let width: Double
    let jitter: Double
    private var victim: VehicleID?

    init(_ choice: PartChoice) {
        length = choice.value("length", of: Self.kind)
        width = choice.value("width", of: Self.kind)
        jitter = choice.value("jitter", of: Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        guard context.ghost > 0 else { return }
        guard let victim = context.heard.followed(&victim, context, &stream) else { return }
        // Two rows beside the victim, filled from the front: 1 left, 2 right, 3 left behind, …
        let row = Double((context.ghost - 1) / 2)
        let side = context.ghost % 2 == 1 ? 1.0 : -1.0
        let behind = (row + 1 + stream.uniform(-jitter, jitter)) * length
        let beside = (1 + stream.uniform(-jitter, jitter)) * width * side
        let heading = victim.heading
        contents = victim
        contents.position.x += -behind * heading.x - beside * heading.y
        contents.position.y += -behind * heading.y + beside * heading.x
        contents.time = context.time
    }
}

/// A ghost that appears in front of a victim. After VASP. Needs a ghost (`identity: sybil`).
struct SuddenAppearance: BeaconPart {
    static let kind = PartKind(
        "suddenAppearance", "its ghosts stand in front of a victim that it hears; its own beacons are true",
        parameters: [
            PartParameter(
                name: "distance", unit: "m", range: 0.1...10_000, standard: 100, summary: "greatest distance ahead")
        ])
    let readsBeacons = true
    let isForGhosts = true
    let probability = 1.0
    let distance: Double
    private var victim: VehicleID?
    private var ahead: [Double] = []

    init(_ choice: PartChoice) { distance = choice.value("distance", of: Self.kind) }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        guard context.ghost > 0 else { return }
        let before = victim
        guard let victim = context.heard.followed(&victim, context, &stream) else { return }
        if self.victim != before { ahead = [] }
        while ahead.count < context.ghost { ahead.append(stream.uniform(0, distance)) }
        contents = victim
        contents.position.x += ahead[context.ghost - 1] * victim.heading.x
        contents.position.y += ahead[context.ghost - 1] * victim.heading.y
        contents.velocity = Point(x: 0, y: 0)
        contents.acceleration = 0
        contents.time = context.time
    }
}

extension HeardBeacons {
    /// The last beacon of a victim while it is heard; then another victim is drawn.
    fileprivate func followed(
        _ victim: inout VehicleID?, _ context: BeaconContext, _ stream: inout RandomStream
    ) -> BeaconContents? {
        let senders = senders(within: 3 * context.interval)
        if victim.map({ !senders.contains($0) }) ?? true {
            victim = senders.isEmpty ? nil : senders[stream.index(below: senders.count)]
        }
        return victim.flatMap { latest(of: $0) }
    }
}
