import Foundation
import TrustSim

/// The world of the peers' programs, draw by draw (`peers/beacon.cpp`): a vehicle stands still between its beacons and
/// is moved at the moment of each.
///
/// Places are computed in double precision and kept in single precision, as there. The order at one moment is that of
/// the peers too, because events at equal times keep the order of scheduling: a vehicle's call is scheduled before its
/// beacon, at the begin by ``begin(_:)``, later while the call before is handled, which comes before the beacon before.
///
/// Distances are tested in double precision by the engine and in single precision by the peers: of 15 million
/// receptions of 5000 vehicles two differ, of those of 100 and 1000 vehicles none.
struct PeersWorld: MobilityModel {
    let side: Double
    /// When each vehicle beacons for the first time.
    let beaconPhases: [Microseconds]
    private var vehicles: [Vehicle] = []

    fileprivate struct Vehicle {
        var x: Double
        var y: Double
        var velocityX: Double
        var velocityY: Double
        /// Exact time of the next beacon, in seconds; the engine's time is this one rounded.
        var nextTime: Double
        /// Time of the last one.
        var lastTime = 0.0

        /// To single precision and back.
        var place: Point { Point(x: Double(Float(x)), y: Double(Float(y))) }
    }

    init(vehicleCount: Int, seed: UInt64) {
        side = Self.side(for: vehicleCount)
        var generator = Xoshiro(seed: seed)
        for _ in 0..<vehicleCount {
            let x = generator.uniform() * side
            let y = generator.uniform() * side
            // The peers' compilers fuse multiplications and additions where the processor can, so this does as well.
            let speed = 5.0.addingProduct(15, generator.uniform())
            let direction = 2 * Double.pi * generator.uniform()
            vehicles.append(
                Vehicle(
                    x: x, y: y, velocityX: speed * cos(direction), velocityY: speed * sin(direction),
                    nextTime: generator.uniform()))
        }
        beaconPhases = vehicles.map { min(Microseconds(seconds: $0.nextTime), Self.second - 1) }
    }

    private static let second: Microseconds = 1_000_000

    var vehicleCount: Int { vehicles.count }
    var road: Road { .area(width: side, height: side) }

    mutating func begin(_ world: inout World) -> [(entity: UInt32, time: Microseconds)] {
        vehicles.indices.map { index in
            let vehicle = UInt32(index)
            world.enter(vehicle, at: 0, position: vehicles[index].place, velocity: Point(x: 0, y: 0))
            return (vehicle, beaconPhases[index])
        }
    }

    mutating func advance(_ entity: UInt32, at time: Microseconds, _ world: inout World) -> Microseconds? {
        let index = Int(entity)
        vehicles[index].advance(side: side)
        world.setCourse(
            of: entity, from: vehicles[index].place, velocity: Point(x: 0, y: 0), at: time, jumps: true)
        return time + Self.second
    }

    /// The side of a square in which each of `count` vehicles has 30 others within 300 m on average, by bisection. Two
    /// uniform points in it are within R with probability pi r² - 8/3 r³ + r⁴/2, where r = R / side.
    static func side(for count: Int) -> Double {
        let range = 300.0
        let wanted = 30.0
        var low = range
        var high = range * (Double.pi * Double(count) / wanted).squareRoot() * 2 + range
        for _ in 0..<200 {
            let side = (low + high) / 2
            let r = range / side
            let probability = Double.pi * r * r - 8.0 / 3 * r * r * r + 0.5 * r * r * r * r
            if Double(count - 1) * probability > wanted { low = side } else { high = side }
        }
        return (low + high) / 2
    }
}

extension PeersWorld.Vehicle {
    /// Moves on to the next beacon.
    mutating func advance(side: Double) {
        let elapsed = nextTime - lastTime
        lastTime = nextTime
        nextTime += 1
        x = x.addingProduct(velocityX, elapsed)
        y = y.addingProduct(velocityY, elapsed)
        Self.reflect(&x, &velocityX, side)
        Self.reflect(&y, &velocityY, side)
    }

    private static func reflect(_ coordinate: inout Double, _ velocity: inout Double, _ side: Double) {
        while coordinate < 0 || coordinate > side {
            coordinate = coordinate < 0 ? -coordinate : 2 * side - coordinate
            velocity = -velocity
        }
    }
}
