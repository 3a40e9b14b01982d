/// A beacon as one vehicle received it.
struct LoggedBeacon {
    var time: Microseconds
    /// Where the receiver was.
    var place: Point
    /// Identifier of the name that the beacon bears.
    var sender: Int
    /// Identifier of the physical sender.
    var vehicle: Int
    var message: Int
    var claim: BeaconContents
    /// Square of the distance to the true sender.
    var squaredDistance: Double
    /// Received power in milliwatts, with the draw that decided; nil where the radio has none.
    var power: Double?
    var sensed: SensorReading?
    /// Identifier of the opinion report that it carries.
    var report: Int?
}

/// An opinion report as one vehicle received it.
struct LoggedReport {
    var time: Microseconds
    /// When it was written.
    var written: Microseconds
    var sender: Int
    var message: Int
    var entries: [(subject: Int, value: Double, certainty: Double)]
    var claims: [SchemeClaim]
}

/// What is true of a message that was sent.
struct MessageTruth {
    var time: Microseconds
    var message: Int
    /// Whether it is an opinion report.
    var isReport = false
    /// Identifier of the name that it bears.
    var sender: Int
    /// Identifier of the physical sender.
    var vehicle: Int
    /// Name and number of the attack, part that made it; empty and 0 for honest messages.
    var attack = ""
    var attackNumber = 0
    var part = ""
    var isAltered: Bool
    /// Number of entries of a report that was sent, or is carried by this beacon.
    var entries: Int?
    /// Whether the report carried by this beacon was altered.
    var carriesLies = false
    /// What an honest beacon without noise would have said.
    var contents: BeaconContents?
}

/// What is known of a receiver when its log begins.
struct ReceiverTruth {
    /// Identifier of the log; in VeReMi's formats the number in its name that is not that of its messages.
    var identifier: Int
    var firstName: Int
    var attackNumber: Int
    /// Tolerance that it starts with.
    var tolerance: Double
    var entered: Microseconds
}

/// Rows of receivers' logs in one format. Nil for what the format cannot say.
protocol LogRowFormat: Sendable {
    /// Name of a receiver's file.
    func fileName(of receiver: ReceiverTruth) -> String
    /// First bytes of a receiver's file.
    func header(of receiver: ReceiverTruth) -> [UInt8]
    /// The receiver's own position and velocity.
    func position(_ place: Point, _ velocity: Point, _ heading: Point, at time: Microseconds) -> [UInt8]?
    /// A beacon received.
    func beacon(_ beacon: LoggedBeacon) -> [UInt8]
    /// A report received.
    func report(_ report: LoggedReport) -> [UInt8]?
    /// The receiver enters or leaves, or evaluates its neighbours.
    func mark(_ kind: LogMark, at time: Microseconds) -> [UInt8]?
    /// The ground-truth file that belongs to the format, and a message in it.
    var truthFile: String? { get }
    func truth(_ message: MessageTruth) -> [UInt8]?
}

/// Moments in the life of a receiver.
enum LogMark: String, Sendable {
    case enter, leave, evaluation
}

extension LogRowFormat {
    func header(of receiver: ReceiverTruth) -> [UInt8] { [] }
    func position(_ place: Point, _ velocity: Point, _ heading: Point, at time: Microseconds) -> [UInt8]? { nil }
    func report(_ report: LoggedReport) -> [UInt8]? { nil }
    func mark(_ kind: LogMark, at time: Microseconds) -> [UInt8]? { nil }
    var truthFile: String? { nil }
    func truth(_ message: MessageTruth) -> [UInt8]? { nil }

    /// One object on a line.
    static func line(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(style: .compact, capacity: 512)
        writer.object(body)
        writer.lineBreak()
        return writer.bytes
    }
}
