/// A list of attackers as it is written: a CSV table with the columns `vehicle`, `profile`, `from`, `until`, a row for each
/// window of a vehicle. What vehicles and profiles it means depends on the scenario: ``AttackerListLookup``.
struct AttackerListFile: Sendable {
    /// The columns, in any order; no others.
    static let columns = ["vehicle", "profile", "from", "until"]

    /// One row.
    struct Row: Sendable {
        let vehicle: CSVField
        let profile: CSVField
        /// Where the times stand.
        let from: SourcePosition, until: SourcePosition
        /// Begin of the window; nil where none is given.
        let begin: Microseconds?
        /// End of the window; nil where none is given.
        let end: Microseconds?
    }

    /// As in messages.
    let path: String
    let rows: [Row]
    /// Over the bytes of the file.
    let fingerprint: Fingerprint

    /// Reads a file.
    init(path: String) throws(DataError) {
        if path == "-" {
            throw DataError(
                keyPath: "attackers.list",
                message: "the list of attackers is a file, not standard input; one named '-' is './-'")
        }
        try self.init(bytes: DocumentFile.contents(of: path), path: path)
    }

    init(bytes: [UInt8], path: String) throws(DataError) {
        self.path = path
        let table = try CSVTable.readFields(bytes: bytes, name: path)
        let header = table[0]
        try Self.check(header)
        let places = Self.columns.map { name in header.firstIndex { $0.text == name } ?? 0 }
        var rows: [Row] = []
        for fields in table.dropFirst() { rows.append(try Self.row(places.map { fields[$0] })) }
        if rows.isEmpty {
            throw DataError(position: header[0].position, message: "the list names no attacker: there is no row")
        }
        self.rows = rows
        var fingerprint = Fingerprint()
        for byte in bytes { fingerprint.add(UInt64(byte)) }
        self.fingerprint = fingerprint
    }

    private static func check(_ header: [CSVField]) throws(DataError) {
        if let unknown = header.first(where: { !columns.contains($0.text) }) {
            throw DataError(
                position: unknown.position,
                message: "unknown column '\(excerptForMessage(unknown.text))'"
                    + NearestName.hint(for: unknown.text, among: columns))
        }
        if let missing = columns.first(where: { name in !header.contains { $0.text == name } }) {
            throw DataError(
                position: header[0].position,
                message: "the column '\(missing)' is missing; the columns are \(columns.joined(separator: ", "))")
        }
    }

    private static func row(_ fields: [CSVField]) throws(DataError) -> Row {
        if fields[0].text.isEmpty {
            throw DataError(position: fields[0].position, message: "the vehicle is missing")
        }
        return Row(
            vehicle: fields[0], profile: fields[1], from: fields[2].position, until: fields[3].position,
            begin: try time(fields[2], "from"), end: try time(fields[3], "until"))
    }

    private static func time(_ field: CSVField, _ name: String) throws(DataError) -> Microseconds? {
        if field.text.isEmpty { return nil }
        // Neither words nor hexadecimal digits are numbers here.
        let isPlain = field.text.utf8.allSatisfy { "0123456789.+-eE".utf8.contains($0) }
        guard isPlain, let seconds = Double(field.text), (0...1e7).contains(seconds) else {
            throw DataError(
                position: field.position,
                message: "'\(name)' is a time in seconds from 0 to 1e7, or empty; found "
                    + "'\(excerptForMessage(field.text))'")
        }
        return Microseconds(seconds: seconds)
    }
}
