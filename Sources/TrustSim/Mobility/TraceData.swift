/// A recorded trace in memory, as compact columns: 20 bytes a sample. Read once, shared by all runs.
public final class TraceData: Sendable {
    /// Names of the vehicles, in order of first appearance; a vehicle's number is its place here.
    public let vehicleNames: [String]
    /// Times of the steps, from the beginning of the window.
    public let times: [Microseconds]
    /// Where the samples of each step begin; one more element than `times`.
    public let stepStart: [Int]
    /// Vehicle of each sample.
    public let vehicles: [VehicleID]
    /// Position of each sample, in metres, as in the file.
    public let positions: [Point]
    /// Begin of the window in the file's own time.
    public let begin: Microseconds
    /// One place for each square of ten metres in which a vehicle was seen, in order of first appearance.
    let visitedPlaces: [Point]
    /// The roads of the trace, if a network was named.
    public let roads: RoadNetwork?
    /// Share of the samples that are near a road, of many about that of some; nil without a network.
    public let roadShare: Double?
    /// What whoever uses the trace should know of how it was read, a sentence each.
    public let notes: [String]
    /// Hash of times, vehicles and positions, and of the roads: tells whether two traces are the same.
    public let fingerprint: Fingerprint

    init(_ builder: TraceBuilder, roads: RoadNetwork? = nil, roadShare: Double? = nil, notes: [String] = []) {
        self.roadShare = roadShare
        self.notes = notes
        vehicleNames = builder.names.all
        let begin = builder.times.first.map { builder.wantedBegin ?? $0 } ?? 0
        self.begin = begin
        times = builder.times.map { $0 - begin }
        stepStart = builder.stepStart + [builder.vehicles.count]
        vehicles = builder.vehicles
        positions = builder.positions
        visitedPlaces = Self.places(of: builder.positions)
        var fingerprint = Fingerprint()
        for (time, start) in zip(times, stepStart) {
            fingerprint.add(UInt64(bitPattern: time))
            fingerprint.add(UInt64(start))
        }
        for (vehicle, position) in zip(vehicles, positions) {
            fingerprint.add(UInt64(vehicle))
            fingerprint.add(position.x)
            fingerprint.add(position.y)
        }
        for name in vehicleNames {
            for byte in name.utf8 { fingerprint.add(UInt64(byte)) }
            fingerprint.add(UInt64(0))
        }
        roads?.add(to: &fingerprint)
        self.roads = roads
        self.fingerprint = fingerprint
    }

    /// Number of vehicles that are ever there.
    public var vehicleCount: Int { vehicleNames.count }
    /// Time of the last step.
    public var duration: Microseconds { times.last ?? 0 }

    /// Time of the first step with vehicles, from the beginning of the window.
    var firstPresence: Microseconds? {
        times.indices.first { stepStart[$0 + 1] > stepStart[$0] }.map { times[$0] }
    }

    /// Counts of a trace, as a person would find them in the file.
    public struct Counts: Sendable, Equatable {
        /// Vehicles that are ever there.
        public var vehicles = 0
        /// Samples.
        public var samples = 0
        /// Time steps.
        public var steps = 0
        /// Vehicles in the first step.
        public var atBegin = 0
        /// Times that a vehicle enters after the first step; one that comes back enters again.
        public var entered = 0
        /// Times that a vehicle leaves before the last step.
        public var left = 0
        /// Vehicles in the last step.
        public var atEnd = 0
    }

    /// Counts vehicles, samples, and who enters and leaves. O(samples).
    public func counts() -> Counts {
        var counts = Counts(vehicles: vehicleCount, samples: vehicles.count, steps: times.count)
        var lastStep = Array(repeating: -1, count: vehicleCount)
        var present = 0
        for step in times.indices {
            let samples = stepStart[step]..<stepStart[step + 1]
            var stayed = 0
            for sample in samples {
                let vehicle = Int(vehicles[sample])
                if step > 0 && lastStep[vehicle] == step - 1 { stayed += 1 }
                lastStep[vehicle] = step
            }
            if step == 0 {
                counts.atBegin = samples.count
            } else {
                counts.entered += samples.count - stayed
                counts.left += present - stayed
            }
            present = samples.count
        }
        counts.atEnd = present
        return counts
    }

    private static func places(of positions: [Point]) -> [Point] {
        var seen = IntegerMap<UInt64, Point>()
        for position in positions {
            let column = Int32(max(-2e9, min(2e9, (position.x / 10).rounded(.down))))
            let row = Int32(max(-2e9, min(2e9, (position.y / 10).rounded(.down))))
            let key = UInt64(UInt32(bitPattern: column)) << 32 | UInt64(UInt32(bitPattern: row))
            _ = seen.position(of: key, orInsert: position)
        }
        return seen.values
    }
}

/// Reading of trace files.
extension TraceData {
    /// Reads SUMO floating-car data; `-` is standard input. Times in `begin...end` are kept, in the file's own time.
    ///
    /// - Throws: ``TraceError`` for a file that cannot be read, is malformed, or has no vehicle in the window.
    public static func readFCD(path: String, begin: Microseconds?, end: Microseconds?) throws -> TraceData {
        var source = TraceSource(path: path, format: .fcdXML)
        (source.begin, source.end) = (begin, end)
        return try read(source)
    }

    /// Reads a trace in any format, and the network of its roads where one is named.
    ///
    /// - Throws: ``TraceError`` for a file that cannot be read, is malformed, or has no vehicle in the window.
    public static func read(_ source: TraceSource) throws -> TraceData {
        var builder = TraceBuilder(wantedBegin: source.begin)
        let summary = try source.scan(into: &builder).summary
        return try finish(&builder, source, summary)
    }

