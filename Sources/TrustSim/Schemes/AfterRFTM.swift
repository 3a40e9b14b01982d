import GroupDecision

/// Recommendations filtered by fuzzy clusters of the reporters, after RFTM.
///
/// Three features of each reporter k, all in [0, 1]:
///
/// - similarity with the evaluator: 1 - sum c_ix q_kx |o_ix - y_kx| / sum c_ix q_kx over the subjects x of its report,
/// - agreement with the other reporters: 1 - sum q_kx |M_kx - y_kx| / sum q_kx over the subjects on which others have
///   reported, M_kx being their mean weighted by certainty,
/// - trust: c_ik o_ik + (1 - c_ik) / 2;
///
/// similarity and agreement are 0.5 where nothing can be compared. The reporters are divided in two by
/// ``FuzzyPartition``; u_k is the membership in the cluster with the higher features, and 1 for all reporters if the
/// centres are closer than `separation`. With w_k = u_k * similarity * agreement * trust:
///
///     R = sum w_k q_kj y_kj / A,   A = sum w_k q_kj        R = 0.5 where A = 0
///     T = c o + (1 - c) R                                  support 1 - (1 - c) / (1 + A)
///
/// The formulas of RFTM are not public in full. Public are: clustering the recommenders by fuzzy c-means in a
/// trustworthy and an untrustworthy cluster; similarity, difference from the others' mean and own trust, whose product
/// is the reliability that weighs a recommendation; own trust and recommendations mixed with adaptive weights. This
/// project's own are: the three factors as coordinates in place of their product, weights by certainty, membership as a
/// weight in place of a limit at 0.5, the least separation, mixing by certainty, the support. RFTM's roadside unit,
/// which collects all recommendations, and its own estimate of direct trust are left out: all schemes here have the
/// same evidence.
///
/// It does not hold that liars are filtered: those of whom the evaluator has no evidence, and who agree with each other
/// and are the majority, are the ones who agree. Strangers' recommendations have less weight than those of trusted
/// vehicles, be they true or not.
///
/// - Literature: "Trust model based on recommendation filtering in Internet of Vehicles", IEEE Xplore document
///   10336646; J. C. Bezdek, R. Ehrlich, W. Full, "FCM: The fuzzy c-means clustering algorithm", 1984, DOI
///   10.1016/0098-3004(84)90020-7.
struct AfterRFTM: TrustScheme {
    let name = "after-rftm"
    let threshold: Double
    let certaintyCap: Double
    let separation: Double

    /// Sums of reports about one subject.
    struct Total {
        var mass = 0.0
        var sum = 0.0
    }

    struct Scratch {
        var totals: [Total] = []
        var features: [FuzzyPartition.Point] = []
        var partition = FuzzyPartition()
    }

    func makeScratch() -> Scratch { Scratch() }

    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch: inout Scratch, into decisions: inout SchemeDecisions
    ) {
        let neighbourhood = view.neighbourhood
        scratch.totals.clear(count: neighbourhood.subjects.count)
        for entry in neighbourhood.entries {
            scratch.totals[Int(entry.subject)].add(entry.value, weight: min(entry.certainty, certaintyCap))
        }
        scratch.features.removeAll(keepingCapacity: true)
        for member in neighbourhood.members.indices {
            scratch.features.append(features(ofMember: member, neighbourhood, scratch.totals))
        }
        scratch.partition.divide(scratch.features)
        let isDivided = scratch.partition.separation >= separation
        scratch.totals.clear(count: view.neighbourCount)
        for member in neighbourhood.members.indices {
            let (features, degree) = (scratch.features[member], scratch.partition.memberships[member])
            let weight = (isDivided ? degree : 1) * features.x * features.y * features.z
            for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)]
            where entry.subject < view.neighbourCount {
                scratch.totals[Int(entry.subject)].add(
                    entry.value, weight: weight * min(entry.certainty, certaintyCap))
            }
        }
        for (subject, total) in zip(neighbourhood.subjects, scratch.totals) {
            let own = subject.opinion
            decisions.neighbours.append(
                SchemeDecision(
                    trust: own.certainty * own.value + (1 - own.certainty) * total.mean, threshold: threshold,
                    support: 1 - (1 - own.certainty) / (1 + total.mass)))
        }
    }

    /// Similarity, agreement and trust.
    private func features(
        ofMember member: Int, _ neighbourhood: Neighbourhood, _ totals: [Total]
    ) -> FuzzyPartition.Point {
        var (similarity, agreement) = (Total(), Total())
        for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)] {
            let certainty = min(entry.certainty, certaintyCap)
            let own = neighbourhood.subjects[Int(entry.subject)].opinion
            similarity.add(1 - abs(own.value - entry.value), weight: own.certainty * certainty)
            var others = totals[Int(entry.subject)]
            others.add(entry.value, weight: -certainty)
            // Less is the rounding of what the reporter itself has added.
            if others.mass > 1e-9 { agreement.add(1 - abs(others.mean - entry.value), weight: certainty) }
        }
        let reporter = neighbourhood.subjects[neighbourhood.members[member].subject].opinion
        let trust = reporter.certainty * reporter.value + (1 - reporter.certainty) / 2
        return FuzzyPartition.Point(similarity.mean, agreement.mean, trust)
    }
}

extension AfterRFTM.Total {
    /// Weighted mean, in [0, 1]; 0.5 without weight.
    var mean: Double { mass > 0 ? min(max(sum / mass, 0), 1) : 0.5 }

    mutating func add(_ value: Double, weight: Double) {
        mass += weight
        sum += weight * value
    }
}

extension Array where Element == AfterRFTM.Total {
    fileprivate mutating func clear(count: Int) {
        removeAll(keepingCapacity: true)
        append(contentsOf: repeatElement(AfterRFTM.Total(), count: count))
    }
}

extension SchemeEntry {
    static let afterRFTM = SchemeEntry(
        name: "after-rftm", summary: "recommendations filtered by fuzzy clusters of the reporters",
        parameters: [
            .threshold(),
            SchemeParameter("separation", 0...1, 0.2, "least distance of the clusters; closer ones count as one"),
        ]
    ) { options in
        AnyTrustScheme(
            AfterRFTM(
                threshold: options.threshold, certaintyCap: options.certaintyCap, separation: options["separation"]))
    }
}
