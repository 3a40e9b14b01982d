/// The columns of a trace that is a table: which of them are read, and under which names.
struct CSVTraceHeader {
    enum Column: Int, CaseIterable {
        case time, vehicle, x, y, speed, angle, lane, type

        /// Names that mean this column, without regard to case.
        var names: [String] {
            switch self {
            case .time: ["time", "timestep_time", "timestep", "timestamp", "t"]
            case .vehicle: ["vehicle", "vehicle_id", "timestep_vehicle_id", "id", "node"]
            case .x: ["x", "vehicle_x", "timestep_vehicle_x", "lon", "lng", "longitude"]
            case .y: ["y", "vehicle_y", "timestep_vehicle_y", "lat", "latitude"]
            case .speed: ["speed", "vehicle_speed", "timestep_vehicle_speed"]
            case .angle: ["heading", "angle", "vehicle_angle", "timestep_vehicle_angle"]
            case .lane: ["lane", "vehicle_lane", "timestep_vehicle_lane"]
            case .type: ["vehicle_type", "timestep_vehicle_type", "type"]
            }
        }

        /// What `--columns` calls it.
        var role: String { self == .angle ? "heading" : "\(self)" }
        var isRequired: Bool { rawValue <= Column.y.rawValue }
        /// Whether it only tells who is a vehicle: of two such columns the first counts.
        var isForKinds: Bool { self == .lane || self == .type }
    }

    static let mostColumns = 1000

    let separator: UInt8
    /// The column at each place of a row, as its raw value; -1 for those that are not read.
    private(set) var roles: [Int] = []
    /// Whether SUMO wrote it.
    private(set) var isSUMO = false
    /// Whether its coordinates are named longitude and latitude.
    private(set) var isGeographic = false
    /// Whether there is no header: the first line is a row.
    let isMissing: Bool

    /// Splits a header; the text that is wrong with it is thrown as a `TraceProblem`. What is `named` counts before names that
    /// are usual; where that is all by number, the first line may be a row.
    init(_ text: String, named: TraceColumns = TraceColumns()) throws(TraceProblem) {
        let sign = Self.separator(of: text)
        guard let sign else {
            throw TraceProblem(
                "the first line is no header: it needs the columns time, vehicle, x and y, separated by ; or , or tabs or "
                    + "spaces. " + Self.recipe)
        }
        separator = sign
        let character = Character(Unicode.Scalar(sign))
        let names = text.split(separator: character, omittingEmptySubsequences: sign == Self.space).map(Self.bare)
        guard names.count <= Self.mostColumns else {
            throw TraceProblem("the header has \(names.count) columns; at most \(Self.mostColumns) are allowed")
        }
        isMissing = named.isRow(names)
        let places = try named.places(in: names, isHeader: !isMissing)
        roles = Array(repeating: -1, count: names.count)
        for column in Column.allCases { if let place = places[column] { roles[place] = column.rawValue } }
        if !isMissing { try findUsual(names, beside: places) }
        for column in Column.allCases where column.isRequired && !has(column) {
            throw TraceProblem(
                isMissing
                    ? "no column is said to be '\(column.role)'; in a table without a header all are named by number"
                    : "no column is named '\(column)' (or \(column.names.dropFirst().joined(separator: ", "))); the header has "
                        + "\(excerptForMessage(names.joined(separator: ", "), limit: 120)). \(Self.recipe)")
        }
    }

    /// Columns of usual names, of those that nobody has named.
    private mutating func findUsual(_ names: [String], beside named: [Column: Int]) throws(TraceProblem) {
        for (place, name) in names.enumerated() {
            if name.hasSuffix("vehicle_id") { isSUMO = true }
            guard roles[place] < 0, let column = Column.allCases.first(where: { $0.names.contains(name) }),
                named[column] == nil
            else { continue }
            if has(column) {
                if column.isForKinds { continue }
                throw TraceProblem("the column '\(excerptForMessage(name))' is one of two for the \(column)")
            }
            roles[place] = column.rawValue
        }
        func begins(_ column: Column, _ words: String...) -> Bool {
            guard let place = roles.firstIndex(of: column.rawValue) else { return false }
            return words.contains { names[place].hasPrefix($0) }
        }
        let (hasLongitude, hasLatitude) = (begins(.x, "lon", "lng"), begins(.y, "lat"))
        isGeographic = hasLongitude && hasLatitude
        if hasLongitude != hasLatitude && (named[.x] == nil || named[.y] == nil) {
            throw TraceProblem("longitude and latitude are named together, or x and y")
        }
    }

    func has(_ column: Column) -> Bool { roles.contains(column.rawValue) }

    private static func bare(_ name: Substring) -> String {
        var name = name
        func isAround(_ character: Character) -> Bool { character == " " || character == "\t" || character == "\"" }
        while let first = name.first, isAround(first) { name.removeFirst() }
        while let last = name.last, isAround(last) { name.removeLast() }
        return name.lowercased()
    }

    private static func separator(of text: String) -> UInt8? {
        let inner = text.utf8.drop { $0 == space }
        return [UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\t"), space].first { inner.contains($0) }
    }

    static let space = UInt8(ascii: " ")

    /// What to do where the columns are named otherwise, or not at all.
    static let recipe =
        "--columns (mobility.columns) says what columns are, by name or, in a table without a header, by number, such as "
        + "time=1,vehicle=2,x=3,y=4,speed=5"

    /// Whether a file that starts so is a table.
    static func looksLikeOne(_ start: UnsafeBufferPointer<UInt8>) -> Bool {
        let lines = start.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        guard let line = lines.first else { return false }
        let text = String(decoding: line, as: UTF8.self)
        guard separator(of: text) != nil, !text.contains("<") else { return false }
        if Column.time.names.contains(where: { text.lowercased().contains($0) }) { return true }
        // Numbers and names without a header: that is for the header to say.
        let fields = text.split { $0 == " " || $0 == "\t" || $0 == "," || $0 == ";" }
        return fields.count >= 4 && fields.count { Double($0) != nil } >= 3
    }
}
