import GroupDecision

/// Beacons: written and sent.
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
        for observer in observers.messages {
            observer.beacon(beacon, from: sender, carried: carried, in: self, at: time)
        }
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
}

extension BeaconContents {
    /// Contents that nobody reads.
    static let unread = BeaconContents(
        position: Point(x: 0, y: 0), velocity: Point(x: 0, y: 0), heading: Point(x: 1, y: 0), acceleration: 0, time: 0)
}
