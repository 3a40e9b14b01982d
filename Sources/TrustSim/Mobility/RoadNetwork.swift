import Foundation

/// The roads of a SUMO network (`.net.xml`): the middle line of every lane that vehicles may use. For checks whether a
/// position is on a road, for road events, and for pictures.
public struct RoadNetwork: Sendable, Equatable {
    /// One lane, in metres, in the coordinates of the network, which are those of its traces.
    public struct Lane: Sendable, Equatable {
        /// As in the file, such as `street_0`.
        public let id: String
        /// Its middle line: at least two points, in driving direction.
        public let shape: [Point]
        /// How wide it is; 3.2 where the file does not say.
        public let width: Double
        /// The speed limit, in m/s; nil where the file does not say.
        public let speedLimit: Double?
        /// Whether it is part of a junction.
        public let isInternal: Bool
    }

    /// All lanes, in the order of the file.
    public let lanes: [Lane]
    /// The straight pieces of all lanes.
    let streets: [Street]
    /// What was added to projected coordinates (mostly UTM) to get those of the file; 0, 0 where it does not say.
    public let offset: Point

    /// A network of lanes.
    public init(lanes: [Lane], offset: Point = Point(x: 0, y: 0)) {
        self.lanes = lanes
        self.offset = offset
        var streets: [Street] = []
        streets.reserveCapacity(lanes.reduce(0) { $0 + max(0, $1.shape.count - 1) })
        for lane in lanes {
            for (from, to) in zip(lane.shape, lane.shape.dropFirst()) { streets.append((from, to)) }
        }
        self.streets = streets
    }

    /// Reads a `.net.xml`, in memory that grows with its lanes only.
    ///
    /// - Throws: ``TraceError`` for a file that cannot be read, is malformed or has no lane.
    public init(path: String) throws {
        let source = try ByteReader.open(path)
        var parser = RoadNetworkParser(
            ByteReader(
                source, name: path == "-" ? "standard input" : path, chunkBytes: FCDScanner.chunkBytes))
        let (lanes, offset) = try parser.run()
        self.init(lanes: lanes, offset: offset)
    }

    /// The same from memory; `name` stands for the file in messages.
    public init(bytes: [UInt8], name: String) throws {
        var parser = RoadNetworkParser(ByteReader(.memory(bytes), name: name, chunkBytes: FCDScanner.chunkBytes))
        let (lanes, offset) = try parser.run()
        self.init(lanes: lanes, offset: offset)
    }

    /// The same in projected coordinates: the offset of the file undone.
    var withoutOffset: RoadNetwork {
        RoadNetwork(
            lanes: lanes.map { lane in
                Lane(
                    id: lane.id, shape: lane.shape.map { Point(x: $0.x - offset.x, y: $0.y - offset.y) },
                    width: lane.width, speedLimit: lane.speedLimit, isInternal: lane.isInternal)
            })
    }

    /// Share of places within 12 m of a lane; nil without places. Of many, some are looked at.
    func share(of places: [Point]) -> Double? {
        if places.isEmpty { return nil }
        let map = RoadMap(.streets(streets), margin: RoadFit.margin)
        let pace = max(1, places.count / Self.mostPlaces)
        let looked = stride(from: 0, to: places.count, by: pace)
        return Double(looked.count { map.contains(places[$0]) }) / Double((places.count + pace - 1) / pace)
    }

    private static let mostPlaces = 10_000

    /// The smallest rectangle around all lanes.
    public var bounds: Rectangle { Road.streets(streets).bounds }

    /// Lanes say all.
    public static func == (one: Self, other: Self) -> Bool { one.lanes == other.lanes }

    func add(to fingerprint: inout Fingerprint) {
        for lane in lanes {
            fingerprint.add(UInt64(lane.shape.count))
            for point in lane.shape {
                fingerprint.add(point.x)
                fingerprint.add(point.y)
            }
        }
    }
}
