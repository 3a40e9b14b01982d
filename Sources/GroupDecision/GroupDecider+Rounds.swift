extension GroupDecider {
    /// Section 4: pools, measures consensus, finds the levels, and re-estimates influence until the group agrees.
    func reachConsensus(_ neighbourhood: Neighbourhood, into outcome: inout GroupOutcome) {
        let limit = mechanisms.rounds ? parameters.maxRounds : 1
        var round = 1
        poolOpinions(adjustment: 0)
        while true {
            compareReports()
            findLevels(neighbourhood)
            let degree = consensusDegree()
            if round == 1 { outcome.initialConsensusDegree = degree }
            outcome.reached = degree >= parameters.consensusThreshold
            if outcome.reached || round >= limit {
                outcome.consensusDegree = degree
                outcome.rounds = round
                return
            }
            reviseInfluence()
            poolOpinions(adjustment: parameters.adjustment)
            round += 1
        }
    }

    /// Moves opinions towards the group's, y' <- y' + delta (g - y'), and pools them anew.
    private func poolOpinions(adjustment: Double) {
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
                let adjusted = entry.adjusted + adjustment * (space.subjects[subject].pooled - entry.adjusted)
                let weight = influence * entry.certainty
                space.entries[position].adjusted = adjusted
                space.subjects[subject].mass += weight
                space.subjects[subject].moment += weight * adjusted
            }
        }
        findGroupOpinions()
    }

    /// The group's opinion on each subject, with the evaluator's own as anchor.
    private func findGroupOpinions() {
        let space = workspace.arrays
        let ownGain = parameters.ownGain
        for index in 0..<space.subjectCount {
            let subject = space.subjects[index]
            let anchor = ownGain * subject.ownCertainty
            let denominator = subject.mass + anchor
            space.subjects[index].pooled =
                denominator > 0 ? (subject.moment + anchor * subject.ownValue) / denominator : 0.5
        }
    }

    /// Compares each report with the group's opinions and with the other reports.
    private func compareReports() {
        let space = workspace.arrays
        for member in 0..<space.memberCount { compareReport(ofMember: member) }
    }

    /// Compares one member's report with the group's opinions and with what the other members say, adjusted so far.
    ///
    /// The others' mass is the total less the member's own share. Where hardly anything is left, the difference of two
    /// nearly equal sums would be noise, so the others are summed again.
    private func compareReport(ofMember member: Int) {
        let space = workspace.arrays
        let scale = parameters.supportScale
        let influence = space.members[member].influence
        var withOthers = Comparison()
        var groupDistance = 0.0
        for position in space.members[member].entries {
            let entry = space.entries[position]
            let subject = space.subjects[Int(entry.subject)]
            groupDistance += entry.certainty * abs(entry.adjusted - subject.pooled)
            let own = influence * entry.certainty
            var mass = subject.mass - own
            var moment = subject.moment - own * entry.adjusted
            if mass < 1e-3 * own && mass != 0 {
                (mass, moment) = othersOpinion(on: entry.subject, without: member)
            }
            guard mass > 1e-9 else { continue }
            let weight = entry.certainty / (mass + scale)
            withOthers.weight += weight * mass
            withOthers.distance += weight * abs(moment - mass * entry.reported)
        }
        space.members[member].withOthers = withOthers
        space.members[member].groupDistance = groupDistance
    }

    /// Not inlined: it would take registers from the loop that calls it.
    @inline(never)
    private func othersOpinion(on subject: Int32, without excluded: Int) -> (mass: Double, moment: Double) {
        workspace.linkEntries()
        let space = workspace.arrays
        var mass = 0.0
        var moment = 0.0
        var position = Int(space.firstAbout[Int(subject)])
        while position >= 0 {
            let entry = space.entries[position]
            if entry.member != excluded {
                let weight = space.members[Int(entry.member)].influence * entry.certainty
                mass += weight
                moment += weight * entry.adjusted
            }
            position = Int(space.nextAbout[position])
        }
        return (mass, moment)
    }

    /// One minus the weighted mean distance of the reporters' adjusted opinions from the group's; 1 without mass.
    private func consensusDegree() -> Double {
        let space = workspace.arrays
        var distance = 0.0
        var mass = 0.0
        for index in 0..<space.memberCount {
            let member = space.members[index]
            distance += member.influence * member.groupDistance
            mass += member.influence * member.reportMass
        }
        return mass > 0 ? unit(1 - distance / mass) : 1
    }

    /// Objective, comprehensive and self-proof level of each member.
    ///
    /// In a pass of its own: right after each comparison, these divisions would hold up the next one.
    private func findLevels(_ neighbourhood: Neighbourhood) {
        let space = workspace.arrays
        for (member, report) in neighbourhood.members.enumerated() {
            var found = space.found[member]
            if mechanisms.objective {
                (found.objective, found.objectiveSupport) = agreement(space.members[member].withOthers)
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
                let difference = abs(report.attestedLevel - found.comprehensive)
                found.selfProof = unit(1 - found.support * max(0, difference - parameters.attestationSlack))
            }
            space.found[member] = found
        }
    }

    /// u <- (1 - d) u + d D P (sS phi(S) + (1 - sS) (sO phi(O) + (1 - sO) beta0)).
    private func reviseInfluence() {
        let space = workspace.arrays
        for member in 0..<space.memberCount {
            let found = space.found[member]
            let byOthers =
                found.objectiveSupport * influence(ofLevel: found.objective)
                + (1 - found.objectiveSupport) * parameters.benefitOfDoubt
            let estimate =
                found.subjectiveSupport * influence(ofLevel: found.subjective)
                + (1 - found.subjectiveSupport) * byOthers
            space.members[member].influence =
                (1 - parameters.damping) * space.members[member].influence
                + parameters.damping * found.conduct * found.selfProof * estimate
        }
    }
}
