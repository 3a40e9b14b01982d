import Foundation
import Testing

@testable import TrustSim

@Suite("Random waypoint")
struct RandomWaypointTests {
    static let width = 800.0
    static let height = 300.0

    static func driver(
        seed: UInt32, vehicles: Int = 40, pause: Double = 0, speed: ClosedRange<Double> = 8...20,
        replication: UInt32 = 0
    ) -> MobilityDriver<RandomWaypoint> {
        MobilityDriver(
            RandomWaypoint(
                vehicleCount: vehicles, width: width, height: height, speed: speed,
                pause: Microseconds(seconds: pause), random: RandomSource(seed: seed, replication: replication)))
    }

    static func isInside(_ point: Point) -> Bool {
        point.x > -1e-6 && point.x < width + 1e-6 && point.y > -1e-6 && point.y < height + 1e-6
    }

    /// Straight drives from one waypoint to the next.
    struct Leg {
        let vehicle: UInt32
        let from: Point
        let to: Point
        let speed: Double
        let seconds: Double
    }

    static func legs(_ driver: inout MobilityDriver<RandomWaypoint>, until end: Double) -> [Leg] {
        var start: [UInt32: (time: Microseconds, place: Point)] = [:]
        var legs: [Leg] = []
        for vehicle in 0..<UInt32(driver.model.vehicleCount) {
            start[vehicle] = (0, driver.world.vehicles.position(of: vehicle, at: 0))
        }
        while let turn = driver.nextTurn(until: Microseconds(seconds: end)) {
            if let begin = start[turn.entity], turn.velocityBefore.length > 0 {
                legs.append(
                    Leg(
                        vehicle: turn.entity, from: begin.place, to: turn.before, speed: turn.velocityBefore.length,
                        seconds: (turn.time - begin.time).seconds))
            }
            start[turn.entity] = (turn.time, turn.after)
        }
        return legs
    }

    @Test("everybody is there from the beginning, at places uniform in the area")
    func beginning() {
        let driver = Self.driver(seed: 1, vehicles: 3000)
        let places = (0..<3000).map { driver.world.vehicles.position(of: $0, at: 0) }
        #expect((0..<3000).allSatisfy { driver.world.vehicles.isPresent($0) })
        #expect(Statistics.isUniform(places.map { $0.x / Self.width }), "seed 1")
        #expect(Statistics.isUniform(places.map { $0.y / Self.height }), "seed 1")
    }

    @Test("vehicles stay in the area at all times, and positions are continuous", arguments: [0, 7.5])
    func staysInside(pause: Double) {
        var driver = Self.driver(seed: 2, pause: pause)
        var (largestJump, outside) = (0.0, 0)
        while let turn = driver.nextTurn(until: 600_000_000) {
            largestJump = max(largestJump, turn.before.distance(to: turn.after))
            if !Self.isInside(turn.before) { outside += 1 }
        }
        var sampled = Self.driver(seed: 2, pause: pause)
        for step in 0..<600 {
            sampled.advance(to: Microseconds(step) * 1_000_003)
            for vehicle in 0..<UInt32(40) {
                let place = sampled.world.vehicles.position(of: vehicle, at: Microseconds(step) * 1_000_003)
                if !Self.isInside(place) { outside += 1 }
            }
        }
        #expect(outside == 0, "seed 2")
        #expect(largestJump < 1e-6, "seed 2")
    }

    @Test("each leg has a speed uniform within the limits", arguments: [UInt32(3), 4])
    func speeds(seed: UInt32) {
        var driver = Self.driver(seed: seed, pause: 1)
        // The first 50 legs of each: which legs end within a time depends on their speed.
        var count = Array(repeating: 0, count: 40)
        let legs = Self.legs(&driver, until: 3000).filter { leg in
            count[Int(leg.vehicle)] += 1
            return count[Int(leg.vehicle)] <= 50
        }
        #expect(legs.count == 2000)
        // Arrival is rounded to a microsecond, by half of one at most.
        let beyond = legs.filter {
            let doubt = $0.speed * 0.51e-6 / $0.seconds + 1e-9
            return $0.speed < 8 - doubt || $0.speed > 20 + doubt
        }
        #expect(beyond.isEmpty, "seed \(seed)")
        #expect(Statistics.isUniform(legs.map { ($0.speed - 8) / 12 }), "seed \(seed)")
    }

    @Test("a fixed speed is kept on every leg")
    func fixedSpeed() {
        var driver = Self.driver(seed: 5, speed: 10...10)
        let legs = Self.legs(&driver, until: 500)
        #expect(legs.allSatisfy { abs($0.speed - 10) < 1e-5 / $0.seconds })
        #expect(legs.allSatisfy { abs($0.from.distance(to: $0.to) - 10 * $0.seconds) < 1e-4 })
    }

