import GroupDecision
import Testing

@testable import TrustSim

/// A world and beside it what every vehicle does, from which neighbours are found by asking all.
private struct MirroredWorld {
    struct Course {
        var origin = Point(x: 0, y: 0)
        var velocity = Point(x: 0, y: 0)
        var time: Microseconds = 0
        var isPresent = false
    }

    var world: World
    var courses: [Course]
    var now: Microseconds = 0

    init(count: Int) {
        world = World(vehicleCount: count)
        courses = Array(repeating: Course(), count: count)
    }

    func position(_ vehicle: Int) -> Point {
        let course = courses[vehicle]
        let elapsed = Double(now - course.time) / 1e6
        return Point(
            x: course.origin.x + elapsed * course.velocity.x, y: course.origin.y + elapsed * course.velocity.y)
    }

    mutating func enter(_ vehicle: Int, at position: Point, velocity: Point) {
        courses[vehicle] = Course(origin: position, velocity: velocity, time: now, isPresent: true)
        world.enter(VehicleID(vehicle), at: now, position: position, velocity: velocity)
    }

    mutating func leave(_ vehicle: Int) {
        courses[vehicle].isPresent = false
        world.leave(VehicleID(vehicle))
    }

    mutating func turn(_ vehicle: Int, velocity: Point) {
        let here = position(vehicle)
        courses[vehicle] = Course(origin: here, velocity: velocity, time: now, isPresent: true)
        world.setCourse(of: VehicleID(vehicle), from: here, velocity: velocity, at: now)
    }

    mutating func jump(_ vehicle: Int, to position: Point, velocity: Point) {
        courses[vehicle] = Course(origin: position, velocity: velocity, time: now, isPresent: true)
        world.setCourse(of: VehicleID(vehicle), from: position, velocity: velocity, at: now, jumps: true)
    }

    /// What is wrong with the neighbours found, or nil. A vehicle that rounding could put on either side of the reach
    /// may be found or not.
    mutating func fault(around vehicle: Int, reach: Double) -> String? {
        var found: [Reception] = [Reception(vehicle: 0, position: Point(x: 9, y: 9), squaredDistance: 9)]
        world.findNeighbours(of: VehicleID(vehicle), at: now, reach: reach, into: &found)
        let center = position(vehicle)
        var byVehicle: [VehicleID: Reception] = [:]
        for reception in found {
            if byVehicle.updateValue(reception, forKey: reception.vehicle) != nil {
                return "vehicle \(reception.vehicle) twice"
            }
        }
        for other in courses.indices {
            let distance = position(other).distance(to: center)
            let reception = byVehicle[VehicleID(other)]
            let doubt = 1e-9 * (1 + reach + center.length)
            let isWanted = other != vehicle && courses[other].isPresent && distance <= reach + doubt
            let isNeeded = isWanted && distance <= reach - doubt
            if isNeeded && reception == nil { return "vehicle \(other) missing at \(distance) m of \(reach) m" }
            if !isWanted && reception != nil { return "vehicle \(other) too much at \(distance) m of \(reach) m" }
            guard let reception else { continue }
            if reception.position.distance(to: position(other)) > doubt { return "vehicle \(other) misplaced" }
            if abs(reception.squaredDistance.squareRoot() - distance) > doubt { return "wrong distance to \(other)" }
        }
        return nil
    }
}

@Suite("Neighbours in the world")
struct NeighbourGridTests {
    enum Shape: String, CaseIterable {
        case even, clusters, point, line, outliers, lattice, negative
    }

