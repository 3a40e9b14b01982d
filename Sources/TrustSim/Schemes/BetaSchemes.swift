import GroupDecision

/// Evidence of all reporters added up, discounted by the evaluator's opinion of the reporter:
/// R = r + sum d_k r_k with d_k = c_k o_k, S likewise, T = (R + a W) / (R + S + W).
///
/// With `deviationLimit`, an entry counts only when the evaluator does not know the subject or its own opinion differs by
/// no more than that (after S. Buchegger, J.-Y. Le Boudec, "A robust reputation system for mobile ad-hoc networks", 2004,
/// and S. Ganeriwal, M. B. Srivastava, "Reputation-based framework for high integrity sensor networks", 2004,
/// DOI 10.1145/1029102.1029115).
///
/// - Literature: A. Jøsang, R. Ismail, "The beta reputation system", Bled Electronic Commerce Conference, 2002.
struct BetaReputation: TrustScheme {
    let name: String
    let threshold: Double
    let certaintyCap: Double
    let deviationLimit: Double?

    func makeScratch() -> [Evidence] { [] }

    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch total: inout [Evidence],
        into decisions: inout SchemeDecisions
    ) {
        let parameters = view.evidenceParameters
        total.removeAll(keepingCapacity: true)
        for evidence in view.evidence.prefix(view.neighbourCount) { total.append(evidence) }
        let neighbourhood = view.neighbourhood
        for member in neighbourhood.members.indices {
            let reporter = neighbourhood.subjects[neighbourhood.members[member].subject].opinion
            let discount = reporter.certainty * reporter.value
            if discount == 0 { continue }
            for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)] {
                let subject = Int(entry.subject)
                guard subject < view.neighbourCount, isPlausible(entry, neighbourhood.subjects[subject]) else {
                    continue
                }
                let heard = parameters.evidence(value: entry.value, certainty: min(entry.certainty, certaintyCap))
                total[subject].positive += discount * heard.positive
                total[subject].negative += discount * heard.negative
            }
        }
        for evidence in total {
            let opinion = parameters.opinion(of: evidence)
            decisions.neighbours.append(
                SchemeDecision(trust: opinion.value, threshold: threshold, support: opinion.certainty))
        }
    }

    private func isPlausible(_ entry: Neighbourhood.Entry, _ subject: Neighbourhood.Subject) -> Bool {
        guard let deviationLimit, subject.opinion.certainty > 0 else { return true }
        return abs(subject.opinion.value - entry.value) <= deviationLimit
    }
}

extension SchemeEntry {
    static let beta = SchemeEntry(
        name: "beta", summary: "beta reputation: discounted evidence of all reporters added up",
        parameters: [.threshold()]
    ) { options in
        AnyTrustScheme(
            BetaReputation(
                name: "beta", threshold: options.threshold, certaintyCap: options.certaintyCap, deviationLimit: nil))
    }

    static let deviationTest = SchemeEntry(
        name: "deviation-test", summary: "beta without entries that deviate from the own opinion",
        parameters: [
            .threshold(), SchemeParameter("deviationLimit", 0...1, 0.3, "largest deviation that is accepted"),
        ]
    ) { options in
        AnyTrustScheme(
            BetaReputation(
                name: "deviation-test", threshold: options.threshold, certaintyCap: options.certaintyCap,
                deviationLimit: options["deviationLimit"]))
    }
}
