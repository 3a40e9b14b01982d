import Foundation
import Testing

@testable import TrustSim

/// The Intelligent Driver Model once more, in continuous time: what the model should do, written on its own.
private struct ContinuousRing {
    var loop: Double
    var parameters: Highway.Parameters
    var desired: [Double]
    var distance: [Double]
    var speed: [Double]

    func acceleration(_ distance: [Double], _ speed: [Double]) -> [Double] {
        distance.indices.map { vehicle in
            let leader = (vehicle + 1) % distance.count
            let free = 1 - pow(speed[vehicle] / desired[vehicle], 4)
            if leader == vehicle { return parameters.acceleration * free }
            let lap = leader == 0 ? loop : 0
            let gap = distance[leader] + lap - distance[vehicle] - parameters.vehicleLength
            let approach = speed[vehicle] * (speed[vehicle] - speed[leader])
            let braking = approach / (2 * (parameters.acceleration * parameters.deceleration).squareRoot())
            let wanted = parameters.minimumGap + max(0, speed[vehicle] * parameters.timeHeadway + braking)
            return parameters.acceleration * (free - wanted * wanted / (gap * gap))
        }
    }

    /// Advances by the classical Runge-Kutta method.
    mutating func advance(seconds: Double, step: Double = 0.01) {
        func sum(_ a: [Double], _ b: [Double], _ factor: Double) -> [Double] { zip(a, b).map { $0 + factor * $1 } }
        for _ in 0..<Int((seconds / step).rounded()) {
            let a1 = acceleration(distance, speed)
            let v2 = sum(speed, a1, step / 2)
            let a2 = acceleration(sum(distance, speed, step / 2), v2)
            let v3 = sum(speed, a2, step / 2)
            let a3 = acceleration(sum(distance, v2, step / 2), v3)
            let v4 = sum(speed, a3, step)
            let a4 = acceleration(sum(distance, v3, step), v4)
            for vehicle in distance.indices {
                distance[vehicle] += step / 6 * (speed[vehicle] + 2 * v2[vehicle] + 2 * v3[vehicle] + v4[vehicle])
                speed[vehicle] += step / 6 * (a1[vehicle] + 2 * a2[vehicle] + 2 * a3[vehicle] + a4[vehicle])
            }
        }
    }
}

@Suite("Highway")
struct HighwayTests {
    typealias Driver = MobilityDriver<Highway>

    static func highway(
        _ vehicles: Int, length: Double, lanes: Int = 1, speed: ClosedRange<Double>, seed: UInt32 = 1,
        change: (inout Highway.Parameters) -> Void = { _ in }
    ) -> Highway {
        var parameters = Highway.Parameters()
        parameters.length = length
        parameters.lanes = lanes
        change(&parameters)
        return Highway(
            vehicleCount: vehicles, parameters: parameters, speed: speed,
            random: RandomSource(seed: seed, replication: 0))
    }

    /// Distances from bumper to bumper, by lane.
    static func gaps(_ highway: Highway) -> [[Double]] {
        let (lanes, loop) = (highway.parameters.lanes, 2 * highway.parameters.length)
        return (0..<lanes).map { lane in
            let vehicles = Array(stride(from: lane, to: highway.vehicleCount, by: lanes))
            return vehicles.indices.map { place in
                let ahead = highway.distance[vehicles[(place + 1) % vehicles.count]] - highway.distance[vehicles[place]]
                return (ahead > 0 ? ahead : ahead + loop) - highway.parameters.vehicleLength
            }
        }
    }

    static func equilibriumGap(_ speed: Double, desired: Double, _ parameters: Highway.Parameters) -> Double {
        (parameters.minimumGap + speed * parameters.timeHeadway) / (1 - pow(speed / desired, 4)).squareRoot()
    }

