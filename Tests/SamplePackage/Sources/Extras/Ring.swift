import Foundation
import TrustSim

/// Vehicles drive round a circle, each at a speed of its own, in straight legs of a second.
struct Ring: MobilityModel {
    let vehicleCount: Int
    let centre: Point
    let radius: Double
    private var angles: [Double]
    private let speeds: [Double]

    init(_ request: MobilityRequest) {
        vehicleCount = request.vehicleCount
        centre = Point(x: request.width / 2, y: request.height / 2)
        radius = request["radius"]
        var streams = (0..<UInt32(request.vehicleCount)).map { request.random.stream(.mobility, $0) }
        angles = streams.indices.map { streams[$0].uniform(0, 2 * .pi) }
        speeds = streams.indices.map { streams[$0].uniform(request.speed.lowerBound, request.speed.upperBound) }
    }

    var road: Road { .area(width: 2 * centre.x, height: 2 * centre.y) }

    private func place(_ vehicle: Int) -> Point {
        Point(x: centre.x + radius * cos(angles[vehicle]), y: centre.y + radius * sin(angles[vehicle]))
    }

    mutating func begin(_ world: inout World) -> [(entity: UInt32, time: Microseconds)] {
        for vehicle in 0..<vehicleCount {
            world.enter(VehicleID(vehicle), at: 0, position: place(vehicle), velocity: Point(x: 0, y: 0))
        }
        return advance(0, at: 0, &world).map { [(entity: UInt32(0), time: $0)] } ?? []
    }

    mutating func advance(_ entity: UInt32, at time: Microseconds, _ world: inout World) -> Microseconds? {
        for vehicle in 0..<vehicleCount {
            let here = place(vehicle)
            angles[vehicle] += speeds[vehicle] / radius
            let there = place(vehicle)
            world.setCourse(
                of: VehicleID(vehicle), from: here, velocity: Point(x: there.x - here.x, y: there.y - here.y), at: time)
        }
        return time + 1_000_000
    }

    /// How scenarios name it.
    static let entry = MobilityEntry(
        name: "ring", summary: "round a circle",
        keys: [.number("radius", 1...1e5, standard: 200, unit: "m", "of the circle")]
    ) { Ring($0) }
}
