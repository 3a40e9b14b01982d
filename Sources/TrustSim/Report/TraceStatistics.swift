/// What is in a trace, in numbers.
public struct TraceStatistics: Sendable {
    /// Vehicles, samples, and who enters and leaves.
    public let counts: TraceData.Counts
    /// The smallest rectangle around all samples, in metres.
    public let bounds: Rectangle
    /// Most vehicles in one step.
    public let mostPresent: Int
    /// The shortest and the longest time between two steps; zero with one step.
    public let step: (shortest: Microseconds, longest: Microseconds)
    /// Mean speed between samples in m/s, without jumps; nil where no vehicle has two samples.
    public let meanSpeed: Double?
    /// Greatest speed between samples in m/s, without jumps.
    public let maxSpeed: Double?
    /// Share of the samples that are followed by another, in which the vehicle stands: below 0.1 m/s.
    public let standingShare: Double?
    /// Displacements that would need more than 100 m/s.
    public let jumps: Int
    /// Radio range that neighbours are counted in, in metres.
    public let range: Double
    /// Mean number of vehicles within the range of one.
    public let meanNeighbours: Double
    /// Greatest number of vehicles within the range of one.
    public let mostNeighbours: Int
    /// Share of the samples without a neighbour.
    public let lonelyShare: Double
    /// Share of the time that the channel of one vehicle would be taken up if it and all within the range sent ten beacons a
    /// second as `radio.mac` `csma` has them by default, and none met: mean and greatest. From about .6 on they meet.
    public let offeredLoad: (mean: Double, most: Double)
    /// Roadside units that `infrastructure.units.spacing` makes, one for each ``unitSpacing``.
    public let roadsideUnits: Int
    /// Share of the samples within 12 m of a road; nil without a network.
    public let onRoadShare: Double?

    /// How near a road is on it: as the default of `sensing.plausibility.roadMargin`.
    public static let roadMargin = RoadFit.margin

    /// Metres between two roadside units.
    public static let unitSpacing = 500.0

    /// Counts. O(samples x the root of the vehicles in a step), about.
    ///
    /// - Parameters:
    ///   - trace: the trace.
    ///   - range: above 0, in metres.
    public init(_ trace: TraceData, range: Double) {
        counts = trace.counts()
        self.range = range
        bounds = Road.places(trace.positions).bounds
        let steps = trace.times.indices
        mostPresent = steps.map { trace.stepStart[$0 + 1] - trace.stepStart[$0] }.max() ?? 0
        let intervals = zip(trace.times.dropFirst(), trace.times).map { $0 - $1 }
        step = (intervals.min() ?? 0, intervals.max() ?? 0)
        let motion = MotionTally(trace)
        meanSpeed = motion.moves > 0 ? motion.distance / motion.seconds : nil
        maxSpeed = motion.moves > 0 ? motion.maxSpeed : nil
        standingShare = motion.moves > 0 ? Double(motion.standing) / Double(motion.moves) : nil
        jumps = motion.jumps
        let crowd = CrowdTally(trace, range: range)
        let samples = Double(max(1, trace.vehicles.count))
        meanNeighbours = Double(crowd.neighbours) / samples
        mostNeighbours = crowd.most
        lonelyShare = Double(crowd.lonely) / samples
        let channel = ChannelSettings()
        let airtime = AccessTiming(channel).airtime(payloadBytes: Int(channel.beaconBytes)).seconds
        offeredLoad = (10 * airtime * (meanNeighbours + 1), 10 * airtime * Double(mostNeighbours + 1))
        let road = trace.roads.map { Road.streets($0.streets) } ?? .places(trace.visitedPlaces)
        roadsideUnits = road.placeCount(every: Self.unitSpacing, limit: InfrastructureSettings.Units.limit)
        onRoadShare = trace.roads.map { roads in
            let map = RoadMap(.streets(roads.streets), margin: Self.roadMargin)
            return Double(trace.positions.count { map.contains($0) }) / samples
        }
    }
}

/// How vehicles move from sample to sample.
private struct MotionTally {
    var moves = 0
    var standing = 0
    var jumps = 0
    var distance = 0.0
    var seconds = 0.0
    var maxSpeed = 0.0

    init(_ trace: TraceData) {
        var last = Array(repeating: -1, count: trace.vehicleCount)
        for step in trace.times.indices {
            let start = trace.stepStart[step]
            for sample in start..<trace.stepStart[step + 1] {
                let vehicle = Int(trace.vehicles[sample])
                let before = last[vehicle]
                last[vehicle] = sample
                guard step > 0, before >= trace.stepStart[step - 1] else { continue }
                add(
                    trace.positions[before].squaredDistance(to: trace.positions[sample]).squareRoot(),
                    (trace.times[step] - trace.times[step - 1]).seconds)
            }
        }
    }

    private mutating func add(_ length: Double, _ time: Double) {
        let speed = length / time
        if speed > TracePlayback.jumpSpeed {
            jumps += 1
            return
        }
        moves += 1
        distance += length
        seconds += time
        if speed < 0.1 { standing += 1 }
        maxSpeed = max(maxSpeed, speed)
    }
}

/// Who is near whom, step by step.
private struct CrowdTally {
    var neighbours = 0
    var most = 0
    var lonely = 0

    init(_ trace: TraceData, range: Double) {
        let range = max(range, 1e-3)
        for step in trace.times.indices {
            add(trace.positions[trace.stepStart[step]..<trace.stepStart[step + 1]], range)
        }
    }

    private mutating func add(_ places: ArraySlice<Point>, _ range: Double) {
        let tree = PointTree(places)
        for place in places {
            let count = tree.count(within: range, of: place) - 1
            neighbours += count
            most = max(most, count)
            if count == 0 { lonely += 1 }
        }
    }
}
