/// Plays a recorded trace: positions are interpolated between samples, vehicles enter and leave as recorded.
///
/// A vehicle is in the world from its first sample until the first step that no longer lists it; meanwhile it stands at
/// its last position. A displacement that would need more than 100 m/s is a jump (SUMO teleports vehicles out of jams):
/// the vehicle stands until the next step and is then at its new place.
struct TracePlayback: MobilityModel {
    /// Speed above which a displacement counts as a jump, in m/s.
    static let jumpSpeed = 100.0

    let trace: TraceData
    private var nextSample: [Int32]
    private var isJumping: [Bool]
    private var step = 0

    init(trace: TraceData) {
        self.trace = trace
        nextSample = Array(repeating: -1, count: trace.vehicleCount)
        isJumping = Array(repeating: false, count: trace.vehicleCount)
    }

    var vehicleCount: Int { trace.vehicleCount }
    var road: Road { trace.roads.map { .streets($0.streets) } ?? .places(trace.visitedPlaces) }

    mutating func begin(_ world: inout World) -> [(entity: UInt32, time: Microseconds)] {
        trace.times.first.map { [(0, max(0, $0))] } ?? []
    }

    mutating func advance(_ entity: UInt32, at time: Microseconds, _ world: inout World) -> Microseconds? {
        let current = trace.stepStart[step]..<trace.stepStart[step + 1]
        removeMissing(in: current, &world)
        let hasNext = step + 1 < trace.times.count
        if hasNext {
            for sample in trace.stepStart[step + 1]..<trace.stepStart[step + 2] {
                nextSample[Int(trace.vehicles[sample])] = Int32(sample)
            }
        }
        let interval = hasNext ? (trace.times[step + 1] - trace.times[step]).seconds : 1
        for sample in current { setCourse(ofSample: sample, interval: interval, at: time, &world) }
        step += 1
        return hasNext ? trace.times[step] : nil
    }

    /// Vehicles of the last step that this one does not list leave.
    private func removeMissing(in current: Range<Int>, _ world: inout World) {
        guard step > 0 else { return }
        for sample in trace.stepStart[step - 1]..<trace.stepStart[step] {
            let vehicle = trace.vehicles[sample]
            if nextSample[Int(vehicle)] < Int32(current.lowerBound) { world.leave(vehicle) }
        }
    }

    private mutating func setCourse(
        ofSample sample: Int, interval: Double, at time: Microseconds, _ world: inout World
    ) {
        let vehicle = trace.vehicles[sample]
        let index = Int(vehicle)
        let here = trace.positions[sample]
        var velocity = Point(x: 0, y: 0)
        let jumped = isJumping[index]
        isJumping[index] = false
        let next = Int(nextSample[index])
        if next > sample {
            let there = trace.positions[next]
            if here.squaredDistance(to: there).squareRoot() > Self.jumpSpeed * interval {
                isJumping[index] = true
            } else {
                velocity = Point(x: (there.x - here.x) / interval, y: (there.y - here.y) / interval)
            }
        }
        if world.vehicles.isPresent(vehicle) {
            world.setCourse(of: vehicle, from: here, velocity: velocity, at: time, jumps: jumped)
        } else {
            world.enter(vehicle, at: time, position: here, velocity: velocity)
        }
    }
}

extension MobilityEntry {
    static let trace = MobilityEntry(
        name: "trace", summary: "recorded movements; formats: \(TraceFormat.names.joined(separator: ", "))",
        keys: [
            .choice(
                "format", \.format, ["auto"] + TraceFormat.names + ["sumo-fcd"],
                "format of the file; auto: by its name or its first bytes"),
            .text("file", \.file, "the file, relative to the scenario; - is standard input"),
            begin, end,
            .text("columns", \.columns, "which columns of a table are what (role=column,...)"),
            .choice(
                "truncated", \.truncated, TruncatedTrace.allCases.map(\.rawValue),
                "what becomes of one in fcd-xml that is cut off"),
            .choice(
                "coordinates", \.coordinates, TraceCoordinates.allCases.map(\.rawValue),
                "metres, or degrees; auto: found out"),
            .text("activity", \.activity, "when ns-2 nodes enter and leave, a file"),
            .number("step", \.step, 0...3600, "s", "ns-2 movements are sampled so; 0: as they need"),
            roads,
        ], make: playback)

    static let sumo = MobilityEntry(
        name: "sumo", summary: "movements of an installed SUMO, run for the purpose",
        keys: [begin, end, roads, .text("config", \.config, "the configuration (.sumocfg) to run")], make: playback)

    private static let begin = SettingsKey<MobilitySettings>.number(
        "begin", \.begin, -1...1e12, "s", "begin of the window; -1: of the file")
    private static let end = SettingsKey<MobilitySettings>.number(
        "end", \.end, -1...1e12, "s", "end of the window; -1: of the file")
    private static let roads = SettingsKey<MobilitySettings>.text(
        "roads", \.roads, "the SUMO network (.net.xml) of its roads")

    private static let playback: @Sendable (MobilityRequest) -> any MobilityModel = {
        TracePlayback(trace: $0.trace ?? TraceData(TraceBuilder(wantedBegin: nil)))
    }
}
