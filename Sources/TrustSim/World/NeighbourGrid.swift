/// Vehicles sorted into square cells, to find those near a point without asking all.
///
/// Built by counting sort in O(vehicles + cells); the order within a cell is that of the vehicle numbers. At most four
/// cells a vehicle are made, however far apart the vehicles are. Coordinates of the time of building lie in the order of
/// the cells, in single precision: they only sort out who is certainly too far away.
struct NeighbourGrid: Sendable {
    private var origin = Point(x: 0, y: 0)
    private var cellsPerMeter = 1.0
    private var columns = 1
    private var rows = 1
    private var cellStart: [Int32] = [0, 0]
    /// By place: who, on which course, and where from the origin.
    private(set) var order: [VehicleID] = []
    private(set) var courses: [VehicleTable.Course] = []
    private var x: [Float] = []
    private var y: [Float] = []
    /// Cell of each vehicle while the grid is built; from then on its place in `order`, -1 for none.
    private var placeOfVehicle: [Int32] = []
    /// More than rounding can move a coordinate, in metres: of vehicles in the grid, and of senders as far outside of it as
    /// their reach.
    private var rounding = 0.0

    init() {}

    /// Side of a cell, in metres.
    var cellSide: Double { 1 / cellsPerMeter }

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
        var cellSide = wanted
        let limit = Double(4 * presentCount + 16)
        while ((high.x - low.x) / cellSide + 1) * ((high.y - low.y) / cellSide + 1) > limit { cellSide *= 2 }
        cellsPerMeter = 1 / cellSide
        columns = Int((high.x - low.x) * cellsPerMeter) + 1
        rows = Int((high.y - low.y) * cellsPerMeter) + 1
        rounding = 1e-3 + 1e-6 * max(high.x - low.x, high.y - low.y, wanted)
        sort(vehicles, at: time, presentCount: presentCount)
    }

    private mutating func sort(_ vehicles: VehicleTable, at time: Microseconds, presentCount: Int) {
        cellStart = Array(repeating: 0, count: columns * rows + 1)
        placeOfVehicle = Array(repeating: -1, count: vehicles.count)
        order = Array(repeating: 0, count: presentCount)
        courses = Array(repeating: .absent, count: presentCount)
        x = Array(repeating: 0, count: presentCount)
        y = x
        for vehicle in 0..<VehicleID(vehicles.count) where vehicles.isPresent(vehicle) {
            let position = vehicles.position(of: vehicle, at: time)
            let cell = row(position.y) * columns + column(position.x)
            placeOfVehicle[Int(vehicle)] = Int32(cell)
            cellStart[cell + 1] += 1
        }
        for cell in 0..<(columns * rows) { cellStart[cell + 1] += cellStart[cell] }
        var next = cellStart
        for vehicle in placeOfVehicle.indices where placeOfVehicle[vehicle] >= 0 {
            let cell = Int(placeOfVehicle[vehicle])
            let place = Int(next[cell])
            next[cell] += 1
            let position = vehicles.position(of: VehicleID(vehicle), at: time)
            order[place] = VehicleID(vehicle)
            courses[place] = vehicles.courses[vehicle]
            x[place] = Float(position.x - origin.x)
            y[place] = Float(position.y - origin.y)
            placeOfVehicle[vehicle] = Int32(place)
        }
    }

    /// A vehicle turns, where the grid shows it.
    mutating func setCourse(of vehicle: VehicleID, _ course: VehicleTable.Course) {
        guard Int(vehicle) < placeOfVehicle.count, placeOfVehicle[Int(vehicle)] >= 0 else { return }
        courses[Int(placeOfVehicle[Int(vehicle)])] = course
    }

    /// From now on a vehicle is not found.
    mutating func exclude(_ vehicle: VehicleID) {
        guard Int(vehicle) < placeOfVehicle.count, placeOfVehicle[Int(vehicle)] >= 0 else { return }
        x[Int(placeOfVehicle[Int(vehicle)])] = .infinity
        placeOfVehicle[Int(vehicle)] = -1
    }

    @inline(__always)
    private func column(_ x: Double) -> Int { clamped((x - origin.x) * cellsPerMeter, below: columns) }

    @inline(__always)
    private func row(_ y: Double) -> Int { clamped((y - origin.y) * cellsPerMeter, below: rows) }

    @inline(__always)
    private func clamped(_ value: Double, below limit: Int) -> Int {
        value <= 0 ? 0 : value >= Double(limit) ? limit - 1 : Int(value)
    }

    /// Writes the places of everybody who was within `reach` of a point when the grid was built, and of a few who were not,
    /// to the begin of `found`, which has room for all vehicles and one more. Returns their number.
    @inline(__always)
    func findCandidates(around point: Point, reach: Double, into found: UnsafeMutablePointer<Int32>) -> Int {
        let columns = self.columns
        let (firstColumn, lastColumn) = (column(point.x - reach), column(point.x + reach))
        let (firstRow, lastRow) = (row(point.y - reach), row(point.y + reach))
        let centerX = Float(point.x - origin.x)
        let centerY = Float(point.y - origin.y)
        let limit = Float((reach + rounding) * (reach + rounding)).nextUp
        var count = 0
        for row in firstRow...lastRow {
            let first = Int(cellStart[row &* columns &+ firstColumn])
            let last = Int(cellStart[row &* columns &+ lastColumn &+ 1])
            findCandidates(in: first..<last, centerX, centerY, limit, found, &count)
        }
        return count
    }

    /// Appends those among some neighbouring places who are near. The sign of what is left of the limit counts, not a
    /// branch: whether somebody is near cannot be foretold.
    @inline(__always)
    private func findCandidates(
        in places: Range<Int>, _ centerX: Float, _ centerY: Float, _ limit: Float,
        _ found: UnsafeMutablePointer<Int32>, _ count: inout Int
    ) {
        x.withUnsafeBytes { x in
            y.withUnsafeBytes { y in
                var place = places.lowerBound
                while place &+ 4 <= places.upperBound {
                    let dx = x.loadUnaligned(fromByteOffset: 4 &* place, as: SIMD4<Float>.self) - centerX
                    let dy = y.loadUnaligned(fromByteOffset: 4 &* place, as: SIMD4<Float>.self) - centerY
                    let isNear = unsafeBitCast(dx * dx + dy * dy - limit, to: SIMD4<UInt32>.self) &>> 31
                    for lane in 0..<4 {
                        found[count] = Int32(truncatingIfNeeded: place &+ lane)
                        count = count &+ Int(isNear[lane])
                    }
                    place &+= 4
                }
                while place < places.upperBound {
                    let dx = x.load(fromByteOffset: 4 &* place, as: Float.self) - centerX
                    let dy = y.load(fromByteOffset: 4 &* place, as: Float.self) - centerY
                    found[count] = Int32(truncatingIfNeeded: place)
                    count = count &+ Int((dx * dx + dy * dy - limit).bitPattern >> 31)
                    place &+= 1
                }
            }
        }
    }
}
