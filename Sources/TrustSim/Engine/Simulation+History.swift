/// What bounds are told of a run. The run is the same without.
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
            attackerShare: Double(cast.attackers.count) / Double(cast.isAttacker.count),
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

extension Simulation {
    /// An understudy for every vehicle: what it would report if it was malicious.
    mutating func addUnderstudies(of cast: Cast) {
        guard history != nil, let profile = cast.attackers.first?.profile, profile.altersReports else { return }
        understudies = cast.isAttacker.indices.map {
            Attacker(
                profile: profile, vehicle: VehicleID($0), identities: 0..<0, runDuration: end, random: random,
                isUnderstudy: true)
        }
    }

    /// A beacon that its receivers have just read.
    func noteBeacon(
        of sender: VehicleID, isFalse: Bool, _ draws: MessageDraws, isCarrying: Bool, at time: Microseconds
    ) {
        guard let history else { return }
        if isCarrying {
            for reception in receptions { history.receive(from: sender, by: reception.vehicle) }
        }
        guard history.readsBeacons else { return }
        let squaredRange = scenario.sensing.range * scenario.sensing.range
        history.beginBeacon(of: sender, at: time)
        for reception in receptions where reception.squaredDistance <= squaredRange {
            let isRight = draws.happens(to: reception.vehicle, receivers.accuracy(of: reception.vehicle))
            history.read(sender, by: reception.vehicle, asFalse: isFalse == isRight)
        }
    }

    /// The report that a vehicle is about to send, in `draft`. `isDishonest` is nil where it is not malicious at present.
    mutating func noteReport(of reporter: VehicleID, isDishonest: Bool?, at time: Microseconds) {
        guard let history else { return }
        var report = HeardHistory.SentReport(
            time: time, isAltered: isDishonest ?? false, wouldBeAltered: isDishonest ?? false)
        if isDishonest == nil, !understudies.isEmpty, history.model.activity.isPossible(at: time) {
            var entries = draft
            report.wouldBeAltered = understudies[Int(reporter)].rewrite(
                &entries, view: attackerView, tolerance: tolerances[Int(reporter)])
        }
        if isDishonest != nil, let profile = attackers[reporter]?.profile {
            report.told = labelsTold(by: profile, tolerance: tolerances[Int(reporter)])
        }
        history.publish(report, of: reporter)
    }

    /// Vehicles of which a report of an attacker at work tells whether they are fellows.
    private func labelsTold(by profile: Profile, tolerance: Double) -> [VehicleID] {
        if profile.reports.readsFellows && !profile.reports.isHarmless { return attackerView.heard.map(\.vehicle) }
        guard profile.guarantees.readsFellows, !profile.guarantees.isHarmless else { return [] }
        return draft.filter { $0.value < tolerance }.map(\.subject)
    }
}
