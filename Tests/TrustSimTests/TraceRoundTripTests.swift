import Foundation
import Testing

@testable import TrustSim

@Suite("Traces written and read")
struct TraceRoundTripTests {
    private static func recording(_ bytes: [UInt8], _ name: String, step: Microseconds? = nil) throws -> TraceRecording
    {
        let file = try TraceFile(String(decoding: bytes, as: UTF8.self), name: name)
        var source = TraceSource(path: file.path)
        source.step = step
        return try TraceRecording.read(source)
    }

    /// Vehicles that come, go, come back, stand and jump, at places with some decimals.
    private static func randomTrace(seed: UInt32) -> String {
        var stream = RandomSource.testStream(seed: seed)
        let names = ["a", "b;c", "d,e", "f \"g\"", " h&<i>", "jé'", "7", "#8"]
        var text = "<fcd-export>\n"
        var places = names.map { _ in Point(x: stream.uniform(-500, 500), y: stream.uniform(-500, 500)) }
        var isThere = names.map { _ in stream.index(below: 2) == 0 }
        for step in 0..<20 {
            text += "<timestep time=\"\(NumberText.csv(1000 + Double(step) / 2))\">"
            for (index, name) in names.enumerated() {
                if stream.index(below: 6) == 0 { isThere[index].toggle() }
                if stream.index(below: 3) > 0 {
                    let reach = stream.index(below: 10) == 0 ? 900.0 : 12
                    places[index].x += stream.uniform(-reach, reach)
                    places[index].y += stream.uniform(-reach, reach)
                }
                // The last step has somebody: the end of ns-2 movements is that of their last vehicle.
                guard isThere[index] || index == 0 else { continue }
                let id = name.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
                    .replacingOccurrences(of: "\"", with: "&quot;")
                let digits = 1 + stream.index(below: 6)
                text += "<vehicle id=\"\(id)\" x=\"\(NumberText.fixed(places[index].x, digits: digits))\" "
                text += "y=\"\(NumberText.fixed(places[index].y, digits: digits))\""
                if index % 2 == 0 { text += " speed=\"\(step).25\"" }
                if index % 3 == 0 { text += " angle=\"-12.5\"" }
                text += "/>"
            }
            text += "</timestep>"
        }
        return text + "</fcd-export>"
    }

    private static func expectEqual(_ left: TraceData, _ right: TraceData, _ comment: String) {
        #expect(left.vehicleNames == right.vehicleNames, "\(comment)")
        #expect(left.begin == right.begin && left.times == right.times, "\(comment)")
        #expect(left.stepStart == right.stepStart && left.vehicles == right.vehicles, "\(comment)")
        #expect(left.positions == right.positions, "\(comment)")
    }

