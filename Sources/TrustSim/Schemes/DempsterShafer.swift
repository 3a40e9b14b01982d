import GroupDecision

/// A mass function on {trustworthy, not trustworthy}.
public struct BeliefMass: Sendable, Equatable {
    /// m({T}).
    public var trust: Double
    /// m({not T}).
    public var distrust: Double
    /// m({T, not T}).
    public var ignorance: Double

    /// Masses, which should add up to 1.
    public init(trust: Double, distrust: Double, ignorance: Double) {
        self.trust = trust
        self.distrust = distrust
        self.ignorance = ignorance
    }

    /// c o, c (1 - o), 1 - c.
    public init(_ opinion: Opinion) {
        trust = opinion.certainty * opinion.value
        distrust = opinion.certainty * (1 - opinion.value)
        ignorance = 1 - opinion.certainty
    }

    /// Masses weakened by a factor; the rest becomes ignorance.
    public func discounted(by factor: Double) -> BeliefMass {
        BeliefMass(
            trust: factor * trust, distrust: factor * distrust, ignorance: 1 - factor * (trust + distrust))
    }

    /// Dempster's rule of combination, or nil where the two contradict each other (conflict K >= 1 - 1e-9).
    ///
    /// Commutative and associative up to rounding; total ignorance is neutral. Not idempotent: combining a mass with
    /// itself strengthens it, so dependent sources are counted twice.
    ///
    /// - Literature: A. P. Dempster, 1967, DOI 10.1214/aoms/1177698950; G. Shafer, "A mathematical theory of evidence", 1976.
    public func combined(with other: BeliefMass) -> BeliefMass? {
        let conflict = trust * other.distrust + distrust * other.trust
        if conflict >= 1 - 1e-9 { return nil }
        let scale = 1 / (1 - conflict)
        return BeliefMass(
            trust: scale * (trust * other.trust + trust * other.ignorance + ignorance * other.trust),
            distrust: scale * (distrust * other.distrust + distrust * other.ignorance + ignorance * other.distrust),
            ignorance: scale * ignorance * other.ignorance)
    }
}

/// Dempster-Shafer: the evaluator's mass combined with those of the reporters, discounted by d = c o, in order of vehicle
/// number; T = m(T) + m(Theta) / 2.
struct DempsterShafer: TrustScheme {
    let name = "dempster-shafer"
    let threshold: Double
    let certaintyCap: Double

    func makeScratch() -> [BeliefMass] { [] }

    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch masses: inout [BeliefMass],
        into decisions: inout SchemeDecisions
    ) {
        let neighbourhood = view.neighbourhood
        masses.removeAll(keepingCapacity: true)
        for subject in neighbourhood.subjects.prefix(view.neighbourCount) { masses.append(BeliefMass(subject.opinion)) }
        // Members are neighbours, and neighbours are in order of vehicle number.
        for member in neighbourhood.members.indices {
            let reporter = neighbourhood.subjects[neighbourhood.members[member].subject].opinion
            let discount = reporter.certainty * reporter.value
            if discount == 0 { continue }
            for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)]
            where entry.subject < view.neighbourCount {
                let reported = Opinion(value: entry.value, certainty: min(entry.certainty, certaintyCap))
                let mass = BeliefMass(reported).discounted(by: discount)
                let subject = Int(entry.subject)
                if let combined = masses[subject].combined(with: mass) { masses[subject] = combined }
            }
        }
        for mass in masses {
            decisions.neighbours.append(
                SchemeDecision(
                    trust: min(max(mass.trust + mass.ignorance / 2, 0), 1), threshold: threshold,
                    support: min(max(1 - mass.ignorance, 0), 1)))
        }
    }
}

extension SchemeEntry {
    static let dempsterShafer = SchemeEntry(
        name: "dempster-shafer", summary: "masses of all reporters combined by Dempster's rule",
        parameters: [.threshold()]
    ) { AnyTrustScheme(DempsterShafer(threshold: $0.threshold, certaintyCap: $0.certaintyCap)) }
}
