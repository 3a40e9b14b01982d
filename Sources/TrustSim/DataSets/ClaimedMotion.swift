/// How far vehicles come between two beacons, compared with the speeds that they claim: by that it shows when times are not
/// in the unit that they are taken for.
struct ClaimedMotion {
    private static let mostPairs = 5000
    private static let fewestPairs = 10
    private static let leastSpeed = 1.0

    private var last: [LogIdentity: (time: Microseconds, place: Point)] = [:]
    private var shares: [Double] = []
    /// Pairs of beacons of one sender in one log, and those of them of the same time.
    private var pairs = 0
    private var simultaneous = 0

    /// Another receiver hears the same beacons.
    mutating func beginFile() { last.removeAll(keepingCapacity: true) }

    mutating func add(_ beacon: BeaconRecord) {
        guard pairs < Self.mostPairs else { return }
        defer { last[beacon.sender] = (beacon.claimedTime, beacon.position) }
        guard let before = last[beacon.sender] else { return }
        let speed = beacon.velocity.length
        let place = Point(x: beacon.position.x - before.place.x, y: beacon.position.y - before.place.y)
        guard speed >= Self.leastSpeed, place.length > 0 else { return }
        pairs += 1
        let elapsed = (beacon.claimedTime - before.time).seconds
        if elapsed > 0 { shares.append(place.length / (speed * elapsed)) } else { simultaneous += 1 }
    }

    /// The unit in which the times seem to be, where they are taken for seconds.
    var seemingUnit: TimeUnit? {
        guard shares.count >= Self.fewestPairs, 2 * shares.count > pairs else { return nil }
        let median = shares.sorted()[shares.count / 2]
        return TimeUnit.allCases.first { $0 != .seconds && (1 / 3.0...3).contains(median / $0.seconds) }
    }

    /// Whether senders move on without any time passing.
    var isTimeless: Bool { pairs >= Self.fewestPairs && 2 * simultaneous > pairs }
}
