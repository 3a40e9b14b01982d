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
    let hasReceivers: Bool
    let isVASP: Bool

    private struct Log {
        var file: Int
        var name: String
        var lastTime = -Double.infinity
        var isSorted = true
    }

    init(path: String, columns given: TableColumns?, cancellation: CancellationFlag?) throws {
        self.path = path
        var reader = RecordReader(path: path, layout: .lines)
        guard case .record(let first) = try reader.next(), !first.contains(UInt8(ascii: "{")),
            !first.contains(UInt8(ascii: "<"))
        else { throw Self.noTable(path) }
        let separator = Self.separator(of: first)
        let header = CSVColumns.split(first, at: separator).map { String(decoding: $0, as: UTF8.self) }
        guard header.count > 3 else { throw Self.noTable(path) }
        let (places, isVASP) = try TableColumns.places(in: header, given: given, file: path)
        self.isVASP = isVASP
        hasReceivers = places[.receiver] != nil
        let spool = try SpoolDirectory()
        var logs: [Log] = []
        var numbers: [String: Int] = [:]
        var damaged: [Int] = []
        while let item = try reader.next() {
            if cancellation?.isCancelled == true { throw Cancelled() }
            guard case .record(let row) = item else {
                damaged.append(reader.number)
                continue
            }
            if row.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            let fields = CSVColumns.split(row, at: separator)
            guard fields.count == header.count else {
                damaged.append(reader.number)
                continue
            }
            func text(_ role: Role) -> String? { places[role].map { String(decoding: fields[$0], as: UTF8.self) } }
            let name = text(.receiver) ?? Self.everywhere
            let log = try numbers[name] ?? Self.begin(name, &logs, &numbers, spool, path)
            if let time = text(.time).flatMap({ Double($0) }) {
                if time < logs[log].lastTime { logs[log].isSorted = false }
                logs[log].lastTime = time
            }
            try spool.append(Self.row(fields, places, line: reader.number), to: logs[log].file)
        }
        guard !logs.isEmpty else {
            throw DataError(
                message: "\(escapedForMessage(path)): the table has no rows with as many fields as its header")
        }
        // Nobody's: they are counted with the first.
        for line in damaged { try spool.append(Self.damagedRow(line), to: logs[0].file) }
        try spool.finish()
        for log in logs where !log.isSorted { try Self.sort(log.file, in: spool) }
        self.spool = spool
        self.logs = logs.map { log in
            LogFile(path: spool.path(of: log.file), receiver: LogName(log.name), origin: path)
        }
    }

    private static func begin(
        _ name: String, _ logs: inout [Log], _ numbers: inout [String: Int], _ spool: SpoolDirectory, _ path: String
    ) throws(DataError) -> Int {
        guard logs.count < mostReceivers else {
            throw DataError(message: "\(escapedForMessage(path)): more than \(mostReceivers) receivers")
        }
        var heading = CSVWriter()
        heading.appendRow(columns)
        numbers[name] = logs.count
        logs.append(Log(file: spool.add(heading.bytes), name: name))
        return logs.count - 1
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

    /// What is found to be damaged when it is read.
    private static func damagedRow(_ line: Int) -> [UInt8] { Array("damaged,\(line)\n".utf8) }

    /// A row of a log.
    private static func row(_ fields: [ArraySlice<UInt8>], _ places: [Role: Int], line: Int) -> [UInt8] {
        var writer = CSVWriter(capacityBytes: 256)
        for role in Role.allCases {
            writer.append(places[role].map { String(decoding: fields[$0], as: UTF8.self) } ?? "")
        }
        writer.append(line)
        writer.endRow()
        return writer.bytes
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
