import Foundation
import Testing

@testable import TrustSim

@Suite("The bound on schemes")
struct GenieTests {
    private static let presets = [
        "bogus", "badMouther", "onOff", "betrayer", "vouchers", "conflicting", "slyPraisers", "framers25",
    ]
    /// Those that came closest in the study, which has them all.
    private static let rivals = [
        "consensus-adaptive", "consensus-averaging", "own-evidence", "majority-vote", "travos", "after-rftm",
    ]

    private static func world(_ profile: String, _ more: [String]) -> [String] {
        ["duration=120", "sensing.faultyShare=0.1", "attackers.profiles=[{profile: '\(profile)', share: 1}]"] + more
    }

    private func outcome(_ profile: String, _ more: [String] = []) throws -> Executor.Outcome {
        try SmallWorld.run(Self.world(profile, more))
    }

    @Test("no scheme exceeds it under any attack for which it can be computed", arguments: presets)
    func bound(profile: String) throws {
        let schemes = (Self.rivals + ["genie"]).map { "'\($0)'" }.joined(separator: ",")
        let rows = try outcome(profile, ["replications=3", "duration=80", "schemes=[\(schemes)]"]).results.rows
        func figures(_ scheme: String) -> [Double?] {
            rows.filter { $0.scheme == scheme }.map { $0["balancedAccuracy"] }
        }
        let genie = figures("genie")
        #expect(genie.compactMap { $0 }.count >= 2)
        for scheme in Set(rows.map(\.scheme)) where scheme != "genie" {
            let excess = SampleSummary(
                zip(figures(scheme), genie).map { first, second in
                    first.flatMap { first in second.map { first - $0 } }
                })
            let mean = try #require(excess.mean)
            #expect(mean <= (excess.halfWidth ?? 0), "\(scheme): \(mean) above the bound")
        }
    }

    @Test("a run is the same with it and without", arguments: ["colluders", "marginal", "vouchers", "onOff"])
    func sameWorld(profile: String) throws {
        for delivery in ["broadcast", "beacon"] {
            let more = ["evaluation.reportDelivery='\(delivery)'"]
            let alone = try outcome(profile, more)
            let beside = try outcome(profile, more + ["schemes=['consensus-adaptive', 'beta', 'genie']"])
            #expect(alone.fingerprints == beside.fingerprints)
            for scheme in ["consensus-adaptive", "beta", "coin"] {
                let row = try #require(alone.results.row(of: scheme))
                #expect(row.values == beside.results.row(of: scheme)?.values, "\(scheme)")
            }
        }
    }

    @Test(
        "where it cannot be computed it has no figures, and there is a reason",
        arguments: [
            ("sybil", "", "several names"), ("whitewasher", "", "several names"),
            ("thresholdRider", "", "what they hear"), ("dataReplay", "", "circumstances"),
            ("denialOfService", "", "circumstances"), ("bogus", "sensing.errorPersistence=5", "persist"),
            ("bogus", "sensing.verification='plausibility'", "plausibility"),
            ("bogus", "pseudonyms.change='periodic'", "names"),
        ])
    func obstacles(profile: String, setting: String, reason: String) throws {
        let more = (setting.isEmpty ? [] : [setting]) + ["schemes=['beta', 'genie']"]
        let outcome = try outcome(profile, more)
        let row = try #require(outcome.results.row(of: "genie"))
        #expect(row.values.allSatisfy { $0 == nil })
        #expect(outcome.results.row(of: "beta")?["balancedAccuracy"] != nil)
        let missing = try SmallWorld.file(Self.world(profile, more)).decode().missingBound
        #expect(missing?.contains(reason) == true, "\(missing ?? "none")")
    }

    @Test("several profiles and lies about road events alone are obstacles, no attackers are none")
    func otherObstacles() throws {
        func scenario(_ assignments: [String]) throws -> Scenario {
            try SmallWorld.file(assignments + ["schemes=['genie']"]).decode()
        }
        #expect(try scenario([]).missingBound?.contains("profiles") == true)
        #expect(
            try scenario(["attackers.profiles=[{profile: {events: 'invert'}, share: 1}]"]).missingBound?
                .contains("road events") == true)
        #expect(try scenario(["attackers.ratio=0", "sensing.verification='plausibility'"]).missingBound == nil)
        let honest = try SmallWorld.run(["attackers.ratio=0", "schemes=['genie']"]).results
        #expect(honest.row(of: "genie")?["accuracy"] == 1)
    }

    @Test("a bound is not handed to schemes: nothing but the genie sees labels")
    func typesKeepSecrets() {
        #expect(
            SchemeCatalog.all.filter { $0.make(SchemeSettings(), RandomSource(seed: 1, replication: 0)).base == nil }
                .map(\.name) == ["genie"])
    }

    @Test("a label told decides, and so does every ratio but 1")
    func decisions() {
        #expect(Genie.decision(on: .told, isMalicious: true).trust == 0)
        #expect(Genie.decision(on: .told, isMalicious: false).trust == 1)
        #expect(Genie.decision(on: .ratio(0), isMalicious: true).support == 0)
        let weak = Genie.decision(on: .ratio(0.01), isMalicious: false)
        #expect(weak.trust < 0.5 && weak.support >= SchemeDecision.minimumSupport)
        #expect(Genie.decision(on: .ratio(-.infinity), isMalicious: false).trust == 1)
    }

    @Test("cases are balanced by how many attackers have begun")
    func balance() {
        func imbalance(_ activity: ActivityModel, _ falseShare: Double) -> Double {
            var model = ConductModel(
                activity: activity, falseShare: falseShare, attackerShare: 0.3, accuracy: 0.9)
            model.balance(
                beaconInterval: 1_000_000, reportInterval: 10_000_000, altersReports: false,
                counted: 60_000_000..<200_000_000)
            return model.imbalance
        }
        #expect(abs(imbalance(.from(0), 0.5) - log(0.7)) < 1e-9)
        // Begun in half of the counted time.
        #expect(abs(imbalance(.from(130_000_000), 1) - log((0.7 + 1) / 1)) < 0.01)
        // Not begun is who was off all the time; at a time from 60 to 70 s that is the share 1 - (30 + t) / 100.
        #expect(imbalance(.inTurn(on: 30_000_000, off: 70_000_000), 1) - log(0.7) > 0.001)
    }
}
