import GroupDecision
import Testing

@testable import TrustSim

@Suite("A scheme at work in a run")
struct SchemeRunnerTests {
    private let second: Microseconds = 1_000_000

    private func truth(trustsUnknown: Bool = true, malicious: Set<Int> = []) -> Truth {
        Truth(
            firstMisconduct: (0..<40).map { malicious.contains($0) ? 0 : nil },
            isAttacker: (0..<40).map { malicious.contains($0) }, warmupEnd: 30 * second, trustsUnknown: trustsUnknown)
    }

    private func ownEvidence() -> SchemeRunner {
        SchemeRunner(OwnEvidence(threshold: 0.7), tolerances: Array(repeating: 0.6, count: 40), logsCases: true)
    }

    /// One evaluation by vehicle 0 of a trusted, a distrusted and an unknown neighbour, its first three acquaintances.
    private func evaluate(_ runner: SchemeRunner, _ truth: Truth, at time: Microseconds, again: Bool = false) {
        var bench = SchemeBench()
        bench.time = time
        bench.neighbour(1, positive: 8)
        bench.neighbour(2, negative: 8)
        bench.neighbour(3)
        var view = bench.view
        let nothing = MessageCounts(altered: 0, genuine: 0)
        let contacts = (0..<3).map { Acquaintances.Contact(number: $0, isFirst: !again) }
        runner.evaluate(&view, contacts: contacts, truth: truth, messages: Array(repeating: nothing, count: 3))
    }

    @Test("a support below 0.05 is unknown, and the policy decides", arguments: [true, false])
    func unknownPolicy(_ trusts: Bool) {
        let (runner, truth) = (ownEvidence(), truth(trustsUnknown: trusts, malicious: [2]))
        evaluate(runner, truth, at: 40 * second)
        #expect(runner.cases.map(\.isUnknown) == [false, false, true])
        #expect(runner.cases.map(\.isTrusted) == [true, false, trusts])
        #expect(runner.tally.unknownCases == 1 && runner.tally.casesWithoutOwnEvidence == 1)
        let expected = ConfusionCounts(truePositives: 1, falsePositives: trusts ? 0 : 1, trueNegatives: trusts ? 2 : 1)
        #expect(runner.tally.cases == expected)
        #expect(runner.trust(of: 0, inContact: 0, truth: truth) == 0.9)
        #expect(runner.trust(of: 0, inContact: 1, truth: truth) == nil)
        #expect(runner.trust(of: 0, inContact: 2, truth: truth) == (trusts ? 0.5 : nil))
        #expect(runner.trust(of: 0, inContact: nil, truth: truth) == (trusts ? 0.5 : nil), "never decided about")
    }

    @Test(
        "strangers are left to the policy, except by schemes that say the same of everybody", arguments: [true, false])
    func strangers(_ trusts: Bool) {
        let truth = truth(trustsUnknown: trusts)
        let tolerances = Array(repeating: 0.6, count: 40)
        let trusting = SchemeRunner(TrustAll(), tolerances: tolerances, logsCases: false)
        let distrusting = SchemeRunner(DistrustAll(), tolerances: tolerances, logsCases: false)
        #expect(trusting.trust(of: 0, inContact: nil, truth: truth) == 1)
        #expect(distrusting.trust(of: 0, inContact: nil, truth: truth) == nil)
        #expect(ownEvidence().trust(of: 0, inContact: nil, truth: truth) == (trusts ? 0.5 : nil))
    }

    @Test("before the end of the warm-up nothing is counted but verdicts")
    func warmup() {
        let (runner, truth) = (ownEvidence(), truth(malicious: [2]))
        evaluate(runner, truth, at: 30 * second - 1)
        #expect(runner.tally.cases.total == 0 && runner.cases.isEmpty)
        #expect(runner.tally.verdicts.counts { $0 == 2 } == ConfusionCounts(truePositives: 1, trueNegatives: 2))
        evaluate(runner, truth, at: 30 * second, again: true)
        #expect(runner.tally.cases.total == 3 && runner.tally.firstContacts.total == 0)
        let other = ownEvidence()
        evaluate(other, truth, at: 30 * second)
        evaluate(other, truth, at: 40 * second, again: true)
        #expect(other.tally.cases.total == 6 && other.tally.firstContacts.total == 3)
    }

    /// Counts how often it is asked.
    private struct Counting: TrustScheme {
        final class Calls: Sendable {
            let count = Guarded(0)
        }
        let name = "counting"
        var readsClaims: Bool
        let calls = Calls()
        func evaluate(
            _ view: inout LocalView, memory: inout Void, scratch: inout Void, into decisions: inout SchemeDecisions
        ) {
            calls.count.withLock { $0 += 1 }
            decisions.neighbours = view.subjects.map { _ in SchemeDecision(trust: 0.9, threshold: 0.5, support: 1) }
        }
    }

