import GroupDecision

/// Longitudes and latitudes as metres: the equirectangular projection around the middle of a trace, with the radii of
/// curvature of the WGS 84 ellipsoid there (J. P. Snyder, Map Projections: A Working Manual, USGS 1395, 1987,
/// doi:10.3133/pp1395, eq. 4-18 to 4-21). The middle becomes the origin, x is east and y is north. Distances are true on
/// the middle's parallel and along meridians; 10 km north or south of it those from west to east are off by 0.2 % at 50°.
struct GeographicProjection: Equatable {
    private static let equatorialRadius = 6_378_137.0
    private static let squaredEccentricity = 0.006_694_379_990_14

    let longitude: Double
    let latitude: Double
    private let metersPerLongitude: Double
    private let metersPerLatitude: Double

    /// Around the middle of the bounds, in degrees.
    init(around bounds: Rectangle) {
        longitude = (bounds.low.x + bounds.high.x) / 2
        latitude = (bounds.low.y + bounds.high.y) / 2
        let radians = latitude * .pi / 180
        let sine = Elementary.sin(radians)
        let root = (1 - Self.squaredEccentricity * sine * sine).squareRoot()
        let eastRadius = Self.equatorialRadius / root
        let northRadius = Self.equatorialRadius * (1 - Self.squaredEccentricity) / (root * root * root)
        metersPerLongitude = eastRadius * Elementary.cos(radians) * .pi / 180
        metersPerLatitude = northRadius * .pi / 180
    }

    /// Rounded to millimetres, which is finer than any trace.
    func meters(_ place: Point) -> Point {
        func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
        return Point(
            x: rounded((place.x - longitude) * metersPerLongitude), y: rounded((place.y - latitude) * metersPerLatitude)
        )
    }
}

extension TraceBuilder {
    /// Makes metres of degrees, where the coordinates are degrees.
    ///
    /// - Returns: whether they were.
    mutating func project(_ source: TraceSource, _ summary: FCDSummary) throws(TraceError) -> Bool {
        guard let first = positions.first else { return false }
        var bounds = Rectangle(low: first, high: first)
        for position in positions {
            bounds.low = Point(x: min(bounds.low.x, position.x), y: min(bounds.low.y, position.y))
            bounds.high = Point(x: max(bounds.high.x, position.x), y: max(bounds.high.y, position.y))
        }
        let areDegrees =
            bounds.low.x >= -180 && bounds.high.x <= 180 && bounds.low.y >= -90 && bounds.high.y <= 90
        switch source.coordinates {
        case .plane: return false
        case .geographic where !areDegrees: throw outside(source, bounds)
        case .geographic: break
        case .auto where summary.isGeographic && !areDegrees: throw outside(source, bounds)
        case .auto: guard summary.isGeographic || (areDegrees && movesLikeDegrees) else { return false }
        }
        let projection = GeographicProjection(around: bounds)
        for index in positions.indices { positions[index] = projection.meters(positions[index]) }
        return true
    }

    private func outside(_ source: TraceSource, _ bounds: Rectangle) -> TraceError {
        TraceError(
            file: source.name, line: 0, column: 0,
            message: "the coordinates are no longitudes and latitudes in degrees: x is from "
                + "\(NumberText.csv(bounds.low.x)) to \(NumberText.csv(bounds.high.x)), y from "
                + "\(NumberText.csv(bounds.low.y)) to \(NumberText.csv(bounds.high.y))")
    }

    /// Whether vehicles get ahead as fast as the trace says they drive if a degree has 100 km, within a factor of five: in
    /// metres, those who stand still or whose times are of another unit do not.
    private var movesLikeDegrees: Bool {
        guard speedCount > 0, speedSum > 0.1 * Double(speedCount) else { return false }
        var last = Array(repeating: -1, count: names.all.count)
        var (distance, seconds) = (0.0, 0.0)
        for step in times.indices {
            let end = step + 1 < times.count ? stepStart[step + 1] : vehicles.count
            for sample in stepStart[step]..<end {
                let vehicle = Int(vehicles[sample])
                let before = last[vehicle]
                last[vehicle] = sample
                guard step > 0, before >= stepStart[step - 1], before < stepStart[step] else { continue }
                distance += positions[before].squaredDistance(to: positions[sample]).squareRoot()
                seconds += (times[step] - times[step - 1]).seconds
            }
        }
        if seconds == 0 { return false }
        let ratio = 100_000 * distance / seconds / (speedSum / Double(speedCount))
        return (0.2...5).contains(ratio)
    }
}
