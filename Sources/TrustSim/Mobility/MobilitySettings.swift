/// How vehicles move: what scenario files say under `mobility`. Lengths in metres, speeds in m/s, times in seconds.
public struct MobilitySettings: Sendable {
    /// Name of the model.
    public var model = "random-waypoint"
    /// Least speed.
    public var minSpeed = 8.0
    /// Greatest speed.
    public var maxSpeed = 20.0
    /// Pause at a waypoint.
    public var pause = 0.0
    /// Length of a block of the Manhattan grid.
    public var block = 200.0
    /// The highway; its speeds are the desired speeds.
    var highway = Highway.Parameters()
    /// Lanes in each direction of the highway.
    public var lanes: Int64 {
        get { Int64(highway.lanes) }
        set { highway.lanes = Int(newValue) }
    }
    /// Format of the trace.
    public var format = "sumo-fcd"
    /// The trace file, relative to the scenario file; `-` is standard input.
    public var file = ""
    /// First second of the trace to use; negative stands for its beginning.
    public var begin = -1.0
    /// Last second of the trace to use; negative stands for its end.
    public var end = -1.0

    /// The defaults.
    public init() {}
}
