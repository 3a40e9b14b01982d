/// Vehicles sorted into square cells, to find those near a point without asking all.
///
/// Built by counting sort in O(vehicles + cells); the order within a cell is that of the vehicle numbers. At most four
/// cells a vehicle are made, however far apart the vehicles are.
public struct NeighbourGrid: Sendable {
    private var origin = Point(x: 0, y: 0)
    private var cellSide = 1.0
    private var columns = 1
    private var rows = 1
    private var cellStart: [Int32] = [0, 0]
    private var order: [VehicleID] = []
    private var cellOfVehicle: [Int32] = []

    init() {}

    /// Sorts the vehicles present by their positions at a time.
    mutating func rebuild(_ vehicles: VehicleTable, at time: Microseconds, cellSide wanted: Double) {
        var low = Point(x: .infinity, y: .infinity)
        var high = Point(x: -.infinity, y: -.infinity)
        var presentCount = 0
        for vehicle in 0..<VehicleID(vehicles.count) where vehicles.isPresent(vehicle) {
            let position = vehicles.position(of: vehicle, at: time)
            low = Point(x: min(low.x, position.x), y: min(low.y, position.y))
            high = Point(x: max(high.x, position.x), y: max(high.y, position.y))
            presentCount += 1
        }
        if presentCount == 0 {
            low = Point(x: 0, y: 0)
            high = low
        }
        origin = low
        cellSide = wanted
        let limit = Double(4 * presentCount + 16)
        while ((high.x - low.x) / cellSide + 1) * ((high.y - low.y) / cellSide + 1) > limit { cellSide *= 2 }
        columns = Int((high.x - low.x) / cellSide) + 1
        rows = Int((high.y - low.y) / cellSide) + 1
        sort(vehicles, at: time, presentCount: presentCount)
    }

    private mutating func sort(_ vehicles: VehicleTable, at time: Microseconds, presentCount: Int) {
        cellStart = Array(repeating: 0, count: columns * rows + 1)
        cellOfVehicle = Array(repeating: -1, count: vehicles.count)
        order = Array(repeating: 0, count: presentCount)
        for vehicle in 0..<VehicleID(vehicles.count) where vehicles.isPresent(vehicle) {
            let position = vehicles.position(of: vehicle, at: time)
            let cell = row(position.y) * columns + column(position.x)
            cellOfVehicle[Int(vehicle)] = Int32(cell)
            cellStart[cell + 1] += 1
        }
        for cell in 0..<(columns * rows) { cellStart[cell + 1] += cellStart[cell] }
        var next = cellStart
        for vehicle in cellOfVehicle.indices where cellOfVehicle[vehicle] >= 0 {
            let cell = Int(cellOfVehicle[vehicle])
            order[Int(next[cell])] = VehicleID(vehicle)
            next[cell] += 1
        }
    }

    private func column(_ x: Double) -> Int { clamped((x - origin.x) / cellSide, below: columns) }

    private func row(_ y: Double) -> Int { clamped((y - origin.y) / cellSide, below: rows) }

    private func clamped(_ value: Double, below limit: Int) -> Int {
        value <= 0 ? 0 : value >= Double(limit) ? limit - 1 : Int(value)
    }

    /// Calls `body` with every vehicle whose cell touches the square of half side `reach` around a point.
    @inline(__always)
    func forEachCandidate(around point: Point, reach: Double, _ body: (VehicleID) -> Void) {
        let firstColumn = column(point.x - reach)
        let lastColumn = column(point.x + reach)
        for row in row(point.y - reach)...row(point.y + reach) {
            let first = Int(cellStart[row * columns + firstColumn])
            let last = Int(cellStart[row * columns + lastColumn + 1])
            for position in first..<last { body(order[position]) }
        }
    }
}
