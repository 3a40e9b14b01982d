import GroupDecision

/// Group-decision consensus-adaptive trust: four consensus levels, an iterative group decision, guarantee trust and a
/// dynamic threshold, as computed by ``GroupDecider``. This scheme adds what a vehicle remembers: its tolerance, its
/// attested level, and the credit and pending guarantees of its guarantors.
struct ConsensusAdaptive: TrustScheme {
    let name: String
    let parameters: DecisionParameters
    let mechanisms: Mechanisms
    let readsClaims = true

    /// A pending guarantee lapses when its subject has not been heard for so long.
    static let pendingLife: Microseconds = 60_000_000

    struct Memory: Sendable {
        var tolerance: Double
        var attestedLevel = 0.5
        var credits = IntegerMap<VehicleID, GuaranteeCredit>()
        /// Subject in the upper half of the key, guarantor in the lower.
        var pending = IntegerMap<UInt64, Bool>()
    }

    struct Scratch {
        let decider: GroupDecider
        var outcome = GroupOutcome()
        var settled: [(key: UInt64, confirmed: Bool)] = []
    }

    init(name: String = "consensus-adaptive", parameters: DecisionParameters, mechanisms: Mechanisms = Mechanisms()) {
        self.name = name
        self.parameters = parameters
        self.mechanisms = mechanisms
    }

    func makeMemory(tolerance: Double) -> Memory { Memory(tolerance: tolerance) }

    func makeScratch() -> Scratch { Scratch(decider: GroupDecider(parameters: parameters, mechanisms: mechanisms)) }

    func claim(_ memory: Memory) -> SelfClaim {
        SelfClaim(attestedLevel: memory.attestedLevel, tolerance: memory.tolerance)
    }

    func evaluate(
        _ view: inout LocalView, memory: inout Memory, scratch: inout Scratch, into decisions: inout SchemeDecisions
    ) {
        if mechanisms.guarantee {
            settle(&memory, view, &scratch.settled)
            for index in view.neighbourhood.members.indices {
                let guarantor = view.subjects[view.neighbourhood.members[index].subject]
                view.neighbourhood.members[index].guaranteeCredit =
                    memory.credits[guarantor]?.value ?? GuaranteeCredit().value
            }
        }
        view.neighbourhood.tolerance = memory.tolerance
        scratch.decider.decide(view.neighbourhood, into: &scratch.outcome)
        for subject in scratch.outcome.subjects.prefix(view.neighbourCount) {
            decisions.neighbours.append(
                SchemeDecision(trust: subject.trust, threshold: subject.threshold, support: subject.basis))
        }
        // Without a report there was nothing to agree on.
        if !view.neighbourhood.members.isEmpty {
            decisions.consensus = (scratch.outcome.rounds, scratch.outcome.consensusDegree)
        }
        if mechanisms.guarantee { remember(&memory, view, scratch.decider) }
        memory.tolerance = scratch.outcome.nextTolerance
        memory.attestedLevel = scratch.outcome.attestedLevel
    }

    /// Settles the pending guarantees whose subject is now known well enough; drops those not heard for too long.
    private func settle(
        _ memory: inout Memory, _ view: LocalView, _ settled: inout [(key: UInt64, confirmed: Bool)]
    ) {
        settled.removeAll(keepingCapacity: true)
        let tolerance = memory.tolerance
        memory.pending.keep { key, _ in
            let subject = VehicleID(key >> 32)
            let opinion = view.ownOpinion(of: subject)
            if opinion.certainty >= GuaranteeCredit.settlingCertainty {
                settled.append((key, opinion.value >= tolerance))
                return false
            }
            return view.time - (view.lastHeard(subject) ?? .min / 2) <= Self.pendingLife
        }
        // A guarantor's credit depends on the order of its settlements, so they have one.
        settled.sort { $0.key < $1.key }
        for (key, confirmed) in settled {
            let position = memory.credits.position(
                of: VehicleID(truncatingIfNeeded: key), orInsert: GuaranteeCredit())
            memory.credits.values[position].settle(confirmed: confirmed)
        }
    }

    /// Guarantees used while the evaluator knows little itself stay pending.
    private func remember(_ memory: inout Memory, _ view: LocalView, _ decider: GroupDecider) {
        let neighbourhood = view.neighbourhood
        for member in neighbourhood.members.indices {
            let guarantor = view.subjects[neighbourhood.members[member].subject]
            for index in neighbourhood.entryRange(ofMember: member) {
                let entry = neighbourhood.entries[index]
                guard decider.isGuarantee(entry) else { continue }
                let subject = Int(entry.subject)
                if neighbourhood.subjects[subject].opinion.certainty >= GuaranteeCredit.settlingCertainty { continue }
                let key = UInt64(view.subjects[subject]) << 32 | UInt64(guarantor)
                _ = memory.pending.position(of: key, orInsert: true)
            }
        }
    }
}
