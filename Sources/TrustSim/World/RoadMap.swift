/// Which places are on a road, or in the area where there are no roads.
struct RoadMap: Sendable {
    private let road: Road
    private let margin: Double
    private let bounds: Rectangle
    /// Squares of traffic, for roads that are known by places only.
    private let squares: Set<Square>
    private static let squareSide = 10.0
    /// Streets near each place, where there are many.
    private let index: StreetIndex?
    private static let fewStreets = 64

    private struct Square: Hashable, Sendable {
        var x: Int
        var y: Int
    }

    init(_ road: Road, margin: Double) {
        self.road = road
        self.margin = margin
        bounds = road.bounds
        var squares: Set<Square> = []
        if case .places(let places) = road {
            // A square and those around it, as far as the margin goes: first along x, then along y.
            let around = Int((margin / Self.squareSide).rounded(.up))
            var rows: Set<Square> = []
            for place in places {
                let center = Self.square(of: place)
                for x in -around...around { rows.insert(Square(x: center.x + x, y: center.y)) }
            }
            for row in rows {
                for y in -around...around { squares.insert(Square(x: row.x, y: row.y + y)) }
            }
        }
        self.squares = squares
        if case .streets(let streets) = road, streets.count > Self.fewStreets {
            index = StreetIndex(streets, margin: margin)
        } else {
            index = nil
        }
    }

    private static func square(of place: Point) -> Square {
        // Claims can be anywhere, and nowhere; far away is nowhere.
        func whole(_ value: Double) -> Int {
            value.isFinite ? Int(min(max((value / squareSide).rounded(.down), -1e9), 1e9)) : .max / 2
        }
        return Square(x: whole(place.x), y: whole(place.y))
    }

    /// Whether a place is on the road, with the margin. O(1) or, with up to 64 streets, O(streets).
    func contains(_ place: Point) -> Bool {
        switch road {
        case .area:
            return place.x >= bounds.low.x - margin && place.x <= bounds.high.x + margin
                && place.y >= bounds.low.y - margin && place.y <= bounds.high.y + margin
        case .streets(let streets):
            if let index {
                return index.streets(near: place).contains {
                    Self.squaredDistance(of: place, from: streets[Int($0)]) <= margin * margin
                }
            }
            return streets.contains { Self.squaredDistance(of: place, from: $0) <= margin * margin }
        case .places: return squares.contains(Self.square(of: place))
        }
    }

    /// Distance of a place from the nearest street, or from the area where there are none; nil where roads are known by
    /// places only. O(1) or, with up to 64 streets and far from all of them, O(streets).
    func distance(to place: Point) -> Double? {
        switch road {
        case .area:
            let dx = max(0, bounds.low.x - place.x, place.x - bounds.high.x)
            let dy = max(0, bounds.low.y - place.y, place.y - bounds.high.y)
            // As far as either goes beyond: the margin is one of a rectangle.
            return max(dx, dy)
        case .streets(let streets):
            let near = index?.nearest(to: place) { Self.squaredDistance(of: place, from: streets[Int($0)]) }
            let squared = near ?? streets.map { Self.squaredDistance(of: place, from: $0) }.min()
            return squared?.squareRoot()
        case .places: return nil
        }
    }

    private static func squaredDistance(of place: Point, from street: Street) -> Double {
        let (dx, dy) = (street.to.x - street.from.x, street.to.y - street.from.y)
        let squaredLength = dx * dx + dy * dy
        let share =
            squaredLength > 0
            ? ((place.x - street.from.x) * dx + (place.y - street.from.y) * dy) / squaredLength : 0
        let inside = min(max(share, 0), 1)
        return place.squaredDistance(to: Point(x: street.from.x + inside * dx, y: street.from.y + inside * dy))
    }
}

extension Road {
    /// The smallest rectangle around it.
    var bounds: Rectangle {
        var bounds: Rectangle?
        func include(_ point: Point) {
            bounds = Rectangle(around: bounds, Rectangle(low: point, high: point))
        }
        switch self {
        case .area(let width, let height):
            include(Point(x: 0, y: 0))
            include(Point(x: width, y: height))
        case .streets(let streets):
            for street in streets {
                include(street.from)
                include(street.to)
            }
        case .places(let places): places.forEach(include)
        }
        return bounds ?? Rectangle(low: Point(x: 0, y: 0), high: Point(x: 0, y: 0))
    }

    /// Whether there are roads, and not just an area.
    var hasRoads: Bool {
        if case .area = self { return false }
        return true
    }
}
