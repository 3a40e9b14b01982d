import GroupDecision

/// One run: one world, in which every scheme decides about the same vehicles from the same evidence and reports.
///
/// Life cycle: 1. vehicles, attackers and streams are set up from seed and replication; 2. events are handled in order of
/// time until the end (``run(cancellation:)``): vehicles move, send beacons, sense road events, evaluate their neighbours
/// and report; 3. the tallies become a ``RunResult``.
///
/// No attacker reads a scheme's state, so the schemes can share the world: each gives the same results as it would alone.
struct Simulation {
    enum EventKind: UInt32 {
        case mobility, beacon, evaluation, roadEvent, roadEventEnd, roadEventForgotten, eventDecision, fabrication,
            ghostBeacon, access, airEnd, lateBeacon, unitWord
    }

    let scenario: Scenario
    let random: RandomSource

    // What happens, and what is found out about it.
    var queue = EventQueue()
    var truth: Truth
    var fingerprint = Fingerprint()
    var statistics = RunStatistics()
    /// Where the time goes.
    let clock: PhaseClock
    /// Those who want to see more than results.
    var observers = RunObservers()
    /// Figures that are wanted besides those of every run.
    let wanted: WantedFigures

    // Rooms: each owns a part of the state, and says in its own file what can be done with it.
    var timetable: Timetable
    var stations: Stations
    var presence: Presence
    var naming: Naming
    var attackers: Attackers
    var air: Air
    var positioning: Positioning
    let sensing: Sensing
    var verification: Verification
    var roadEvents: RoadEvents
    var reporting: Reporting
    var evaluating: Evaluating
    var infrastructure: Infrastructure
    var witness: BoundWitness

    init(
        scenario: Scenario, trace: TraceData?, replication: Int, logsCases: Bool, profiles: Bool = false,
        external: ExternalMobility? = nil, recordMemory: Microseconds = 0, replayed: ReplayedCast? = nil,
        wanted: WantedFigures = WantedFigures()
    ) {
        clock = PhaseClock(isOn: profiles)
        self.wanted = wanted
        self.scenario = scenario
        random = RandomSource(seed: UInt32(scenario.seed), replication: UInt32(replication))
        let end = Microseconds(seconds: scenario.runSeconds(trace: trace))
        presence = Presence(
            scenario, trace: trace, external: external?.model, random: random, hasUnits: replayed == nil,
            keepsStays: wanted.vehicles)
        var cast =
            replayed?.cast ?? Cast(scenario: scenario, vehicleCount: presence.vehicleCount, random: random)
        cast.addUnits(
            presence.unitPlaces.count, accuracy: scenario.infrastructure.units.accuracy,
            tolerance: scenario.tolerance.start)
        timetable = Timetable(
            scenario, end: end, vehicleCount: cast.isAttacker.count, beaconPhases: external?.beaconPhases,
            random: random)
        stations = Stations(scenario, timetable, stationCount: cast.isAttacker.count)
        naming = Naming(scenario, trace: trace, cast: cast, replayed: replayed, end: end, random: random)
        let identities = naming.identities
        truth = Truth(
            scenario, cast: cast, identities: identities, replayed: replayed, end: end,
            wantsBouts: wanted.seriesBin != nil)
        attackers = Attackers(cast, names: naming.attackerNames, end: end, random: random)
        air = Air(
            scenario, stationCount: cast.isAttacker.count, warmupEnd: truth.warmupEnd, random: random)
        sensing = Sensing(
            scenario, cast: cast, timetable, memory: recordMemory, warmupEnd: truth.warmupEnd, random: random)
        verification = Verification(
            scenario, cast: cast, identityCount: identities.count, reach: air.radio.reachMeters,
            road: replayed?.hasRoad == false ? nil : presence.road, timetable, random: random)
        let checks = verification.detector != nil
        positioning = Positioning(scenario, cast: cast, hasNoise: checks, random: random)
        roadEvents = RoadEvents(scenario.events, random: random)
        infrastructure = Infrastructure(
            scenario, cast: cast, identityCount: identities.count, reach: air.radio.reachMeters,
            interval: timetable.evaluationInterval, warmupEnd: truth.warmupEnd, random: random)
        witness = BoundWitness(scenario, cast: cast, isReplay: replayed != nil, end: end, random: random)
        reporting = Reporting(
            scenario, cast: cast, isAttacker: truth.isAttacker, isReplay: replayed != nil,
            viewsAll: witness.history != nil, timetable, store: sensing.store, random: random)
        let runners = SchemeRunner.all(
            of: scenario, tolerances: cast.tolerances, reports: reporting.reports,
            shape: wanted.shape(identities, truth.split), logsCases: logsCases, history: witness.history,
            authority: MisbehaviourAuthority(scenario, identities: identities), random: random)
        evaluating = Evaluating(
            runners, timetable, store: sensing.store, reports: reporting.reports, identities: identities,
            namesChange: naming.namesChange || replayed != nil, judgesPlausibility: checks)
        if let detector = verification.detector, runners.contains(where: \.readsBeacons) {
            let beacons = ProgramBeacons(detector, vehicleCount: identities.vehicleCount)
            evaluating.programBeacons = beacons
            admit(beacons)
        }
    }