    @Test(
        "decisions of attackers are not counted, and made only where claims may rest on them", arguments: [true, false])
    func attackersAreNotCounted(readsClaims: Bool) {
        let scheme = Counting(readsClaims: readsClaims)
        let runner = SchemeRunner(scheme, tolerances: Array(repeating: 0.6, count: 40), logsCases: true)
        evaluate(runner, truth(malicious: [0]), at: 40 * second)
        #expect(runner.tally.cases.total == 0 && runner.cases.isEmpty)
        #expect(runner.tally.verdicts.counts { _ in false }.total == 0)
        #expect(scheme.calls.count.withLock { $0 } == (readsClaims ? 1 : 0))
    }

    @Test("messages count by the decision that stood when they came")
    func messages() {
        let (runner, truth) = (ownEvidence(), truth(malicious: [2]))
        runner.count(
            [StrayMessages(sender: 1, contact: nil, counts: MessageCounts(altered: 3, genuine: 1))], of: 0, truth: truth
        )
        #expect(runner.tally.messages == ConfusionCounts(trueNegatives: 1, falseNegatives: 3))
        evaluate(runner, truth, at: 40 * second)
        runner.count(
            [StrayMessages(sender: 1, contact: 1, counts: MessageCounts(altered: 5, genuine: 2))], of: 0, truth: truth)
        #expect(
            runner.tally.messages
                == ConfusionCounts(truePositives: 5, falsePositives: 2, trueNegatives: 1, falseNegatives: 3))
    }

    @Test("a report has 16 bytes and 9 an entry, for schemes that read reports")
    func overhead() {
        let silent = ownEvidence()
        silent.countReport(entryCount: 4)
        #expect(silent.tally.reportBytes == 0)
        let reading = SchemeRunner(
            MajorityVote(threshold: 0.5, voteValue: 0.7), tolerances: [0.6], logsCases: false)
        reading.countReport(entryCount: 4)
        reading.countReport(entryCount: 0)
        #expect(reading.tally.reportBytes == 16 + 36 + 16)
    }

    // MARK: - Claims

    /// Keeps what it was shown.
    private struct Recorder: TrustScheme {
        let name = "recorder"
        let readsClaims = true
        func makeMemory(tolerance: Double) -> Double { tolerance }
        func evaluate(
            _ view: inout LocalView, memory: inout Double, scratch: inout Void, into decisions: inout SchemeDecisions
        ) {}
        func claim(_ memory: Double) -> SelfClaim { SelfClaim(attestedLevel: 0.77, tolerance: memory) }
    }

    /// What vehicle 0 reads of a report by vehicle 1, written by the given profile.
    private func claims(of profile: Profile?) -> (level: Double, tolerance: Double, vouches: [Bool]) {
        let runner = SchemeRunner(Recorder(), tolerances: Array(repeating: 0.6, count: 40), logsCases: false)
        let draft = [
            DraftEntry(subject: 2, value: 0.6, certainty: 0.5), DraftEntry(subject: 3, value: 0.59, certainty: 0.5),
            DraftEntry(subject: 4, value: 0.1, certainty: 0.5, vouches: true),
            DraftEntry(subject: 5, value: 0.9, certainty: 0.5, vouches: false),
        ]
        runner.publish(draft, of: 1, slot: ReportStore(identityCount: 40).slot(of: 1, number: 7), by: profile)
        var bench = SchemeBench()
        bench.neighbour(1)
        bench.report(of: 1, draft.map { Told($0.subject, $0.value, $0.certainty) })
        var view = bench.view
        view.reportNumbers = [7]
        view.entrySources = [0, 1, 2, 3]
        runner.evaluate(&view, contacts: [], truth: truth(), messages: [])
        let member = view.neighbourhood.members[0]
        return (member.attestedLevel, member.tolerance, view.neighbourhood.entries.map(\.vouches))
    }

    @Test("an honest report vouches for opinions that reach the own tolerance, and claims what the scheme found")
    func honestClaims() {
        let found = claims(of: nil)
        #expect(found.level == 0.77 && found.tolerance == 0.6)
        #expect(found.vouches == [true, false, true, false])
    }

    @Test("an attacker's attestation and tolerance replace the scheme's")
    func falseClaims() throws {
        let choices = ["attestation": PartChoice("overclaim"), "tolerance": PartChoice("fixed")]
        let profile: Profile = try #require(Profile(name: "p", choices: choices))
        let found = claims(of: profile)
        #expect(found.level == 0.95 && found.tolerance == 0.3)
        #expect(found.vouches == [true, false, true, false])
    }

    @Test("whom a vehicle has decided about keeps the number of the first time")
    func acquaintances() {
        let acquaintances = Acquaintances(vehicleCount: 40)
        var contacts: [Acquaintances.Contact] = []
        var bench = SchemeBench()
        bench.neighbour(1)
        bench.neighbour(7)
        acquaintances.meet(bench.view, into: &contacts)
        #expect(contacts.map(\.number) == [0, 1] && contacts.map(\.isFirst) == [true, true])
        bench.neighbour(3)
        acquaintances.meet(bench.view, into: &contacts)
        #expect(contacts.map(\.number) == [0, 2, 1] && contacts.map(\.isFirst) == [false, true, false])
        #expect([1, 3, 7, 9].map { acquaintances.number(of: $0, for: 0) } == [0, 2, 1, nil])
        #expect(acquaintances.number(of: 1, for: 2) == nil)
    }
}
