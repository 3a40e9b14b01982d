import TrustSim

/// The data sets of one `replay`: found, replayed one after the other, and shown as the runs of one result.
struct ReplaySession {
    /// What is left of a data set when it has been replayed: there may be hundreds.
    private struct Part {
        var name: String
        var format: DataSetFormat
        var attacks: [String]
        var description: [(String, JSONNode)]
        var plan: Plan
        var outcome: Executor.Outcome
    }

    /// A directory or table, and the archive that it was unpacked from.
    private struct Place {
        var path: String
        var archive: DataSetArchive?

        /// As the user knows it.
        var name: String { archive?.shown(path) ?? path }
    }

    private let request: ReplayRequest
    private let features: FeatureFile?
    private var parts: [Part] = []
    private let plan: Plan
    private let outcome: Executor.Outcome

    init(_ request: ReplayRequest) throws {
        self.request = request
        features = try request.arguments.value("--features").map {
            try FeatureFile(path: $0, overwriting: request.arguments.flag("--force"))
        }
        let given = request.arguments.positionals
        let paths = try given.flatMap(Self.paths)
        // One after the other: an archive is unpacked for as long as it is replayed.
        for path in paths {
            let places = try Self.places(in: path)
            let isNamed = paths.count > 1 || places.count > 1 || places[0].name != Self.withoutSlashes(given[0])
            for place in places {
                do {
                    let run = paths.count > 1 || places.count > 1 ? parts.count : nil
                    let part = try Self.replay(place, request, features.map { ($0, run) }, isNamed: isNamed)
                    try Self.checkFormat(of: part, asIn: parts.first)
                    parts.append(part)
                } catch let error as DataError {
                    throw place.archive?.shown(error) ?? error
                }
            }
        }
        if parts.count == 1 {
            (plan, outcome) = (parts[0].plan, parts[0].outcome)
        } else {
            (plan, outcome) = try DataSetReplay.combined(
                parts.map { ($0.plan, $0.outcome) },
                named: given.count == 1
                    ? DataSetReplay.title(of: given[0]) : parts[0].plan.cells[0].scenario.name)
        }
    }

    /// A directory without logs stands for the archives in it.
    private static func paths(_ path: String) throws -> [String] {
        let archives = DataSetFolders.archives(in: path)
        if archives.isEmpty { return [path] }
        let holdsLogs = try DataSetFolders.holdsLogs(path)
        if try !holdsLogs && DataSetFolders.find(in: path) == [withoutSlashes(path)] { return archives }
        Console.error(
            "Warning: \(escapedForMessage(path)): the logs in it are read, not the \(archives.count) archives beside them"
        )
        return [path]
    }

    private static func places(in path: String) throws -> [Place] {
        let archive = try DataSetArchive(path: path, cancellation: Interruption.flag)
        for warning in archive?.warnings ?? [] { Console.error("Warning: \(escapedForMessage(path)): \(warning)") }
        return try DataSetFolders.find(in: archive?.directory ?? path).map { Place(path: $0, archive: archive) }
    }

    private static func withoutSlashes(_ path: String) -> String {
        var path = path
        while path.utf8.count > 1 && path.hasSuffix("/") { path.removeLast() }
        return path
    }

    private static func checkFormat(of part: Part, asIn first: Part?) throws(DataError) {
        guard let first, first.format != part.format else { return }
        throw DataError(
            message: "\(escapedForMessage(part.name)): the logs are \(part.format.rawValue), those of "
                + "\(escapedForMessage(first.name)) are \(first.format.rawValue); replay them apart")
    }

    private static func replay(
        _ place: Place, _ request: ReplayRequest, _ features: (file: FeatureFile, run: Int?)?, isNamed: Bool
    ) throws -> Part {
        let arguments = request.arguments
        let isQuiet = arguments.flag("--quiet")
        let replay = try DataSetReplay(
            directory: place.path, format: request.format, byPseudonym: request.byPseudonym,
            unlabelledAreHonest: request.unlabelledAreHonest, columns: request.columns, named: place.name,
            cancellation: Interruption.flag)
        let base = try replay.scenarioFile(arguments.value("--scenario").map { try ScenarioFile(path: $0) })
        let (plan, leftOut) = try replay.plan(try SharedOptions.applied(arguments, to: base))
        try checkMemory(plan)
        let name = isNamed ? escapedForMessage(replay.directory) + ": " : ""
        let shown = { (text: String) in place.archive?.shown(text) ?? text }
        if !isQuiet { Console.error(name + shown(replay.summary)) }
        for warning in replay.warnings { Console.error("Warning: \(name)\(shown(warning))") }
        for scheme in leftOut { Console.error("Warning: \(name)\(scheme) cannot be replayed and is left out") }
        let meter = ProgressMeter(costs: [1])
        let progress = ProgressLine(meter, plan: plan, isShown: !isQuiet && Console.showsProgress)
        defer { progress.clear() }
        let outcome = try replay.run(
            plan, logsCases: arguments.value("--decisions") != nil, features: features, cancellation: Interruption.flag,
            meter: meter)
        return Part(
            name: replay.directory, format: replay.format, attacks: replay.attackTitles,
            description: replay.description(outcome), plan: plan, outcome: outcome)
    }

    private static func checkMemory(_ plan: Plan) throws {
        // Memory for the vehicles; that for the logs is small.
        let needed = Double(plan.cells[0].scenario.vehicles) * 20_000
        guard needed > 0.9 * MemoryLimit.bytes else { return }
        throw CommandFailure(
            message: "this would need about \(ExperimentSession.memory(needed)) of memory", code: .failure)
    }

    /// Writes what was found.
    func finish() throws {
        let arguments = request.arguments
        let force = arguments.flag("--force")
        try features?.finish()
        if let path = arguments.value("--decisions") {
            try AtomicFile.write(CaseLog.lines(outcome, plan: plan), to: path, overwriting: force)
        }
        let color = arguments.outputFile == nil && Console.usesColor
        try SharedOptions.deliver(
            arguments.flag("--checks") ? messages(color: color) : results(color: color), to: arguments.outputFile,
            force: force)
    }

    private var descriptions: [(String, JSONNode)] {
        parts.count == 1
            ? parts[0].description
            : [DataSetReplay.list(parts.map(\.description))]
    }

    private func messages(color: Bool) -> [UInt8] {
        let names = parts.flatMap(\.attacks).distinct().sorted()
        let table = MessageTable(
            outcome, scenario: plan.cells[0].scenario, attack: names.isEmpty ? "none" : names.joined(separator: " "))
        return SharedOptions.render(table, format: request.outputFormat, color: color, more: descriptions)
    }

    private func results(color: Bool) -> [UInt8] {
        SharedOptions.render(
            outcome.results, of: plan, format: request.outputFormat, color: color, more: descriptions
        ) {
            var tables = ResultTables(outcome.results).schemeTables(metrics: request.metrics)
            if request.arguments.flag("--strata") { tables.append(StrataTable.table(outcome)) }
            return tables
        }
    }
}
