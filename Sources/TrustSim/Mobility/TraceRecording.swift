/// A trace with everything that conversion and statistics need: also the speeds and headings that it gives.
public struct TraceRecording: Sendable {
    /// Times, vehicles and positions in metres, and roads.
    public let trace: TraceData
    /// The speed of each sample in m/s; not-a-number where the trace gives none.
    public let speeds: [Double]
    /// The heading of each sample in degrees, clockwise from north as SUMO has it; not-a-number where there is none.
    public let headings: [Double]
    /// The format that it was in.
    public let format: TraceFormat
    /// Whether its coordinates were degrees.
    public let wasGeographic: Bool

    /// Reads a trace.
    ///
    /// - Throws: ``TraceError`` for a file that cannot be read, is malformed, or has no vehicle in the window.
    public static func read(_ source: TraceSource) throws -> TraceRecording {
        var collector = RecordingCollector(builder: TraceBuilder(wantedBegin: source.begin))
        let (summary, format) = try source.scan(into: &collector)
        let trace = try TraceData.finish(&collector.builder, source, summary)
        return TraceRecording(
            trace: trace, speeds: collector.speeds, headings: collector.headings, format: format,
            wasGeographic: collector.builder.wasGeographic)
    }

    /// Time of a step, in the file's own time.
    func time(ofStep step: Int) -> Microseconds { trace.begin + trace.times[step] }
}

private struct RecordingCollector: FCDHandler {
    var builder: TraceBuilder
    var speeds: [Double] = []
    var headings: [Double] = []

    mutating func timestep(_ microseconds: Int64) throws { try builder.timestep(microseconds) }

    mutating func vehicle(id: UnsafeRawBufferPointer, x: Double, y: Double, speed: Double?, angle: Double?) throws {
        try builder.vehicle(id: id, x: x, y: y, speed: speed, angle: angle)
        speeds.append(speed ?? .nan)
        headings.append(angle ?? .nan)
    }
}
