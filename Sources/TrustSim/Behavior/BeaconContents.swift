/// What a beacon says about its sender.
public struct BeaconContents: Sendable, Equatable {
    /// Claimed position.
    public var position: Point
    /// Claimed velocity, in m/s. Its length is the claimed speed.
    public var velocity: Point
    /// Claimed heading: a unit vector. A vehicle at rest keeps the one it had.
    public var heading: Point
    /// Claimed acceleration along the heading, in m/s².
    public var acceleration: Double
    /// When the beacon says that it was made.
    public var time: Microseconds

    /// Claimed speed, in m/s.
    public var speed: Double { (velocity.x * velocity.x + velocity.y * velocity.y).squareRoot() }
}

/// A rectangle along the axes.
public struct Rectangle: Sendable, Equatable {
    /// Corner with the smallest coordinates.
    public var low: Point
    /// Corner with the greatest coordinates.
    public var high: Point

    /// A point drawn uniformly.
    func randomPoint(_ stream: inout RandomStream) -> Point {
        let x = stream.uniform(low.x, high.x)
        return Point(x: x, y: stream.uniform(low.y, high.y))
    }
}

/// The last beacons of everybody, as they were sent. Who may read which is decided by the readers: a vehicle has the
/// beacon that it heard last from each sender, and no other.
final class BeaconLog {
    private static let length = 16

    private struct Entry {
        var sent: Microseconds = .min
        var contents: BeaconContents
        /// What receivers that are treated honestly were told, where that differs.
        var contentsForFavoured: BeaconContents?
    }

    private var entries: [Entry?]
    private var nextPlace: [UInt8]

    init(identityCount: Int) {
        entries = Array(repeating: nil, count: identityCount * Self.length)
        nextPlace = Array(repeating: 0, count: identityCount)
    }

    func add(
        _ contents: BeaconContents, forFavoured: BeaconContents? = nil, of sender: VehicleID, at time: Microseconds
    ) {
        let place = Int(nextPlace[Int(sender)])
        entries[Int(sender) * Self.length + place] = Entry(
            sent: time, contents: contents, contentsForFavoured: forFavoured)
        nextPlace[Int(sender)] = UInt8((place + 1) % Self.length)
    }

    /// The beacon of a sender that was sent at a time; nil where there was none or it is too long ago.
    func contents(of sender: VehicleID, sent time: Microseconds, toFavoured isFavoured: Bool = false) -> BeaconContents?
    {
        // The latest first: that is asked for most.
        let last = Int(nextPlace[Int(sender)]) + Self.length - 1
        for step in 0..<Self.length {
            guard let entry = entries[Int(sender) * Self.length + (last - step) % Self.length] else { return nil }
            if entry.sent == time { return isFavoured ? entry.contentsForFavoured ?? entry.contents : entry.contents }
            if entry.sent < time { return nil }
        }
        return nil
    }

    /// The last beacon of a sender and when it was sent.
    func latest(of sender: VehicleID) -> (contents: BeaconContents, sent: Microseconds)? {
        let last = (Int(nextPlace[Int(sender)]) + Self.length - 1) % Self.length
        return entries[Int(sender) * Self.length + last].map { ($0.contents, $0.sent) }
    }
}

/// The beacons that one vehicle has heard: the last of each sender.
public struct HeardBeacons {
    let listener: VehicleID
    let time: Microseconds
    let store: EvidenceStore
    let log: BeaconLog?

    /// Who was heard within so long, in order of number.
    func senders(within span: Microseconds) -> [VehicleID] {
        var found: [VehicleID] = []
        store.forEachRecord(of: listener) { _, record in
            if record.heardTime >= time - span { found.append(record.subject) }
        }
        return found.sorted()
    }

    /// The last beacon heard from a sender, nil where it is too long ago.
    func latest(of sender: VehicleID) -> BeaconContents? {
        guard let record = store.record(on: sender, of: listener) else { return nil }
        return log?.contents(of: sender, sent: store[record].heardTime)
    }
}

/// What an attacker knows when it writes a beacon.
public struct BeaconContext {
    /// Now.
    public let time: Microseconds
    /// For whom it writes: 0 for itself, otherwise the number of the ghost.
    public let ghost: Int
    /// Time between two honest beacons.
    public let interval: Microseconds
    /// Where vehicles can be.
    public let playground: Rectangle
    /// Whether there are roads.
    public let hasRoads: Bool
    /// What its own radio heard.
    public let heard: HeardBeacons
}
