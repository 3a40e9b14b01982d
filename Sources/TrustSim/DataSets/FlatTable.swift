/// A data set that is one table: a row a message received, or, without a column for the receiver, a row a message sent,
/// which is taken as heard by one receiver of everything.
///
/// The rows are sorted into a log a receiver, in order of time, in a directory of their own; then it is a data set like any.
struct FlatTable {
    typealias Role = TableColumns.Role

    /// Columns of the logs: the roles, and the line in the table.
    static let columns = Role.allCases.map(\.rawValue) + ["line"]
    /// The receiver that hears all.
    static let everywhere = "everywhere"

    let path: String
    let spool: SpoolDirectory
    let logs: [LogFile]
    let isVASP: Bool
    let hasReceivers: Bool
    /// Whether the user says in which unit times are.
    let isUnitNamed: Bool
    /// What was not clear, a sentence each.
    let remarks: [String]

    /// Of the rows, before they were sorted.
    let format: DataSetFormat

    /// What was sorted into logs otherwise.
    init(path: String, spool: SpoolDirectory, logs: [LogFile], format: DataSetFormat, remarks: [String]) {
        self.path = path
        self.spool = spool
        self.logs = logs
        self.format = format
        self.remarks = remarks
        isVASP = false
        hasReceivers = true
        isUnitNamed = true
    }

    init(path: String, columns given: TableColumns?, cancellation: CancellationFlag?) throws {
        self.path = path
        try ForeignFile.refuse(path)
        var reader = RecordReader(path: path, layout: .lines)
        guard case .record(let first) = try reader.next(), !first.contains(UInt8(ascii: "{")),
            !first.contains(UInt8(ascii: "<"))
        else { throw Self.noTable(path) }
        let separator = Self.separator(of: first)
        let heading = CSVColumns.split(first, at: separator)
        let header = heading.map { String(decoding: $0, as: UTF8.self) }
        guard header.count > 3 else { throw Self.noTable(path) }
        if given == nil && header.contains("hazardAttack") && header.contains("type") { throw Self.singleLog(path) }
        let reading = try TableColumns.reading(of: header, given: given, file: path)
        var sorter = Sorter(path: path, reading: reading, separator: separator, spool: try SpoolDirectory())
        while let item = try reader.next() {
            if cancellation?.isCancelled == true { throw Cancelled() }
            guard case .record(let row) = item else {
                sorter.logs.note(.damaged, reader.number)
                continue
            }
            if row.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            let fields = CSVColumns.split(row, at: separator)
            if fields == heading {
                sorter.repeatedHeadings.append(reader.number)
            } else if fields.count != header.count {
                sorter.logs.note(.damaged, reader.number)
            } else {
                try sorter.add(fields, line: reader.number)
            }
        }
        logs = try sorter.logs.finish(orElse: "the table has no rows with as many fields as its header")
        spool = sorter.logs.spool
        format = .table
        isVASP = reading.isVASP
        hasReceivers = reading.places[.receiver] != nil
        isUnitNamed = reading.unit != nil
        remarks = reading.remarks + sorter.remarks
    }

    /// Whether a file has a heading of which the columns are known.
    static func isOne(_ path: String) throws(DataError) -> Bool {
        var reader = RecordReader(path: path, layout: .lines)
        guard case .record(let first) = try reader.next() else { return false }
        let header = CSVColumns.split(first, at: separator(of: first)).map { String(decoding: $0, as: UTF8.self) }
        return header.count > 3 && (try? TableColumns.reading(of: header, given: nil, file: path)) != nil
    }

    /// Sorts rows into logs.
    private struct Sorter {
        let path: String
        let reading: TableColumns.Reading
        let separator: UInt8
        var logs: LogSorter
        var repeatedHeadings: [Int] = []

        init(path: String, reading: TableColumns.Reading, separator: UInt8, spool: SpoolDirectory) {
            self.path = path
            self.reading = reading
            self.separator = separator
            logs = LogSorter(path: path, spool: spool)
        }

        mutating func add(_ fields: [ArraySlice<UInt8>], line: Int) throws(DataError) {
            var name = LogName.text(FlatTable.everywhere)
            if let place = reading.places[.receiver] {
                guard let given = LogName(given: String(decoding: fields[place], as: UTF8.self)) else {
                    return logs.note(.receiver, line)
                }
                name = given
            }
            let row = reading.places.reduce(into: [:]) { row, place in
                row[place.key] = text(of: place.key, fields[place.value])
            }
            if let time = row[.time].flatMap({ Double($0) }), time.isFinite { try check(time, line) }
            try logs.add(row, of: name, line)
        }

        /// A field as logs have it: numbers with points, times in seconds.
        private func text(of role: Role, _ field: ArraySlice<UInt8>) -> String {
            var text = String(decoding: field, as: UTF8.self)
            if role.isNumber && separator == UInt8(ascii: ";") && field.count(where: { $0 == CSVWriter.comma }) == 1 {
                text = text.replacing(",", with: ".")
            }
            guard role == .time || role == .sent, let unit = reading.unit, unit != .seconds, let time = Double(text)
            else { return text }
            return NumberText.csv(time * unit.seconds)
        }

        /// Times of which nobody can have meant seconds.
        private func check(_ time: Double, _ line: Int) throws(DataError) {
            guard reading.unit == nil, time.magnitude > FlatTable.latestSeconds else { return }
            // Since 1970 the times of this century are of this many seconds.
            let likely = TimeUnit.allCases.filter { (9e8...4.2e9).contains(time * $0.seconds) }
            let units = likely.isEmpty ? [.milliseconds, .microseconds, .nanoseconds] : likely
            throw DataError(
                position: SourcePosition(origin: .file(path), line: line, column: 1),
                message: "a time of \(NumberText.csv(time)) s is thousands of years away: it seems to be in "
                    + "\(units.map(\.name).joined(separator: " or ")); "
                    + "--columns \(units.map { "unit=\($0.rawValue)" }.joined(separator: ", ")) says so, unit=s that it is right"
            )
        }

        var remarks: [String] {
            guard let first = repeatedHeadings.first else { return [] }
            return [
                "the heading stands in the table again, \(repeatedHeadings.count == 1 ? "once" : "\(repeatedHeadings.count) times"), "
                    + "first in line \(first): tables seem to have been joined, and what is of different runs is taken for one"
            ]
        }
    }

    /// Times beyond this are no seconds, since 1970 or since anything.
    private static let latestSeconds = 1e11

    private static func singleLog(_ path: String) -> DataError {
        DataError(
            message:
                "\(escapedForMessage(path)): is one log of the format \(DataSetFormat.veremiAP.rawValue), no flat table; "
                + "a data set is the directory of its logs")
    }

    private static func noTable(_ path: String) -> DataError {
        DataError(
            message:
                "\(escapedForMessage(path)): is not a directory, and no table with a header; a data set is a directory "
                + "of logs, or one table")
    }

    private static func separator(of line: ArraySlice<UInt8>) -> UInt8 {
        [CSVWriter.comma, UInt8(ascii: ";"), UInt8(ascii: "\t")].first { line.contains($0) } ?? CSVWriter.comma
    }
}
