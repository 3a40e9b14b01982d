import GroupDecision
import Testing

@testable import TrustSim

/// Makes parts of attack profiles.
enum AttackBench {
    static func profile(_ choices: [String: PartChoice]) throws -> Profile {
        let profile: Profile = try #require(Profile(name: "test", choices: choices))
        return profile
    }

    static func preset(_ name: String) throws -> Profile {
        let preset = try #require(AttackPreset.all.first { $0.name == name })
        let profile: Profile = try #require(preset.profile)
        return profile
    }

    static func stream(_ vehicle: UInt32 = 0) -> RandomStream {
        RandomSource(seed: 5, replication: 0).stream(.attacker, vehicle)
    }

    /// Nobody was heard, on a playground of 1000 m by 600 m without roads.
    static var context: BeaconContext {
        let store = EvidenceStore(vehicleCount: 8, parameters: EvidenceParameters())
        return BeaconContext(
            time: 1_000_000, ghost: 0, interval: 1_000_000,
            playground: Rectangle(low: Point(x: 0, y: 0), high: Point(x: 1000, y: 600)), hasRoads: false,
            heard: HeardBeacons(listener: 0, time: 1_000_000, store: store, log: nil))
    }

    /// Vehicles 1 to 4 were heard; 3 and 4 are fellows; 2 and 4 are not known.
    static var view: AttackerView {
        var view = AttackerView(
            isAttacker: [true, false, false, true, true], random: RandomSource(seed: 5, replication: 0))
        view.heard = [
            (1, Opinion(value: 0.9, certainty: 0.8)), (2, nil), (3, Opinion(value: 0.2, certainty: 0.6)), (4, nil),
        ]
        return view
    }

    /// A choice with plain numbers.
    static func plain(_ choice: PartChoice) -> PartChoice {
        var choice = choice
        let kind = PartSlot.reports.kinds.first { $0.name == choice.kind }
        if kind?.parameters.contains(where: { $0.name == "feasible" }) == true && choice.parameters["feasible"] == nil {
            choice.parameters["feasible"] = 0
        }
        return choice
    }

    /// What an honest vehicle would report.
    static let honest = [
        DraftEntry(subject: 1, value: 0.9, certainty: 0.8), DraftEntry(subject: 3, value: 0.2, certainty: 0.6),
    ]

    /// What a part makes of the honest report, in plain numbers unless the choice says otherwise.
    static func rewritten(_ choice: PartChoice, _ stream: RandomStream = stream()) throws -> [DraftEntry] {
        var (profile, entries, stream) = (try profile(["reports": plain(choice)]), honest, stream)
        profile.reports.rewrite(&entries, view: view, &stream)
        return entries
    }
}

@Suite("Attacks on reports")
struct AttackReportTests {
    private func expect(
        _ found: [DraftEntry], values: [Double], certainties: [Double] = [0.8, 0.6], subjects: [VehicleID] = [1, 3],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(found.map(\.subject) == subjects, sourceLocation: sourceLocation)
        #expect(found.map(\.certainty) == certainties, sourceLocation: sourceLocation)
        #expect(found.allSatisfy { $0.vouches == nil }, sourceLocation: sourceLocation)
        for (entry, value) in zip(found, values) {
            #expect(abs(entry.value - value) <= 1e-15, sourceLocation: sourceLocation)
        }
    }

    @Test("honest reports are left as they are")
    func honestReports() throws {
        #expect(try AttackBench.rewritten(PartChoice("honest")) == AttackBench.honest)
    }

    @Test("badMouth reports v (1 - k), k = 1 unless given")
    func badMouth() throws {
        expect(try AttackBench.rewritten(PartChoice("badMouth")), values: [0, 0])
        expect(try AttackBench.rewritten(PartChoice("badMouth", ["strength": 0.25])), values: [0.675, 0.15])
        #expect(try AttackBench.rewritten(PartChoice("badMouth", ["strength": 0])) == AttackBench.honest)
    }

