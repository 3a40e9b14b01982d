extension GroupDecider {
    /// Section 5: the evaluator's own attested level and the group's tolerance, by influence.
    func attest(_ neighbourhood: Neighbourhood, into outcome: inout GroupOutcome) {
        var mass = 0.0
        var level = 0.0
        var tolerance = 0.0
        for member in outcome.members.indices {
            outcome.members[member].influence = workspace.influence[member]
            let weight = workspace.influence[member] * workspace.reportMass[member]
            let claimed = neighbourhood.members[member].tolerance
            mass += weight
            level += weight * outcome.members[member].comprehensive
            tolerance += weight * min(max(claimed, parameters.toleranceMin), parameters.toleranceMax)
        }
        outcome.attestedLevel = mass > 0 ? unit(level / mass) : 0.5
        outcome.groupTolerance = mass > 0 ? unit(tolerance / mass) : neighbourhood.tolerance
    }

    /// Section 6: what guarantors vouch for, weighted by influence, credit and capped certainty.
    func poolGuarantees(_ neighbourhood: Neighbourhood, outcome: GroupOutcome) {
        let space = workspace
        for subject in outcome.subjects.indices {
            space.doubt[subject] = 1
            space.guaranteeMass[subject] = 0
            space.guaranteeMoment[subject] = 0
        }
        for member in outcome.members.indices {
            let standing = space.influence[member] * neighbourhood.members[member].guaranteeCredit
            for entry in space.firstEntry[member]..<space.firstEntry[member + 1]
            where isGuarantee(neighbourhood.entries[entry]) {
                let subject = Int(space.subjectOfEntry[entry])
                let weight = standing * space.certainty[entry]
                space.doubt[subject] *= 1 - min(1, weight)
                space.guaranteeMass[subject] += weight
                space.guaranteeMoment[subject] += weight * space.reported[entry]
            }
        }
    }

    /// Whether an entry is a guarantee: vouched for, at a claimed certainty that is high enough.
    public func isGuarantee(_ entry: Neighbourhood.Entry) -> Bool {
        entry.vouches && entry.certainty >= parameters.vouchCertainty
    }

    /// Section 7: trust, threshold and basis of every subject, and the next tolerance.
    func judge(_ neighbourhood: Neighbourhood, into outcome: inout GroupOutcome) {
        for subject in outcome.subjects.indices { judge(subject, outcome.groupTolerance, neighbourhood, &outcome) }
        for member in outcome.members.indices {
            applyHonesty(of: outcome.members[member], to: neighbourhood.members[member].subject, &outcome)
        }
        for subject in outcome.subjects.indices {
            outcome.subjects[subject].unknown = outcome.subjects[subject].basis < parameters.minBasis
            outcome.subjects[subject].trusted = outcome.subjects[subject].trust >= outcome.subjects[subject].threshold
        }
        outcome.nextTolerance =
            mechanisms.dynamicThreshold ? nextTolerance(neighbourhood, outcome) : neighbourhood.tolerance
    }

    private func judge(
        _ subject: Int, _ groupTolerance: Double, _ neighbourhood: Neighbourhood, _ outcome: inout GroupOutcome
    ) {
        let space = workspace
        let prior = parameters.prior
        let mass = space.mass[subject]
        var decision = GroupOutcome.Subject()
        decision.group = mass > 0 ? unit(space.moment[subject] / mass) : 0.5
        decision.groupSupport = mass / (mass + parameters.supportScale)
        let guaranteeMass = space.guaranteeMass[subject]
        decision.guarantee = guaranteeMass > 0 ? unit(space.guaranteeMoment[subject] / guaranteeMass) : 0.5
        decision.guaranteeSupport = mechanisms.guarantee ? unit(1 - space.doubt[subject]) : 0

        let certainty = space.ownCertainty[subject]
        let guaranteed =
            decision.guaranteeSupport * decision.guarantee + (1 - decision.guaranteeSupport) * prior
        let heard = decision.groupSupport * decision.group + (1 - decision.groupSupport) * guaranteed
        decision.trust = unit(certainty * space.ownValue[subject] + (1 - certainty) * heard)
        let tolerance = neighbourhood.tolerance
        decision.threshold =
            mechanisms.dynamicThreshold
            ? unit(tolerance + (1 - certainty) * decision.groupSupport * (groupTolerance - tolerance)) : tolerance
        decision.basis = unit(
            1 - (1 - certainty) * (1 - decision.groupSupport) * (1 - decision.guaranteeSupport))
        outcome.subjects[subject] = decision
    }

    /// A reporter's trust is limited by the honesty of its report, as far as that can be verified.
    private func applyHonesty(of member: GroupOutcome.Member, to subject: Int, _ outcome: inout GroupOutcome) {
        var decision = outcome.subjects[subject]
        decision.basis = unit(1 - (1 - decision.basis) * (1 - member.support))
        if mechanisms.honesty {
            let share = parameters.honestyShare * member.support
            let limited = (1 - share) * decision.trust + share * member.comprehensive * member.selfProof
            decision.trust = unit(min(decision.trust, limited))
        }
        outcome.subjects[subject] = decision
    }

    private func nextTolerance(_ neighbourhood: Neighbourhood, _ outcome: GroupOutcome) -> Double {
        let values = workspace.splitValues
        var count = 0
        for subject in outcome.subjects.indices
        where neighbourhood.subjects[subject].isNeighbour && outcome.subjects[subject].basis >= parameters.splitBasis {
            values[count] = outcome.subjects[subject].trust
            count += 1
        }
        return ToleranceFeedback.next(
            tolerance: neighbourhood.tolerance, values: UnsafeBufferPointer(rebasing: values[0..<count]),
            parameters: parameters)
    }
}
