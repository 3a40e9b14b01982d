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
    private var candidates: [VehicleID]

    /// A newcomer costs a little at every message, a new grid a little for every vehicle.
    private static let newcomerLimit = 32
    /// Share of the reach that vehicles may have moved.
    private static let slackLimit = 0.05

    /// A world of vehicles that are not there yet.
    public init(vehicleCount: Int) {
        vehicles = VehicleTable(count: vehicleCount)
        isNewcomer = Array(repeating: false, count: vehicleCount)
        drift = Array(repeating: 0, count: vehicleCount)
        candidates = Array(repeating: 0, count: vehicleCount + Self.newcomerLimit + 2)
    }

    /// Brings a vehicle into the world.
    public mutating func enter(_ vehicle: VehicleID, at time: Microseconds, position: Point, velocity: Point) {
        vehicles.enter(vehicle)
        vehicles.setCourse(of: vehicle, from: position, velocity: velocity, at: time)
        changes.append((vehicle, true))
        addNewcomer(vehicle)
    }

    /// Takes a vehicle out of the world.
    public mutating func leave(_ vehicle: VehicleID) {
        vehicles.leave(vehicle)
        changes.append((vehicle, false))
    }

    /// Gives a vehicle a new course. `jumps` says that the new course does not begin where the old one ended.
    public mutating func setCourse(
        of vehicle: VehicleID, from position: Point, velocity: Point, at time: Microseconds, jumps: Bool = false
    ) {
        if jumps { noteJump(of: vehicle, to: position, at: time) }
        vehicles.setCourse(of: vehicle, from: position, velocity: velocity, at: time)
        fastestSpeed = max(fastestSpeed, Self.speed(velocity))
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

    private static func speed(_ velocity: Point) -> Double {
        (velocity.x * velocity.x + velocity.y * velocity.y).squareRoot()
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
            var count = grid.findCandidates(around: center, reach: reach + slack, into: base)
            for newcomer in newcomers {
                base[count] = newcomer
                count += 1
            }
            return count
        }
        if receptions.count < count {
            let unused = Reception(vehicle: 0, position: Point(x: 0, y: 0), squaredDistance: 0)
            receptions.append(contentsOf: repeatElement(unused, count: count - receptions.count))
        }
        let found = keepNeighbours(of: vehicle, center, at: time, reach * reach, among: count, in: &receptions)
        receptions.removeLast(receptions.count - found)
    }

    /// Writes the candidates that are near enough to the begin of `receptions`; returns their number.
    private func keepNeighbours(
        of vehicle: VehicleID, _ center: Point, at time: Microseconds, _ squaredReach: Double, among count: Int,
        in receptions: inout [Reception]
    ) -> Int {
        receptions.withUnsafeMutableBufferPointer { receptions in
            candidates.withUnsafeBufferPointer { candidates in
                vehicles.courses.withUnsafeBufferPointer { courses in
                    var found = 0
                    for index in 0..<count {
                        let candidate = candidates[index]
                        let position = courses[Int(candidate)].position(at: time)
                        let squared = position.squaredDistance(to: center)
                        receptions[found] = Reception(
                            vehicle: candidate, position: position, squaredDistance: squared)
                        // The sign bit, not a branch: 1 for those beyond the reach.
                        let isBeyond = Int((squaredReach - squared).bitPattern >> 63)
                        found = found &+ ((1 &- isBeyond) & (candidate != vehicle ? 1 : 0))
                    }
                    return found
                }
            }
        }
    }

    /// Rebuilds the grid where needed; returns how far a vehicle may have moved since it was built.
    private mutating func refreshGrid(at time: Microseconds, reach: Double) -> Double {
        let slack = fastestSpeed * Double(time - gridTime) * 1e-6 + largestDrift
        if newcomers.count <= Self.newcomerLimit && slack <= Self.slackLimit * reach { return slack }
        grid.rebuild(vehicles, at: time, cellSide: 0.5 * reach)
        gridTime = time
        gridReach = reach
        fastestSpeed = 0
        for vehicle in 0..<VehicleID(vehicles.count) where vehicles.isPresent(vehicle) {
            fastestSpeed = max(fastestSpeed, Self.speed(vehicles.velocity(of: vehicle)))
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
