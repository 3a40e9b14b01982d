import GroupDecision

/// Beta reputation without unfair ratings: a reporter's rating of a subject is excluded while the subject's reputation,
/// accumulated from all that are not excluded, lies outside the q and 1 - q quantiles of that rating's beta distribution.
///
/// Rounds: the reputation R is computed from the evaluator's evidence and the ratings that are left, discounted as in
/// ``BetaReputation``; all ratings that R contradicts are excluded together; until none is. What is excluded does not come
/// back, so that there are at most as many rounds as ratings. A rating is Beta(r + a W, s + (1 - a) W) of what was
/// reported, without the discount. The evaluator's own evidence is never excluded.
///
/// The majority decides who is unfair: where most reporters agree on a lie, and the evaluator knows little, the honest
/// ones are excluded. Firm ratings that contradict each other evenly are excluded on both sides, and a lone one by a
/// reporter with a small discount is excluded because the prior contradicts it.
///
/// - Literature: A. Whitby, A. Jøsang, J. Indulska, "Filtering out unfair ratings in Bayesian reputation systems", 2004.
///   There all ratings weigh the same, and those by one rater over time are one rating.
struct BetaFiltered: TrustScheme {
    let name = "beta-filtered"
    let threshold: Double
    let certaintyCap: Double
    let quantile: Double

    struct Rating {
        var subject: Int
        var discount: Double
        var evidence: Evidence
    }

    struct Scratch {
        var ratings: [Rating] = []
        var totals: [Evidence] = []
        /// Whether the last round excluded a rating of the subject.
        var changed: [Bool] = []
    }

    func makeScratch() -> Scratch { Scratch() }

    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch: inout Scratch, into decisions: inout SchemeDecisions
    ) {
        let parameters = view.evidenceParameters
        scratch.totals.removeAll(keepingCapacity: true)
        scratch.changed.removeAll(keepingCapacity: true)
        for evidence in view.evidence.prefix(view.neighbourCount) {
            scratch.totals.append(evidence)
            scratch.changed.append(true)
        }
        collectRatings(view, &scratch.ratings)
        for rating in scratch.ratings { scratch.totals[rating.subject] += rating }
        while exclude(&scratch, parameters) { sumUp(&scratch, view) }
        for total in scratch.totals {
            let opinion = parameters.opinion(of: total)
            decisions.neighbours.append(
                SchemeDecision(trust: opinion.value, threshold: threshold, support: opinion.certainty))
        }
    }

    private func collectRatings(_ view: LocalView, _ ratings: inout [Rating]) {
        let neighbourhood = view.neighbourhood
        let parameters = view.evidenceParameters
        ratings.removeAll(keepingCapacity: true)
        for member in neighbourhood.members.indices {
            let reporter = neighbourhood.subjects[neighbourhood.members[member].subject].opinion
            let discount = reporter.certainty * reporter.value
            if discount == 0 { continue }
            for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)]
            where entry.subject < view.neighbourCount {
                let heard = parameters.evidence(value: entry.value, certainty: min(entry.certainty, certaintyCap))
                if heard.total > 0 {
                    ratings.append(Rating(subject: Int(entry.subject), discount: discount, evidence: heard))
                }
            }
        }
    }

    /// Excludes the ratings that contradict the reputations; whether there were any.
    private func exclude(_ scratch: inout Scratch, _ parameters: EvidenceParameters) -> Bool {
        let prior = (
            parameters.baseRate * parameters.priorWeight, (1 - parameters.baseRate) * parameters.priorWeight
        )
        let tested = scratch.changed
        for subject in scratch.changed.indices { scratch.changed[subject] = false }
        var kept = 0
        for rating in scratch.ratings {
            let subject = rating.subject
            if tested[subject] {
                let share = IncompleteBeta.regularized(
                    parameters.opinion(of: scratch.totals[subject]).value, rating.evidence.positive + prior.0,
                    rating.evidence.negative + prior.1)
                if share < quantile || share > 1 - quantile {
                    scratch.changed[subject] = true
                    continue
                }
            }
            scratch.ratings[kept] = rating
            kept += 1
        }
        let excluded = scratch.ratings.count - kept
        scratch.ratings.removeLast(excluded)
        return excluded > 0
    }

    /// Adds up, for subjects with an exclusion, what is left; subtracting would leave rounding errors.
    private func sumUp(_ scratch: inout Scratch, _ view: LocalView) {
        for subject in scratch.totals.indices where scratch.changed[subject] {
            scratch.totals[subject] = view.evidence[subject]
        }
        for rating in scratch.ratings where scratch.changed[rating.subject] { scratch.totals[rating.subject] += rating }
    }
}

extension Evidence {
    fileprivate static func += (total: inout Evidence, rating: BetaFiltered.Rating) {
        total.positive += rating.discount * rating.evidence.positive
        total.negative += rating.discount * rating.evidence.negative
    }
}

extension SchemeEntry {
    static let betaFiltered = SchemeEntry(
        name: "beta-filtered", summary: "beta without ratings that the accumulated reputation contradicts",
        parameters: [
            .threshold(), SchemeParameter("quantile", 0...0.5, 0.01, "share of a rating's distribution in each tail"),
        ]
    ) { options in
        AnyTrustScheme(
            BetaFiltered(
                threshold: options.threshold, certaintyCap: options.certaintyCap, quantile: options["quantile"]))
    }
}
