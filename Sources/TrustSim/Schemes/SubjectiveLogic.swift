import GroupDecision

/// A binomial opinion of subjective logic: belief, disbelief and uncertainty, which add up to 1, and a base rate.
///
/// The fusions are commutative. Cumulative fusion is associative as long as no two opinions are dogmatic (u = 0), and
/// adds evidence: an echo counts twice. Averaging fusion is idempotent and not associative: more than two opinions are
/// averaged by ``OpinionPool``, not one after another. Discounting is not distributive over fusion.
///
/// Base rates are fused by their mean; where they are equal, as in the schemes, that is what every definition gives.
///
/// - Literature: A. Jøsang, "A logic for uncertain probabilities", 2001, DOI 10.1142/S0218488501000831; A. Jøsang,
///   "Subjective Logic", 2016, DOI 10.1007/978-3-319-42337-1.
struct SubjectiveOpinion: Sendable, Equatable {
    /// b.
    var belief: Double
    /// d.
    var disbelief: Double
    /// u.
    var uncertainty: Double
    /// a, the expectation where nothing is known.
    var baseRate: Double

    /// An opinion, whose first three parts should add up to 1.
    init(belief: Double, disbelief: Double, uncertainty: Double, baseRate: Double) {
        self.belief = belief
        self.disbelief = disbelief
        self.uncertainty = uncertainty
        self.baseRate = baseRate
    }

    /// The opinion whose expectation is the value: u = 1 - c, b = o - a u, d = c - b. With evidence r, s this is the
    /// bijection b = r / (r + s + W), d = s / (r + s + W). A value that no evidence can give is limited to one that can.
    init(_ opinion: Opinion, baseRate: Double) {
        uncertainty = 1 - opinion.certainty
        belief = min(max(opinion.value - baseRate * uncertainty, 0), opinion.certainty)
        disbelief = opinion.certainty - belief
        self.baseRate = baseRate
    }

    /// b + a u.
    var expectation: Double { belief + baseRate * uncertainty }

    /// The opinion as heard from somebody of whom one has this opinion; disbelief in the source becomes uncertainty
    /// (trust discounting, favouring uncertainty).
    func discounted(by source: SubjectiveOpinion) -> SubjectiveOpinion {
        SubjectiveOpinion(
            belief: source.belief * belief, disbelief: source.belief * disbelief,
            uncertainty: source.disbelief + source.uncertainty + source.belief * uncertainty, baseRate: baseRate)
    }

    /// Cumulative fusion with the opinion of an independent source. Two dogmatic opinions weigh one half each.
    func cumulativelyFused(with other: SubjectiveOpinion) -> SubjectiveOpinion {
        let (own, total) = (uncertainty, uncertainty + other.uncertainty - uncertainty * other.uncertainty)
        return total > 0
            ? fused(other, other.uncertainty / total, own / total, own * other.uncertainty / total) : mean(other)
    }

    /// Averaging fusion with the opinion of a dependent source. Two dogmatic opinions weigh one half each.
    func averaged(with other: SubjectiveOpinion) -> SubjectiveOpinion {
        let (own, total) = (uncertainty, uncertainty + other.uncertainty)
        return total > 0
            ? fused(other, other.uncertainty / total, own / total, 2 * own * (other.uncertainty / total)) : mean(other)
    }

    private func mean(_ other: SubjectiveOpinion) -> SubjectiveOpinion { fused(other, 0.5, 0.5, 0) }

    private func fused(
        _ other: SubjectiveOpinion, _ weight: Double, _ otherWeight: Double, _ uncertainty: Double
    ) -> SubjectiveOpinion {
        SubjectiveOpinion(
            belief: weight * belief + otherWeight * other.belief,
            disbelief: weight * disbelief + otherWeight * other.disbelief, uncertainty: uncertainty,
            baseRate: (baseRate + other.baseRate) / 2)
    }
}

/// Opinions of any number of sources on one subject, summed up so that they can be fused at once.
///
/// Neither fusion depends on the order beyond rounding. Where sources are dogmatic (u = 0), the others are without
/// weight, and the result is the mean of the dogmatic ones: the limit in which all their uncertainties vanish alike. A
/// vacuous source (u = 1) changes nothing in the cumulative fusion, but counts in the averaging one.
///
/// - Literature: A. Jøsang, D. Wang, J. Zhang, "Multi-source fusion in subjective logic", 2017, DOI
///   10.23919/ICIF.2017.8009820; corrected by R. W. van der Heijden, H. Kopp, F. Kargl, "Multi-source fusion operations
///   in subjective logic", 2018, DOI 10.23919/ICIF.2018.8455615.
struct OpinionPool {
    private var belief = 0.0
    private var disbelief = 0.0
    private var weight = 0.0
    private var count = 0.0
    private var dogmatic = (belief: 0.0, disbelief: 0.0, count: 0.0)

