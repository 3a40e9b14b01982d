import Foundation

/// The files of a data set, and what format they are in.
struct DataSetFiles {
    let directory: String
    let format: DataSetFormat
    /// In order of receiver.
    let logs: [LogFile]
    let truth: [LogFile]
    /// What this program wrote about logs of its own, in any format.
    let descriptor: JSONNode?

    /// Whether there are labels that this program wrote.
    let hasLabels: Bool
    /// Where ground truth lies that is not in the directory.
    let truthBeside: [String]

    /// The logs that a flat table was sorted into.
    init(_ table: FlatTable) {
        directory = table.path
        format = table.format
        logs = table.logs.sorted { Self.isBefore($0, $1) }
        truth = []
        descriptor = nil
        hasLabels = false
        truthBeside = []
    }

    init(_ path: String, format wanted: DataSetFormat?) throws(DataError) {
        var directory = path
        while directory.utf8.count > 1 && directory.hasSuffix("/") { directory.removeLast() }
        self.directory = directory
        let names = try Self.names(in: directory)
        descriptor = try Self.descriptor(in: directory, names)
        let candidates = names.filter(Self.isCandidate)
        var found: (format: DataSetFormat, name: String)?
        if let named = descriptor?["format"]?.string.flatMap({ DataSetFormat(rawValue: $0) }) {
            found = (named, LogDirectory.descriptor)
        } else {
            found = try Self.sniff(candidates.filter { !TruthFiles.isNamed($0) }, in: directory)
        }
        if let wanted, let found, found.format != wanted {
            throw DataError(
                message: "\(escapedForMessage(directory)): these are logs of the format \(found.format.rawValue) "
                    + "(\(escapedForMessage(found.name))), not \(wanted.rawValue); \(Self.formatList)")
        }
        // Messages of F2MD show by what is in them, and are sorted into logs before.
        let insisted = candidates.isEmpty || wanted == .f2md ? nil : wanted
        guard let format = found?.format ?? insisted else {
            throw Self.nothingFound(in: directory, names)
        }
        self.format = format
        let files = candidates.filter { name in
            Self.has(name, endings: format.extensions)
        }
        let (logNames, truthNames) = try Self.sorted(files, in: directory, format)
        logs = logNames.map { LogFile(directory: directory, name: $0) }.sorted { Self.isBefore($0, $1) }
        let labels = [LabelFiles.messages, LabelFiles.identities]
        hasLabels = descriptor != nil || format.hasMarks && labels.allSatisfy { names.contains($0) }
        guard hasLabels else {
            let beside = truthNames.isEmpty ? TruthFiles.beside(directory, extensions: format.extensions) : []
            truthBeside = beside
            truth =
                truthNames.map { LogFile(directory: directory, name: $0, isTruth: true) }
                + beside.map { LogFile(path: $0, isTruth: true) }
            return
        }
        truthBeside = []
        truth = [LogFile(directory: directory, name: LabelFiles.messages, isTruth: true)]
        for name in labels where !names.contains(name) {
            throw DataError(message: "\(escapedForMessage(directory)): '\(name)' is missing")
        }
    }

    /// Logs, and ground truth: what is named so, or shows by its first record that it says what was sent.
    private static func sorted(
        _ names: [String], in directory: String, _ format: DataSetFormat
    ) throws(DataError) -> (logs: [String], truth: [String]) {
        var logs: [String] = []
        var truth: [String] = []
        var withoutReceiver: [String] = []
        for name in names {
            switch TruthFiles.isNamed(name)
                ? .truth : try TruthFiles.content(of: directory + "/" + name, format: format)
            {
            case .truth: truth.append(name)
            case .withoutReceiver: withoutReceiver.append(name)
            case .log, .unknown: logs.append(name)
            }
        }
        // Where no file has a receiver these are logs that do not say where it was.
        return logs.isEmpty ? (withoutReceiver, truth) : (logs, truth + withoutReceiver)
    }

