import GroupDecision

/// Why a line of a program is not taken.
struct ProgramRefusal: Error, Equatable {
    let message: String

    init(_ message: String) { self.message = message }

    /// What a line holds: JSON, or JSON5, of which JSON is a part.
    static func node(_ line: [UInt8]) throws(ProgramRefusal) -> JSONNode {
        do {
            return try JSON5Reader.read(line, origin: .file("line"))
        } catch {
            throw ProgramRefusal("\(error.message)\(error.position.map { ", column \($0.column)" } ?? "")")
        }
    }

    static func found(_ node: JSONNode) -> String { node.double.map(NumberText.csv) ?? node.kindName }
}

/// What a program decided about neighbours, in the order in which they were named to it.
struct ProgramAnswer {
    var decisions: [SchemeDecision] = []
    var claim: SelfClaim?

    /// The answer in a line to the evaluation of a number, about so many neighbours.
    init(_ line: [UInt8], number: Int, count: Int, hasClaim: Bool) throws(ProgramRefusal) {
        let node = try ProgramRefusal.node(line)
        guard let members = node.members else {
            throw ProgramRefusal("an answer is an object, found \(node.kindName)")
        }
        for member in members where !["id", "decisions", "claim"].contains(member.key) {
            throw ProgramRefusal(
                "an answer has no '\(escapedForMessage(String(member.key.prefix(80))))'; it has: id, decisions, claim")
        }
        guard node["id"]?.integer == Int64(number) else {
            throw ProgramRefusal(
                "the next answer has the id \(number), found \(node["id"].map(ProgramRefusal.found) ?? "none")")
        }
        guard let decisions = node["decisions"]?.elements else {
            throw ProgramRefusal("an answer has a list of 'decisions'")
        }
        guard decisions.count == count else {
            throw ProgramRefusal(
                "\(count) decisions were asked for, one for each neighbour, found \(decisions.count)")
        }
        for (place, decision) in decisions.enumerated() { self.decisions.append(try Self.decision(decision, place)) }
        guard hasClaim else { return }
        let numbers = (node["claim"]?.elements ?? []).map { $0.double ?? .nan }
        guard numbers.count == 2, numbers.allSatisfy({ 0...1 ~= $0 }) else {
            throw ProgramRefusal("'claim' is [level, tolerance], two numbers from 0 to 1")
        }
        claim = SelfClaim(attestedLevel: numbers[0], tolerance: numbers[1])
    }

    private static func decision(_ node: JSONNode, _ place: Int) throws(ProgramRefusal) -> SchemeDecision {
        let numbers = (node.elements ?? []).map { $0.double ?? .nan }
        guard numbers.count == 3, numbers.allSatisfy({ 0...1 ~= $0 }) else {
            let found =
                node.elements.map { "[\($0.prefix(8).map(ProgramRefusal.found).joined(separator: ", "))]" }
                ?? ProgramRefusal.found(node)
            throw ProgramRefusal(
                "decision \(place) is [trust, threshold, support], three numbers from 0 to 1, found \(found)")
        }
        return SchemeDecision(trust: numbers[0], threshold: numbers[1], support: numbers[2])
    }
}

extension SchemeIntroduction {
    /// What a program says of itself, in the first line.
    init(_ line: [UInt8]) throws(ProgramRefusal) {
        self.init()
        let node = try ProgramRefusal.node(line)
        guard node["type"]?.string == "ready" else { throw ProgramRefusal("the first line is {\"type\":\"ready\", …}") }
        guard node["protocol"]?.integer == Int64(SchemeProgram.protocolVersion) else {
            throw ProgramRefusal("'protocol' is \(SchemeProgram.protocolVersion), the version of Docs/External.md")
        }
        for member in node.members ?? [] { try take(member) }
        if readsClaims && !readsReports {
            throw ProgramRefusal("'claims' are read in reports: 'reports' has to be true")
        }
    }

    private mutating func take(_ member: JSONNode.Member) throws(ProgramRefusal) {
        switch member.key {
        case "type", "protocol": break
        case "version":
            guard let text = member.value.string else { throw ProgramRefusal("'version' is a string") }
            version = String(text.prefix(200))
        case "reports": readsReports = try Self.bool(member)
        case "claims": readsClaims = try Self.bool(member)
        case "beacons": readsBeacons = try Self.bool(member)
        case "parameters":
            guard let list = member.value.elements else { throw ProgramRefusal("'parameters' is a list") }
            for item in list {
                let new = try Self.parameter(item)
                if parameters.contains(where: { $0.name == new.name }) {
                    throw ProgramRefusal("two parameters are named '\(new.name.prefix(80))'")
                }
                parameters.append(new)
            }
        default:
            throw ProgramRefusal(
                "'\(escapedForMessage(String(member.key.prefix(80))))' is unknown; a program says of itself: protocol, "
                    + "version, reports, claims, beacons, parameters")
        }
    }

    private static func bool(_ member: JSONNode.Member) throws(ProgramRefusal) -> Bool {
        guard let isOn = member.value.bool else { throw ProgramRefusal("'\(member.key)' is true or false") }
        return isOn
    }

    private static func parameter(_ node: JSONNode) throws(ProgramRefusal) -> SchemeParameter {
        guard let name = node["name"]?.string, !name.isEmpty, name.utf8.allSatisfy(\.isLetterOrDigit) else {
            throw ProgramRefusal("a parameter has a 'name' of letters and digits")
        }
        let (least, greatest) = (node["min"]?.double ?? 0, node["max"]?.double ?? 1)
        guard let standard = node["default"]?.double, least <= standard, standard <= greatest else {
            throw ProgramRefusal("the parameter '\(name.prefix(80))' has 'min' <= 'default' <= 'max'")
        }
        return SchemeParameter(name, least...greatest, standard, node["summary"]?.string ?? "of the program")
    }
}
