import GroupDecision

/// What the receivers of a beacon make of it.
extension Simulation {
    /// Whether a receiver is told the truth by a beacon, and was by the one before.
    private struct Favour: Equatable {
        var now: Bool
        var before: Bool
    }

    /// What the receivers of a beacon record under plausibility verification: the outcome of their checks.
    mutating func verify(
        _ beacon: Beacon, by detector: PlausibilityDetector, from sender: VehicleID, isAltered: Bool, carried: Int32,
        to receptions: [Reception], squaredRange: Double, isWatched: Bool, at time: Microseconds
    ) {
        let identity = beacon.identity
        let alone = detector.checkAlone(beacon.contents, at: time)
        let aloneForFavoured = beacon.truth.map { detector.checkAlone($0, at: time) } ?? []
        let (store, receivers, reports, beacons) =
            (sensing.store, sensing.receivers, reporting.reports, verification.beacons)
        let speed = presence.world.vehicles.velocity(of: sender).length
        let position = presence.world.vehicles.position(of: sender, at: time)
        let isCounting = sensing.isCounting(at: time)
        let draws = sensing.draws(of: identity, at: time)
        let noise = MessageDraws(random, .rangeSensor, of: identity, number: UInt64(time))
        let settled = time - 3 * timetable.beaconInterval
        let alwaysThere = detector.inputs(hasAcceleration: true).union(.place)
        var tally = verification.tally
        let others = verification.claimsNear(beacon, detector, at: time)
        let (listeners, checkers) = isWatched ? (observers.messages, observers.checks) : ([], [])
        let isObserved = !listeners.isEmpty || !checkers.isEmpty
        let nearest =
            checkers.isEmpty
            ? [] : verification.nearestOthers(beacon, from: sender, store, of: receptions, at: time)
        var receptionNumber = 0
        // Most receivers have heard the same beacon before.
        var last: (heard: Microseconds, beacon: BeaconLog.Entry?) = (.min, nil)
        var sequence: (favour: Favour, failed: CheckSet)?
        store.updateAll(identity, in: receptions, at: time) { record, reception in
            let receiver = reception.vehicle
            let isFavoured =
                beacon.favouredShare > 0 && random.favours(receiver, by: sender, share: beacon.favouredShare)
            let claim = isFavoured ? beacon.truth ?? beacon.contents : beacon.contents
            let heard = record.heardTime
            var failed = isFavoured ? aloneForFavoured : alone
            var inputs = alwaysThere
            if last.heard != heard {
                last = (heard, beacons?.entry(of: identity, sent: heard))
                sequence = nil
            }
            if let before = last.beacon, let beacons {
                inputs.insert(.sequence)
                let favour = Favour(now: isFavoured, before: beacons.isFavoured(receiver, by: before))
                if sequence?.favour != favour {
                    let told = beacons.contents(of: before, heardBy: receiver)
                    let failed = detector.checkSequence(claim, after: told, heard: heard, at: time)
                    sequence = (favour, failed.union(detector.checkWay(claim, after: told)))
                }
                failed.formUnion(sequence?.failed ?? [])
            }
            let isFirst = heard == EvidenceRecord.neverHeard
            let isStranger = time - heard > detector.absence && presence.enteredTime[Int(receiver)] <= settled
            failed.formUnion(detector.checkPlace(claim, from: reception.position, isStranger: isStranger))
            if isFirst { failed.formUnion(detector.checkFirst(claim, from: reception.position)) }
            for (identity, other) in others {
                guard let place = store.record(on: identity, of: receiver), store[place].heardTime == other.sent
                else { continue }
                let told = beacons?.contents(of: other, heardBy: receiver) ?? other.contents
                failed.formUnion(detector.compare(claim, with: told, at: time))
            }
            let isNear = reception.squaredDistance <= squaredRange
            if isNear {
                inputs.insert(.sensor)
                let isRight = draws.happens(to: receiver, receivers.accuracy(of: receiver))
                failed.formUnion(
                    detector.checkSensor(
                        claim, actual: position, speed: speed, isOutlier: !isRight, at: time,
                        noise.sensorDraw(for: receiver)))
            }
            let isRejected = !failed.isDisjoint(with: detector.inUse)
            let sensed =
                isNear && isObserved
                ? detector.reading(
                    of: position, speed: speed,
                    isOutlier: !draws.happens(to: receiver, receivers.accuracy(of: receiver)),
                    noise.sensorDraw(for: receiver)) : nil
            for listener in listeners where isObserved {
                listener.reception(
                    reception, of: beacon, isFavoured: isFavoured, in: self, at: time,
                    carried: carried >= 0 ? reports.version(carried, of: identity, isFavoured: isFavoured) : -1,
                    sensed: sensed)
            }
            if !checkers.isEmpty {
                let told = last.beacon.flatMap { entry in beacons?.contents(of: entry, heardBy: receiver) }
                let received = ReceivedBeacon(
                    receiver: receiver, name: identity, isFavoured: isFavoured,
                    checked: CheckedBeacon(
                        claim: claim, time: time, hasAcceleration: true, last: told.map { ($0, heard) },
                        place: reception.position, isStranger: isStranger, isFirst: isFirst,
                        sensed: sensed,
                        nearestOther: nearest[receptionNumber]),
                    ownVelocity: presence.world.vehicles.velocity(of: receiver), hasHeading: true,
                    evidence: store.evidence(of: record, at: time), failed: failed, inputs: inputs,
                    isRejected: isRejected, isAltered: isFavoured ? beacon.isFalseForAll : beacon.isFalse,
                    isCounted: isCounting && receivers.isCounted(receiver))
                for checker in checkers { checker.checked(received) }
                receptionNumber += 1
            }
            record.heardTime = time
            if carried >= 0 { record.reportNumber = reports.version(carried, of: identity, isFavoured: isFavoured) }
            if isCounting && receivers.isCounted(receiver) {
                Sensing.count(isFavoured ? beacon.isFalseForAll : isAltered, in: &record)
                tally.add(
                    isAltered: isFavoured ? beacon.isFalseForAll : beacon.isFalse, failed: failed,
                    isRejected: isRejected, inputs: inputs)
            }
            let weight = isRejected || isNear ? 1 : detector.settings.remoteWeight
            if weight > 0 { store.add(weight, correct: !isRejected, at: time, to: &record) }
        }
        verification.tally = tally
    }
}
