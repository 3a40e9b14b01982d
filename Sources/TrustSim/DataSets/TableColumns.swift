/// Which columns of a flat table mean what.
public struct TableColumns: Sendable, Equatable {
    /// What a column says.
    enum Role: String, CaseIterable, Sendable {
        /// When it was received, and when it was sent, in seconds.
        case time, sent
        case receiver, sender, pseudonym, message
        /// What is claimed: metres, m/s, m/s².
        case x, y, vx, vy, speed
        /// Degrees clockwise from north, and counterclockwise from east.
        case heading, angle
        /// A unit vector.
        case hx, hy
        case acceleration, ax, ay
        /// Where the receiver was.
        case receiverX, receiverY
        /// What ``AttackLabel`` reads.
        case label

        /// Whether it has numbers in it.
        var isNumber: Bool { ![.receiver, .sender, .pseudonym, .message, .label].contains(self) }

        /// Names of columns that mean this, in small letters and without signs.
        var names: [String] {
            switch self {
            case .time: ["rcvtime", "receivetime", "msgrcvtime", "arrivaltime", "time", "timestamp"]
            case .sent: ["sendtime", "sendingtime", "msggenerationtime", "creationtime", "generationtime"]
            case .receiver: ["receiver", "receiverid", "rcvid"]
            case .sender: ["sender", "senderid", "vehicle", "vehicleid"]
            case .pseudonym: ["senderpseudo", "senderalias", "pseudonym"]
            case .message: ["messageid", "msgid"]
            case .x: ["posx", "xpos", "x", "positionx", "senderposx"]
            case .y: ["posy", "ypos", "y", "positiony", "senderposy"]
            case .vx: ["spdx", "xspd", "vx", "speedx", "velocityx"]
            case .vy: ["spdy", "yspd", "vy", "speedy", "velocityy"]
            case .speed: ["spd", "speed"]
            case .heading: ["heading", "hed"]
            case .angle: []
            case .hx: ["hedx", "headingx"]
            case .hy: ["hedy", "headingy"]
            case .acceleration: ["acl", "acceleration", "accel"]
            case .ax: ["aclx", "ax", "accelerationx"]
            case .ay: ["acly", "ay", "accelerationy"]
            case .receiverX: ["receiverx", "receiverposx", "rcvposx"]
            case .receiverY: ["receivery", "receiverposy", "rcvposy"]
            case .label:
                [
                    "attackertype", "attacktype", "attack", "attacker", "label", "class", "altered", "malicious",
                    "ismalicious", "isattacker", "isattack", "misbehavior", "misbehaviour", "groundtruth",
                ]
            }
        }
    }

    /// What the program VASP writes: the remote vehicle sends, the host vehicle receives; headings count from the east.
    private static let vasp: [Role: String] = [
        .time: "msg_rcv_time", .sent: "msg_generation_time", .sender: "rv_id", .receiver: "hv_id",
        .message: "rv_msg_count", .x: "rv_pos_x", .y: "rv_pos_y", .speed: "rv_speed", .angle: "rv_heading",
        .acceleration: "rv_accel", .receiverX: "hv_pos_x", .receiverY: "hv_pos_y", .label: "attack_type",
    ]

    /// Name of the column for each role, as given.
    private var names: [Role: String] = [:]
    /// In which times are, where it is said.
    private var unit: TimeUnit?

    /// Columns as `time=sendTime,sender=id`.
    ///
    /// - Throws: ``DataError`` for what is no such list.
    public init(_ text: String) throws(DataError) {
        for pair in try RoleList.pairs(text, wrong: Self.wrong) { try add(pair.role, pair.column) }
    }

    /// Columns as in a file with one JSON5 object.
    ///
    /// - Throws: ``DataError`` for a file that cannot be read, or has something else.
    public init(file: String) throws(DataError) {
        for pair in try RoleList.pairs(file: file) { try add(pair.role, pair.column) }
    }

    private static var roleList: String {
        Role.allCases.map(\.rawValue).joined(separator: ", ") + "; and unit, that of times: " + TimeUnit.list
    }

    private static func wrong(_ message: String) -> DataError {
        DataError(message: "--columns: \(message); roles are: \(roleList)")
    }

    private mutating func add(_ role: String, _ column: String) throws(DataError) {
        let (role, column) = (FieldText.trimmed(role), FieldText.trimmed(column))
        if role == "unit" {
            guard let known = TimeUnit(rawValue: column) else {
                throw Self.wrong("'unit' is one of \(TimeUnit.list), not '\(escapedForMessage(column))'")
            }
            guard unit == nil else { throw Self.wrong("'unit' is named twice") }
            unit = known
            return
        }
        guard let known = Role(rawValue: role) else {
            throw Self.wrong(
                "there is no role '\(escapedForMessage(role))'"
                    + NearestName.hint(for: role, among: Role.allCases.map(\.rawValue) + ["unit"]))
        }
        guard names.updateValue(column, forKey: known) == nil else { throw Self.wrong("'\(role)' is named twice") }
    }

    // MARK: - In a header

    /// What the columns of a table mean.
    struct Reading {
        var places: [Role: Int] = [:]
        var isVASP = false
        /// Nil where the user does not say.
        var unit: TimeUnit?
        /// What was not clear.
        var remarks: [String] = []
    }

