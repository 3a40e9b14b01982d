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

    /// A network of lanes.
    public init(lanes: [Lane]) {
        self.lanes = lanes
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
        self.init(lanes: try parser.run())
    }

    /// The same from memory; `name` stands for the file in messages.
    public init(bytes: [UInt8], name: String) throws {
        var parser = RoadNetworkParser(ByteReader(.memory(bytes), name: name, chunkBytes: FCDScanner.chunkBytes))
        self.init(lanes: try parser.run())
    }

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
