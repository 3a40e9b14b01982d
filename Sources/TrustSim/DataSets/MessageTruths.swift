/// What ground truth says of single messages, whatever the order of its rows: by number of the message and sender, else by
/// sender and time of sending.
struct MessageTruths {
    /// What is said of a message.
    enum Finding {
        case honest, altered
        /// Ground truth has it with either label, under the same number and time.
        case contradictory
        case missing
    }

    /// The labels of a key: messages may be numbered anew, so that it has both.
    private enum Labels: UInt8 {
        case honest, altered, both
    }

    private struct MessageKey: Hashable {
        var sender: Int32
        var message: LogName
    }

    private struct TimeKey: Hashable {
        var sender: Int32
        var sent: Microseconds
    }

    private var senders: [LogName: Int32] = [:]
    private var byMessage: [MessageKey: Labels] = [:]
    private var byTime: [TimeKey: Labels] = [:]
    /// Rows, those without a label, and those with neither a number nor a time.
    private(set) var rows = 0
    private(set) var withoutLabel = 0
    private(set) var withoutKey = 0

    init(_ files: DataSetFiles, cancellation: CancellationFlag?) throws {
        for file in files.truth {
            var source = LogSource(file, format: files.format, hasLabels: files.hasLabels)
            while let (_, record) = try source.next() {
                if cancellation?.isCancelled == true { throw Cancelled() }
                if case .truth(let truth) = record { add(truth) }
            }
        }
    }

    private mutating func add(_ truth: TruthRecord) {
        rows += 1
        guard let isAltered = truth.isAltered else {
            withoutLabel += 1
            return
        }
        if truth.message == nil && truth.sent == nil { withoutKey += 1 }
        let sender = senders[truth.sender] ?? Int32(senders.count)
        senders[truth.sender] = sender
        let label = isAltered ? Labels.altered : .honest
        if let message = truth.message {
            Self.add(label, for: MessageKey(sender: sender, message: message), to: &byMessage)
        }
        if let sent = truth.sent { Self.add(label, for: TimeKey(sender: sender, sent: sent), to: &byTime) }
    }

    private static func add<Key: Hashable>(_ label: Labels, for key: Key, to labels: inout [Key: Labels]) {
        labels[key] = labels[key].map { $0 == label ? label : .both } ?? label
    }

    func finding(_ beacon: BeaconRecord) -> Finding {
        guard let sender = senders[beacon.sender.vehicle] else { return .missing }
        let byNumber = beacon.message.flatMap { byMessage[MessageKey(sender: sender, message: $0)] }
        let bySending = byTime[TimeKey(sender: sender, sent: beacon.claimedTime)]
        for labels in [byNumber, bySending] {
            if labels == .honest { return .honest }
            if labels == .altered { return .altered }
        }
        return byNumber == nil && bySending == nil ? .missing : .contradictory
    }

    func isAltered(_ beacon: BeaconRecord) -> Bool? {
        switch finding(beacon) {
        case .honest: false
        case .altered: true
        case .contradictory, .missing: nil
        }
    }
}