    @Test("complement reports 1 - v")
    func complement() throws {
        expect(try AttackBench.rewritten(PartChoice("complement")), values: [0.1, 0.8])
    }

    @Test("ballotStuff reports v (1 - k) + k, k = 1 unless given")
    func ballotStuff() throws {
        expect(try AttackBench.rewritten(PartChoice("ballotStuff")), values: [1, 1])
        expect(try AttackBench.rewritten(PartChoice("ballotStuff", ["strength": 0.25])), values: [0.925, 0.4])
        #expect(try AttackBench.rewritten(PartChoice("ballotStuff", ["strength": 0])) == AttackBench.honest)
    }

    @Test("collude praises fellows and defames everybody else heard, known or not, with claimed certainty")
    func collude() throws {
        expect(
            try AttackBench.rewritten(PartChoice("collude")), values: [0.05, 0.05, 0.95, 0.95],
            certainties: [0.9, 0.9, 0.9, 0.9], subjects: [1, 2, 3, 4])
        let mild = PartChoice("collude", ["praise": 0.7, "defamation": 0.4, "certainty": 0.5])
        expect(
            try AttackBench.rewritten(mild), values: [0.4, 0.4, 0.7, 0.7], certainties: [0.5, 0.5, 0.5, 0.5],
            subjects: [1, 2, 3, 4])
    }

    @Test("random reports a uniform value at the own certainty, from the attacker's own stream")
    func randomReports() throws {
        var sum = 0.0
        for vehicle: UInt32 in 0..<500 {
            let found = try AttackBench.rewritten(PartChoice("random"), AttackBench.stream(vehicle))
            expect(found, values: found.map(\.value))
            #expect(found.allSatisfy { (0..<1).contains($0.value) })
            sum += found.reduce(0) { $0 + $1.value }
        }
        #expect(abs(sum / 1000 - 0.5) < 0.04)
        let again = try AttackBench.rewritten(PartChoice("random"))
        #expect(try AttackBench.rewritten(PartChoice("random")) == again)
        #expect(try AttackBench.rewritten(PartChoice("random"), AttackBench.stream(1)) != again)
    }

    @Test("silent reports about nobody")
    func silent() throws {
        #expect(try AttackBench.rewritten(PartChoice("silent")).isEmpty)
    }

    @Test("targeted defames the victims that all attackers agree on, known or not, and is honest about the rest")
    func targeted() throws {
        let one = PartChoice("targeted", ["victim": 2])
        expect(
            try AttackBench.rewritten(one), values: [0.9, 0.05, 0.2], certainties: [0.8, 0.9, 0.6], subjects: [1, 2, 3])
        let known = PartChoice("targeted", ["victim": 3.9, "value": 0.4, "certainty": 0.7])
        expect(try AttackBench.rewritten(known), values: [0.9, 0.4], certainties: [0.8, 0.7])
        expect(
            try AttackBench.rewritten(PartChoice("targeted", ["share": 1])), values: [0.05, 0.05, 0.05, 0.05],
            certainties: [0.9, 0.9, 0.9, 0.9], subjects: [1, 2, 3, 4])
        #expect(try AttackBench.rewritten(PartChoice("targeted", ["share": 0])) == AttackBench.honest)
        #expect(try AttackBench.rewritten(PartChoice("targeted", ["victim": 77])) == AttackBench.honest)
        let drawn = (0..<VehicleID(4000)).filter { AttackBench.view.isVictim($0, share: 0.1) }
        #expect(abs(drawn.count - 400) < 90, "\(drawn.count)")
        for vehicle: UInt32 in 0..<5 {
            let found = try AttackBench.rewritten(PartChoice("targeted", ["share": 0.5]), AttackBench.stream(vehicle))
            let again = try AttackBench.rewritten(PartChoice("targeted", ["share": 0.5]))
            #expect(found == again, "the same victims for every attacker")
        }
    }

