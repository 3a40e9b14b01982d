/// A straight piece of road.
public typealias Street = (from: Point, to: Point)

/// Where road events can happen.
public enum Road: Sendable {
    /// Anywhere in a rectangle with a corner at the origin.
    case area(width: Double, height: Double)
    /// On straight streets.
    case streets([Street])
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

    /// Metres.
    static func length(_ street: Street) -> Double { street.from.squaredDistance(to: street.to).squareRoot() }

    private static func randomPoint(on streets: [Street], _ stream: inout RandomStream) -> Point {
        var remaining = stream.uniform(0, streets.reduce(0) { $0 + length($1) })
        for street in streets {
            let length = length(street)
            guard length > 0 else { continue }
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
