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

    private var hasLatitude = false

    /// Splits a header; the text that is wrong with it is thrown as a `TraceProblem`.
    init(_ text: String) throws(TraceProblem) {
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
        var found = Set<Int>()
        for name in names {
            var column = Column.allCases.first { $0.names.contains(name) }
            if let found = column, found.isForKinds, roles.contains(found.rawValue) { column = nil }
            if let column, !found.insert(column.rawValue).inserted {
                throw TraceProblem("the column '\(excerptForMessage(name))' is one of two for the \(column)")
            }
            roles.append(column?.rawValue ?? -1)
            if name.hasSuffix("vehicle_id") { isSUMO = true }
            if (name.hasPrefix("lon") || name == "lng") && column == .x { isGeographic = true }
            if name.hasPrefix("lat") && column == .y { hasLatitude = true }
        }
        if isGeographic != hasLatitude {
            throw TraceProblem("longitude and latitude are named together, or x and y")
        }
        for column in Column.allCases where column.isRequired && !found.contains(column.rawValue) {
            throw TraceProblem(
                "no column is named '\(column)' (or \(column.names.dropFirst().joined(separator: ", "))); "
                    + "the header has \(excerptForMessage(names.joined(separator: ", "), limit: 120)). " + Self.recipe)
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
        "A header can be put before any table, for example: (echo time vehicle x y speed; cat FILE) | "
        + "trustsim trace convert - OUT.csv --from csv; '-' in it names a column that is not read"

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
