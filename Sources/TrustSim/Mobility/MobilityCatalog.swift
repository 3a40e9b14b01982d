/// What a mobility model is made from.
struct MobilityRequest: Sendable {
    var settings: MobilitySettings
    var vehicleCount: Int
    /// Size of the area, in metres.
    var width: Double
    var height: Double
    var trace: TraceData?
    var random: RandomSource

    var speed: ClosedRange<Double> { settings.minSpeed...settings.maxSpeed }
}

/// A mobility model as listed by the tool and made for a run.
public struct MobilityEntry: Sendable {
    /// As written in scenario files.
    public let name: String
    /// What it is, in one line.
    public let summary: String
    let make: @Sendable (MobilityRequest) -> any MobilityModel
}

/// The registry of mobility models.
public enum MobilityCatalog {
    /// Every model.
    public static let all: [MobilityEntry] = [
        MobilityEntry(name: "random-waypoint", summary: "straight legs between random points in an open area") {
            RandomWaypoint(
                vehicleCount: $0.vehicleCount, width: $0.width, height: $0.height, speed: $0.speed,
                pause: Microseconds(seconds: $0.settings.pause), random: $0.random)
        },
        MobilityEntry(name: "random-direction", summary: "straight on in an open area, reflected by its borders") {
            RandomDirection(
                vehicleCount: $0.vehicleCount, width: $0.width, height: $0.height, speed: $0.speed, random: $0.random)
        },
        MobilityEntry(name: "manhattan-grid", summary: "streets in a grid, random turns at crossings") {
            ManhattanGrid(
                vehicleCount: $0.vehicleCount, width: $0.width, height: $0.height, block: $0.settings.block,
                speed: $0.speed, random: $0.random)
        },
        MobilityEntry(name: "highway", summary: "a road with both directions, Intelligent Driver Model") {
            Highway(
                vehicleCount: $0.vehicleCount, parameters: $0.settings.highway, speed: $0.speed, random: $0.random)
        },
        MobilityEntry(
            name: "trace", summary: "recorded movements; formats: \(TraceFormat.names.joined(separator: ", "))",
            make: playback),
        MobilityEntry(name: "sumo", summary: "movements of an installed SUMO, run for the purpose", make: playback),
    ]

    private static let playback: @Sendable (MobilityRequest) -> any MobilityModel = {
        TracePlayback(trace: $0.trace ?? TraceData(TraceBuilder(wantedBegin: nil)))
    }

    static func make(_ request: MobilityRequest) -> any MobilityModel {
        (all.first { $0.name == request.settings.model } ?? all[0]).make(request)
    }
}
