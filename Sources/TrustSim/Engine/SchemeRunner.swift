import GroupDecision

/// A scheme at work in one run: every vehicle's memory, last decisions, and the tally.
final class SchemeRunner {
    private let scheme: SchemeTraits
    private let mind: SchemeMind
    /// One for the scheme, and one for each other threshold.
    private var records: [Record]
    private var claims: [Claims]
    /// What roadside units say to readers of this scheme, by place of the word.
    private var beliefs: [[Opinion]] = []
    private let reports: ReportStore
    private var decisions = SchemeDecisions()
    /// What is to be done once a program has answered, in order.
    private var waiting = WaitingTasks()
    private var isSettling = false
    /// Told of every evaluation of an honest vehicle.
    var observers: [any RunObserver] = [] {
        didSet { decisions.wantsDetail = !observers.isEmpty }
    }

    /// Claims and vouches of one report.
    private struct Claims: Sendable {
        var claim = SelfClaim(attestedLevel: 0.5, tolerance: 0.6)
        /// Which of the first 64 entries are vouched for, and which of the others.
        private var firstVouches: UInt64 = 0
        private var otherVouches: [Bool] = []

        func vouches(forEntry entry: Int) -> Bool {
            entry < 64 ? firstVouches >> UInt64(entry) & 1 == 1 : otherVouches[entry - 64]
        }

        mutating func setVouches(_ draft: [DraftEntry], tolerance: Double) {
            firstVouches = 0
            otherVouches.removeAll(keepingCapacity: true)
            for (index, entry) in draft.enumerated() {
                let vouches = entry.vouches ?? (entry.value >= tolerance)
                if index >= 64 {
                    otherVouches.append(vouches)
                } else if vouches {
                    firstVouches |= 1 << UInt64(index)
                }
            }
        }
    }

    init(
        _ scheme: AnyTrustScheme, tolerances: [Double], reports: ReportStore, shape: TallyShape, logsCases: Bool,
        history: HeardHistory? = nil, authority: MisbehaviourAuthority? = nil
    ) {
        self.reports = reports
        self.scheme = scheme.traits
        mind = scheme.mind(tolerances: tolerances, history: history)
        records = [Record(scheme: scheme.traits, shape, logsCases: logsCases, authority: authority)]
        for (name, threshold) in scheme.otherThresholds {
            var traits = scheme.traits
            traits.name = name
            records.append(
                Record(scheme: traits, shape, logsCases: logsCases, threshold: threshold, authority: authority))
        }
        claims =
            scheme.traits.readsClaims
            ? Array(repeating: Claims(), count: reports.slotCount) : []
    }

    convenience init(_ scheme: some TrustScheme, tolerances: [Double], logsCases: Bool) {
        self.init(
            AnyTrustScheme(scheme), tolerances: tolerances, reports: ReportStore(identityCount: tolerances.count),
            shape: TallyShape(vehicleCount: tolerances.count, identityCount: tolerances.count), logsCases: logsCases)
    }

    /// Rows of results: name and tally.
    var rows: [(name: String, tally: SchemeTally)] { records.map { ($0.name, $0.tally) } }

    /// Whether it can decide in this world; otherwise its figures are undefined.
    var isDefined: Bool { scheme.isDefined }

    /// The misbehaviour authority of the scheme itself, where there is one.
    var authority: MisbehaviourAuthority? { records[0].authority }

    /// Tally of the scheme itself.
    var tally: SchemeTally { records[0].tally }

    /// Cases of all rows, row by row.
    var cases: [CaseRecord] { records.flatMap(\.cases) }

    /// Decisions on road events of all rows, row by row.
    var eventCases: [EventCase] { records.flatMap(\.eventCases) }

    /// Evaluates the neighbours of a view; counts the decisions of honest evaluators, and the messages that the evaluator
    /// has received since the last time, by neighbour.
    func evaluate(
        _ view: inout LocalView, contacts: [Acquaintances.Contact], truth: Truth, messages: [MessageCounts],
        beacons: [BeaconReading] = [], clock: PhaseClock = PhaseClock()
    ) {
        // Nobody reads what an attacker decides; only what it claims of itself may rest on it.
        let isCounted = !truth.isAttacker[Int(view.evaluator)]
        guard scheme.isDefined, isCounted || scheme.readsClaims else { return }
        clock.mark(.decision)
        if scheme.readsClaims { fillClaims(&view) }
        if scheme.readsUnits && !view.unitWords.isEmpty { fillWords(&view) }
        if let program = mind.program {
            program.ask(view, beacons)
            wait(view, contacts, truth, messages, isCounted: isCounted)
            return
        }
        decisions.neighbours.removeAll(keepingCapacity: true)
        decisions.consensus = nil
        mind.evaluate(&view, truth, &decisions)
        precondition(
            !scheme.isChecked || decisions.neighbours.count == view.neighbourCount,
            "a scheme decides about each neighbour exactly once")
        if let consensus = decisions.consensus { clock.rounds += consensus.rounds }
        guard isCounted else { return }
        clock.mark(.metrics)
        count(decisions, view, contacts, truth, messages)
    }

