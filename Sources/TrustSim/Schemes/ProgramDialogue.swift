import GroupDecision

/// A program that is being talked with: begin, evaluations, end.
final class ProgramDialogue {
    /// What the program decided about neighbours, in the order in which they were named to it.
    struct Answer {
        var decisions: [SchemeDecision] = []
        var claim: SelfClaim?
    }

    private let program: SchemeProgram
    private let child: ChildProgram
    /// What the program has said of itself.
    private(set) var introduction = SchemeIntroduction()
    private var lineNumber = 0

    /// Starts the program, writes the first line, and reads the first one.
    init(_ program: SchemeProgram, begin: [UInt8]) throws(SchemeProgramFailure) {
        self.program = program
        child = try program.start()
        child.send(begin)
        let (node, line) = try next(expecting: "{\"type\":\"ready\", …}")
        introduction = try introduction(from: node, line)
    }

    /// Writes a line, now or while answers are read.
    func ask(_ line: [UInt8]) { child.send(line) }

    /// Reads the answer to the evaluation of a number, about so many neighbours.
    func answer(to number: Int, about count: Int) throws(SchemeProgramFailure) -> Answer {
        let (node, line) = try next(expecting: "the answer to evaluation \(number)")
        guard let members = node.members else {
            throw failure("an answer is an object, found \(node.kindName)", line)
        }
        for member in members where !["id", "decisions", "claim"].contains(member.key) {
            throw failure("an answer has no '\(escapedForMessage(member.key))'; it has: id, decisions, claim", line)
        }
        guard node["id"]?.integer == Int64(number) else {
            throw failure("the next answer has the id \(number), found \(node["id"].map(found) ?? "none")", line)
        }
        guard let decisions = node["decisions"]?.elements else {
            throw failure("an answer has a list of 'decisions'", line)
        }
        guard decisions.count == count else {
            throw failure("\(count) decisions were asked for, one for each neighbour, found \(decisions.count)", line)
        }
        var answer = Answer()
        for (place, decision) in decisions.enumerated() {
            let numbers = (decision.elements ?? []).map { $0.double ?? .nan }
            guard numbers.count == 3, numbers.allSatisfy({ 0...1 ~= $0 }) else {
                throw failure(
                    "decision \(place) is [trust, threshold, support], three numbers from 0 to 1, found "
                        + (decision.elements.map { "[\($0.map(found).joined(separator: ", "))]" } ?? found(decision)),
                    line)
            }
            answer.decisions.append(SchemeDecision(trust: numbers[0], threshold: numbers[1], support: numbers[2]))
        }
        if introduction.readsClaims {
            let numbers = (node["claim"]?.elements ?? []).map { $0.double ?? .nan }
            guard numbers.count == 2, numbers.allSatisfy({ 0...1 ~= $0 }) else {
                throw failure("'claim' is [level, tolerance], two numbers from 0 to 1", line)
            }
            answer.claim = SelfClaim(attestedLevel: numbers[0], tolerance: numbers[1])
        }
        return answer
    }

    /// Writes the last line and waits for the end, which is to come at once.
    func end() {
        child.send(ProgramMessages.end)
        child.finish()
    }

    private func next(expecting what: String) throws(SchemeProgramFailure) -> (JSONNode, [UInt8]) {
        let line: [UInt8]
        do {
            line = try child.line()
        } catch {
            throw silence(error, what)
        }
        lineNumber += 1
        do {
            return (try JSON5Reader.read(line, origin: .file("line")), line)
        } catch {
            let column = error.position.map { ", column \($0.column)" } ?? ""
            throw failure("\(error.message)\(column)", line)
        }
    }

