/// Highway with car following by the Intelligent Driver Model.
///
/// A straight road along the x axis with lanes in both directions. At either end a vehicle turns into the opposite
/// carriageway, so the road is a closed loop of twice its length and the density stays constant. Vehicles keep their lane.
///
/// Acceleration a [1 - (v / v0)^4 - (s* / s)²] with s* = s0 + max(0, v T + v dv / (2 sqrt(a b))); the gap of an even flow
/// at speed v is s(v) = (s0 + v T) / sqrt(1 - (v / v0)^4), which is how this model is tested. Steps of 0.1 s with constant
/// acceleration; between steps positions are linear.
///
/// - Literature: M. Treiber, A. Hennecke, D. Helbing, "Congested traffic states in empirical observations and microscopic
///   simulations", 2000, DOI 10.1103/PhysRevE.62.1805.
struct Highway: MobilityModel {
    /// Parameters of the driver model and the road.
    struct Parameters: Sendable {
        var length = 3000.0
        var lanes = 2
        var laneWidth = 3.5
        var medianWidth = 5.0
        var vehicleLength = 5.0
        var timeHeadway = 1.5
        var minimumGap = 2.0
        var acceleration = 1.0
        var deceleration = 1.5
    }

    let vehicleCount: Int
    let parameters: Parameters
    private static let step: Microseconds = 100_000
    /// Distance along the loop, speed and desired speed of each vehicle.
    private(set) var distance: [Double]
    private(set) var speed: [Double]
    private let desiredSpeed: [Double]
    private var next: [Double]
    private var room: [Double]

    /// Vehicles are spread evenly over the lanes of the loop and start at rest or at half their desired speed, whichever
    /// the room allows.
    init(vehicleCount: Int, parameters: Parameters, speed range: ClosedRange<Double>, random: RandomSource) {
        self.vehicleCount = vehicleCount
        self.parameters = parameters
        let loop = 2 * parameters.length
        distance = (0..<vehicleCount).map { vehicle in
            let lane = vehicle % parameters.lanes
            let inLane = (vehicleCount - lane + parameters.lanes - 1) / parameters.lanes
            return loop * (Double(vehicle / parameters.lanes) + Double(lane) / Double(parameters.lanes))
                / Double(max(1, inLane))
        }
        desiredSpeed = (0..<UInt32(vehicleCount)).map { vehicle in
            var stream = random.stream(.mobility, vehicle)
            return stream.uniform(range.lowerBound, range.upperBound)
        }
        let spacing = loop / Double(max(1, (vehicleCount + parameters.lanes - 1) / parameters.lanes))
        let gap = spacing - parameters.vehicleLength - parameters.minimumGap
        speed = desiredSpeed.map { max(0, min($0 / 2, gap / parameters.timeHeadway)) }
        next = speed
        room = speed
        for vehicle in 0..<vehicleCount { distance[vehicle] = wrapped(distance[vehicle]) }
    }

    /// Most vehicles that find room on a road.
    static func capacity(_ parameters: Parameters) -> Int {
        let perLane = 2 * parameters.length / (parameters.vehicleLength + parameters.minimumGap)
        return Int(min(perLane, 1e9)) * parameters.lanes
    }

    var road: Road {
        .streets(
            [0, 2 * parameters.length - 1e-6].flatMap { start in
                (0..<parameters.lanes).map { lane in
                    let y = position(at: start, lane: lane).y
                    return (from: Point(x: 0, y: y), to: Point(x: parameters.length, y: y))
                }
            })
    }

    mutating func begin(_ world: inout World) -> [(entity: UInt32, time: Microseconds)] {
        for vehicle in 0..<vehicleCount {
            let place = position(at: distance[vehicle], lane: vehicle % parameters.lanes)
            world.enter(VehicleID(vehicle), at: 0, position: place, velocity: Point(x: 0, y: 0))
        }
        return advance(0, at: 0, &world).map { [(entity: UInt32(0), time: $0)] } ?? []
    }

