extension GroupDecider {
    /// Section 5: the evaluator's own attested level and the group's tolerance, by influence.
    func attest(_ neighbourhood: Neighbourhood, into outcome: inout GroupOutcome) {
        let space = workspace.arrays
        var mass = 0.0
        var level = 0.0
        var tolerance = 0.0
        for (member, report) in neighbourhood.members.enumerated() {
            let influence = space.members[member].influence
            space.found[member].influence = influence
            let weight = influence * space.members[member].reportMass
            mass += weight
            level += weight * space.found[member].comprehensive
            tolerance += weight * min(max(report.tolerance, parameters.toleranceMin), parameters.toleranceMax)
        }
        outcome.attestedLevel = mass > 0 ? unit(level / mass) : 0.5
        outcome.groupTolerance = mass > 0 ? unit(tolerance / mass) : neighbourhood.tolerance
    }

    /// Section 6: what guarantors vouch for, weighted by influence, credit and capped certainty.
    func poolGuarantees(_ neighbourhood: Neighbourhood) {
        let space = workspace.arrays
        for (member, report) in neighbourhood.members.enumerated() {
            let standing = space.members[member].influence * report.guaranteeCredit
            for guarantee in space.members[member].guarantees {
                let entry = space.entries[Int(space.guarantees[guarantee])]
                let subject = Int(entry.subject)
                let weight = standing * entry.certainty
                space.subjects[subject].doubt *= 1 - min(1, weight)
                space.subjects[subject].guaranteeMass += weight
                space.subjects[subject].guaranteeMoment += weight * entry.reported
            }
        }
    }

    /// Section 7: the evidence that reports stand for, weighted by influence. Replaces the sums of the last round.
    func poolEvidence() {
        let space = workspace.arrays
        for subject in 0..<space.subjectCount {
            space.subjects[subject].mass = 0
            space.subjects[subject].moment = 0
        }
        for member in 0..<space.memberCount {
            let influence = space.members[member].influence
            for position in space.members[member].entries {
                let entry = space.entries[position]
                let subject = Int(entry.subject)
                let evidence = scaledEvidence(value: entry.reported, certainty: entry.certainty)
                space.subjects[subject].mass += influence * evidence.total
                space.subjects[subject].moment += influence * evidence.positive
            }
        }
    }

    /// The evidence that an opinion stands for, in units of the prior's weight W: n = q / (1 - q), of which
    /// clip((y - a + q a) / (1 - q), 0, n) is positive. In this order, because q may be tiny.
    @inline(__always)
    func scaledEvidence(value: Double, certainty: Double) -> (total: Double, positive: Double) {
        let prior = parameters.prior
        let uncertainty = max(1 - certainty, 1e-9)
        let total = certainty / uncertainty
        return (total, min(max((value - prior + certainty * prior) / uncertainty, 0), total))
    }

    /// Section 7: trust, threshold and basis of every subject, and the next tolerance.
    func judge(_ neighbourhood: Neighbourhood, into outcome: inout GroupOutcome) {
        let space = workspace.arrays
        if mechanisms.fusion { poolEvidence() }
        for subject in 0..<space.subjectCount {
            space.decided[subject] = decision(
                space.subjects[subject], tolerance: neighbourhood.tolerance, groupTolerance: outcome.groupTolerance)
        }
        for (member, report) in neighbourhood.members.enumerated() {
            applyHonesty(of: space.found[member], to: &space.decided[report.subject])
        }
        for subject in 0..<space.subjectCount {
            if mechanisms.basisThreshold {
                let decision = space.decided[subject]
                space.decided[subject].threshold =
                    unit(parameters.prior + decision.basis * (decision.threshold - parameters.prior))
            }
            let decision = space.decided[subject]
            space.decided[subject].unknown = decision.basis < parameters.minBasis
            space.decided[subject].trusted = decision.trust >= decision.threshold
        }
        outcome.nextTolerance =
            mechanisms.dynamicThreshold ? nextTolerance(neighbourhood) : neighbourhood.tolerance
        workspace.copyResults(into: &outcome)
    }

    private func decision(
        _ subject: SubjectState, tolerance: Double, groupTolerance: Double
    ) -> GroupOutcome.Subject {
        var decision = GroupOutcome.Subject()
        let mass = subject.mass
        decision.group = mass > 0 ? unit(subject.moment / mass) : 0.5
        let guaranteeMass = subject.guaranteeMass
        decision.guarantee = guaranteeMass > 0 ? unit(subject.guaranteeMoment / guaranteeMass) : 0.5
        decision.guaranteeSupport = mechanisms.guarantee ? unit(1 - subject.doubt) : 0
        let groupShare = mechanisms.fusion ? fuse(subject, into: &decision) : average(subject, into: &decision)
        decision.threshold =
            mechanisms.dynamicThreshold ? unit(tolerance + groupShare * (groupTolerance - tolerance)) : tolerance
        return decision
    }

    /// Trust by evidence: own, the group's and the guarantors' added up. Returns the group's share.
    private func fuse(_ subject: SubjectState, into decision: inout GroupOutcome.Subject) -> Double {
        let own = scaledEvidence(value: subject.ownValue, certainty: subject.ownCertainty)
        let guaranteed = decision.guaranteeSupport / max(1 - decision.guaranteeSupport, 1e-9)
        let total = own.total + subject.mass + guaranteed
        let positive = own.positive + subject.moment + guaranteed * decision.guarantee
        decision.groupSupport = subject.mass / (subject.mass + 1)
        decision.trust = unit((positive + parameters.prior) / (total + 1))
        decision.basis = total / (total + 1)
        return total > 0 ? subject.mass / total : 0
    }

    /// Trust as a mean by certainty and support, each for what the one before leaves. Returns the group's share.
    private func average(_ subject: SubjectState, into decision: inout GroupOutcome.Subject) -> Double {
        let certainty = subject.ownCertainty
        decision.groupSupport = subject.mass / (subject.mass + parameters.supportScale)
        let guaranteed =
            decision.guaranteeSupport * decision.guarantee + (1 - decision.guaranteeSupport) * parameters.prior
        let heard = decision.groupSupport * decision.group + (1 - decision.groupSupport) * guaranteed
        decision.trust = unit(certainty * subject.ownValue + (1 - certainty) * heard)
        decision.basis = unit(
            1 - (1 - certainty) * (1 - decision.groupSupport) * (1 - decision.guaranteeSupport))
        return (1 - certainty) * decision.groupSupport
    }

    /// A reporter's trust is limited by the honesty of its report, as far as that can be verified.
    private func applyHonesty(of member: GroupOutcome.Member, to decision: inout GroupOutcome.Subject) {
        decision.basis = unit(decision.basis + (1 - decision.basis) * member.support)
        if mechanisms.honesty {
            let share = parameters.honestyShare * member.support
            let limited = (1 - share) * decision.trust + share * member.comprehensive * member.selfProof
            decision.trust = unit(min(decision.trust, limited))
        }
    }

    private func nextTolerance(_ neighbourhood: Neighbourhood) -> Double {
        let space = workspace.arrays
        var count = 0
        for (index, subject) in neighbourhood.subjects.enumerated()
        where subject.isNeighbour && space.decided[index].basis >= parameters.splitBasis {
            space.splitValues[count] = space.decided[index].trust
            count += 1
        }
        return ToleranceFeedback.next(
            tolerance: neighbourhood.tolerance, values: UnsafeBufferPointer(rebasing: space.splitValues[0..<count]),
            parameters: parameters)
    }
}
