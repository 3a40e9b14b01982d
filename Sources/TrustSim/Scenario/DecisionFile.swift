import GroupDecision

/// One decision written by hand: an evaluator's own opinions and the reports it received.
public struct DecisionFile: Sendable {
    /// Who decides.
    public let evaluator: String
    /// Parameters, with defaults for those not given.
    public let parameters: DecisionParameters
    /// Mechanisms, all on but those switched off.
    public let mechanisms: Mechanisms
    /// Names of the subjects, in order of first appearance.
    public let subjects: [String]
    /// Opinions and reports.
    public let neighbourhood: Neighbourhood

    /// Decodes a document.
    public init(_ root: JSONNode) throws(DataError) {
        var decoder = DecisionDecoder()
        try decoder.decode(root)
        evaluator = decoder.evaluator
        parameters = decoder.parameters
        mechanisms = decoder.mechanisms
        subjects = decoder.subjects
        neighbourhood = decoder.neighbourhood
    }
}

private struct DecisionDecoder {
    var evaluator = ""
    var parameters = DecisionParameters()
    var mechanisms = Mechanisms()
    var subjects: [String] = []
    var neighbourhood = Neighbourhood()
    private var indexOfSubject: [String: Int] = [:]

    mutating func decode(_ root: JSONNode) throws(DataError) {
        try checkKeys(root, "", ["evaluator", "reports", "parameters", "mechanisms"])
        try decodeEvaluator(try member("evaluator", of: root, ""))
        if let node = root["parameters"] { try decodeParameters(node) }
        if let node = root["mechanisms"] { try decodeMechanisms(node) }
        let reports = try list(try member("reports", of: root, ""), "reports")
        // Everybody is named before the reports are entered, so that subjects come in order of first appearance.
        for (index, report) in reports.enumerated() { try nameSubjects(report, "reports[\(index)]") }
        var reporters: Set<String> = []
        for (index, report) in reports.enumerated() { try enter(report, "reports[\(index)]", &reporters) }
    }

    private mutating func decodeEvaluator(_ node: JSONNode) throws(DataError) {
        try checkKeys(node, "evaluator", ["id", "tolerance", "opinions"])
        evaluator = try text(try member("id", of: node, "evaluator"), "evaluator.id")
        neighbourhood.tolerance = try share("tolerance", of: node, "evaluator")
        guard let opinions = node["opinions"] else { return }
        var seen: Set<String> = []
        for (index, opinion) in try list(opinions, "evaluator.opinions").enumerated() {
            let path = "evaluator.opinions[\(index)]"
            try checkKeys(opinion, path, ["subject", "value", "certainty"])
            let subject = try uniqueSubject(opinion, path, &seen)
            let value = try share("value", of: opinion, path)
            let certainty = try share("certainty", of: opinion, path)
            if subject == evaluator { continue }
            let known = Opinion(value: certainty > 0 ? value : 0.5, certainty: certainty)
            indexOfSubject[subject] = neighbourhood.addSubject(opinion: known)
            subjects.append(subject)
        }
    }

    private mutating func nameSubjects(_ report: JSONNode, _ path: String) throws(DataError) {
        try checkKeys(report, path, ["reporter", "attestedLevel", "tolerance", "guaranteeCredit", "opinions"])
        let reporter = try text(try member("reporter", of: report, path), "\(path).reporter")
        if reporter == evaluator {
            throw DataError(
                position: report["reporter"]?.position, keyPath: "\(path).reporter",
                message:
                    "'\(path).reporter' is the evaluator '\(escapedForMessage(evaluator))', which cannot report to itself"
            )
        }
        name(reporter)
        let entries = try list(try member("opinions", of: report, path), "\(path).opinions")
        for (index, entry) in entries.enumerated() {
            let place = "\(path).opinions[\(index)]"
            try checkKeys(entry, place, ["subject", "value", "certainty", "vouches"])
            let subject = try text(try member("subject", of: entry, place), "\(place).subject")
            if subject != evaluator { name(subject) }
        }
    }

    private mutating func name(_ subject: String) {
        if indexOfSubject[subject] != nil { return }
        indexOfSubject[subject] = neighbourhood.addSubject()
        subjects.append(subject)
    }

