/// Everything that determines the results of a plan, as one JSON text: version, options, the scenario of every cell as
/// resolved, fingerprints of traces and lists of attackers. Two plans with equal descriptions give equal results.
public struct ExperimentDescription: Sendable, Equatable {
    /// The text. Cells name only those parts of the scenario that differ from the first one.
    public let bytes: [UInt8]

    /// Describes a plan.
    ///
    /// - Parameters:
    ///   - plan: the runs.
    ///   - traces: their traces.
    ///   - command: what kind of experiment it is: "sweep".
    ///   - version: of the program.
    ///   - wanted: as for ``Executor/wanted``.
    public init(
        _ plan: Plan, traces: TraceLibrary, command: String, version: String,
        wanted: WantedFigures = WantedFigures()
    ) {
        var writer = JSONWriter(style: .compact)
        let first = plan.cells.first.map { Self.members($0.scenario) } ?? []
        writer.object { writer in
            writer.member("version", version)
            writer.member("command", command)
            writer.member("metrics", Metric.all.map(\.name))
            writer.member("rocRates", wanted.rocRates)
            writer.member("candidateThresholds", wanted.candidateThresholds)
            writer.member("seriesSeconds", wanted.seriesSeconds)
            writer.member("wantsVehicles", wanted.vehicles)
            writer.member("variedKeys", plan.variedKeys)
            writer.programs(among: plan.cells.first?.scenario.settings.additional ?? [])
            writer.object("scenario") { for member in first { $0.member(member.key, member.value) } }
            writer.array("cells") { writer in
                for cell in plan.cells {
                    writer.object { writer in
                        writer.member("varied", cell.varied)
                        writer.member("trace", traces.trace(of: cell.scenario)?.fingerprint.text)
                        if let list = traces.listFingerprint(of: cell.scenario) {
                            writer.member("attackerList", list)
                        }
                        writer.object("changes") { Self.write(Self.members(cell.scenario), unlike: first, to: &$0) }
                    }
                }
            }
        }
        bytes = writer.bytes
    }

    /// A description that was stored.
    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Tells descriptions apart. O(bytes).
    public var fingerprint: Fingerprint {
        var fingerprint = Fingerprint()
        for byte in bytes { fingerprint.add(UInt64(byte)) }
        return fingerprint
    }

    /// The number of the ``fingerprint``, as journals have it.
    var hash: UInt64 { fingerprint.value }

    private struct Member {
        let key: String
        let value: JSONNode
        let text: [UInt8]
    }

    private static func members(_ scenario: Scenario) -> [Member] {
        (ScenarioEncoder.tree(scenario).members ?? []).map { member in
            var writer = JSONWriter(style: .compact)
            writer.value(member.value)
            return Member(key: member.key, value: member.value, text: writer.bytes)
        }
    }

    private static func write(_ members: [Member], unlike first: [Member], to writer: inout JSONWriter) {
        for member in members where first.first(where: { $0.key == member.key })?.text != member.text {
            writer.member(member.key, member.value)
        }
        for old in first where !members.contains(where: { $0.key == old.key }) {
            writer.key(old.key)
            writer.null()
        }
    }
}

// MARK: - Reading

extension ExperimentDescription {
    /// The stored text as a tree.
    private func root(_ file: String) throws(DataError) -> JSONNode {
        try JSON5Reader.read(bytes, origin: .file(file))
    }

    private static func scenario(of cell: JSONNode, on first: JSONNode) -> JSONNode {
        var members = first.members ?? []
        for change in cell["changes"]?.members ?? [] {
            let place = members.firstIndex { $0.key == change.key }
            if change.value.isNull {
                if let place { members.remove(at: place) }
            } else if let place {
                members[place] = change
            } else {
                members.append(change)
            }
        }
        return JSONNode(value: .object(members), position: first.position)
    }

    /// Version of the program.
    public var version: String {
        (try? JSON5Reader.read(bytes, origin: .option("description")))?["version"]?.string ?? "unknown"
    }

    /// The plan that was described; `file` is what messages call the text.
    func plan(_ file: String) throws(DataError) -> Plan {
        let root = try root(file)
        guard let keys = root["variedKeys"]?.elements?.compactMap(\.string), let first = root["scenario"],
            let stored = root["cells"]?.elements
        else { throw DataError(message: "\(escapedForMessage(file)): the description of the runs is not complete") }
        var cells: [Plan.Cell] = []
        for cell in stored {
            let tree = Self.scenario(of: cell, on: first)
            cells.append(
                Plan.Cell(
                    varied: cell["varied"]?.elements?.compactMap(\.string) ?? [],
                    scenario: try ScenarioFile(path: file, root: tree).decode()))
        }
        guard cells.allSatisfy({ $0.varied.count == keys.count }) else {
            throw DataError(message: "\(escapedForMessage(file)): the description of the runs is not complete")
        }
        return Plan(variedKeys: keys, cells: cells)
    }

