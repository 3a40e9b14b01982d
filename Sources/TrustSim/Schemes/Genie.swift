import GroupDecision

/// An upper bound, not a scheme: the Bayes-optimal decision of somebody who is told more than any vehicle can learn.
///
/// An evaluator is told what the vehicle that it judges did as far as its own sensor, and those of everybody whose report it
/// ever received, could see it (``HeardHistory``); the labels of all others; the attack and its rates (``ConductModel``),
/// but not the draws of its schedule (``ActivityModel``), which are integrated out. Where a word decides, an altered report
/// or that of a fellow, the label itself is told. So every scheme that goes by opinions has a part of this knowledge.
///
/// T = 1 / (1 + L) with the likelihood ratio L of *malicious*, threshold 1/2. Where an attack is none that this can be
/// computed for it decides nothing and has no figures: ``Scenario/boundObstacle``.
struct Genie: InformedBound {
    let name = "genie"

    func evaluate(_ view: LocalView, _ truth: Truth, _ history: HeardHistory?, into decisions: inout SchemeDecisions) {
        guard let history else {
            // Nobody does anything that could be observed.
            for _ in 0..<view.neighbourCount {
                decisions.neighbours.append(SchemeDecision(trust: 1, threshold: 0.5, support: 1))
            }
            return
        }
        history.judge(view.subjects.prefix(view.neighbourCount), by: view.evaluator) { vehicle, finding in
            decisions.neighbours.append(Self.decision(on: finding, isMalicious: truth.isMalicious[Int(vehicle)]))
        }
    }

    /// A ratio of 1 leaves it to the unknown policy; any other decides.
    static func decision(on finding: HeardHistory.Finding, isMalicious: Bool) -> SchemeDecision {
        switch finding {
        case .told: return SchemeDecision(trust: isMalicious ? 0 : 1, threshold: 0.5, support: 1)
        case .ratio(let ratio):
            let bounded = min(max(ratio, -300), 300)
            let support = 1 - Elementary.exp(-abs(bounded))
            return SchemeDecision(
                trust: 1 / (1 + Elementary.exp(bounded)), threshold: 0.5,
                support: bounded == 0 ? 0 : max(support, SchemeDecision.minimumSupport))
        }
    }
}

extension SchemeEntry {
    static let genie = SchemeEntry(
        name: "genie", summary: "an upper bound, no scheme: told more than any vehicle can learn; not for every attack"
    ) { _ in AnyTrustScheme(bound: Genie()) }
}
