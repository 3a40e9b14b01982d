import GroupDecision

/// A decision of consensus-adaptive written by hand: evidence, reports, settings, and what the evaluator remembers.
public struct InferenceDecision: Sendable {
    /// Who decides.
    public private(set) var evaluator = ""
    /// Parameters, with defaults for those not given.
    public private(set) var parameters = InferenceParameters()
    /// When, in seconds.
    public private(set) var time = 0.0
    /// How opinions become evidence, and how it is forgotten.
    public private(set) var scale = EvidenceParameters()
    /// Reports, and whose conduct is learned from.
    public private(set) var neighbourhood = Neighbourhood()
    /// Own evidence about each subject.
    public private(set) var evidence: [Evidence] = []
    /// What is remembered; numbers are those of ``names``.
    public internal(set) var memory: InferenceMemory
    private(set) var forgettingRule = ForgettingRule.perSecond
    /// Subjects in order of first appearance, then those whom only the memory names.
    var table = NameTable()

    /// Names of the subjects, in order of first appearance.
    public var subjects: [String] { Array(table.names.prefix(neighbourhood.subjects.count)) }
    /// Names of the acquaintances by number: the subjects, then those whom only the memory names.
    public var names: [String] { table.names }

    /// Most evidence that can be given.
    static let evidenceRange = 0.0...1e10
    static let timeRange = 0.0...1e9

    init(_ root: JSONNode, _ fields: DecisionFields) throws(DataError) {
        memory = InferenceMemory(parameters: InferenceParameters())
        try fields.checkKeys(
            root, "",
            [
                "scheme", "verification", "time", "evaluator", "reports", "evidence", "parameters", "mechanisms",
                "memory",
            ])
        if let node = root["verification"] {
            let word = try fields.choice(node, "verification", ["statistical", "plausibility"])
            if word == "plausibility" { parameters = .plausibilityChecks }
        }
        if let node = root["time"] { time = try fields.number(node, "time", Self.timeRange) }
        if let node = root["evidence"] { try decodeScale(node, fields) }
        try decodeEvaluator(try fields.member("evaluator", of: root, ""), fields)
        if let node = root["parameters"] { try decodeParameters(node, fields) }
        if let node = root["mechanisms"] { try decodeMechanisms(node, fields) }
        let reports = try fields.list(try fields.member("reports", of: root, ""), "reports")
        for (index, report) in reports.enumerated() { try nameSubjects(report, "reports[\(index)]", fields) }
        var reporters = NameTable()
        for (index, report) in reports.enumerated() { try enter(report, "reports[\(index)]", &reporters, fields) }
        memory = InferenceMemory(parameters: parameters)
        if let node = root["memory"] { try decodeMemory(node, fields) }
    }

    private mutating func decodeScale(_ node: JSONNode, _ fields: DecisionFields) throws(DataError) {
        try fields.checkKeys(node, "evidence", ["priorWeight", "baseRate", "forgettingFactor", "forgettingPer"])
        if let value = node["priorWeight"] {
            scale.priorWeight = try fields.number(value, "evidence.priorWeight", 0.01...1000)
        }
        if let value = node["baseRate"] { scale.baseRate = try fields.number(value, "evidence.baseRate", 0...1) }
        if let value = node["forgettingFactor"] {
            scale.forgettingFactor = try fields.number(value, "evidence.forgettingFactor", 0.5...1)
        }
        if let value = node["forgettingPer"] {
            let word = try fields.choice(value, "evidence.forgettingPer", ["second", "interaction"])
            forgettingRule = word == "interaction" ? .perInteraction : .perSecond
        }
    }

    private mutating func decodeEvaluator(_ node: JSONNode, _ fields: DecisionFields) throws(DataError) {
        try fields.checkKeys(node, "evaluator", ["id", "tolerance", "opinions"])
        evaluator = try fields.text("id", of: node, "evaluator")
        neighbourhood.tolerance = try fields.share("tolerance", of: node, "evaluator")
        guard let opinions = node["opinions"] else { return }
        var seen = NameTable()
        for (index, opinion) in try fields.list(opinions, "evaluator.opinions").enumerated() {
            let path = "evaluator.opinions[\(index)]"
            let subject = try fields.uniqueName("subject", of: opinion, path, &seen)
            let known = try ownEvidence(opinion, path, fields)
            var isNeighbour = known.total > 0
            if let node = opinion["neighbour"] { isNeighbour = try fields.flag(node, "\(path).neighbour") }
            if NameTable.isSame(subject, evaluator) { continue }
            name(subject, known, isNeighbour: isNeighbour)
        }
    }