    private static func point(_ shape: Shape, _ choices: inout RandomStream) -> Point {
        switch shape {
        case .even: return Point(x: choices.uniform(0, 2000), y: choices.uniform(0, 1000))
        case .clusters:
            let cluster = Double(choices.index(below: 3))
            return Point(x: 5000 * cluster + choices.normal() * 30, y: 70 * cluster + choices.normal() * 30)
        case .point: return Point(x: 123.456, y: -7)
        case .line: return Point(x: choices.uniform(0, 20_000), y: 3)
        case .outliers:
            let far = choices.happens(0.1) ? 1e9 : 100
            return Point(x: choices.uniform(-far, far), y: choices.uniform(-far, far))
        // Many distances are equal to the reach exactly, many points on the borders of cells.
        case .lattice: return Point(x: Double(choices.index(below: 20)) * 50, y: Double(choices.index(below: 20)) * 50)
        case .negative: return Point(x: choices.uniform(-900, -100), y: choices.uniform(-5e5, -4.99e5))
        }
    }

    private static func velocity(_ fastest: Double, _ choices: inout RandomStream) -> Point {
        Point(x: choices.uniform(-fastest, fastest), y: choices.uniform(-fastest, fastest))
    }

    /// One step of a random history.
    private static func change(
        _ world: inout MirroredWorld, _ shape: Shape, _ fastest: Double, _ choices: inout RandomStream
    ) {
        let vehicle = choices.index(below: world.courses.count)
        if !world.courses[vehicle].isPresent {
            world.enter(vehicle, at: point(shape, &choices), velocity: velocity(fastest, &choices))
        } else {
            switch choices.index(below: 6) {
            case 0: world.leave(vehicle)
            case 1: world.jump(vehicle, to: point(shape, &choices), velocity: velocity(fastest, &choices))
            case 2: world.turn(vehicle, velocity: Point(x: 0, y: 0))
            case 3: world.turn(vehicle, velocity: velocity(20 * fastest, &choices))
            default: world.turn(vehicle, velocity: velocity(fastest, &choices))
            }
        }
    }

    @Test(
        "neighbours equal those found by asking everybody, while vehicles move, turn, enter, leave and jump",
        arguments: Shape.allCases, UInt32(1)...6)
    func bruteForce(shape: Shape, seed: UInt32) {
        var choices = RandomSource.testStream(seed: seed)
        var world = MirroredWorld(count: [1, 2, 7, 30, 60][choices.index(below: 5)])
        let fastest = [0, 1, 30, 500][choices.index(below: 4)]
        let reaches = [1, 50, 300, 707.10678, 5000].map { $0 * choices.uniform(0.99, 1.01) }
        let fixedReach = [50.0, 100, 300][choices.index(below: 3)]
        for vehicle in world.courses.indices where choices.happens(0.8) {
            world.enter(vehicle, at: Self.point(shape, &choices), velocity: Self.velocity(Double(fastest), &choices))
        }
        for step in 0..<250 {
            world.now += Microseconds(choices.index(below: [1, 100_000, 3_000_000][choices.index(below: 3)]))
            if choices.happens(0.3) { Self.change(&world, shape, Double(fastest), &choices) }
            let center = choices.index(below: world.courses.count)
            guard world.courses[center].isPresent else { continue }
            let reach = choices.happens(0.7) ? fixedReach : reaches[choices.index(below: reaches.count)]
            let fault = world.fault(around: center, reach: reach)
            #expect(fault == nil, "\(shape), seed \(seed), step \(step)")
        }
    }

    @Test(
        "vehicles that have driven on since the grid was built are found where they are now", arguments: UInt32(1)...3)
    func drivingCrowd(seed: UInt32) {
        var choices = RandomSource.testStream(seed: seed)
        var world = MirroredWorld(count: 200)
        for vehicle in world.courses.indices {
            world.enter(vehicle, at: Self.point(.even, &choices), velocity: Self.velocity(20, &choices))
        }
        // Nobody turns, so the grid grows old; the reach of 200 m is driven in seven seconds by the fastest.
        for step in 0..<60 {
            world.now += 50_000
            for _ in 0..<20 {
                let fault = world.fault(around: choices.index(below: 200), reach: 200)
                #expect(fault == nil, "seed \(seed), step \(step)")
            }
        }
    }

