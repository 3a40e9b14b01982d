import GroupDecision
import Testing

@testable import TrustSim

@Suite("Baseline schemes")
struct BaselineSchemeTests {
    private let beta = BetaReputation(name: "beta", threshold: 0.7, certaintyCap: 0.9, deviationLimit: nil)
    private let deviationTest = BetaReputation(
        name: "deviation-test", threshold: 0.7, certaintyCap: 0.9, deviationLimit: 0.3)
    private let vote = MajorityVote(threshold: 0.5, voteValue: 0.7)

    private func expect(
        _ found: [SchemeDecision], trust: [Double], support: [Double], threshold: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(found.count == trust.count, sourceLocation: sourceLocation)
        for (index, decision) in found.enumerated() where index < trust.count {
            #expect(abs(decision.trust - trust[index]) <= 1e-12, "trust of \(index)", sourceLocation: sourceLocation)
            let difference = abs(decision.support - support[index])
            #expect(difference <= 1e-12, "support of \(index)", sourceLocation: sourceLocation)
            #expect(decision.threshold == threshold, sourceLocation: sourceLocation)
        }
    }

    // MARK: - Own evidence, beta

    @Test("own-evidence is the own opinion with its certainty; strangers have certainty 0")
    func ownEvidence() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        bench.neighbour(2)
        bench.neighbour(3, positive: 1, negative: 3)
        bench.report(of: 1, [Told(2, 1, 0.9), Told(3, 1, 0.9)])
        let found = bench.decide(OwnEvidence(threshold: 0.7))
        expect(found, trust: [0.9, 0.5, 1.0 / 3], support: [0.8, 0, 2.0 / 3], threshold: 0.7)
    }

    @Test("beta and the deviation test without reports are the own evidence")
    func betaWithoutReports() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        bench.neighbour(2)
        bench.neighbour(3, positive: 1, negative: 3)
        bench.neighbour(4, positive: 0.25, negative: 0.25)
        #expect(bench.decide(beta) == bench.decide(OwnEvidence(threshold: 0.7)))
        #expect(bench.decide(deviationTest) == bench.decide(OwnEvidence(threshold: 0.7)))
    }

    @Test("beta adds reported evidence discounted by the opinion of the reporter")
    func betaWithReports() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)  // o = 0.9, c = 0.8: discount 0.72
        bench.neighbour(2, positive: 1, negative: 1)  // o = 0.5, c = 0.5: discount 0.25
        bench.neighbour(3)  // a stranger: discount 0
        bench.neighbour(4, positive: 2)
        // q = 0.5: n = 2, r = clip(0.6 * 4 - 1, 0, 2) = 1.4, s = 0.6. q = 0.8: n = 8, r = clip(0.9 * 10 - 1, 0, 8) = 8.
        bench.report(of: 1, [Told(4, 0.6, 0.5)])
        bench.report(of: 2, [Told(4, 0.9, 0.8), Told(3, 0.9, 0.8)])
        bench.report(of: 3, [Told(4, 0, 0.9), Told(1, 0, 0.9)])
        let (r, s) = (2 + 0.72 * 1.4 + 0.25 * 8, 0.72 * 0.6)
        expect(
            bench.decide(beta), trust: [0.9, 0.5, 3.0 / 4, (r + 1) / (r + s + 2)],
            support: [0.8, 0.5, 0.5, (r + s) / (r + s + 2)], threshold: 0.7)
    }

    @Test("claimed certainties count up to 0.9, and entries about others than neighbours not at all")
    func betaCapsCertainty() {
        var (claimed, capped) = (SchemeBench(), SchemeBench())
        for certainty in [1, 0.9] {
            var bench = SchemeBench()
            bench.neighbour(1, positive: 8)
            bench.neighbour(2)
            bench.report(of: 1, [Told(2, 0.2, certainty), Told(9, 1, 0.9)])
            if certainty == 1 { claimed = bench } else { capped = bench }
        }
        #expect(claimed.decide(beta) == capped.decide(beta))
        #expect(claimed.decide(beta).count == 2)
        // n = 18, r = clip(0.2 * 20 - 1, 0, 18) = 3, s = 15, times 0.72.
        let trust = beta.trust(in: claimed)[1]
        #expect(abs(trust - (0.72 * 3 + 1) / (0.72 * 18 + 2)) <= 1e-12)
    }

    // MARK: - Deviation test

    @Test("the deviation test drops exactly the entries more than 0.3 from the own opinion")
    func deviationTestDrops() {
        let own = 7.0 / 12
        for (value, isNear) in [
            (0.2832, false), (0.2834, true), (0.7, true), (0.8832, true), (0.8834, false), (0, false),
        ] {
            var bench = SchemeBench()
            bench.neighbour(1, positive: 8)
            bench.neighbour(2, positive: 6, negative: 4)
            bench.neighbour(3)
            bench.report(of: 1, [Told(2, value, 0.5), Told(3, value, 0.5)])
            let (tested, free) = (deviationTest.trust(in: bench), beta.trust(in: bench))
            #expect((abs(own - value) <= 0.3) == isNear)
            #expect(tested[1] == (isNear ? free[1] : own), "\(value)")
            #expect(free[1] != own)
            #expect(tested[2] == free[2], "nothing about a stranger is dropped")
        }
    }

    @Test("the limit of the deviation test is inclusive")
    func deviationLimitIsInclusive() {
        for (value, isDropped) in [(0.5, false), (0.499, true), (1, false)] {
            var bench = SchemeBench()
            bench.neighbour(1, positive: 8)
            bench.neighbour(2, positive: 2)  // o = 0.75
            bench.report(of: 1, [Told(2, value, 0.5)])
            let quarter = BetaReputation(name: "d", threshold: 0.7, certaintyCap: 0.9, deviationLimit: 0.25)
            #expect((quarter.trust(in: bench)[1] == 0.75) == isDropped, "\(value)")
            #expect(beta.trust(in: bench)[1] != 0.75)
        }
    }

    // MARK: - Votes

    @Test("votes: the evaluator if it knows the subject, and every reporter with an entry; from 0.7 a vote trusts")
    func majorityVote() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)  // own 0.9
        bench.neighbour(2)
        bench.neighbour(3, positive: 1, negative: 1)  // own 0.5
        bench.neighbour(4)
        bench.report(of: 2, [Told(1, 0.1, 0.9), Told(3, 0.7, 0.1), Told(9, 1, 1)])
        bench.report(of: 3, [Told(1, 0.71, 0), Told(2, 0.69, 1)])
        bench.report(of: 4, [Told(1, 0.95, 0.3), Told(3, 0.8, 0.2)])
        expect(
            bench.decide(vote), trust: [3.0 / 4, 0, 2.0 / 3, 0.5], support: [4.0 / 5, 1.0 / 2, 3.0 / 4, 0],
            threshold: 0.5)
    }

    // MARK: - Trivial schemes

    @Test("trust-all, distrust-all and coin decide about neighbours only, with full support and no reports")
    func trivialSchemes() {
        var bench = SchemeBench()
        for vehicle: VehicleID in 1...3 { bench.neighbour(vehicle, negative: 5) }
        bench.report(of: 1, [Told(9, 1, 1)])
        expect(bench.decide(TrustAll()), trust: [1, 1, 1], support: [1, 1, 1], threshold: 0.5)
        expect(bench.decide(DistrustAll()), trust: [0, 0, 0], support: [1, 1, 1], threshold: 0.5)
        #expect(!TrustAll().readsReports && !DistrustAll().readsReports && !OwnEvidence(threshold: 0.7).readsReports)
        let coin = Coin(random: RandomSource(seed: 3, replication: 0))
        #expect(!coin.readsReports)
        #expect(bench.decide(coin) == bench.decide(coin), "the same toss each time it is asked")
        #expect(Set(coin.trust(in: bench)).count == 3)
    }

    @Test("the coin is fair, and tosses anew for each time and each vehicle")
    func fairCoin() {
        let coin = Coin(random: RandomSource(seed: 3, replication: 0))
        var bench = SchemeBench()
        for vehicle: VehicleID in 1...20 { bench.neighbour(vehicle) }
        var (tosses, heads) = (0, 0)
        for step: Microseconds in 0..<200 {
            bench.time = step * 10_000_000
            let decisions = bench.decide(coin)
            tosses += decisions.count
            heads += decisions.count { $0.trust >= $0.threshold }
        }
        #expect(tosses == 4000)
        #expect(abs(Double(heads) / 4000 - 0.5) < 0.035, "\(heads)")
    }

    // MARK: - Registry

    @Test("the registry has every scheme of the documentation with its thresholds")
    func registry() {
        let names = [
            "consensus-adaptive", "consensus-averaging", "own-evidence", "beta", "deviation-test", "dempster-shafer",
            "majority-vote", "subjective-logic", "subjective-logic-averaging", "dempster-shafer-yager",
            "dempster-shafer-dubois-prade", "dempster-shafer-murphy", "beta-filtered", "weighted-vote", "eigentrust",
            "travos", "after-rftm", "truman", "rsu-beta", "rsu-subjective-logic", "rsu-consensus", "genie", "trust-all",
            "distrust-all", "coin",
        ]
        #expect(SchemeCatalog.names == names)
        for name in names where name != "genie" { #expect(registeredScheme(name)?.name == name) }
        var bench = SchemeBench()
        bench.neighbour(1, positive: 2)
        var settings = SchemeSettings()
        settings.baselineThreshold = 0.61
        settings.given["majority-vote.threshold"] = 0.42
        func threshold(_ name: String, _ settings: SchemeSettings) -> Double? {
            guard let scheme = registeredScheme(name, settings) else { return nil }
            func first<Scheme: TrustScheme>(_ scheme: Scheme) -> Double? {
                var memory = scheme.makeMemory(tolerance: 0.6)
                return bench.decide(scheme, memory: &memory).neighbours.first?.threshold
            }
            return first(scheme)
        }
        for name in [
            "own-evidence", "beta", "deviation-test", "dempster-shafer", "subjective-logic",
            "subjective-logic-averaging", "dempster-shafer-yager", "dempster-shafer-dubois-prade",
            "dempster-shafer-murphy", "beta-filtered", "travos", "after-rftm",
        ] {
            #expect(threshold(name, SchemeSettings()) == 0.7 && threshold(name, settings) == 0.61, "\(name)")
        }
        #expect(threshold("majority-vote", SchemeSettings()) == 0.5)
        #expect(threshold("weighted-vote", settings) == 0.5 && threshold("eigentrust", settings) == 0.2)
        #expect(threshold("majority-vote", settings) == 0.42)
        #expect(threshold("truman", settings) == 0.5)
        #expect(threshold("consensus-averaging", settings) == 0.55)
        // Tolerance 0.6, and before anything is learned a share of the malicious of 0.3.
        let costs = 1 / (1 + (0.7 / 0.3) * (0.4 / 0.6))
        #expect(threshold("consensus-adaptive", settings).map { abs($0 - costs) < 1e-12 } == true)
    }

    @Test("rows are in the order of tables, each once, ablations after consensus-adaptive, trivial schemes always")
    func rowNames() {
        let trivial = ["trust-all", "distrust-all", "coin"]
        #expect(SchemeCatalog.trivialNames == trivial)
        let rows = SchemeCatalog.rowNames(
            schemes: ["coin", "beta", "consensus-adaptive"], ablations: ["victims", "selfProof"])
        let expected = [
            "consensus-adaptive", "consensus-adaptive/no-self-proof", "consensus-adaptive/no-victims", "beta",
        ]
        #expect(rows == expected + trivial)
        let ablated = SchemeCatalog.rowNames(schemes: [], ablations: ["rounds"])
        #expect(ablated == ["consensus-adaptive/no-rounds"] + trivial)
        let all = SchemeCatalog.rowNames(schemes: SchemeCatalog.names.reversed(), ablations: [])
        #expect(all == SchemeCatalog.names)
        #expect(SchemeCatalog.mechanism(named: "self-proof")?.key == "selfProof")
        #expect(SchemeCatalog.mechanism(named: "selfProof")?.label == "self-proof")
        #expect(SchemeCatalog.mechanism(named: "self") == nil)
    }
}
