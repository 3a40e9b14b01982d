import GroupDecision

/// Beta reputation at roadside units: a unit adds up what all reporters say of a vehicle, each one's latest opinion with what
/// time has left of it and none weighed by who said it, and its own evidence; a vehicle adds what units say to its own
/// evidence: R = r + mean r_u, S = s + mean s_u over the units heard, T = (R + a W) / (R + S + W). Without a unit in reach, and
/// of vehicles that none speaks of, that is its own evidence alone.
///
/// The central reputation, made of the latest feedback of each reporter and discounted by time, is that of the literature;
/// opinions instead of single ratings, units in place of one server, the cap on certainties and the evaluator's own evidence
/// in the sum are ours.
///
/// - Literature: Q. Li, A. Malip, K. M. Martin, S.-L. Ng, J. Zhang, "A reputation-based announcement scheme for VANETs", IEEE
///   Transactions on Vehicular Technology 61(9), 2012, DOI 10.1109/TVT.2012.2209903.
struct RoadsideBeta: TrustScheme {
    let name = "rsu-beta"
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
            var evidence = view.evidence[subject]
            let told = sums.mean(of: subject)
            evidence.positive += told.positive
            evidence.negative += told.negative
            let opinion = parameters.opinion(of: evidence)
            decisions.neighbours.append(
                SchemeDecision(trust: opinion.value, threshold: threshold, support: opinion.certainty))
        }
    }

    func believe(_ view: LocalView) -> [Opinion] {
        let parameters = view.evidenceParameters
        var total = Array(view.evidence.prefix(view.neighbourCount))
        for entry in view.neighbourhood.entries where entry.subject < view.neighbourCount {
            let told = parameters.evidence(value: entry.value, certainty: min(entry.certainty, certaintyCap))
            total[Int(entry.subject)].positive += told.positive
            total[Int(entry.subject)].negative += told.negative
        }
        return total.map(parameters.opinion(of:))
    }
}

/// What the units in reach say of each neighbour, as evidence added up.
struct UnitSums {
    private var sums: [(evidence: Evidence, count: Double)] = []

    /// Collects the words of a view, with what time has left of them. Units in reach may know the same, so it is their mean
    /// that counts, not their sum.
    mutating func collect(_ view: LocalView, certaintyCap: Double) {
        sums.removeAll(keepingCapacity: true)
        for _ in 0..<view.neighbourCount { sums.append((Evidence(), 0)) }
        let parameters = view.evidenceParameters
        for word in view.unitWords {
            let left = view.retained(after: view.time - word.time)
            for entry in word.entries where entry.subject < view.neighbourCount && entry.opinion.certainty > 0 {
                var told = parameters.evidence(
                    value: entry.opinion.value, certainty: min(entry.opinion.certainty, certaintyCap))
                told.forget(factor: left)
                sums[Int(entry.subject)].evidence.positive += told.positive
                sums[Int(entry.subject)].evidence.negative += told.negative
                sums[Int(entry.subject)].count += 1
            }
        }
    }

    /// Mean evidence of the units that speak of a neighbour; none where none does.
    func mean(of subject: Int) -> Evidence {
        let (evidence, count) = sums[subject]
        if count == 0 { return Evidence() }
        return Evidence(positive: evidence.positive / count, negative: evidence.negative / count)
    }
}

extension SchemeEntry {
    static let roadsideBeta = SchemeEntry(
        name: "rsu-beta", summary: "beta reputation of all reporters at roadside units, added to own evidence",
        parameters: [.threshold()], needsUnits: true
    ) { AnyTrustScheme(RoadsideBeta(threshold: $0.threshold, certaintyCap: $0.certaintyCap)) }
}
