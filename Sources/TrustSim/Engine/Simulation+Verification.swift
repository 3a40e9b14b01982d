import GroupDecision

/// What the receivers of a beacon make of it.
extension Simulation {
    /// What the receivers of a beacon record under statistical verification: that they heard it, and whether it is true,
    /// where they can tell.
    func read(
        _ identity: VehicleID, isFalse: Bool, isAltered: Bool, carried: Int32, at time: Microseconds
    ) {
        let squaredRange = scenario.sensing.range * scenario.sensing.range
        let isCounting = time >= truth.warmupEnd
        let draws = MessageDraws(random, .verification, of: identity, number: verificationDraw(at: time))
        let interaction = store.interaction(at: time)
        let receivers = self.receivers
        store.updateAll(identity, in: receptions, at: time) { record, reception in
            record.heardTime = time
            if carried >= 0 { record.reportNumber = carried }
            if isCounting && receivers.isCounted(reception.vehicle) { Self.count(isAltered, in: &record) }
            if reception.squaredDistance <= squaredRange {
                let isRight = draws.happens(to: reception.vehicle, receivers.accuracy(of: reception.vehicle))
                interaction.add(correct: isFalse != isRight, to: &record)
            }
        }
        noteBeacon(of: identity, isFalse: isFalse, draws, isCarrying: carried >= 0, at: time)
    }

    /// The same where some receivers get the truth.
    func readWithFavour(
        _ beacon: Beacon, from sender: VehicleID, isAltered: Bool, carried: Int32, at time: Microseconds
    ) {
        let squaredRange = scenario.sensing.range * scenario.sensing.range
        let isCounting = time >= truth.warmupEnd
        let draws = MessageDraws(random, .verification, of: beacon.identity, number: verificationDraw(at: time))
        store.updateAll(beacon.identity, in: receptions, at: time) { record, reception in
            let isFavoured = random.favours(reception.vehicle, by: sender, share: beacon.favouredShare)
            record.heardTime = time
            if carried >= 0 { record.reportNumber = version(carried, of: beacon.identity, isFavoured) }
            if isCounting && receivers.isCounted(reception.vehicle) {
                Self.count(isFavoured ? beacon.isFalseForAll : isAltered, in: &record)
            }
            if reception.squaredDistance <= squaredRange {
                let isRight = draws.happens(to: reception.vehicle, receivers.accuracy(of: reception.vehicle))
                let isFalse = isFavoured ? beacon.isFalseForAll : beacon.isFalse
                store.add(1, correct: isFalse != isRight, at: time, to: &record)
            }
        }
        noteBeacon(of: beacon.identity, isFalse: beacon.isFalse, draws, isCarrying: carried >= 0, at: time)
    }

    /// The version of a report for a receiver: the honest one was published just before the other.
    private func version(_ number: Int32, of identity: VehicleID, _ isFavoured: Bool) -> Int32 {
        isFavoured && number > 0 && reports.isDishonest(of: identity, number: number) ? number - 1 : number
    }

    /// Whether a receiver is told the truth by a beacon, and was by the one before.
    private struct Favour: Equatable {
        var now: Bool
        var before: Bool
    }

