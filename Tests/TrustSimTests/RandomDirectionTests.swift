import Testing

@testable import TrustSim

@Suite("Random direction")
struct RandomDirectionTests {
    private static let area = (width: 900.0, height: 500.0)

    private static func driver(count: Int, speed: ClosedRange<Double> = 5...20, seed: UInt32 = 1) -> MobilityDriver<
        RandomDirection
    > {
        MobilityDriver(
            RandomDirection(
                vehicleCount: count, width: area.width, height: area.height, speed: speed,
                random: RandomSource(seed: seed, replication: 0)))
    }

    @Test("vehicles stay in the area, and keep their speed and the sizes of its components for ever")
    func reflection() {
        var driver = Self.driver(count: 200)
        let speeds = (0..<VehicleID(200)).map { driver.world.vehicles.velocity(of: $0) }
        for step in 1...400 {
            let time = Microseconds(step) * 1_000_003
            driver.advance(to: time)
            for vehicle in 0..<VehicleID(200) {
                let position = driver.world.vehicles.position(of: vehicle, at: time)
                // The way of one microsecond may lie beyond the border.
                #expect(position.x >= -1e-4 && position.x <= Self.area.width + 1e-4)
                #expect(position.y >= -1e-4 && position.y <= Self.area.height + 1e-4)
                let velocity = driver.world.vehicles.velocity(of: vehicle)
                #expect(abs(velocity.x) == abs(speeds[Int(vehicle)].x))
                #expect(abs(velocity.y) == abs(speeds[Int(vehicle)].y))
            }
        }
    }

    @Test("positions are continuous: where a course ends, the next begins")
    func continuity() {
        var driver = Self.driver(count: 50)
        var turns = 0
        while let turn = driver.nextTurn(until: 300_000_000) {
            #expect(turn.before.distance(to: turn.after) == 0)
            turns += 1
        }
        #expect(turns > 200)
    }

    @Test("the density is the same everywhere, at the begin and after a long time", arguments: UInt32(1)...3)
    func uniformity(seed: UInt32) {
        var driver = Self.driver(count: 4000, seed: seed)
        for time in [Microseconds(0), 500_000_000] {
            driver.advance(to: time)
            var counts = Array(repeating: 0, count: 20)
            for vehicle in 0..<VehicleID(4000) {
                let position = driver.world.vehicles.position(of: vehicle, at: time)
                let column = min(4, max(0, Int(position.x / Self.area.width * 5)))
                let row = min(3, max(0, Int(position.y / Self.area.height * 4)))
                counts[row * 5 + column] += 1
            }
            // Chi-squared with 19 degrees of freedom: 50 is exceeded once in 7000 times.
            let chi = counts.reduce(0.0) { $0 + (Double($1) - 200) * (Double($1) - 200) / 200 }
            #expect(chi < 50, "seed \(seed), time \(time)")
        }
    }

    @Test("a vehicle in the smallest area and at the highest speed does not hold up time")
    func smallArea() {
        var driver = MobilityDriver(
            RandomDirection(
                vehicleCount: 3, width: 1, height: 1, speed: 150...150, random: RandomSource(seed: 5, replication: 0)))
        var turns = 0
        while driver.nextTurn(until: 1_000_000) != nil { turns += 1 }
        #expect(turns < 3 * 1000 && turns > 3 * 100)
    }
}
