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
        /// 0, empty words such as `genuine`, or what kind of attack it is.
        case label

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
            case .heading: ["heading"]
            case .angle: []
            case .hx: ["hedx", "headingx"]
            case .hy: ["hedy", "headingy"]
            case .acceleration: ["acl", "acceleration", "accel"]
            case .ax: ["aclx", "ax", "accelerationx"]
            case .ay: ["acly", "ay", "accelerationy"]
            case .receiverX: ["receiverx", "receiverposx", "rcvposx"]
            case .receiverY: ["receivery", "receiverposy", "rcvposy"]
            case .label: ["attackertype", "attacktype", "attack", "attacker", "label", "class", "altered"]
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

    /// Columns as `time=sendTime,sender=id`.
    ///
    /// - Throws: ``DataError`` for what is no such list.
    public init(_ text: String) throws(DataError) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let sign = part.firstIndex(of: "=") else {
                throw Self.wrong("'\(escapedForMessage(String(part)))' is not of the form role=column")
            }
            try add(String(part[..<sign]), String(part[part.index(after: sign)...]))
        }
    }

    /// Columns as in a file with one JSON5 object.
    ///
    /// - Throws: ``DataError`` for a file that cannot be read, or has something else.
    public init(file: String) throws(DataError) {
        let root = try JSON5Reader.readAll(file: file)
        guard case .object(let members) = root.value else {
            throw DataError(
                position: root.position, message: "an object is expected, such as {sender: 'id', x: 'posx'}")
        }
        for member in members {
            guard let name = member.value.string else {
                throw DataError(position: member.value.position, message: "the name of a column is expected")
            }
            try add(member.key, name)
        }
    }

    private init(names: [Role: String]) { self.names = names }

    private static func wrong(_ message: String) -> DataError {
        DataError(
            message: "--columns: \(message); roles are: \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
    }

    private mutating func add(_ role: String, _ column: String) throws(DataError) {
        guard let known = Role(rawValue: role) else {
            throw Self.wrong(
                "there is no role '\(escapedForMessage(role))'"
                    + NearestName.hint(for: role, among: Role.allCases.map(\.rawValue)))
        }
        guard names.updateValue(column, forKey: known) == nil else { throw Self.wrong("'\(role)' is named twice") }
    }

    /// The place of the column for each role in a header. What is not named is found by the names that are usual.
    ///
    /// - Throws: ``DataError`` where a column that is needed is missing.
    static func places(
        in header: [String], given: TableColumns?, file: String
    ) throws(DataError) -> (places: [Role: Int], isVASP: Bool) {
        func fail(_ message: String) -> DataError {
            DataError(
                position: SourcePosition(origin: .file(file), line: 1, column: 1),
                message: message + "; the header has "
                    + excerptForMessage(header.joined(separator: ", "), limit: 300)
                    + ". --columns role=column,... says what they are; roles are: "
                    + Role.allCases.map(\.rawValue).joined(separator: ", "))
        }
        let isVASP = given == nil && ["rv_id", "hv_id", "rv_pos_x"].allSatisfy { header.contains($0) }
        let given = isVASP ? TableColumns(names: vasp) : given
        var places: [Role: Int] = [:]
        for role in Role.allCases {
            if let name = given?.names[role] {
                guard let place = header.firstIndex(of: name) else {
                    throw fail("no column is named '\(escapedForMessage(name))'")
                }
                places[role] = place
            } else if !isVASP {
                places[role] = usualPlace(of: role, in: header)
            }
        }
        if places[.time] == nil { places[.time] = places[.sent] }
        if places[.sent] == nil { places[.sent] = places[.time] }
        for role in [Role.time, .sender, .x, .y] where places[role] == nil {
            throw fail("no column is known to be '\(role.rawValue)'")
        }
        let hasVelocity = places[.vx] != nil && places[.vy] != nil
        let hasCourse = places[.heading] != nil || places[.angle] != nil || places[.hx] != nil && places[.hy] != nil
        guard hasVelocity || places[.speed] != nil && hasCourse else {
            throw fail("no columns are known to be the velocity: vx and vy, or speed and heading")
        }
        return (places, isVASP)
    }

    private static func usualPlace(of role: Role, in header: [String]) -> Int? {
        let plain = header.map { $0.lowercased().filter { $0.isLetter || $0.isNumber } }
        for name in role.names {
            if let place = plain.firstIndex(of: name) { return place }
        }
        return nil
    }
}