    @Test(
        "waypoints are uniform in the area, and legs have the mean length of random chords", arguments: [UInt32(6), 7])
    func waypoints(seed: UInt32) {
        var driver = Self.driver(seed: seed, vehicles: 300)
        // The first legs only: which legs end within a time depends on their length.
        var goals: [UInt32: Leg] = [:]
        for leg in Self.legs(&driver, until: 200) where goals[leg.vehicle] == nil { goals[leg.vehicle] = leg }
        let legs = Array(goals.values)
        #expect(legs.count == 300)
        #expect(Statistics.isUniform(legs.map { $0.to.x / Self.width }), "seed \(seed)")
        #expect(Statistics.isUniform(legs.map { $0.to.y / Self.height }), "seed \(seed)")
        #expect(Statistics.isUniform(legs.map { ($0.speed - 8) / 12 }), "seed \(seed)")
        // Two random points of an 800 x 300 rectangle: mean distance 302.3 by numerical integration, mean square
        // (800² + 300²) / 6.
        let mean = 302.2977
        let variance = (Self.width * Self.width + Self.height * Self.height) / 6 - mean * mean
        #expect(
            Statistics.isPlausible(
                mean: legs.map { $0.from.distance(to: $0.to) }, expected: mean, variance: variance), "seed \(seed)")
    }

    @Test("a vehicle pauses at each waypoint exactly as long as told, and not at all without a pause")
    func pauses() {
        var driver = Self.driver(seed: 8, pause: 3.25)
        var stopped: [UInt32: Microseconds] = [:]
        var (pauses, wrong) = (0, 0)
        while let turn = driver.nextTurn(until: 500_000_000) {
            if turn.velocityAfter.length == 0 {
                stopped[turn.entity] = turn.time
                if turn.velocityBefore.length == 0 { wrong += 1 }
            } else if let begin = stopped[turn.entity] {
                pauses += 1
                if turn.time - begin != 3_250_000 || turn.velocityBefore.length != 0 { wrong += 1 }
            } else {
                wrong += 1
            }
        }
        #expect(pauses > 500 && wrong == 0, "seed 8")
        var restless = Self.driver(seed: 8)
        while let turn = restless.nextTurn(until: 500_000_000) { if turn.velocityAfter.length == 0 { wrong += 1 } }
        #expect(wrong == 0, "seed 8")
    }

    @Test("a vehicle's way depends on seed, replication and its number only")
    func reproducible() {
        func ways(_ driver: MobilityDriver<RandomWaypoint>) -> [Point] {
            var driver = driver
            driver.advance(to: 300_000_000)
            return (0..<5).map { driver.world.vehicles.position(of: $0, at: 300_000_000) }
        }
        let first = ways(Self.driver(seed: 9, vehicles: 5))
        #expect(first == ways(Self.driver(seed: 9, vehicles: 12)))
        #expect(first != ways(Self.driver(seed: 10, vehicles: 5)))
        #expect(first != ways(Self.driver(seed: 9, vehicles: 5, replication: 1)))
    }
}

@Suite("Manhattan grid")
struct ManhattanGridTests {
    static func driver(
        seed: UInt32, vehicles: Int = 40, width: Double = 1000, height: Double = 600, block: Double = 200
    ) -> MobilityDriver<ManhattanGrid> {
        MobilityDriver(
            ManhattanGrid(
                vehicleCount: vehicles, width: width, height: height, block: block, speed: 8...20,
                random: RandomSource(seed: seed, replication: 0)))
    }

    static func offset(_ value: Double, from spacing: Double) -> Double {
        abs(value - (value / spacing).rounded() * spacing)
    }

    /// 0 straight on, 1 left, 2 back, 3 right.
    static func turnDirection(_ turn: MobilityDriver<ManhattanGrid>.Turn) -> Int {
        func heading(_ velocity: Point) -> Int {
            abs(velocity.x) > abs(velocity.y) ? (velocity.x > 0 ? 0 : 2) : (velocity.y > 0 ? 1 : 3)
        }
        return (heading(turn.velocityAfter) - heading(turn.velocityBefore) + 4) % 4
    }

    @Test("blocks fill the area exactly, as near to the wanted length as possible")
    func blocks() {
        for (width, block, columns) in [(1000, 200, 5), (1000, 300, 3), (1100, 300, 4), (90, 200, 1), (400, 1, 400)] {
            let grid = Self.driver(seed: 1, vehicles: 1, width: Double(width), height: 600, block: Double(block)).model
            #expect(grid.columns == columns)
            #expect(abs(grid.blockWidth * Double(columns) - Double(width)) < 1e-9)
        }
    }

