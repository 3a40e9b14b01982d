import GroupDecision

/// Votes weighted by the evaluator's trust in who votes: its own with c, a reporter's with d = c o, where c and o are its
/// opinion of the reporter; T is the share of the weight that trusts.
///
/// What a reporter claims of its own certainty does not count, as in ``MajorityVote``. A vote says yes or no: an opinion
/// just below `voteValue` speaks as firmly against as one of 0.
///
/// - Literature: M. Raya, P. Papadimitratos, V. D. Gligor, J.-P. Hubaux, "On data-centric trust establishment in ephemeral
///   ad hoc networks", 2008, DOI 10.1109/INFOCOM.2008.180: weighted voting, each vote with the trust in its source. There
///   the votes are about events and trust has a default by type of source; here it comes from evidence.
struct WeightedVote: TrustScheme {
    let name = "weighted-vote"
    let threshold: Double
    let voteValue: Double

    func makeScratch() -> [(weight: Double, trusting: Double)] { [] }

    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch sums: inout [(weight: Double, trusting: Double)],
        into decisions: inout SchemeDecisions
    ) {
        let neighbourhood = view.neighbourhood
        sums.removeAll(keepingCapacity: true)
        for subject in neighbourhood.subjects.prefix(view.neighbourCount) {
            let weight = subject.opinion.certainty
            sums.append((weight, subject.opinion.value >= voteValue ? weight : 0))
        }
        for member in neighbourhood.members.indices {
            let reporter = neighbourhood.subjects[neighbourhood.members[member].subject].opinion
            let weight = reporter.certainty * reporter.value
            if weight == 0 { continue }
            for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)]
            where entry.subject < view.neighbourCount {
                sums[Int(entry.subject)].weight += weight
                if entry.value >= voteValue { sums[Int(entry.subject)].trusting += weight }
            }
        }
        for (weight, trusting) in sums {
            decisions.neighbours.append(
                SchemeDecision(
                    trust: weight > 0 ? min(trusting / weight, 1) : 0.5, threshold: threshold,
                    support: weight / (weight + 1)))
        }
    }
}

extension SchemeEntry {
    static let weightedVote = SchemeEntry(
        name: "weighted-vote", summary: "the share of reporters that trust, weighted by the trust in them",
        parameters: [
            .threshold(0.5), SchemeParameter("voteValue", 0...1, 0.7, "opinion that counts as a trusting vote"),
        ]
    ) { AnyTrustScheme(WeightedVote(threshold: $0.threshold, voteValue: $0["voteValue"])) }
}
