/// What became of messages on a shared channel, after the warm-up. Everything is about all stations, honest or not.
public struct ChannelTally: Sendable, Equatable {
    /// Beacons on the air and those near their senders, by distance.
    public struct Bin: Sendable, Equatable {
        /// Received.
        public var received = 0
        /// Too weak to be read, whoever else sends.
        public var outOfRange = 0
        /// Lost because the receiver sent at the time.
        public var halfDuplex = 0
        /// Lost to others that sent at the time: disturbed, or because the receiver was reading another.
        public var collision = 0

        /// Receptions that could have been.
        public var total: Int { received + outOfRange + halfDuplex + collision }
    }

    /// Width of a bin, in metres.
    public static let binMeters = 25.0
    static let largestBinCount = 80

    /// By distance from the sender.
    public internal(set) var bins: [Bin] = []
    /// How many of the bins lie within the distance at which a message is usually received.
    public internal(set) var usualBinCount = 0
    /// Beacons that were given to the channel, and those that waited for too long.
    public internal(set) var beacons = 0
    /// Beacons that were given up before they were sent.
    public internal(set) var expiredBeacons = 0
    /// From being written to the end of their time on the air, of all beacons that were sent, added up.
    public internal(set) var delay: Microseconds = 0
    /// Time for which channels were busy for stations, added up, and time for which stations were there.
    public internal(set) var busy: Microseconds = 0
    /// Time for which stations were there, added up.
    public internal(set) var present: Microseconds = 0
    /// Integral over time of the age of what receivers know of senders, in s².
    public internal(set) var ageIntegral = 0.0
    /// Time over which that was taken, in s.
    public internal(set) var ageSeconds = 0.0

    /// Share of the time for which a station finds the channel busy, its own transmissions included.
    public var busyRatio: Double? { present > 0 ? Double(busy) / Double(present) : nil }

    /// Share of the receptions that were, of those within the usual range.
    public var deliveryRatio: Double? {
        let near = bins.prefix(usualBinCount)
        let total = near.reduce(0) { $0 + $1.total }
        return total > 0 ? Double(near.reduce(0) { $0 + $1.received }) / Double(total) : nil
    }

    /// Mean time from being written to being received, in s.
    public var meanDelay: Double? {
        let sent = beacons - expiredBeacons
        return sent > 0 ? delay.seconds / Double(sent) : nil
    }

    /// Share of the beacons that were never sent.
    public var expiredShare: Double? { beacons > 0 ? Double(expiredBeacons) / Double(beacons) : nil }

    /// Mean age of what is known of a sender, over time, in s: from when the latest beacon was written.
    ///
    /// - Literature: S. Kaul, M. Gruteser, V. Rai, J. Kenney, "Minimizing age of information in vehicular networks", 2011,
    ///   DOI 10.1109/SAHCN.2011.5984917.
    public var meanAge: Double? { ageSeconds > 0 ? ageIntegral / ageSeconds : nil }

    /// What became of a beacon at one of those near its sender.
    enum Outcome { case received, outOfRange, halfDuplex, collision }

    mutating func add(_ outcome: Outcome, squaredDistance: Double) {
        let bin = Int(squaredDistance.squareRoot() / Self.binMeters)
        guard bin < bins.count else { return }
        switch outcome {
        case .received: bins[bin].received += 1
        case .outOfRange: bins[bin].outOfRange += 1
        case .halfDuplex: bins[bin].halfDuplex += 1
        case .collision: bins[bin].collision += 1
        }
    }
}

/// The age of what receivers know of senders, over time.
struct InformationAge: Sendable {
    /// Pairs are followed for so many receivers.
    private static let receiverLimit = 256
    /// Who has not been heard for so long is no neighbour.
    private static let patience: Microseconds = 5_000_000

    private let stride: UInt32
    private var latest = IntegerMap<UInt64, (received: Microseconds, written: Microseconds)>()

    init(stationCount: Int) { stride = UInt32(max(1, stationCount / Self.receiverLimit)) }

    /// A station received a beacon that was written at a time.
    mutating func note(
        _ receiver: UInt32, of sender: UInt32, written: Microseconds, at time: Microseconds,
        in tally: inout ChannelTally,
        isCounting: Bool
    ) {
        guard receiver % stride == 0 else { return }
        let key = UInt64(receiver) << 32 | UInt64(sender)
        guard let place = latest.position(of: key) else { return latest.append(key, (time, written)) }
        let last = latest.values[place]
        latest.values[place] = (time, max(written, last.written))
        guard isCounting, time - last.received <= Self.patience else { return }
        let (begin, end) = ((last.received - last.written).seconds, (time - last.written).seconds)
        tally.ageIntegral += 0.5 * (end * end - begin * begin)
        tally.ageSeconds += (time - last.received).seconds
    }
}