    @Test("marginal reports fellows better and others worse by 0.29, within [0, 1]")
    func marginal() throws {
        expect(try AttackBench.rewritten(PartChoice("marginal")), values: [0.61, 0.49])
        expect(try AttackBench.rewritten(PartChoice("marginal", ["shift": 1])), values: [0, 1])
        #expect(try AttackBench.rewritten(PartChoice("marginal", ["shift": 0])) == AttackBench.honest)
    }

    @Test("drag moves opinions by 0.1 more in each report, in one direction, within [0, 1]")
    func drag() throws {
        for (choice, step) in [(PartChoice("drag"), -0.1), (PartChoice("drag", ["step": 0.25]), 0.25)] {
            var (profile, stream) = (
                try AttackBench.profile(["reports": AttackBench.plain(choice)]), AttackBench.stream()
            )
            for number in 1...15 {
                var entries = AttackBench.honest
                profile.reports.rewrite(&entries, view: AttackBench.view, &stream)
                let moved = max(-1, min(1, step * Double(number)))
                for (entry, value) in zip(entries, [0.9, 0.2]) {
                    #expect(abs(entry.value - min(max(value + moved, 0), 1)) < 1e-12)
                }
                #expect(entries.map(\.certainty) == [0.8, 0.6])
            }
        }
    }

    @Test("certain reports 1 - v at certainty 0.9 about everybody that it knows")
    func certain() throws {
        expect(try AttackBench.rewritten(PartChoice("certain")), values: [0.1, 0.8], certainties: [0.9, 0.9])
        expect(
            try AttackBench.rewritten(PartChoice("certain", ["certainty": 0.3])), values: [0.1, 0.8],
            certainties: [0.3, 0.3])
    }

    @Test("colluders praise the identities of their own, too")
    func ownIdentities() throws {
        var (profile, stream) = (
            try AttackBench.profile(["reports": AttackBench.plain(PartChoice("collude"))]), AttackBench.stream()
        )
        var (view, entries) = (AttackBench.view, AttackBench.honest)
        view.ownIdentities = [0, 7]
        profile.reports.rewrite(&entries, view: view, &stream)
        #expect(entries.map(\.subject) == [1, 2, 3, 4, 0, 7] && entries.suffix(2).allSatisfy { $0.value == 0.95 })
    }

    @Test("mimic attests the median of what it hears, its own level where it hears nothing")
    func mimic() throws {
        let mimic = try AttackBench.profile(["attestation": PartChoice("mimic")]).attestation
        #expect(mimic.readsClaims && mimic.fixedValue == nil)
        #expect(mimic.claim(honest: 0.42, heard: []) == 0.42 && mimic.claim(honest: 0.42, heard: [0.9]) == 0.9)
        #expect(mimic.claim(honest: 0, heard: [0.9, 0.1, 0.3]) == 0.3)
        #expect(mimic.claim(honest: 0, heard: [0.8, 0.1, 0.9, 0.4]) == 0.5 * (0.8 + 0.4))
    }

    // MARK: - Standing