    @Test(
        "with one desired speed the flow settles at the gap (s0 + v T) / sqrt(1 - (v / v0)^4)",
        arguments: [(4, 20), (10, 20), (10, 30), (20, 30), (30, 30), (45, 10)])
    func equilibrium(vehicles: Int, desired: Int) {
        let speed = Double(desired)
        var driver = Driver(Self.highway(2 * vehicles, length: 300, lanes: 2, speed: speed...speed))
        driver.advance(to: 400_000_000)
        let gap = 600 / Double(vehicles) - 5
        // The speed at which the equilibrium gap is the gap that there is.
        var (low, high) = (0.0, speed)
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if Self.equilibriumGap(middle, desired: speed, Highway.Parameters()) < gap {
                low = middle
            } else {
                high = middle
            }
        }
        for lane in Self.gaps(driver.model) { #expect(lane.allSatisfy { abs($0 / gap - 1) < 0.01 }) }
        #expect(driver.model.speed.allSatisfy { abs($0 / low - 1) < 0.01 }, "\(driver.model.speed[0]) for \(low)")
        let reached = Self.equilibriumGap(driver.model.speed[0], desired: speed, Highway.Parameters())
        #expect(abs(reached / gap - 1) < 0.01)
    }

    @Test("headway and gap at standstill shape the equilibrium as the formula says")
    func otherParameters() {
        for (headway, minimum, length) in [(0.8, 3.0, 4.0), (2.5, 1.0, 12.0)] {
            let highway = Self.highway(12, length: 250, speed: 25...25) {
                $0.timeHeadway = headway
                $0.minimumGap = minimum
                $0.vehicleLength = length
            }
            var driver = Driver(highway)
            driver.advance(to: 400_000_000)
            let gap = 500.0 / 12 - length
            let expected = Self.equilibriumGap(driver.model.speed[0], desired: 25, highway.parameters)
            #expect(abs(expected / gap - 1) < 0.01)
        }
    }

    @Test("behind a slow vehicle the fast one keeps the gap of its own desired speed at the other's speed")
    func following() {
        // Half of the desired speed is the speed at the start, before the first step.
        for seed in UInt32(1)...6 {
            let highway = Self.highway(2, length: 1000, speed: 8...35, seed: seed)
            let desired = highway.speed.map { 2 * $0 }
            let slow = desired[0] < desired[1] ? 0 : 1
            guard desired[1 - slow] > desired[slow] * 1.1 else { continue }
            var driver = Driver(highway)
            driver.advance(to: 900_000_000)
            let gaps = Self.gaps(driver.model)[0]
            #expect(abs(driver.model.speed[0] - driver.model.speed[1]) < 0.02 * desired[slow], "seed \(seed)")
            // The slow one sees the fast one far ahead, which slows it down by a known amount as well.
            for vehicle in 0..<2 {
                let expected = Self.equilibriumGap(
                    driver.model.speed[vehicle], desired: desired[vehicle], highway.parameters)
                #expect(abs(expected / gaps[vehicle] - 1) < 0.02, "seed \(seed)")
            }
        }
    }

    @Test("the way to equilibrium is that of the model in continuous time", arguments: [UInt32(1), 2, 3])
    func dynamics(seed: UInt32) {
        for (a, b) in [(1.0, 1.5), (0.6, 3.0), (2.0, 1.0)] {
            let highway = Self.highway(8, length: 300, speed: 12...33, seed: seed) {
                $0.acceleration = a
                $0.deceleration = b
            }
            var ring = ContinuousRing(
                loop: 600, parameters: highway.parameters, desired: highway.speed.map { 2 * $0 },
                distance: highway.distance, speed: highway.speed)
            var driver = Driver(highway)
            // Speeds are those at the end of the step begun last; positions in the world are those of now.
            driver.advance(to: 29_900_000)
            ring.advance(seconds: 30)
            let differences = zip(driver.model.speed, ring.speed).map { abs($0 - $1) }
            #expect((differences.max() ?? 0) < 0.15, "seed \(seed), a \(a), b \(b)")
            let apart = zip(driver.model.distance, ring.distance).map { driven, continuous in
                let difference = abs(driven - continuous.truncatingRemainder(dividingBy: 600))
                return min(difference, 600 - difference)
            }
            #expect((apart.max() ?? 0) < 1.5, "seed \(seed), a \(a), b \(b)")
        }
    }

