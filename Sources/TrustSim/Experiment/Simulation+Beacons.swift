import GroupDecision

/// Beacons: written, sent, and verified.
extension Simulation {
    /// How a vehicle moved at its last beacon.
    struct Motion: Sendable {
        var speed = 0.0
        var heading = Point(x: 1, y: 0)
        var time: Microseconds = .min
    }

    /// A beacon on its way.
    struct Beacon {
        /// Whose it claims to be.
        var identity: VehicleID
        var contents: BeaconContents
        /// Whether content, time, identity or rate are not those of an honest vehicle.
        var isFalse = false
        /// Whether it is that also for those who are told the truth: they know the sender by another name.
        var isFalseForAll = false
        /// Share of the vehicles that get the truth instead.
        var favouredShare = 0.0
        /// Whether these get nothing: an honest vehicle would not have sent it.
        var isHiddenFromFavoured = false
        var truth: BeaconContents?
        /// The acceleration that an honest vehicle would claim; for logs only.
        var actualAcceleration = 0.0
    }

    mutating func sendBeacon(_ sender: VehicleID, at time: Microseconds) {
        if pseudonyms != nil { changeNameIfDue(of: sender, at: time) }
        if truth.isAttacker[Int(sender)] {
            sendAttackersBeacon(sender, at: time)
        } else {
            let contents = beacons == nil ? nil : honestContents(of: sender, at: time)
            let beacon = Beacon(
                identity: presentName(of: sender), contents: contents ?? .unread,
                actualAcceleration: contents?.acceleration ?? 0)
            send(beacon, from: sender, at: time)
        }
    }

    /// When a vehicle may send its next beacon. For an attacker that floods that is at the times of its flood, and at those
    /// of an honest vehicle, which it keeps to while it is honest.
    func nextBeacon(of vehicle: VehicleID, after time: Microseconds) -> Microseconds {
        guard truth.isAttacker[Int(vehicle)], let position = attackers.position(of: vehicle) else {
            return time + beaconInterval
        }
        let factor = attackers.values[position].rateFactor
        if factor == 1 { return time + beaconInterval }
        let elapsed = time - beaconPhase[Int(vehicle)]
        let regular = (elapsed / beaconInterval + 1) * beaconInterval
        var number = (Double(elapsed) * factor / Double(beaconInterval)).rounded(.down)
        while floodTime(number, factor) <= elapsed { number += 1 }
        return beaconPhase[Int(vehicle)] + min(regular, floodTime(number, factor))
    }

    /// Time of a beacon of a flood, from the phase of its sender on.
    private func floodTime(_ number: Double, _ factor: Double) -> Microseconds {
        Microseconds((number * Double(beaconInterval) / factor).rounded())
    }

    /// Whether an honest vehicle, and one that floods, would send now.
    private func isDue(_ vehicle: VehicleID, at time: Microseconds, _ factor: Double) -> (honestly: Bool, inFlood: Bool)
    {
        if factor == 1 { return (true, true) }
        let elapsed = time - beaconPhase[Int(vehicle)]
        let number = (Double(elapsed) * factor / Double(beaconInterval)).rounded()
        return (elapsed % beaconInterval == 0, floodTime(number, factor) == elapsed)
    }

    private mutating func sendAttackersBeacon(_ sender: VehicleID, at time: Microseconds) {
        guard let position = attackers.position(of: sender) else { return }
        let isDue = isDue(sender, at: time, attackers.values[position].rateFactor)
        guard ifActive(sender, at: time, { _ in }) != nil else {
            if isDue.honestly { sendHonestly(sender, at: time) }
            return
        }
        guard isDue.inFlood else { return }
        if attackers.values[position].suppressesBeacon(at: time) {
            noteMisconduct(attackers.values[position].identity, of: sender, at: time)
            return
        }
        let identity = attackers.values[position].nextIdentity()
        let actual = honestContents(of: sender, at: time)
        var beacon = falsified(actual, of: sender, under: identity, ghost: 0, at: time)
        beacon.isHiddenFromFavoured = !isDue.honestly
        send(beacon, from: sender, at: time)
        let ghosts = attackers.values[position].ghosts
        if ghosts.isEmpty { return }
        let ghostsAreSpread = attackers.values[position].profile.identity.ghostsAreSpread
        for (number, ghost) in ghosts.enumerated() {
            if ghostsAreSpread {
                let wait = beaconInterval * Microseconds(number + 1) / Microseconds(ghosts.count + 1)
                schedule(.ghostBeacon, ghost, at: time + wait)
            } else {
                sendGhostsBeacon(ghost, number: number + 1, of: sender, at: time)
            }
        }
    }

