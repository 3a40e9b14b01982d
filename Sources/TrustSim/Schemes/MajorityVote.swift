/// The evaluator, if it knows the subject, and every reporter with an entry vote y >= 0.7; T is the share of trusting votes.
struct MajorityVote: TrustScheme {
    let name = "majority-vote"
    let threshold: Double
    let voteValue: Double

    func makeScratch() -> [(votes: Double, trusting: Double)] { [] }

    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch counts: inout [(votes: Double, trusting: Double)],
        into decisions: inout SchemeDecisions
    ) {
        counts.removeAll(keepingCapacity: true)
        for subject in view.neighbourhood.subjects.prefix(view.neighbourCount) {
            let knows = subject.opinion.certainty > 0
            counts.append((knows ? 1 : 0, knows && subject.opinion.value >= voteValue ? 1 : 0))
        }
        for entry in view.neighbourhood.entries where entry.subject < view.neighbourCount {
            counts[Int(entry.subject)].votes += 1
            if entry.value >= voteValue { counts[Int(entry.subject)].trusting += 1 }
        }
        for count in counts {
            decisions.neighbours.append(
                SchemeDecision(
                    trust: count.votes > 0 ? count.trusting / count.votes : 0.5, threshold: threshold,
                    support: count.votes / (count.votes + 1)))
        }
    }
}

extension SchemeEntry {
    static let majorityVote = SchemeEntry(
        name: "majority-vote", summary: "the share of reporters that trust",
        parameters: [
            .threshold(0.5), SchemeParameter("voteValue", 0...1, 0.7, "opinion that counts as a trusting vote"),
        ]
    ) { AnyTrustScheme(MajorityVote(threshold: $0.threshold, voteValue: $0["voteValue"])) }
}
