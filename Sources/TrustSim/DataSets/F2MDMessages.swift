import Foundation

/// Messages that the simulation framework F2MD writes as its receivers judge them (J. Kamel et al., 2020, DOI
/// 10.1109/TVT.2020.2984878): a JSON object each, with the receiver, F2MD's check values, the message, and the label; one in a
/// file (`.bsm`) or many as a list (`.lbsm`). A receiver has a file for each of its pseudonyms, or for each message.
///
/// They are sorted into logs as the rows of a flat table are. F2MD's check values are not used: the checks here judge anew.
enum F2MDMessages {
    /// The files in a directory, or the one that is named, of which the first shows such messages; empty where none does.
    static func files(in path: String) throws(DataError) -> [String] {
        var isDirectory: ObjCBool = false
        guard !path.utf8.contains(0), FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            return []
        }
        if !isDirectory.boolValue { return try isOne(path) ? [path] : [] }
        return try DataSetFiles.messagesOfF2MD(in: path)
    }

    private static func isOne(_ path: String) throws(DataError) -> Bool {
        var reader = RecordReader(path: path, layout: .lines)
        for _ in 0..<5 {
            guard case .record(let line) = try reader.next() else { return false }
            if shows(line) { return true }
        }
        return false
    }

    /// Whether a line begins a message.
    static func shows(_ line: ArraySlice<UInt8>) -> Bool {
        let start = line.drop { " \t[{".utf8.contains($0) }
        return start.starts(with: Array("\"BsmPrint\"".utf8))
    }

    /// Sorts messages into logs. `path`: what the user named.
    static func table(
        _ path: String, _ files: [String], cancellation: CancellationFlag?
    ) throws -> FlatTable {
        var sorter = LogSorter(path: path, spool: try SpoolDirectory())
        var json = CompactJSON()
        var own = 0
        var number = 0
        for file in files {
            var reader = RecordReader(path: file, layout: .list)
            while let item = try reader.next() {
                if cancellation?.isCancelled == true { throw Cancelled() }
                number += 1
                guard case .record(let record) = item, json.read(record), let print = json.find("BsmPrint"),
                    let data = json.find("Metadata", in: print), let list = json.find("BSMs", in: print),
                    let message = json.children(list).first
                else {
                    sorter.note(.syntax, number)
                    continue
                }
                if json.find("myId", in: data) != nil {
                    own += 1
                    continue
                }
                // Older versions do not write who the sender is: then all go by their pseudonyms.
                let hasSender = json.find("RealId", in: message) != nil
                guard let receiver = json.name(hasSender ? "receiverId" : "receiverPseudo", in: data) else {
                    sorter.note(.receiver, number)
                    continue
                }
                try sorter.add(row(json, message, data, hasSender: hasSender), of: receiver, number)
            }
        }
        let logs = try sorter.finish(
            orElse: own > 0
                ? "its \(own) messages are what vehicles sent themselves, of which nobody is a receiver"
                : "none of its \(number) messages can be read")
        return FlatTable(
            path: path, spool: sorter.spool, logs: logs, format: .f2md,
            remarks: own == 0 ? [] : ["\(own) messages are what vehicles sent themselves; they are left out"])
    }

    /// The message as a row of a log.
    private static func row(
        _ json: CompactJSON, _ message: Int, _ data: Int, hasSender: Bool
    ) -> [TableColumns.Role: String] {
        var row: [TableColumns.Role: String] = [:]
        func set(_ role: TableColumns.Role, _ number: Double?) { row[role] = number.map(NumberText.csv) }
        let received = json.number("ArrivalTime", in: message) ?? json.number("generationTime", in: data)
        set(.time, received)
        set(.sent, json.number("CreationTime", in: message) ?? received)
        row[.sender] = (hasSender ? json.name("RealId", in: message) : json.name("Pseudonym", in: message))?.text
        if hasSender { row[.pseudonym] = json.name("Pseudonym", in: message)?.text }
        for (key, x, y) in [
            ("Pos", TableColumns.Role.x, TableColumns.Role.y), ("Speed", .vx, .vy), ("Accel", .ax, .ay),
            ("Heading", .hx, .hy),
        ] as [(StaticString, TableColumns.Role, TableColumns.Role)] {
            let point = json.point(key, in: message)
            set(x, point?.x)
            set(y, point?.y)
        }
        row[.label] =
            json.word("AttackType", in: message) ?? json.word("attackType", in: data)
            ?? json.word("MbType", in: message) ?? json.word("mbType", in: data)
        return row
    }
}
