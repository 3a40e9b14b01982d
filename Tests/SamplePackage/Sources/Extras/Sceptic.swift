import GroupDecision
import TrustSim

/// Trusts a vehicle as little as the worst that is said of it, the own opinion included.
struct Sceptic: TrustScheme {
    let name = "sceptic"
    let threshold: Double
    /// Certainty from which a report counts.
    let leastCertainty: Double

    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch: inout Void, into decisions: inout SchemeDecisions
    ) {
        for subject in view.neighbourhood.subjects.prefix(view.neighbourCount) {
            decisions.neighbours.append(
                SchemeDecision(
                    trust: subject.opinion.value, threshold: threshold, support: subject.opinion.certainty))
        }
        for entry in view.neighbourhood.entries where entry.subject < view.neighbourCount {
            guard entry.certainty >= leastCertainty else { continue }
            let place = Int(entry.subject)
            decisions.neighbours[place].trust = min(decisions.neighbours[place].trust, entry.value)
            decisions.neighbours[place].support = max(decisions.neighbours[place].support, entry.certainty)
        }
    }

    /// How scenarios name it.
    static let entry = SchemeEntry(
        name: "sceptic", summary: "the worst that is said",
        parameters: [.threshold(0.5), SchemeParameter("certainty", 0...1, 0.6, "certainty from which a report counts")]
    ) { Sceptic(threshold: $0.threshold, leastCertainty: $0["certainty"]) }
}