    /// Runs to the end.
    ///
    /// - Throws: ``Cancelled``, or the ``SchemeProgramFailure`` of a program that decides.
    mutating func run(cancellation: CancellationFlag?) throws -> RunResult {
        let begin = PhaseClock.now
        for call in presence.begin() { schedule(.mobility, call.entity, at: call.time) }
        welcomeAndDismiss(at: 0)
        scheduleFirstRoadEvents()
        while let event = nextEvent() {
            if !observers.looks.isEmpty { look(until: event.time) }
            fingerprint.add(event)
            statistics.events += 1
            if statistics.events & 0xFF == 0 {
                if let cancellation, cancellation.isCancelled { throw Cancelled() }
                try evaluating.checkPrograms()
                advance(to: event.time)
            }
            handle(event)
        }
        look(until: timetable.end)
        evaluating.countRemainingMessages(truth)
        try evaluating.finishPrograms()
        return result(profile: profile(loopBegin: begin))
    }

    @inline(__always)
    private mutating func nextEvent() -> Event? {
        clock.beginEvent()
        return queue.popFirst(before: timetable.end)
    }

    private func profile(loopBegin: UInt64) -> RunProfile {
        var profile = RunProfile()
        profile.setupSeconds = Double(loopBegin - clock.setupBegin) / 1e9
        profile.loopSeconds = Double(PhaseClock.now - loopBegin) / 1e9
        profile.phaseShares = clock.shares
        profile.simulatedSeconds = timetable.end.seconds
        profile.events = statistics.events
        profile.messages = statistics.messages
        profile.receptions = statistics.receptions
        profile.evaluations = statistics.evaluations
        profile.entries = statistics.entries
        profile.rounds = clock.rounds
        profile.records = sensing.store.recordCount
        return profile
    }

    private mutating func handle(_ event: Event) {
        switch EventKind(rawValue: event.kind) {
        case .mobility:
            clock.mark(.mobility)
            if let next = presence.advance(event.entity, at: event.time) {
                schedule(.mobility, event.entity, at: next)
            }
            if !presence.world.changes.isEmpty { welcomeAndDismiss(at: event.time) }
        case .beacon: beaconIsDue(event.entity, at: event.time)
        case .evaluation: evaluationIsDue(event.entity, at: event.time)
        case .roadEvent: roadEventIsDue(at: event.time)
        case .roadEventEnd:
            roadEvents.end(Int(event.entity))
            schedule(.roadEventForgotten, event.entity, at: event.time + RoadEvents.decisionDelay)
        case .roadEventForgotten: roadEvents.forget(Int(event.entity))
        case .eventDecision: decideOnRoadEvent(Int(event.entity), at: event.time)
        case .fabrication: fabricationIsDue(event.entity, at: event.time)
        case .ghostBeacon: ghostBeaconIsDue(event.entity, at: event.time)
        case .lateBeacon: lateBeaconIsDue(event.entity, at: event.time)
        case .access: accessIsDue(event.entity, at: event.time)
        case .airEnd: airEndIsDue(event.entity, at: event.time)
        case .unitWord: unitWordIsDue(event.entity, at: event.time)
        case nil: break
        }
    }

    mutating func schedule(_ kind: EventKind, _ entity: UInt32, at time: Microseconds) {
        queue.schedule(at: time, kind: kind.rawValue, entity: entity)
    }

    /// Vehicles that entered begin to send; for those that left time stops counting.
    private mutating func welcomeAndDismiss(at time: Microseconds) {
        for change in presence.world.changes {
            let vehicle = change.vehicle
            if infrastructure.isUnit(vehicle) {
                open(vehicle, at: time)
                continue
            }
            for observer in observers.messages {
                observer.presence(of: vehicle, enters: change.entered, at: time)
            }
            air.notePresence(of: vehicle, enters: change.entered, at: time)
            guard change.entered else {
                statistics.vehicleMicroseconds += presence.leave(vehicle, at: time)
                continue
            }
            presence.enter(vehicle, at: time)
            statistics.entered += 1
            if let next = timetable.firstBeacon(of: vehicle, from: time) { schedule(.beacon, vehicle, at: next) }
            if let next = timetable.firstEvaluation(of: vehicle, from: time) {
                schedule(.evaluation, vehicle, at: next)
            }
        }
        presence.world.changes.removeAll(keepingCapacity: true)
    }

    private mutating func evaluationIsDue(_ vehicle: VehicleID, at time: Microseconds) {
        guard presence.world.vehicles.isPresent(vehicle) else { return timetable.endEvaluations(of: vehicle) }
        schedule(.evaluation, vehicle, at: time + timetable.evaluationInterval)
        if truth.isAttacker[Int(vehicle)] { learnStanding(vehicle, at: time) }
        for observer in observers.messages { observer.evaluation(by: vehicle, at: time) }
        evaluate(vehicle, at: time)
        sendReport(vehicle, at: time)
    }

    /// Misconduct under an identity is also that of the vehicle behind it, under its own name and as others know it now.
    mutating func noteMisconduct(_ identity: VehicleID, of vehicle: VehicleID, at time: Microseconds) {
        truth.noteAct(of: vehicle, at: time)
        truth.noteMisconduct(identity, at: time)
        truth.noteMisconduct(vehicle, at: time)
        if let present = attackers.identity(of: vehicle) { truth.noteMisconduct(present, at: time) }
    }
}
