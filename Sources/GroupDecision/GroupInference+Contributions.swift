/// One thing that speaks for or against a vehicle in a decision of ``GroupInference``.
public struct InferenceContribution: Sendable, Equatable {
    /// What it is.
    public enum Source: Sendable, Equatable {
        /// What was remembered, of own evidence and of what credible reporters said.
        case memory
        /// What is new in own evidence.
        case ownEvidence
        /// The subject's own report.
        case selfProof
        /// What a member reports about the subject.
        case report(member: Int)
        /// What the limits of beliefs and of the log odds take away.
        case limits
    }

    /// What it is.
    public var source: Source
    /// What it adds to the log odds of a malicious to an honest vehicle.
    public var logOdds: Double
}

extension GroupInference {
    /// Likelihoods that beliefs are products of, for each conduct: by subject, and by entry.
    struct Parts {
        var remembered: [Vector] = []
        var own: [Vector] = []
        var said: [Vector] = []
    }

    /// The parts of the log odds of a subject, which add up to ``InferenceOutcome/Subject/logOdds`` up to rounding: memory,
    /// own evidence, own report, the entries about it in the order of reports, and limits where they matter.
    ///
    /// Each part is what it changes when it comes after those before it. In another order the parts would be others, because
    /// conduct is not only honest or malicious; their sum would be the same.
    ///
    /// Precondition: `outcome` is that of the last decision, about this neighbourhood, and ``keepsParts`` was on. O(entries).
    public func contributions(
        to subject: Int, in neighbourhood: Neighbourhood, _ outcome: InferenceOutcome
    ) -> [InferenceContribution] {
        var known = Vector(repeating: 1)
        var joint = model.joint(InferenceOutcome.Member())
        var before = 0.0
        var found: [InferenceContribution] = []
        func add(_ source: InferenceContribution.Source, _ likelihood: Vector) {
            known *= likelihood
            known /= known.greatest
            let now = model.logRatio(known * joint)
            found.append(.init(source: source, logOdds: now - before))
            before = now
        }
        add(.memory, parts.remembered[subject])
        add(.ownEvidence, parts.own[subject])
        if mechanisms.selfProof, workspace.subjects[subject].report >= 0 {
            joint = model.joint(outcome.members[Int(workspace.subjects[subject].report)])
            add(.selfProof, Vector(repeating: 1))
        }
        for member in neighbourhood.members.indices {
            for place in neighbourhood.entryRange(ofMember: member)
            where Int(neighbourhood.entries[place].subject) == subject {
                add(.report(member: member), parts.said[place])
            }
        }
        let rest = outcome.subjects[subject].logOdds - before
        if rest.magnitude > 1e-9 { found.append(.init(source: .limits, logOdds: rest)) }
        return found
    }
}
