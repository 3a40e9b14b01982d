import GroupDecision

/// A decision of consensus-averaging written by hand: opinions, reports with what reporters claim of themselves, and settings.
public struct AveragingDecision: Sendable {
    /// Who decides.
    public private(set) var evaluator = ""
    /// Parameters, with defaults for those not given.
    public private(set) var parameters = DecisionParameters()
    /// Mechanisms, all on but those switched off.
    public private(set) var mechanisms = Mechanisms()
    /// Opinions and reports.
    public private(set) var neighbourhood = Neighbourhood()
    private var table = NameTable()

    /// Names of the subjects, in order of first appearance.
    public var subjects: [String] { table.names }

    init(_ root: JSONNode, _ fields: DecisionFields) throws(DataError) {
        try fields.checkKeys(
            root, "", ["scheme", "evaluator", "reports", "parameters", "mechanisms"],
            other: ["verification", "time", "evidence", "memory"])
        try decodeEvaluator(try fields.member("evaluator", of: root, ""), fields)
        if let node = root["parameters"] { try decodeParameters(node, fields) }
        if let node = root["mechanisms"] { try decodeMechanisms(node, fields) }
        let reports = try fields.list(try fields.member("reports", of: root, ""), "reports")
        // Everybody is named before the reports are entered, so that subjects come in order of first appearance.
        for (index, report) in reports.enumerated() { try nameSubjects(report, "reports[\(index)]", fields) }
        var reporters = NameTable()
        for (index, report) in reports.enumerated() { try enter(report, "reports[\(index)]", &reporters, fields) }
    }

    private mutating func decodeEvaluator(_ node: JSONNode, _ fields: DecisionFields) throws(DataError) {
        try fields.checkKeys(node, "evaluator", ["id", "tolerance", "opinions"])
        evaluator = try fields.text("id", of: node, "evaluator")
        neighbourhood.tolerance = try fields.share("tolerance", of: node, "evaluator")
        guard let opinions = node["opinions"] else { return }
        var seen = NameTable()
        for (index, opinion) in try fields.list(opinions, "evaluator.opinions").enumerated() {
            let path = "evaluator.opinions[\(index)]"
            try fields.checkKeys(
                opinion, path, ["subject", "value", "certainty"], other: ["positive", "negative", "neighbour"])
            let subject = try fields.uniqueName("subject", of: opinion, path, &seen)
            let value = try fields.share("value", of: opinion, path)
            let certainty = try fields.share("certainty", of: opinion, path)
            if NameTable.isSame(subject, evaluator) { continue }
            neighbourhood.addSubject(opinion: Opinion(value: certainty > 0 ? value : 0.5, certainty: certainty))
            table.add(subject)
        }
    }

    private mutating func nameSubjects(
        _ report: JSONNode, _ path: String, _ fields: DecisionFields
    ) throws(DataError) {
        try fields.checkKeys(report, path, ["reporter", "attestedLevel", "tolerance", "guaranteeCredit", "opinions"])
        name(try fields.reporter(report, path, evaluator: evaluator))
        let entries = try fields.list(try fields.member("opinions", of: report, path), "\(path).opinions")
        for (index, entry) in entries.enumerated() {
            let place = "\(path).opinions[\(index)]"
            try fields.checkKeys(entry, place, ["subject", "value", "certainty", "vouches"])
            let subject = try fields.text("subject", of: entry, place)
            if !NameTable.isSame(subject, evaluator) { name(subject) }
        }
    }

    private mutating func name(_ subject: String) {
        if table[subject] != nil { return }
        table.add(subject)
        neighbourhood.addSubject()
    }

    private mutating func enter(
        _ report: JSONNode, _ path: String, _ reporters: inout NameTable, _ fields: DecisionFields
    ) throws(DataError) {
        let reporter = try fields.uniqueName("reporter", of: report, path, &reporters)
        let level = try fields.share("attestedLevel", of: report, path)
        let tolerance = try fields.share("tolerance", of: report, path)
        let credit = report["guaranteeCredit"] == nil ? 0.5 : try fields.share("guaranteeCredit", of: report, path)
        if let index = table[reporter] {
            neighbourhood.subjects[index].isNeighbour = true
            neighbourhood.beginReport(of: index, attestedLevel: level, tolerance: tolerance, guaranteeCredit: credit)
        }
        var seen = NameTable()
        let entries = try fields.list(try fields.member("opinions", of: report, path), "\(path).opinions")
        for (number, entry) in entries.enumerated() {
            let place = "\(path).opinions[\(number)]"
            let subject = try fields.uniqueName("subject", of: entry, place, &seen)
            let value = try fields.share("value", of: entry, place)
            let certainty = try fields.share("certainty", of: entry, place)
            var vouches = false
            if let node = entry["vouches"] { vouches = try fields.flag(node, "\(place).vouches") }
            guard !NameTable.isSame(subject, reporter), let index = table[subject] else { continue }
            neighbourhood.addEntry(about: index, value: value, certainty: certainty, vouches: vouches)
        }
    }

    private mutating func decodeParameters(_ node: JSONNode, _ fields: DecisionFields) throws(DataError) {
        try fields.checkKeys(
            node, "parameters", DecisionParameters.all.map(\.key) + ["maxRounds"],
            other: InferenceSettings.keys)
        for member in node.members ?? [] {
            let path = "parameters.\(member.key)"
            if let name = DecisionParameters.all.first(where: { $0.key == member.key }) {
                parameters[keyPath: name.path] = try fields.number(member.value, path, name.range)
            } else {
                parameters.maxRounds = Int(try fields.whole(member.value, path, 1...1000))
            }
        }
        if parameters.toleranceMin > parameters.toleranceMax {
            throw DataError(
                position: node.position, keyPath: "parameters.toleranceMin",
                message: "'parameters.toleranceMin' is greater than 'parameters.toleranceMax'")
        }
    }

    private mutating func decodeMechanisms(_ node: JSONNode, _ fields: DecisionFields) throws(DataError) {
        try fields.checkKeys(
            node, "mechanisms", Mechanisms.all.map(\.key), other: InferenceMechanisms.all.map(\.key))
        for mechanism in Mechanisms.all {
            guard let value = node[mechanism.key] else { continue }
            mechanisms[keyPath: mechanism.path] = try fields.flag(value, "mechanisms.\(mechanism.key)")
        }
    }
}