    @Test("a vehicle exactly at the reach is found, one a little farther is not")
    func reachIsInclusive() {
        var world = World(vehicleCount: 3)
        world.enter(0, at: 0, position: Point(x: 0, y: 0), velocity: Point(x: 0, y: 0))
        world.enter(1, at: 0, position: Point(x: 180, y: 240), velocity: Point(x: 0, y: 0))
        world.enter(2, at: 0, position: Point(x: -180, y: 240.0001), velocity: Point(x: 0, y: 0))
        var found: [Reception] = []
        world.findNeighbours(of: 0, at: 5, reach: 300, into: &found)
        #expect(found.map(\.vehicle) == [1])
        #expect(found.first?.squaredDistance == 90_000)
    }

    @Test(
        "a newcomer far outside of the grid finds everybody at its reach, which single precision cannot tell",
        arguments: UInt32(1)...20)
    func farNewcomer(seed: UInt32) {
        var choices = RandomSource.testStream(seed: seed)
        var world = MirroredWorld(count: 90)
        for vehicle in 0..<60 {
            let place = Point(x: choices.uniform(0, 1), y: choices.uniform(0, 1))
            world.enter(vehicle, at: place, velocity: Point(x: 0, y: 0))
        }
        var fault = world.fault(around: 0, reach: 1e5)
        #expect(fault == nil)
        for vehicle in 60..<90 {
            let target = world.position(choices.index(below: 60))
            let (far, angle) = (1e5 * (1 - choices.uniform(3e-9, 2e-8)), choices.uniform(0, 2 * Double.pi))
            let place = Point(x: target.x + far * Elementary.cos(angle), y: target.y + far * Elementary.sin(angle))
            world.enter(vehicle, at: place, velocity: Point(x: 0, y: 0))
            fault = world.fault(around: vehicle, reach: 1e5)
            #expect(fault == nil, "seed \(seed)")
        }
    }

    @Test("a vehicle that is alone, and a world of vehicles that all left, have no neighbours")
    func nobody() {
        var world = World(vehicleCount: 2)
        var found: [Reception] = []
        world.enter(0, at: 0, position: Point(x: 1e8, y: -1e8), velocity: Point(x: 3, y: 4))
        world.findNeighbours(of: 0, at: 10, reach: 300, into: &found)
        #expect(found.isEmpty)
        world.leave(0)
        world.findNeighbours(of: 0, at: 20, reach: 300, into: &found)
        #expect(found.isEmpty)
    }

    @Test("a vehicle that was standing when the grid was built is found where it has driven to since")
    func laterSpeed() {
        var world = World(vehicleCount: 2)
        world.enter(0, at: 0, position: Point(x: 0, y: 0), velocity: Point(x: 0, y: 0))
        world.enter(1, at: 0, position: Point(x: 10_000, y: 0), velocity: Point(x: 0, y: 0))
        var found: [Reception] = []
        world.findNeighbours(of: 0, at: 0, reach: 100, into: &found)
        #expect(found.isEmpty)
        world.setCourse(of: 1, from: Point(x: 10_000, y: 0), velocity: Point(x: -1000, y: 0), at: 1_000_000)
        world.findNeighbours(of: 0, at: 1_000_000, reach: 100, into: &found)
        #expect(found.isEmpty)
        world.findNeighbours(of: 0, at: 10_950_000, reach: 100, into: &found)
        #expect(found.map(\.vehicle) == [1])
        world.findNeighbours(of: 0, at: 11_150_000, reach: 100, into: &found)
        #expect(found.isEmpty)
    }

    @Test("a world tells once who entered and left")
    func changes() {
        var world = World(vehicleCount: 3)
        world.enter(2, at: 0, position: Point(x: 0, y: 0), velocity: Point(x: 0, y: 0))
        world.enter(0, at: 5, position: Point(x: 0, y: 0), velocity: Point(x: 0, y: 0))
        world.leave(2)
        #expect(world.changes.map(\.vehicle) == [2, 0, 2])
        #expect(world.changes.map(\.entered) == [true, true, false])
        #expect([0, 1, 2].map { world.vehicles.isPresent($0) } == [true, false, false])
    }
}
