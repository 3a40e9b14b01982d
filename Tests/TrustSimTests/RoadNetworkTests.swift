import Foundation
import Testing

@testable import TrustSim

@Suite("Road networks")
struct RoadNetworkTests {
    private static let net = """
        <?xml version="1.0"?><!-- <edge> netconvert -->
        <net version="1.20">
            <location netOffset="0,0"/>
            <edge id=":J_0" function="internal"><lane id=":J_0_0" index="0" shape="0,0 1,1"/></edge>
            <edge id=":J_c0" function="crossing"><lane id=":J_c0_0" shape="5,5 6,6"/></edge>
            <edge id="a&amp;b" from="J">
                <lane shape="0.00,-1.50 100.00,-1.50,7.5 100,50" speed='13.89' width="2.5" id="a&amp;b_0"><param key="k"/></lane>
                <lane id="walk" allow="pedestrian" shape="0,0 1,1"/>
                <lane id="bicycles" allow="pedestrian bicycle" shape="2,2 3,3"/>
                <lane id="buses" allow="bus coach tram" shape="2,2 3,3"/>
                <lane id="nobody" disallow="all" shape="2,2 3,3"/>
                <lane id="rails" disallow="private passenger hov vip evehicle motorcycle moped delivery truck trailer custom1 custom2" shape="2,2 3,3"/>
                <lane id="mixed" allow="bus delivery" shape="2,2 3,3"/>
                <lane id="noTrucks" disallow="truck trailer pedestrian" shape="2,2 3,3"/>
                <lane id="everybody" allow="all" shape="2,2 3,3"/>
            </edge>
            <connection from="a" to="b"/>
            <junction id="J" shape="0,0 9,9"/>
        </net>

        """

    @Test(
        "lanes for vehicles are read with shape, width, limit, and whether they are in a junction",
        arguments: [1, 4096])
    func lanes(chunkBytes: Int) throws {
        var parser = RoadNetworkParser(ByteReader(.memory(Array(Self.net.utf8)), name: "n", chunkBytes: chunkBytes))
        let lanes = try parser.run().lanes
        #expect(lanes.map(\.id) == [":J_0_0", "a&b_0", "mixed", "noTrucks", "everybody"])
        #expect(lanes.map(\.isInternal) == [true, false, false, false, false])
        #expect(lanes[1].shape == [Point(x: 0, y: -1.5), Point(x: 100, y: -1.5), Point(x: 100, y: 50)])
        #expect(lanes[1].width == 2.5 && lanes[1].speedLimit == 13.89)
        #expect(lanes[0].width == 3.2 && lanes[0].speedLimit == nil)
        let network = RoadNetwork(lanes: lanes)
        #expect(network.bounds == Rectangle(low: Point(x: 0, y: -1.5), high: Point(x: 100, y: 50)))
        #expect(network.streets.count == 6)
    }

    @Test("a long shape is read")
    func longShape() throws {
        let places = (0..<3000).map { "\($0),\($0).25" }.joined(separator: " ")
        let text = "<net><edge id=\"e\"><lane id=\"l\" shape=\"\(places)\"/></edge></net>"
        #expect(try RoadNetwork(bytes: Array(text.utf8), name: "n").lanes[0].shape.count == 3000)
    }

    @Test(
        "what is wrong is named with line and column",
        arguments: [
            ("", "n:1:1: the file is empty"),
            ("<net>\n</net>", "n:2:7: the network has no lane for vehicles"),
            ("<net>\n<edge>", "n:2:7: the document ends before </edge>; it is truncated"),
            ("<net>\n<ed", "n:2:4: the document ends inside a tag; it is truncated"),
            ("<net><!-- ", "n:1:11: the document ends inside a comment; it is truncated"),
            (
                "<fcd-export/>",
                "n:1:1: the root element is <fcd-export>; a SUMO network with <net> is expected (.net.xml)"
            ),
            ("x", "n:1:1: found 'x' where <net> is expected"),
            ("<net></edge>", "n:1:6: found </edge> where </net> is expected"),
            ("<net><edge><lane id=\"a\"/></edge></net>", "n:1:12: <lane> has no attribute 'shape'"),
            ("<net><edge><lane shape=\"0,0 1,1\"/></edge></net>", "n:1:12: <lane> has no attribute 'id'"),
            ("<net><edge><lane id=\"a\" shape=\"0,0\"/></edge></net>", "n:1:32: the shape has fewer than two places"),
            (
                "<net><edge><lane id=\"a\" shape=\"0,0 1;1\"/></edge></net>",
                "n:1:36: found '1;1' where a place such as 12.5,-3 is expected"
            ),
            (
                "<net><edge><lane id=\"a\" width=\"-1\" shape=\"0,0 1,1\"/></edge></net>",
                "n:1:32: width='-1' is not a number from 0 to 1e6"
            ),
            ("<!DOCTYPE net>", "n:1:1: document type declarations are not supported"),
            (String(repeating: "<net>", count: 300), "n:1:1281: more than 256 elements are open inside each other"),
        ])
    func wrong(text: String, message: String) {
        for chunkBytes in [1, 4096] {
            var parser = RoadNetworkParser(ByteReader(.memory(Array(text.utf8)), name: "n", chunkBytes: chunkBytes))
            var found = ""
            do { _ = try parser.run() } catch { found = "\(error)" }
            #expect(found == message)
        }
    }

