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
    private static let mostReceivers = 100_000

    let path: String
    let spool: SpoolDirectory
    let logs: [LogFile]
    let isVASP: Bool
    let hasReceivers: Bool
    /// Whether the user says in which unit times are.
    let isUnitNamed: Bool
    /// What was not clear, a sentence each.
    let remarks: [String]

    private struct Log {
        var file: Int
        var name: LogName
        var lastTime = -Double.infinity
        var isSorted = true
    }

    /// Why a row was not sorted into a log.
    enum Damage: String {
        case damaged, receiver
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
                sorter.damaged.append((.damaged, reader.number))
                continue
            }
            if row.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            let fields = CSVColumns.split(row, at: separator)
            if fields == heading {
                sorter.repeatedHeadings.append(reader.number)
            } else if fields.count != header.count {
                sorter.damaged.append((.damaged, reader.number))
            } else {
                try sorter.add(fields, line: reader.number)
            }
        }
        logs = try sorter.finish()
        spool = sorter.spool
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
        let spool: SpoolDirectory
        private var logs: [Log] = []
        private var numbers: [LogName: Int] = [:]
        /// Rows of nobody's log, by line.
        var damaged: [(Damage, Int)] = []
        var repeatedHeadings: [Int] = []

        init(path: String, reading: TableColumns.Reading, separator: UInt8, spool: SpoolDirectory) {
            self.path = path
            self.reading = reading
            self.separator = separator
            self.spool = spool
        }

        mutating func add(_ fields: [ArraySlice<UInt8>], line: Int) throws(DataError) {
            var name = LogName.text(FlatTable.everywhere)
            if let place = reading.places[.receiver] {
                guard let given = LogName(given: String(decoding: fields[place], as: UTF8.self)) else {
                    return damaged.append((.receiver, line))
                }
                name = given
            }
            var log = numbers[name] ?? -1
            if log < 0 { log = try begin(name) }
            let row = Role.allCases.map { role in reading.places[role].map { text(of: role, fields[$0]) } ?? "" }
            // The time is the first column.
            if let time = Double(row[0]), time.isFinite {
                try check(time, line)
                if time < logs[log].lastTime { logs[log].isSorted = false }
                logs[log].lastTime = time
            }
            var writer = CSVWriter(capacityBytes: 256)
            for field in row { writer.append(field) }
            writer.append(line)
            writer.endRow()
            try spool.append(writer.bytes, to: logs[log].file)
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

        private mutating func begin(_ name: LogName) throws(DataError) -> Int {
            guard logs.count < FlatTable.mostReceivers else {
                throw DataError(message: "\(escapedForMessage(path)): more than \(FlatTable.mostReceivers) receivers")
            }
            var heading = CSVWriter()
            heading.appendRow(FlatTable.columns)
            numbers[name] = logs.count
            logs.append(Log(file: spool.add(heading.bytes), name: name))
            return logs.count - 1
        }

        func finish() throws(DataError) -> [LogFile] {
            guard !logs.isEmpty else {
                let reason =
                    damaged.contains { $0.0 == .receiver }
                    ? "no row of the table names a receiver" : "the table has no rows with as many fields as its header"
                throw DataError(message: "\(escapedForMessage(path)): \(reason)")
            }
            // Nobody's: they are counted with the first.
            for (damage, line) in damaged {
                try spool.append(Array("\(damage.rawValue),\(line)\n".utf8), to: logs[0].file)
            }
            try spool.finish()
            for log in logs where !log.isSorted { try FlatTable.sort(log.file, in: spool) }
            return logs.map { LogFile(path: spool.path(of: $0.file), receiver: $0.name, origin: path) }
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

    /// Puts the rows of a log in order of time; equal times, and rows without one, stay behind those before them.
    private static func sort(_ file: Int, in spool: SpoolDirectory) throws(DataError) {
        var reader = RecordReader(path: spool.path(of: file), layout: .lines)
        var rows: [(time: Double, bytes: [UInt8])] = []
        var heading: [UInt8] = []
        while let item = try reader.next() {
            guard case .record(let row) = item else { continue }
            if heading.isEmpty {
                heading = Array(row) + [0x0A]
                continue
            }
            // The time is the first column.
            let text = String(decoding: row.prefix { $0 != CSVWriter.comma }, as: UTF8.self)
            rows.append((Double(text) ?? rows.last?.time ?? -.infinity, Array(row) + [0x0A]))
        }
        let order = rows.indices.sorted { (rows[$0].time, $0) < (rows[$1].time, $1) }
        var bytes = heading
        for index in order { bytes += rows[index].bytes }
        try spool.replace(file, with: bytes)
    }
}