    /// The beacon of an attacker that is honest for the moment. The report that it carries may still be a lie, of which some
    /// have another version.
    private mutating func sendHonestly(_ sender: VehicleID, at time: Microseconds) {
        guard let position = attackers.position(of: sender) else { return }
        attackers.values[position].resumeOwnName()
        let actual = honestContents(of: sender, at: time)
        let favouredShare = attackers.values[position].favouredShare
        send(
            Beacon(
                identity: attackers.values[position].identity, contents: actual, favouredShare: favouredShare,
                truth: favouredShare > 0 ? actual : nil, actualAcceleration: actual.acceleration), from: sender,
            at: time)
    }

    mutating func ghostBeaconIsDue(_ ghost: VehicleID, at time: Microseconds) {
        let owner = identities.owner(of: ghost)
        guard world.vehicles.isPresent(owner), let attacker = attackers[owner] else { return }
        sendGhostsBeacon(ghost, number: Int(ghost - attacker.ghosts.lowerBound) + 1, of: owner, at: time)
    }

    private mutating func sendGhostsBeacon(
        _ ghost: VehicleID, number: Int, of sender: VehicleID, at time: Microseconds
    ) {
        var contents = honestContents(of: sender, at: time, keepsMotion: true)
        let behind = Double(number) * (attackers[sender]?.profile.identity.ghostSpacing ?? 0)
        contents.position.x -= behind * contents.heading.x
        contents.position.y -= behind * contents.heading.y
        send(falsified(contents, of: sender, under: ghost, ghost: number, at: time), from: sender, at: time)
    }

    /// An attacker's beacon: what it claims in place of the honest contents.
    private mutating func falsified(
        _ actual: BeaconContents, of sender: VehicleID, under identity: VehicleID, ghost: Int, at time: Microseconds
    ) -> Beacon {
        var beacon = Beacon(identity: identity, contents: actual, actualAcceleration: actual.acceleration)
        guard let position = attackers.position(of: sender) else { return beacon }
        let context = BeaconContext(
            time: time, ghost: ghost, interval: beaconInterval, playground: playground, hasRoads: road.hasRoads,
            heard: HeardBeacons(listener: sender, time: time, store: store, log: beacons))
        attackers.values[position].falsify(&beacon.contents, context)
        beacon.isFalseForAll = ghost == 0 && attackers.values[position].hasFalseName
        beacon.isFalse =
            beacon.contents != actual || ghost > 0 || attackers.values[position].rateFactor > 1
            || beacon.isFalseForAll
        beacon.isHiddenFromFavoured = ghost > 0
        beacon.favouredShare = attackers.values[position].favouredShare
        beacon.truth = beacon.favouredShare > 0 ? actual : nil
        return beacon
    }

    /// What an honest vehicle claims: what it knows of itself, with the noise of its positioning.
    private mutating func honestContents(
        of sender: VehicleID, at time: Microseconds, keepsMotion: Bool = false
    ) -> BeaconContents {
        let velocity = world.vehicles.velocity(of: sender)
        let speed = velocity.length
        var motion = motions[Int(sender)]
        let elapsed = motion.time == .min ? 0 : (time - motion.time).seconds
        let acceleration = elapsed > 0 && elapsed < 10 ? (speed - motion.speed) / elapsed : 0
        if speed > 0 { motion.heading = Point(x: velocity.x / speed, y: velocity.y / speed) }
        motion.speed = speed
        motion.time = time
        if !keepsMotion { motions[Int(sender)] = motion }
        var contents = BeaconContents(
            position: world.vehicles.position(of: sender, at: time), velocity: velocity, heading: motion.heading,
            acceleration: acceleration, time: time)
        if detector != nil { addNoise(to: &contents, of: sender) }
        return contents
    }

    private func addNoise(to contents: inout BeaconContents, of sender: VehicleID) {
        let settings = scenario.plausibility
        var stream = random.stream(.positioning, sender).skipping(to: UInt64(contents.time))
        contents.position.x += settings.positionNoise * stream.normal()
        contents.position.y += settings.positionNoise * stream.normal()
        let speed = contents.speed
        if speed > 0 {
            let factor = max(0, speed + settings.speedNoise * stream.normal()) / speed
            contents.velocity = Point(x: factor * contents.velocity.x, y: factor * contents.velocity.y)
        }
        let angle = settings.headingNoise / 180 * Double.pi * stream.normal()
        contents.heading = contents.heading.turned(sine: Elementary.sin(angle), cosine: Elementary.cos(angle))
    }

    /// Misconduct under an identity is also that of the vehicle behind it, under its own name and as others know it now.
    mutating func noteMisconduct(_ identity: VehicleID, of vehicle: VehicleID, at time: Microseconds) {
        truth.noteMisconduct(identity, at: time)
        truth.noteMisconduct(vehicle, at: time)
        guard let position = attackers.position(of: vehicle) else { return }
        truth.noteMisconduct(attackers.values[position].identity, at: time)
    }

    /// Takes those whom a sender treats honestly out of the receivers of a message.
    mutating func hideFromFavoured(of sender: VehicleID, share: Double) {
        let random = random
        if share > 0 { receptions.removeAll { random.favours($0.vehicle, by: sender, share: share) } }
    }

