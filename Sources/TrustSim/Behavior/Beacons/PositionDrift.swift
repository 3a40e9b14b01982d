import GroupDecision

/// An offset from the true position that grows slowly, so that no beacon contradicts the one before.
///
/// It begins at zero with the first false beacon, and anew with the first one after an honest one.
struct PositionDrift: BeaconPart {
    static let kind = PartKind(
        "positionDrift", "true position + an offset that grows at a constant rate in one direction, up to a limit",
        parameters: [
            .probability,
            PartParameter(
                name: "rate", unit: "m/s", range: 0.001...1000, standard: 0.5, summary: "how fast the offset grows"),
            PartParameter(
                name: "limit", unit: "m", range: 0.001...100_000, standard: 50, summary: "largest offset"),
            PartParameter(
                name: "ahead", unit: "", range: 0...1, standard: 0,
                summary: "1: along the heading that it has; 0: in a direction drawn once"),
            PartParameter(
                name: "consistent", unit: "", range: 0...1, standard: 1,
                summary: "1: velocity and heading are those of the claimed way; 0: they are true"),
        ])
    let probability: Double
    /// The first beacon has no offset; one with the velocity of the drift is false all the same.
    var falseShare: Double? { probability == 0 ? 0 : isConsistent && probability == 1 ? 1 : nil }
    let rate: Double
    let limit: Double
    let isAhead: Bool
    let isConsistent: Bool
    private var drawn: Point?
    private var begin: Microseconds = 0
    private var last: Microseconds?

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        rate = choice.value("rate", of: Self.kind)
        limit = choice.value("limit", of: Self.kind)
        isAhead = choice.isOn("ahead", of: Self.kind)
        isConsistent = choice.isOn("consistent", of: Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        let goesOn = last.map { context.time - $0 <= context.interval + context.interval / 2 } ?? false
        if !goesOn { begin = context.time }
        last = context.time
        let direction = isAhead ? contents.heading : ownDirection(&stream)
        let offset = min(rate * (context.time - begin).seconds, limit)
        contents.position.x += offset * direction.x
        contents.position.y += offset * direction.y
        guard isConsistent, offset < limit else { return }
        let velocity = Point(
            x: contents.velocity.x + rate * direction.x, y: contents.velocity.y + rate * direction.y)
        contents.heading = Self.turned(contents.heading, from: contents.velocity, to: velocity)
        contents.velocity = velocity
    }

    private mutating func ownDirection(_ stream: inout RandomStream) -> Point {
        if let drawn { return drawn }
        let angle = stream.uniform(0, 2 * Double.pi)
        let direction = Point(x: Elementary.cos(angle), y: Elementary.sin(angle))
        drawn = direction
        return direction
    }

    /// A heading turned as much as a velocity is; that of the new velocity where the old one was none.
    private static func turned(_ heading: Point, from old: Point, to new: Point) -> Point {
        if new.length == 0 { return heading }
        if old.length == 0 { return Point(x: new.x / new.length, y: new.y / new.length) }
        let scale = old.length * new.length
        let cosine = (old.x * new.x + old.y * new.y) / scale
        let sine = (old.x * new.y - old.y * new.x) / scale
        return Point(
            x: heading.x * cosine - heading.y * sine, y: heading.x * sine + heading.y * cosine)
    }
}
