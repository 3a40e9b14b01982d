import Foundation

/// The traces of an experiment, each read once.
public struct TraceLibrary: Sendable {
    private struct Key: Hashable {
        let path: String
        let begin: Double
        let end: Double
    }

    private var traces: [Key: TraceData] = [:]
    private let directory: String

    /// Reads the traces of all cells; `scenarioPath` is what their paths are relative to.
    public init(_ plan: Plan, scenarioPath: String) throws {
        directory = Self.directory(of: scenarioPath)
        for cell in plan.cells where cell.scenario.usesTrace {
            let key = key(of: cell.scenario)
            if traces[key] != nil { continue }
            let mobility = cell.scenario.mobility
            if key.path == "-", traces.keys.contains(where: { $0.path == "-" }) {
                throw DataError(
                    keyPath: "mobility.file",
                    message: "standard input can be read only once; vary a trace that is a file")
            }
            let trace = try TraceData.readFCD(
                path: key.path, begin: mobility.begin < 0 ? nil : Microseconds(seconds: mobility.begin),
                end: mobility.end < 0 ? nil : Microseconds(seconds: mobility.end))
            try Self.check(cell.scenario, against: trace, path: key.path)
            traces[key] = trace
        }
    }

    private static func check(_ scenario: Scenario, against trace: TraceData, path: String) throws(DataError) {
        if trace.duration == 0 {
            throw DataError(
                keyPath: "mobility.file", message: "the window of '\(escapedForMessage(path))' has a single timestep")
        }
        if trace.duration.seconds > 1e7 {
            throw DataError(
                keyPath: "mobility.file",
                message: "the window of '\(escapedForMessage(path))' has \(NumberText.csv(trace.duration.seconds)) s, "
                    + "more than 1e7 s")
        }
        if scenario.duration > trace.duration.seconds {
            throw DataError(
                keyPath: "duration",
                message: "'duration' is \(NumberText.csv(scenario.duration)) s, but the window of "
                    + "'\(escapedForMessage(path))' has \(NumberText.csv(trace.duration.seconds)) s")
        }
    }

    /// The trace of a scenario, nil where it needs none.
    public func trace(of scenario: Scenario) -> TraceData? { scenario.usesTrace ? traces[key(of: scenario)] : nil }

    private func key(of scenario: Scenario) -> Key {
        let mobility = scenario.mobility
        return Key(
            path: Self.resolve(mobility.file, against: directory), begin: mobility.begin, end: mobility.end)
    }

    /// The directory of a path, with its slash; empty for the current one.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[...slash])
    }

    static func resolve(_ file: String, against directory: String) -> String {
        file == "-" || file.hasPrefix("/") ? file : directory + file
    }

    /// The directory of a scenario as seen from another directory, both behind symbolic links.
    static func directory(ofScenario path: String, from directory: String) -> String {
        func parts(_ path: String) -> [String] {
            URL(fileURLWithPath: path.isEmpty ? "." : path).resolvingSymlinksInPath().standardizedFileURL.pathComponents
        }
        let target = parts(Self.directory(of: path))
        let base = parts(directory)
        var shared = 0
        while shared < min(target.count, base.count) && target[shared] == base[shared] { shared += 1 }
        let up = Array(repeating: "..", count: base.count - shared)
        let relative = (up + target[shared...]).joined(separator: "/")
        return relative.isEmpty ? "." : relative
    }

    /// Fingerprints of the traces read, in no particular order.
    public var fingerprints: [String] { traces.values.map(\.fingerprint.text).sorted() }

    /// Bytes of all traces in memory.
    var bytes: Double { traces.values.reduce(0) { $0 + Double($1.vehicles.count) * 28 + Double($1.vehicleCount) * 80 } }
}