    private mutating func send(_ beacon: Beacon, from sender: VehicleID, at time: Microseconds) {
        let identity = beacon.identity
        let carried = carriesReports ? reports.latestNumber(of: identity) : -1
        let carriesLies = carried >= 0 && reports.isDishonest(of: identity, number: carried)
        let isAltered = beacon.isFalse || carriesLies
        if isAltered { noteMisconduct(identity, of: sender, at: time) }
        transmit(.beacon, from: sender, at: time)
        if beacon.isHiddenFromFavoured { hideFromFavoured(of: sender, share: beacon.favouredShare) }
        if carried >= 0 {
            for runner in runners {
                runner.countReport(entryCount: reports.entryCount(of: identity, number: carried))
            }
        }
        logger?.beacon(beacon, from: sender, carried: carried, in: self, at: time)
        if let detector {
            verify(beacon, by: detector, from: sender, isAltered: isAltered, carried: carried, at: time)
        } else if beacon.favouredShare > 0 {
            readWithFavour(beacon, from: sender, isAltered: isAltered, carried: carried, at: time)
        } else {
            read(identity, isFalse: beacon.isFalse, isAltered: isAltered, carried: carried, at: time)
        }
        if let beacons {
            let favour = beacon.truth.map {
                BeaconLog.Favour(contents: $0, attacker: sender, share: beacon.favouredShare)
            }
            beacons.add(beacon.contents, favour: favour, of: identity, at: time)
            claimGrid?.set(identity, at: beacon.contents.position)
        }
    }

    /// What the receivers of a beacon record under statistical verification: that they heard it, and whether it is true,
    /// where they can tell.
    private func read(
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
    }

    /// The same where some receivers get the truth.
    private func readWithFavour(
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
    private mutating func verify(
        _ beacon: Beacon, by detector: PlausibilityDetector, from sender: VehicleID, isAltered: Bool, carried: Int32,
        at time: Microseconds
    ) {
        let identity = beacon.identity
        let others = claimsNear(beacon, detector, at: time)
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
        var tally = checkTally
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
            if last.heard != heard {
                last = (heard, beacons?.entry(of: identity, sent: heard))
                sequence = nil
            }
            if let before = last.beacon, let beacons {
                let favour = Favour(now: isFavoured, before: beacons.isFavoured(receiver, by: before))
                if sequence?.favour != favour {
                    let told = beacons.contents(of: before, heardBy: receiver)
                    sequence = (favour, detector.checkSequence(claim, after: told, heard: heard, at: time))
                }
                failed.formUnion(sequence?.failed ?? [])
            }
            let isStranger = time - heard > detector.absence && enteredTime[Int(receiver)] <= settled
            failed.formUnion(detector.checkPlace(claim, from: reception.position, isStranger: isStranger))
            for (identity, other) in others {
                guard let place = store.record(on: identity, of: receiver), store[place].heardTime == other.sent
                else { continue }
                let told = beacons?.contents(of: other, heardBy: receiver) ?? other.contents
                failed.formUnion(detector.compare(claim, with: told, at: time))
            }
            let isNear = reception.squaredDistance <= squaredRange
            if isNear {
                let isRight = draws.happens(to: receiver, receivers.accuracy(of: receiver))
                failed.formUnion(
                    detector.checkSensor(
                        claim, actual: position, speed: speed, isOutlier: !isRight, at: time,
                        noise.sensorDraw(for: receiver)))
            }
            let isRejected = !failed.isDisjoint(with: detector.inUse)
            logger?.reception(
                reception, of: beacon, isFavoured: isFavoured, in: self, at: time,
                carried: carried >= 0 ? version(carried, of: identity, isFavoured) : -1,
                sensed: isNear
                    ? detector.reading(
                        of: position, speed: speed,
                        isOutlier: !draws.happens(to: receiver, receivers.accuracy(of: receiver)),
                        noise.sensorDraw(for: receiver)) : nil)
            record.heardTime = time
            if carried >= 0 { record.reportNumber = version(carried, of: identity, isFavoured) }
            if isCounting && receivers.isCounted(receiver) {
                Self.count(isFavoured ? beacon.isFalseForAll : isAltered, in: &record)
                tally.add(
                    isAltered: isFavoured ? beacon.isFalseForAll : beacon.isFalse, failed: failed,
                    isRejected: isRejected)
            }
            let weight = isRejected || isNear ? 1 : detector.settings.remoteWeight
            if weight > 0 { store.add(weight, correct: !isRejected, at: time, to: &record) }
        }
        checkTally = tally
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

extension BeaconContents {
    /// Contents that nobody reads.
    static let unread = BeaconContents(
        position: Point(x: 0, y: 0), velocity: Point(x: 0, y: 0), heading: Point(x: 1, y: 0), acceleration: 0, time: 0)
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
