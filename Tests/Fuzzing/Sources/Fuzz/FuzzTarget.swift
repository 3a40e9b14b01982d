@testable import TrustSim

/// Something that reads what a user, or somebody else, wrote.
struct FuzzTarget {
    let name: String
    /// The longest input, in bytes.
    let longest: Int
    let summary: String
    let run: ([UInt8]) -> Void

    nonisolated(unsafe) static let all: [FuzzTarget] = [
        FuzzTarget(name: "scenario", longest: 4096, summary: "scenario files", run: Documents.scenario),
        FuzzTarget(name: "decide", longest: 2048, summary: "one decision by hand", run: Documents.decision),
        FuzzTarget(name: "documents", longest: 4096, summary: "calibration files and manifests", run: Documents.others),
        FuzzTarget(name: "attackers", longest: 1024, summary: "lists of attackers", run: AttackerTables.read),
        FuzzTarget(name: "numbers", longest: 64, summary: "numbers in traces, logs and results", run: Numbers.read),
        FuzzTarget(name: "fcd-xml", longest: 4096, summary: "SUMO floating-car data") { Traces.trace($0, .fcdXML) },
        FuzzTarget(name: "fcd-csv", longest: 2048, summary: "the same as a table") { Traces.trace($0, .fcdCSV) },
        FuzzTarget(name: "csv", longest: 2048, summary: "plain tables of positions") { Traces.trace($0, .csv) },
        FuzzTarget(
            name: "trace-columns", longest: 2048, summary: "tables of positions behind a line of --columns",
            run: Traces.columns),
        FuzzTarget(name: "ns2", longest: 2048, summary: "movements of ns-2") { Traces.trace($0, .ns2) },
        FuzzTarget(
            name: "trace", longest: 2048, summary: "traces of any format, statistics, conversion", run: Traces.any),
        FuzzTarget(name: "roads", longest: 8192, summary: "SUMO networks", run: Traces.roads),
        FuzzTarget(name: "rows", longest: 2048, summary: "rows of receivers' logs", run: Logs.rows),
        FuzzTarget(name: "logs", longest: 8192, summary: "directories of logs", run: Logs.survey),
        FuzzTarget(name: "replay", longest: 8192, summary: "directories of logs, replayed", run: Logs.replay),
        FuzzTarget(name: "gzip", longest: 4096, summary: "compressed input", run: Packed.unpack),
        FuzzTarget(name: "tar", longest: 8192, summary: "archives", run: Packed.list),
        FuzzTarget(name: "flat", longest: 4096, summary: "flat tables, replayed", run: Logs.flat),
        FuzzTarget(name: "columns", longest: 512, summary: "--columns and its file", run: Documents.columns),
        FuzzTarget(name: "results", longest: 4096, summary: "runs.csv and roc.csv", run: Results.read),
        FuzzTarget(name: "tables", longest: 4096, summary: "export, compare, plot, report, diff", run: Results.show),
        FuzzTarget(
            name: "program", longest: 2048, summary: "what a program that decides writes", run: Documents.program),
        FuzzTarget(name: "arguments", longest: 1024, summary: "command lines", run: CommandLines.parse),
    ]
}

/// What must hold for every message to a user: one line without anything that a terminal obeys, and not endless.
func expectReadable(_ message: String) {
    if message.isEmpty { fail("an empty message") }
    let isPlain = message.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    if !isPlain && message != escapedForMessage(message) {
        fail("a message with control characters: \(escapedForMessage(message))")
    }
    if message.utf8.count > 20_000 { fail("a message of \(message.utf8.count) bytes") }
}

/// Runs something that may refuse its input with a message.
func refusing(_ body: () throws -> Void) {
    do { try body() } catch { expectReadable("\(error)") }
}

/// Ends the program unless both are the same.
func expectSame<Value: Equatable>(_ one: Value, _ other: Value, _ what: String) {
    if one != other { fail("\(what): \(one) and \(other)") }
}
