import GroupDecision

/// What a replay needs of a run.
extension Simulation {
    /// A beacon that one vehicle received, as logged.
    struct LoggedDelivery {
        var name: VehicleID
        var receiver: VehicleID
        /// What the data set calls the message.
        var message: String?
        var contents: BeaconContents
        var place: Point?
        /// Velocity of the receiver, where the log says it.
        var velocity: Point?
        var sensed: SensorReading?
        /// Number of the report that it carries, -1 for none.
        var carried: Int32
        /// Nil where nothing says: then it counts nowhere.
        var isAltered: Bool?
        var carriesAltered: Bool
        /// Whether the claim has a heading, and an acceleration.
        var hasHeading: Bool
        var hasAcceleration: Bool
    }

    /// What the receiver of a logged beacon records: the outcome of its checks. The same as in a run, for one receiver.
    mutating func verify(_ delivery: LoggedDelivery, _ memory: inout ReplayMemory, at time: Microseconds) {
        guard let detector = verification.detector else { return }
        let store = sensing.store
        let beaconInterval = timetable.beaconInterval
        let (name, receiver, claim) = (delivery.name, delivery.receiver, delivery.contents)
        let heard = store.record(on: name, of: receiver).map { store[$0].heardTime } ?? EvidenceRecord.neverHeard
        var failed = detector.checkAlone(claim, at: time)
        var inputs = detector.inputs(hasAcceleration: delivery.hasAcceleration)
        let count = memory.sentCount[Int(name)]
        var checked = CheckedBeacon(
            claim: claim, time: time, hasAcceleration: delivery.hasAcceleration, place: delivery.place,
            isStranger: false, isFirst: heard == EvidenceRecord.neverHeard, sensed: delivery.sensed)
        if let last = memory.told(receiver, of: name), last.heard == heard,
            count - 1 - last.number < Int32(BeaconLog.length)
        {
            failed.formUnion(detector.checkSequence(claim, after: last.contents, heard: heard, at: time))
            failed.formUnion(detector.checkWay(claim, after: last.contents))
            inputs.insert(.sequence)
            checked.last = (last.contents, heard)
        }
        if let place = delivery.place {
            checked.isStranger =
                time - heard > detector.absence && presence.enteredTime[Int(receiver)] <= time - 3 * beaconInterval
            failed.formUnion(detector.checkPlace(claim, from: place, isStranger: checked.isStranger))
            if checked.isFirst { failed.formUnion(detector.checkFirst(claim, from: place)) }
            inputs.insert(.place)
        }
        memory.forEachRecent(of: receiver, since: time - 2 * beaconInterval) { other, told in
            if other == name { return }
            failed.formUnion(detector.compare(claim, with: told, at: time))
            if !observers.checks.isEmpty, let distance = claim.distance(from: told, at: time) {
                checked.nearestOther = min(checked.nearestOther ?? distance, distance)
            }
        }
        if let sensed = delivery.sensed {
            failed.formUnion(detector.checkSensor(claim, against: sensed, at: time))
            inputs.insert(.sensor)
        }
        let isRejected = !failed.isDisjoint(with: detector.inUse)
        let isAltered = sensing.isCounted(receiver, at: time) ? delivery.isAltered : nil
        if let isAltered {
            verification.tally.add(isAltered: isAltered, failed: failed, isRejected: isRejected, inputs: inputs)
        }
        if !observers.checks.isEmpty {
            let received = ReceivedBeacon(
                receiver: receiver, name: name, message: delivery.message, checked: checked,
                ownVelocity: delivery.velocity, hasHeading: delivery.hasHeading,
                evidence: store.evidence(on: name, of: receiver, at: time) ?? Evidence(), failed: failed,
                inputs: inputs, isRejected: isRejected, isAltered: delivery.isAltered, isCounted: isAltered != nil)
            for observer in observers.checks { observer.checked(received) }
        }
        let weight = isRejected || delivery.sensed != nil ? 1 : detector.settings.remoteWeight
        store.update(name, in: receiver, at: time) { record in
            record.heardTime = time
            if delivery.carried >= 0 { record.reportNumber = delivery.carried }
            if let isAltered { Sensing.count(isAltered || delivery.carriesAltered, in: &record) }
            if weight > 0 { store.add(weight, correct: !isRejected, at: time, to: &record) }
        }
        statistics.receptions += 1
        fingerprint.add(UInt64(failed.intersection(.standard).rawValue))
    }

    /// A vehicle appears. `schedules`: the log does not say when it evaluates.
    mutating func replayEntry(of vehicle: VehicleID, at time: Microseconds, schedules: Bool) {
        presence.enter(vehicle, at: time)
        statistics.entered += 1
        guard schedules, let next = timetable.firstEvaluation(of: vehicle, from: time) else { return }
        schedule(.evaluation, vehicle, at: next)
    }

    /// Publishes the honest report of a vehicle whose log has none; beacons that are heard of it carry it.
    mutating func publishReplayed(by reporter: VehicleID, under name: VehicleID, at time: Microseconds) {
        writeDraft(of: reporter, at: time)
        let draft = reporting.draft
        let number = reporting.reports.publish(draft, of: name, at: time)
        let slot = reporting.reports.slot(of: name, number: number)
        for runner in evaluating.runners { runner.publish(draft, of: reporter, slot: slot, by: nil) }
        evaluating.countReport(entryCount: draft.count)
    }

    /// Publishes a report as logged. Returns its number.
    mutating func publishLogged(
        _ draft: [DraftEntry], _ claims: [SchemeClaim], by reporter: VehicleID, under name: VehicleID,
        at time: Microseconds
    ) -> Int32 {
        let areClaimsSound = claims.allSatisfy {
            (0...1).contains($0.claim.attestedLevel) && (0...1).contains($0.claim.tolerance)
        }
        let number = reporting.reports.publish(draft, of: name, at: time, isReadable: areClaimsSound)
        let slot = reporting.reports.slot(of: name, number: number)
        for runner in evaluating.runners { runner.publish(draft, of: reporter, slot: slot, logged: claims) }
        return number
    }

    /// The end of a replay.
    mutating func replayResult(_ memory: ReplayMemory, rows: Int) -> RunResult {
        for vehicle in memory.whereabouts.indices where memory.whereabouts[vehicle].isPresent {
            statistics.vehicleMicroseconds += presence.stay(of: VehicleID(vehicle), until: timetable.end)
        }
        evaluating.countRemainingMessages(truth)
        var profile = RunProfile()
        profile.simulatedSeconds = timetable.end.seconds
        profile.events = rows
        return result(profile: profile)
    }
}
