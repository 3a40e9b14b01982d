/// Sorts what was received into a log for each receiver, in order of time, in a directory of their own.
struct LogSorter {
    private struct Log {
        var file: Int
        var name: LogName
        var lastTime = -Double.infinity
        var isSorted = true
    }

    /// Why a row was not sorted into a log.
    enum Damage: String, CaseIterable {
        case damaged, receiver, syntax
    }

    private static let mostReceivers = 100_000

    /// The table, or the directory, for messages.
    let path: String
    let spool: SpoolDirectory
    private var logs: [Log] = []
    private var numbers: [LogName: Int] = [:]
    /// Rows of nobody's log, by number.
    private var damaged: [(Damage, Int)] = []

    init(path: String, spool: SpoolDirectory) {
        self.path = path
        self.spool = spool
    }

    /// Notes a row that is nobody's.
    mutating func note(_ damage: Damage, _ number: Int) { damaged.append((damage, number)) }

    /// Adds a row to the log of a receiver. `number`: of the row, for messages.
    mutating func add(_ row: [TableColumns.Role: String], of name: LogName, _ number: Int) throws(DataError) {
        var log = numbers[name] ?? -1
        if log < 0 { log = try begin(name) }
        if let time = row[.time].flatMap({ Double($0) }), time.isFinite {
            if time < logs[log].lastTime { logs[log].isSorted = false }
            logs[log].lastTime = time
        }
        var writer = CSVWriter(capacityBytes: 256)
        for role in TableColumns.Role.allCases { writer.append(row[role] ?? "") }
        writer.append(number)
        writer.endRow()
        try spool.append(writer.bytes, to: logs[log].file)
    }

    private mutating func begin(_ name: LogName) throws(DataError) -> Int {
        guard logs.count < Self.mostReceivers else {
            throw DataError(message: "\(escapedForMessage(path)): more than \(Self.mostReceivers) receivers")
        }
        var heading = CSVWriter()
        heading.appendRow(FlatTable.columns)
        numbers[name] = logs.count
        logs.append(Log(file: spool.add(heading.bytes), name: name))
        return logs.count - 1
    }

    /// The logs. `reason`: why there is none, where that is not for want of receivers.
    mutating func finish(orElse reason: String) throws(DataError) -> [LogFile] {
        guard !logs.isEmpty else {
            let isNameless = damaged.contains { $0.0 == .receiver }
            throw DataError(
                message: "\(escapedForMessage(path)): \(isNameless ? "no row of the table names a receiver" : reason)")
        }
        // Nobody's: they are counted with the first.
        for (damage, number) in damaged {
            try spool.append(Array("\(damage.rawValue),\(number)\n".utf8), to: logs[0].file)
        }
        try spool.finish()
        for log in logs where !log.isSorted { try Self.sort(log.file, in: spool) }
        return logs.map { LogFile(path: spool.path(of: $0.file), receiver: $0.name, origin: path) }
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
