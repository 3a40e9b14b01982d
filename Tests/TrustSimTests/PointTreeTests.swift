import Testing

@testable import TrustSim

@Suite("Counting points in discs")
struct PointTreeTests {
    @Test("of scattered, crowded, repeated and aligned points as many are found as by asking all")
    func bruteForce() {
        for seed in 1...200 as ClosedRange<UInt32> {
            var stream = RandomSource.testStream(seed: seed)
            let extent = [1e-9, 1, 300, 1e7][stream.index(below: 4)]
            let count = stream.index(below: 120)
            let coarseness = Double(1 + stream.index(below: 20))
            func coordinate() -> Double {
                let value = stream.uniform(-extent, extent)
                return stream.index(below: 2) == 0
                    ? value : (value / extent * coarseness).rounded() / coarseness * extent
            }
            var points = (0..<count).map { _ in Point(x: coordinate(), y: coordinate()) }
            if seed % 5 == 0 { points = points.map { Point(x: $0.x, y: 0) } }
            let tree = PointTree(points[...])
            for place in points + [Point(x: 0, y: 0), Point(x: 3e8, y: -3e8)] {
                // Often exactly as far as another point.
                let other = points.isEmpty ? place : points[stream.index(below: points.count)]
                let range =
                    stream.index(below: 2) == 0
                    ? stream.uniform(0, 2 * extent) : place.squaredDistance(to: other).squareRoot()
                let expected = points.count { $0.squaredDistance(to: place) <= range * range }
                #expect(tree.count(within: range, of: place) == expected, "seed \(seed)")
            }
        }
    }

    @Test("no points, and one place many times")
    func extremes() {
        #expect(PointTree([]).count(within: 1, of: Point(x: 0, y: 0)) == 0)
        let same = PointTree(Array(repeating: Point(x: 2, y: 3), count: 5000)[...])
        #expect(same.count(within: 0, of: Point(x: 2, y: 3)) == 5000)
        #expect(same.count(within: 1, of: Point(x: 4, y: 3)) == 0)
    }
}