    private func silence(_ silence: ChildProgram.Silence, _ what: String) -> SchemeProgramFailure {
        let limit = program.watch.longestSilenceSeconds
        var text: String
        switch silence {
        case .stopped where child.stopReason == .cancelled:
            var failure = SchemeProgramFailure("it was asked to stop")
            failure.isCancelled = true
            return failure
        case .stopped: text = "was ended, because \(what) was waited for \(limit) s"
        case .endless(let count): text = "has written \(count) bytes without an end of line"
        case .ended:
            let half = child.unfinishedLine
            let rest = half.isEmpty ? "" : ", behind '\(shown(half))' without an end of line"
            switch child.endsSoon() {
            case .exit(let code): text = "ended with exit code \(code) while \(what) was waited for\(rest)"
            case .signal(let number): text = "was ended by signal \(number) while \(what) was waited for\(rest)"
            case nil: text = "has closed its standard output while \(what) was waited for\(rest)"
            }
        }
        child.stop()
        text =
            "the program of the scheme '\(program.name)' \(text)\(ChildProgram.lastWords(child.errorBytes, of: program.name))"
        return SchemeProgramFailure(text)
    }

    private func failure(_ message: String, _ line: [UInt8]) -> SchemeProgramFailure {
        child.stop()
        return SchemeProgramFailure(
            "the program of the scheme '\(program.name)' wrote, in line \(lineNumber) of its output: \(message)"
                + "\n  line: \(shown(line))"
                + ChildProgram.lastWords(child.errorBytes, of: program.name))
    }

    private func shown(_ line: [UInt8]) -> String {
        excerptForMessage(String(decoding: line.prefix(400), as: UTF8.self), limit: 160)
    }

    private func found(_ node: JSONNode) -> String { node.double.map(NumberText.csv) ?? node.kindName }
}

/// What a program says of itself.
extension ProgramDialogue {
    private func introduction(
        from node: JSONNode, _ line: [UInt8]
    ) throws(SchemeProgramFailure) -> SchemeIntroduction {
        guard node["type"]?.string == "ready" else {
            throw failure("the first line is {\"type\":\"ready\", …}", line)
        }
        guard node["protocol"]?.integer == Int64(SchemeProgram.protocolVersion) else {
            throw failure("'protocol' is \(SchemeProgram.protocolVersion), the version of Docs/External.md", line)
        }
        var found = SchemeIntroduction()
        for member in node.members ?? [] {
            switch member.key {
            case "type", "protocol": break
            case "version":
                guard let text = member.value.string else { throw failure("'version' is a string", line) }
                found.version = String(text.prefix(200))
            case "reports": found.readsReports = try bool(member, line)
            case "claims": found.readsClaims = try bool(member, line)
            case "beacons": found.readsBeacons = try bool(member, line)
            case "parameters":
                guard let list = member.value.elements else { throw failure("'parameters' is a list", line) }
                for item in list {
                    let new = try parameter(from: item, line)
                    if found.parameters.contains(where: { $0.name == new.name }) {
                        throw failure("two parameters are named '\(new.name)'", line)
                    }
                    found.parameters.append(new)
                }
            default:
                throw failure(
                    "'\(escapedForMessage(member.key))' is unknown; a program says of itself: protocol, version, reports, "
                        + "claims, beacons, parameters",
                    line)
            }
        }
        if found.readsClaims && !found.readsReports {
            throw failure("'claims' are read in reports: 'reports' has to be true", line)
        }
        return found
    }

    private func bool(_ member: JSONNode.Member, _ line: [UInt8]) throws(SchemeProgramFailure) -> Bool {
        guard let isOn = member.value.bool else { throw failure("'\(member.key)' is true or false", line) }
        return isOn
    }

    private func parameter(from node: JSONNode, _ line: [UInt8]) throws(SchemeProgramFailure) -> SchemeParameter {
        guard let name = node["name"]?.string, !name.isEmpty, name.utf8.allSatisfy({ isNameByte($0) }) else {
            throw failure("a parameter has a 'name' of letters and digits", line)
        }
        let (least, greatest) = (node["min"]?.double ?? 0, node["max"]?.double ?? 1)
        guard let standard = node["default"]?.double, least <= standard, standard <= greatest else {
            throw failure("the parameter '\(name)' has 'min' <= 'default' <= 'max'", line)
        }
        return SchemeParameter(name, least...greatest, standard, node["summary"]?.string ?? "of the program")
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
            || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
}
