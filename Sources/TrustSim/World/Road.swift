/// Where road events can happen.
public enum Road: Sendable {
    /// Anywhere in a rectangle with a corner at the origin.
    case area(width: Double, height: Double)
    /// On straight streets.
    case streets([(from: Point, to: Point)])
    /// At one of these places, for example one for each ten-metre square in which a trace has traffic.
    case places([Point])

    /// A point drawn uniformly: by area, by length or by place.
    public func randomPoint(_ stream: inout RandomStream) -> Point {
        switch self {
        case .area(let width, let height):
            let x = stream.uniform(0, width)
            return Point(x: x, y: stream.uniform(0, height))
        case .streets(let streets): return Self.randomPoint(on: streets, &stream)
        case .places(let places): return places.isEmpty ? Point(x: 0, y: 0) : places[stream.index(below: places.count)]
        }
    }

    private static func randomPoint(on streets: [(from: Point, to: Point)], _ stream: inout RandomStream) -> Point {
        let lengths = streets.map { $0.from.squaredDistance(to: $0.to).squareRoot() }
        var remaining = stream.uniform(0, lengths.reduce(0, +))
        for (street, length) in zip(streets, lengths) where length > 0 {
            if remaining <= length {
                let share = remaining / length
                return Point(
                    x: street.from.x + share * (street.to.x - street.from.x),
                    y: street.from.y + share * (street.to.y - street.from.y))
            }
            remaining -= length
        }
        return streets.first?.from ?? Point(x: 0, y: 0)
    }
}