    /// What the receivers of a beacon record under plausibility verification: the outcome of their checks.
    mutating func verify(
        _ beacon: Beacon, by detector: PlausibilityDetector, from sender: VehicleID, isAltered: Bool, carried: Int32,
        at time: Microseconds
    ) {
        let identity = beacon.identity
        let alone = detector.checkAlone(beacon.contents, at: time)
        let aloneForFavoured = beacon.truth.map { detector.checkAlone($0, at: time) } ?? []
        let velocity = world.vehicles.velocity(of: sender)
        let speed = velocity.length
        let position = world.vehicles.position(of: sender, at: time)
        let squaredRange = scenario.sensing.range * scenario.sensing.range
        let isCounting = time >= truth.warmupEnd
        let draws = MessageDraws(random, .verification, of: identity, number: verificationDraw(at: time))
        let noise = MessageDraws(random, .rangeSensor, of: identity, number: UInt64(time))
        let settled = time - 3 * beaconInterval
        let alwaysThere = detector.inputs(hasAcceleration: true).union(.place)
        var tally = checkTally
        let others = claimsNear(beacon, detector, at: time)
        let (listeners, checkers) = (observers.messages, observers.checks)
        let isObserved = !listeners.isEmpty || !checkers.isEmpty
        let nearest = checkers.isEmpty ? [] : nearestOthers(beacon, from: sender, at: time)
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
            let isStranger = time - heard > detector.absence && enteredTime[Int(receiver)] <= settled
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
                    carried: carried >= 0 ? version(carried, of: identity, isFavoured) : -1, sensed: sensed)
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
                    ownVelocity: world.vehicles.velocity(of: receiver), hasHeading: true,
                    evidence: store.evidence(of: record, at: time), failed: failed, inputs: inputs,
                    isRejected: isRejected, isAltered: isFavoured ? beacon.isFalseForAll : beacon.isFalse,
                    isCounted: isCounting && receivers.isCounted(receiver))
                for checker in checkers { checker.checked(received) }
                receptionNumber += 1
            }
            record.heardTime = time
            if carried >= 0 { record.reportNumber = version(carried, of: identity, isFavoured) }
            if isCounting && receivers.isCounted(receiver) {
                Self.count(isFavoured ? beacon.isFalseForAll : isAltered, in: &record)
                tally.add(
                    isAltered: isFavoured ? beacon.isFalseForAll : beacon.isFalse, failed: failed,
                    isRejected: isRejected, inputs: inputs)
            }
            let weight = isRejected || isNear ? 1 : detector.settings.remoteWeight
            if weight > 0 { store.add(weight, correct: !isRejected, at: time, to: &record) }
        }
        checkTally = tally
    }

    /// Of each receiver of a beacon: how near the nearest vehicle is that it has heard of lately, by the last that this
    /// vehicle has sent.
    private func nearestOthers(_ beacon: Beacon, from sender: VehicleID, at time: Microseconds) -> [Double?] {
        guard let beacons else { return receptions.map { _ in nil } }
        return receptions.map { reception in
            let isFavoured =
                beacon.favouredShare > 0 && random.favours(reception.vehicle, by: sender, share: beacon.favouredShare)
            let claim = isFavoured ? beacon.truth ?? beacon.contents : beacon.contents
            var nearest: Double?
            store.forEachRecord(of: reception.vehicle) { _, record in
                guard record.subject != beacon.identity, time - record.heardTime <= 2 * beaconInterval,
                    let latest = beacons.latest(of: record.subject), latest.sent == record.heardTime,
                    let distance = claim.distance(
                        from: beacons.contents(of: latest, heardBy: reception.vehicle), at: time)
                else { return }
                nearest = min(nearest ?? distance, distance)
            }
            return nearest
        }
    }

    /// Claims of others that could be of the same place, or be what this one was copied from.
    private func claimsNear(
        _ beacon: Beacon, _ detector: PlausibilityDetector, at time: Microseconds
    ) -> [(identity: VehicleID, beacon: BeaconLog.Entry)] {
        guard let beacons, let claimGrid else { return [] }
        var found: [(identity: VehicleID, beacon: BeaconLog.Entry)] = []
        claimGrid.forEachCandidate(near: beacon.contents.position) { other in
            guard other != beacon.identity, let latest = beacons.latest(of: other),
                time - latest.sent <= 2 * beaconInterval,
                !detector.compare(beacon.contents, with: latest.contents, at: time).isEmpty
            else { return }
            found.append((other, latest))
        }
        return found
    }
}

extension MessageDraws {
    /// Noise of a range sensor (G. E. P. Box, M. E. Muller, 1958, DOI 10.1214/aoms/1177706645).
    func sensorDraw(for receiver: VehicleID) -> PlausibilityDetector.SensorDraw {
        let first = bits(for: receiver)
        // Another number of the same sequence: receivers have the even ones.
        let second = bits(for: receiver ^ 0x8000_0000)
        let radius = (-2 * Elementary.log(Double((first >> 11) + 1) * 0x1p-53)).squareRoot()
        let angle = 2 * Double.pi * Double(second >> 38) * 0x1p-26
        let x = radius * Elementary.cos(angle)
        let y = radius * Elementary.sin(angle)
        // The sum of four uniform numbers is near enough to normal for a difference of speeds.
        var sum = -2.0
        for shift in [0, 9, 18, 27] { sum += Double(second >> UInt64(shift) & 0x1FF) / 511 }
        return PlausibilityDetector.SensorDraw(x: x, y: y, speed: sum * 1.7320508075688772)
    }
}
