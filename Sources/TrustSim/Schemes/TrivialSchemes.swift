/// Trusts everybody.
struct TrustAll: TrustScheme {
    let name = "trust-all"
    let readsReports = false
    private let decision = SchemeDecision(trust: 1, threshold: 0.5, support: 1)
    var decisionOnStrangers: SchemeDecision? { decision }
    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch: inout Void, into decisions: inout SchemeDecisions
    ) {
        for _ in 0..<view.neighbourCount { decisions.neighbours.append(decision) }
    }
}

/// Distrusts everybody.
struct DistrustAll: TrustScheme {
    let name = "distrust-all"
    let readsReports = false
    private let decision = SchemeDecision(trust: 0, threshold: 0.5, support: 1)
    var decisionOnStrangers: SchemeDecision? { decision }
    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch: inout Void, into decisions: inout SchemeDecisions
    ) {
        for _ in 0..<view.neighbourCount { decisions.neighbours.append(decision) }
    }
}

/// Tosses a coin for each decision.
struct Coin: TrustScheme {
    let name = "coin"
    let readsReports = false
    let random: RandomSource
    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch: inout Void, into decisions: inout SchemeDecisions
    ) {
        for subject in view.subjects.prefix(view.neighbourCount) {
            let toss = random.uniform(.coin, view.evaluator, subject, number: UInt64(view.time) & 0xFF_FFFF_FFFF)
            decisions.neighbours.append(SchemeDecision(trust: toss, threshold: 0.5, support: 1))
        }
    }
}

/// One's own opinion, T = o.
struct OwnEvidence: TrustScheme {
    let name = "own-evidence"
    let readsReports = false
    let threshold: Double
    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch: inout Void, into decisions: inout SchemeDecisions
    ) {
        for subject in view.neighbourhood.subjects.prefix(view.neighbourCount) {
            decisions.neighbours.append(
                SchemeDecision(
                    trust: subject.opinion.value, threshold: threshold, support: subject.opinion.certainty))
        }
    }
}

extension SchemeEntry {
    static let ownEvidence = SchemeEntry(
        name: "own-evidence", summary: "the evaluator's own opinion, no reports", parameters: [.threshold()]
    ) { AnyTrustScheme(OwnEvidence(threshold: $0.threshold)) }

    static let trustAll = SchemeEntry(name: "trust-all", summary: "trivial: trusts everybody") { _ in
        AnyTrustScheme(TrustAll())
    }

    static let distrustAll = SchemeEntry(name: "distrust-all", summary: "trivial: distrusts everybody") { _ in
        AnyTrustScheme(DistrustAll())
    }

    static let coin = SchemeEntry(name: "coin", summary: "trivial: tosses a coin") {
        AnyTrustScheme(Coin(random: $0.random))
    }
}