    mutating func advance(_ entity: UInt32, at time: Microseconds, _ world: inout World) -> Microseconds? {
        let seconds = Self.step.seconds
        for vehicle in 0..<vehicleCount {
            next[vehicle] = acceleration(of: vehicle)
            room[vehicle] = gapAhead(of: vehicle)?.gap ?? .infinity
        }
        for vehicle in 0..<vehicleCount {
            let lane = vehicle % parameters.lanes
            let old = position(at: distance[vehicle], lane: lane)
            // A step of a tenth of a second must not carry a vehicle beyond the speed that it wants.
            if speed[vehicle] <= desiredSpeed[vehicle] {
                next[vehicle] = min(next[vehicle], (desiredSpeed[vehicle] - speed[vehicle]) / seconds)
            }
            let slower = speed[vehicle] + next[vehicle] * seconds
            var travelled =
                slower >= 0
                ? speed[vehicle] * seconds + 0.5 * next[vehicle] * seconds * seconds
                : 0.5 * speed[vehicle] * speed[vehicle] / -next[vehicle]
            speed[vehicle] = max(0, slower)
            if travelled > room[vehicle] {
                // Only parameters far from any driver's come here: a step must not lead through the vehicle ahead.
                travelled = max(0, room[vehicle])
                speed[vehicle] = min(speed[vehicle], travelled / seconds)
            }
            distance[vehicle] = wrapped(distance[vehicle] + travelled)
            let new = position(at: distance[vehicle], lane: lane)
            let velocity = Point(x: (new.x - old.x) / seconds, y: (new.y - old.y) / seconds)
            world.setCourse(of: VehicleID(vehicle), from: old, velocity: velocity, at: time)
        }
        return time + Self.step
    }

    private func wrapped(_ value: Double) -> Double {
        let loop = 2 * parameters.length
        return value >= loop ? value - loop : value
    }

    /// The vehicle ahead in the same lane is the next of the lane's vehicles, in a ring: nobody overtakes.
    private func gapAhead(of vehicle: Int) -> (gap: Double, leader: Int)? {
        let lanes = parameters.lanes
        let leader = vehicle + lanes < vehicleCount ? vehicle + lanes : vehicle % lanes
        if leader == vehicle { return nil }
        var difference = distance[leader] - distance[vehicle]
        if difference < 0 { difference += 2 * parameters.length }
        return (difference - parameters.vehicleLength, leader)
    }

    private func acceleration(of vehicle: Int) -> Double {
        let ratio = speed[vehicle] / desiredSpeed[vehicle]
        let free = ratio * ratio * ratio * ratio
        guard let (gap, leader) = gapAhead(of: vehicle) else { return parameters.acceleration * (1 - free) }
        let approach = speed[vehicle] - speed[leader]
        let braking = 2 * (parameters.acceleration * parameters.deceleration).squareRoot()
        let wanted =
            parameters.minimumGap
            + max(0, speed[vehicle] * parameters.timeHeadway + speed[vehicle] * approach / braking)
        let pressure = wanted / max(gap, 0.1)
        return max(-9, parameters.acceleration * (1 - free - pressure * pressure))
    }

    private func position(at distance: Double, lane: Int) -> Point {
        let offset = parameters.medianWidth / 2 + (Double(lane) + 0.5) * parameters.laneWidth
        return distance < parameters.length
            ? Point(x: distance, y: -offset) : Point(x: 2 * parameters.length - distance, y: offset)
    }
}

extension MobilityEntry {
    static let highway = MobilityEntry(
        name: "highway", summary: "a road with both directions, Intelligent Driver Model",
        keys: [
            .number("length", \.highway.length, 100...1e6, "m", "length of the road"),
            .integer("lanes", \.lanes, 1...20, "lanes in each direction"),
            .number("vehicleLength", \.highway.vehicleLength, 1...50, "m", "length of a vehicle"),
            .number("timeHeadway", \.highway.timeHeadway, 0.1...10, "s", "safe time headway T"),
            .number("minimumGap", \.highway.minimumGap, 0.1...50, "m", "gap at standstill s0"),
            .number("acceleration", \.highway.acceleration, 0.1...10, "m/s²", "acceleration a"),
            .number("deceleration", \.highway.deceleration, 0.1...10, "m/s²", "comfortable braking b"),
        ], capacity: { Highway.capacity($0.highway) }, turnRate: { _, _ in 10 },
        usedArea: { settings, _, _ in settings.highway.length * 400 }
    ) {
        Highway(
            vehicleCount: $0.vehicleCount, parameters: $0.settings.highway, speed: $0.speed, random: $0.random)
    }
}