    @Test("tables and XML come back the same, in every order of formats")
    func tables() throws {
        for seed in UInt32(1)...20 {
            let first = try Self.recording(Array(Self.randomTrace(seed: seed).utf8), "t.xml")
            for (format, name) in [(TraceFormat.csv, "t.csv"), (.fcdCSV, "t.fcd.csv"), (.fcdXML, "u.xml")] {
                let bytes = try TraceWriter.bytes(of: first, as: format)
                let again = try Self.recording(bytes, name)
                #expect(again.format == format)
                #expect(again.trace.fingerprint.text == first.trace.fingerprint.text, "seed \(seed), \(format)")
                #expect(
                    "\(again.speeds) \(again.headings)" == "\(first.speeds) \(first.headings)",
                    "seed \(seed), \(format)")
                #expect(try TraceWriter.bytes(of: again, as: .fcdXML) == TraceWriter.bytes(of: first, as: .fcdXML))
            }
        }
    }

    @Test("ns-2 movements keep who is where when, to the last digit")
    func movements() throws {
        for seed in UInt32(1)...20 {
            // ns-2 has no room for white space around a name.
            let text = Self.randomTrace(seed: seed).replacingOccurrences(of: "id=\" h", with: "id=\"h")
            let first = try Self.recording(Array(text.utf8), "t.xml").trace
            let file = try TraceFile(text, name: "t.xml")
            let bytes = try TraceWriter.bytes(of: try TraceRecording.read(TraceSource(path: file.path)), as: .ns2)
            let again = try Self.recording(bytes, "t.ns2", step: 500_000).trace
            #expect(again.begin == first.begin && again.times == first.times, "seed \(seed)")
            for step in first.times.indices where step < again.times.count {
                #expect(Self.places(again, step) == Self.places(first, step), "seed \(seed), step \(step)")
            }
        }
    }

    /// Names and places, by name.
    private static func places(_ trace: TraceData, _ step: Int) -> [String] {
        (trace.stepStart[step]..<trace.stepStart[step + 1]).map { sample in
            let name = trace.vehicleNames[Int(trace.vehicles[sample])].trimmingCharacters(in: .whitespaces)
            return "\(name) \(trace.positions[sample])"
        }.sorted()
    }

    @Test("the city trace survives all formats")
    func city() throws {
        let first = try TraceRecording.read(TraceSource(path: TraceFilesTests.cityPath))
        let table = try Self.recording(TraceWriter.bytes(of: first, as: .csv), "c.csv")
        Self.expectEqual(table.trace, first.trace, "csv")
        let moves = try Self.recording(TraceWriter.bytes(of: table, as: .ns2), "c.ns2").trace
        // Within a step nodes come in the order of their numbers.
        #expect(moves.vehicleNames == first.trace.vehicleNames && moves.times == first.trace.times)
        let differences = moves.times.indices.count { Self.places(moves, $0) != Self.places(first.trace, $0) }
        #expect(differences == 0)
    }

    @Test("statistics are those of a trace worked out by hand")
    func statistics() throws {
        let trace = try makeTrace([
            (0, [("a", 0, 0), ("b", 100, 0), ("c", 1000, 0)]),
            (2, [("a", 0, 30), ("b", 100, 0)]),
            (3, [("a", 0, 40), ("b", 100, 0), ("c", 0, 340)]),
            (4, [("a", 500, 40), ("c", 0, 340)]),
        ])
        let statistics = TraceStatistics(trace, range: 300)
        #expect(
            statistics.counts
                == TraceData.Counts(
                    vehicles: 3, samples: 10, steps: 4, atBegin: 3, entered: 1, left: 2, atEnd: 2))
        #expect(statistics.bounds == Rectangle(low: Point(x: 0, y: 0), high: Point(x: 1000, y: 340)))
        #expect(statistics.mostPresent == 3)
        #expect(statistics.step == (1_000_000, 2_000_000))
        // a: 30 m in 2 s, 10 m in 1 s, then a jump; b stands for 3 s; c stands for 1 s, and between its visits it is away.
        #expect(statistics.jumps == 1)
        #expect(abs((statistics.meanSpeed ?? 0) - 40.0 / 7) < 1e-12)
        #expect(statistics.maxSpeed == 15)
        #expect(statistics.standingShare == 0.6)
        // Neighbours: a and b at 0; a and b at 2; a with b and c, b with a at 3; nobody at 4.
        #expect(abs(statistics.meanNeighbours - 0.8) < 1e-12)
        #expect(statistics.mostNeighbours == 2)
        #expect(abs(statistics.lonelyShare - 0.3) < 1e-12)
    }

    @Test("neighbours are those that a comparison of all pairs finds, on either side of the axes")
    func neighbours() throws {
        for seed in UInt32(1)...10 {
            var stream = RandomSource.testStream(seed: seed)
            let range = stream.uniform(20, 400)
            let samples = (0..<120).map { (name: "v\($0)", x: stream.uniform(-900, 900), y: stream.uniform(-900, 900)) }
            let statistics = TraceStatistics(try makeTrace([(0, samples)]), range: range)
            let counts = samples.map { one in
                samples.count { Point(x: $0.x, y: $0.y).distance(to: Point(x: one.x, y: one.y)) <= range } - 1
            }
            #expect(abs(statistics.meanNeighbours - Double(counts.reduce(0, +)) / 120) < 1e-9, "seed \(seed)")
            #expect(statistics.mostNeighbours == counts.max(), "seed \(seed)")
            #expect(abs(statistics.lonelyShare - Double(counts.count { $0 == 0 }) / 120) < 1e-9, "seed \(seed)")
        }
    }
}
