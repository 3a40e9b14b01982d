/// A vehicle that somebody's transmission may reach.
public struct Reception: Sendable {
    /// The receiver.
    public var vehicle: VehicleID
    /// Where it is.
    public var position: Point
    /// Square of its distance from the sender, in m².
    public var squaredDistance: Double
}

/// The vehicles and the grid over them.
///
/// The grid shows where vehicles were when it was built. It is rebuilt when they may have moved more than a part of the
/// reach since then. Who has entered, or has jumped far, is kept in a short list beside it until it is rebuilt. Finding
/// neighbours is exact: candidates come from the grid and the list, distances from the courses.
public struct World: Sendable {
    /// Where everybody is.
    public private(set) var vehicles: VehicleTable
    /// Vehicles that entered or left since the engine last looked.
    var changes: [(vehicle: VehicleID, entered: Bool)] = []

    private var grid = NeighbourGrid()
    private var gridTime: Microseconds = 0
    private var gridReach = 0.0
    private var fastestSpeed = 0.0
    /// Vehicles that the grid does not show.
    private var newcomers: [VehicleID] = []
    private var isNewcomer: [Bool]
    /// How far vehicles have jumped since the grid was built, in short jumps.
    private var drift: [Double]
    private var largestDrift = 0.0
    private var candidates: [Int32]

    /// A newcomer costs a little at every message, a new grid a little for every vehicle.
    private static let newcomerLimit = 32
    /// Share of the reach that vehicles may have moved.
    private static let slackLimit = 0.1

    /// A world of vehicles that are not there yet.
    public init(vehicleCount: Int) {
        vehicles = VehicleTable(count: vehicleCount)
        isNewcomer = Array(repeating: false, count: vehicleCount)
        drift = Array(repeating: 0, count: vehicleCount)
        candidates = Array(repeating: 0, count: vehicleCount + 1)
    }

    /// Brings a vehicle into the world.
    public mutating func enter(_ vehicle: VehicleID, at time: Microseconds, position: Point, velocity: Point) {
        vehicles.enter(vehicle)
        vehicles.setCourse(of: vehicle, VehicleTable.Course(origin: position, velocity: velocity, time: time))
        changes.append((vehicle, true))
        addNewcomer(vehicle)
    }

    /// Takes a vehicle out of the world.
    public mutating func leave(_ vehicle: VehicleID) {
        vehicles.leave(vehicle)
        grid.exclude(vehicle)
        changes.append((vehicle, false))
    }

    /// Gives a vehicle a new course. `jumps` says that the new course does not begin where the old one ended.
    public mutating func setCourse(
        of vehicle: VehicleID, from position: Point, velocity: Point, at time: Microseconds, jumps: Bool = false
    ) {
        if jumps { noteJump(of: vehicle, to: position, at: time) }
        let course = VehicleTable.Course(origin: position, velocity: velocity, time: time)
        vehicles.setCourse(of: vehicle, course)
        grid.setCourse(of: vehicle, course)
        fastestSpeed = max(fastestSpeed, velocity.length)
    }

    /// A short jump is as good as a drive.
    private mutating func noteJump(of vehicle: VehicleID, to position: Point, at time: Microseconds) {
        let moved =
            drift[Int(vehicle)]
            + vehicles.position(of: vehicle, at: time).squaredDistance(to: position).squareRoot()
        if moved <= Self.slackLimit * gridReach {
            drift[Int(vehicle)] = moved
            largestDrift = max(largestDrift, moved)
        } else {
            addNewcomer(vehicle)
        }
    }

    private mutating func addNewcomer(_ vehicle: VehicleID) {
        grid.exclude(vehicle)
        // With too many the grid will be rebuilt at the next question.
        guard !isNewcomer[Int(vehicle)], newcomers.count <= Self.newcomerLimit else { return }
        isNewcomer[Int(vehicle)] = true
        newcomers.append(vehicle)
    }

    /// Fills `receptions` with the vehicles present within `reach` metres of a vehicle, without itself. Their order says
    /// nothing.
    public mutating func findNeighbours(
        of vehicle: VehicleID, at time: Microseconds, reach: Double, into receptions: inout [Reception]
    ) {
        let center = vehicles.position(of: vehicle, at: time)
        let slack = refreshGrid(at: time, reach: reach)
        let count = candidates.withUnsafeMutableBufferPointer { candidates in
            guard let base = candidates.baseAddress else { return 0 }
            return grid.findCandidates(around: center, reach: reach + slack, into: base)
        }
        let room = count + newcomers.count
        if receptions.count < room {
            let unused = Reception(vehicle: 0, position: Point(x: 0, y: 0), squaredDistance: 0)
            receptions.append(contentsOf: repeatElement(unused, count: room - receptions.count))
        }
        var found = 0
        receptions.withUnsafeMutableBufferPointer { receptions in
            let limits = (center: center, time: time, squaredReach: reach * reach)
            grid.order.withUnsafeBufferPointer { order in
                grid.courses.withUnsafeBufferPointer { courses in
                    for index in 0..<count {
                        let place = Int(candidates[index])
                        Self.keep(order[place], on: courses[place], unless: vehicle, limits, receptions, &found)
                    }
                }
            }
            for newcomer in newcomers {
                let course = vehicles.courses[Int(newcomer)]
                Self.keep(newcomer, on: course, unless: vehicle, limits, receptions, &found)
            }
        }
        receptions.removeLast(receptions.count - found)
    }

    /// Writes a vehicle behind the receptions found, and counts it where it is near enough.
    @inline(__always)
    private static func keep(
        _ candidate: VehicleID, on course: VehicleTable.Course, unless vehicle: VehicleID,
        _ limits: (center: Point, time: Microseconds, squaredReach: Double),
        _ receptions: UnsafeMutableBufferPointer<Reception>, _ found: inout Int
    ) {
        let position = course.position(at: limits.time)
        let squared = position.squaredDistance(to: limits.center)
        receptions[found] = Reception(vehicle: candidate, position: position, squaredDistance: squared)
        // The sign bit, not a branch: 1 for those beyond the reach.
        let isBeyond = Int((limits.squaredReach - squared).bitPattern >> 63)
        found = found &+ ((1 &- isBeyond) & (candidate != vehicle ? 1 : 0))
    }

    /// Rebuilds the grid where needed; returns how far a vehicle may have moved since it was built.
    private mutating func refreshGrid(at time: Microseconds, reach: Double) -> Double {
        let slack = fastestSpeed * Double(time - gridTime) * 1e-6 + largestDrift
        let limit = max(Self.slackLimit * reach, 0.25 * grid.cellSide)
        if newcomers.count <= Self.newcomerLimit && slack <= limit { return slack }
        grid.rebuild(vehicles, at: time, cellSide: 0.5 * reach)
        gridTime = time
        gridReach = reach
        fastestSpeed = 0
        for vehicle in 0..<VehicleID(vehicles.count) where vehicles.isPresent(vehicle) {
            fastestSpeed = max(fastestSpeed, vehicles.velocity(of: vehicle).length)
        }
        for newcomer in newcomers { isNewcomer[Int(newcomer)] = false }
        newcomers.removeAll(keepingCapacity: true)
        if largestDrift > 0 {
            for vehicle in drift.indices { drift[vehicle] = 0 }
            largestDrift = 0
        }
        return 0
    }
}
