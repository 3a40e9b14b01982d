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
    private let parts: [Part]
    /// Data sets among several that could not be replayed, and archives that could not be unpacked.
    private let failed: [String]
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
        var areSeveral = paths.count > 1
        var (parts, failed): ([Part], [String]) = ([], [])
        for path in paths {
            guard let places = try Self.attempt(among: areSeveral, { try Self.places(in: path) }) else {
                failed.append(path)
                continue
            }
            areSeveral = areSeveral || places.count > 1
            for place in places {
                let isNamed = areSeveral || place.name != Self.withoutSlashes(given[0])
                let target = features.map { ($0, areSeveral ? parts.count : nil) }
                let part = try Self.attempt(among: areSeveral, unpackedFrom: place.archive) {
                    try Self.replay(place, request, target, after: parts.first, isNamed: isNamed)
                }
                if let part { parts.append(part) } else { failed.append(place.name) }
            }
        }
        if parts.isEmpty {
            throw DataError(message: "none of the \(failed.count) data sets could be replayed")
        }
        (self.parts, self.failed) = (parts, failed)
        if !areSeveral {
            (plan, outcome) = (parts[0].plan, parts[0].outcome)
        } else {
            (plan, outcome) = try DataSetReplay.combined(
                parts.map { ($0.plan, $0.outcome) },
                named: given.count == 1
                    ? DataSetReplay.title(of: given[0]) : parts[0].plan.cells[0].scenario.name)
        }
    }

    /// Does something with a data set. One of several that is damaged does not stop the others: it is named, and nil.
    private static func attempt<Result>(
        among areSeveral: Bool, unpackedFrom archive: DataSetArchive? = nil, _ body: () throws -> Result
    ) throws -> Result? {
        do {
            return try body()
        } catch let error as DataError {
            let shown = archive?.shown(error) ?? error
            // What the command line says is wrong for all of them.
            if case .option = error.position?.origin { throw shown }
            guard areSeveral, error.position != nil || error.keyPath == nil else { throw shown }
            Console.error("Error: \(shown)")
            return nil
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

    private static func checkFormat(of replay: DataSetReplay, asIn first: Part?) throws(DataError) {
        guard let first, first.format != replay.format else { return }
        throw DataError(
            message: "\(escapedForMessage(replay.directory)): the logs are \(replay.format.rawValue), those of "
                + "\(escapedForMessage(first.name)) are \(first.format.rawValue); replay them apart")
    }

    private static func replay(
        _ place: Place, _ request: ReplayRequest, _ features: (file: FeatureFile, run: Int?)?, after first: Part?,
        isNamed: Bool
    ) throws -> Part {
        let arguments = request.arguments
        let isQuiet = arguments.flag("--quiet")
        let replay = try DataSetReplay(
            directory: place.path, format: request.format, byPseudonym: request.byPseudonym,
            unlabelledAreHonest: request.unlabelledAreHonest, columns: request.columns, named: place.name,
            cancellation: Interruption.flag)
        try checkFormat(of: replay, asIn: first)
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
            plan, logsCases: arguments.value("--decisions") != nil,
            wanted: try SeriesOptions.wanted(arguments, plan, seconds: plan.cells[0].scenario.duration),
            features: features, cancellation: Interruption.flag,
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
        SeriesOptions.explainFormat(arguments, isTable: SharedOptions.isForPeople(request.outputFormat))
        try SeriesOptions.write(outcome, plan, try SeriesOptions.wanted(arguments, plan), arguments)
        let color = arguments.outputFile == nil && Console.usesColor
        try SharedOptions.deliver(
            arguments.flag("--checks") ? messages(color: color) : results(color: color), to: arguments.outputFile,
            force: force)
    }

    private var descriptions: [(String, JSONNode)] {
        parts.count + failed.count == 1
            ? parts[0].description
            : [DataSetReplay.list(parts.map(\.description))]
                + (failed.isEmpty ? [] : [DataSetReplay.list(failed: failed)])
    }

    /// What was left out, in one line; nil for nothing.
    var complaint: String? {
        guard !failed.isEmpty else { return nil }
        let names = failed.prefix(5).map(escapedForMessage).joined(separator: ", ") + (failed.count > 5 ? ", …" : "")
        return
            "\(failed.count) of \(failed.count + parts.count) data sets could not be replayed and are left out: \(names)"
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
            return tables + SeriesOptions.tables(request.arguments, outcome, plan)
        }
    }
}
