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
        /// Share of the vehicles that get the truth instead.
        var favouredShare = 0.0
        var truth: BeaconContents?
    }

    mutating func sendBeacon(_ sender: VehicleID, at time: Microseconds) {
        if truth.isAttacker[Int(sender)] {
            sendAttackersBeacon(sender, at: time)
        } else {
            let contents = beacons == nil ? nil : honestContents(of: sender, at: time)
            send(Beacon(identity: sender, contents: contents ?? .unread), from: sender, at: time)
        }
    }

    /// The time until the next beacon: less for an attacker that floods.
    mutating func intervalAfterBeacon(of vehicle: VehicleID) -> Microseconds {
        guard truth.isAttacker[Int(vehicle)], let attacker = attackers[vehicle],
            attacker.profile.beacon.rateFactor > 1
        else { return beaconInterval }
        return max(1, Microseconds((Double(beaconInterval) / attacker.profile.beacon.rateFactor).rounded()))
    }

    private mutating func sendAttackersBeacon(_ sender: VehicleID, at time: Microseconds) {
        guard let position = attackers.position(of: sender) else { return }
        let actual = honestContents(of: sender, at: time)
        guard ifActive(sender, at: time, { _ in }) != nil else {
            // Between phases of flooding, beacons at other times than those of honest vehicles are left out.
            let isRegular = (time - beaconPhase[Int(sender)]) % beaconInterval == 0
            if isRegular || attackers.values[position].profile.beacon.rateFactor == 1 {
                send(Beacon(identity: attackers.values[position].identity, contents: actual), from: sender, at: time)
            }
            return
        }
        if attackers.values[position].suppressesBeacon(at: time) {
            noteMisconduct(attackers.values[position].identity, of: sender, at: time)
            return
        }
        let identity = attackers.values[position].nextIdentity()
        send(falsified(actual, of: sender, under: identity, ghost: 0, at: time), from: sender, at: time)
        let identityPart = attackers.values[position].profile.identity
        let ghosts = attackers.values[position].ghosts
        for (number, ghost) in ghosts.enumerated() {
            if identityPart.ghostsAreSpread {
                let wait = beaconInterval * Microseconds(number + 1) / Microseconds(ghosts.count + 1)
                schedule(.ghostBeacon, ghost, at: time + wait)
            } else {
                sendGhostsBeacon(ghost, number: number + 1, of: sender, at: time)
            }
        }
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
        var beacon = Beacon(identity: identity, contents: actual)
        guard let position = attackers.position(of: sender) else { return beacon }
        let context = BeaconContext(
            time: time, ghost: ghost, interval: beaconInterval, playground: playground, hasRoads: road.hasRoads,
            heard: HeardBeacons(listener: sender, time: time, store: store, log: beacons))
        attackers.values[position].falsify(&beacon.contents, context)
        let profile = attackers.values[position].profile
        beacon.isFalse =
            beacon.contents != actual || ghost > 0 || profile.beacon.rateFactor > 1
            || profile.identity.rotation.identities > 1
        beacon.favouredShare = profile.targets.favouredShare
        beacon.truth = beacon.favouredShare > 0 ? actual : nil
        return beacon
    }

    /// What an honest vehicle claims: what it knows of itself, with the noise of its positioning.
    private mutating func honestContents(
        of sender: VehicleID, at time: Microseconds, keepsMotion: Bool = false
    ) -> BeaconContents {
        let velocity = world.vehicles.velocity(of: sender)
        let speed = (velocity.x * velocity.x + velocity.y * velocity.y).squareRoot()
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
        let (sine, cosine) = (Elementary.sin(angle), Elementary.cos(angle))
        let heading = contents.heading
        contents.heading = Point(
            x: cosine * heading.x - sine * heading.y, y: sine * heading.x + cosine * heading.y)
    }

    /// Misconduct under an identity is also that of the vehicle behind it, as others know it.
    mutating func noteMisconduct(_ identity: VehicleID, of vehicle: VehicleID, at time: Microseconds) {
        truth.noteMisconduct(identity, at: time)
        if let present = attackers[vehicle]?.identity, present != identity {
            truth.noteMisconduct(present, at: time)
        }
    }

    /// Whether an attacker treats a vehicle honestly.
    func favours(_ vehicle: VehicleID, by attacker: VehicleID, _ share: Double) -> Bool {
        random.uniform(.favour, attacker, vehicle) < share
    }

    private mutating func send(_ beacon: Beacon, from sender: VehicleID, at time: Microseconds) {
        let identity = beacon.identity
        let carried = carriesReports ? reports.latestNumber(of: identity) : -1
        let carriesLies = carried >= 0 && reports.isDishonest(of: identity, number: carried)
        let isAltered = beacon.isFalse || carriesLies
        if isAltered { noteMisconduct(identity, of: sender, at: time) }
        transmit(.beacon, from: sender, at: time)
        if carried >= 0 {
            for runner in runners {
                runner.countReport(entryCount: reports.entryCount(of: identity, number: carried))
            }
        }
        if let detector {
            verify(beacon, by: detector, from: sender, isAltered: isAltered, carried: carried, at: time)
        } else if beacon.favouredShare > 0 {
            readWithFavour(beacon, from: sender, isAltered: isAltered, carried: carried, at: time)
        } else {
            read(identity, isFalse: beacon.isFalse, isAltered: isAltered, carried: carried, at: time)
        }
        if let beacons {
            beacons.add(beacon.contents, forFavoured: beacon.truth, of: identity, at: time)
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
            let isFavoured = favours(reception.vehicle, by: sender, beacon.favouredShare)
            record.heardTime = time
            if carried >= 0 { record.reportNumber = version(carried, of: beacon.identity, isFavoured) }
            if isCounting && receivers.isCounted(reception.vehicle) {
                Self.count(isAltered && !isFavoured, in: &record)
            }
            if reception.squaredDistance <= squaredRange {
                let isRight = draws.happens(to: reception.vehicle, receivers.accuracy(of: reception.vehicle))
                store.add(1, correct: (beacon.isFalse && !isFavoured) != isRight, at: time, to: &record)
            }
        }
    }

    /// The version of a report for a receiver: the honest one was published just before the other.
    private func version(_ number: Int32, of identity: VehicleID, _ isFavoured: Bool) -> Int32 {
        isFavoured && number > 0 && reports.isDishonest(of: identity, number: number) ? number - 1 : number
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
        let speed = (velocity.x * velocity.x + velocity.y * velocity.y).squareRoot()
        let position = world.vehicles.position(of: sender, at: time)
        let squaredRange = scenario.sensing.range * scenario.sensing.range
        let isCounting = time >= truth.warmupEnd
        let draws = MessageDraws(random, .verification, of: identity, number: verificationDraw(at: time))
        let noise = MessageDraws(random, .rangeSensor, of: identity, number: UInt64(time))
        let settled = time - 3 * beaconInterval
        var tally = checkTally
        // Most receivers have heard the same beacon before.
        var sequence: (heard: Microseconds, isFavoured: Bool, failed: CheckSet) = (.min, false, [])
        store.updateAll(identity, in: receptions, at: time) { record, reception in
            let receiver = reception.vehicle
            let isFavoured = beacon.favouredShare > 0 && favours(receiver, by: sender, beacon.favouredShare)
            let claim = isFavoured ? beacon.truth ?? beacon.contents : beacon.contents
            let heard = record.heardTime
            var failed = isFavoured ? aloneForFavoured : alone
            if sequence.heard != heard || sequence.isFavoured != isFavoured {
                let last = beacons?.contents(of: identity, sent: heard, toFavoured: isFavoured)
                sequence = (
                    heard, isFavoured,
                    last.map { detector.checkSequence(claim, after: $0, heard: heard, at: time) } ?? []
                )
            }
            failed.formUnion(sequence.failed)
            let isStranger =
                time - heard > PlausibilityDetector.absence && enteredTime[Int(receiver)] <= settled
            failed.formUnion(detector.checkPlace(claim, from: reception.position, isStranger: isStranger))
            for other in others {
                guard let place = store.record(on: other.sender, of: receiver), store[place].heardTime == other.sent
                else { continue }
                failed.formUnion(detector.compare(claim, with: other.contents, at: time))
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
            record.heardTime = time
            if carried >= 0 { record.reportNumber = version(carried, of: identity, isFavoured) }
            if isCounting && receivers.isCounted(receiver) {
                Self.count(isAltered && !isFavoured, in: &record)
                tally.add(isAltered: beacon.isFalse && !isFavoured, failed: failed, isRejected: isRejected)
            }
            let weight = isRejected || isNear ? 1 : detector.settings.remoteWeight
            if weight > 0 { store.add(weight, correct: !isRejected, at: time, to: &record) }
        }
        checkTally = tally
    }

    /// Claims of others that could be of the same place, or be what this one was copied from.
    private func claimsNear(
        _ beacon: Beacon, _ detector: PlausibilityDetector, at time: Microseconds
    ) -> [(sender: VehicleID, sent: Microseconds, contents: BeaconContents)] {
        guard let beacons, let claimGrid else { return [] }
        var found: [(sender: VehicleID, sent: Microseconds, contents: BeaconContents)] = []
        claimGrid.forEachCandidate(near: beacon.contents.position) { other in
            guard other != beacon.identity, let latest = beacons.latest(of: other),
                time - latest.sent <= 2 * beaconInterval,
                !detector.compare(beacon.contents, with: latest.contents, at: time).isEmpty
            else { return }
            found.append((other, latest.sent, latest.contents))
        }
        return found
    }
}

extension BeaconContents {
    /// Contents that nobody reads.
    static let unread = BeaconContents(
        position: Point(x: 0, y: 0), velocity: Point(x: 0, y: 0), heading: Point(x: 1, y: 0), acceleration: 0, time: 0)
}

extension Attacker {
    mutating func suppressesBeacon(at time: Microseconds) -> Bool {
        profile.beacon.suppresses(at: time, &beaconStream)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext) {
        if profile.beacon.isHarmless { return }
        guard beaconStream.happens(profile.beacon.probability) else { return }
        profile.beacon.falsify(&contents, context, &beaconStream)
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
