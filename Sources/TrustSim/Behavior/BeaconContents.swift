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
    public var speed: Double { velocity.length }
}

/// The last beacons of everybody, as they were sent. Who may read which is decided by the readers: a vehicle has the
/// beacon that it heard last from each sender, and no other.
///
/// Complexity: O(1) a beacon; memory for the identities that have sent, not for those that might.
final class BeaconLog {
    static let length = 16

    /// A beacon as sent.
    struct Entry {
        var sent: Microseconds
        var contents: BeaconContents
        /// What receivers that are treated honestly were told, where that differs.
        var favour: Favour?
    }

    /// The truth for some: what they were told, by whom, and the share of the vehicles that they are.
    struct Favour {
        var contents: BeaconContents
        var attacker: VehicleID
        var share: Double
    }

    private let random: RandomSource
    private var rings: [[Entry]]
    private var nextPlace: [UInt8]

    init(identityCount: Int, random: RandomSource) {
        self.random = random
        rings = Array(repeating: [], count: identityCount)
        nextPlace = Array(repeating: 0, count: identityCount)
    }

    func add(_ contents: BeaconContents, favour: Favour? = nil, of sender: VehicleID, at time: Microseconds) {
        let place = Int(nextPlace[Int(sender)])
        let entry = Entry(sent: time, contents: contents, favour: favour)
        if place < rings[Int(sender)].count {
            rings[Int(sender)][place] = entry
        } else {
            rings[Int(sender)].append(entry)
        }
        nextPlace[Int(sender)] = UInt8((place + 1) % Self.length)
    }

    /// The beacon of a sender that was sent at a time; nil where there was none or it is too long ago.
    func entry(of sender: VehicleID, sent time: Microseconds) -> Entry? {
        let count = rings[Int(sender)].count
        // The latest first: that is asked for most.
        let last = Int(nextPlace[Int(sender)]) + Self.length - 1
        for step in 0..<count {
            let entry = rings[Int(sender)][(last - step) % Self.length]
            if entry.sent == time { return entry }
            if entry.sent < time { return nil }
        }
        return nil
    }

    /// The same as one vehicle heard it.
    func contents(of sender: VehicleID, sent time: Microseconds, heardBy listener: VehicleID) -> BeaconContents? {
        entry(of: sender, sent: time).map { contents(of: $0, heardBy: listener) }
    }

    /// What a beacon said to a vehicle.
    func contents(of entry: Entry, heardBy listener: VehicleID) -> BeaconContents {
        isFavoured(listener, by: entry) ? entry.favour?.contents ?? entry.contents : entry.contents
    }

    /// Whether a beacon told a vehicle the truth in place of the rest.
    func isFavoured(_ listener: VehicleID, by entry: Entry) -> Bool {
        entry.favour.map { random.favours(listener, by: $0.attacker, share: $0.share) } ?? false
    }

    /// The last beacon of a sender.
    func latest(of sender: VehicleID) -> Entry? {
        if rings[Int(sender)].isEmpty { return nil }
        return rings[Int(sender)][(Int(nextPlace[Int(sender)]) + Self.length - 1) % Self.length]
    }
}

extension RandomSource {
    /// Whether an attacker treats a vehicle honestly, as it does this share of the vehicles.
    func favours(_ vehicle: VehicleID, by attacker: VehicleID, share: Double) -> Bool {
        uniform(.favour, attacker, vehicle) < share
    }
}

extension [Reception] {
    /// Takes those whom a sender treats honestly out of the receivers.
    mutating func removeFavoured(by sender: VehicleID, share: Double, _ random: RandomSource) {
        if share > 0 { removeAll { random.favours($0.vehicle, by: sender, share: share) } }
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
        return log?.contents(of: sender, sent: store[record].heardTime, heardBy: listener)
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
