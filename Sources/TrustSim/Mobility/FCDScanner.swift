/// A fault in a trace: where it is, what was found and what is allowed.
///
/// Problems of the file itself (missing, unreadable) have line 0.
public struct TraceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The path as given, or "standard input".
    public let file: String
    /// The line, counted from 1 by line feeds; 0 when the file could not be read at all.
    public let line: Int
    /// The column, counted from 1 in Unicode scalars; 0 when the file could not be read at all.
    public let column: Int
    /// What was found and what is allowed.
    public let message: String

    /// A fault at a position.
    public init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    /// `FILE:LINE:COLUMN: MESSAGE`, or `FILE: MESSAGE` without a position; control characters of the path are escaped.
    public var description: String {
        let file = escapedForMessage(file)
        return line == 0 ? "\(file): \(message)" : "\(file):\(line):\(column): \(message)"
    }
}

/// A fault that a handler found in what it was handed. The scanner adds the file and the position and throws the whole
/// as a `TraceError`.
public struct TraceProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was found and what is allowed.
    public let message: String

    /// A fault whose position only the scanner knows.
    public init(_ message: String) {
        self.message = message
    }

    /// The message.
    public var description: String { message }
}

/// Takes the samples of a trace in the order of the document: a timestep, then its vehicles.
///
/// To refuse something, throw a `TraceProblem`; it becomes a `TraceError` at the tag in question. Other errors leave
/// the scanner as they are.
public protocol FCDHandler {
    /// A timestep begins. Times strictly increase.
    mutating func timestep(_ microseconds: Int64) throws

    /// A vehicle of the current timestep.
    ///
    /// - Parameters:
    ///   - id: The identifier in UTF-8, never empty, with references resolved; valid only during the call. Whether it
    ///     is the only one of its timestep is for the handler to check.
    ///   - x: The coordinate as written (metres, or degrees in a geographic trace), finite and at most 1e9 in size.
    ///   - y: As `x`.
    ///   - speed: Metres a second, finite; nil when the trace has none.
    ///   - angle: Degrees, finite; nil when the trace has none.
    mutating func vehicle(id: UnsafeRawBufferPointer, x: Double, y: Double, speed: Double?, angle: Double?) throws
}

/// What a document holds, inside the window or not.
public struct FCDSummary: Equatable, Sendable {
    /// The number of timesteps.
    public internal(set) var timesteps = 0
    /// The number of vehicle samples.
    public internal(set) var samples = 0
    /// The size in bytes.
    public internal(set) var bytes: Int64 = 0
    /// The time of the first timestep; nil without timesteps.
    public internal(set) var firstMicroseconds: Int64?
    /// The time of the last timestep; nil without timesteps.
    public internal(set) var lastMicroseconds: Int64?
    /// The time of the first vehicle; nil without vehicles.
    public internal(set) var firstSampleMicroseconds: Int64?
    /// The time of the last vehicle; nil without vehicles.
    public internal(set) var lastSampleMicroseconds: Int64?
    /// Whether the file itself says that its coordinates are longitudes and latitudes.
    public internal(set) var isGeographic = false
    /// What whoever uses the trace should know of how it was read, a sentence each.
    public internal(set) var notes: [String] = []

    /// A vehicle in the last timestep.
    @inline(__always)
    mutating func addSample() {
        samples += 1
        lastSampleMicroseconds = lastMicroseconds
        if firstSampleMicroseconds == nil { firstSampleMicroseconds = lastMicroseconds }
    }
}

/// Reads floating-car data (FCD) as the traffic simulator SUMO writes them, in constant memory.
///
/// A scan goes through these steps:
///
/// 1. The file is opened and read chunk by chunk; `-` is the standard input.
/// 2. Each tag is split and checked. Attributes may come in any order and in either kind of quotes; unknown attributes
///    and elements (`<person>`, `<container>`) are skipped with their content.
/// 3. Timesteps inside the window, and their vehicles, are handed over as they are met. The others are checked alike.
/// 4. The whole document is read, so that a truncated one is always noticed: after an error, what was handed over
///    before is of no use.
///
/// ```swift
/// struct Counter: FCDHandler {
///     var fastest = 0.0
///     mutating func timestep(_ microseconds: Int64) {}
///     mutating func vehicle(id: UnsafeRawBufferPointer, x: Double, y: Double, speed: Double?, angle: Double?) {
///         fastest = max(fastest, speed ?? 0)
///     }
/// }
/// var counter = Counter()
/// let summary = try FCDScanner.scan(path: "town.fcd.xml", into: &counter)
/// ```
///
/// The scanner reads the subset of XML 1.0 that SUMO writes, not all of it: UTF-8 only, whatever encoding the XML
/// declaration names; no document type declarations; names and values of at most 4096 bytes, tags of at most 65,536
/// bytes, 256 levels of skipped elements. It is more lenient than XML in some points: the content of comments,
/// processing instructions and skipped text is only checked for control bytes and, in the last, for references; and
/// only those attributes that are read are checked for occurring twice. It cannot tell longitudes and latitudes from
/// metres.
public enum FCDScanner {
    /// Bytes read at once.
    static let chunkBytes = 256 * 1024

    /// Reads a file, or the standard input for `-`.
    ///
    /// - Parameters:
    ///   - path: The file; a file of the name `-` is `./-`.
    ///   - begin: The first time wanted, in microseconds.
    ///   - end: The last time wanted, in microseconds; a timestep at `end` is still handed over.
    ///   - handler: Takes the samples.
    /// - Returns: What the whole document holds.
    /// - Throws: `TraceError`, or whatever else the handler throws.
    public static func scan<H: FCDHandler>(
        path: String, begin: Int64 = .min, end: Int64 = .max, into handler: inout H
    ) throws -> FCDSummary {
        try scan(path: path, chunkBytes: chunkBytes, begin: begin, end: end, into: &handler)
    }

    /// Reads a document in memory; `name` stands for the file in messages. Otherwise as `scan(path:begin:end:into:)`.
    public static func scan<H: FCDHandler>(
        bytes: [UInt8], name: String, begin: Int64 = .min, end: Int64 = .max, into handler: inout H
    ) throws -> FCDSummary {
        try scan(bytes: bytes, name: name, chunkBytes: chunkBytes, begin: begin, end: end, into: &handler)
    }

    static func scan<H: FCDHandler>(
        path: String, chunkBytes: Int, begin: Int64, end: Int64, into handler: inout H
    ) throws -> FCDSummary {
        let source = try ByteReader.open(path)
        let reader = ByteReader(source, name: path == "-" ? "standard input" : path, chunkBytes: chunkBytes)
        var parser = FCDParser(reader, begin: begin, end: end)
        return try parser.run(into: &handler)
    }

    static func scan<H: FCDHandler>(
        bytes: [UInt8], name: String, chunkBytes: Int, begin: Int64, end: Int64, into handler: inout H
    ) throws -> FCDSummary {
        let reader = ByteReader(.memory(bytes), name: name, chunkBytes: chunkBytes)
        var parser = FCDParser(reader, begin: begin, end: end)
        return try parser.run(into: &handler)
    }
}
