/// What speaks for or against a vehicle in a decision of ``GroupInference``, in three sums that make up its log odds.
public struct InferenceSums: Sendable, Equatable {
    /// What is remembered, and what is new in own evidence.
    public var known = 0.0
    /// The subject's own report.
    public var selfProof = 0.0
    /// What all reports say of the subject, and what the limits of beliefs and of the log odds take away.
    public var reports = 0.0
}

extension GroupInference {
    /// The sums of ``contributions(to:in:_:)``, without looking at single reports. O(1).
    ///
    /// Precondition: as there.
    public func sums(of subject: Int, _ outcome: InferenceOutcome) -> InferenceSums {
        let known = parts.remembered[subject] * parts.own[subject]
        func logOdds(_ report: InferenceOutcome.Member) -> Double {
            let weights = known / known.greatest * model.joint(report)
            return logRatio((weights * Conduct.badStates).sum(), (weights * Conduct.goodStates).sum())
        }
        let first = logOdds(InferenceOutcome.Member())
        let hasReport = mechanisms.selfProof && reports[subject] >= 0
        let second = hasReport ? logOdds(outcome.members[Int(reports[subject])]) : first
        return InferenceSums(
            known: first, selfProof: second - first, reports: outcome.subjects[subject].logOdds - second)
    }
}
