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
    private static let largest = 1e9
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

    private static func time(_ seconds: Double?) -> Microseconds? {
        guard let seconds, seconds.magnitude <= latest else { return nil }
        return Microseconds(seconds: seconds)
    }

    private static func point(_ point: Point?) -> Point? {
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

    private static func unit(_ vector: Point) -> Point? {
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
    private static func heading(degrees: Double) -> Point {
        let angle = degrees / 180 * Double.pi
        return Point(x: Elementary.sin(angle), y: Elementary.cos(angle))
    }

    // MARK: - Our own

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

    /// Why a flat table's row was not sorted into the log of a receiver.
    private static func damage(of fields: [ArraySlice<UInt8>]) -> DirtyReason {
        guard fields.count == 2, let word = fields.first else { return .columns }
        switch LogSorter.Damage.allCases.first(where: { word.elementsEqual($0.rawValue.utf8) }) {
        case .receiver: return .receiver
        case .syntax: return .syntax
        case .damaged, nil: return .columns
        }
    }

    /// A row sorted out of a flat table.
    private static func flatRow(_ row: CSVFields) -> DecodedRow {
        func number(_ role: TableColumns.Role) -> Double? { row.number(role.rawValue) }
        func vector(_ x: TableColumns.Role, _ y: TableColumns.Role) -> Point? {
            point(row.point(x.rawValue, y.rawValue))
        }
        guard let time = time(number(.time)), let sent = Self.time(number(.sent)) else { return .dirty(.time) }
        guard let sender = row.name(TableColumns.Role.sender.rawValue) else { return .dirty(.sender) }
        let course =
            number(.angle).flatMap { $0.magnitude <= 1e6 ? heading(degrees: 90 - $0) : nil }
            ?? number(.heading).flatMap { $0.magnitude <= 1e6 ? heading(degrees: $0) : nil }
            ?? vector(.hx, .hy).flatMap(unit)
        guard let place = vector(.x, .y), let velocity = vector(.vx, .vy) ?? along(course, number(.speed))
        else { return .dirty(.contents) }
        var beacon = BeaconRecord(
            sender: LogIdentity(vehicle: sender, pseudonym: row.name(TableColumns.Role.pseudonym.rawValue)),
            message: row.name(TableColumns.Role.message.rawValue), position: place, velocity: velocity,
            claimedTime: sent)
        beacon.heading = course
        beacon.acceleration = number(.acceleration)
        if let course = course ?? unit(velocity), let acceleration = vector(.ax, .ay) {
            beacon.acceleration = acceleration.x * course.x + acceleration.y * course.y
        }
        beacon.receiverPlace = vector(.receiverX, .receiverY)
        beacon.label = row.text(TableColumns.Role.label.rawValue)
        beacon.isAltered = beacon.label.flatMap(AttackLabel.isAttack)
        return .record(time, .beacon(beacon))
    }

    private static func along(_ course: Point?, _ speed: Double?) -> Point? {
        guard let course, let speed, speed.magnitude <= largest else { return nil }
        return Point(x: course.x * speed, y: course.y * speed)
    }

    private static func ownRow(_ row: CSVFields) -> DecodedRow {
        guard let type = row.text("type") else { return .dirty(.type) }
        guard let time = time(row.number("rcvTime")) else { return .dirty(.time) }
        if let mark = LogMark(rawValue: type) { return .record(time, .mark(mark)) }
        guard type == "beacon" else { return .dirty(.type) }
        guard let sent = Self.time(row.number("sendTime")) else { return .dirty(.time) }
        guard let sender = row.integer("sender") else { return .dirty(.sender) }
        guard let place = point(row.point("posX", "posY")), let velocity = point(row.point("spdX", "spdY"))
        else { return .dirty(.contents) }
        var beacon = BeaconRecord(
            sender: LogIdentity(vehicle: .number(sender)), message: row.name("messageID"), position: place,
            velocity: velocity, claimedTime: sent)
        beacon.heading = point(row.point("hedX", "hedY"))
        beacon.acceleration = row.number("acl")
        beacon.receiverPlace = point(row.point("receiverX", "receiverY"))
        if let place = point(row.point("sensedX", "sensedY")), let speed = row.number("sensedSpeed") {
            beacon.sensed = SensorReading(position: place, speed: speed)
        }
        return .record(time, .beacon(beacon))
    }

    /// A row of VeReMiAP: own positions, and reports of events as beacons.
    private static func eventRow(_ row: CSVFields) -> DecodedRow {
        guard let type = row.integer("type") else { return .dirty(.type) }
        guard let time = time(row.number("rcvTime")) else { return .dirty(.time) }
        guard let place = point(row.point("x_pos", "y_pos")), let velocity = point(row.point("x_spd", "y_spd"))
        else { return .dirty(.contents) }
        if type == 2 { return .record(time, .position(place, velocity: velocity)) }
        guard type == 3 else { return .dirty(.type) }
        guard let sent = Self.time(row.number("sendTime")) else { return .dirty(.time) }
        guard let sender = row.integer("sender") else { return .dirty(.sender) }
        var beacon = BeaconRecord(
            sender: LogIdentity(vehicle: .number(sender)), message: row.name("messageID"), position: place,
            velocity: velocity, claimedTime: sent)
        beacon.heading = point(row.point("x_currentDirection", "y_currentDirection")).flatMap(unit)
        beacon.isAltered = row.text("hazardAttack").flatMap(AttackLabel.isAttack)
        return .record(time, .beacon(beacon))
    }

    private static func truth(_ row: CSVFields) -> DecodedRow {
        guard let time = time(row.number("time")) else { return .dirty(.time) }
        guard let sender = row.integer("sender") else { return .dirty(.sender) }
        guard let message = row.name("messageID"), let altered = row.integer("altered")
        else { return .dirty(.contents) }
        return .record(
            time,
            .truth(
                TruthRecord(
                    sender: .number(sender), message: message, isReport: row.text("type") == "report",
                    isAltered: altered != 0, carriesAltered: (row.integer("carriesAltered") ?? 0) != 0,
                    entries: row.integer("entries").flatMap { (0...1_000_000_000).contains($0) ? Int($0) : nil })))
    }
}

/// Names of columns.
struct CSVColumns {
    private var places: [String: Int] = [:]
    let count: Int

    init(names: [ArraySlice<UInt8>]) {
        count = names.count
        for (place, name) in names.enumerated() { places[String(decoding: name, as: UTF8.self)] = place }
    }

    func place(_ name: String) -> Int? { places[name] }

    /// The fields of a line: split at commas outside quotes, or at another sign, without white space around them. Never fails:
    /// a damaged line has another number of fields.
    static func split(_ line: ArraySlice<UInt8>, at separator: UInt8 = CSVWriter.comma) -> [ArraySlice<UInt8>] {
        var fields: [ArraySlice<UInt8>] = []
        var start = line.startIndex
        // A quotation mark counts at the beginning of a field only: `5" pipe` is a text.
        var (isBlank, isInQuotes, isOpen) = (true, false, false)
        for index in line.indices {
            let byte = line[index]
            if byte == separator && !isOpen {
                fields.append(unquoted(line[start..<index]))
                start = index + 1
                (isBlank, isInQuotes) = (true, false)
            } else if byte == CSVWriter.quote {
                if isBlank { isInQuotes = true }
                if isInQuotes { isOpen.toggle() }
                isBlank = false
            } else if !FieldText.isSpace(byte) {
                isBlank = false
            }
        }
        fields.append(unquoted(line[start...]))
        return fields
    }

    private static func unquoted(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let field = FieldText.trimmed(field)
        guard field.count >= 2, field.first == CSVWriter.quote, field.last == CSVWriter.quote else { return field }
        let inner = field.dropFirst().dropLast()
        return inner.contains(CSVWriter.quote) ? withoutDoubling(inner) : inner
    }

    /// Two quotation marks within a field in such stand for one.
    private static func withoutDoubling(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes: [UInt8] = []
        var isSecond = false
        for byte in field {
            isSecond = byte == CSVWriter.quote && !isSecond
            if byte != CSVWriter.quote || isSecond { bytes.append(byte) }
        }
        return bytes[...]
    }
}

/// One row of a table.
struct CSVFields {
    let columns: CSVColumns
    let fields: [ArraySlice<UInt8>]

    func text(_ name: String) -> String? {
        columns.place(name).map { String(decoding: fields[$0], as: UTF8.self) }
    }

    /// The name of a vehicle; nil where the field says that there is none.
    func name(_ column: String) -> LogName? { text(column).flatMap(LogName.init(given:)) }

    func number(_ name: String) -> Double? {
        guard let text = text(name), let value = Double(text), value.isFinite else { return nil }
        return value
    }

    func integer(_ name: String) -> Int64? {
        text(name).flatMap { Int64($0) } ?? number(name).flatMap(CompactJSON.integer)
    }

    func point(_ x: String, _ y: String) -> Point? {
        guard let x = number(x), let y = number(y) else { return nil }
        return Point(x: x, y: y)
    }
}
