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

    /// A moment has come at which a vehicle sends a beacon, or considers to.
    mutating func beaconIsDue(_ vehicle: VehicleID, at time: Microseconds) {
        guard presence.world.vehicles.isPresent(vehicle) else { return timetable.endBeacons(of: vehicle) }
        if stations.startsAfresh, naming.namesChange, changeNameIfDue(of: vehicle, at: time) {
            stations.trigger?.restart(vehicle)
            return schedule(.beacon, vehicle, at: timetable.startAfresh(vehicle, at: time))
        }
        let next = nextBeacon(of: vehicle, after: time)
        if stations.areLate {
            stations.setMoment(time, of: vehicle)
            schedule(.lateBeacon, vehicle, at: time + timetable.lateness(of: vehicle, at: time, next: next))
            schedule(.beacon, vehicle, at: next)
        } else {
            schedule(.beacon, vehicle, at: next)
            senseRoadEvents(vehicle, at: time)
            sendBeacon(vehicle, at: time)
        }
    }

    /// The beacon of a moment that has passed.
    mutating func lateBeaconIsDue(_ vehicle: VehicleID, at time: Microseconds) {
        guard presence.world.vehicles.isPresent(vehicle) else { return }
        senseRoadEvents(vehicle, at: time)
        sendBeacon(vehicle, at: time, for: stations.moment(of: vehicle))
    }

    /// Sends the beacon of a moment, which is now unless beacons are late.
    mutating func sendBeacon(_ sender: VehicleID, at time: Microseconds, for moment: Microseconds? = nil) {
        if naming.namesChange, !stations.startsAfresh { _ = changeNameIfDue(of: sender, at: time) }
        if truth.isAttacker[Int(sender)] {
            sendAttackersBeacon(sender, for: moment ?? time, at: time)
        } else if wantsBeacon(sender, at: time) {
            let contents = verification.beacons == nil ? nil : honestContents(of: sender, at: time)
            let beacon = Beacon(
                identity: naming.presentName(of: sender), contents: contents ?? .unread,
                actualAcceleration: contents?.acceleration ?? 0)
            send(beacon, from: sender, at: time)
        }
    }

    /// Whether a vehicle that does as it should sends now: what it does and how busy the channel is may speak against it.
    private mutating func wantsBeacon(_ vehicle: VehicleID, at time: Microseconds) -> Bool {
        guard stations.trigger != nil || air.controlsCongestion else { return true }
        let course = AwarenessTrigger.Motion(
            position: presence.world.vehicles.position(of: vehicle, at: time),
            velocity: presence.world.vehicles.velocity(of: vehicle))
        if stations.trigger?.isDue(vehicle, course, at: time) == false { return false }
        guard air.admitsBeacon(of: vehicle, at: time) else { return false }
        stations.trigger?.note(vehicle, course, at: time)
        return true
    }

    /// When a vehicle may send its next beacon.
    func nextBeacon(of vehicle: VehicleID, after time: Microseconds) -> Microseconds {
        timetable.nextBeacon(of: vehicle, after: time, rateFactor: attackers.rateFactor(of: vehicle))
    }

    /// Lets a vehicle take a new name. A new name makes no new vehicle: one that has misbehaved is malicious under it too.
    /// Returns whether it takes one now.
    private mutating func changeNameIfDue(of vehicle: VehicleID, at time: Microseconds) -> Bool {
        let place = presence.world.vehicles.position(of: vehicle, at: time)
        guard let name = naming.nextName(of: vehicle, at: time, from: place) else { return false }
        attackers.takePseudonym(name, of: vehicle)
        if truth.isMalicious[Int(vehicle)] { truth.noteMisconduct(name, at: time) }
        return true
    }

    private mutating func sendAttackersBeacon(_ sender: VehicleID, for moment: Microseconds, at time: Microseconds) {
        let factor = attackers.rateFactor(of: sender)
        var isDue = timetable.isBeaconDue(of: sender, at: moment, rateFactor: factor)
        // A flood comes whatever its sender does and however busy the channel is.
        if isDue.honestly { isDue.honestly = wantsBeacon(sender, at: time) }
        if factor == 1 { isDue.inFlood = isDue.honestly }
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
            if stations.startsAfresh {
                schedule(.ghostBeacon, ghost, at: time + timetable.phase(ofGhost: ghost))
            } else if ghostsAreSpread {
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

    /// Puts a beacon on the air, with the latest report under its name, where beacons carry reports.
    private mutating func send(_ beacon: Beacon, from sender: VehicleID, at time: Microseconds) {
        let identity = beacon.identity
        let carried = reporting.carriedNumber(of: identity)
        let carriesLies = carried >= 0 && reporting.reports.isDishonest(of: identity, number: carried)
        let isAltered = beacon.isFalse || carriesLies
        if isAltered { noteMisconduct(identity, of: sender, at: time) }
        if carried >= 0 {
            evaluating.countReport(entryCount: reporting.reports.entryCount(of: identity, number: carried))
        }
        let sent = SentBeacon(beacon: beacon, isAltered: isAltered, carried: carried)
        transmit(.beacon(sent), from: sender, at: time)
    }
}