    /// Ways to say the same. Where the user names a column of one of them, those of the others are not looked for.
    private static let alternatives: [[[Role]]] = [
        [[.vx, .vy], [.speed]], [[.angle], [.heading], [.hx, .hy]], [[.acceleration], [.ax, .ay]],
    ]
    /// Roles that say nothing alone.
    private static let pairs: [(Role, Role)] = [(.vx, .vy), (.hx, .hy), (.ax, .ay), (.receiverX, .receiverY)]

    /// What the columns of a header mean. What is not named is found by the names that are usual.
    ///
    /// - Throws: ``DataError`` where a column that is needed is missing, or what is named would have no effect.
    static func reading(of header: [String], given: TableColumns?, file: String) throws(DataError) -> Reading {
        let named = given?.names ?? [:]
        var reading = Reading()
        reading.unit = given?.unit
        reading.isVASP = ["rv_id", "hv_id", "rv_pos_x"].allSatisfy { header.contains($0) }
        let isPassedOver = try passedOver(beside: Set(named.keys))
        for role in Role.allCases {
            if let name = named[role] {
                reading.places[role] = try place(of: name, in: header, file)
            } else if isPassedOver.contains(role) {
                continue
            } else if reading.isVASP {
                reading.places[role] = vasp[role].flatMap { header.firstIndex(of: $0) }
            } else {
                reading.places[role] = usualPlace(of: role, in: header, &reading.remarks)
            }
        }
        if reading.places[.time] == nil { reading.places[.time] = reading.places[.sent] }
        if reading.places[.sent] == nil { reading.places[.sent] = reading.places[.time] }
        try check(reading, named: named, header, file)
        if reading.places[.label] == nil {
            reading.remarks.append(
                "no column is known to be the label, so nothing says who attacks; --columns label=NAME names it")
        }
        return reading
    }

    /// Roles whose usual columns do not count beside those that are named.
    private static func passedOver(beside named: Set<Role>) throws(DataError) -> Set<Role> {
        var found: Set<Role> = []
        for ways in alternatives {
            let chosen = ways.filter { !named.isDisjoint(with: $0) }
            if chosen.count > 1, let one = chosen[0].first(where: named.contains),
                let other = chosen[1].first(where: named.contains)
            {
                throw wrong("'\(one.rawValue)' and '\(other.rawValue)' say the same; name one of them")
            }
            guard let own = chosen.first else { continue }
            found.formUnion(ways.joined().filter { !own.contains($0) })
        }
        return found
    }

    private static func problem(_ message: String, _ header: [String], _ file: String) -> DataError {
        DataError(
            position: SourcePosition(origin: .file(file), line: 1, column: 1),
            message: message + "; the header has " + excerptForMessage(header.joined(separator: ", "), limit: 300)
                + ". --columns role=column,... says what they are; roles are: " + roleList)
    }

    private static func place(of name: String, in header: [String], _ file: String) throws(DataError) -> Int {
        guard let place = header.firstIndex(of: name) else {
            let nearest = NearestName.nearest(to: name, among: header).map {
                "; did you mean '\(escapedForMessage($0))'?"
            }
            throw problem("no column is named '\(escapedForMessage(name))'\(nearest ?? "")", header, file)
        }
        return place
    }

    private static func check(
        _ reading: Reading, named: [Role: String], _ header: [String], _ file: String
    ) throws(DataError) {
        let places = reading.places
        func fail(_ message: String) -> DataError { problem(message, header, file) }
        for role in [Role.time, .sender, .x, .y] where places[role] == nil {
            throw fail("no column is known to be '\(role.rawValue)'")
        }
        for (one, other) in pairs
        where named[one] != nil && places[other] == nil || named[other] != nil && places[one] == nil {
            let missing = places[one] == nil ? one : other
            throw fail(
                "'\(one.rawValue)' and '\(other.rawValue)' belong together; no column is known to be "
                    + "'\(missing.rawValue)'")
        }
        let hasVelocity = places[.vx] != nil && places[.vy] != nil
        let hasCourse = places[.heading] != nil || places[.angle] != nil || places[.hx] != nil && places[.hy] != nil
        guard hasVelocity || places[.speed] != nil && hasCourse else {
            throw fail("no columns are known to be the velocity: vx and vy, or speed and heading")
        }
        for role in Role.allCases {
            guard let place = places[role], header.count(where: { $0 == header[place] }) > 1 else { continue }
            throw fail("the column '\(escapedForMessage(header[place]))', which is '\(role.rawValue)', is there twice")
        }
    }

    /// The first column of a usual name; others are remarked.
    private static func usualPlace(of role: Role, in header: [String], _ remarks: inout [String]) -> Int? {
        let plain = header.map { $0.lowercased().filter { $0.isLetter || $0.isNumber } }
        let found = role.names.compactMap { plain.firstIndex(of: $0) }
        guard let place = found.first else { return nil }
        let others = found.dropFirst().map { "'\(escapedForMessage(header[$0]))'" }
        if !others.isEmpty {
            remarks.append(
                "the column '\(escapedForMessage(header[place]))' is taken for '\(role.rawValue)', not "
                    + others.joined(separator: ", ") + "; --columns \(role.rawValue)=NAME says otherwise")
        }
        return place
    }
}