    @Test("what an attacker can tell of its standing: certainty-weighted mean, and who is below 0.6")
    func standing() {
        let standing = Standing([(0.9, 0.5), (0.6, 0.25), (0.59, 0.25)], limit: Standing.limit)
        #expect(standing.reporters == 3 && standing.distrusting == 1)
        #expect(abs((standing.estimatedTrust ?? 0) - (0.45 + 0.15 + 0.1475)) < 1e-12)
        #expect(
            Standing([], limit: 0.6).estimatedTrust == nil && Standing([(0.9, 0)], limit: 0.6).estimatedTrust == nil)
    }

    @Test("threshold riding: malicious only above 0.6 + 0.05, and not before anybody has spoken of it")
    func thresholdRiding() throws {
        var (schedule, stream) = (
            try AttackBench.profile(["schedule": PartChoice("thresholdRiding")]).schedule, AttackBench.stream()
        )
        #expect(!schedule.isActive(at: 0, &stream) && schedule.readsStanding)
        for (value, isActive) in [(0.66, true), (0.65, false), (0.1, false), (1, true)] {
            schedule.learn(Standing([(value, 0.5)], limit: 0.6))
            #expect(schedule.isActive(at: 0, &stream) == isActive, "\(value)")
        }
        schedule.learn(Standing([], limit: 0.6))
        #expect(!schedule.isActive(at: 0, &stream))
    }

    @Test("whitewash: a new name when more than half distrust it, at most every 20 s")
    func whitewash() throws {
        var identity = try AttackBench.profile(["identity": PartChoice("whitewash")]).identity
        func standing(_ distrusting: Int, of count: Int) -> Standing {
            Standing((0..<count).map { ($0 < distrusting ? 0.1 : 0.9, 0.5) }, limit: 0.6)
        }
        let steps: [(seconds: Double, distrusting: Int, count: Int, changes: Bool)] = [
            (30, 0, 0, false), (30, 1, 2, false), (19.999999, 2, 3, false), (30, 2, 3, true), (49.999999, 2, 2, false),
            (50, 2, 2, true),
        ]
        for step in steps {
            let changes = identity.changesIdentity(
                at: Microseconds(seconds: step.seconds), standing(step.distrusting, of: step.count))
            #expect(changes == step.changes, "\(step)")
        }
        #expect(
            identity.extraIdentities(in: 200_000_000) == 11 && identity.extraIdentities(in: 1_000_000_000_000) == 1000)
    }

    // MARK: - Claims

    @Test("attestation and tolerance: honest ones are left, others are fixed")
    func claims() throws {
        let honest = try AttackBench.profile([:])
        #expect(
            honest.attestation.claim(honest: 0.42, heard: []) == 0.42
                && honest.tolerance.claim(honest: 0.42, heard: []) == 0.42)
        let standard = try AttackBench.profile([
            "attestation": PartChoice("overclaim"), "tolerance": PartChoice("fixed"),
        ])
        #expect(
            standard.attestation.claim(honest: 0.42, heard: []) == 0.95
                && standard.tolerance.claim(honest: 0.42, heard: []) == 0.3)
        let given = try AttackBench.profile([
            "attestation": PartChoice("overclaim", ["level": 0.6]), "tolerance": PartChoice("fixed", ["value": 0]),
        ])
        #expect(
            given.attestation.claim(honest: 0.42, heard: []) == 0.6
                && given.tolerance.claim(honest: 0.42, heard: []) == 0)
        #expect(!honest.makesFalseClaims && standard.makesFalseClaims)
    }

    // MARK: - Guarantees

    private func share(_ choice: PartChoice, forFellow isFellow: Bool, of outcome: Bool?) throws -> Double {
        var (profile, stream) = (try AttackBench.profile(["guarantees": choice]), AttackBench.stream())
        let count = (0..<4000).count { _ in profile.guarantees.vouches(forFellow: isFellow, &stream) == outcome }
        return Double(count) / 4000
    }

    @Test("honest guarantees, vouchForAll and never draw nothing: nil, true and false for everybody")
    func fixedGuarantees() throws {
        for isFellow in [false, true] {
            #expect(try share(PartChoice("honest"), forFellow: isFellow, of: nil) == 1)
            #expect(try share(PartChoice("vouchForAll"), forFellow: isFellow, of: true) == 1)
            #expect(try share(PartChoice("never"), forFellow: isFellow, of: false) == 1)
        }
    }

    @Test("vouchForFellows vouches for fellows with its probability, otherwise as honest vehicles do")
    func vouchForFellows() throws {
        #expect(try share(PartChoice("vouchForFellows"), forFellow: true, of: true) == 1)
        #expect(try share(PartChoice("vouchForFellows"), forFellow: false, of: nil) == 1)
        for probability in [0.3, 0.6] {
            let choice = PartChoice("vouchForFellows", ["probability": probability])
            #expect(abs(try share(choice, forFellow: true, of: true) - probability) < 0.035)
            #expect(try share(choice, forFellow: true, of: false) == 0)
            #expect(try share(choice, forFellow: false, of: nil) == 1)
        }
    }
}