    /// Evidence as such, or as an opinion.
    private func ownEvidence(
        _ node: JSONNode, _ path: String, _ fields: DecisionFields
    ) throws(DataError) -> Evidence {
        let (counts, opinion) = (["positive", "negative"], ["value", "certainty"])
        try fields.checkKeys(node, path, ["subject"] + counts + opinion + ["neighbour"])
        let isCounted = counts.contains { node[$0] != nil }
        if isCounted, let both = opinion.first(where: { node[$0] != nil }) {
            throw DataError(
                position: node[both]?.position, keyPath: "\(path).\(both)",
                message: "'\(path)' has 'positive' and 'negative', or 'value' and 'certainty', found both")
        }
        if isCounted {
            return Evidence(
                positive: try fields.number("positive", of: node, path, Self.evidenceRange),
                negative: try fields.number("negative", of: node, path, Self.evidenceRange))
        }
        return scale.evidence(
            value: try fields.share("value", of: node, path), certainty: try fields.share("certainty", of: node, path))
    }

    private mutating func nameSubjects(
        _ report: JSONNode, _ path: String, _ fields: DecisionFields
    ) throws(DataError) {
        try fields.checkKeys(
            report, path, ["reporter", "opinions"], other: ["attestedLevel", "tolerance", "guaranteeCredit"])
        name(try fields.reporter(report, path, evaluator: evaluator), Evidence(), isNeighbour: true)
        let entries = try fields.list(try fields.member("opinions", of: report, path), "\(path).opinions")
        for (index, entry) in entries.enumerated() {
            let place = "\(path).opinions[\(index)]"
            try fields.checkKeys(entry, place, ["subject", "value", "certainty"], other: ["vouches"])
            let subject = try fields.text("subject", of: entry, place)
            if !NameTable.isSame(subject, evaluator) { name(subject, Evidence(), isNeighbour: false) }
        }
    }

    private mutating func name(_ subject: String, _ known: Evidence, isNeighbour: Bool) {
        if table[subject] != nil { return }
        table.add(subject)
        neighbourhood.addSubject(opinion: scale.opinion(of: known), isNeighbour: isNeighbour)
        evidence.append(known)
    }

    private mutating func enter(
        _ report: JSONNode, _ path: String, _ reporters: inout NameTable, _ fields: DecisionFields
    ) throws(DataError) {
        let reporter = try fields.uniqueName("reporter", of: report, path, &reporters)
        // What a vehicle claims of itself is not read.
        if let index = table[reporter] {
            neighbourhood.subjects[index].isNeighbour = true
            neighbourhood.beginReport(of: index, attestedLevel: 0.5, tolerance: 0.5)
        }
        var seen = NameTable()
        let entries = try fields.list(try fields.member("opinions", of: report, path), "\(path).opinions")
        for (number, entry) in entries.enumerated() {
            let place = "\(path).opinions[\(number)]"
            let subject = try fields.uniqueName("subject", of: entry, place, &seen)
            let value = try fields.share("value", of: entry, place)
            let certainty = try fields.share("certainty", of: entry, place)
            guard !NameTable.isSame(subject, reporter), let index = table[subject] else { continue }
            neighbourhood.addEntry(about: index, value: value, certainty: certainty)
        }
    }

    private mutating func decodeParameters(_ node: JSONNode, _ fields: DecisionFields) throws(DataError) {
        try fields.checkKeys(
            node, "parameters", InferenceSettings.keys, other: DecisionParameters.all.map(\.key) + ["maxRounds"])
        for name in InferenceSettings.all {
            guard let value = node[name.key] else { continue }
            parameters.settings[keyPath: name.path] = try fields.number(value, "parameters.\(name.key)", name.range)
        }
        if let value = node["rounds"] {
            parameters.settings.rounds = try fields.whole(value, "parameters.rounds", InferenceSettings.roundsRange)
        }
    }

    private mutating func decodeMechanisms(_ node: JSONNode, _ fields: DecisionFields) throws(DataError) {
        try fields.checkKeys(
            node, "mechanisms", InferenceMechanisms.all.map(\.key), other: Mechanisms.all.map(\.key))
        for mechanism in InferenceMechanisms.all {
            guard let value = node[mechanism.key] else { continue }
            parameters.mechanisms[keyPath: mechanism.path] = try fields.flag(value, "mechanisms.\(mechanism.key)")
        }
    }
}

extension InferenceDecision {
    /// What was found.
    public struct Result: Sendable {
        /// Reporters and subjects.
        public var outcome = InferenceOutcome()
        /// For each subject the parts of its log odds.
        public var contributions: [[InferenceContribution]] = []
        /// What is remembered from now on.
        public var memory: InferenceMemory
    }

    /// Decides.
    public func decide() -> Result {
        var inference = GroupInference(parameters: parameters)
        inference.keepsParts = true
        var result = Result(memory: memory)
        let forgetting = Forgetting(factor: scale.forgettingFactor, rule: forgettingRule, interval: 1_000_000)
        defer { forgetting.deallocate() }
        inference.decide(
            neighbourhood, evidence: evidence, numbers: neighbourhood.subjects.indices.map { Int32($0) }, scale: scale,
            time: time, retained: { forgetting.factor(after: Microseconds(($0 * 1e6).rounded())) },
            memory: &result.memory, into: &result.outcome)
        result.contributions = neighbourhood.subjects.indices.map {
            inference.contributions(to: $0, in: neighbourhood, result.outcome)
        }
        return result
    }
}
