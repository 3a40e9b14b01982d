import Foundation
import Testing

@testable import TrustSim

@Suite("Formats of traces")
struct TraceFormatTests {
    private static let xml =
        "<fcd-export><timestep time=\"1\"><vehicle id=\"a\" x=\"1\" y=\"2\"/></timestep></fcd-export>"
    private static let moves = "# movements\n$node_(0) set X_ 1\n$node_(0) set Y_ 2\n"

    @Test(
        "the name of a file tells its format, else its first bytes do",
        arguments: [
            (xml, "t.xml", TraceFormat.fcdXML), (xml, "-", .fcdXML), (" \n" + xml, "noname", .fcdXML),
            (sumoCSV, "t.csv", .fcdCSV), (sumoCSV, "-", .fcdCSV), ("time,vehicle,x,y\n0,a,1,2\n", "-", .csv),
            ("x\ty\tid\tt\n1\t2\ta\t0\n", "x.txt", .csv), (moves, "-", .ns2), (moves, "a.NS2", .ns2),
            ("$node_(0) set X_ 1\n$node_(0) set Y_ 2\n", "x.txt", .ns2), (moves, "a.ns_movements", .ns2),
        ])
    func detection(text: String, path: String, format: TraceFormat) {
        let outcome = TraceOutcome(text, path: path)
        #expect(outcome.error == "")
        #expect(outcome.format == format)
    }

    @Test("a format that is given wins over the name")
    func given() {
        #expect(TraceOutcome(Self.xml, path: "t.csv") { $0.format = .fcdXML }.format == .fcdXML)
        #expect(
            TraceOutcome("time,vehicle,x,y\n", path: "t.csv") { $0.format = .fcdXML }.error
                == "t.csv:1:1: found 'time,vehicle,x,y' where <fcd-export> is expected; is this XML?")
        #expect(TraceFormat(name: "sumo-fcd") == .fcdXML)
        #expect(TraceFormat(name: "fcd") == nil)
    }

    @Test(
        "compressed files and UTF-16 are told apart, in every format", arguments: ["t.xml", "t.csv", "t.tcl", "t.gz"])
    func encodings(path: String) {
        let source = TraceSource(path: path)
        #expect(
            TraceOutcome([0x1F, 0x8B, 8, 0], source).error == "\(path): the compressed data ends too early")
        #expect(
            TraceOutcome([0x28, 0xB5, 0x2F, 0xFD], source).error.hasPrefix(
                "\(path):1:1: the file is compressed by Zstandard"))
        #expect(
            TraceOutcome([0xFF, 0xFE, 0x74, 0], source).error
                == "\(path):1:1: the file is in UTF-16; only UTF-8 is supported")
    }

    /// Two vehicles that drive 10 m/s to the east and to the north from 49.6° N 6.1° E, as degrees.
    private static func degrees(speed: String) -> String {
        var text = "<fcd-export>"
        for second in 0...10 {
            let east = 6.1 + Double(second) * 10 / 72_340.0
            let north = 49.6 + Double(second) * 10 / 111_220.0
            text += "<timestep time=\"\(second)\"><vehicle id=\"a\" x=\"\(east)\" y=\"49.6\"\(speed)/>"
            text += "<vehicle id=\"b\" x=\"6.1\" y=\"\(north)\"\(speed)/></timestep>"
        }
        return text + "</fcd-export>"
    }

    private static func trace(
        _ text: String, name: String = "t.xml", _ change: (inout TraceSource) -> Void = { _ in }
    ) throws -> TraceRecording {
        let file = try TraceFile(text, name: name)
        var source = TraceSource(path: file.path)
        change(&source)
        return try TraceRecording.read(source)
    }

    @Test("degrees are found out by speeds that would be a hundred thousand times too great, and become metres")
    func geographic() throws {
        let found = try Self.trace(Self.degrees(speed: " speed=\"10\""))
        #expect(found.wasGeographic)
        let statistics = TraceStatistics(found.trace, range: 300)
        // The radii of WGS 84 at 49.6°: 72,338 m and 111,221 m a degree (GeographicLib).
        #expect(abs((statistics.meanSpeed ?? 0) - 10) < 0.01)
        #expect(abs(statistics.bounds.high.x - statistics.bounds.low.x - 100) < 0.1)
        #expect(abs(statistics.bounds.high.y - statistics.bounds.low.y - 100) < 0.1)
        #expect(abs(statistics.bounds.high.x + statistics.bounds.low.x) < 0.002)
        #expect(try Self.trace(Self.degrees(speed: "")).wasGeographic == false)
        let told = try Self.trace(Self.degrees(speed: "")) { $0.coordinates = .geographic }
        #expect(told.wasGeographic && told.trace.positions == found.trace.positions)
        #expect(try !Self.trace(Self.degrees(speed: " speed=\"10\"")) { $0.coordinates = .plane }.wasGeographic)
        #expect(try Self.trace("time,id,lon,lat\n0,a,6,49\n1,a,6,49\n", name: "t.csv").wasGeographic)
    }

    @Test("a metre of a degree is that of the ellipsoid")
    func projection() {
        // Lengths of a degree on WGS 84 (NGA.STND.0036): at the equator 111,319.49 m and 110,574.28 m; at 60° 55,800 m and
        // 111,412 m.
        func scale(_ latitude: Double) -> Point {
            let middle = Point(x: 10, y: latitude)
            return GeographicProjection(around: Rectangle(low: middle, high: middle)).meters(
                Point(x: 11, y: latitude + 1))
        }
        #expect(abs(scale(0).x - 111_319.491) < 0.01 && abs(scale(0).y - 110_574.276) < 0.5)
        #expect(abs(scale(60).x - 55_800) < 1 && abs(scale(60).y - 111_412) < 1)
    }

    @Test("a small place in metres is not taken for degrees, and metres are refused as degrees")
    func plane() throws {
        var text = "time,id,x,y,speed\n"
        for second in 0...50 { text += "\(second),a,\(second),2,1\n" }
        #expect(try !Self.trace(text, name: "t.csv").wasGeographic)
        let file = try TraceFile("time,id,x,y\n0,a,500,2\n1,a,5,2\n", name: "t.csv")
        var source = TraceSource(path: file.path)
        source.coordinates = .geographic
        #expect {
            try TraceData.read(source)
        } throws: {
            "\($0)".hasSuffix(
                "t.csv: the coordinates are no longitudes and latitudes in degrees: x is from 5 to 500, y from 2 to 2")
        }
    }

    @Test("metres near the origin are not taken for degrees, whatever the speeds say")
    func metresNearTheOrigin() throws {
        let standing = "time,vehicle,x,y,speed\n0,a,10,20,3\n0,b,15,20,3\n1,a,10,20,3\n1,b,15,20,3\n"
        let slow = (0..<20).map { "\($0 * 1000),a,\($0 * 10 - 100),5,10\n" }.joined()
        for text in [standing, "time,vehicle,x,y,speed\n" + slow] {
            #expect(try !Self.trace(text, name: "t.csv").wasGeographic, "\(text)")
        }
        #expect(throws: (any Error).self) { try Self.trace("time,vehicle,lon,y\n0,a,1,2\n1,a,1,2\n", name: "t.csv") }
    }
}
