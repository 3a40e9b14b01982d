/// How stations share the channel: what scenario files say under `radio` beside the model.
public struct ChannelSettings: Sendable, Equatable {
    /// `ideal`: every message arrives at once; `csma`: messages take time, wait for each other and collide.
    public var mac = "ideal"
    /// Data rate, in Mbit/s.
    public var rate = "6"
    /// Contention window, in slots.
    public var contentionWindow: Int64 = 15
    /// Slots behind a SIFS for which the channel is idle before a station may send.
    public var arbitrationSlots: Int64 = 6
    /// Noise in the channel and of the receiver, in dBm.
    public var noiseDBm = -97.0
    /// Power of anything from which the channel counts as busy, in dBm.
    public var energyDetectionDBm = -65.0
    /// Ratio of signal to interference and noise that a frame needs, in dB; 0: that of the rate.
    public var sinrDB = 0.0
    /// Whether a stronger frame takes the place of the one that is being received.
    public var captures = "no"
    /// How long a message may wait, in seconds.
    public var lifetime = 0.5
    /// Bytes of a beacon, with its signature.
    public var beaconBytes: Int64 = 300
    /// Bytes of an opinion report without entries, with its signature.
    public var reportBytes: Int64 = 216
    /// Bytes of each entry of a report.
    public var reportEntryBytes: Int64 = 9
    /// Bytes of a report of a road event, with its signature.
    public var eventBytes: Int64 = 300

    /// The defaults.
    public init() {}

    /// Whether stations wait for each other.
    public var isShared: Bool { mac == "csma" }
}

extension ChannelSettings {
    /// Keys of the channel; what they do not say under `ideal` has no effect there.
    static let keys: [SettingsKey<ChannelSettings>] = [
        .choice(
            "mac", \.mac, ["ideal", "csma"],
            "messages arrive at once, or take time, wait for each other and collide"),
        .choice("rate", \.rate, DataRate.all.map(\.name), "csma: data rate in Mbit/s"),
        .integer("contentionWindow", \.contentionWindow, 0...1023, "csma: slots from which the backoff is drawn"),
        .integer("aifsn", \.arbitrationSlots, 2...15, "csma: slots behind a SIFS before a station may send"),
        .number("noise", \.noiseDBm, -150...0, "dBm", "csma: noise of the channel and of receivers"),
        .number(
            "energyDetection", \.energyDetectionDBm, -150...60, "dBm",
            "csma: power from which the channel is busy, whatever it is"),
        .number(
            "sinr", \.sinrDB, 0...60, "dB",
            "csma: signal above interference and noise that a frame needs; 0: as its rate"
        ),
        .choice(
            "capture", \.captures, ["no", "yes"], "csma: whether a stronger frame takes the place of one being received"
        ),
        .number("lifetime", \.lifetime, 0.001...10, "s", "csma: how long a message waits before it is given up"),
        .integer("beaconBytes", \.beaconBytes, 1...2304, "csma: bytes of a beacon"),
        .integer("reportBytes", \.reportBytes, 1...2304, "csma: bytes of an opinion report without entries"),
        .integer("reportEntryBytes", \.reportEntryBytes, 0...256, "csma: bytes of each entry of a report"),
        .integer("eventBytes", \.eventBytes, 1...2304, "csma: bytes of a report of a road event"),
    ]
}

/// A rate of IEEE 802.11p in a channel of 10 MHz.
///
/// - Literature: limits of the signal from D. Jiang, Q. Chen, L. Delgrossi, "Optimal data rate selection for vehicle safety
///   communications", 2008, DOI 10.1145/1410043.1410050.
struct DataRate {
    let name: String
    /// Bits of a symbol.
    let bitsPerSymbol: Int
    /// Signal above interference and noise that a frame needs, in dB.
    let sinrDB: Double

    static let all = [
        DataRate(name: "3", bitsPerSymbol: 24, sinrDB: 5), DataRate(name: "4.5", bitsPerSymbol: 36, sinrDB: 6),
        DataRate(name: "6", bitsPerSymbol: 48, sinrDB: 8), DataRate(name: "9", bitsPerSymbol: 72, sinrDB: 11),
        DataRate(name: "12", bitsPerSymbol: 96, sinrDB: 15), DataRate(name: "18", bitsPerSymbol: 144, sinrDB: 20),
        DataRate(name: "24", bitsPerSymbol: 192, sinrDB: 25), DataRate(name: "27", bitsPerSymbol: 216, sinrDB: 30),
    ]

    static func named(_ name: String) -> DataRate { all.first { $0.name == name } ?? all[2] }
}

/// Times of IEEE 802.11-2020 in a channel of 10 MHz (table 17-21), in microseconds.
struct AccessTiming: Sendable {
    static let slot: Microseconds = 13
    static let sifs: Microseconds = 32
    /// Preamble and header of the physical layer.
    static let preamble: Microseconds = 40
    static let symbol: Microseconds = 8
    /// How long it takes to notice a preamble: who begins within it does not know of the other.
    static let detection: Microseconds = 4
    /// Octets that the MAC and the logical link add: header 24, LLC and SNAP 8, checksum 4.
    static let addedBytes = 36
    /// Octets of a payload in one frame; longer messages go as several, a SIFS apart.
    static let largestPayload = 2304
    /// Octets of an acknowledgement, which is waited for behind a frame that could not be read.
    private static let acknowledgementBytes = 14

    let bitsPerSymbol: Int
    /// For how long the channel is idle before a station may send.
    let arbitration: Microseconds
    /// As much more behind a frame that could not be read (EIFS).
    let afterError: Microseconds

    init(_ settings: ChannelSettings) {
        bitsPerSymbol = DataRate.named(settings.rate).bitsPerSymbol
        arbitration = Self.sifs + Microseconds(settings.arbitrationSlots) * Self.slot
        afterError = Self.sifs + Self.airtime(frameBytes: Self.acknowledgementBytes, bitsPerSymbol: 24)
    }

    /// Time on the air of a message, in microseconds: of one that needs several frames, of all together.
    func airtime(payloadBytes: Int) -> Microseconds {
        var left = max(payloadBytes, 1)
        var time: Microseconds = 0
        while left > 0 {
            if time > 0 { time += Self.sifs }
            time += Self.airtime(
                frameBytes: min(left, Self.largestPayload) + Self.addedBytes, bitsPerSymbol: bitsPerSymbol)
            left -= Self.largestPayload
        }
        return time
    }

    /// Service bits 16 and tail bits 6 go with the octets.
    private static func airtime(frameBytes: Int, bitsPerSymbol: Int) -> Microseconds {
        let symbols = (16 + 8 * frameBytes + 6 + bitsPerSymbol - 1) / bitsPerSymbol
        return preamble + symbol * Microseconds(symbols)
    }
}
