import GroupDecision

/// When vehicles send cooperative awareness messages: at a check each 100 ms, if since the last the heading has changed by more
/// than 4 degrees, the position by more than 4 m or the speed by more than .5 m/s, or if the interval has passed.
///
/// The interval is the longest allowed; behind a message that a change gave rise to it is the time that then had passed, for
/// three messages. A vehicle that drives steadily at 20 m/s sends each .3 s, since .2 s are not more than 4 m.
///
/// - Literature: ETSI EN 302 637-2 V1.4.1 (2019), 6.1.3.
struct AwarenessTrigger {
    /// Time between two checks, and the least between two messages.
    static let check: Microseconds = 100_000
    private static let repeats = 3
    private static let meters = 4.0
    private static let metersPerSecond = 0.5
    /// Cosine of 4 degrees.
    private static let cosine = 0.9975640502598242

    /// Where a vehicle is and how it moves.
    struct Motion {
        var position: Point
        var velocity: Point
    }

    private struct Last {
        var time: Microseconds = -1
        var position = Point(x: 0, y: 0)
        var speed = 0.0
        var heading = Point(x: 1, y: 0)
        var interval: Microseconds
        /// Messages in a row that no change gave rise to.
        var followers = 0
    }

    private let longest: Microseconds
    private var stations: [Last]

    /// `longest` is the longest time between two messages.
    init(stationCount: Int, longest: Microseconds) {
        self.longest = longest
        stations = Array(repeating: Last(interval: longest), count: stationCount)
    }

    /// Whether a vehicle sends at a check.
    func isDue(_ vehicle: VehicleID, _ motion: Motion, at time: Microseconds) -> Bool {
        let last = stations[Int(vehicle)]
        if last.time < 0 { return true }
        let elapsed = time - last.time
        return elapsed >= last.interval || elapsed >= Self.check && hasChanged(motion, since: last)
    }

    /// A vehicle sends.
    mutating func note(_ vehicle: VehicleID, _ motion: Motion, at time: Microseconds) {
        let last = stations[Int(vehicle)]
        var next = Last(
            time: time, position: motion.position, speed: motion.velocity.length,
            heading: Self.heading(motion, after: last), interval: longest)
        if last.time >= 0 {
            if hasChanged(motion, since: last) {
                next.interval = min(longest, time - last.time)
            } else if last.interval < longest && last.followers + 1 < Self.repeats {
                next.interval = last.interval
                next.followers = last.followers + 1
            }
        }
        stations[Int(vehicle)] = next
    }

    /// A vehicle begins anew, under another name.
    mutating func restart(_ vehicle: VehicleID) { stations[Int(vehicle)] = Last(interval: longest) }

    private func hasChanged(_ motion: Motion, since last: Last) -> Bool {
        let heading = Self.heading(motion, after: last)
        return motion.position.squaredDistance(to: last.position) > Self.meters * Self.meters
            || abs(motion.velocity.length - last.speed) > Self.metersPerSecond
            || heading.x * last.heading.x + heading.y * last.heading.y < Self.cosine
    }

    /// A vehicle at rest keeps its heading.
    private static func heading(_ motion: Motion, after last: Last) -> Point {
        let speed = motion.velocity.length
        return speed > 0 ? Point(x: motion.velocity.x / speed, y: motion.velocity.y / speed) : last.heading
    }
}
