import GroupDecision

extension Explanation {
    /// What the decision would have been with something else, everything before left as it was.
    struct Alternative: Sendable {
        /// What is different, in words.
        let label: String
        let outcome: SchemeRunner.Record.Outcome
        /// Log odds of a malicious subject, of a decision by inference.
        var logOdds: Double?

        /// Trust above the threshold; negative where it is below.
        var margin: Double { outcome.decision.trust - outcome.decision.threshold }

        /// How far it is from another: in log odds, where there are any, else in margins.
        func effect(from other: Alternative) -> Double {
            if let logOdds, let before = other.logOdds { return abs(logOdds - before) }
            return abs(margin - other.margin)
        }
    }

    /// The decision with each mechanism off that was on, on the same view and memory.
    var withoutMechanisms: [Alternative] {
        if let inference { return withoutMechanisms(inference) }
        guard let detail else { return [] }
        return Mechanisms.all.filter { detail.mechanisms[keyPath: $0.path] }.map { name in
            var mechanisms = detail.mechanisms
            mechanisms[keyPath: name.path] = false
            return alternative(name.key, view.neighbourhood, mechanisms)
        }
    }

    /// The decision without the evaluator's own opinion of the subject.
    var withoutOwnEvidence: Alternative? {
        if let inference { return withoutOwnEvidence(inference) }
        guard let detail, opinion.certainty > 0 else { return nil }
        var neighbourhood = view.neighbourhood
        neighbourhood.subjects[subject].opinion = Opinion(value: detail.parameters.prior, certainty: 0)
        return alternative("own evidence on \(subjectName)", neighbourhood, detail.mechanisms)
    }

    /// The decision without any report.
    var withoutReports: Alternative? {
        guard !view.neighbourhood.members.isEmpty else { return nil }
        var neighbourhood = view.neighbourhood
        neighbourhood.members = []
        neighbourhood.entries = []
        return alternative("all reports", neighbourhood)
    }

    /// Most reports that are left out one at a time: a large neighbourhood would take too long.
    static let reporterLimit = 100

    /// The decision without the report of one member, those with the largest effect on the margin first.
    func withoutOneReport(most count: Int) -> [Alternative] {
        guard detail != nil || inference != nil else { return [] }
        // Reporters of which most is expected, in case that there are too many.
        let weights = view.neighbourhood.members.indices.map { member in
            detail.map { $0.outcome.members[member].influence } ?? (entries[member] == nil ? 0 : 1)
        }
        let members = weights.indices.sorted { (-weights[$0], $0) < (-weights[$1], $1) }
        let present = present
        let found = members.prefix(Self.reporterLimit).compactMap { member in
            alternative("report of \(name(ofMember: member))", Self.without(member, view.neighbourhood))
        }.filter { $0.effect(from: present) != 0 }
        // Sorted by effect, and by influence where it is the same.
        let order = found.indices.sorted {
            (-found[$0].effect(from: present), $0) < (-found[$1].effect(from: present), $1)
        }
        return order.prefix(count).map { found[$0] }
    }

    /// The decision as it was made.
    var present: Alternative {
        Alternative(
            label: "nothing (as decided)", outcome: outcome, logOdds: inference?.outcome.subjects[subject].logOdds)
    }

    /// Trust above the threshold; negative where it is below.
    var margin: Double { outcome.decision.trust - outcome.decision.threshold }

    /// What distrust before added to the threshold.
    var probationMargin: Double { detail?.margins[subject] ?? 0 }

    private func alternative(_ label: String, _ neighbourhood: Neighbourhood) -> Alternative? {
        if let inference { return alternative(label, inference, inference.parameters, neighbourhood) }
        return detail.map { alternative(label, neighbourhood, $0.mechanisms) }
    }

    private func alternative(_ label: String, _ neighbourhood: Neighbourhood, _ mechanisms: Mechanisms) -> Alternative {
        let parameters = detail?.parameters ?? DecisionParameters()
        var outcome = GroupOutcome()
        GroupDecider(parameters: parameters, mechanisms: mechanisms).decide(neighbourhood, into: &outcome)
        let found = outcome.subjects[subject]
        // Distrust before counts by the basis of the present decision.
        let basis = detail?.outcome.subjects[subject].basis ?? 0
        let margin = mechanisms.probation && basis > 0 ? probationMargin * (found.basis / basis) : 0
        let decision = SchemeDecision(
            trust: found.trust, threshold: min(found.threshold + margin, 1), support: found.basis)
        return Alternative(label: label, outcome: SchemeRunner.Record.Outcome(decision, truth))
    }

    private static func without(_ excluded: Int, _ neighbourhood: Neighbourhood) -> Neighbourhood {
        var rest = neighbourhood
        rest.members = []
        rest.entries = []
        for (member, report) in neighbourhood.members.enumerated() where member != excluded {
            rest.beginReport(
                of: report.subject, attestedLevel: report.attestedLevel, tolerance: report.tolerance,
                guaranteeCredit: report.guaranteeCredit)
            rest.entries += neighbourhood.entries[neighbourhood.entryRange(ofMember: member)]
        }
        return rest
    }
}
