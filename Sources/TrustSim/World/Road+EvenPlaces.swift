extension Road {
    /// Places spread evenly over the roads: by length along streets, taken one after another; by number where roads are
    /// known by places; in rows over an area.
    ///
    /// Place k of n lies at (k + 1/2) / n of the whole length. In an area there are about as many columns for its width as
    /// rows for its height, and each row is divided evenly. O(places + streets).
    func evenPlaces(_ count: Int) -> [Point] {
        guard count > 0 else { return [] }
        switch self {
        case .area(let width, let height): return Self.rows(count, width: width, height: height)
        case .places(let places):
            return places.isEmpty ? [] : (0..<count).map { places[(2 * $0 + 1) * places.count / (2 * count)] }
        case .streets(let streets): return Self.along(streets, count)
        }
    }

    /// How many places make the given distance between neighbours, at least one and at most `limit`: the length of the
    /// streets divided by it, ten metres a place where roads are known by places, squares of that side in an area.
    func placeCount(every spacing: Double, limit: Int) -> Int {
        let wanted: Double
        switch self {
        case .area(let width, let height):
            wanted = max(1, (width / spacing).rounded()) * max(1, (height / spacing).rounded())
        case .places(let places): wanted = Double(places.count) * 10 / spacing
        case .streets(let streets): wanted = streets.reduce(0) { $0 + Self.length($1) } / spacing
        }
        return Int(min(max(1, wanted.rounded()), Double(limit)))
    }

    private static func rows(_ count: Int, width: Double, height: Double) -> [Point] {
        let columns = max(1, min(count, Int((Double(count) * width / height).squareRoot().rounded())))
        let rows = (count + columns - 1) / columns
        var places: [Point] = []
        for row in 0..<rows {
            let (first, next) = (row * count / rows, (row + 1) * count / rows)
            for place in first..<next {
                places.append(
                    Point(
                        x: (Double(place - first) + 0.5) / Double(next - first) * width,
                        y: (Double(row) + 0.5) / Double(rows) * height))
            }
        }
        return places
    }

    private static func along(_ streets: [Street], _ count: Int) -> [Point] {
        let total = streets.reduce(0) { $0 + length($1) }
        guard total > 0 else { return streets.first.map { [Point](repeating: $0.from, count: count) } ?? [] }
        var places: [Point] = []
        var passed = 0.0
        for street in streets {
            let length = length(street)
            while places.count < count, length > 0 {
                let share = ((Double(places.count) + 0.5) / Double(count) * total - passed) / length
                if share > 1 { break }
                let inside = max(0, share)
                places.append(
                    Point(
                        x: street.from.x + inside * (street.to.x - street.from.x),
                        y: street.from.y + inside * (street.to.y - street.from.y)))
            }
            passed += length
        }
        // The last place lies half a step before the end: rounding does not reach it.
        return places
    }
}