    @Test("no bytes make it trap")
    func damage() {
        for seed in UInt64(1)...400 {
            var random = FCDTestRandom(state: seed)
            let bytes = damaged(Array(Self.net.utf8), &random)
            func outcome(_ chunkBytes: Int) -> String {
                var parser = RoadNetworkParser(ByteReader(.memory(bytes), name: "n", chunkBytes: chunkBytes))
                do { return "\(try parser.run())" } catch { return "\(error)" }
            }
            #expect(outcome(4096) == outcome(2), "seed \(seed)")
        }
    }

    @Test("with many streets a place is on the road exactly where it is near one of them")
    func index() {
        for seed in UInt32(1)...20 {
            var stream = RandomSource.testStream(seed: seed)
            let margin = stream.uniform(0, 60)
            let streets = (0..<200).map { _ in
                let from = Point(x: stream.uniform(-2000, 2000), y: stream.uniform(-2000, 2000))
                let isLong = stream.index(below: 10) == 0
                let reach = isLong ? 3000.0 : 80.0
                return (
                    from: from,
                    to: Point(x: from.x + stream.uniform(-reach, reach), y: from.y + stream.uniform(-reach, reach))
                )
            }
            let map = RoadMap(.streets(streets), margin: margin)
            for _ in 0..<500 {
                let place = Point(x: stream.uniform(-2500, 2500), y: stream.uniform(-2500, 2500))
                let isNear = streets.contains { RoadMap(.streets([$0]), margin: margin).contains(place) }
                #expect(map.contains(place) == isNear, "seed \(seed), \(place)")
            }
            for far in [Double.infinity, -.infinity, .nan, 1e300] {
                #expect(!map.contains(Point(x: far, y: 0)))
            }
        }
    }

    @Test("a trace with roads has them, road events lie on them, and its fingerprint tells")
    func traceWithRoads() throws {
        let net = try TraceFile(Self.net, name: "n.net.xml")
        let file = try TraceFile("time,id,x,y\n0,a,5,2\n1,a,6,2\n", name: "t.csv")
        var source = TraceSource(path: file.path)
        let bare = try TraceData.read(source)
        source.roads = net.path
        let trace = try TraceData.read(source)
        #expect(trace.roads?.lanes.count == 5)
        #expect(trace.fingerprint.text != bare.fingerprint.text)
        guard case .streets(let streets) = TracePlayback(trace: trace).road else {
            Issue.record("the roads are no streets")
            return
        }
        #expect(streets.count == 6)
        #expect(TraceStatistics(trace, range: 300).onRoadShare == 1)
        source.coordinates = .geographic
        #expect(throws: TraceError.self) { try TraceData.read(source) }
    }

    private static let luxembourgPath = TraceFilesTests.root
        .appendingPathComponent("../shared/data/sumo/lustnano.net.xml").standardizedFileURL.path
    private static let hasLuxembourg =
        TraceFilesTests.hasLuxembourg && FileManager.default.fileExists(atPath: luxembourgPath)

    @Test(
        "every vehicle of Luxembourg is on a road of its network",
        .enabled(if: hasLuxembourg, "the network lustnano.net.xml is not there"))
    func luxembourg() throws {
        var source = TraceSource(path: TraceFilesTests.luxembourgPath)
        source.roads = Self.luxembourgPath
        let trace = try TraceData.read(source)
        #expect(TraceStatistics(trace, range: 300).onRoadShare == 1)
        // Not everything is: half a kilometre away nothing need be.
        let map = RoadMap(.streets(trace.roads?.streets ?? []), margin: 12)
        #expect(trace.positions.count { map.contains(Point(x: $0.x + 30, y: $0.y + 30)) } < trace.positions.count)
    }
}
