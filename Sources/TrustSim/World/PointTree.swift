/// Counts points in discs, however close together they are: a binary tree of rectangles around points that are neighbours
/// on a Morton curve. O(n log n) to build; a count takes O(sqrt(n)) about, not the number of points in the disc.
struct PointTree {
    private let points: [Point]
    /// Rectangles: the root is number 1, the halves of number i are 2i and 2i + 1. Nil has no points.
    private let boxes: [Rectangle?]
    /// Points of all leaves, those without points included.
    private let width: Int
    private static let leafWidth = 8

    /// A tree of finite points.
    init(_ points: ArraySlice<Point>) {
        let sorted = Self.alongCurve(points)
        var leaves = 1
        while leaves * Self.leafWidth < sorted.count { leaves *= 2 }
        var boxes: [Rectangle?] = Array(repeating: nil, count: 2 * leaves)
        for (index, point) in sorted.enumerated() {
            let leaf = leaves + index / Self.leafWidth
            boxes[leaf] = Rectangle(around: boxes[leaf], Rectangle(low: point, high: point))
        }
        for node in stride(from: leaves - 1, to: 0, by: -1) {
            boxes[node] = Rectangle(around: boxes[2 * node], boxes[2 * node + 1])
        }
        self.points = sorted
        self.boxes = boxes
        width = leaves * Self.leafWidth
    }

    /// How many points are within a range of a place: by their squared distances, with the rounding of
    /// ``Point/squaredDistance(to:)``.
    func count(within range: Double, of place: Point) -> Int { count(1, 0, width, range * range, place) }

    private func count(_ node: Int, _ first: Int, _ width: Int, _ reach: Double, _ place: Point) -> Int {
        guard let box = boxes[node], box.nearest(to: place).squaredDistance(to: place) <= reach else { return 0 }
        let end = min(first + width, points.count)
        if box.farthest(from: place).squaredDistance(to: place) <= reach { return end - first }
        if width == Self.leafWidth { return points[first..<end].count { $0.squaredDistance(to: place) <= reach } }
        let half = width / 2
        return count(2 * node, first, half, reach, place) + count(2 * node + 1, first + half, half, reach, place)
    }

    private static func alongCurve(_ points: ArraySlice<Point>) -> [Point] {
        let bounds = Road.places(Array(points)).bounds
        func share(_ value: Double, _ low: Double, _ high: Double) -> UInt64 {
            let extent = high - low
            return extent > 0 ? UInt64(min(65_535, max(0, (value - low) / extent * 65_536))) : 0
        }
        /// The bits with a gap behind each.
        func spread(_ value: UInt64) -> UInt64 {
            (0..<16).reduce(0) { $0 | (value >> UInt64($1) & 1) << UInt64(2 * $1) }
        }
        return points.map { point in
            let x = spread(share(point.x, bounds.low.x, bounds.high.x))
            let y = spread(share(point.y, bounds.low.y, bounds.high.y))
            return (key: x << 1 | y, point: point)
        }
        .sorted { $0.key < $1.key }.map(\.point)
    }
}

extension Rectangle {
    /// The smallest around two; nil is nothing.
    init?(around one: Rectangle?, _ other: Rectangle?) {
        guard let one, let other else {
            guard let only = one ?? other else { return nil }
            self = only
            return
        }
        self.init(
            low: Point(x: min(one.low.x, other.low.x), y: min(one.low.y, other.low.y)),
            high: Point(x: max(one.high.x, other.high.x), y: max(one.high.y, other.high.y)))
    }

    fileprivate func nearest(to place: Point) -> Point {
        Point(x: min(max(place.x, low.x), high.x), y: min(max(place.y, low.y), high.y))
    }

    fileprivate func farthest(from place: Point) -> Point {
        Point(
            x: (place.x - low.x).magnitude > (place.x - high.x).magnitude ? low.x : high.x,
            y: (place.y - low.y).magnitude > (place.y - high.y).magnitude ? low.y : high.y)
    }
}
