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

    /// What an honest vehicle would report.
    static let honest = [
        DraftEntry(subject: 1, value: 0.9, certainty: 0.8), DraftEntry(subject: 3, value: 0.2, certainty: 0.6),
    ]

    /// What a part makes of the honest report.
    static func rewritten(_ choice: PartChoice, _ stream: RandomStream = stream()) throws -> [DraftEntry] {
        var (profile, entries, stream) = (try profile(["reports": choice]), honest, stream)
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
