import Foundation

/// The files that the scenarios of an experiment name, each read once: traces, and lists of attackers.
public struct TraceLibrary: Sendable {
    private enum Key: Hashable {
        case file(TraceSource)
        case sumo(SUMOSource)

        var isStandardInput: Bool {
            if case .file(let source) = self { source.path == "-" } else { false }
        }

        var path: String {
            switch self {
            case .file(let source): source.path
            case .sumo(let source): source.config
            }
        }

        var files: [String] {
            switch self {
            case .file(let source): [source.path, source.roads, source.activity].compactMap { $0 }
            case .sumo(let source): [source.config, source.roads].compactMap { $0 }
            }
        }

        func read(_ watch: ProgramWatch) throws -> TraceData {
            switch self {
            case .file(let source): try TraceData.read(source)
            case .sumo(let source): try source.read(watch: watch)
            }
        }
    }

    private var traces: [Key: TraceData] = [:]
    private var lists = AttackerLists()
    private let directory: String

    /// Reads the traces and lists of all cells; `scenarioPath` is what their paths are relative to, `watch` is for programs
    /// that make traces.
    public init(_ plan: Plan, scenarioPath: String, watch: ProgramWatch = ProgramWatch()) throws {
        directory = Self.directory(of: scenarioPath)
        for cell in plan.cells where cell.scenario.usesTrace {
            let key = Self.key(of: cell.scenario, in: directory)
            if let trace = traces[key] {
                try Self.check(cell.scenario, against: trace, path: key.path)
                continue
            }
            if key.isStandardInput, traces.keys.contains(where: \.isStandardInput) {
                throw DataError(
                    keyPath: "mobility.file",
                    message: "standard input can be read only once; vary a trace that is a file")
            }
            let trace = try key.read(watch)
            try Self.check(cell.scenario, against: trace, path: key.path)
            traces[key] = trace
        }
        for cell in plan.cells { try lists.read(cell.scenario, in: directory, trace: trace(of: cell.scenario)) }
    }

    /// The same plan, in which scenarios with a list of attackers know what it says.
    public func completed(_ plan: Plan) -> Plan {
        if lists.isEmpty { return plan }
        return Plan(
            variedKeys: plan.variedKeys,
            cells: plan.cells.map { cell in
                var scenario = cell.scenario
                if let listed = lists.listed(scenario, in: directory, trace: trace(of: scenario)) {
                    scenario.attackers.use(listed)
                }
                return Plan.Cell(varied: cell.varied, scenario: scenario)
            })
    }

    /// The files that the traces and lists of a plan are read from, in no particular order.
    public static func files(of plan: Plan, scenarioPath: String) -> [String] {
        let directory = directory(of: scenarioPath)
        let keys = Set(plan.cells.filter(\.scenario.usesTrace).map { key(of: $0.scenario, in: directory) })
        let lists = Set(plan.cells.compactMap { AttackerLists.path(of: $0.scenario, in: directory) })
        return keys.flatMap(\.files) + lists
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
        let last = Microseconds(seconds: scenario.duration)
        if last > 0, let first = trace.firstPresence, first >= last {
            throw DataError(
                keyPath: "duration",
                message: "'duration' is \(NumberText.csv(scenario.duration)) s, but the first vehicles of "
                    + "'\(escapedForMessage(path))' are there after \(NumberText.csv(first.seconds)) s; "
                    + "'mobility.begin=\(NumberText.csv((trace.begin + first).seconds))' begins with them")
        }
        if let share = trace.roadShare, share < RoadFit.refused, scenario.sensing.verification == "plausibility",
            scenario.plausibility.checks.contains("road")
        {
            throw DataError(
                keyPath: "mobility.roads",
                message: "only \(RoadFit.percent(share)) of the samples of '\(escapedForMessage(path))' are within "
                    + "\(NumberText.csv(RoadFit.margin)) m of a road of "
                    + "'\(escapedForMessage(scenario.mobility.roads))', so the check 'road' would fail everybody; name the "
                    + "network of the trace, or take 'road' out of 'sensing.plausibility.checks'")
        }
        if scenario.duration > trace.duration.seconds {
            throw DataError(
                keyPath: "duration",
                message: "'duration' is \(NumberText.csv(scenario.duration)) s, but the window of "
                    + "'\(escapedForMessage(path))' has \(NumberText.csv(trace.duration.seconds)) s")
        }
    }

    /// The trace of a scenario, nil where it needs none.
    public func trace(of scenario: Scenario) -> TraceData? {
        scenario.usesTrace ? traces[Self.key(of: scenario, in: directory)] : nil
    }

    private static func key(of scenario: Scenario, in directory: String) -> Key {
        let mobility = scenario.mobility
        func resolved(_ file: String) -> String? { file.isEmpty ? nil : resolve(file, against: directory) }
        let begin = mobility.begin < 0 ? nil : Microseconds(seconds: mobility.begin)
        let end = mobility.end < 0 ? nil : Microseconds(seconds: mobility.end)
        if scenario.usesSUMO {
            var source = SUMOSource(config: resolved(mobility.config) ?? "", seed: scenario.seed)
            (source.begin, source.end, source.roads) = (begin, end, resolved(mobility.roads))
            source.duration = scenario.duration > 0 ? Microseconds(seconds: scenario.duration) : nil
            return .sumo(source)
        }
        var source = TraceSource(path: resolved(mobility.file) ?? "", format: TraceFormat(name: mobility.format))
        (source.begin, source.end, source.roads) = (begin, end, resolved(mobility.roads))
        source.columns = mobility.columns.isEmpty ? nil : try? TraceColumns(list: mobility.columns)
        source.truncated = TruncatedTrace(rawValue: mobility.truncated) ?? .refuse
        source.coordinates = TraceCoordinates(rawValue: mobility.coordinates) ?? .auto
        source.activity = resolved(mobility.activity)
        source.step = mobility.step > 0 ? Microseconds(seconds: mobility.step) : nil
        return .file(source)
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

    /// The path of a file as it is written in a scenario: relative to it where both are given so.
    public static func path(of file: String, fromScenario scenario: String) -> String {
        let folder = directory(of: scenario)
        if file.hasPrefix("/") || folder.isEmpty { return file }
        let name = file.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? file
        let relative = directory(ofScenario: file, from: folder)
        return relative == "." ? name : relative + "/" + name
    }

    /// What whoever uses the traces and lists should know of how they were read.
    public var notes: [String] { traces.values.flatMap(\.notes).distinct().sorted() + lists.notes }

    /// The fingerprint of a scenario's list of attackers, nil where it has none.
    public func listFingerprint(of scenario: Scenario) -> String? {
        lists.file(of: scenario, in: directory)?.fingerprint.text
    }

    /// Bytes of all traces in memory.
    var bytes: Double {
        traces.values.reduce(0) { sum, trace in
            let roads = trace.roads.map { Double($0.streets.count) * 56 + Double($0.lanes.count) * 150 } ?? 0
            return sum + Double(trace.vehicles.count) * 28 + Double(trace.vehicleCount) * 80 + roads
        }
    }
}