    @Test("a vehicle alone in its lane reaches its desired speed, on the way given by a (1 - (v / v0)^4)")
    func alone() {
        let highway = Self.highway(3, length: 500, lanes: 3, speed: 15...40, seed: 4)
        let desired = highway.speed.map { 2 * $0 }
        var driver = Driver(highway)
        driver.advance(to: 9_900_000)
        for vehicle in 0..<3 {
            var ring = ContinuousRing(
                loop: 1000, parameters: highway.parameters, desired: [desired[vehicle]], distance: [0],
                speed: [desired[vehicle] / 2])
            ring.advance(seconds: 10)
            #expect(abs(driver.model.speed[vehicle] / ring.speed[0] - 1) < 0.005, "seed 4")
        }
        driver.advance(to: 400_000_000)
        for vehicle in 0..<3 {
            #expect(abs(driver.model.speed[vehicle] / desired[vehicle] - 1) < 1e-6, "seed 4")
        }
    }

    /// What must never happen, over a run: the least gap, the largest excess over a vehicle's desired speed, the least
    /// speed, and how far the gaps of a lane ever were from adding up to one loop (an overtaking adds another loop).
    struct Extremes {
        var gap = Double.infinity
        var excess = -Double.infinity
        var speed = Double.infinity
        var disorder = 0.0

        init(_ highway: Highway, desired: [Double], seconds: Int) {
            var driver = Driver(highway)
            let loop = 2 * highway.parameters.length
            for step in 0..<(10 * seconds) {
                driver.advance(to: Microseconds(step) * 100_000)
                for gaps in gaps(driver.model) where !gaps.isEmpty {
                    let sum = gaps.reduce(0) { $0 + $1 + highway.parameters.vehicleLength }
                    gap = min(gap, gaps.min() ?? gap)
                    disorder = max(disorder, abs(sum - loop))
                }
                excess = max(excess, zip(driver.model.speed, desired).map { $0 - $1 }.max() ?? 0)
                speed = min(speed, driver.model.speed.min() ?? 0)
            }
        }
    }

    /// Desired speeds depend on seed and vehicle only; with much room a vehicle starts at half of its own.
    static func desiredSpeeds(_ vehicles: Int, speed: ClosedRange<Double>, seed: UInt32) -> [Double] {
        highway(vehicles, length: 1e6, speed: speed, seed: seed).speed.map { 2 * $0 }
    }

    @Test(
        "no collisions, nobody overtakes, speeds from 0 to the desired one, however dense and mixed the traffic",
        arguments: [0.05, 0.3, 0.6, 1], [2.0...9, 5...60, 20...40, 33...33])
    func safety(density: Double, speed: ClosedRange<Double>) {
        for seed in UInt32(1)...3 {
            let lanes = Int(seed)
            let parameters = Self.highway(1, length: 200, lanes: lanes, speed: speed).parameters
            let vehicles = max(1, Int(density * Double(Highway.capacity(parameters))) - Int(seed) / 2)
            let highway = Self.highway(vehicles, length: 200, lanes: lanes, speed: speed, seed: seed)
            let desired = Self.desiredSpeeds(vehicles, speed: speed, seed: seed)
            let extremes = Extremes(highway, desired: desired, seconds: 60)
            #expect(extremes.gap > 0, "seed \(seed)")
            #expect(extremes.excess <= 0, "seed \(seed)")
            #expect(extremes.speed >= 0, "seed \(seed)")
            #expect(extremes.disorder < 1e-6, "seed \(seed)")
        }
    }

    @Test("a slow vehicle does not exceed its desired speed either, at any acceleration that scenarios allow")
    func slowVehicles() {
        for (speed, acceleration) in [(0.1, 1.0), (1.0, 10.0), (0.1, 10.0)] {
            let highway = Self.highway(4, length: 200, speed: speed...speed) { $0.acceleration = acceleration }
            let extremes = Extremes(highway, desired: [speed, speed, speed, speed], seconds: 20)
            #expect(extremes.excess <= 1e-9, "desired \(speed) m/s, acceleration \(acceleration) m/s²")
        }
    }

