extension GroupDecider {
    /// Section 4: pools, measures consensus, finds the levels, and re-estimates influence until the group agrees.
    func reachConsensus(_ neighbourhood: Neighbourhood, into outcome: inout GroupOutcome) {
        let memberCount = neighbourhood.members.count
        let limit = mechanisms.rounds ? parameters.maxRounds : 1
        var round = 1
        while true {
            poolOpinions(memberCount: memberCount, subjectCount: neighbourhood.subjects.count)
            let degree = consensusDegree(memberCount: memberCount)
            if round == 1 { outcome.initialConsensusDegree = degree }
            outcome.reached = degree >= parameters.consensusThreshold
            let isLast = outcome.reached || round >= limit
            findLevels(neighbourhood, into: &outcome)
            if isLast {
                outcome.consensusDegree = degree
                outcome.rounds = round
                return
            }
            moveTowardsGroup(entryCount: neighbourhood.entries.count)
            reviseInfluence(outcome)
            round += 1
        }
    }

    /// The mass and moment of the reports on each subject, and the group's opinion with the evaluator's own as anchor.
    private func poolOpinions(memberCount: Int, subjectCount: Int) {
        let space = workspace
        for subject in 0..<subjectCount {
            space.mass[subject] = 0
            space.moment[subject] = 0
        }
        for member in 0..<memberCount {
            let influence = space.influence[member]
            for entry in space.firstEntry[member]..<space.firstEntry[member + 1] {
                let subject = Int(space.subjectOfEntry[entry])
                let weight = influence * space.certainty[entry]
                space.mass[subject] += weight
                space.moment[subject] += weight * space.adjusted[entry]
            }
        }
        for subject in 0..<subjectCount {
            let anchor = parameters.ownGain * space.ownCertainty[subject]
            let denominator = space.mass[subject] + anchor
            space.pooled[subject] =
                denominator > 0 ? (space.moment[subject] + anchor * space.ownValue[subject]) / denominator : 0.5
        }
    }

    /// One minus the weighted mean distance of the reporters' adjusted opinions from the group's; 1 without mass.
    private func consensusDegree(memberCount: Int) -> Double {
        let space = workspace
        var distance = 0.0
        var mass = 0.0
        for member in 0..<memberCount {
            var memberDistance = 0.0
            for entry in space.firstEntry[member]..<space.firstEntry[member + 1] {
                let group = space.pooled[Int(space.subjectOfEntry[entry])]
                memberDistance += space.certainty[entry] * abs(space.adjusted[entry] - group)
            }
            let influence = space.influence[member]
            distance += influence * memberDistance
            mass += influence * space.reportMass[member]
        }
        return mass > 0 ? unit(1 - distance / mass) : 1
    }

    /// Objective, comprehensive and self-proof level of each member.
    private func findLevels(_ neighbourhood: Neighbourhood, into outcome: inout GroupOutcome) {
        for member in outcome.members.indices {
            var found = outcome.members[member]
            if mechanisms.objective {
                (found.objective, found.objectiveSupport) = objectiveLevel(
                    ofMember: member, memberCount: outcome.members.count)
            }
            let subjective = found.subjectiveSupport
            let objective = found.objectiveSupport
            // The same as 1 - (1 - sS)(1 - sO), without losing the digits of small supports.
            found.support = subjective + (1 - subjective) * objective
            found.comprehensive =
                found.support > 0
                ? unit((subjective * found.subjective + (1 - subjective) * objective * found.objective) / found.support)
                : 0.5
            if mechanisms.selfProof {
                let difference = abs(neighbourhood.members[member].attestedLevel - found.comprehensive)
                found.selfProof = unit(1 - found.support * max(0, difference - parameters.attestationSlack))
            }
            outcome.members[member] = found
        }
    }

    /// Agreement of one member's report with what the other members say, adjusted so far.
    ///
    /// The others' mass is the total less the member's own share. Where hardly anything is left, the difference of two
    /// nearly equal sums would be noise, so the others are summed again.
    private func objectiveLevel(ofMember member: Int, memberCount: Int) -> (level: Double, support: Double) {
        let space = workspace
        let scale = parameters.supportScale
        let influence = space.influence[member]
        var weightSum = 0.0
        var distanceSum = 0.0
        for entry in space.firstEntry[member]..<space.firstEntry[member + 1] {
            let subject = Int(space.subjectOfEntry[entry])
            let own = influence * space.certainty[entry]
            var mass = space.mass[subject] - own
            var moment = space.moment[subject] - own * space.adjusted[entry]
            if mass < 1e-3 * own && mass != 0 {
                (mass, moment) = othersOpinion(on: Int32(subject), without: member, memberCount: memberCount)
            }
            guard mass > 1e-9 else { continue }
            let weight = space.certainty[entry] / (mass + scale)
            weightSum += weight * mass
            distanceSum += weight * abs(moment - mass * space.reported[entry])
        }
        guard weightSum > 0 else { return (0.5, 0) }
        return (unit(1 - distanceSum / weightSum), weightSum / (weightSum + scale))
    }

    private func othersOpinion(
        on subject: Int32, without excluded: Int, memberCount: Int
    ) -> (mass: Double, moment: Double) {
        let space = workspace
        var mass = 0.0
        var moment = 0.0
        for member in 0..<memberCount where member != excluded {
            for entry in space.firstEntry[member]..<space.firstEntry[member + 1]
            where space.subjectOfEntry[entry] == subject {
                let weight = space.influence[member] * space.certainty[entry]
                mass += weight
                moment += weight * space.adjusted[entry]
            }
        }
        return (mass, moment)
    }

    /// y' <- y' + delta (g - y').
    private func moveTowardsGroup(entryCount: Int) {
        let space = workspace
        for entry in 0..<entryCount {
            let group = space.pooled[Int(space.subjectOfEntry[entry])]
            space.adjusted[entry] += parameters.adjustment * (group - space.adjusted[entry])
        }
    }

    /// u <- (1 - d) u + d D P (sS phi(S) + (1 - sS) (sO phi(O) + (1 - sO) beta0)).
    private func reviseInfluence(_ outcome: GroupOutcome) {
        for member in outcome.members.indices {
            let found = outcome.members[member]
            let byOthers =
                found.objectiveSupport * influence(ofLevel: found.objective)
                + (1 - found.objectiveSupport) * parameters.benefitOfDoubt
            let estimate =
                found.subjectiveSupport * influence(ofLevel: found.subjective)
                + (1 - found.subjectiveSupport) * byOthers
            workspace.influence[member] =
                (1 - parameters.damping) * workspace.influence[member]
                + parameters.damping * found.conduct * found.selfProof * estimate
        }
    }
}
