import GroupDecision

/// Subjective logic at roadside units: a unit averages what reporters say of a vehicle, each weighed by the unit's
/// expectation of the reporter and by how much the reporter knows, and fuses that with its own opinion cumulatively; a vehicle
/// fuses the mean of what units say with its own opinion. T = b + a u.
///
/// b_rec = sum d_k b_k / sum d_k, d and u likewise, with d_k = (b + a u of the reporter) c_k; what time has left is in c_k.
/// Without a unit in reach it is the vehicle's own opinion alone.
///
/// Local reputation at the edge of the network by weighted subjective logic is that of the literature. Its weights have a
/// part for how alike trajectories are, which no message here tells, and none for the reporter's own reputation, which stands
/// in its place here; the cap on certainties is ours.
///
/// - Literature: X. Huang, R. Yu, J. Kang, Y. Zhang, "Distributed reputation management for secure and efficient vehicular edge
///   computing and networks", IEEE Access 5, 2017, DOI 10.1109/ACCESS.2017.2769878.
struct RoadsideSubjectiveLogic: TrustScheme {
    let name = "rsu-subjective-logic"
    let readsUnits = true
    let threshold: Double
    let certaintyCap: Double

    func makeScratch() -> UnitSums { UnitSums() }

    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch sums: inout UnitSums, into decisions: inout SchemeDecisions
    ) {
        let parameters = view.evidenceParameters
        sums.collect(view, certaintyCap: certaintyCap)
        for subject in 0..<view.neighbourCount {
            // The mean of evidence is the averaging fusion of the opinions.
            let told = parameters.opinion(of: sums.mean(of: subject))
            let fused = Self.fused(
                view.neighbourhood.subjects[subject].opinion,
                with: told.certainty > 0 ? SubjectiveOpinion(told, baseRate: parameters.baseRate) : nil,
                baseRate: parameters.baseRate)
            decisions.neighbours.append(
                SchemeDecision(trust: fused.value, threshold: threshold, support: fused.certainty))
        }
    }

    /// Cumulative fusion of the own opinion, where there is one, with what was told.
    private static func fused(_ own: Opinion, with told: SubjectiveOpinion?, baseRate: Double) -> Opinion {
        var pool = OpinionPool()
        if own.certainty > 0 { pool.add(SubjectiveOpinion(own, baseRate: baseRate)) }
        if let told { pool.add(told) }
        let fused = pool.cumulative(baseRate: baseRate)
        return Opinion(value: min(max(fused.expectation, 0), 1), certainty: min(max(1 - fused.uncertainty, 0), 1))
    }

    func believe(_ view: LocalView) -> [Opinion] {
        let neighbourhood = view.neighbourhood
        let baseRate = view.evidenceParameters.baseRate
        var told = Array(repeating: Told(), count: view.neighbourCount)
        for member in neighbourhood.members.indices {
            let reporter = neighbourhood.subjects[neighbourhood.members[member].subject].opinion.value
            for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)]
            where entry.subject < view.neighbourCount && entry.certainty > 0 {
                let certainty = min(entry.certainty, certaintyCap)
                let opinion = SubjectiveOpinion(
                    Opinion(value: entry.value, certainty: certainty), baseRate: baseRate)
                told[Int(entry.subject)].add(opinion, weight: reporter * certainty)
            }
        }
        return told.indices.map {
            Self.fused(
                neighbourhood.subjects[$0].opinion, with: told[$0].mean(baseRate: baseRate), baseRate: baseRate)
        }
    }

    /// Opinions of reporters on one subject, weighed and added up.
    private struct Told {
        var belief = 0.0
        var disbelief = 0.0
        var weight = 0.0

        mutating func add(_ opinion: SubjectiveOpinion, weight: Double) {
            belief += weight * opinion.belief
            disbelief += weight * opinion.disbelief
            self.weight += weight
        }

        func mean(baseRate: Double) -> SubjectiveOpinion? {
            if weight <= 0 { return nil }
            let (belief, disbelief) = (belief / weight, disbelief / weight)
            return SubjectiveOpinion(
                belief: belief, disbelief: disbelief, uncertainty: max(0, 1 - belief - disbelief), baseRate: baseRate)
        }
    }
}

extension SchemeEntry {
    static let roadsideSubjectiveLogic = SchemeEntry(
        name: "rsu-subjective-logic",
        summary: "opinions of reporters weighed at roadside units, fused with the own opinion",
        parameters: [.threshold()], needsUnits: true
    ) { AnyTrustScheme(RoadsideSubjectiveLogic(threshold: $0.threshold, certaintyCap: $0.certaintyCap)) }
}
