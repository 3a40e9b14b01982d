/// What bounds are told of a run. The run is the same without.
struct BoundWitness {
    /// What vehicles could have learnt of each other, where a bound wants to know.
    let history: HeardHistory?
    /// An understudy for every vehicle: what it would report if it was malicious. Empty where attackers report honestly.
    private var understudies: [Attacker] = []
    private let squaredRange: Double

    init(_ scenario: Scenario, cast: Cast, isReplay: Bool, end: Microseconds, random: RandomSource) {
        history =
            scenario.boundObstacle == nil && !isReplay && scenario.hasBound
            ? HeardHistory(scenario, cast: cast, runDuration: end, random: random) : nil
        squaredRange = scenario.sensing.range * scenario.sensing.range
        guard history != nil, let profile = cast.attackers.first?.profile, profile.altersReports else { return }
        understudies = cast.isAttacker.indices.map {
            Attacker(
                profile: profile, vehicle: VehicleID($0), identities: 0..<0, runDuration: end, random: random,
                isUnderstudy: true)
        }
    }

    /// A beacon that its receivers have just read.
    func noteBeacon(
        of sender: VehicleID, isFalse: Bool, _ draws: MessageDraws, isCarrying: Bool, _ receivers: Receivers,
        by receptions: [Reception], at time: Microseconds
    ) {
        guard let history else { return }
        if isCarrying {
            for reception in receptions { history.receive(from: sender, by: reception.vehicle) }
        }
        guard history.readsBeacons else { return }
        history.beginBeacon(of: sender, at: time)
        for reception in receptions where reception.squaredDistance <= squaredRange {
            let isRight = draws.happens(to: reception.vehicle, receivers.accuracy(of: reception.vehicle))
            history.read(sender, by: reception.vehicle, asFalse: isFalse == isRight)
        }
    }

    /// The report that a vehicle is about to send. `isDishonest` is nil where it is not malicious at present; `profile` is
    /// that of an attacker.
    mutating func noteReport(
        of reporter: VehicleID, _ reporting: Reporting, isDishonest: Bool?, by profile: Profile?, at time: Microseconds
    ) {
        guard let history else { return }
        let tolerance = reporting.tolerances[Int(reporter)]
        var report = HeardHistory.SentReport(
            time: time, isAltered: isDishonest ?? false, wouldBeAltered: isDishonest ?? false)
        if isDishonest == nil, !understudies.isEmpty, history.model.activity.isPossible(at: time) {
            var entries = reporting.draft
            report.wouldBeAltered = understudies[Int(reporter)].rewrite(
                &entries, view: reporting.attackerView, tolerance: tolerance)
        }
        if isDishonest != nil, let profile {
            report.told = Self.labelsTold(by: profile, reporting, tolerance: tolerance)
        }
        history.publish(report, of: reporter)
    }

    /// Vehicles of which a report of an attacker at work tells whether they are fellows.
    private static func labelsTold(by profile: Profile, _ reporting: Reporting, tolerance: Double) -> [VehicleID] {
        if profile.reports.readsFellows && !profile.reports.isHarmless {
            return reporting.attackerView.heard.map(\.vehicle)
        }
        guard profile.guarantees.readsFellows, !profile.guarantees.isHarmless else { return [] }
        return reporting.draft.filter { $0.value < tolerance }.map(\.subject)
    }
}

extension HeardHistory {
    /// The history of a run whose bound can be computed; nil where nobody does anything that could be observed.
    convenience init?(_ scenario: Scenario, cast: Cast, runDuration: Microseconds, random: RandomSource) {
        guard let profile = scenario.observableProfile, !cast.attackers.isEmpty,
            let activity = ActivityModel(profile.schedule, runDuration: runDuration),
            let falseShare = profile.beacon.falseShare
        else { return nil }
        let sensing = scenario.sensing
        var model = ConductModel(
            activity: activity, falseShare: falseShare, claims: ConductModel.Claims(profile.events),
            attackerShare: Double(cast.attackers.count) / Double(cast.vehicleCount),
            faultyShare: sensing.faultyShare, accuracy: sensing.accuracy, faultyAccuracy: sensing.faultyAccuracy,
            favouredShare: profile.targets.favouredShare)
        let warmupEnd = Microseconds(seconds: scenario.evaluation.warmup * runDuration.seconds)
        model.balance(
            beaconInterval: Microseconds(seconds: scenario.beaconInterval),
            reportInterval: Microseconds(seconds: scenario.evaluation.interval), altersReports: profile.altersReports,
            counted: warmupEnd..<max(warmupEnd + 1, runDuration))
        self.init(
            model: model, isFaulty: cast.isFaulty, isAttacker: cast.isAttacker, random: random)
    }
}

extension ConductModel.Claims {
    init(_ part: any EventPart) {
        switch part {
        case is DenyEvents: self = .denied
        case let part as InvertEvents: self = .inverted(part.probability)
        default: self = .truthful
        }
    }
}

extension Profile {
    /// Whether its reports, or what goes with them, may differ from those of an honest vehicle.
    var altersReports: Bool { !reports.isHarmless || !guarantees.isHarmless || makesFalseClaims }
}