    /// Whether there are logs of a known format among the files of a directory.
    static func hasLogs(_ names: [String], in directory: String) throws(DataError) -> Bool {
        if names.contains(LogDirectory.descriptor) { return true }
        let candidates = names.filter { isCandidate($0) && !TruthFiles.isNamed($0) }
        let files = candidates.filter { name in
            var status = stat()
            return stat(directory + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        }
        return try sniff(files, in: directory) != nil
    }

    /// Whether a file of this name would be read from a directory.
    static func couldBeRead(_ path: String) -> Bool {
        hasEnding(path.split(separator: "/").last.map(String.init) ?? path)
    }

    /// Whether a file could be a log or ground truth.
    private static func isCandidate(_ name: String) -> Bool {
        hasEnding(name) && name != LogDirectory.descriptor && !name.hasPrefix("labels-")
    }

    private static func hasEnding(_ name: String) -> Bool {
        has(name, endings: ["json", "jsonl", "csv", "bsm", "lbsm"])
    }

    /// Whether a name has one of these endings, in capitals or not, with that of compression behind it or without.
    static func has(_ name: String, endings: [String]) -> Bool {
        let name = unpackedName(name).lowercased()
        return endings.contains { name.hasSuffix(".\($0)") }
    }

    /// The files with messages of F2MD in a directory, where the first that shows a format shows this one.
    static func messagesOfF2MD(in path: String) throws(DataError) -> [String] {
        let candidates = try names(in: path).filter(isCandidate)
        guard try sniff(candidates, in: path)?.format == .f2md else { return [] }
        return candidates.filter { has($0, endings: DataSetFormat.f2md.extensions) }.map { path + "/" + $0 }
    }

    /// A name without the ending of compression.
    static func unpackedName(_ name: String) -> String {
        name.lowercased().hasSuffix(".gz") ? String(name.dropLast(3)) : name
    }

    private static func isBefore(_ one: LogFile, _ other: LogFile) -> Bool {
        switch (one.receiver, other.receiver) {
        case (.number(let one), .number(let other)) where one != other: return one < other
        case (.number, .text): return true
        case (.text, .number): return false
        default: return one.name.utf8.lexicographicallyPrecedes(other.name.utf8)
        }
    }

    private static func names(in directory: String) throws(DataError) -> [String] {
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory)
        guard exists, !directory.utf8.contains(0) else {
            throw DataError(message: "\(escapedForMessage(directory)): no such directory")
        }
        guard isDirectory.boolValue else {
            throw DataError(message: "\(escapedForMessage(directory)): is not a directory; a data set is a directory")
        }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw DataError(message: "\(escapedForMessage(directory)): cannot be read")
        }
        return names.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func descriptor(in directory: String, _ names: [String]) throws(DataError) -> JSONNode? {
        guard names.contains(LogDirectory.descriptor) else { return nil }
        let root = try JSON5Reader.readAll(file: directory + "/" + LogDirectory.descriptor)
        guard root["program"]?.string == "trustsim" else { return nil }
        guard root["formatVersion"]?.integer == 1, let name = root["format"]?.string,
            DataSetFormat(rawValue: name) != nil
        else {
            throw DataError(
                position: root.position, message: "these logs are of a format that this version does not know")
        }
        return root
    }

    /// Files with something in them that are looked at for their format.
    private static let mostSniffed = 50

    /// The format of the first files that show one.
    private static func sniff(
        _ candidates: [String], in directory: String
    ) throws(DataError) -> (format: DataSetFormat, name: String)? {
        // Receivers that heard nothing may come first.
        var filled = 0
        for name in candidates where filled < mostSniffed {
            var reader = RecordReader(path: directory + "/" + name, layout: .lines)
            var isFilled = false
            for _ in 0..<5 {
                guard case .record(let row) = try reader.next() else { break }
                isFilled = isFilled || row.count > 2
                if F2MDMessages.shows(row) { return (.f2md, name) }
                if let format = format(of: row, isTable: has(name, endings: ["csv"])) { return (format, name) }
            }
            // A list may be one long line, or stand within an object.
            if try TruthFiles.isListOfNextGen(directory + "/" + name) { return (.veremiNextGen, name) }
            if isFilled { filled += 1 }
        }
        return nil
    }

    /// The format of a first row.
    private static func format(of row: ArraySlice<UInt8>, isTable: Bool) -> DataSetFormat? {
        if isTable {
            let columns = CSVColumns(names: CSVColumns.split(row))
            if columns.place("hazardAttack") != nil || columns.place("vehicleId") != nil { return .veremiAP }
            return columns.place("receiverX") != nil && columns.place("rcvTime") != nil ? .csv : nil
        }
        let start = row.drop { [0x20, 0x09].contains($0) }
        if start.first == UInt8(ascii: "[") { return .veremiNextGen }
        var json = CompactJSON()
        guard json.read(start) else { return nil }
        // A message a line in place of a list.
        if json.find("sender_id") != nil && json.find("rcvTime") != nil { return .veremiNextGen }
        guard json.find("type") != nil else { return nil }
        if json.text("type") != nil && json.number("type") == nil { return .jsonl }
        if json.find("hed") != nil || json.find("senderPseudo") != nil || json.find("acl") != nil {
            return .veremiExtension
        }
        return json.find("rcvTime") != nil ? .veremi : nil
    }

    static var formatList: String {
        "formats are: " + DataSetFormat.allCases.map { "\($0.rawValue) (\($0.summary))" }.joined(separator: "; ")
    }

    private static func nothingFound(in directory: String, _ names: [String]) -> DataError {
        let found: String
        if names.isEmpty {
            found = "the directory is empty"
        } else {
            let some = names.prefix(3).map { "'\(escapedForMessage($0))'" }.joined(separator: ", ")
            found =
                "found \(names.count) \(names.count == 1 ? "entry" : "entries"): \(some)\(names.count > 3 ? ", …" : "")"
        }
        return DataError(
            message: "\(escapedForMessage(directory)): no logs of a known format; \(found); \(hint(names))\(formatList)"
        )
    }

    /// What to do with files that are no logs but could be packed or a table.
    private static func hint(_ names: [String]) -> String {
        if names.contains(where: { name in
            has(name, endings: ["zip", "7z", "rar", "bz2", "xz", "zst"])
        }) {
            return "archives other than of tar, and files packed other than by gzip, have to be unpacked first; "
        }
        return names.contains { has($0, endings: ["csv"]) }
            ? "a flat table is named itself, and its columns by --columns; " : ""
    }
}
