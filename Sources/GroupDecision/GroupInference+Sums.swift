/// What speaks for or against a vehicle in a decision of ``GroupInference``, in three sums. Together they are its log odds, which
/// count as 60 or -60 beyond that.
public struct InferenceSums: Sendable, Equatable {
    /// What is remembered, and what is new in own evidence.
    public var known = 0.0
    /// The subject's own report.
    public var selfProof = 0.0
    /// What all reports say of the subject.
    public var reports = 0.0
}

extension GroupInference {
    /// The sums of ``contributions(to:in:_:)``, without looking at single reports. O(1).
    ///
    /// Precondition: as there.
    public func sums(of subject: Int, _ outcome: InferenceOutcome) -> InferenceSums {
        let known = parts.remembered[subject] * parts.own[subject]
        func logOdds(_ likelihood: Vector, _ report: InferenceOutcome.Member) -> Double {
            model.logRatio(likelihood / likelihood.greatest * model.joint(report))
        }
        let first = logOdds(known, InferenceOutcome.Member())
        let hasReport = mechanisms.selfProof && workspace.subjects[subject].report >= 0
        let report = hasReport ? outcome.members[Int(workspace.subjects[subject].report)] : InferenceOutcome.Member()
        let second = logOdds(known, report)
        let all = logOdds(workspace.subjects[subject].belief * workspace.subjects[subject].passing, report)
        return InferenceSums(
            known: first, selfProof: second - first, reports: all - second)
    }
}
