import Foundation
import Testing

@testable import TrustSim

@Suite("Traces and their roads")
struct RoadFitTests {
    private static func net(offset: String) -> String {
        "<net><location netOffset=\"\(offset)\"/><edge id=\"e\"><lane id=\"e_0\" shape=\"0,0 100,0\"/></edge></net>"
    }

    private func read(_ trace: String, offset: String) throws -> TraceData {
        let roads = try TraceFile(Self.net(offset: offset), name: "n.net.xml")
        let file = try TraceFile(trace, name: "t.csv")
        var source = TraceSource(path: file.path)
        source.roads = roads.path
        return try TraceData.read(source)
    }

    private static let projected = "time,vehicle,x,y\n0,a,500010,5000000\n60,a,500020,5000000\n"

    @Test("a trace in the projection of its network: the offset that the network names is undone, and it is said")
    func offset() throws {
        let trace = try read(Self.projected, offset: "-500000.00,-5000000.00")
        #expect(trace.roadShare == 1 && trace.notes.count == 1)
        #expect(trace.notes[0].contains("the netOffset -500000,-5000000 of ") && trace.notes[0].contains("100 % of"))
        #expect(trace.positions[0] == Point(x: 500_010, y: 5_000_000))
        #expect(trace.roads?.bounds.low == Point(x: 500_000, y: 5_000_000))
        #expect(TraceStatistics(trace, range: 300).onRoadShare == 1)
    }

    @Test("a trace on its roads has no note, one beside them has the share")
    func beside() throws {
        let right = try read("time,vehicle,x,y\n0,a,1,1\n1,a,2,1\n", offset: "-1,-1")
        #expect(right.roadShare == 1 && right.notes.isEmpty)
        let half = try read("time,vehicle,x,y\n0,a,1,1\n1,a,2,100\n", offset: "0,0")
        #expect(half.roadShare == 0.5 && half.notes.isEmpty)
        let wrong = try read(Self.projected, offset: "-400000,-5000000")
        #expect(wrong.roadShare == 0 && wrong.notes.count == 1)
        #expect(wrong.notes[0].contains("only 0 % of the samples are within 12 m of a road of "))
    }

    @Test("the network of a SUMO configuration, however it is named")
    func configuration() throws {
        for (text, network) in [
            ("<configuration><input><net-file value=\"a/b.net.xml\"/></input></configuration>", "a/b.net.xml"),
            ("<configuration><n v='c.net.xml'/></configuration>", "c.net.xml"),
            ("<configuration><input><net value = \"/d.net.xml\" /></input></configuration>", "/d.net.xml"),
            ("<a><!-- <net-file value=\"old\"/> --><net-file value=\"b &amp; c.xml\"/></a>", "b & c.xml"),
            ("<a><!-- <net-file value=\"old\"/>", nil),
            ("<configuration><net-files value=\"x\"/></configuration>", nil), ("", nil),
        ] as [(String, String?)] {
            let file = try TraceFile(text, name: "t.sumocfg")
            let folder = String(file.path.dropLast("t.sumocfg".count))
            let found = SUMOConfiguration(path: file.path)?.network
            #expect(found == network.map { $0.hasPrefix("/") ? $0 : folder + $0 }, "\(text)")
        }
    }
}