    private mutating func enter(_ report: JSONNode, _ path: String, _ reporters: inout Set<String>) throws(DataError) {
        let reporter = try text(try member("reporter", of: report, path), "\(path).reporter")
        guard reporters.insert(reporter).inserted else {
            throw DataError(
                position: report["reporter"]?.position, keyPath: "\(path).reporter",
                message: "'\(path).reporter': reporter '\(escapedForMessage(reporter))' is given twice")
        }
        let level = try share("attestedLevel", of: report, path)
        let tolerance = try share("tolerance", of: report, path)
        let credit = report["guaranteeCredit"] == nil ? 0.5 : try share("guaranteeCredit", of: report, path)
        if let index = indexOfSubject[reporter] {
            neighbourhood.subjects[index].isNeighbour = true
            neighbourhood.beginReport(of: index, attestedLevel: level, tolerance: tolerance, guaranteeCredit: credit)
        }
        var seen: Set<String> = []
        for (number, entry) in try list(try member("opinions", of: report, path), "\(path).opinions").enumerated() {
            let place = "\(path).opinions[\(number)]"
            let subject = try uniqueSubject(entry, place, &seen)
            let value = try share("value", of: entry, place)
            let certainty = try share("certainty", of: entry, place)
            var vouches = false
            if let node = entry["vouches"] { vouches = try flag(node, "\(place).vouches") }
            guard subject != reporter, subject != evaluator, let index = indexOfSubject[subject] else { continue }
            neighbourhood.addEntry(about: index, value: value, certainty: certainty, vouches: vouches)
        }
    }

    private mutating func decodeParameters(_ node: JSONNode) throws(DataError) {
        try checkKeys(node, "parameters", DecisionParameters.all.map(\.key) + ["maxRounds"])
        for member in node.members ?? [] {
            let path = "parameters.\(member.key)"
            if let name = DecisionParameters.all.first(where: { $0.key == member.key }) {
                parameters[keyPath: name.path] = try number(member.value, path, name.range)
            } else {
                guard let value = member.value.integer, (1...1000).contains(value) else {
                    throw wrong(member.value, path, "a whole number from 1 to 1000")
                }
                parameters.maxRounds = Int(value)
            }
        }
        if parameters.toleranceMin > parameters.toleranceMax {
            throw DataError(
                position: node.position, keyPath: "parameters.toleranceMin",
                message: "'parameters.toleranceMin' is greater than 'parameters.toleranceMax'")
        }
    }

    private mutating func decodeMechanisms(_ node: JSONNode) throws(DataError) {
        try checkKeys(node, "mechanisms", Mechanisms.all.map(\.key))
        for mechanism in Mechanisms.all {
            guard let value = node[mechanism.key] else { continue }
            mechanisms[keyPath: mechanism.path] = try flag(value, "mechanisms.\(mechanism.key)")
        }
    }
}

/// Typed access with messages that name the place.
extension DecisionDecoder {
    private func checkKeys(_ node: JSONNode, _ path: String, _ allowed: [String]) throws(DataError) {
        guard let members = node.members else {
            throw wrong(node, path.isEmpty ? "the document" : path, "an object")
        }
        for member in members where !allowed.contains(member.key) {
            let name = path.isEmpty ? member.key : "\(path).\(member.key)"
            let hint = NearestName.hint(for: member.key, among: allowed)
            throw DataError(
                position: member.keyPosition, keyPath: name, message: "unknown key '\(escapedForMessage(name))'" + hint)
        }
    }

    private func member(_ key: String, of node: JSONNode, _ path: String) throws(DataError) -> JSONNode {
        if let member = node[key] { return member }
        let name = path.isEmpty ? key : "\(path).\(key)"
        throw DataError(position: node.position, keyPath: name, message: "'\(name)' is missing")
    }

    private func share(_ key: String, of node: JSONNode, _ path: String) throws(DataError) -> Double {
        try number(try member(key, of: node, path), "\(path).\(key)", 0...1)
    }

    private func number(_ node: JSONNode, _ path: String, _ range: ClosedRange<Double>) throws(DataError) -> Double {
        guard let value = node.double, range.contains(value) else {
            throw wrong(
                node, path, "a number from \(NumberText.csv(range.lowerBound)) to \(NumberText.csv(range.upperBound))")
        }
        return value
    }

    private func text(_ node: JSONNode, _ path: String) throws(DataError) -> String {
        guard let text = node.string, !text.isEmpty else { throw wrong(node, path, "a text that is not empty") }
        return text
    }

    private func flag(_ node: JSONNode, _ path: String) throws(DataError) -> Bool {
        guard let flag = node.bool else { throw wrong(node, path, "true or false") }
        return flag
    }

    private func list(_ node: JSONNode, _ path: String) throws(DataError) -> [JSONNode] {
        guard let elements = node.elements else { throw wrong(node, path, "a list") }
        return elements
    }

    private func uniqueSubject(_ node: JSONNode, _ path: String, _ seen: inout Set<String>) throws(DataError) -> String
    {
        let subject = try text(try member("subject", of: node, path), "\(path).subject")
        guard seen.insert(subject).inserted else {
            throw DataError(
                position: node["subject"]?.position, keyPath: "\(path).subject",
                message: "'\(path).subject': subject '\(escapedForMessage(subject))' is given twice")
        }
        return subject
    }

    private func wrong(_ node: JSONNode, _ path: String, _ wanted: String) -> DataError {
        let found = node.string == "" ? "an empty text" : node.foundText
        return DataError(position: node.position, keyPath: path, message: "'\(path)' is \(wanted), found \(found)")
    }
}
