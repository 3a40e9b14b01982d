import GroupDecision

/// Evaluations: what a vehicle holds when it evaluates, and the schemes that decide by it.
struct Evaluating {
    let runners: [SchemeRunner]
    private let acquaintances: Acquaintances
    private let store: EvidenceStore
    private let reports: ReportStore
    private let beaconInterval: Microseconds
    private let interval: Microseconds
    private let vehicleCount: Int

    // Storage that is kept from event to event.
    private var view: LocalView
    private var viewBuilder: ViewBuilder
    private var contacts: [Acquaintances.Contact] = []
    private var messages: [MessageCounts] = []
    private var strayMessages: [StrayMessages] = []
    /// What vehicles receive, where a program wants to know.
    var programBeacons: ProgramBeacons?

    init(
        _ runners: [SchemeRunner], _ timetable: Timetable, store: EvidenceStore, reports: ReportStore,
        identities: Identities, namesChange: Bool, judgesPlausibility: Bool
    ) {
        self.runners = runners
        self.store = store
        self.reports = reports
        beaconInterval = timetable.beaconInterval
        interval = timetable.evaluationInterval
        vehicleCount = identities.vehicleCount
        acquaintances = Acquaintances(vehicleCount: identities.vehicleCount)
        view = LocalView(store: store)
        view.judgesPlausibility = judgesPlausibility
        viewBuilder = ViewBuilder(vehicleCount: identities.count, identities: namesChange ? identities : nil)
    }

    /// Lets every scheme decide about the neighbours of a vehicle. Returns how many entries of reports it has read.
    mutating func evaluate(
        _ vehicle: VehicleID, named name: VehicleID, _ truth: Truth, _ clock: PhaseClock, _ words: [HeardWord] = [],
        reachesAuthority: Bool = false, at time: Microseconds
    ) -> Int {
        clock.mark(.reports)
        viewBuilder.findHeard(by: vehicle, since: time - 3 * beaconInterval, in: store)
        viewBuilder.fill(&view, of: vehicle, at: time, store: store, reports: reports, reportLife: 2 * interval)
        viewBuilder.add(words, to: &view)
        view.ownName = name
        view.reachesAuthority = reachesAuthority
        clock.mark(.metrics)
        takeMessages(of: vehicle, truth)
        acquaintances.meet(view, into: &contacts)
        let beacons = programBeacons?.take(of: vehicle) ?? []
        for runner in runners {
            runner.evaluate(
                &view, contacts: contacts, truth: truth, messages: messages, beacons: beacons, clock: clock)
        }
        return view.neighbourhood.entries.count
    }

    /// A unit takes over the reports that it has received lately, and every scheme makes up what it believes of those whom it
    /// has heard of. Returns the number of its word, nil where it has nothing to say.
    mutating func consult(_ unit: VehicleID, _ infrastructure: inout Infrastructure, at time: Microseconds) -> Int32? {
        viewBuilder.findHeard(by: unit, since: time - 2 * interval, in: store)
        viewBuilder.fill(&view, of: unit, at: time, store: store, reports: reports, reportLife: 2 * interval)
        viewBuilder.add([], to: &view)
        let lies = infrastructure.lies(unit)
        infrastructure.memory.learn(view, reports, liesOfItself: lies)
        if view.subjects.isEmpty { return nil }
        let word = infrastructure.speak(unit, of: view.subjects, at: time)
        infrastructure.memory.complete(&view, store)
        for runner in runners { runner.believe(view, slot: word.slot, isInverted: lies) }
        return word.number
    }

    /// Lets every scheme decide whether a vehicle believes in a road event, by the reports that it has received.
    func decide(
        on event: (number: Int, isReal: Bool), by vehicle: VehicleID,
        _ reports: [(reporter: VehicleID, affirms: Bool)], _ truth: Truth, at time: Microseconds
    ) {
        let told = reports.map { report in
            (contact: acquaintances.number(of: report.reporter, for: vehicle), affirms: report.affirms)
        }
        for runner in runners { runner.countEventDecision(told, of: vehicle, on: event, truth: truth, at: time) }
    }

    /// An attacker reports others to the authorities, which the schemes have one each.
    func accuse(
        _ reports: [MisbehaviourReport], by vehicle: VehicleID, reachesAuthority: Bool, at time: Microseconds
    ) {
        for runner in runners {
            runner.accuse(reports, by: vehicle, reachesAuthority: reachesAuthority, at: time)
        }
    }

    /// Counts a report on the air.
    func countReport(entryCount: Int) {
        for runner in runners { runner.countReport(entryCount: entryCount) }
    }

    // MARK: - Messages received

    /// Takes the messages received since the last evaluation out of the records: those of neighbours into `messages`; those
    /// of others, who will not be decided about now, are counted at once.
    private mutating func takeMessages(of evaluator: VehicleID, _ truth: Truth) {
        messages.removeAll(keepingCapacity: true)
        for neighbour in viewBuilder.heard { messages.append(Self.takeMessages(&store[neighbour.record])) }
        countMessages(of: evaluator, truth)
    }

    private static func takeMessages(_ record: inout EvidenceRecord) -> MessageCounts {
        defer {
            record.alteredCount = 0
            record.genuineCount = 0
        }
        return MessageCounts(altered: record.alteredCount, genuine: record.genuineCount)
    }

    /// Counts the messages since the last decisions, at the end of the run.
    mutating func countRemainingMessages(_ truth: Truth) {
        for evaluator in 0..<VehicleID(vehicleCount) { countMessages(of: evaluator, truth) }
    }

    /// Takes the messages out of the records of an evaluator and counts them by its last decisions.
    private mutating func countMessages(of evaluator: VehicleID, _ truth: Truth) {
        if truth.isAttacker[Int(evaluator)] { return }
        strayMessages.removeAll(keepingCapacity: true)
        store.forEachRecord(of: evaluator) { _, record in
            if record.alteredCount | record.genuineCount != 0 {
                let contact = acquaintances.number(of: record.subject, for: evaluator)
                strayMessages.append(
                    StrayMessages(
                        sender: record.subject, contact: contact, counts: Self.takeMessages(&record)))
            }
        }
        if strayMessages.isEmpty { return }
        for runner in runners { runner.count(strayMessages, of: evaluator, truth: truth) }
    }
}

extension SchemeRunner {
    /// The schemes of a scenario at work. `history` is for bounds, where there is one.
    static func all(
        of scenario: Scenario, tolerances: [Double], reports: ReportStore, shape: TallyShape, logsCases: Bool,
        history: HeardHistory?, authority: MisbehaviourAuthority?, random: RandomSource
    ) -> [SchemeRunner] {
        let hasObstacle = scenario.boundObstacle != nil
        return SchemeCatalog.make(
            schemes: scenario.schemes, ablations: scenario.ablations, settings: scenario.settings,
            startTolerance: scenario.tolerance.start, random: random
        ).map { scheme in
            var scheme = scheme
            scheme.traits.isDefined = !scheme.isBound || !hasObstacle
            return SchemeRunner(
                scheme, tolerances: tolerances, reports: reports, shape: shape, logsCases: logsCases,
                history: scheme.isBound ? history : nil, authority: authority)
        }
    }
}

extension Evaluating {
    /// Throws where a program that decides cannot go on.
    func checkPrograms() throws(SchemeProgramFailure) {
        for runner in runners {
            if let failure = runner.failure { throw failure }
        }
    }

    /// Waits for the answers of programs that decide, and ends them.
    func finishPrograms() throws(SchemeProgramFailure) {
        for runner in runners { runner.finish() }
        try checkPrograms()
    }
}
