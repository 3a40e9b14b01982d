import Foundation
import GroupDecision

@testable import TrustSim
@testable import CommandLineTool

/// JSON5 documents.
enum Documents {
    /// A valid scenario must be valid again as resolved, with the same meaning.
    static func scenario(_ bytes: [UInt8]) {
        refusing {
            let file = ScenarioFile(path: "input", root: try JSON5Reader.read(bytes, origin: .file("input")))
            let plan = try Plan(file)
            let resolved = text(plan.cells[0].scenario)
            do {
                let root = try JSON5Reader.read(resolved, origin: .file("resolved"))
                expectSame(text(try ScenarioFile(path: "resolved", root: root).decode()), resolved, "resolved twice")
            } catch {
                fail("what a scenario resolves to is refused: \(error)")
            }
            if !plan.cells[0].scenario.usesTrace && plan.cells[0].scenario.attackers.list.isEmpty {
                let estimate = Estimate(plan, traces: try TraceLibrary(plan, scenarioPath: "input"))
                if !(estimate.bytes(jobs: 4) >= 0) { fail("memory of \(estimate.bytes(jobs: 4)) bytes") }
            }
        }
    }

    /// What columns of a flat table are called: as an option, or as the members of a document.
    static func columns(_ bytes: [UInt8]) {
        refusing { _ = try TableColumns(String(decoding: bytes, as: UTF8.self)) }
        let header = CSVColumns.split(bytes[...]).map { String(decoding: $0, as: UTF8.self) }
        refusing {
            let places = try TableColumns.reading(of: header, given: nil, file: "input").places
            for place in places.values where !header.indices.contains(place) { fail("a column that is not there") }
        }
    }

    private static func text(_ scenario: Scenario) -> [UInt8] {
        var writer = JSONWriter(style: .compact)
        writer.value(ScenarioEncoder.tree(scenario))
        return writer.bytes
    }

    /// Every number of a decision by averaging is in [0, 1]; one by inference is the sum of its parts, and can be repeated
    /// with what is remembered afterwards.
    static func decision(_ bytes: [UInt8]) {
        refusing {
            let file = try DecisionFile(try JSON5Reader.read(bytes, origin: .file("input")))
            switch file {
            case .averaging(let decision): check(decision)
            case .inference(let decision): check(decision)
            }
            if bytes.count % 4 != 0 { return }
            let report = DecisionReport(file)
            do { _ = try JSON5Reader.read(report.json, origin: .file("report")) } catch { fail("bad JSON: \(error)") }
            for table in report.tables { _ = table.plain(color: false) }
        }
    }

    private static func check(_ decision: AveragingDecision) {
        var outcome = GroupOutcome()
        GroupDecider(parameters: decision.parameters, mechanisms: decision.mechanisms).decide(
            decision.neighbourhood, into: &outcome)
        for number in numbers(outcome) where !(number >= 0 && number <= 1) { fail("\(number) in a decision") }
    }

    private static func check(_ decision: InferenceDecision) {
        let result = decision.decide()
        for (subject, parts) in zip(result.outcome.subjects, result.contributions) {
            for number in [subject.trust, subject.threshold, subject.support] where !(number >= 0 && number <= 1) {
                fail("\(number) in a decision")
            }
            let sum = parts.reduce(0) { $0 + $1.logOdds }
            if !((sum - subject.logOdds).magnitude < 1e-6) { fail("\(sum) is not \(subject.logOdds)") }
        }
        guard let again = InferenceMemory(result.memory.snapshot), again.snapshot == result.memory.snapshot else {
            fail("a memory that cannot be read again")
        }
    }

    private static func numbers(_ outcome: GroupOutcome) -> [Double] {
        var numbers = [
            outcome.initialConsensusDegree, outcome.consensusDegree, outcome.attestedLevel, outcome.groupTolerance,
            outcome.nextTolerance,
        ]
        for member in outcome.members {
            numbers += [
                member.subjective, member.subjectiveSupport, member.objective, member.objectiveSupport,
                member.comprehensive, member.support, member.selfProof, member.conduct, member.influence,
            ]
        }
        for subject in outcome.subjects {
            numbers += [
                subject.group, subject.groupSupport, subject.guarantee, subject.guaranteeSupport, subject.basis,
                subject.trust, subject.threshold,
            ]
        }
        return numbers
    }

    /// What a program that decides writes, line by line: the first says what it is, each other is an answer about as many
    /// neighbours as it is long, up to three.
    static func program(_ bytes: [UInt8]) {
        var hasClaim = false
        for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if number == 0 {
                do throws(ProgramRefusal) {
                    let found = try SchemeIntroduction(Array(line))
                    hasClaim = found.readsClaims
                    if found.readsClaims && !found.readsReports { fail("claims without reports") }
                    for parameter in found.parameters where parameter.standard.map(parameter.range.contains) != true {
                        fail("a default outside of its range")
                    }
                } catch {
                    expectReadable(error.message)
                }
            }
            do throws(ProgramRefusal) {
                let count = line.count % 4
                let answer = try ProgramAnswer(Array(line), number: number, count: count, hasClaim: hasClaim)
                if answer.decisions.count != count || (answer.claim != nil) != hasClaim {
                    fail("an answer to something else")
                }
                for decision in answer.decisions {
                    for value in [decision.trust, decision.threshold, decision.support] where !(0...1 ~= value) {
                        fail("\(value) in a decision")
                    }
                }
            } catch {
                expectReadable(error.message)
            }
        }
    }

    private static let file = MemoryFile()

    /// What other commands wrote: calibrated thresholds, manifests.
    static func others(_ bytes: [UInt8]) {
        file.replace(bytes)
        refusing {
            for (_, threshold) in try CalibrationFile.read(file.path) where !(threshold >= 0 && threshold <= 1) {
                fail("a threshold of \(threshold)")
            }
        }
        refusing {
            let row = ResultRow(
                scenario: "a", scheme: "beta", attackerRatio: 0.3, seed: 1, replication: 0, varied: ["0.5", "20"],
                values: [])
            let manifest = try Manifest(path: file.path)
            _ = try manifest.scenarioFile(of: row, variedKeys: ["radio.range", "duration"], path: "input").decode()
        }
        refusing { _ = try ReportOrigin(manifest: file.path) }
    }
}

/// A file that is only in memory, for what reads by path.
final class MemoryFile: Sendable {
    let path: String
    private let descriptor: Int32

    init() {
        let name = "/dev/shm/trustsim-fuzz-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0 { fail("no memory file: \(String(cString: strerror(errno)))") }
        unlink(name)
        path = "/proc/self/fd/\(descriptor)"
    }

    func replace(_ bytes: [UInt8]) {
        if ftruncate(descriptor, 0) != 0 || pwrite(descriptor, bytes, bytes.count, 0) != bytes.count {
            fail("a memory file cannot be written")
        }
    }
}
