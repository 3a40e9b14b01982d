/// Rows of tables: those of our own, those sorted out of flat tables, those of VeReMiAP, and ground truth.
extension RowDecoder {
    /// Why a flat table's row was not sorted into the log of a receiver.
    static func damage(of fields: [ArraySlice<UInt8>]) -> DirtyReason {
        guard fields.count == 2, let word = fields.first else { return .columns }
        switch LogSorter.Damage.allCases.first(where: { word.elementsEqual($0.rawValue.utf8) }) {
        case .receiver: return .receiver
        case .syntax: return .syntax
        case .damaged, nil: return .columns
        }
    }

    /// A row sorted out of a flat table.
    static func flatRow(_ row: CSVFields) -> DecodedRow {
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

    static func ownRow(_ row: CSVFields) -> DecodedRow {
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
        beacon.power = power(row.number("power"))
        if let place = point(row.point("sensedX", "sensedY")), let speed = row.number("sensedSpeed") {
            beacon.sensed = SensorReading(position: place, speed: speed)
        }
        return .record(time, .beacon(beacon))
    }

    /// A row of VeReMiAP: own positions, and reports of events as beacons.
    static func eventRow(_ row: CSVFields) -> DecodedRow {
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

    static func truth(_ row: CSVFields) -> DecodedRow {
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
