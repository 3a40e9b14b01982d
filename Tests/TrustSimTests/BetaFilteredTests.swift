import GroupDecision
import Testing

@testable import TrustSim

@Suite("Schemes beta-filtered and weighted-vote")
struct BetaFilteredTests {
    private func filtered(_ quantile: Double = 0.01) -> BetaFiltered {
        BetaFiltered(threshold: 0.7, certaintyCap: 0.9, quantile: quantile)
    }
    private let beta = BetaReputation(name: "beta", threshold: 0.7, certaintyCap: 0.9, deviationLimit: nil)

    /// Reporters 1 to `count` with a discount of 0.72; 20 is the subject, a stranger.
    private func bench(_ values: [Double], certainty: Double = 0.9) -> SchemeBench {
        var bench = SchemeBench()
        bench.neighbour(20)
        for (index, value) in values.enumerated() {
            bench.neighbour(VehicleID(index + 1), positive: 8)
            bench.report(of: VehicleID(index + 1), [Told(20, value, certainty)])
        }
        return bench
    }

    @Test("a rating that the others contradict is excluded")
    func excludes() {
        // Six of 18 positive, one of 18 negative: R = 78.76 / 92.72 contradicts Beta(1, 19), but not Beta(19, 1).
        let found = bench([1, 1, 1, 1, 1, 1, 0])
        #expect(abs((filtered().trust(in: found).last ?? 0) - 78.76 / 79.76) <= 1e-12)
        #expect(abs((beta.trust(in: found).last ?? 0) - 78.76 / 92.72) <= 1e-12)
    }

    @Test("a rating may be excluded in a later round")
    func laterRound() {
        // Beta(15, 5) has 0.826 below R = 88.84 / 105.68, and 0.99909 below R = 88.84 / 92.72, when the liar is out.
        let found = bench([1, 1, 1, 1, 1, 1, 0, 0.75])
        #expect(abs((filtered().trust(in: found).last ?? 0) - 78.76 / 79.76) <= 1e-12)
        #expect(abs((filtered(0.0005).trust(in: found).last ?? 0) - 88.84 / 92.72) <= 1e-12)
    }

    @Test("extreme ratings that contradict each other exclude each other")
    func allExcluded() {
        let found = bench([1, 1, 0, 0])
        #expect(found.decide(filtered()).last == SchemeDecision(trust: 0.5, threshold: 0.7, support: 0))
    }

    @Test("with quantile 0 it is beta; reporters who agree are not excluded; own evidence stays")
    func limits() {
        for values in [[1, 0, 0.4, 0.9], [0.2, 0.2, 0.2], [1]] {
            #expect(bench(values).decide(filtered(0)) == bench(values).decide(beta))
        }
        #expect(bench([0.8, 0.8, 0.8]).decide(filtered()) == bench([0.8, 0.8, 0.8]).decide(beta))
        let known = bench([0, 0])
        known.evidence(on: 20, positive: 400, negative: 0)
        #expect(abs((filtered().trust(in: known).last ?? 0) - 401.0 / 402) <= 1e-12)
    }

    @Test("a lone firm rating by somebody hardly trusted is excluded: the prior contradicts it")
    func prior() {
        for (positive, isExcluded) in [(0.5, true), (1.0, false)] {  // d = 0.12, R = 0.76; d = 0.22, R = 0.83
            var bench = SchemeBench()
            bench.neighbour(1, positive: positive)
            bench.neighbour(2)
            bench.report(of: 1, [Told(2, 1, 0.9)])
            #expect((bench.decide(filtered())[1].support == 0) == isExcluded, "\(positive)")
        }
    }

    @Test("rounds by sets of reporters, subject by subject, give the same")
    func oracle() throws {
        var stream = RandomSource(seed: 51, replication: 0).stream(.coin, 1)
        var excluded = 0
        for _ in 0..<60 {
            let bench = randomBench(&stream)
            let view = bench.view
            let found = bench.decide(filtered(0.05))
            for subject in 0..<view.neighbourCount {
                var ratings: [(discount: Double, evidence: Evidence)] = []
                for member in view.neighbourhood.members.indices {
                    let reporter = view.neighbourhood.subjects[view.neighbourhood.members[member].subject].opinion
                    for position in view.neighbourhood.entryRange(ofMember: member) {
                        let entry = view.neighbourhood.entries[position]
                        guard entry.subject == subject, reporter.certainty > 0, entry.certainty > 0 else { continue }
                        let heard = EvidenceParameters().evidence(
                            value: entry.value, certainty: min(entry.certainty, 0.9))
                        ratings.append((reporter.certainty * reporter.value, heard))
                    }
                }
                var trust = 0.0
                while true {
                    var (r, s) = (view.evidence[subject].positive, view.evidence[subject].negative)
                    for rating in ratings {
                        r += rating.discount * rating.evidence.positive
                        s += rating.discount * rating.evidence.negative
                    }
                    trust = (r + 1) / (r + s + 2)
                    let left = ratings.filter {
                        let share = IncompleteBeta.regularized(
                            trust, $0.evidence.positive + 1, $0.evidence.negative + 1)
                        return share >= 0.05 && share <= 0.95
                    }
                    if left.count == ratings.count { break }
                    excluded += ratings.count - left.count
                    ratings = left
                }
                #expect(abs(found[subject].trust - trust) <= 1e-12, "seed 51")
            }
        }
        #expect(excluded > 100)
    }

    // MARK: - Weighted vote

    @Test("votes weigh c and d = c o; a stranger has no vote; from 0.7 a vote trusts")
    func weightedVote() {
        let scheme = WeightedVote(threshold: 0.5, voteValue: 0.7)
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)  // o = 0.9, c = 0.8, d = 0.72
        bench.neighbour(2)
        bench.neighbour(3, positive: 1, negative: 1)  // o = 0.5, c = 0.5, d = 0.25
        bench.neighbour(4)
        bench.report(of: 1, [Told(3, 0.7, 0.1), Told(4, 0.69, 1), Told(9, 1, 1)])
        bench.report(of: 2, [Told(1, 0, 1), Told(4, 1, 1)])
        bench.report(of: 3, [Told(1, 0.1, 0.9), Told(4, 0.95, 0)])
        let found = bench.decide(scheme)
        for (index, (trusting, weight)) in [(0.8, 1.05), (0, 0), (0.72, 1.22), (0.25, 0.97)].enumerated() {
            #expect(abs(found[index].trust - (weight > 0 ? trusting / weight : 0.5)) <= 1e-15)
            #expect(abs(found[index].support - weight / (weight + 1)) <= 1e-15 && found[index].threshold == 0.5)
        }
    }
}
