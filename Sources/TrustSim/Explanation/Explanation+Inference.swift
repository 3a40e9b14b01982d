import GroupDecision

extension Explanation {
    /// The parts of the log odds, which add up to them.
    func contributions(_ detail: InferenceDetail) -> [InferenceContribution] {
        var inference = GroupInference(parameters: detail.parameters)
        inference.keepsParts = true
        var (memory, outcome) = (detail.memory, InferenceOutcome())
        inference.decide(view, detail.numbers, &memory, into: &outcome)
        return inference.contributions(to: subject, in: view.neighbourhood, outcome)
    }

    func withoutMechanisms(_ detail: InferenceDetail) -> [Alternative] {
        InferenceMechanisms.all.filter { detail.parameters.mechanisms[keyPath: $0.path] }.map { name in
            var parameters = detail.parameters
            parameters.mechanisms[keyPath: name.path] = false
            return alternative(name.key, detail, parameters, view.neighbourhood)
        }
    }

    /// Without own evidence, new and remembered, and what else is remembered of the subject.
    func withoutOwnEvidence(_ detail: InferenceDetail) -> Alternative {
        alternative("own evidence and memory of \(subjectName)", detail, detail.parameters, view.neighbourhood) {
            $0.forget(Int(detail.numbers[subject]))
            $1[subject] = Evidence()
        }
    }

    /// The decision with other parameters and reports, and with memory and evidence changed.
    func alternative(
        _ label: String, _ detail: InferenceDetail, _ parameters: InferenceParameters, _ neighbourhood: Neighbourhood,
        change: (inout InferenceMemory, inout [Evidence]) -> Void = { _, _ in }
    ) -> Alternative {
        var inference = GroupInference(parameters: parameters)
        var (memory, evidence, outcome) = (detail.memory, view.evidence, InferenceOutcome())
        change(&memory, &evidence)
        var changed = view
        changed.neighbourhood = neighbourhood
        changed.evidence = evidence
        inference.decide(changed, detail.numbers, &memory, into: &outcome)
        let found = outcome.subjects[subject]
        let decision = SchemeDecision(trust: found.trust, threshold: found.threshold, support: found.support)
        return Alternative(
            label: label, outcome: SchemeRunner.Record.Outcome(decision, truth), logOdds: found.logOdds)
    }
}
