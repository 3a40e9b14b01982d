/// Number of a vehicle within a run, from 0.
public typealias VehicleID = UInt32

/// A point in the plane, in metres.
public struct Point: Sendable, Equatable {
    /// East.
    public var x: Double
    /// North.
    public var y: Double

    /// A point.
    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
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
    private var originX: [Double]
    private var originY: [Double]
    private var velocityX: [Double]
    private var velocityY: [Double]
    private var originTime: [Microseconds]
    private var present: [Bool]

    init(count: Int) {
        originX = Array(repeating: 0, count: count)
        originY = originX
        velocityX = originX
        velocityY = originX
        originTime = Array(repeating: 0, count: count)
        present = Array(repeating: false, count: count)
    }

    /// Number of vehicles, present or not.
    public var count: Int { present.count }

    /// Whether a vehicle is in the world.
    @inline(__always)
    public func isPresent(_ vehicle: VehicleID) -> Bool { present[Int(vehicle)] }

    /// Where a vehicle is.
    @inline(__always)
    public func position(of vehicle: VehicleID, at time: Microseconds) -> Point {
        let index = Int(vehicle)
        let elapsed = Double(time - originTime[index]) * 1e-6
        return Point(x: originX[index] + velocityX[index] * elapsed, y: originY[index] + velocityY[index] * elapsed)
    }

    /// Velocity of a vehicle, in m/s.
    public func velocity(of vehicle: VehicleID) -> Point {
        Point(x: velocityX[Int(vehicle)], y: velocityY[Int(vehicle)])
    }

    mutating func setCourse(of vehicle: VehicleID, from origin: Point, velocity: Point, at time: Microseconds) {
        let index = Int(vehicle)
        originX[index] = origin.x
        originY[index] = origin.y
        velocityX[index] = velocity.x
        velocityY[index] = velocity.y
        originTime[index] = time
    }

    mutating func setPresent(_ vehicle: VehicleID, _ isPresent: Bool) { present[Int(vehicle)] = isPresent }
}
