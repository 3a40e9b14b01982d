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

    /// A trace's path, relative to a scenario, made relative to a directory.
    static func relocated(_ file: String, from scenarioPath: String, to directory: String) -> String {
        if file.isEmpty || file == "-" || file.hasPrefix("/") { return file }
        func parts(_ path: String) -> [String] {
            URL(fileURLWithPath: path).standardizedFileURL.pathComponents
        }
        let target = parts(resolve(file, against: Self.directory(of: scenarioPath)))
        let base = parts(directory)
        var shared = 0
        while shared < min(target.count - 1, base.count) && target[shared] == base[shared] { shared += 1 }
        let up = Array(repeating: "..", count: base.count - shared)
        return (up + target[shared...]).joined(separator: "/")
    }
}
