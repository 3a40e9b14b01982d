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
            ghostBeacon
    }

    /// Kinds of messages: each has its own draws.
    enum MessageKind: UInt64 {
        case beacon, report, roadEvent
    }

    let scenario: Scenario
    let random: RandomSource
    let end: Microseconds
    let beaconInterval: Microseconds
    let evaluationInterval: Microseconds
    /// Whether beacons carry the latest report, in place of broadcasts.
    let carriesReports: Bool

    var queue = EventQueue()
    var fingerprint = Fingerprint()
    var mobility: any MobilityModel
    var radio: any RadioModel
    var world: World
    let road: Road
    let store: EvidenceStore
    let reports: ReportStore
    var truth: Truth
    let runners: [SchemeRunner]
    /// Where the time goes.
    let clock: PhaseClock
    private let setupBegin: UInt64
    var attackers = IntegerMap<VehicleID, Attacker>()
    let identities: Identities
    /// Names that vehicles take, where they change them.
    var pseudonyms: PseudonymChanges?
    /// Those who want to see more than results.
    var observers = RunObservers()
    /// Beacons as they were sent, where somebody reads them.
    let beacons: BeaconLog?
    /// How each vehicle moved at its last beacon, where contents of beacons matter.
    var motions: [Motion]
    /// Checks of beacons, where they are verified that way.
    let detector: PlausibilityDetector?
    var claimGrid: ClaimGrid?
    var checkTally = CheckTally()
    let playground: Rectangle
    let candidateThresholds: [Double]
    /// What vehicles are called in results.
    let names: VehicleNames
    /// False positive rates at which the ROC curve is wanted.
    var rocRates: [Double] = []
    var roadEvents = RoadEvents()
    var roadStream: RandomStream
    var statistics = RunStatistics()

    // By vehicle.
    let beaconPhase: [Microseconds]
    let evaluationPhase: [Microseconds]
    let sensingAccuracy: [Double]
    let receivers: Receivers
    let tolerances: [Double]
    var beaconsScheduled: [Bool]
    var evaluationsScheduled: [Bool]
    var enteredTime: [Microseconds]
    /// Decisions on road events to be made: event and vehicle, by number.
    var pendingDecisions: [(event: Int, vehicle: VehicleID)] = []

    // Storage that is kept from event to event.
    var receptions: [Reception] = []
    var view: LocalView
    var viewBuilder: ViewBuilder
    var messages: [MessageCounts] = []
    var strayMessages: [StrayMessages] = []
    let acquaintances: Acquaintances
    var contacts: [Acquaintances.Contact] = []
    var draft: [DraftEntry] = []
    var attackerView: AttackerView
    /// Whether attackers want to know on whom others report.
    let attackersReadReports: Bool

    /// What vehicles could have learnt of each other, where a bound wants to know, and what they would report as attackers.
    let history: HeardHistory?
    var understudies: [Attacker] = []

    init(
        scenario: Scenario, trace: TraceData?, replication: Int, logsCases: Bool, profiles: Bool = false,
        external: ExternalMobility? = nil, recordMemory: Microseconds = 0, candidateThresholds: [Double] = [],
        replayed: ReplayedCast? = nil
    ) {
        self.candidateThresholds = candidateThresholds
        setupBegin = PhaseClock.now
        clock = PhaseClock(isOn: profiles)
        let random = RandomSource(seed: UInt32(scenario.seed), replication: UInt32(replication))
        self.scenario = scenario
        self.random = random
        mobility =
            external?.model
            ?? MobilityCatalog.make(
                MobilityRequest(
                    settings: scenario.mobility, vehicleCount: Int(scenario.vehicles), width: scenario.area.width,
                    height: scenario.area.height, trace: trace, random: random))
        radio = RadioCatalog.make(scenario.radio, random: random)
        let count = mobility.vehicleCount
        end = Microseconds(seconds: scenario.runSeconds(trace: trace))
        beaconInterval = Microseconds(seconds: scenario.beaconInterval)
        evaluationInterval = Microseconds(seconds: scenario.evaluation.interval)
        carriesReports = scenario.evaluation.reportDelivery == "beacon"
        world = World(vehicleCount: count)
        road = mobility.road
        let cast = replayed?.cast ?? Cast(scenario: scenario, vehicleCount: count, random: random)
        var identities = replayed?.identities ?? Identities(vehicleCount: count)
        let runDuration = end
        let extra = cast.attackers.map { vehicle, profile in
            identities.add(profile.identity.extraIdentities(in: runDuration), to: vehicle)
        }
        pseudonyms = PseudonymChanges(
            scenario, vehicleCount: count, seconds: end.seconds, random: random, identities: &identities)
        self.identities = identities
        names = VehicleNames(trace: trace, identities: identities, given: replayed?.names ?? [])
        let identityCount = identities.count
        let isAttacker = cast.isAttacker + identities.owners.map { cast.isAttacker[Int($0)] }
        store = EvidenceStore(
            vehicleCount: count, parameters: scenario.evidence,
            rule: scenario.forgettingPer == "interaction" ? .perInteraction : .perSecond, interval: beaconInterval,
            memory: max(recordMemory, 2 * evaluationInterval, 3 * beaconInterval))
        reports = ReportStore(
            identityCount: identityCount,
            hasTwoVersions: replayed != nil || cast.attackers.contains { $0.profile.targets.favouredShare > 0 })
        acquaintances = Acquaintances(vehicleCount: count)
        let vehicles = 0..<UInt32(count)
        let intervals = (beacon: beaconInterval, evaluation: evaluationInterval)
        beaconPhase =
            external?.beaconPhases
            ?? vehicles.map { Self.phase(.beaconPhase, $0, of: intervals.beacon, random) }
        evaluationPhase = vehicles.map { Self.phase(.evaluationPhase, $0, of: intervals.evaluation, random) }
        sensingAccuracy = cast.sensingAccuracy
        receivers = Receivers(accuracy: cast.sensingAccuracy, isAttacker: cast.isAttacker)
        tolerances = cast.tolerances
        truth = Truth(
            firstMisconduct: Array(repeating: nil, count: identityCount), isAttacker: isAttacker,
            warmupEnd: Microseconds(seconds: scenario.evaluation.warmup * end.seconds),
            trustsUnknown: scenario.evaluation.unknownPolicy == "trust", attackers: cast.attackers,
            identities: identities, isLabelled: replayed?.isLabelled)
        let tolerances = cast.tolerances
        let obstacle = scenario.boundObstacle
        history =
            obstacle == nil && replayed == nil && scenario.hasBound
            ? HeardHistory(scenario, cast: cast, runDuration: end, random: random) : nil
        runners = SchemeCatalog.make(
            schemes: scenario.schemes, ablations: scenario.ablations, settings: scenario.settings,
            startTolerance: scenario.tolerance.start, random: random
        ).map { [reports, history] scheme in
            var scheme = scheme
            scheme.traits.isDefined = !scheme.isBound || obstacle == nil
            return SchemeRunner(
                scheme, tolerances: tolerances, reports: reports, identities: identities, logsCases: logsCases,
                history: scheme.isBound ? history : nil)
        }
        beaconsScheduled = Array(repeating: false, count: count)
        evaluationsScheduled = beaconsScheduled
        enteredTime = Array(repeating: 0, count: count)
        roadStream = random.stream(.event, 0)
        view = LocalView(store: store)
        viewBuilder = ViewBuilder(
            vehicleCount: identityCount, identities: pseudonyms != nil || replayed != nil ? identities : nil)
        attackersReadReports = cast.attackers.contains { $0.profile.reports.readsReports }
        attackerView = AttackerView(isAttacker: isAttacker, random: random)
        attackerView.evidenceParameters = scenario.evidence
        attackerView.retainedPerSecond =
            scenario.forgettingPer == "interaction" ? 1 : scenario.evidence.forgettingFactor
        if cast.attackers.contains(where: { $0.profile.reports.agreesOnVictim }) {
            attackerView.agreedVictim = cast.agreedVictim(random)
        }
        let checks = scenario.sensing.verification == "plausibility"
        view.judgesPlausibility = checks
        detector =
            checks
            ? PlausibilityDetector(
                scenario.plausibility, reach: radio.reachMeters, road: replayed?.hasRoad == false ? nil : road,
                interval: beaconInterval) : nil
        claimGrid =
            checks
            ? ClaimGrid(
                identityCount: identityCount,
                side: ClaimGrid.side(for: scenario.plausibility, interval: beaconInterval))
            : nil
        beacons =
            checks || cast.attackers.contains { $0.profile.beacon.readsBeacons }
            ? BeaconLog(identityCount: identityCount, random: random) : nil
        motions =
            checks || !cast.attackers.isEmpty ? Array(repeating: Motion(), count: count) : []
        playground = road.bounds
        for ((vehicle, profile), identities) in zip(cast.attackers, extra) {
            attackers.append(
                vehicle,
                Attacker(
                    profile: profile, vehicle: vehicle, identities: identities, runDuration: end, random: random))
        }
        addUnderstudies(of: cast)
    }

    private static func phase(
        _ purpose: RandomPurpose, _ vehicle: VehicleID, of interval: Microseconds, _ random: RandomSource
    ) -> Microseconds {
        var stream = random.stream(purpose, vehicle)
        return Microseconds(stream.index(below: Int(interval)))
    }

    /// Runs to the end.
    mutating func run(cancellation: CancellationFlag?) throws(Cancelled) -> RunResult {
        let begin = PhaseClock.now
        for call in mobility.begin(&world) { schedule(.mobility, call.entity, at: call.time) }
        welcomeAndDismiss(at: 0)
        scheduleFirstRoadEvents()
        while let event = nextEvent() {
            if !observers.looks.isEmpty { look(until: event.time) }
            fingerprint.add(event)
            statistics.events += 1
            if statistics.events & 0xFF == 0 {
                if let cancellation, cancellation.isCancelled { throw Cancelled() }
                advance(to: event.time)
            }
            handle(event)
        }
        look(until: end)
        countRemainingMessages()
        return result(profile: profile(loopBegin: begin))
    }

    @inline(__always)
    private mutating func nextEvent() -> Event? {
        clock.beginEvent()
        return queue.popFirst(before: end)
    }

    private func profile(loopBegin: UInt64) -> RunProfile {
        var profile = RunProfile()
        profile.setupSeconds = Double(loopBegin - setupBegin) / 1e9
        profile.loopSeconds = Double(PhaseClock.now - loopBegin) / 1e9
        profile.phaseShares = clock.shares
        profile.simulatedSeconds = end.seconds
        profile.events = statistics.events
        profile.messages = statistics.messages
        profile.receptions = statistics.receptions
        profile.evaluations = statistics.evaluations
        profile.entries = statistics.entries
        profile.rounds = clock.rounds
        profile.records = store.recordCount
        return profile
    }

    private mutating func handle(_ event: Event) {
        switch EventKind(rawValue: event.kind) {
        case .mobility:
            clock.mark(.mobility)
            if let next = mobility.advance(event.entity, at: event.time, &world) {
                schedule(.mobility, event.entity, at: next)
            }
            if !world.changes.isEmpty { welcomeAndDismiss(at: event.time) }
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
        case nil: break
        }
    }

    mutating func schedule(_ kind: EventKind, _ entity: UInt32, at time: Microseconds) {
        queue.schedule(at: time, kind: kind.rawValue, entity: entity)
    }

    /// Vehicles that entered begin to send; for those that left time stops counting.
    private mutating func welcomeAndDismiss(at time: Microseconds) {
        for change in world.changes {
            let index = Int(change.vehicle)
            for observer in observers.messages {
                observer.presence(of: change.vehicle, enters: change.entered, at: time)
            }
            guard change.entered else {
                statistics.vehicleMicroseconds += time - enteredTime[index]
                continue
            }
            enteredTime[index] = time
            statistics.entered += 1
            if !beaconsScheduled[index] {
                beaconsScheduled[index] = true
                let next = Self.nextTime(phase: beaconPhase[index], interval: beaconInterval, from: time)
                schedule(.beacon, change.vehicle, at: next)
            }
            if !evaluationsScheduled[index] {
                evaluationsScheduled[index] = true
                let next = Self.nextTime(phase: evaluationPhase[index], interval: evaluationInterval, from: time)
                schedule(.evaluation, change.vehicle, at: next)
            }
        }
        world.changes.removeAll(keepingCapacity: true)
    }

    /// The first time not before `from` at which a vehicle of this phase is due.
    static func nextTime(phase: Microseconds, interval: Microseconds, from: Microseconds) -> Microseconds {
        if from <= phase { return phase }
        return phase + (from - phase + interval - 1) / interval * interval
    }

    private mutating func beaconIsDue(_ vehicle: VehicleID, at time: Microseconds) {
        guard world.vehicles.isPresent(vehicle) else {
            beaconsScheduled[Int(vehicle)] = false
            return
        }
        schedule(.beacon, vehicle, at: nextBeacon(of: vehicle, after: time))
        senseRoadEvents(vehicle, at: time)
        sendBeacon(vehicle, at: time)
    }

    private mutating func evaluationIsDue(_ vehicle: VehicleID, at time: Microseconds) {
        guard world.vehicles.isPresent(vehicle) else {
            evaluationsScheduled[Int(vehicle)] = false
            return
        }
        schedule(.evaluation, vehicle, at: time + evaluationInterval)
        if truth.isAttacker[Int(vehicle)] { learnStanding(vehicle, at: time) }
        for observer in observers.messages { observer.evaluation(by: vehicle, at: time) }
        evaluate(vehicle, at: time)
        sendReport(vehicle, at: time)
    }

    /// Lets an attacker act, where the vehicle is one and malicious at this time; nil where not. `isCritical`: what it
    /// would lie about is a critical road event.
    mutating func ifActive<Result>(
        _ vehicle: VehicleID, at time: Microseconds, isCritical: Bool = false, _ act: (inout Attacker) -> Result
    ) -> Result? {
        guard truth.isAttacker[Int(vehicle)], let position = attackers.position(of: vehicle) else { return nil }
        if attackers.values[position].profile.schedule.liesAboutCriticalEventsOnly && !isCritical { return nil }
        return attackers.values[position].isActive(at: time) ? act(&attackers.values[position]) : nil
    }

    /// Everybody whom a message of a vehicle reaches, in `receptions`. `key` tells apart messages of a kind that a sender can send at the same time.
    mutating func transmit(
        _ kind: MessageKind, from sender: VehicleID, at time: Microseconds, key: UInt64? = nil
    ) {
        let number = kind.rawValue << 46 | (key ?? UInt64(time))
        clock.mark(.neighbours)
        world.findNeighbours(of: sender, at: time, reach: radio.reachMeters, into: &receptions)
        clock.mark(.delivery)
        let position = world.vehicles.position(of: sender, at: time)
        radio.filter(&receptions, of: Transmission(sender: sender, position: position, number: number))
        statistics.messages += 1
        statistics.receptions += receptions.count
        fingerprint.add(UInt64(receptions.count))
        clock.mark(.evidence)
    }
}