    @Test("nobody drives through another one at the extremes of the parameters that scenarios allow")
    func extremeParameters() {
        // Fast vehicles begin close behind slow ones; the drivers brake late.
        let cases: [(vehicles: Int, speed: ClosedRange<Double>, headway: Double, gap: Double, b: Double)] = [
            (40, 0.1...150, 0.5, 2, 1.5), (200, 0.1...40, 0.1, 0.1, 3), (60, 1...40, 0.1, 2, 10),
            (60, 5...150, 0.1, 1, 0.1),
        ]
        for (index, values) in cases.enumerated() {
            let highway = Self.highway(values.vehicles, length: 600, speed: values.speed, seed: UInt32(index)) {
                $0.timeHeadway = values.headway
                $0.minimumGap = values.gap
                $0.deceleration = values.b
            }
            let extremes = Extremes(highway, desired: [], seconds: 30)
            #expect(extremes.disorder < 1e-6, "somebody overtook: case \(index)")
            #expect(extremes.gap > -1e-6, "case \(index)")
        }
    }

    @Test("the road is full at its capacity, and everybody stands")
    func capacity() {
        let parameters = Self.highway(1, length: 350, lanes: 2, speed: 20...30).parameters
        #expect(Highway.capacity(parameters) == 200)
        var driver = Driver(Self.highway(200, length: 350, lanes: 2, speed: 20...30))
        driver.advance(to: 60_000_000)
        #expect(driver.model.speed.allSatisfy { $0 < 0.3 })
        #expect(Self.gaps(driver.model).joined().allSatisfy { $0 > 0 })
    }
}

@Suite("Highway: places on the road")
struct HighwayGeometryTests {
    @Test("each vehicle stays in its lane: eastwards on the right, westwards on the left, positions continuous")
    func lanes() {
        var driver = MobilityDriver(HighwayTests.highway(13, length: 200, lanes: 3, speed: 15...30, seed: 2))
        let offsets = [4.25, 7.75, 11.25]
        var places = (0..<UInt32(13)).map { driver.world.vehicles.position(of: $0, at: 0) }
        var (largest, aside, wrongWay, outside) = (0.0, 0, 0, 0)
        for step in 1..<1200 {
            let time = Microseconds(step) * 100_000
            let before = (0..<UInt32(13)).map { driver.world.vehicles.position(of: $0, at: time) }
            driver.advance(to: time)
            for vehicle in 0..<13 {
                let place = driver.world.vehicles.position(of: UInt32(vehicle), at: time)
                largest = max(largest, place.distance(to: before[vehicle]))
                // The course leads to where the vehicle will be along the loop at the end of the step.
                let goal = driver.world.vehicles.position(of: UInt32(vehicle), at: time + 100_000)
                let along = driver.model.distance[vehicle]
                let wanted = Point(
                    x: along < 200 ? along : 400 - along, y: along < 200 ? -offsets[vehicle % 3] : offsets[vehicle % 3])
                largest = max(largest, goal.distance(to: wanted))
                if abs(abs(place.y) - offsets[vehicle % 3]) > 1e-6 { aside += 1 }
                if place.x < -1e-9 || place.x > 200 + 1e-9 { outside += 1 }
                let moved = place.x - places[vehicle].x
                if place.y * places[vehicle].y > 0 && moved * place.y > 1e-9 { wrongWay += 1 }
                places[vehicle] = place
            }
        }
        #expect(largest < 1e-6 && aside == 0 && wrongWay == 0 && outside == 0, "seed 2")
    }

    @Test("vehicles begin evenly spread over the loop")
    func beginning() {
        let highway = HighwayTests.highway(30, length: 900, lanes: 3, speed: 20...30)
        for lane in HighwayTests.gaps(highway) { #expect(lane.allSatisfy { abs($0 - 175) < 1e-6 }) }
        #expect(highway.distance.allSatisfy { (0..<1800).contains($0) })
    }
}
