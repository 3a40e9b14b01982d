import Foundation

/// Something is wrong with the installed SUMO, or with what it was asked to do.
public struct SUMOProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// What happened, and what can be done.
    public let message: String
    /// The message.
    public var description: String { message }
}

/// Movements that an installed `sumo` makes, read through a pipe while it runs.
///
/// 1. `sumo` is looked for in `$SUMO_HOME/bin`, then on the `PATH`.
/// 2. It is started with the configuration, a seed, and its floating-car data on standard output. Options that would
///    disturb that are switched off, whatever the configuration says.
/// 3. Once the last time wanted has been read, it is ended; so it is when somebody asks to stop, and when it says nothing
///    for ten minutes.
public struct SUMOSource: Sendable, Hashable {
    /// The configuration file (`.sumocfg`).
    public var config: String
    /// The seed of the traffic.
    public var seed: Int64
    /// The first time wanted, in the simulation's own time; nil: the first there is.
    public var begin: Microseconds?
    /// The last time wanted; nil: the last there is.
    public var end: Microseconds?
    /// How much from the first time on is wanted, where there is no last time; nil: all.
    public var duration: Microseconds?
    /// The SUMO network of its roads; nil: none.
    public var roads: String?

    /// Movements of a configuration.
    public init(config: String, seed: Int64) {
        self.config = config
        self.seed = seed
    }

    /// The options that `sumo` is started with. Its seeds end at 2^31 - 1.
    var arguments: [String] {
        [
            "--configuration-file", config, "--seed", String(seed % 2_147_483_648), "--random", "false",
            "--fcd-output", "stdout", "--fcd-output.geo", "false", "--human-readable-time", "false",
            "--verbose", "false", "--no-step-log", "true", "--duration-log.disable", "true",
            // Else it would wait for somebody to steer it.
            "--remote-port", "0",
        ] + frame
    }

    /// What keeps its output in the coordinates of its network. Releases that do not know the option have no configuration
    /// that names it.
    private var frame: [String] {
        SUMOConfiguration(path: config)?.text.contains("fcd-output.utm") == true ? ["--fcd-output.utm", "false"] : []
    }

    /// The `sumo` that would be run; nil where none is installed.
    public static func program(environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
        var folders: [String] = []
        if let home = environment["SUMO_HOME"], !home.isEmpty { folders.append(home + "/bin/") }
        folders += (environment["PATH"] ?? "").split(separator: ":").map { $0 + "/" }
        return ChildProgram.file("sumo", in: folders)
    }

    /// Runs SUMO and takes its movements.
    ///
    /// - Throws: ``SUMOProblem`` where it is missing or fails, ``TraceError`` for what it wrote, ``Cancelled`` where `watch`
    ///   asks to stop.
    public func read(watch: ProgramWatch = ProgramWatch()) throws -> TraceData {
        // A missing configuration is told by itself, not in SUMO's words.
        if case .file(let descriptor) = try ByteReader.open(config) { close(descriptor) }
        guard let program = Self.program() else {
            throw SUMOProblem(
                message: "no 'sumo' found: install SUMO (https://sumo.dlr.de; for example 'pip install eclipse-sumo'), "
                    + "then set SUMO_HOME or the PATH")
        }
        var collector = SUMOCollector(self)
        let summary = try scan(program, watch, into: &collector)
        var source = TraceSource(path: config, format: .fcdXML)
        (source.end, source.roads, source.coordinates) = (end, roads, .plane)
        return try TraceData.finish(&collector.builder, source, summary)
    }

    private func scan(
        _ program: String, _ watch: ProgramWatch, into collector: inout SUMOCollector
    ) throws -> FCDSummary {
        let child: ChildProgram
        do {
            child = try ChildProgram(program, arguments, watch: watch)
        } catch {
            throw SUMOProblem(message: "'\(escapedForMessage(program))' cannot be started: \(error.reason)")
        }
        let reader = ByteReader(.program(child), name: "output of sumo", chunkBytes: FCDScanner.chunkBytes)
        // The end is for the collector to see: there the reading stops.
        var parser = FCDParser(reader, begin: begin ?? .min, end: .max)
        do {
            let summary = try parser.run(into: &collector)
            try check(child, watch)
            return summary
        } catch is SUMOCollector.HasEnough {
            child.stop()
            if collector.builder.vehicles.isEmpty, let last = collector.summary.lastMicroseconds {
                throw TraceError(
                    file: config, line: 0, column: 0,
                    message:
                        "no vehicles until \(NumberText.csv(last.seconds)) s, when sumo was ended; a longer 'duration' or a "
                        + "later 'mobility.end' may have some")
            }
            return collector.summary
        } catch let error as TraceError {
            try checkStop(of: child, watch)
            // When SUMO fails its output is cut off: then its own words say why.
            if error.message.contains("truncated") || error.message.contains("is empty") { try check(child, watch) }
            throw error
        }
    }

    /// Waits for the end of SUMO, and throws when it was not a good one.
    private func check(_ child: ChildProgram, _ watch: ProgramWatch) throws {
        let end = child.wait()
        try checkStop(of: child, watch)
        if end == .exit(0) { return }
        let how =
            switch end {
            case .exit(let code): "ended with exit code \(code)"
            case .signal(let number): "was ended by signal \(number)"
            }
        throw SUMOProblem(message: "sumo \(how)\(Self.excerpt(child.errorBytes))")
    }

    /// Throws where it was not SUMO that came to an end.
    private func checkStop(of child: ChildProgram, _ watch: ProgramWatch) throws {
        switch child.stopReason {
        case nil: return
        case .cancelled: throw Cancelled()
        case .silent:
            child.stop()
            throw SUMOProblem(
                message: "sumo has written nothing for \(watch.longestSilenceSeconds) s and was ended"
                    + (child.errorBytes.isEmpty ? "" : Self.excerpt(child.errorBytes)))
        }
    }

    /// The last lines of what it said.
    static func excerpt(_ bytes: [UInt8]) -> String {
        let words = ChildProgram.lastWords(bytes, of: "sumo")
        return words.isEmpty ? " without a message" : ":" + words
    }
}

/// Collects what SUMO makes, until there is enough.
struct SUMOCollector: FCDHandler {
    struct HasEnough: Error {}

    var builder: TraceBuilder
    private(set) var summary = FCDSummary()
    private let duration: Microseconds?
    private let end: Microseconds?

    init(_ source: SUMOSource) {
        builder = TraceBuilder(wantedBegin: source.begin)
        (duration, end) = (source.duration, source.end)
    }

    mutating func timestep(_ time: Int64) throws {
        if let end, time > end { throw HasEnough() }
        if let last = summary.lastMicroseconds, let first = summary.firstMicroseconds {
            if let duration, last - (builder.wantedBegin ?? first) >= duration { throw HasEnough() }
        }
        if summary.firstMicroseconds == nil { summary.firstMicroseconds = time }
        summary.lastMicroseconds = time
        summary.timesteps += 1
        try builder.timestep(time)
    }

    mutating func vehicle(id: UnsafeRawBufferPointer, x: Double, y: Double, speed: Double?, angle: Double?) throws {
        summary.addSample()
        try builder.vehicle(id: id, x: x, y: y, speed: speed, angle: angle)
    }
}
