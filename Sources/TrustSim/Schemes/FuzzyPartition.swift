/// Points divided into two clusters by fuzzy c-means, c = 2, fuzzifier m = 2: each point belongs to the high cluster by
/// a degree u in [0, 1] and to the low one by 1 - u, such that sum u^2 |p - high|^2 + (1 - u)^2 |p - low|^2 is small.
///
/// Alternately, u = |p - low|^2 / (|p - low|^2 + |p - high|^2), and centres = means weighted by u^2 and (1 - u)^2. The
/// centres start from the points of the smallest and of the largest sum of coordinates, of several the first, so that
/// the result does not depend on chance. It stops when no u changes by 1e-6 or more, at the latest after 100 rounds.
/// *High* is the cluster whose centre has the larger sum of coordinates.
///
/// The sum of squares never grows from one round to the next; that it is the least possible is not guaranteed. Two
/// clusters are found in any points, even where there is but one: look at ``separation``. The order of the points
/// matters only up to rounding, and where several points are extreme.
///
/// - Literature: J. C. Bezdek, R. Ehrlich, W. Full, "FCM: The fuzzy c-means clustering algorithm", 1984,
///   DOI 10.1016/0098-3004(84)90020-7.
struct FuzzyPartition {
    /// A point.
    typealias Point = SIMD3<Double>

    /// Membership of each point in the high cluster.
    private(set) var memberships: [Double] = []
    /// Centre of the high cluster.
    private(set) var high = Point()
    /// Centre of the low cluster.
    private(set) var low = Point()

    /// Distance of the centres.
    var separation: Double { Self.squaredDistance(high, low).squareRoot() }

    /// Divides finite points; 0 everywhere where there are none.
    mutating func divide(_ points: [Point]) {
        memberships.removeAll(keepingCapacity: true)
        (high, low) = (Point(), Point())
        guard var highest = points.first, var lowest = points.first else { return }
        for point in points {
            if Self.sum(point) > Self.sum(highest) { highest = point }
            if Self.sum(point) < Self.sum(lowest) { lowest = point }
        }
        (high, low) = (highest, lowest)
        for point in points { memberships.append(membership(of: point)) }
        var round = 0
        while round < 100 && update(points) >= 1e-6 { round += 1 }
        if Self.sum(low) > Self.sum(high) {
            (high, low) = (low, high)
            for index in memberships.indices { memberships[index] = 1 - memberships[index] }
        }
    }

    /// One round; returns the largest change of a membership.
    private mutating func update(_ points: [Point]) -> Double {
        var (highSum, lowSum, highMass, lowMass) = (Point(), Point(), 0.0, 0.0)
        for (point, degree) in zip(points, memberships) {
            let (highWeight, lowWeight) = (degree * degree, (1 - degree) * (1 - degree))
            highSum += highWeight * point
            lowSum += lowWeight * point
            highMass += highWeight
            lowMass += lowWeight
        }
        if highMass > 0 { high = highSum / highMass }
        if lowMass > 0 { low = lowSum / lowMass }
        var change = 0.0
        for (index, point) in points.enumerated() {
            let degree = membership(of: point)
            change = max(change, abs(degree - memberships[index]))
            memberships[index] = degree
        }
        return change
    }

    /// 0.5 for a point at which both centres are.
    private func membership(of point: Point) -> Double {
        let (toLow, toHigh) = (Self.squaredDistance(point, low), Self.squaredDistance(point, high))
        return toLow + toHigh > 0 ? toLow / (toLow + toHigh) : 0.5
    }

    private static func sum(_ point: Point) -> Double { point.x + point.y + point.z }

    private static func squaredDistance(_ a: Point, _ b: Point) -> Double {
        let (x, y, z) = (a.x - b.x, a.y - b.y, a.z - b.z)
        return x * x + y * y + z * z
    }
}
