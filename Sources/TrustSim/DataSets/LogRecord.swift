/// The name of a vehicle in a data set.
enum LogName: Hashable, Sendable {
    case number(Int64)
    case text(String)

    /// A number where it is written as one, be it `7.0`: tables with gaps have whole numbers written so. Of a number that is
    /// too large for that the digits are the name.
    init(_ text: String) {
        if let number = Int64(text) {
            self = .number(number)
        } else if let first = text.utf8.first, (0x2B...0x39).contains(first), let value = Double(text),
            let number = CompactJSON.integer(value)
        {
            self = .number(number)
        } else {
            self = .text(text)
        }
    }

    /// The name in a field; nil where that says that there is none.
    init?(given text: String) {
        if MissingValue.isOne(text) { return nil }
        self.init(text)
    }

    /// As it is written.
    var text: String {
        switch self {
        case .number(let number): String(number)
        case .text(let text): text
        }
    }
}

/// Under which name a vehicle sends.
struct LogIdentity: Hashable, Sendable {
    var vehicle: LogName
    var pseudonym: LogName?
}

/// A row of a log, with times in the time of the log.
enum LogRecord {
    /// Where the receiver is.
    case position(Point, velocity: Point)
    case beacon(BeaconRecord)
    case report(ReportRecord)
    case mark(LogMark)
    /// Tolerance at the start.
    case receiver(tolerance: Double)
    /// From a ground-truth file.
    case truth(TruthRecord)
}

/// A beacon received.
struct BeaconRecord {
    var sender: LogIdentity
    var message: LogName?
    var position: Point
    var velocity: Point
    /// Nil where the data set has none.
    var heading: Point?
    /// Nil where the data set has none.
    var acceleration: Double?
    var claimedTime: Microseconds
    var receiverPlace: Point?
    var sensed: SensorReading?
    /// Received power in dBm; nil where the data set has none.
    var power: Double?
    var report: Int64?
    /// Whether the row itself says that it is an attack; nil where it does not say.
    var isAltered: Bool?
    /// The label as it is written, of a flat table.
    var label: String?
}

/// An opinion report received.
struct ReportRecord {
    var sender: LogIdentity
    var message: Int64
    var written: Microseconds
    var entries: [(subject: LogName, value: Double, certainty: Double)]
    var claims: [SchemeClaim]
}

/// A message sent.
struct TruthRecord {
    var sender: LogName
    var message: LogName?
    /// When it was sent, where the file says it.
    var sent: Microseconds?
    var isReport = false
    var attackType: Int?
    /// Nil where the file has no label of the message.
    var isAltered: Bool?
    var carriesAltered = false
    var entries: Int?
}

/// Why a row is left out.
enum DirtyReason: Int, CaseIterable, Sendable {
    case damaged, syntax, type, time, sender, contents, columns, order, unknownName, receiver, duplicate

    var text: String {
        switch self {
        case .damaged: "unreadable"
        case .syntax: "not JSON"
        case .type: "of an unknown type"
        case .time: "without a time"
        case .sender: "without a sender"
        case .contents: "with a number missing or out of range"
        case .columns: "with another number of columns"
        case .order: "out of order in time"
        case .unknownName: "of a name without label"
        case .receiver: "without a receiver"
        case .duplicate: "the same as another row"
        }
    }
}

/// What a row turned out to be.
enum DecodedRow {
    case record(Microseconds, LogRecord)
    /// Says nothing that matters: an empty line, a heading.
    case nothing
    case dirty(DirtyReason)
}
