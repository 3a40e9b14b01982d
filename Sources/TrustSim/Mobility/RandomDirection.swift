import GroupDecision

/// Random direction with reflection: a vehicle drives straight on at a speed and in a direction drawn once, and is
/// reflected by the borders of the area like a ball.
///
/// Positions start uniform and stay so, and directions stay uniform, so the density is the same everywhere and at all
/// times (P. Nain, D. Towsley, B. Liu, Z. Liu, "Properties of random direction models", 2005,
/// DOI 10.1109/INFCOM.2005.1498468). Not a property: roads; vehicles near a border have fewer neighbours.
struct RandomDirection: MobilityModel {
    let vehicleCount: Int
    let width: Double
    let height: Double
    let speed: ClosedRange<Double>
    private let random: RandomSource

    init(vehicleCount: Int, width: Double, height: Double, speed: ClosedRange<Double>, random: RandomSource) {
        self.vehicleCount = vehicleCount
        self.width = width
        self.height = height
        self.speed = speed
        self.random = random
    }

    var road: Road { .area(width: width, height: height) }

    mutating func begin(_ world: inout World) -> [(entity: UInt32, time: Microseconds)] {
        (0..<UInt32(vehicleCount)).map { vehicle in
            var stream = random.stream(.mobility, vehicle)
            let start = road.randomPoint(&stream)
            let pace = stream.uniform(speed.lowerBound, speed.upperBound)
            let angle = stream.uniform(0, 2 * Double.pi)
            let velocity = Point(x: pace * Elementary.cos(angle), y: pace * Elementary.sin(angle))
            world.enter(vehicle, at: 0, position: start, velocity: velocity)
            return (vehicle, timeOfReflection(at: start, velocity, after: 0))
        }
    }

    mutating func advance(_ entity: UInt32, at time: Microseconds, _ world: inout World) -> Microseconds? {
        let position = world.vehicles.position(of: entity, at: time)
        var velocity = world.vehicles.velocity(of: entity)
        if position.x <= 0 { velocity.x = abs(velocity.x) }
        if position.x >= width { velocity.x = -abs(velocity.x) }
        if position.y <= 0 { velocity.y = abs(velocity.y) }
        if position.y >= height { velocity.y = -abs(velocity.y) }
        world.setCourse(of: entity, from: position, velocity: velocity, at: time)
        return timeOfReflection(at: position, velocity, after: time)
    }

    /// The first microsecond at which the vehicle has reached a border ahead of it; it passes it by less than the way of
    /// one microsecond.
    private func timeOfReflection(at position: Point, _ velocity: Point, after time: Microseconds) -> Microseconds {
        let wait = min(
            Self.secondsToBorder(position.x, velocity.x, width), Self.secondsToBorder(position.y, velocity.y, height))
        return time + max(1, Microseconds(seconds: wait + 0.5e-6))
    }

    private static func secondsToBorder(_ position: Double, _ velocity: Double, _ limit: Double) -> Double {
        if velocity > 0 { return max(0, limit - position) / velocity }
        if velocity < 0 { return max(0, position) / -velocity }
        return .infinity
    }
}

extension MobilityEntry {
    static let randomDirection = MobilityEntry(
        name: "random-direction", summary: "straight on in an open area, reflected by its borders"
    ) {
        RandomDirection(
            vehicleCount: $0.vehicleCount, width: $0.width, height: $0.height, speed: $0.speed, random: $0.random)
    }
}
