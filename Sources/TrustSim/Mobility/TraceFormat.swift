import Foundation

/// How a trace is written.
public enum TraceFormat: String, CaseIterable, Sendable {
    /// SUMO floating-car data, `sumo --fcd-output x.xml`.
    case fcdXML = "fcd-xml"
    /// SUMO floating-car data, `sumo --fcd-output x.csv`.
    case fcdCSV = "fcd-csv"
    /// Movements of ns-2, as BonnMotion and SUMO's traceExporter write them.
    case ns2
    /// A table with a header: time, vehicle, x, y, and maybe speed and heading.
    case csv

    /// The format of a name in scenario files and options; `sumo-fcd` is the former name of `fcd-xml`.
    public init?(name: String) {
        if name == "sumo-fcd" {
            self = .fcdXML
        } else if let format = TraceFormat(rawValue: name) {
            self = format
        } else {
            return nil
        }
    }

    /// The names of the formats, in the order of the documentation.
    public static let names = allCases.map(\.rawValue)

    /// The format that the name of a file tells; nil when it tells none. `.csv` is the plain table.
    public init?(path: String) {
        var name = path.lowercased()
        if name.hasSuffix(".gz") { name.removeLast(3) }
        func ends(_ endings: String...) -> Bool { endings.contains { name.hasSuffix($0) } }
        if ends(".xml") {
            self = .fcdXML
        } else if ends(".fcd.csv") {
            self = .fcdCSV
        } else if ends(".csv") {
            self = .csv
        } else if ends(".tcl", ".ns2", ".ns_movements", ".ns-movements") {
            self = .ns2
        } else {
            return nil
        }
    }

    /// The format that the first bytes tell: of anything that is no other format it is said to be XML.
    init(start: UnsafeBufferPointer<UInt8>) {
        guard let first = start.first(where: { !XMLText.isWhite($0) }) else {
            self = .fcdXML
            return
        }
        if first == UInt8(ascii: "$") || first == UInt8(ascii: "#") {
            self = .ns2
        } else if CSVTraceHeader.looksLikeOne(start) {
            self = .csv
        } else {
            self = .fcdXML
        }
    }
}

/// What the coordinates of a trace are.
public enum TraceCoordinates: String, CaseIterable, Sendable {
    /// Found out from the trace.
    case auto
    /// Metres.
    case plane
    /// Degrees: longitudes as x, latitudes as y.
    case geographic
}

/// What becomes of a trace that is cut off.
public enum TruncatedTrace: String, CaseIterable, Sendable {
    /// An error.
    case refuse
    /// Its whole timesteps are taken, and it is said.
    case wholeTimesteps = "whole-timesteps"
}

/// A trace, and how to read it.
public struct TraceSource: Sendable, Hashable {
    /// The file; `-` is standard input.
    public var path: String
    /// How it is written; nil: as its name or, without one that tells, its first bytes say.
    public var format: TraceFormat?
    /// What its coordinates are.
    public var coordinates = TraceCoordinates.auto
    /// The first time wanted, in the file's own time; nil: the first there is.
    public var begin: Microseconds?
    /// The last time wanted; nil: the last there is.
    public var end: Microseconds?
    /// ns2: the file that says when vehicles enter and leave; nil: none.
    public var activity: String?
    /// ns2: the time between two samples; nil: that of the movements, at most a second.
    public var step: Microseconds?
    /// fcd-xml: what becomes of one that is cut off.
    public var truncated = TruncatedTrace.refuse
    /// Tables: which columns mean what, beside what their names tell; nil: only that.
    public var columns: TraceColumns?
    /// The SUMO network of its roads; nil: none.
    public var roads: String?

    /// A trace in a file.
    public init(path: String, format: TraceFormat? = nil) {
        self.path = path
        self.format = format
    }

    /// The name in messages.
    var name: String { path == "-" ? "standard input" : path }
}

extension TraceSource {
    /// Reads the trace from its beginning to its end.
    ///
    /// - Returns: what the whole file holds, and in which format it is.
    /// - Throws: ``TraceError``, or whatever else the handler throws.
    func scan<H: FCDHandler>(into handler: inout H) throws -> (summary: FCDSummary, format: TraceFormat) {
        let reader = ByteReader(try ByteReader.open(path), name: name, chunkBytes: FCDScanner.chunkBytes)
        return try scan(reader, into: &handler)
    }

    /// What is meant for another format would do nothing.
    private func refuseOptions(of format: TraceFormat) throws(TraceError) {
        let given: [(isGiven: Bool, name: String, fits: [TraceFormat], words: String)] = [
            (activity != nil, "activity", [.ns2], "ns2 movements"), (step != nil, "step", [.ns2], "ns2 movements"),
            (columns != nil, "columns", [.csv, .fcdCSV], "tables"),
            (truncated != .refuse, "truncated", [.fcdXML], "fcd-xml"),
        ]
        guard let wrong = given.first(where: { $0.isGiven && !$0.fits.contains(format) }) else { return }
        throw TraceError(
            file: name, line: 0, column: 0,
            message: "'\(wrong.name)' is for \(wrong.words) only, but this trace is \(format.rawValue)")
    }

    func scan<H: FCDHandler>(
        _ reader: consuming ByteReader, into handler: inout H
    ) throws -> (summary: FCDSummary, format: TraceFormat) {
        // What is to become of data that is cut off is for the parser of XML to say.
        reader.takesCutData = true
        try reader.fill(4096)
        let start = UnsafeBufferPointer(start: reader.cursor, count: min(4096, reader.limit - reader.cursor))
        let format = format ?? TraceFormat(path: path) ?? (columns == nil ? TraceFormat(start: start) : .csv)
        try refuseOptions(of: format)
        if format != .fcdXML {
            reader.takesCutData = false
            if reader.wasCut { throw reader.cutData }
            try reader.refuseEncoding()
        }
        let (begin, end) = (begin ?? .min, end ?? .max)
        switch format {
        case .fcdXML:
            var parser = FCDParser(reader, begin: begin, end: end, truncated: truncated)
            return (try parser.run(into: &handler), format)
        case .fcdCSV, .csv:
            var parser = try CSVTraceParser(reader, columns: columns ?? TraceColumns(), begin: begin, end: end)
            let summary = try parser.run(into: &handler)
            return (summary, parser.isSUMO ? .fcdCSV : .csv)
        case .ns2:
            var movements = NS2Movements()
            var parser = NS2Parser(reader)
            let bytes = try parser.run(into: &movements)
            if let activity {
                let source = try ByteReader.open(activity)
                var parser = NS2Parser(ByteReader(source, name: activity, chunkBytes: FCDScanner.chunkBytes))
                _ = try parser.run(into: &movements)
            }
            do {
                return (try NS2Sampler(movements, source: self).run(into: &handler, bytes: bytes), format)
            } catch let problem as TraceProblem {
                throw TraceError(file: name, line: 0, column: 0, message: problem.message)
            }
        }
    }
}
