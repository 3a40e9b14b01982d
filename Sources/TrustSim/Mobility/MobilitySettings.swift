/// How vehicles move: what scenario files say under `mobility`. Lengths in metres, speeds in m/s, times in seconds.
public struct MobilitySettings: NamedNumbers {
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
    /// Format of the trace; `auto` goes by its name or its first bytes.
    public var format = "auto"
    /// The trace file, relative to the scenario file; `-` is standard input.
    public var file = ""
    /// Of a trace that is a table: `role=column,...`, as names or numbers; empty: what the names tell.
    public var columns = ""
    /// What becomes of a trace that is cut off.
    public var truncated = TruncatedTrace.refuse.rawValue
    /// What the coordinates of the trace are.
    public var coordinates = "auto"
    /// The activity file of ns-2 movements, relative to the scenario file; empty for none.
    public var activity = ""
    /// Seconds between two samples of ns-2 movements; 0 goes by their times.
    public var step = 0.0
    /// The SUMO network of the trace, relative to the scenario file; empty for none.
    public var roads = ""
    /// The configuration that an installed SUMO runs, relative to the scenario file.
    public var config = ""
    /// First second of the trace to use; negative stands for its beginning.
    public var begin = -1.0
    /// Last second of the trace to use; negative stands for its end.
    public var end = -1.0

    /// Numbers of models of one's own, by key.
    public var named: [String: Double] = [:]

    /// The defaults.
    public init() {}
}
