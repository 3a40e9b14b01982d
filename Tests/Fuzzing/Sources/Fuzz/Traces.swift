import Foundation

@testable import TrustSim

/// Traces and road networks.
enum Traces {
    /// Takes samples up to a limit: a few words of ns-2 can ask for many.
    private struct Collector: FCDHandler {
        static let limit = 20_000
        var builder = TraceBuilder(wantedBegin: nil)

        mutating func timestep(_ microseconds: Int64) throws {
            if builder.times.count >= Self.limit { throw TraceProblem("enough") }
            if let last = builder.times.last, last >= microseconds { fail("times do not increase") }
            try builder.timestep(microseconds)
        }

        mutating func vehicle(id: UnsafeRawBufferPointer, x: Double, y: Double, speed: Double?, angle: Double?) throws {
            if id.isEmpty { fail("a vehicle without a name") }
            if !(abs(x) <= 1e9 && abs(y) <= 1e9) { fail("a position \(x), \(y)") }
            if let speed, !speed.isFinite { fail("a speed of \(speed)") }
            if let angle, !angle.isFinite { fail("an angle of \(angle)") }
            if builder.vehicles.count >= Self.limit { throw TraceProblem("enough") }
            try builder.vehicle(id: id, x: x, y: y, speed: speed, angle: angle)
        }
    }

    /// The trace, or the message.
    private static func read(_ bytes: [UInt8], _ source: TraceSource, chunkBytes: Int) -> Result<TraceData, TraceError>
    {
        do {
            var collector = Collector()
            let reader = ByteReader(.memory(bytes), name: source.name, chunkBytes: chunkBytes)
            let summary = try source.scan(reader, into: &collector).summary
            return .success(try TraceData.finish(&collector.builder, source, summary))
        } catch let error as TraceError {
            expectReadable("\(error)")
            return .failure(error)
        } catch {
            fail("another error than TraceError: \(error)")
        }
    }

    /// In one of its formats; of XML that is cut off, some times the whole timesteps.
    static func trace(_ bytes: [UInt8], _ format: TraceFormat) {
        var source = TraceSource(path: "input", format: format)
        if format == .fcdXML && bytes.count / 4 % 3 == 0 { source.truncated = .wholeTimesteps }
        compare(bytes, source)
    }

    /// A line that says what columns are, as `--columns` does, and the table.
    static func columns(_ bytes: [UInt8]) {
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
        let list = String(decoding: bytes[..<end], as: UTF8.self)
        var source = TraceSource(path: "input", format: .csv)
        refusing { source.columns = try TraceColumns(list) }
        if source.columns != nil { compare(Array(bytes[end...].dropFirst()), source) }
    }

    /// Where the chunks end makes no difference. That costs a second reading, so that not every input is compared.
    private static func compare(_ bytes: [UInt8], _ source: TraceSource) {
        let whole = read(bytes, source, chunkBytes: 4096)
        if bytes.count % 4 != 0 { return }
        let pieces = read(bytes, source, chunkBytes: 1 + bytes.count % 97)
        switch (whole, pieces) {
        case (.success(let one), .success(let other)):
            expectSame(one.fingerprint, other.fingerprint, "traces in other chunks")
        case (.failure(let one), .failure(let other)): expectSame(one, other, "messages in other chunks")
        default: fail("accepted in one way and refused in another: \(whole), \(pieces)")
        }
    }

    private static let file = MemoryFile()

    /// The format is found out; what was read is counted, written and read again.
    static func any(_ bytes: [UInt8]) {
        var source = TraceSource(path: file.path)
        if bytes.count % 3 == 0 { source.coordinates = bytes.count % 2 == 0 ? .geographic : .plane }
        guard case .success(let trace) = read(bytes, source, chunkBytes: 4096) else { return }
        let counts = trace.counts()
        expectSame(counts.samples, trace.vehicles.count, "samples")
        guard counts.samples <= 500, counts.steps <= 500 else { return }
        refusing {
            file.replace(bytes)
            let recording = try TraceRecording.read(source)
            let report = TraceReport(recording, range: 300, file: "input")
            _ = report.table.plain(color: false)
            do { _ = try JSON5Reader.read(report.json, origin: .file("report")) } catch { fail("bad JSON: \(error)") }
            _ = report.csv
            for format in TraceFormat.allCases {
                // What a format cannot say is refused.
                guard let written = try? TraceWriter.bytes(of: recording, as: format) else { continue }
                var again = TraceSource(path: "again", format: format)
                again.coordinates = .plane
                if case .failure(let error) = read(written, again, chunkBytes: 4096) {
                    if error.message.hasSuffix("enough") { continue }
                    fail("what was written as \(format) is refused: \(error)")
                }
            }
        }
    }

    /// The same for roads, and places on them.
    static func roads(_ bytes: [UInt8]) {
        func read(_ chunkBytes: Int) -> Result<[RoadNetwork.Lane], TraceError> {
            do {
                var parser = RoadNetworkParser(ByteReader(.memory(bytes), name: "input", chunkBytes: chunkBytes))
                return .success(try parser.run().lanes)
            } catch let error as TraceError {
                expectReadable("\(error)")
                return .failure(error)
            } catch {
                fail("another error than TraceError: \(error)")
            }
        }
        let whole = read(8192)
        if bytes.count % 4 == 0 { expectSame(whole, read(1 + bytes.count % 97), "roads in other chunks") }
        guard case .success(let lanes) = whole else { return }
        let network = RoadNetwork(lanes: lanes)
        let bounds = network.bounds
        if !(bounds.low.x <= bounds.high.x && bounds.low.y <= bounds.high.y) { fail("bounds \(bounds)") }
        let map = RoadMap(.streets(network.streets), margin: 12)
        if !map.contains(lanes[0].shape[0]) { fail("the first point of a lane is off the road") }
    }
}
