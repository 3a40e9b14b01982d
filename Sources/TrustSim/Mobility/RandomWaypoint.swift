/// Random waypoint: a vehicle drives straight to a point drawn uniformly in the area at a speed drawn uniformly, pauses,
/// and draws again.
///
/// Known properties, which a user should keep in mind: the density is higher in the middle of the area, and mean speed is
/// below the middle of the interval, because slow legs last longer (J. Yoon, M. Liu, B. Noble, "Random waypoint considered
/// harmful", 2003, DOI 10.1109/INFCOM.2003.1208967). Positions start uniform, not in the stationary distribution.
struct RandomWaypoint: MobilityModel {
    let vehicleCount: Int
    let width: Double
    let height: Double
    let speed: ClosedRange<Double>
    let pause: Microseconds
    private var streams: [RandomStream]
    private var isPausing: [Bool]

    init(
        vehicleCount: Int, width: Double, height: Double, speed: ClosedRange<Double>, pause: Microseconds,
        random: RandomSource
    ) {
        self.vehicleCount = vehicleCount
        self.width = width
        self.height = height
        self.speed = speed
        self.pause = pause
        streams = (0..<UInt32(vehicleCount)).map { random.stream(.mobility, $0) }
        isPausing = Array(repeating: true, count: vehicleCount)
    }

    var road: Road { .area(width: width, height: height) }

    mutating func begin(_ world: inout World) -> [(entity: UInt32, time: Microseconds)] {
        (0..<UInt32(vehicleCount)).map { vehicle in
            let start = road.randomPoint(&streams[Int(vehicle)])
            world.enter(vehicle, at: 0, position: start, velocity: Point(x: 0, y: 0))
            return (vehicle, startLeg(vehicle, from: start, at: 0, &world))
        }
    }

    mutating func advance(_ entity: UInt32, at time: Microseconds, _ world: inout World) -> Microseconds? {
        let position = world.vehicles.position(of: entity, at: time)
        if pause > 0 && !isPausing[Int(entity)] {
            isPausing[Int(entity)] = true
            world.setCourse(of: entity, from: position, velocity: Point(x: 0, y: 0), at: time)
            return time + pause
        }
        return startLeg(entity, from: position, at: time, &world)
    }

    /// Sets out for a new point; returns the time of arrival.
    private mutating func startLeg(
        _ vehicle: VehicleID, from start: Point, at time: Microseconds, _ world: inout World
    ) -> Microseconds {
        let index = Int(vehicle)
        isPausing[index] = false
        let goal = road.randomPoint(&streams[index])
        let pace = streams[index].uniform(speed.lowerBound, speed.upperBound)
        let distance = start.squaredDistance(to: goal).squareRoot()
        let duration = max(1, Microseconds(seconds: distance / pace))
        let seconds = duration.seconds
        let velocity = Point(x: (goal.x - start.x) / seconds, y: (goal.y - start.y) / seconds)
        world.setCourse(of: vehicle, from: start, velocity: velocity, at: time)
        return time + duration
    }
}

extension MobilityEntry {
    static let randomWaypoint = MobilityEntry(
        name: "random-waypoint", summary: "straight legs between random points in an open area",
        keys: [.number("pause", \.pause, 0...1e6, "s", "pause at each waypoint")],
        usedArea: { _, width, height in width * height / 1.3 }
    ) {
        RandomWaypoint(
            vehicleCount: $0.vehicleCount, width: $0.width, height: $0.height, speed: $0.speed,
            pause: Microseconds(seconds: $0.settings.pause), random: $0.random)
    }
}