    /// Fingerprints of the files that were read, each once, in the order of the cells.
    func inputs(_ file: String) throws(DataError) -> InputFingerprints {
        let cells = try root(file)["cells"]?.elements ?? []
        var inputs = InputFingerprints()
        inputs.traces = cells.compactMap { $0["trace"]?.string }.distinct()
        inputs.attackerLists = cells.compactMap { $0["attackerList"]?.string }.distinct()
        return inputs
    }

    /// A value that two experiments do not have in common.
    public struct Difference: Sendable, Equatable {
        /// Key path, such as `radio.range`, or "version", "traces".
        public let key: String
        /// What is stored.
        public let was: String
        /// What is asked for.
        public let now: String

        /// A difference.
        public init(key: String, was: String, now: String) {
            self.key = key
            self.was = was
            self.now = now
        }
    }

    /// The programs that decide, as text.
    private func programs(_ file: String) -> String? {
        guard let root = try? JSON5Reader.read(bytes, origin: .file(file)) else { return nil }
        var writer = JSONWriter(style: .compact)
        if let programs = root["schemePrograms"] { writer.value(programs) }
        return writer.bytes.isEmpty ? "none" : writer.text
    }

    /// Where another description, the one asked for, differs from this one, which is stored. Of values that vary between
    /// cells all are named, in the order of the cells. Empty for equal ones only.
    public func differences(to other: ExperimentDescription, in file: String) -> [Difference] {
        if bytes == other.bytes { return [] }
        guard let old = try? summary(file), let new = try? other.summary(file) else {
            return [Difference(key: "description", was: "unreadable", now: "readable")]
        }
        var found: [Difference] = []
        for key in (old.keys + new.keys.filter { old.values[$0] == nil }) where old.values[key] != new.values[key] {
            found.append(Difference(key: key, was: old.text(key), now: new.text(key)))
        }
        if found.isEmpty, let was = programs(file), let now = other.programs(file), was != now {
            return [Difference(key: "schemePrograms", was: was, now: now)]
        }
        return found.isEmpty ? [Difference(key: "cells", was: "combined otherwise", now: "as asked for")] : found
    }

    /// Every key with its distinct values.
    private struct Summary {
        var keys: [String] = []
        var values: [String: [String]] = [:]

        mutating func add(_ key: String, _ value: String) {
            if values[key] == nil { keys.append(key) }
            if values[key]?.contains(value) != true { values[key, default: []].append(value) }
        }

        func text(_ key: String) -> String {
            guard let found = values[key], !found.isEmpty else { return "nothing" }
            let shown = found.prefix(6).map { excerptForMessage($0, limit: 60) }.joined(separator: ", ")
            return found.count > 6 ? "\(shown), … (\(found.count) values)" : shown
        }
    }

    private static func text(ofBin seconds: Double?) -> String {
        if let seconds { return "with bins of \(NumberText.csv(seconds)) s" }
        return "not given"
    }

    private func summary(_ file: String) throws(DataError) -> Summary {
        let root = try root(file)
        var summary = Summary()
        for key in ["version", "command", "metrics", "candidateThresholds"] {
            if let value = root[key] { Self.flatten(value, key, into: &summary) }
        }
        summary.add("--roc", root["rocRates"]?.elements?.isEmpty == false ? "given" : "not given")
        let bin: Double? = root["seriesSeconds"]?.double
        summary.add("--series", Self.text(ofBin: bin))
        summary.add("--by-vehicle", root["wantsVehicles"]?.bool == true ? "given" : "not given")
        summary.add("varied keys", (root["variedKeys"]?.elements ?? []).compactMap(\.string).joined(separator: ", "))
        let first = root["scenario"] ?? root
        Self.flatten(first, "", into: &summary)
        for cell in root["cells"]?.elements ?? [] {
            for change in cell["changes"]?.members ?? [] { Self.flatten(change.value, change.key, into: &summary) }
            summary.add("trace", cell["trace"]?.string ?? "none")
            if let list = cell["attackerList"]?.string { summary.add("list of attackers", list) }
        }
        return summary
    }

    private static func flatten(_ node: JSONNode, _ path: String, into summary: inout Summary) {
        if let members = node.members, !members.isEmpty {
            for member in members {
                flatten(member.value, path.isEmpty ? member.key : "\(path).\(member.key)", into: &summary)
            }
        } else if let text = node.string {
            summary.add(path, text.isEmpty ? "''" : text)
        } else if let elements = node.elements, elements.allSatisfy({ $0.string != nil }) {
            summary.add(path, elements.isEmpty ? "none" : elements.compactMap(\.string).joined(separator: " "))
        } else {
            var writer = JSONWriter(style: .compact)
            writer.value(node)
            summary.add(path, writer.text)
        }
    }
}
