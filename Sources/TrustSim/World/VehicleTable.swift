/// A point in the plane, in metres.
public struct Point: Sendable, Equatable {
    /// East.
    public var x: Double
    /// North.
    public var y: Double

    /// A point.
    @inline(__always)
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    /// Distance from the origin; of a velocity, the speed.
    @inline(__always)
    var length: Double { (x * x + y * y).squareRoot() }

    /// The point turned round the origin, to the left, by an angle of this sine and cosine.
    func turned(sine: Double, cosine: Double) -> Point {
        Point(x: cosine * x - sine * y, y: sine * x + cosine * y)
    }

    /// Square of the distance to another point, in m².
    @inline(__always)
    public func squaredDistance(to other: Point) -> Double {
        let dx = x - other.x
        let dy = y - other.y
        return dx * dx + dy * dy
    }
}

/// Where the vehicles are: each moves on a straight line at constant velocity until its mobility model says otherwise.
public struct VehicleTable: Sendable {
    /// The courses by vehicle. Those of absent vehicles lie at infinity, so that they are near nobody.
    private(set) var courses: [Course]
    private var present: [Bool]

    /// A straight line.
    struct Course: Sendable {
        var origin: Point
        var velocity: Point
        /// When the vehicle was at the origin.
        var time: Microseconds

        static let absent = Course(
            origin: Point(x: .infinity, y: .infinity), velocity: Point(x: 0, y: 0), time: 0)

        @inline(__always)
        func position(at time: Microseconds) -> Point {
            let elapsed = Double(time &- self.time) * 1e-6
            return Point(x: origin.x + velocity.x * elapsed, y: origin.y + velocity.y * elapsed)
        }
    }

    init(count: Int) {
        courses = Array(repeating: .absent, count: count)
        present = Array(repeating: false, count: count)
    }

    /// Number of vehicles, present or not.
    public var count: Int { present.count }

    /// Whether a vehicle is in the world.
    @inline(__always)
    public func isPresent(_ vehicle: VehicleID) -> Bool { present[Int(vehicle)] }

    /// Where a vehicle is; at infinity where it is absent.
    @inline(__always)
    public func position(of vehicle: VehicleID, at time: Microseconds) -> Point {
        courses[Int(vehicle)].position(at: time)
    }

    /// Velocity of a vehicle, in m/s.
    public func velocity(of vehicle: VehicleID) -> Point { courses[Int(vehicle)].velocity }

    mutating func setCourse(of vehicle: VehicleID, _ course: Course) { courses[Int(vehicle)] = course }

    mutating func enter(_ vehicle: VehicleID) { present[Int(vehicle)] = true }

    mutating func leave(_ vehicle: VehicleID) {
        present[Int(vehicle)] = false
        courses[Int(vehicle)] = .absent
    }
}