    @Test("vehicles are on a street at all times, inside the area", arguments: [(1000, 600), (1100, 90), (130, 70)])
    func streets(width: Int, height: Int) {
        var driver = Self.driver(seed: 2, width: Double(width), height: Double(height))
        let (blockWidth, blockHeight) = (driver.model.blockWidth, driver.model.blockHeight)
        var off = 0
        for step in 0..<400 {
            let time = Microseconds(step) * 1_234_567
            driver.advance(to: time)
            for vehicle in 0..<UInt32(40) {
                let place = driver.world.vehicles.position(of: vehicle, at: time)
                let aside = min(Self.offset(place.x, from: blockWidth), Self.offset(place.y, from: blockHeight))
                let isInside =
                    place.x > -1e-6 && place.x < Double(width) + 1e-6 && place.y > -1e-6
                    && place.y < Double(height) + 1e-6
                if aside > 1e-6 || !isInside { off += 1 }
            }
        }
        #expect(off == 0, "seed 2")
    }

    @Test("turns are at crossings only, positions are continuous, and nobody turns back")
    func crossings() {
        var driver = Self.driver(seed: 3)
        var (largest, back) = (0.0, 0)
        while let turn = driver.nextTurn(until: 1_000_000_000) {
            largest = max(largest, turn.before.distance(to: turn.after))
            largest = max(largest, Self.offset(turn.after.x, from: 200), Self.offset(turn.after.y, from: 200))
            if Self.turnDirection(turn) == 2 { back += 1 }
        }
        #expect(largest < 1e-6 && back == 0, "seed 3")
    }

    @Test(
        "inside 1/2 go straight on, 1/4 left, 1/4 right; at the edge as likely in proportion",
        arguments: [UInt32(4), 5])
    func turnShares(seed: UInt32) {
        var driver = Self.driver(seed: seed)
        var (inner, headOn, along, corner) = ([0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0])
        while let turn = driver.nextTurn(until: 15_000_000_000) {
            let direction = Self.turnDirection(turn)
            let isAtSide = turn.after.x < 1 || turn.after.x > 999
            let isAtEnd = turn.after.y < 1 || turn.after.y > 599
            let drivesSideways = abs(turn.velocityBefore.x) > abs(turn.velocityBefore.y)
            switch (isAtSide, isAtEnd) {
            case (false, false): inner[direction] += 1
            case (true, true): corner[direction] += 1
            default: if isAtSide == drivesSideways { headOn[direction] += 1 } else { along[direction] += 1 }
            }
        }
        let total = inner.reduce(0, +)
        #expect(total > 10_000)
        let shares = Statistics.chiSquareTail([inner[0], inner[1], inner[3]], shares: [0.5, 0.25, 0.25])
        #expect(shares > Statistics.falseAlarm && inner[2] == 0, "seed \(seed): \(inner)")
        // At the end of a street left and right remain; along the edge straight on (2) and inwards (1).
        let ends = headOn[1] + headOn[3]
        #expect(headOn[0] == 0 && headOn[2] == 0, "seed \(seed)")
        #expect(Statistics.isPlausible(headOn[1], of: ends, probability: 0.5), "seed \(seed): \(headOn)")
        let sides = along.reduce(0, +)
        #expect(Statistics.isPlausible(along[0], of: sides, probability: 2.0 / 3), "seed \(seed): \(along)")
        #expect(corner[0] == 0 && corner[2] == 0, "seed \(seed)")
    }

    @Test("each block is driven at a speed uniform within the limits")
    func speeds() {
        var driver = Self.driver(seed: 6)
        var speeds: [Double] = []
        var blocks = Array(repeating: 0, count: 40)
        while let turn = driver.nextTurn(until: 2_000_000_000) {
            blocks[Int(turn.entity)] += 1
            // The first 50 blocks of each: which blocks end within a time depends on their speed.
            if blocks[Int(turn.entity)] <= 50 { speeds.append(turn.velocityBefore.length) }
        }
        #expect(speeds.count == 2000)
        #expect(speeds.allSatisfy { $0 > 8 - 1e-3 && $0 < 20 + 1e-3 }, "seed 6")
        #expect(Statistics.isUniform(speeds.map { ($0 - 8) / 12 }), "seed 6")
    }

    @Test("vehicles start on the streets, all along the blocks")
    func beginning() {
        let driver = Self.driver(seed: 7, vehicles: 2000)
        let shares = (0..<UInt32(2000)).map { vehicle in
            let place = driver.world.vehicles.position(of: vehicle, at: 0)
            let isOnRow = Self.offset(place.y, from: 200) < 1e-9
            return (isOnRow ? place.x : place.y).truncatingRemainder(dividingBy: 200) / 200
        }
        #expect(Statistics.isUniform(shares), "seed 7")
    }
}
