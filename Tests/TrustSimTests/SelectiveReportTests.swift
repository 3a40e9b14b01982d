import GroupDecision
import Testing

@testable import TrustSim

@Suite("Crafted and selective lies")
struct SelectiveReportTests {
    typealias Bench = PretendedEvidenceTests.Bench

    /// What a `craft` part says in the tenth report, and what an honest vehicle would have said.
    private func reports(
        _ parameters: [String: Double], seed: UInt32 = 11, owner: VehicleID = 0,
        _ prepare: (inout AttackerView) -> Void = { _ in }
    ) throws -> (told: [DraftEntry], honest: [DraftEntry], view: AttackerView) {
        var bench = Bench(seed: seed, owner: owner)
        prepare(&bench.view)
        var (profile, stream) = (
            try AttackBench.profile(["reports": PartChoice("craft", parameters)]), AttackBench.stream(owner)
        )
        var entries: [DraftEntry] = []
        for _ in 0..<10 {
            bench.next()
            entries = bench.draft
            profile.reports.rewrite(&entries, view: bench.view, &stream)
        }
        return (entries, bench.draft, bench.view)
    }

    /// Vehicles of which it says something else than an honest vehicle would.
    private func liedAbout(_ parameters: [String: Double], _ prepare: (inout AttackerView) -> Void = { _ in }) throws
        -> Set<VehicleID>
    {
        let (told, honest, _) = try reports(parameters, prepare)
        return Set(told.filter { !honest.contains($0) }.map(\.subject))
    }

    private func value(_ entries: [DraftEntry], where isMeant: (VehicleID) -> Bool) -> Double {
        let values = entries.filter { isMeant($0.subject) }.map { ($0.value - 0.5) / $0.certainty + 0.5 }
        return values.reduce(0, +) / Double(values.count)
    }

    @Test("by default it praises fellows and defames everybody else heard, and vouches for nobody whom it defames")
    func everybody() throws {
        let (told, _, view) = try reports([:])
        #expect(told.map(\.subject) == view.heard.map(\.vehicle))
        #expect(abs(value(told) { view.isFellow($0) } - 0.9) < 0.1)
        #expect(abs(value(told) { !view.isFellow($0) } - 0.1) < 0.1)
        #expect(told.allSatisfy { $0.vouches == (view.isFellow($0.subject) ? nil : false) })
    }

    @Test("victims are a share of the others, agreed by all; the rest is told honestly")
    func victims() throws {
        let shares = ["praised": 0.0, "defamed": 0.25]
        let (told, honest, view) = try reports(shares)
        let victims = Set(view.heard.map(\.vehicle).filter { !view.isFellow($0) && view.isVictim($0, share: 0.25) })
        let lies = try liedAbout(shares)
        #expect(!victims.isEmpty && lies == victims)
        #expect(told.filter { !victims.contains($0.subject) } == honest.filter { !victims.contains($0.subject) })
        #expect(value(told) { victims.contains($0) } < 0.3)
        let other = try reports(shares, owner: 3).told
        #expect(Set(other.map(\.subject)).isSuperset(of: victims))
    }

    @Test("one victim: the number that is named, or the one on which all agree")
    func oneVictim() throws {
        #expect(try liedAbout(["praised": 0, "victim": 7]) == [7])
        #expect(try liedAbout(["praised": 0, "victim": -2]).isEmpty)
        #expect(try liedAbout(["praised": 0, "victim": -2]) { $0.agreedVictim = 8 } == [8])
        let scenario = try SmallWorld.file(["attackers={ratio: 0.5, profile: 'framersOfOne'}"]).decode()
        let simulations = (0..<4).map {
            Simulation(scenario: scenario, trace: nil, replication: $0, logsCases: false)
        }
        let agreed = try simulations.map { try #require($0.reporting.attackerView.agreedVictim) }
        #expect(zip(simulations, agreed).allSatisfy { !$0.truth.isAttacker[Int($1)] } && Set(agreed).count > 1)
    }

    @Test("only about strangers, or only about those on whom nobody else reports")
    func whomItCannotBeCaughtOn() throws {
        let (_, _, view) = try reports(["strangers": 1])
        let strangers = view.heard.filter { heard in
            heard.opinion.map { 2 * $0.certainty / (1 - $0.certainty) < 3 } ?? true
        }
        #expect(!strangers.isEmpty && strangers.count < 20)
        #expect(try liedAbout(["strangers": 1]) == Set(strangers.map(\.vehicle)))
        let reported: Set<VehicleID> = [1, 2, 3, 4, 5, 6, 7, 8, 20, 30]
        let lies = try liedAbout(["unchecked": 1]) { $0.reportedOn = reported }
        #expect(lies == Set(1..<40).subtracting(reported))
    }

    @Test("who wants to know on whom others report is told, by those who are no fellows")
    func reportedOn() throws {
        let scenario = try SmallWorld.file([
            "attackers={ratio: 0.3, profile: 'uncheckedLiars'}", "schemes=['own-evidence']",
        ]).decode()
        var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
        _ = try simulation.run(cancellation: nil)
        #expect(simulation.reporting.attackerView.reportedOn.count > 5)
        #expect(simulation.truth.firstMisconduct.count { $0 != nil } > 3)
    }

    @Test("others can be spoken of as by sensors that are better or worse; amounts can be chosen")
    func accuracyAndAmounts() throws {
        for share in [1, 0.7] {
            let (told, honest, _) = try reports(["praise": share, "defamed": 0, "others": share])
            #expect(abs(value(told) { _ in true } - share) < 0.04)
            let known = Set(honest.map(\.subject))
            #expect(told.filter { known.contains($0.subject) }.map(\.certainty).count == honest.count)
        }
        let (told, _, _) = try reports(["least": 4, "most": 14])
        let amounts = told.map { 2 * $0.certainty / (1 - $0.certainty) }
        #expect(amounts.allSatisfy { $0 >= 4 && $0 <= 14 } && Set(amounts).count == amounts.count)
    }

    @Test("spoilers tell the truth in a form that no evidence has: a share of the attackers, or all at first")
    func spoilers() throws {
        func isSpoiled(_ parameters: [String: Double], owner: VehicleID) throws -> Bool {
            let (told, honest, view) = try reports(parameters, owner: owner)
            let spoiled = honest.map { entry in
                DraftEntry(
                    subject: entry.subject, value: view.isFellow(entry.subject) ? 0 : 1, certainty: entry.certainty)
            }
            return told == spoiled
        }
        let spoilers = try (0..<60).count { try isSpoiled(["spoilers": 0.5], owner: VehicleID($0)) }
        #expect(spoilers > 15 && spoilers < 45)
        // The tenth report is written at 100 s.
        #expect(try isSpoiled(["spoilFor": 101], owner: 0))
        #expect(try !isSpoiled(["spoilFor": 100], owner: 0))
    }

    @Test("a part that lies about nobody is harmless")
    func harmless() throws {
        let nothing = try AttackBench.profile(["reports": PartChoice("craft", ["praised": 0, "defamed": 0])])
        #expect(nothing.reports.isHarmless && !nothing.hasObservableAct(withRoadEvents: true))
        for parameters in [["praised": 0, "victim": 3], ["defamed": 0], ["praised": 0, "defamed": 0, "others": 0.8]] {
            #expect(try !AttackBench.profile(["reports": PartChoice("craft", parameters)]).reports.isHarmless)
        }
    }
}
