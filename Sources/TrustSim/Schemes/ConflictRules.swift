import GroupDecision

/// Masses of any number of sources on {trustworthy, not trustworthy}, summed up so that they can be combined at once by
/// rules that are not associative. No result depends on the order of the sources beyond rounding.
struct MassPool {
    private var count = 0
    /// Products of commonalities: of m(T) + m(Theta), m(not T) + m(Theta), m(Theta).
    private var possible = (trust: 1.0, distrust: 1.0, ignorance: 1.0)
    private var sum = (trust: 0.0, distrust: 0.0, ignorance: 0.0)

    /// Adds the mass of a source.
    mutating func add(_ mass: BeliefMass) {
        count += 1
        possible.trust *= mass.trust + mass.ignorance
        possible.distrust *= mass.distrust + mass.ignorance
        possible.ignorance *= mass.ignorance
        sum.trust += mass.trust
        sum.distrust += mass.distrust
        sum.ignorance += mass.ignorance
    }

    /// All masses combined conjunctively, and then the whole conflict moved to Theta, once (Yager).
    ///
    /// Dubois and Prade give what conflicts to the union of the sets that do. With two outcomes these are T and not T,
    /// in any tuple of any number of sources, so that their union is Theta and the two rules are one.
    var conflictIgnored: BeliefMass {
        let trust = max(possible.trust - possible.ignorance, 0)
        let distrust = max(possible.distrust - possible.ignorance, 0)
        return BeliefMass(trust: trust, distrust: distrust, ignorance: max(1 - trust - distrust, 0))
    }

    /// The mean of n masses combined with itself n - 1 times by Dempster's rule (Murphy); total ignorance where n = 0.
    var averageCombined: BeliefMass {
        if count == 0 { return BeliefMass(trust: 0, distrust: 0, ignorance: 1) }
        // Only ratios count. The greater of the first two is at least half of the sum of all masses.
        let (trust, distrust) = (sum.trust + sum.ignorance, sum.distrust + sum.ignorance)
        let greatest = max(trust, distrust)
        let ignored = Self.power(sum.ignorance / greatest, count)
        let believed = max(Self.power(trust / greatest, count) - ignored, 0)
        let disbelieved = max(Self.power(distrust / greatest, count) - ignored, 0)
        let total = believed + disbelieved + ignored
        return BeliefMass(trust: believed / total, distrust: disbelieved / total, ignorance: ignored / total)
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var (result, square, rest) = (1.0, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            square *= square
            rest >>= 1
        }
        return result
    }
}

/// Dempster-Shafer with another rule for masses that conflict. Discounts as in ``DempsterShafer``; T = m(T) + m(Theta) / 2.
///
/// Sources are the evaluator if it knows the subject, and each reporter that it knows and that claims any certainty.
///
/// - Literature: R. R. Yager, "On the Dempster-Shafer framework and new combination rules", 1987, DOI
///   10.1016/0020-0255(87)90007-7; D. Dubois, H. Prade, "Representation and combination of uncertainty with belief
///   functions and possibility measures", 1988, DOI 10.1111/j.1467-8640.1988.tb00279.x; C. K. Murphy, "Combining belief
///   functions when evidence conflicts", 2000, DOI 10.1016/S0167-9236(99)00084-6.
struct ConflictRules: TrustScheme {
    enum Rule: Sendable { case conflictIgnored, averageCombined }

    let name: String
    let rule: Rule
    let threshold: Double
    let certaintyCap: Double

    func makeScratch() -> [MassPool] { [] }

    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch pools: inout [MassPool],
        into decisions: inout SchemeDecisions
    ) {
        let neighbourhood = view.neighbourhood
        pools.removeAll(keepingCapacity: true)
        for subject in neighbourhood.subjects.prefix(view.neighbourCount) {
            var pool = MassPool()
            if subject.opinion.certainty > 0 { pool.add(BeliefMass(subject.opinion)) }
            pools.append(pool)
        }
        for member in neighbourhood.members.indices {
            let reporter = neighbourhood.subjects[neighbourhood.members[member].subject].opinion
            let discount = reporter.certainty * reporter.value
            if discount == 0 { continue }
            for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)]
            where entry.subject < view.neighbourCount && entry.certainty > 0 {
                let reported = Opinion(value: entry.value, certainty: min(entry.certainty, certaintyCap))
                pools[Int(entry.subject)].add(BeliefMass(reported).discounted(by: discount))
            }
        }
        for pool in pools {
            let mass = rule == .conflictIgnored ? pool.conflictIgnored : pool.averageCombined
            decisions.neighbours.append(
                SchemeDecision(
                    trust: min(max(mass.trust + mass.ignorance / 2, 0), 1), threshold: threshold,
                    support: min(max(1 - mass.ignorance, 0), 1)))
        }
    }
}

extension SchemeEntry {
    static let dempsterShaferYager = conflictRule(
        "dempster-shafer-yager", .conflictIgnored, "masses of all reporters, their conflict taken as ignorance")

    static let dempsterShaferDuboisPrade = conflictRule(
        "dempster-shafer-dubois-prade", .conflictIgnored,
        "conflict goes to the union: with two outcomes the same as dempster-shafer-yager")

    static let dempsterShaferMurphy = conflictRule(
        "dempster-shafer-murphy", .averageCombined, "the mean of all masses combined with itself")

    private static func conflictRule(_ name: String, _ rule: ConflictRules.Rule, _ summary: String) -> SchemeEntry {
        SchemeEntry(name: name, summary: summary, parameters: [.threshold()]) { options in
            AnyTrustScheme(
                ConflictRules(
                    name: name, rule: rule, threshold: options.threshold, certaintyCap: options.certaintyCap))
        }
    }
}
