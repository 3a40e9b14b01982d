extension GroupDecider {
    /// Copies opinions and reports into the workspace and lists the guarantees.
    func load(_ neighbourhood: Neighbourhood) {
        workspace.reserve(for: neighbourhood)
        let space = workspace.arrays
        for (index, subject) in neighbourhood.subjects.enumerated() {
            space.subjects[index] = SubjectState(
                ownValue: subject.opinion.value, ownCertainty: subject.opinion.certainty)
        }
        var guaranteeCount = 0
        for member in neighbourhood.members.indices {
            space.members[member] = loadReport(of: member, neighbourhood, firstGuarantee: guaranteeCount)
            guaranteeCount = space.members[member].guarantees.upperBound
        }
    }

    /// Copies a report, with capped certainties, and compares it with the evaluator's own opinions on the way.
    private func loadReport(
        of index: Int, _ neighbourhood: Neighbourhood, firstGuarantee: Int
    ) -> MemberState {
        let space = workspace.arrays
        let range = neighbourhood.entryRange(ofMember: index)
        let (certaintyCap, vouchCertainty) = (parameters.certaintyCap, parameters.vouchCertainty)
        var member = MemberState(entries: range, guarantees: firstGuarantee..<firstGuarantee)
        let subjects = neighbourhood.subjects.indices
        precondition(subjects.contains(neighbourhood.members[index].subject), "a report of no subject")
        var guaranteeCount = firstGuarantee
        for position in range {
            let entry = neighbourhood.entries[position]
            precondition(subjects.contains(Int(entry.subject)), "an entry about no subject")
            let certainty = min(entry.certainty, certaintyCap)
            space.entries[position] = EntryState(
                subject: entry.subject, member: Int32(truncatingIfNeeded: index), reported: entry.value,
                adjusted: entry.value, certainty: certainty)
            // Without a branch: whether an entry is a guarantee cannot be predicted.
            space.guarantees[guaranteeCount] = Int32(truncatingIfNeeded: position)
            guaranteeCount &+= entry.isGuarantee(from: vouchCertainty) ? 1 : 0
            let subject = space.subjects[Int(entry.subject)]
            let weight = subject.ownCertainty * certainty
            member.withOwn.weight += weight
            member.withOwn.distance += weight * abs(subject.ownValue - entry.value)
            member.reportMass += certainty
        }
        member.guarantees = firstGuarantee..<guaranteeCount
        return member
    }

    /// Section 3: subjective level, conduct and starting influence of each member.
    func findSubjectiveLevels(_ neighbourhood: Neighbourhood) {
        let space = workspace.arrays
        for (index, report) in neighbourhood.members.enumerated() {
            var found = GroupOutcome.Member()
            if mechanisms.subjective {
                (found.subjective, found.subjectiveSupport) = agreement(space.members[index].withOwn)
            }
            let reporter = space.subjects[report.subject]
            let certainty = reporter.ownCertainty
            found.conduct = certainty * reporter.ownValue + (1 - certainty) * parameters.prior
            let support = found.subjectiveSupport
            space.members[index].influence =
                found.conduct
                * (support * influence(ofLevel: found.subjective) + (1 - support) * parameters.benefitOfDoubt)
            space.found[index] = found
        }
    }

    /// Level and support of an agreement; 0.5 without support where there was nothing to compare.
    @inline(__always)
    func agreement(_ comparison: Comparison) -> (level: Double, support: Double) {
        let weight = comparison.weight
        guard weight > 0 else { return (0.5, 0) }
        return (unit(1 - comparison.distance / weight), weight / (weight + parameters.supportScale))
    }

    /// Whether an entry is a guarantee: vouched for, at a claimed certainty that is high enough.
    public func isGuarantee(_ entry: Neighbourhood.Entry) -> Bool {
        entry.isGuarantee(from: parameters.vouchCertainty)
    }
}

extension Neighbourhood.Entry {
    @inline(__always)
    fileprivate func isGuarantee(from vouchCertainty: Double) -> Bool { vouches && certainty >= vouchCertainty }
}
