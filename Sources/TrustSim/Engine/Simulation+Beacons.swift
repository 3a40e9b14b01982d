import GroupDecision

/// Beacons: written and sent.
extension Simulation {
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
        if naming.namesChange { changeNameIfDue(of: sender, at: time) }
        if truth.isAttacker[Int(sender)] {
            sendAttackersBeacon(sender, at: time)
        } else {
            let contents = verification.beacons == nil ? nil : honestContents(of: sender, at: time)
            let beacon = Beacon(
                identity: naming.presentName(of: sender), contents: contents ?? .unread,
                actualAcceleration: contents?.acceleration ?? 0)
            send(beacon, from: sender, at: time)
        }
    }

    /// When a vehicle may send its next beacon.
    func nextBeacon(of vehicle: VehicleID, after time: Microseconds) -> Microseconds {
        timetable.nextBeacon(of: vehicle, after: time, rateFactor: attackers.rateFactor(of: vehicle))
    }

    /// Lets a vehicle take a new name. A new name makes no new vehicle: one that has misbehaved is malicious under it too.
    private mutating func changeNameIfDue(of vehicle: VehicleID, at time: Microseconds) {
        let place = presence.world.vehicles.position(of: vehicle, at: time)
        guard let name = naming.nextName(of: vehicle, at: time, from: place) else { return }
        attackers.takePseudonym(name, of: vehicle)
        if truth.isMalicious[Int(vehicle)] { truth.noteMisconduct(name, at: time) }
    }

    private mutating func sendAttackersBeacon(_ sender: VehicleID, at time: Microseconds) {
        let isDue = timetable.isBeaconDue(of: sender, at: time, rateFactor: attackers.rateFactor(of: sender))
        guard let place = attackers.placeIfActive(sender, at: time) else {
            if isDue.honestly { sendHonestly(sender, at: time) }
            return
        }
        guard isDue.inFlood else { return }
        if attackers.byVehicle.values[place].suppressesBeacon(at: time) {
            noteMisconduct(attackers.byVehicle.values[place].identity, of: sender, at: time)
            return
        }
        let identity = attackers.byVehicle.values[place].nextIdentity()
        let actual = honestContents(of: sender, at: time)
        var beacon = falsified(actual, of: sender, under: identity, ghost: 0, at: time)
        beacon.isHiddenFromFavoured = !isDue.honestly
        send(beacon, from: sender, at: time)
        let ghosts = attackers.byVehicle.values[place].ghosts
        if ghosts.isEmpty { return }
        let ghostsAreSpread = attackers.byVehicle.values[place].profile.identity.ghostsAreSpread
        for (number, ghost) in ghosts.enumerated() {
            if ghostsAreSpread {
                let wait = timetable.beaconInterval * Microseconds(number + 1) / Microseconds(ghosts.count + 1)
                schedule(.ghostBeacon, ghost, at: time + wait)
            } else {
                sendGhostsBeacon(ghost, number: number + 1, of: sender, at: time)
            }
        }
    }

    /// The beacon of an attacker that is honest for the moment. The report that it carries may still be a lie, of which some
    /// have another version.
    private mutating func sendHonestly(_ sender: VehicleID, at time: Microseconds) {
        guard let place = attackers.byVehicle.position(of: sender) else { return }
        attackers.byVehicle.values[place].resumeOwnName()
        let actual = honestContents(of: sender, at: time)
        let favouredShare = attackers.byVehicle.values[place].favouredShare
        send(
            Beacon(
                identity: attackers.byVehicle.values[place].identity, contents: actual, favouredShare: favouredShare,
                truth: favouredShare > 0 ? actual : nil, actualAcceleration: actual.acceleration), from: sender,
            at: time)
    }

    mutating func ghostBeaconIsDue(_ ghost: VehicleID, at time: Microseconds) {
        let owner = naming.identities.owner(of: ghost)
        guard presence.world.vehicles.isPresent(owner), let attacker = attackers.byVehicle[owner] else { return }
        sendGhostsBeacon(ghost, number: Int(ghost - attacker.ghosts.lowerBound) + 1, of: owner, at: time)
    }

    private mutating func sendGhostsBeacon(
        _ ghost: VehicleID, number: Int, of sender: VehicleID, at time: Microseconds
    ) {
        var contents = honestContents(of: sender, at: time, keepsMotion: true)
        let behind = Double(number) * (attackers.profile(of: sender)?.identity.ghostSpacing ?? 0)
        contents.position.x -= behind * contents.heading.x
        contents.position.y -= behind * contents.heading.y
        send(falsified(contents, of: sender, under: ghost, ghost: number, at: time), from: sender, at: time)
    }

    /// An attacker's beacon: what it claims in place of the honest contents.
    private mutating func falsified(
        _ actual: BeaconContents, of sender: VehicleID, under identity: VehicleID, ghost: Int, at time: Microseconds
    ) -> Beacon {
        var beacon = Beacon(identity: identity, contents: actual, actualAcceleration: actual.acceleration)
        guard let place = attackers.byVehicle.position(of: sender) else { return beacon }
        let context = BeaconContext(
            time: time, ghost: ghost, interval: timetable.beaconInterval, playground: presence.bounds,
            hasRoads: presence.road.hasRoads,
            heard: HeardBeacons(listener: sender, time: time, store: sensing.store, log: verification.beacons))
        attackers.byVehicle.values[place].falsify(&beacon.contents, context)
        beacon.isFalseForAll = ghost == 0 && attackers.byVehicle.values[place].hasFalseName
        beacon.isFalse =
            beacon.contents != actual || ghost > 0 || attackers.byVehicle.values[place].rateFactor > 1
            || beacon.isFalseForAll
        beacon.isHiddenFromFavoured = ghost > 0
        beacon.favouredShare = attackers.byVehicle.values[place].favouredShare
        beacon.truth = beacon.favouredShare > 0 ? actual : nil
        return beacon
    }

    /// What an honest vehicle claims.
    private mutating func honestContents(
        of sender: VehicleID, at time: Microseconds, keepsMotion: Bool = false
    ) -> BeaconContents {
        positioning.contents(
            of: sender, position: presence.world.vehicles.position(of: sender, at: time),
            velocity: presence.world.vehicles.velocity(of: sender), at: time, keepsMotion: keepsMotion)
    }

    private mutating func send(_ beacon: Beacon, from sender: VehicleID, at time: Microseconds) {
        let identity = beacon.identity
        let carried = reporting.carriedNumber(of: identity)
        let carriesLies = carried >= 0 && reporting.reports.isDishonest(of: identity, number: carried)
        let isAltered = beacon.isFalse || carriesLies
        if isAltered { noteMisconduct(identity, of: sender, at: time) }
        transmit(.beacon, from: sender, at: time)
        if beacon.isHiddenFromFavoured { air.hideFromFavoured(of: sender, share: beacon.favouredShare) }
        if carried >= 0 {
            evaluating.countReport(entryCount: reporting.reports.entryCount(of: identity, number: carried))
        }
        for observer in observers.messages {
            observer.beacon(beacon, from: sender, carried: carried, in: self, at: time)
        }
        if let detector = verification.detector {
            verify(beacon, by: detector, from: sender, isAltered: isAltered, carried: carried, at: time)
        } else {
            read(beacon, from: sender, isAltered: isAltered, carried: carried, at: time)
        }
        verification.keep(beacon, from: sender, at: time)
    }

    /// What the receivers of a beacon record under statistical verification.
    private func read(
        _ beacon: Beacon, from sender: VehicleID, isAltered: Bool, carried: Int32, at time: Microseconds
    ) {
        let draws = sensing.draws(of: beacon.identity, at: time)
        if beacon.favouredShare > 0 {
            sensing.readWithFavour(
                beacon, from: sender, isAltered: isAltered, carried: carried, draws, reporting.reports,
                by: air.receptions, at: time)
        } else {
            sensing.read(
                beacon.identity, isFalse: beacon.isFalse, isAltered: isAltered, carried: carried, draws,
                by: air.receptions, at: time)
        }
        witness.noteBeacon(
            of: beacon.identity, isFalse: beacon.isFalse, draws, isCarrying: carried >= 0, sensing.receivers,
            by: air.receptions, at: time)
    }
}
