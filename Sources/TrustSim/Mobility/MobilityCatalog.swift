/// A model or format as listed by the tool.
public struct CatalogEntry: Sendable {
    /// As written in scenario files.
    public let name: String
    /// What it is, in one line.
    public let summary: String
}

/// The registry of mobility models.
public enum MobilityCatalog {
    /// Every model.
    public static let all = [
        CatalogEntry(name: "random-waypoint", summary: "straight legs between random points in an open area"),
        CatalogEntry(name: "manhattan-grid", summary: "streets in a grid, random turns at crossings"),
        CatalogEntry(name: "highway", summary: "a road with both directions, Intelligent Driver Model"),
        CatalogEntry(name: "trace", summary: "recorded movements; formats: sumo-fcd"),
    ]

    static func make(_ scenario: Scenario, trace: TraceData?, random: RandomSource) -> any MobilityModel {
        let mobility = scenario.mobility
        let speed = mobility.minSpeed...mobility.maxSpeed
        let count = Int(scenario.vehicles)
        if let trace, mobility.model == "trace" { return TracePlayback(trace: trace) }
        switch mobility.model {
        case "manhattan-grid":
            return ManhattanGrid(
                vehicleCount: count, width: scenario.area.width, height: scenario.area.height, block: mobility.block,
                speed: speed, random: random)
        case "highway":
            return Highway(vehicleCount: count, parameters: mobility.highway, speed: speed, random: random)
        default:
            return RandomWaypoint(
                vehicleCount: count, width: scenario.area.width, height: scenario.area.height, speed: speed,
                pause: Microseconds(seconds: mobility.pause), random: random)
        }
    }
}
