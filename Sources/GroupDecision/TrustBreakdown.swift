/// What the trust in one subject and its threshold are made of, step by step.
public struct TrustBreakdown: Sendable, Equatable {
    /// One source of trust.
    public struct Source: Sendable, Equatable {
        /// Weight among the four sources, in [0, 1]; their shares add up to 1.
        public var share = 0.0
        /// What the source says, in [0, 1]; of no importance where the share is 0.
        public var value = 0.5

        /// What it adds to the trust.
        public var part: Double { share * value }
    }

    /// The evaluator's own opinion.
    public var own = Source()
    /// The reports, by influence.
    public var group = Source()
    /// The guarantors.
    public var guarantee = Source()
    /// The prior, for what the others leave open.
    public var prior = Source()
    /// Share of each member's report in that of the group, 0 for those who say nothing about the subject.
    public var reportShares: [Double] = []
    /// Trust by the four sources, before the honesty step.
    public var trustBySources = 0.5
    /// Threshold between the evaluator's tolerance and its neighbours', before the basis counts.
    public var thresholdByTolerances = 0.5
}

extension GroupDecider {
    /// Takes apart what was found about a subject. `outcome` must be that of this decider and neighbourhood. Without the
    /// honesty step ``TrustBreakdown/trustBySources`` is the trust found, to the digit. O(entries).
    public func breakdown(
        of subject: Int, in neighbourhood: Neighbourhood, _ outcome: GroupOutcome
    ) -> TrustBreakdown {
        var result = TrustBreakdown()
        let group = pooled(about: subject, in: neighbourhood, outcome, into: &result.reportShares)
        let found = outcome.subjects[subject]
        let opinion = neighbourhood.subjects[subject].opinion
        let groupShare: Double
        (result.prior.value, result.guarantee.value) = (parameters.prior, found.guarantee)
        result.group.value = found.group
        if mechanisms.fusion {
            let own = scaledEvidence(value: opinion.value, certainty: opinion.certainty)
            let guaranteed = found.guaranteeSupport / max(1 - found.guaranteeSupport, 1e-9)
            let total = own.total + group.mass + guaranteed
            let positive = own.positive + group.moment + guaranteed * found.guarantee
            result.own.value = own.total > 0 ? own.positive / own.total : parameters.prior
            result.own.share = own.total / (total + 1)
            result.group.share = group.mass / (total + 1)
            result.guarantee.share = guaranteed / (total + 1)
            result.prior.share = 1 / (total + 1)
            result.trustBySources = unit((positive + parameters.prior) / (total + 1))
            groupShare = total > 0 ? group.mass / total : 0
        } else {
            let (certainty, support) = (opinion.certainty, found.groupSupport)
            let guaranteed =
                found.guaranteeSupport * found.guarantee + (1 - found.guaranteeSupport) * parameters.prior
            let heard = support * found.group + (1 - support) * guaranteed
            result.trustBySources = unit(certainty * opinion.value + (1 - certainty) * heard)
            groupShare = (1 - certainty) * support
            result.own = .init(share: certainty, value: opinion.value)
            result.group.share = groupShare
            result.guarantee.share = (1 - certainty) * (1 - support) * found.guaranteeSupport
            result.prior.share = (1 - certainty) * (1 - support) * (1 - found.guaranteeSupport)
        }
        let tolerance = neighbourhood.tolerance
        result.thresholdByTolerances =
            mechanisms.dynamicThreshold
            ? unit(tolerance + groupShare * (outcome.groupTolerance - tolerance)) : tolerance
        return result
    }

    /// Mass and moment of the reports about a subject, and the share that each member has in the mass.
    private func pooled(
        about subject: Int, in neighbourhood: Neighbourhood, _ outcome: GroupOutcome, into shares: inout [Double]
    ) -> (mass: Double, moment: Double) {
        var (mass, moment) = (0.0, 0.0)
        shares = neighbourhood.members.indices.map { member in
            var weight = 0.0
            for position in neighbourhood.entryRange(ofMember: member) {
                let entry = neighbourhood.entries[position]
                guard Int(entry.subject) == subject else { continue }
                let certainty = min(entry.certainty, parameters.certaintyCap)
                let evidence = scaledEvidence(value: entry.value, certainty: certainty)
                let influence = outcome.members[member].influence
                weight = influence * (mechanisms.fusion ? evidence.total : certainty)
                mass += weight
                moment += influence * evidence.positive
            }
            return weight
        }
        for member in shares.indices where mass > 0 { shares[member] /= mass }
        return (mass, moment)
    }
}