    /// The trace that was collected, in metres, with its roads.
    static func finish(
        _ builder: inout TraceBuilder, _ source: TraceSource, _ summary: FCDSummary
    ) throws -> TraceData {
        if try builder.project(source, summary) { builder.wasGeographic = true }
        let roads = try source.roads.map { try RoadNetwork(path: $0) }
        if builder.wasGeographic, roads != nil {
            throw TraceError(
                file: source.name, line: 0, column: 0,
                message: "the trace has longitudes and latitudes, but the roads are in metres; "
                    + "write the trace without --fcd-output.geo")
        }
        let fit = roads.map {
            RoadFit.fit($0, to: builder.positions, names: (source.name, source.roads ?? ""))
        }
        try refuseEmpty(builder, source, summary)
        return TraceData(
            builder, roads: fit?.roads, roadShare: fit?.share, notes: summary.notes + (fit?.notes ?? []))
    }

    private static func refuseEmpty(
        _ builder: TraceBuilder, _ source: TraceSource, _ summary: FCDSummary
    ) throws(TraceError) {
        let (name, end) = (source.path, source.end)
        if builder.vehicles.isEmpty {
            var window = ""
            if builder.wantedBegin != nil || end != nil {
                let from = builder.wantedBegin.map { NumberText.csv($0.seconds) } ?? "the first step"
                let to = end.map { NumberText.csv($0.seconds) } ?? "the last"
                window = " from \(from) to \(to)"
            }
            throw TraceError(
                file: name, line: 0, column: 0,
                message: "no vehicles in the window\(window) (\(contents(summary)))")
        }
    }

    /// What the whole file has, and when.
    private static func contents(_ summary: FCDSummary) -> String {
        func span(_ first: Microseconds?, _ last: Microseconds?) -> String {
            guard let first, let last else { return "" }
            return " from \(NumberText.csv(first.seconds)) to \(NumberText.csv(last.seconds)) s"
        }
        let presence = span(summary.firstSampleMicroseconds, summary.lastSampleMicroseconds)
        // ns-2 movements are sampled in the window alone.
        if summary.samples == 0 && !presence.isEmpty { return "vehicles are there" + presence }
        let steps = span(summary.firstMicroseconds, summary.lastMicroseconds)
        return "the file has \(summary.timesteps) timesteps\(steps)"
            + (steps.isEmpty ? "" : ", with \(summary.samples) samples of vehicles\(presence)")
    }
}

/// Collects what the scanner finds.
struct TraceBuilder: FCDHandler {
    let wantedBegin: Microseconds?
    var names = NamePool()
    var times: [Microseconds] = []
    var stepStart: [Int] = []
    var vehicles: [VehicleID] = []
    var positions: [Point] = []
    /// Sum and number of the speeds that the trace gives.
    private(set) var speedSum = 0.0
    private(set) var speedCount = 0
    /// Whether the positions were degrees, and are metres now.
    var wasGeographic = false
    private var lastStep: [Int] = []

    init(wantedBegin: Microseconds?) { self.wantedBegin = wantedBegin }

    mutating func timestep(_ microseconds: Int64) throws {
        times.append(microseconds)
        stepStart.append(vehicles.count)
    }

    mutating func vehicle(id: UnsafeRawBufferPointer, x: Double, y: Double, speed: Double?, angle: Double?) throws {
        let vehicle = names.index(of: id)
        if vehicle == lastStep.count { lastStep.append(-1) }
        if lastStep[vehicle] == times.count {
            let name = escapedForMessage(names.all[vehicle])
            throw TraceProblem("vehicle '\(name)' is listed twice in this timestep")
        }
        lastStep[vehicle] = times.count
        vehicles.append(VehicleID(vehicle))
        positions.append(Point(x: x, y: y))
        if let speed {
            speedSum += speed.magnitude
            speedCount += 1
        }
    }
}

/// Numbers names by first appearance, without making a string for each look-up.
struct NamePool: Sendable {
    private(set) var all: [String] = []
    private var bytes: [UInt8] = []
    private var start: [Int] = [0]
    private var table: [Int32] = Array(repeating: -1, count: 64)

    private func slot(of name: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int(truncatingIfNeeded: (hash ^ (hash >> 32))) & (table.count - 1)
    }

    private func holds(_ index: Int, _ name: UnsafeRawBufferPointer) -> Bool {
        let length = start[index + 1] - start[index]
        if length != name.count { return false }
        for offset in 0..<length where bytes[start[index] + offset] != name[offset] { return false }
        return true
    }

    mutating func index(of name: UnsafeRawBufferPointer) -> Int {
        var slot = slot(of: name)
        while table[slot] >= 0 {
            if holds(Int(table[slot]), name) { return Int(table[slot]) }
            slot = (slot + 1) & (table.count - 1)
        }
        let index = all.count
        all.append(String(decoding: name, as: UTF8.self))
        bytes.append(contentsOf: name)
        start.append(bytes.count)
        table[slot] = Int32(index)
        if 2 * all.count > table.count { grow() }
        return index
    }

    private mutating func grow() {
        table = Array(repeating: -1, count: 2 * table.count)
        bytes.withUnsafeBytes { pool in
            for index in all.indices {
                var slot = slot(of: UnsafeRawBufferPointer(rebasing: pool[start[index]..<start[index + 1]]))
                while table[slot] >= 0 { slot = (slot + 1) & (table.count - 1) }
                table[slot] = Int32(index)
            }
        }
    }
}
