import GroupDecision

/// Decodes rows of one file.
struct RowDecoder {
    let format: DataSetFormat
    /// Whether the file is one of ground truth.
    let isTruth: Bool
    private var json = CompactJSON()
    private var columns: CSVColumns?

    init(format: DataSetFormat, isTruth: Bool) {
        self.format = format
        self.isTruth = isTruth
    }

    /// Coordinates and speeds beyond this are no coordinates and speeds.
    static let largest = 1e9
    /// Times beyond this are no times: some 30,000 years.
    private static let latest = 1e12

    mutating func decode(_ row: ArraySlice<UInt8>) -> DecodedRow {
        if row.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return .nothing }
        if format.isTable || (isTruth && format.hasLabels) { return decodeTable(row) }
        guard json.read(row) else { return .dirty(.syntax) }
        switch format {
        case .veremi, .veremiExtension: return decodeVeReMi()
        case .veremiNextGen: return decodeNextGen()
        case .veremiAP, .csv, .table, .f2md: return .nothing
        case .jsonl: return decodeOwn()
        }
    }

    static func time(_ seconds: Double?) -> Microseconds? {
        guard let seconds, seconds.magnitude <= latest else { return nil }
        return Microseconds(seconds: seconds)
    }

    static func point(_ point: Point?) -> Point? {
        guard let point, point.x.magnitude <= largest, point.y.magnitude <= largest else { return nil }
        return point
    }

    // MARK: - VeReMi 2018 and its Extension

    private func decodeVeReMi() -> DecodedRow {
        guard let type = json.integer("type") else { return .dirty(.type) }
        switch type {
        case 2:
            guard let time = Self.time(json.number("rcvTime")) else { return .dirty(.time) }
            guard let place = Self.point(json.point("pos")), let velocity = Self.point(json.point("spd"))
            else { return .dirty(.contents) }
            return .record(time, .position(place, velocity: velocity))
        case 3:
            guard let time = Self.time(json.number("rcvTime")), let sent = Self.time(json.number("sendTime"))
            else { return .dirty(.time) }
            guard let sender = json.integer("sender") else { return .dirty(.sender) }
            guard let place = Self.point(json.point("pos")), let velocity = Self.point(json.point("spd"))
            else { return .dirty(.contents) }
            var beacon = BeaconRecord(
                sender: LogIdentity(
                    vehicle: .number(sender), pseudonym: json.name("senderPseudo")),
                message: json.name("messageID"), position: place, velocity: velocity, claimedTime: sent)
            beacon.heading = Self.point(json.point("hed")).flatMap(Self.unit)
            if let heading = beacon.heading, let acceleration = Self.point(json.point("acl")) {
                beacon.acceleration = acceleration.x * heading.x + acceleration.y * heading.y
            }
            // VeReMi 2018 has it in milliwatts.
            beacon.power = json.number("RSSI").flatMap { $0 > 0 ? Self.power(PowerBudget.decibels($0)) : nil }
            return .record(time, .beacon(beacon))
        case 4:
            guard let time = Self.time(json.number("time") ?? json.number("sendTime")) else { return .dirty(.time) }
            guard let sender = json.integer("sender") else { return .dirty(.sender) }
            let attack = json.word("attackerType").flatMap(AttackLabel.type(of:))
            return .record(
                time,
                .truth(
                    TruthRecord(sender: .number(sender), message: json.name("messageID"), attackType: attack)))
        default: return .dirty(.type)
        }
    }

    static func unit(_ vector: Point) -> Point? {
        let length = vector.length
        return length > 1e-6 ? Point(x: vector.x / length, y: vector.y / length) : nil
    }

    // MARK: - VeReMi NextGen

    private func decodeNextGen() -> DecodedRow {
        if isTruth { return decodeNextGenTruth() }
        guard let received = json.number("rcvTime").flatMap({ Self.time($0 / 1e9) }),
            let sent = json.number("sendTime").flatMap({ Self.time($0 / 1e9) })
        else { return .dirty(.time) }
        guard let name = json.name("sender_id") else { return .dirty(.sender) }
        guard let sender = json.find("sender"), let place = Self.point(json.point("pos", in: sender)),
            let speed = json.number("spd", in: sender), speed.magnitude <= Self.largest,
            let angle = json.number("hed", in: sender), angle.magnitude <= 1e6
        else { return .dirty(.contents) }
        let heading = Self.heading(degrees: angle)
        var beacon = BeaconRecord(
            sender: LogIdentity(vehicle: name, pseudonym: json.name("sender_alias")),
            message: json.name("messageID"), position: place,
            velocity: Point(x: speed * heading.x, y: speed * heading.y), claimedTime: sent)
        beacon.heading = heading
        beacon.acceleration = json.number("acl", in: sender)
        beacon.receiverPlace = json.find("receiver").flatMap { Self.point(json.point("pos", in: $0)) }
        beacon.isAltered = json.word("attacker").flatMap(AttackLabel.isAttack)
        return .record(received, .beacon(beacon))
    }

    /// A message that was sent, at the time at which it was.
    private func decodeNextGenTruth() -> DecodedRow {
        let sent = json.number("sendTime").flatMap { Self.time($0 / 1e9) }
        guard let time = sent ?? json.number("rcvTime").flatMap({ Self.time($0 / 1e9) }) else { return .dirty(.time) }
        guard let name = json.name("sender_id") else { return .dirty(.sender) }
        return .record(
            time,
            .truth(
                TruthRecord(
                    sender: name, message: json.name("messageID"), sent: sent,
                    isAltered: json.word("attacker").flatMap(AttackLabel.isAttack))))
    }

    /// A compass angle: clockwise from north.
    static func heading(degrees: Double) -> Point {
        let angle = degrees / 180 * Double.pi
        return Point(x: Elementary.sin(angle), y: Elementary.cos(angle))
    }

    // MARK: - Our own

    /// A received power in dBm, where it is one.
    static func power(_ decibels: Double?) -> Double? { decibels.flatMap { $0.magnitude <= 400 ? $0 : nil } }

    private func decodeOwn() -> DecodedRow {
        guard let type = json.text("type") else { return .dirty(.type) }
        if type == "receiver" {
            guard let tolerance = json.number("tolerance"), (0...1).contains(tolerance)
            else { return .dirty(.contents) }
            return .record(.min, .receiver(tolerance: tolerance))
        }
        guard let time = Self.time(json.number("rcvTime")) else { return .dirty(.time) }
        if let mark = LogMark(rawValue: type) { return .record(time, .mark(mark)) }
        guard type == "beacon" || type == "report" else { return .dirty(.type) }
        guard let sent = Self.time(json.number("sendTime")) else { return .dirty(.time) }
        guard let sender = json.integer("sender") else { return .dirty(.sender) }
        let identity = LogIdentity(vehicle: .number(sender))
        if type == "report" { return decodeReport(of: identity, written: sent, at: time) }
        guard let place = Self.point(json.point("pos")), let velocity = Self.point(json.point("spd"))
        else { return .dirty(.contents) }
        var beacon = BeaconRecord(
            sender: identity, message: json.name("messageID"), position: place, velocity: velocity,
            claimedTime: sent)
        beacon.heading = Self.point(json.point("hed"))
        beacon.acceleration = json.number("acl")
        beacon.receiverPlace = Self.point(json.point("receiverPos"))
        beacon.power = Self.power(json.number("power"))
        if let place = Self.point(json.point("sensedPos")), let speed = json.number("sensedSpeed") {
            beacon.sensed = SensorReading(position: place, speed: speed)
        }
        beacon.report = json.integer("report")
        return .record(time, .beacon(beacon))
    }

    private func decodeReport(
        of sender: LogIdentity, written: Microseconds, at time: Microseconds
    ) -> DecodedRow {
        guard let message = json.integer("messageID"), let entries = json.find("entries"),
            json.nodes[entries].kind == .array
        else { return .dirty(.contents) }
        var report = ReportRecord(sender: sender, message: message, written: written, entries: [], claims: [])
        for entry in json.children(entries) {
            guard let subject = json.integer("subject", in: entry) else { return .dirty(.contents) }
            // A number that is none makes the report unreadable, as it does on the air.
            let value = json.number("value", in: entry) ?? .nan
            report.entries.append((.number(subject), value, json.number("certainty", in: entry) ?? .nan))
        }
        for claim in json.find("claims").map(json.children) ?? [] {
            guard let scheme = json.text("scheme", in: claim), let vouches = json.find("vouches", in: claim)
            else { return .dirty(.contents) }
            report.claims.append(
                SchemeClaim(
                    scheme: scheme,
                    claim: SelfClaim(
                        attestedLevel: json.number("attestedLevel", in: claim) ?? .nan,
                        tolerance: json.number("tolerance", in: claim) ?? .nan),
                    vouches: json.children(vouches).map { json.nodes[$0].number != 0 }))
        }
        return .record(time, .report(report))
    }

    // MARK: - Tables

    private mutating func decodeTable(_ row: ArraySlice<UInt8>) -> DecodedRow {
        let fields = CSVColumns.split(row)
        guard let columns else {
            columns = CSVColumns(names: fields)
            return .nothing
        }
        guard fields.count == columns.count else { return .dirty(Self.damage(of: fields)) }
        let values = CSVFields(columns: columns, fields: fields)
        if isTruth { return Self.truth(values) }
        switch format {
        case .csv: return Self.ownRow(values)
        case .table, .f2md: return Self.flatRow(values)
        default: return Self.eventRow(values)
        }
    }
}