    private func count(
        _ decisions: SchemeDecisions, _ view: LocalView, _ contacts: [Acquaintances.Contact], _ truth: Truth,
        _ messages: [MessageCounts]
    ) {
        for observer in observers {
            observer.observe(
                ObservedEvaluation(
                    scheme: scheme.name, view: view, decisions: decisions, truth: truth,
                    authority: records[0].authority))
        }
        for index in records.indices { records[index].add(decisions, about: contacts, view, truth, messages) }
    }

    private func fillClaims(_ view: inout LocalView) {
        for member in view.neighbourhood.members.indices {
            let reporter = view.subjects[view.neighbourhood.members[member].subject]
            let slot = reports.slot(of: reporter, number: view.reportNumbers[member])
            view.neighbourhood.members[member].attestedLevel = claims[slot].claim.attestedLevel
            view.neighbourhood.members[member].tolerance = claims[slot].claim.tolerance
            for entry in view.neighbourhood.entryRange(ofMember: member) {
                view.neighbourhood.entries[entry].vouches = claims[slot].vouches(
                    forEntry: Int(view.entrySources[entry]))
            }
        }
    }

    private func fillWords(_ view: inout LocalView) {
        for word in view.unitWords.indices {
            let belief = beliefs[view.unitWords[word].slot]
            for entry in view.unitWords[word].entries.indices {
                view.unitWords[word].entries[entry].opinion = belief[Int(view.unitWords[word].entries[entry].source)]
            }
        }
    }

    /// Makes up what a roadside unit believes of the subjects of its view, for readers of this scheme, and counts the bytes
    /// of its word. One that lies says 1 - y for y, as certainly.
    func believe(_ view: LocalView, slot: Int, isInverted: Bool) {
        guard scheme.readsUnits else { return }
        while beliefs.count <= slot { beliefs.append([]) }
        var opinions = mind.believe(view)
        precondition(
            opinions.count == view.neighbourCount, "a scheme makes up one belief of each subject of a roadside unit")
        if isInverted { for index in opinions.indices { opinions[index].value = 1 - opinions[index].value } }
        beliefs[slot] = opinions
        for index in records.indices { records[index].tally.reportBytes += 16 + 9 * opinions.count }
    }

    /// Stores what goes with a report for readers of this scheme. `heardSlots` are the reports whose claims an attacker may
    /// copy.
    func publish(
        _ draft: [DraftEntry], of reporter: VehicleID, slot: Int, by profile: Profile?, heardSlots: [Int] = []
    ) {
        guard scheme.readsClaims else { return }
        settle()
        var own = mind.claim(reporter)
        claims[slot].setVouches(draft, tolerance: own.tolerance)
        if let profile {
            own.attestedLevel = profile.attestation.claim(
                honest: own.attestedLevel, heard: heardSlots.map { claims[$0].claim.attestedLevel })
            own.tolerance = profile.tolerance.claim(
                honest: own.tolerance, heard: heardSlots.map { claims[$0].claim.tolerance })
        }
        claims[slot].claim = own
    }

    /// What went with a report for readers of this scheme; nil where they read no claims.
    func claim(ofSlot slot: Int, entryCount: Int) -> SchemeClaim? {
        guard scheme.readsClaims else { return nil }
        return SchemeClaim(
            scheme: scheme.name, claim: claims[slot].claim,
            vouches: (0..<entryCount).map { claims[slot].vouches(forEntry: $0) })
    }

    /// Stores what went with a report in a log; where the log has nothing for this scheme, what its vehicle claims now.
    func publish(_ draft: [DraftEntry], of reporter: VehicleID, slot: Int, logged: [SchemeClaim]) {
        guard scheme.readsClaims else { return }
        if let found = logged.first(where: { $0.scheme == scheme.name }), found.vouches.count == draft.count {
            var vouched = draft
            for index in vouched.indices { vouched[index].vouches = found.vouches[index] }
            claims[slot].setVouches(vouched, tolerance: found.claim.tolerance)
            claims[slot].claim = found.claim
        } else {
            publish(draft, of: reporter, slot: slot, by: nil)
        }
    }

