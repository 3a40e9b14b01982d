/// Logs as JSON lines with all that a receiver goes by: a replay decides as the run did.
struct JSONLinesRows: LogRowFormat {
    func fileName(of receiver: ReceiverTruth) -> String { "receiver-\(receiver.identifier).jsonl" }

    func header(of receiver: ReceiverTruth) -> [UInt8] {
        Self.line {
            $0.member("type", "receiver")
            $0.member("receiver", receiver.identifier)
            $0.member("tolerance", receiver.tolerance)
        }
    }

    func beacon(_ beacon: LoggedBeacon) -> [UInt8] {
        Self.line {
            $0.member("type", "beacon")
            $0.member("rcvTime", beacon.time.seconds)
            $0.member("sendTime", beacon.claim.time.seconds)
            $0.member("sender", beacon.sender)
            $0.member("messageID", beacon.message)
            $0.member("pos", Self.pair(beacon.claim.position))
            $0.member("spd", Self.pair(beacon.claim.velocity))
            $0.member("hed", Self.pair(beacon.claim.heading))
            $0.member("acl", beacon.claim.acceleration)
            $0.member("receiverPos", Self.pair(beacon.place))
            if let sensed = beacon.sensed {
                $0.member("sensedPos", Self.pair(sensed.position))
                $0.member("sensedSpeed", sensed.speed)
            }
            if let power = beacon.power { $0.member("power", PowerBudget.decibels(power)) }
            if let report = beacon.report { $0.member("report", report) }
        }
    }

    func report(_ report: LoggedReport) -> [UInt8]? {
        Self.line {
            $0.member("type", "report")
            $0.member("rcvTime", report.time.seconds)
            $0.member("sendTime", report.written.seconds)
            $0.member("sender", report.sender)
            $0.member("messageID", report.message)
            $0.array("entries") { writer in
                for entry in report.entries {
                    writer.object {
                        $0.member("subject", entry.subject)
                        $0.member("value", entry.value)
                        $0.member("certainty", entry.certainty)
                    }
                }
            }
            $0.array("claims") { writer in
                for claim in report.claims {
                    writer.object {
                        $0.member("scheme", claim.scheme)
                        $0.member("attestedLevel", claim.claim.attestedLevel)
                        $0.member("tolerance", claim.claim.tolerance)
                        $0.member("vouches", claim.vouches)
                    }
                }
            }
        }
    }

    func mark(_ kind: LogMark, at time: Microseconds) -> [UInt8]? {
        Self.line {
            $0.member("type", kind.rawValue)
            $0.member("rcvTime", time.seconds)
        }
    }

    private static func pair(_ point: Point) -> [Double] { [point.x, point.y] }
}

/// Logs as tables: all of the beacons, but no contents of opinion reports.
struct CSVRows: LogRowFormat {
    static let columns = [
        "type", "rcvTime", "sendTime", "sender", "messageID", "posX", "posY", "spdX", "spdY", "hedX", "hedY", "acl",
        "receiverX", "receiverY", "sensedX", "sensedY", "sensedSpeed", "power",
    ]

    func fileName(of receiver: ReceiverTruth) -> String { "receiver-\(receiver.identifier).csv" }

    func header(of receiver: ReceiverTruth) -> [UInt8] {
        var writer = CSVWriter()
        writer.appendRow(Self.columns)
        return writer.bytes
    }

    func beacon(_ beacon: LoggedBeacon) -> [UInt8] {
        var writer = CSVWriter(capacityBytes: 320)
        writer.append("beacon")
        writer.append(beacon.time.seconds)
        writer.append(beacon.claim.time.seconds)
        writer.append(beacon.sender)
        writer.append(beacon.message)
        for value in [
            beacon.claim.position.x, beacon.claim.position.y, beacon.claim.velocity.x, beacon.claim.velocity.y,
            beacon.claim.heading.x, beacon.claim.heading.y, beacon.claim.acceleration, beacon.place.x, beacon.place.y,
        ] {
            writer.append(value)
        }
        writer.append(optional: beacon.sensed?.position.x)
        writer.append(optional: beacon.sensed?.position.y)
        writer.append(optional: beacon.sensed?.speed)
        writer.append(optional: beacon.power.map(PowerBudget.decibels))
        writer.endRow()
        return writer.bytes
    }

    func mark(_ kind: LogMark, at time: Microseconds) -> [UInt8]? {
        var writer = CSVWriter()
        writer.append(kind.rawValue)
        writer.append(time.seconds)
        for _ in 2..<Self.columns.count { writer.append("") }
        writer.endRow()
        return writer.bytes
    }
}
