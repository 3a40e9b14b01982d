/// Manhattan grid: vehicles drive along the streets of a grid and at each crossing go straight on with probability 1/2,
/// left or right with 1/4 each; at the edge they take one of the streets that there are, as likely in proportion.
///
/// Each block is driven at a speed drawn uniformly. Vehicles do not see each other, and there are no traffic lights.
///
/// - Literature: F. Bai, N. Sadagopan, A. Helmy, "IMPORTANT: a framework to systematically analyze the impact of mobility",
///   2003, DOI 10.1109/INFCOM.2003.1208920.
struct ManhattanGrid: MobilityModel {
    let vehicleCount: Int
    let columns: Int
    let rows: Int
    let blockWidth: Double
    let blockHeight: Double
    let speed: ClosedRange<Double>
    private var streams: [RandomStream]
    /// The crossing ahead of each vehicle and the heading towards it (0 east, 1 north, 2 west, 3 south).
    private var ahead: [(column: Int, row: Int, heading: Int)] = []

    private static let steps = [(1, 0), (0, 1), (-1, 0), (0, -1)]

    /// Streets about `block` metres apart that fill the area exactly.
    init(
        vehicleCount: Int, width: Double, height: Double, block: Double, speed: ClosedRange<Double>,
        random: RandomSource
    ) {
        self.vehicleCount = vehicleCount
        columns = max(1, Int((width / block).rounded()))
        rows = max(1, Int((height / block).rounded()))
        blockWidth = width / Double(columns)
        blockHeight = height / Double(rows)
        self.speed = speed
        streams = (0..<UInt32(vehicleCount)).map { random.stream(.mobility, $0) }
    }

    var road: Road {
        let width = Double(columns) * blockWidth
        let height = Double(rows) * blockHeight
        let horizontal = (0...rows).map { row in
            (from: Point(x: 0, y: Double(row) * blockHeight), to: Point(x: width, y: Double(row) * blockHeight))
        }
        let vertical = (0...columns).map { column in
            (from: Point(x: Double(column) * blockWidth, y: 0), to: Point(x: Double(column) * blockWidth, y: height))
        }
        return .streets(horizontal + vertical)
    }

    mutating func begin(_ world: inout World) -> [(entity: UInt32, time: Microseconds)] {
        (0..<UInt32(vehicleCount)).map { vehicle in
            let index = Int(vehicle)
            // A crossing and a street that leaves it; the vehicle starts somewhere on that block.
            let column = streams[index].index(below: columns + 1)
            let row = streams[index].index(below: rows + 1)
            let heading = chooseHeading(at: (column, row), from: nil, &streams[index])
            let share = streams[index].uniform()
            let (dx, dy) = Self.steps[heading]
            ahead.append((column + dx, row + dy, heading))
            let start = Point(
                x: (Double(column) + share * Double(dx)) * blockWidth,
                y: (Double(row) + share * Double(dy)) * blockHeight)
            world.enter(vehicle, at: 0, position: start, velocity: Point(x: 0, y: 0))
            return (vehicle, driveToCrossing(vehicle, from: start, at: 0, &world))
        }
    }

    mutating func advance(_ entity: UInt32, at time: Microseconds, _ world: inout World) -> Microseconds? {
        let index = Int(entity)
        let here = ahead[index]
        let heading = chooseHeading(at: (here.column, here.row), from: here.heading, &streams[index])
        let (dx, dy) = Self.steps[heading]
        ahead[index] = (here.column + dx, here.row + dy, heading)
        let crossing = Point(x: Double(here.column) * blockWidth, y: Double(here.row) * blockHeight)
        return driveToCrossing(entity, from: crossing, at: time, &world)
    }

    private mutating func driveToCrossing(
        _ vehicle: VehicleID, from start: Point, at time: Microseconds, _ world: inout World
    ) -> Microseconds {
        let goal = ahead[Int(vehicle)]
        let target = Point(x: Double(goal.column) * blockWidth, y: Double(goal.row) * blockHeight)
        let pace = streams[Int(vehicle)].uniform(speed.lowerBound, speed.upperBound)
        let duration = max(1, Microseconds(seconds: start.squaredDistance(to: target).squareRoot() / pace))
        let seconds = duration.seconds
        let velocity = Point(x: (target.x - start.x) / seconds, y: (target.y - start.y) / seconds)
        world.setCourse(of: vehicle, from: start, velocity: velocity, at: time)
        return time + duration
    }

    private func chooseHeading(
        at crossing: (column: Int, row: Int), from heading: Int?, _ stream: inout RandomStream
    ) -> Int {
        var weights = [0.0, 0.0, 0.0, 0.0]
        for direction in 0..<4 {
            let (dx, dy) = Self.steps[direction]
            guard (0...columns).contains(crossing.column + dx), (0...rows).contains(crossing.row + dy) else { continue }
            switch heading.map({ (direction - $0 + 4) % 4 }) {
            case nil, 0: weights[direction] = 2
            case 2: weights[direction] = 0
            default: weights[direction] = 1
            }
        }
        var remaining = stream.uniform(0, weights.reduce(0, +))
        for direction in 0..<4 where weights[direction] > 0 {
            if remaining < weights[direction] { return direction }
            remaining -= weights[direction]
        }
        return weights.lastIndex { $0 > 0 } ?? 0
    }
}

extension MobilityEntry {
    static let manhattanGrid = MobilityEntry(
        name: "manhattan-grid", summary: "streets in a grid, random turns at crossings",
        keys: [.number("block", \.block, 1...1e6, "m", "length of a block")],
        turnRate: { settings, _ in settings.maxSpeed / settings.block }
    ) {
        ManhattanGrid(
            vehicleCount: $0.vehicleCount, width: $0.width, height: $0.height, block: $0.settings.block,
            speed: $0.speed, random: $0.random)
    }
}
