import Foundation

/// Formats of data sets that can be replayed.
public enum DataSetFormat: String, CaseIterable, Sendable {
    /// VeReMi 2018 (DOI 10.1007/978-3-030-01701-9_18).
    case veremi
    /// VeReMi Extension (DOI 10.1109/ICC40277.2020.9149132).
    case veremiExtension = "veremi-extension"
    /// VeReMi NextGen.
    case veremiNextGen = "veremi-nextgen"
    /// VeReMiAP: fake accident reports.
    case veremiAP = "veremi-ap"
    /// Logs of this program, as JSON lines.
    case jsonl
    /// Logs of this program, as tables.
    case csv

    /// What the logs look like, for messages.
    var summary: String {
        switch self {
        case .veremi: "JSONlog-<vehicle>-<module>-A<type>.json, a JSON object a line"
        case .veremiExtension: "traceJSON-<vehicle>-<module>-A<type>-<spawn>-<slice>.json, a JSON object a line"
        case .veremiNextGen: "one JSON list a receiver"
        case .veremiAP: "traceJSON-<vehicle>-<module>-A<type>-<spawn>-<slice>.json.csv"
        case .jsonl: "receiver-<id>.jsonl, as written by 'trustsim run --log'"
        case .csv: "receiver-<id>.csv, as written by 'trustsim run --log'"
        }
    }

    /// Keys that differ from the defaults of scenarios, where a data set brings no scenario of its own.
    public var settings: [String] {
        // The greatest plausible range of F2MD; the unit disk stands for the reach of the radio only.
        let common = ["radio.model=unit-disk", "radio.range=420", "beacon.interval=1"]
        // Cooperative awareness messages are sent when something changes, at most every 0.1 s.
        return self == .veremiNextGen ? common + ["sensing.plausibility.minInterval=0.09"] : common
    }

    var isTable: Bool { self == .veremiAP || self == .csv }
    /// Whether labels stand in files of their own.
    var hasLabels: Bool { self == .jsonl || self == .csv }
    /// Whether logs say when receivers evaluate, enter and leave.
    var hasMarks: Bool { self == .jsonl || self == .csv }
    /// Whether logs have opinion reports.
    var hasReports: Bool { self == .jsonl }
    var layout: RecordReader.Layout { self == .veremiNextGen ? .list : .lines }
    var extensions: [String] {
        switch self {
        case .veremi, .veremiExtension, .veremiNextGen: ["json", "jsonl"]
        case .jsonl: ["jsonl"]
        case .veremiAP, .csv: ["csv"]
        }
    }
}

/// A file of a data set.
struct LogFile {
    var path: String
    var name: String
    var isTruth: Bool
    /// Its name without endings.
    let stem: String
    /// Who received what is in it.
    var receiver: LogName
    /// From its name.
    var attackType: Int?

    init(directory: String, name: String, isTruth: Bool = false) {
        self.name = name
        path = directory + "/" + name
        self.isTruth = isTruth
        stem = Self.stem(name)
        let parts = stem.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count >= 4, parts[0] == "JSONlog" || parts[0] == "traceJSON", let vehicle = Int64(parts[1]),
            parts[3].hasPrefix("A"), let type = Int(parts[3].dropFirst())
        {
            receiver = .number(vehicle)
            attackType = type
        } else if parts.count == 2, parts[0] == "receiver" {
            receiver = LogName(String(parts[1]))
        } else {
            // A name that ends in a number is of that vehicle.
            let digits = String(stem.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
            receiver = Int64(digits).map { .number($0) } ?? .text(stem)
        }
    }

    private static func stem(_ name: String) -> String {
        var stem = name
        for ending in [".csv", ".jsonl", ".json"] where stem.hasSuffix(ending) { stem.removeLast(ending.count) }
        return stem
    }
}

/// The files of a data set, and what format they are in.
struct DataSetFiles {
    let directory: String
    let format: DataSetFormat
    /// In order of receiver.
    let logs: [LogFile]
    let truth: [LogFile]
    /// What this program wrote about logs of its own, in any format.
    let descriptor: JSONNode?

    var hasLabels: Bool { descriptor != nil }

    init(_ path: String, format wanted: DataSetFormat?) throws(DataError) {
        var directory = path
        while directory.utf8.count > 1 && directory.hasSuffix("/") { directory.removeLast() }
        self.directory = directory
        let names = try Self.names(in: directory)
        descriptor = try Self.descriptor(in: directory, names)
        let candidates = names.filter { name in
            ["json", "jsonl", "csv"].contains { name.hasSuffix(".\($0)") } && name != LogDirectory.descriptor
                && !name.hasPrefix("labels-")
        }
        let isTruth = { (name: String) in name.lowercased().contains("groundtruth") }
        var found: (format: DataSetFormat, name: String)?
        if let named = descriptor?["format"]?.string.flatMap({ DataSetFormat(rawValue: $0) }) {
            found = (named, LogDirectory.descriptor)
        } else {
            found = try Self.sniff(candidates.filter { !isTruth($0) }, in: directory)
        }
        if let wanted, let found, found.format != wanted {
            throw DataError(
                message: "\(escapedForMessage(directory)): these are logs of the format \(found.format.rawValue) "
                    + "(\(escapedForMessage(found.name))), not \(wanted.rawValue); \(Self.formatList)")
        }
        guard let format = found?.format else { throw Self.nothingFound(in: directory, names) }
        self.format = format
        let files = candidates.filter { name in format.extensions.contains { name.hasSuffix(".\($0)") } }
        logs = files.filter { !isTruth($0) }.map { LogFile(directory: directory, name: $0) }.sorted {
            Self.isBefore($0, $1)
        }
        truth =
            descriptor == nil
            ? files.filter(isTruth).map { LogFile(directory: directory, name: $0, isTruth: true) }
            : [LogFile(directory: directory, name: LabelFiles.messages, isTruth: true)]
        if descriptor != nil {
            for name in [LabelFiles.messages, LabelFiles.identities] where !names.contains(name) {
                throw DataError(message: "\(escapedForMessage(directory)): '\(name)' is missing")
            }
        }
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

    /// The format of the first files that show one.
    private static func sniff(
        _ candidates: [String], in directory: String
    ) throws(DataError) -> (format: DataSetFormat, name: String)? {
        for name in candidates.prefix(50) {
            var reader = RecordReader(path: directory + "/" + name, layout: .lines)
            for _ in 0..<5 {
                guard case .record(let row) = try reader.next() else { break }
                if let format = format(of: row, isTable: name.hasSuffix(".csv")) { return (format, name) }
            }
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
        guard json.read(start), json.find("type") != nil else { return nil }
        if json.text("type") != nil { return .jsonl }
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
            message: "\(escapedForMessage(directory)): no logs of a known format; \(found); \(formatList)")
    }
}