    /// Counts the bytes of a report on the air: 16 and 9 for each entry, for schemes that read reports.
    func countReport(entryCount: Int) {
        guard scheme.readsReports, scheme.isDefined else { return }
        for index in records.indices { records[index].tally.reportBytes += 16 + 9 * entryCount }
    }

    /// Counts whether the evaluator believes in a road event, by what it last decided about the reporters.
    func countEventDecision(
        _ reports: [(contact: Int?, affirms: Bool)], of evaluator: VehicleID, on event: (number: Int, isReal: Bool),
        truth: Truth, at time: Microseconds
    ) {
        guard scheme.isDefined, failure == nil else { return }
        if mind.program != nil,
            putsOff({ $0.countEventDecision(reports, of: evaluator, on: event, truth: truth, at: time) })
        {
            return
        }
        for index in records.indices {
            let believes = RoadEvents.believes(
                reports.map { (records[index].trust(of: evaluator, inContact: $0.contact, truth), $0.affirms) })
            records[index].addEvent(
                EventCase(
                    scheme: records[index].name, time: time, evaluator: evaluator, event: event.number,
                    isReal: event.isReal, believes: believes))
        }
    }

    /// Trust of the last decision on an acquaintance, or on a stranger, if it was trusted, nil if not.
    func trust(of evaluator: VehicleID, inContact number: Int?, truth: Truth) -> Double? {
        settle()
        if failure != nil { return nil }
        return records[0].trust(of: evaluator, inContact: number, truth)
    }

    /// Counts messages received since the last decision.
    func count(_ messages: [StrayMessages], of evaluator: VehicleID, truth: Truth) {
        guard scheme.isDefined, failure == nil else { return }
        if mind.program != nil, putsOff({ $0.count(messages, of: evaluator, truth: truth) }) { return }
        for index in records.indices { records[index].count(messages, of: evaluator, truth) }
    }

    /// An attacker reports others to the authority.
    func accuse(
        _ reports: [MisbehaviourReport], by vehicle: VehicleID, reachesAuthority: Bool, at time: Microseconds
    ) {
        guard scheme.isDefined, failure == nil else { return }
        if mind.program != nil,
            putsOff({ $0.accuse(reports, by: vehicle, reachesAuthority: reachesAuthority, at: time) })
        {
            return
        }
        for index in records.indices {
            records[index].accuse(reports, by: vehicle, reachesAuthority: reachesAuthority, at: time)
        }
    }

    /// What the authority came to at the end of the run.
    func closeAuthority(_ truth: Truth, at end: Microseconds) {
        for index in records.indices { records[index].closeAuthority(truth, at: end) }
    }

    // MARK: - Programs

    /// Puts work off that has to wait until a program has answered what it was asked before.
    private func putsOff(_ work: @escaping (SchemeRunner) -> Void) -> Bool {
        guard !waiting.isEmpty, !isSettling else { return false }
        waiting.add(work)
        return true
    }

    /// Counts the decisions once they are there.
    private func wait(
        _ view: LocalView, _ contacts: [Acquaintances.Contact], _ truth: Truth, _ messages: [MessageCounts],
        isCounted: Bool
    ) {
        waiting.add(withAnswer: { runner, answer in
            guard isCounted else { return }
            var decisions = SchemeDecisions()
            decisions.neighbours = answer
            runner.count(decisions, view, contacts, truth, messages)
        })
        // Who watches sees decisions when they are made.
        settle(keeping: observers.isEmpty ? ProgramMind.window : 0)
    }

    /// Does what waits for answers, but for so many of them.
    private func settle(keeping count: Int = 0) {
        guard let program = mind.program, !isSettling else { return }
        isSettling = true
        defer { isSettling = false }
        while program.failure == nil, program.openCount > count || count == 0, let task = waiting.next() {
            switch task {
            case .rest(let work): work(self)
            case .answer(let work):
                guard let answer = program.nextAnswer() else { break }
                work(self, answer)
            }
        }
        if program.failure != nil { waiting.removeAll() }
    }

    /// Waits for all answers, and ends the program, if one decides.
    func finish() {
        settle()
        mind.program?.end()
    }

    /// Whether a program wants to know the beacons that vehicles receive.
    var readsBeacons: Bool { mind.program?.readsBeacons == true }

    /// Why a program cannot go on.
    var failure: SchemeProgramFailure? { mind.program?.failure }
}