    /// Adds the opinion of a source.
    mutating func add(_ opinion: SubjectiveOpinion) {
        guard opinion.uncertainty > 0 else {
            dogmatic.belief += opinion.belief
            dogmatic.disbelief += opinion.disbelief
            dogmatic.count += 1
            return
        }
        belief += opinion.belief / opinion.uncertainty
        disbelief += opinion.disbelief / opinion.uncertainty
        weight += 1 / opinion.uncertainty
        count += 1
    }

    /// Cumulative fusion of all: evidence b / u and d / u added up. The vacuous opinion where there is none.
    func cumulative(baseRate: Double) -> SubjectiveOpinion {
        if dogmatic.count > 0 { return dogmaticMean(baseRate) }
        let uncertainty = 1 / (1 + belief + disbelief)
        return SubjectiveOpinion(
            belief: belief * uncertainty, disbelief: disbelief * uncertainty, uncertainty: uncertainty,
            baseRate: baseRate)
    }

    /// Averaging fusion of all: b = sum (b_k / u_k) / sum (1 / u_k), u = n / sum (1 / u_k). The vacuous opinion where
    /// there is none.
    func average(baseRate: Double) -> SubjectiveOpinion {
        if dogmatic.count > 0 { return dogmaticMean(baseRate) }
        if count == 0 { return SubjectiveOpinion(belief: 0, disbelief: 0, uncertainty: 1, baseRate: baseRate) }
        return SubjectiveOpinion(
            belief: belief / weight, disbelief: disbelief / weight, uncertainty: count / weight, baseRate: baseRate)
    }

    private func dogmaticMean(_ baseRate: Double) -> SubjectiveOpinion {
        SubjectiveOpinion(
            belief: dogmatic.belief / dogmatic.count, disbelief: dogmatic.disbelief / dogmatic.count, uncertainty: 0,
            baseRate: baseRate)
    }
}

/// Subjective logic: the evaluator's opinion fused with those of the reporters, each discounted by the evaluator's opinion
/// of the reporter; T = b + a u.
///
/// Sources are the evaluator if it knows the subject, and each reporter that it knows and that claims any certainty.
/// There are no chains: a reporter is known from own evidence only.
struct SubjectiveLogic: TrustScheme {
    enum Fusion: Sendable { case cumulative, averaging }

    let name: String
    let fusion: Fusion
    let threshold: Double
    let certaintyCap: Double

    func makeScratch() -> [OpinionPool] { [] }

    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch pools: inout [OpinionPool],
        into decisions: inout SchemeDecisions
    ) {
        let neighbourhood = view.neighbourhood
        let baseRate = view.evidenceParameters.baseRate
        pools.removeAll(keepingCapacity: true)
        for subject in neighbourhood.subjects.prefix(view.neighbourCount) {
            var pool = OpinionPool()
            if subject.opinion.certainty > 0 { pool.add(SubjectiveOpinion(subject.opinion, baseRate: baseRate)) }
            pools.append(pool)
        }
        for member in neighbourhood.members.indices {
            let reporter = SubjectiveOpinion(
                neighbourhood.subjects[neighbourhood.members[member].subject].opinion, baseRate: baseRate)
            if reporter.belief == 0 { continue }
            for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)]
            where entry.subject < view.neighbourCount && entry.certainty > 0 {
                let reported = Opinion(value: entry.value, certainty: min(entry.certainty, certaintyCap))
                pools[Int(entry.subject)].add(
                    SubjectiveOpinion(reported, baseRate: baseRate).discounted(by: reporter))
            }
        }
        for pool in pools {
            let fused = fusion == .cumulative ? pool.cumulative(baseRate: baseRate) : pool.average(baseRate: baseRate)
            decisions.neighbours.append(
                SchemeDecision(
                    trust: min(max(fused.expectation, 0), 1), threshold: threshold,
                    support: min(max(1 - fused.uncertainty, 0), 1)))
        }
    }
}

extension SchemeEntry {
    static let subjectiveLogic = subjectiveLogic(
        "subjective-logic", .cumulative, "discounted opinions of all reporters, cumulative fusion")

    static let subjectiveLogicAveraging = subjectiveLogic(
        "subjective-logic-averaging", .averaging, "discounted opinions of all reporters, averaging fusion")

    private static func subjectiveLogic(
        _ name: String, _ fusion: SubjectiveLogic.Fusion, _ summary: String
    ) -> SchemeEntry {
        SchemeEntry(name: name, summary: summary, parameters: [.threshold()]) { options in
            AnyTrustScheme(
                SubjectiveLogic(
                    name: name, fusion: fusion, threshold: options.threshold, certaintyCap: options.certaintyCap))
        }
    }
}
