import GroupDecision

/// Watches one run from outside, as a reader of its results could if everything were written down. It changes nothing: the
/// same run without it has the same results. It is told only of what it is interested in.
protocol RunObserver: AnyObject {
    /// Of what it wants to be told; asked before the run.
    var interests: RunInterests { get }

    // Looks.

    /// When the next look at the world is wanted; asked before the first event and after each look.
    var nextSample: Microseconds { get }
    /// A look at the world at this time, before the events of this time.
    func sample(_ simulation: borrowing Simulation, at time: Microseconds)

    // Decisions.

    /// An honest vehicle has evaluated its neighbours: what a scheme was shown, and what it decided.
    func observe(_ evaluation: borrowing ObservedEvaluation)

    // Messages.

    /// A vehicle comes or goes.
    func presence(of vehicle: VehicleID, enters: Bool, at time: Microseconds)
    /// A vehicle is about to evaluate its neighbours.
    func evaluation(by vehicle: VehicleID, at time: Microseconds)
    /// A beacon goes on the air. `carried` is the number of the report that it carries, -1 for none.
    func beacon(
        _ beacon: Simulation.Beacon, from sender: VehicleID, carried: Int32, in simulation: borrowing Simulation,
        at time: Microseconds)
    /// A vehicle receives the beacon on the air.
    func reception(
        _ reception: Reception, of beacon: Simulation.Beacon, isFavoured: Bool, in simulation: borrowing Simulation,
        at time: Microseconds, carried: Int32, sensed: SensorReading?)
    /// A report is written. `entryCount` is nil where it is not sent now.
    func published(
        _ number: Int32, under identity: VehicleID, of reporter: VehicleID, isDishonest: Bool, entryCount: Int?,
        at time: Microseconds)
    /// A vehicle receives a report.
    func report(
        _ number: Int32, of identity: VehicleID, to receiver: VehicleID, in simulation: borrowing Simulation,
        at time: Microseconds)

    // Checks.

    /// A beacon was checked by who received it.
    func checked(_ beacon: ReceivedBeacon)

    // Progress.

    /// This share of the time is simulated; told now and then.
    func advance(to share: Double)
}

/// What a ``RunObserver`` wants to be told of.
struct RunInterests: OptionSet {
    let rawValue: UInt8

    static let looks = RunInterests(rawValue: 1)
    static let decisions = RunInterests(rawValue: 2)
    static let messages = RunInterests(rawValue: 4)
    static let checks = RunInterests(rawValue: 8)
    static let progress = RunInterests(rawValue: 16)
    static let powers = RunInterests(rawValue: 32)
}

/// What somebody is told who is not interested.
extension RunObserver {
    var nextSample: Microseconds { .max }
    func sample(_ simulation: borrowing Simulation, at time: Microseconds) {}
    func observe(_ evaluation: borrowing ObservedEvaluation) {}
    func presence(of vehicle: VehicleID, enters: Bool, at time: Microseconds) {}
    func evaluation(by vehicle: VehicleID, at time: Microseconds) {}
    func beacon(
        _ beacon: Simulation.Beacon, from sender: VehicleID, carried: Int32, in simulation: borrowing Simulation,
        at time: Microseconds
    ) {}
    func reception(
        _ reception: Reception, of beacon: Simulation.Beacon, isFavoured: Bool, in simulation: borrowing Simulation,
        at time: Microseconds, carried: Int32, sensed: SensorReading?
    ) {}
    func published(
        _ number: Int32, under identity: VehicleID, of reporter: VehicleID, isDishonest: Bool, entryCount: Int?,
        at time: Microseconds
    ) {}
    func report(
        _ number: Int32, of identity: VehicleID, to receiver: VehicleID, in simulation: borrowing Simulation,
        at time: Microseconds
    ) {}
    func checked(_ beacon: ReceivedBeacon) {}
    func advance(to share: Double) {}
}

/// Those who watch a run, by what they are interested in.
struct RunObservers {
    private(set) var looks: [any RunObserver] = []
    private(set) var messages: [any RunObserver] = []
    private(set) var checks: [any RunObserver] = []
    private(set) var progress: [any RunObserver] = []

    mutating func add(_ observer: any RunObserver) {
        let interests = observer.interests
        if interests.contains(.looks) { looks.append(observer) }
        if interests.contains(.messages) { messages.append(observer) }
        if interests.contains(.checks) { checks.append(observer) }
        if interests.contains(.progress) { progress.append(observer) }
    }
}

/// A beacon that was received, with what the receiver had besides, what its checks said, and the truth.
struct ReceivedBeacon {
    var receiver: VehicleID
    /// Whose it claims to be.
    var name: VehicleID
    /// What a data set calls the message; nil in a simulation.
    var message: String?
    /// Whether the receiver is one of those who are told the truth.
    var isFavoured = false
    var checked: CheckedBeacon
    /// Velocity of the receiver, as far as it is known.
    var ownVelocity: Point?
    var hasHeading: Bool
    /// Of the receiver about the sender, before this beacon.
    var evidence: Evidence
    var failed: CheckSet
    var inputs: CheckInputs
    /// Whether it fails a check in use.
    var isRejected: Bool
    /// Nil where nothing says.
    var isAltered: Bool?
    /// Whether it counts in metrics.
    var isCounted: Bool
}

/// What a scheme was shown at one evaluation, and what it decided.
struct ObservedEvaluation {
    /// Name of the scheme.
    let scheme: String
    /// What the evaluator had, as the scheme has filled it in.
    let view: LocalView
    /// What was decided, with the ``GroupDetail`` of schemes that decide in a group.
    let decisions: SchemeDecisions
    /// What the scheme did not see.
    let truth: Truth
    /// The misbehaviour authority of the scheme, where there is one.
    let authority: MisbehaviourAuthority?

    /// The decision about a neighbour, with the unknown policy applied.
    func outcome(of neighbour: Int) -> SchemeRunner.Record.Outcome {
        SchemeRunner.Record.Outcome(decisions.neighbours[neighbour], truth)
    }
}

extension Simulation {
    /// Lets somebody watch, from the beginning of the run on.
    mutating func admit(_ observer: any RunObserver) {
        observers.add(observer)
        if observer.interests.contains(.powers) {
            air.keepPowers(scenario, stationCount: presence.world.vehicles.count)
        }
        guard observer.interests.contains(.decisions) else { return }
        for runner in evaluating.runners { runner.observers.append(observer) }
    }

    /// Lets the observers look at the world until this time.
    func look(until time: Microseconds) {
        for observer in observers.looks {
            while observer.nextSample <= time { observer.sample(self, at: observer.nextSample) }
        }
    }

    /// Tells the observers how far the run has come.
    func advance(to time: Microseconds) {
        for observer in observers.progress { observer.advance(to: Double(time) / Double(max(1, timetable.end))) }
    }
}
