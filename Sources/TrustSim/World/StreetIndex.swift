/// Which streets come near a place: a grid of squares, each with the streets that are within the margin of it or not
/// far beyond.
struct StreetIndex: Sendable {
    private struct Square: Hashable, Sendable {
        var x: Int
        var y: Int
    }

    private let side: Double
    private let low: Point
    private var streetsOfSquare: [Square: [Int32]] = [:]
    /// The most squares along one side of the bounds.
    private static let mostSquares = 2000.0

    /// Memory grows with the total length of the streets, in squares.
    init(_ streets: [Street], margin: Double) {
        let bounds = Road.streets(streets).bounds
        low = bounds.low
        let extent = max(bounds.high.x - bounds.low.x, bounds.high.y - bounds.low.y)
        side = max(50, margin, extent / Self.mostSquares)
        for (number, street) in streets.enumerated() { add(street, Int32(truncatingIfNeeded: number), margin) }
    }

    /// Numbers of the streets that may be within the margin of a place.
    func streets(near place: Point) -> [Int32] {
        guard let x = whole(place.x - low.x), let y = whole(place.y - low.y) else { return [] }
        return streetsOfSquare[Square(x: x, y: y)] ?? []
    }

    /// The least of the squared distances of streets around a place; nil where there is none within some squares.
    func nearest(to place: Point, squaredDistance: (Int32) -> Double) -> Double? {
        guard let x = whole(place.x - low.x), let y = whole(place.y - low.y) else { return nil }
        var least = Double.infinity
        for ring in 0...8 {
            // What lies beyond this ring is farther away than that.
            for dx in -ring...ring {
                for dy in -ring...ring where max(abs(dx), abs(dy)) == ring {
                    for street in streetsOfSquare[Square(x: x + dx, y: y + dy)] ?? [] {
                        least = min(least, squaredDistance(street))
                    }
                }
            }
            let sure = Double(ring) * side
            if least <= sure * sure { return least }
        }
        return nil
    }

    private func whole(_ offset: Double) -> Int? {
        let number = (offset / side).rounded(.down)
        return number.magnitude < 1e9 ? Int(number) : nil
    }

    /// A street is cut into pieces of a square's side at most, so that a long one does not fill its whole rectangle.
    private mutating func add(_ street: Street, _ number: Int32, _ margin: Double) {
        let (dx, dy) = (street.to.x - street.from.x, street.to.y - street.from.y)
        let pieces = max(1, Int(min(1e5, ((dx * dx + dy * dy).squareRoot() / side).rounded(.up))))
        for piece in 0..<pieces {
            let (begin, end) = (Double(piece) / Double(pieces), Double(piece + 1) / Double(pieces))
            let a = Point(x: street.from.x + begin * dx, y: street.from.y + begin * dy)
            let b = Point(x: street.from.x + end * dx, y: street.from.y + end * dy)
            guard let x0 = whole(min(a.x, b.x) - margin - low.x), let x1 = whole(max(a.x, b.x) + margin - low.x),
                let y0 = whole(min(a.y, b.y) - margin - low.y), let y1 = whole(max(a.y, b.y) + margin - low.y)
            else { continue }
            for x in x0...x1 {
                for y in y0...y1 where streetsOfSquare[Square(x: x, y: y)]?.last != number {
                    streetsOfSquare[Square(x: x, y: y), default: []].append(number)
                }
            }
        }
    }
}
