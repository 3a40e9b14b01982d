/// How busy a station has found the channel lately, by windows of 100 ms.
struct ChannelLoad: Sendable {
    static let window: Microseconds = 100_000

    private var index: Microseconds = 0
    private var busy: Microseconds = 0
    /// Of the two windows before.
    private var last: (Microseconds, Microseconds) = (0, 0)

    /// The channel was busy from one time to another, not before what was added so far.
    mutating func add(from begin: Microseconds, to end: Microseconds) {
        var begin = begin
        while begin < end {
            roll(to: begin / Self.window)
            let next = min(end, (index + 1) * Self.window)
            busy += next - begin
            begin = next
        }
    }

    private mutating func roll(to window: Microseconds) {
        if window <= index { return }
        last = window == index + 1 ? (busy, last.0) : window == index + 2 ? (0, busy) : (0, 0)
        busy = 0
        index = window
    }

    /// Busy share of the last two whole windows.
    mutating func ratio(at time: Microseconds) -> Double {
        roll(to: time / Self.window)
        return Double(last.0 + last.1) / Double(2 * Self.window)
    }
}

/// Reactive decentralized congestion control: the busier the channel, the longer a station waits between two beacons.
///
/// States follow the busy ratio of the last 200 ms, a step each 100 ms at most.
///
/// - Literature: ETSI TS 102 687 V1.2.1 (2018), reactive approach: table A.2 for messages that take at most .5 ms on the
///   air, table A.1 for others.
struct CongestionControl: Sendable {
    private static let short: [(from: Double, gap: Microseconds)] = [
        (0, 50_000), (0.3, 100_000), (0.4, 200_000), (0.5, 250_000), (0.65, 1_000_000),
    ]
    private static let long: [(from: Double, gap: Microseconds)] = [
        (0, 100_000), (0.3, 200_000), (0.4, 400_000), (0.5, 500_000), (0.6, 1_000_000),
    ]

    private struct Station {
        var state = 0
        /// Window in which the state was looked at last.
        var window: Microseconds = 0
        var lastBeacon: Microseconds = -1_000_000
    }

    private let states: [(from: Double, gap: Microseconds)]
    private var stations: [Station]

    init(airtime: Microseconds, stationCount: Int) {
        states = airtime <= 500 ? Self.short : Self.long
        stations = Array(repeating: Station(), count: stationCount)
    }

    /// Whether a station may send a beacon at a time at which it found the channel busy for some share; if so, it does.
    mutating func admits(_ station: Int, busyRatio: Double, at time: Microseconds) -> Bool {
        let window = time / ChannelLoad.window
        let steps = window - stations[station].window
        if steps > 0 {
            let wanted = (states.lastIndex { busyRatio >= $0.from } ?? 0)
            let state = stations[station].state
            let most = Int(min(steps, Microseconds(states.count)))
            stations[station].state = wanted > state ? min(wanted, state + most) : max(wanted, state - most)
            stations[station].window = window
        }
        guard time - stations[station].lastBeacon >= states[stations[station].state].gap else { return false }
        stations[station].lastBeacon = time
        return true
    }
}
