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
    /// Received messages of F2MD (DOI 10.1109/TVT.2020.2984878).
    case f2md
    /// Logs of this program, as JSON lines.
    case jsonl
    /// Logs of this program, as tables.
    case csv
    /// One flat table.
    case table

    /// What the logs look like, for messages.
    var summary: String {
        switch self {
        case .veremi: "JSONlog-<vehicle>-<module>-A<type>.json, a JSON object a line"
        case .veremiExtension: "traceJSON-<vehicle>-<module>-A<type>-<spawn>-<slice>.json, a JSON object a line"
        case .veremiNextGen: "one JSON list a receiver"
        case .veremiAP: "traceJSON-<vehicle>-<module>-A<type>-<spawn>-<slice>.json.csv"
        case .f2md: "MDBsm_….bsm or .lbsm, JSON objects 'BsmPrint', as F2MD writes received messages"
        case .jsonl: "receiver-<id>.jsonl, as written by 'trustsim run --log'"
        case .csv: "receiver-<id>.csv, as written by 'trustsim run --log'"
        case .table: "one FILE with a header and a row a message, in place of a directory"
        }
    }

    /// Keys that differ from the defaults of scenarios, where a data set brings no scenario of its own.
    public var settings: [String] {
        // The greatest plausible range of F2MD; the unit disk stands for the reach of the radio only.
        let common = ["radio.model=unit-disk", "radio.range=420", "beacon.interval=1"]
        // Cooperative awareness messages are sent when something changes, at most every 0.1 s.
        return self == .veremiNextGen ? common + ["sensing.plausibility.minInterval=0.09"] : common
    }

    var isTable: Bool { self == .veremiAP || self == .csv || self == .table || self == .f2md }
    /// Whether labels stand in files of their own.
    var hasLabels: Bool { self == .jsonl || self == .csv }
    /// Whether each message has a label, so that one without it has none; else its sender has.
    var labelsMessages: Bool { self == .veremiNextGen || self == .veremiAP || self == .table || self == .f2md }
    /// Whether logs say when receivers evaluate, enter and leave.
    var hasMarks: Bool { self == .jsonl || self == .csv }
    /// Whether logs have opinion reports.
    var hasReports: Bool { self == .jsonl }
    var layout: RecordReader.Layout { self == .veremiNextGen ? .list : .lines }
    var extensions: [String] {
        switch self {
        case .veremi, .veremiExtension, .veremiNextGen: ["json", "jsonl"]
        case .f2md: ["bsm", "lbsm", "json"]
        case .jsonl: ["jsonl"]
        case .veremiAP, .csv, .table: ["csv"]
        }
    }
}
