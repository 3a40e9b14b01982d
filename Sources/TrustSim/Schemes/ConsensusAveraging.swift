import GroupDecision

/// The group decision as a weighted mean, as the literature on group decisions makes it: four consensus levels, an iterative
/// group decision, guarantee trust and a dynamic threshold, as computed by ``GroupDecider``. This scheme adds what a vehicle
/// remembers: its tolerance, its attested level, the credit and pending guarantees of its guarantors, and whom it has
/// distrusted.
struct ConsensusAveraging: TrustScheme {
    let name = "consensus-averaging"
    let parameters: DecisionParameters
    let mechanisms: Mechanisms
    let readsClaims = true

    /// A pending guarantee lapses when its subject has not been heard for so long.
    static let pendingLife: Microseconds = 60_000_000

    struct Memory: Sendable {
        var tolerance: Double
        var attestedLevel = 0.5
        var credits = IntegerMap<VehicleID, GuaranteeCredit>()
        var pending = PendingGuarantees()
        /// Those distrusted before.
        var probation = IntegerMap<VehicleID, Probation>()
    }

    /// Distrust that is remembered: trust is hard to gain and easy to lose.
    struct Probation: Sendable, Equatable {
        /// Basis of the distrust, faded since.
        var level: Double
        /// Of the last evaluation.
        var time: Microseconds
    }

    struct Scratch {
        let decider: GroupDecider
        var outcome = GroupOutcome()
        /// Guarantees used in this evaluation, a row for each subject of the view.
        var guarantees = BitRows()
    }

    init(parameters: DecisionParameters, mechanisms: Mechanisms = Mechanisms()) {
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
            settle(&memory.pending, &memory.credits, view, tolerance: memory.tolerance)
            for index in view.neighbourhood.members.indices {
                let guarantor = view.subjects[view.neighbourhood.members[index].subject]
                view.neighbourhood.members[index].guaranteeCredit =
                    memory.credits[guarantor]?.value ?? GuaranteeCredit().value
            }
        }
        view.neighbourhood.tolerance = memory.tolerance
        scratch.decider.decide(view.neighbourhood, into: &scratch.outcome)
        if decisions.wantsDetail {
            decisions.detail = GroupDetail(
                parameters: parameters, mechanisms: mechanisms, outcome: scratch.outcome, margins: [])
        }
        for (index, subject) in scratch.outcome.subjects.prefix(view.neighbourCount).enumerated() {
            let margin =
                mechanisms.probation ? probation(&memory.probation, of: view.subjects[index], subject, view) : 0
            decisions.detail?.margins.append(margin)
            decisions.neighbours.append(
                SchemeDecision(
                    trust: subject.trust, threshold: min(subject.threshold + margin, 1), support: subject.basis))
        }
        // Without a report there was nothing to agree on.
        if !view.neighbourhood.members.isEmpty {
            decisions.consensus = (scratch.outcome.rounds, scratch.outcome.consensusDegree)
        }
        if mechanisms.guarantee { remember(&memory.pending, view, &scratch) }
        memory.tolerance = scratch.outcome.nextTolerance
        memory.attestedLevel = scratch.outcome.attestedLevel
    }

    /// What is added to the threshold of a vehicle for distrust before. Fades as evidence does, and starts anew where trust
    /// is below the threshold without it.
    private func probation(
        _ probations: inout IntegerMap<VehicleID, Probation>, of vehicle: VehicleID, _ subject: GroupOutcome.Subject,
        _ view: LocalView
    ) -> Double {
        let known = probations.position(of: vehicle)
        if subject.trusted && known == nil { return 0 }
        let position = known ?? probations.position(of: vehicle, orInsert: Probation(level: 0, time: view.time))
        let before = probations.values[position]
        let level = before.level * view.retained(after: view.time - before.time)
        probations.values[position] = Probation(
            level: subject.trusted ? level : max(level, subject.basis), time: view.time)
        return parameters.probationMargin * level * subject.basis
    }

    /// Settles the pending guarantees whose subject is now known well enough; drops those not heard for too long.
    ///
    /// A guarantor's credit depends on the order of its settlements, which is that of the subjects' numbers.
    private func settle(
        _ pending: inout PendingGuarantees, _ credits: inout IntegerMap<VehicleID, GuaranteeCredit>,
        _ view: LocalView, tolerance: Double
    ) {
        pending.resolve { subject in
            let opinion = view.ownOpinion(of: subject)
            if opinion.certainty >= GuaranteeCredit.settlingCertainty {
                return .settle(confirmed: opinion.value >= tolerance)
            }
            return view.time - (view.lastHeard(subject) ?? .min / 2) <= Self.pendingLife ? .stay : .lapse
        } settle: { guarantor, confirmed in
            let position = credits.position(of: guarantor, orInsert: GuaranteeCredit())
            credits.values[position].settle(confirmed: confirmed)
        }
    }

    /// Guarantees used while the evaluator knows little itself stay pending.
    private func remember(_ pending: inout PendingGuarantees, _ view: LocalView, _ scratch: inout Scratch) {
        let neighbourhood = view.neighbourhood
        let columnLimit = pending.guarantors.count + neighbourhood.members.count
        scratch.guarantees.reset(rows: view.subjects.count, columns: columnLimit)
        for (member, report) in neighbourhood.members.enumerated() {
            var column: Int?
            for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)]
            where scratch.decider.isGuarantee(entry) && isLittleKnown(neighbourhood.subjects[Int(entry.subject)]) {
                let number = column ?? pending.column(of: view.subjects[report.subject])
                scratch.guarantees.insert(number, inRow: Int(entry.subject))
                column = number
            }
        }
        for (row, subject) in view.subjects.enumerated() where !scratch.guarantees.isEmpty(row: row) {
            pending.formUnion(of: subject, with: scratch.guarantees, row: row)
        }
    }

    private func isLittleKnown(_ subject: Neighbourhood.Subject) -> Bool {
        subject.opinion.certainty < GuaranteeCredit.settlingCertainty
    }
}

extension SchemeEntry {
    /// In a run the limit of the unknown and the cap on certainties are the same for every scheme.
    private static let ownParameters = DecisionParameters.all.filter {
        $0.key != "minBasis" && $0.key != "certaintyCap"
    }

    static let consensusAveraging = SchemeEntry(
        name: "consensus-averaging", summary: "group decision as a weighted mean, with consensus levels",
        parameters: ownParameters.map {
            SchemeParameter($0.key, $0.range, DecisionParameters()[keyPath: $0.path], $0.summary)
        } + [SchemeParameter("maxRounds", 1...1000, 10, "largest number of rounds L; a fraction is cut off")],
        startsWithTolerance: true, cost: SchemeCost(secondsPerEntry: 4.5e-8, bytesPerAcquaintance: 54)
    ) { options in
        var parameters = DecisionParameters()
        for name in ownParameters {
            parameters[keyPath: name.path] = options[name.key]
        }
        parameters.certaintyCap = options.certaintyCap
        parameters.maxRounds = Int(options["maxRounds"])
        return AnyTrustScheme(ConsensusAveraging(parameters: parameters))
    }
}
