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
/// The grid is rebuilt when somebody entered, left or jumped, and when vehicles may have moved more than a part of a cell
/// since the last time. Finding neighbours is exact: candidates come from the grid, distances from the courses.
public struct World: Sendable {
    /// Where everybody is.
    public private(set) var vehicles: VehicleTable
    /// Vehicles that entered or left since the engine last looked.
    var changes: [(vehicle: VehicleID, entered: Bool)] = []

    private var grid = NeighbourGrid()
    private var gridTime: Microseconds = 0
    private var gridIsStale = true
    private var fastestSpeed = 0.0

    /// A world of vehicles that are not there yet.
    public init(vehicleCount: Int) {
        vehicles = VehicleTable(count: vehicleCount)
    }

    /// Brings a vehicle into the world.
    public mutating func enter(_ vehicle: VehicleID, at time: Microseconds, position: Point, velocity: Point) {
        vehicles.setPresent(vehicle, true)
        vehicles.setCourse(of: vehicle, from: position, velocity: velocity, at: time)
        changes.append((vehicle, true))
        gridIsStale = true
    }

    /// Takes a vehicle out of the world.
    public mutating func leave(_ vehicle: VehicleID) {
        vehicles.setPresent(vehicle, false)
        changes.append((vehicle, false))
        gridIsStale = true
    }

    /// Gives a vehicle a new course. `jumps` says that the new course does not begin where the old one ended.
    public mutating func setCourse(
        of vehicle: VehicleID, from position: Point, velocity: Point, at time: Microseconds, jumps: Bool = false
    ) {
        vehicles.setCourse(of: vehicle, from: position, velocity: velocity, at: time)
        fastestSpeed = max(fastestSpeed, (velocity.x * velocity.x + velocity.y * velocity.y).squareRoot())
        if jumps { gridIsStale = true }
    }

    /// Fills `receptions` with the vehicles present within `reach` metres of a vehicle, without itself.
    public mutating func findNeighbours(
        of vehicle: VehicleID, at time: Microseconds, reach: Double, into receptions: inout [Reception]
    ) {
        receptions.removeAll(keepingCapacity: true)
        let center = vehicles.position(of: vehicle, at: time)
        let slack = refreshGrid(at: time, reach: reach)
        let limit = reach * reach
        grid.forEachCandidate(around: center, reach: reach + slack) { candidate in
            if candidate == vehicle || !vehicles.isPresent(candidate) { return }
            let position = vehicles.position(of: candidate, at: time)
            let squared = position.squaredDistance(to: center)
            if squared <= limit {
                receptions.append(Reception(vehicle: candidate, position: position, squaredDistance: squared))
            }
        }
    }

    /// Rebuilds the grid where needed; returns how far a vehicle may have moved since it was built.
    private mutating func refreshGrid(at time: Microseconds, reach: Double) -> Double {
        let slack = fastestSpeed * Double(time - gridTime) * 1e-6
        if !gridIsStale && slack <= 0.1 * reach { return slack }
        grid.rebuild(vehicles, at: time, cellSide: 0.5 * reach)
        gridTime = time
        gridIsStale = false
        fastestSpeed = 0
        for vehicle in 0..<VehicleID(vehicles.count) where vehicles.isPresent(vehicle) {
            let velocity = vehicles.velocity(of: vehicle)
            fastestSpeed = max(fastestSpeed, (velocity.x * velocity.x + velocity.y * velocity.y).squareRoot())
        }
        return 0
    }
}
