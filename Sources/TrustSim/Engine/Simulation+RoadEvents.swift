/// Road events: they occur, are sensed, reported, and believed or not.
extension Simulation {
    mutating func scheduleFirstRoadEvents() {
        if roadEvents.occur { schedule(.roadEvent, 0, at: roadEvents.nextTime(after: 0)) }
        for vehicle in attackers.byVehicle.keys.sorted() { scheduleFabrication(of: vehicle, after: 0) }
    }

    mutating func roadEventIsDue(at time: Microseconds) {
        beginRoadEvent(at: roadEvents.nextPlace(on: presence.road), isReal: true, time)
        statistics.roadEvents += 1
        schedule(.roadEvent, 0, at: roadEvents.nextTime(after: time))
    }

    @discardableResult
    private mutating func beginRoadEvent(at position: Point, isReal: Bool, _ time: Microseconds) -> Int {
        let event = roadEvents.begin(at: position, isReal: isReal)
        schedule(.roadEventEnd, UInt32(event), at: roadEvents.endTime(from: time))
        return event
    }

    private mutating func scheduleFabrication(of vehicle: VehicleID, after time: Microseconds) {
        guard let next = attackers.nextFabrication(of: vehicle, after: time) else { return }
        schedule(.fabrication, vehicle, at: next)
    }

    mutating func fabricationIsDue(_ vehicle: VehicleID, at time: Microseconds) {
        scheduleFabrication(of: vehicle, after: time)
        guard presence.world.vehicles.isPresent(vehicle), attackers.placeIfActive(vehicle, at: time) != nil
        else { return }
        let position = presence.world.vehicles.position(of: vehicle, at: time)
        let event = beginRoadEvent(at: position, isReal: false, time)
        _ = roadEvents.sense(event, by: vehicle, reading: true)
        broadcast(event, from: vehicle, affirms: true, honest: nil, isActive: true, at: time)
    }

    /// At each of its beacons a vehicle looks for events nearby that it has not sensed yet, and reports them.
    mutating func senseRoadEvents(_ vehicle: VehicleID, at time: Microseconds) {
        if roadEvents.active.isEmpty { return }
        let position = presence.world.vehicles.position(of: vehicle, at: time)
        for event in roadEvents.sensible(by: vehicle, at: position, range: sensing.range) {
            let isReal = roadEvents.all[event].isReal
            let reading = sensing.reading(ofEvent: event, isReal: isReal, by: vehicle)
            guard let checkable = roadEvents.sense(event, by: vehicle, reading: reading) else { continue }
            for report in checkable {
                check(report, of: event, against: reading, by: vehicle, at: time)
            }
            let lie = lie(of: vehicle, about: event, reading: reading, at: time)
            witness.history?.claim(
                event, by: vehicle, affirms: lie ?? reading, hadHeard: !checkable.isEmpty, at: time)
            broadcast(
                event, from: vehicle, affirms: lie ?? reading, honest: reading, isActive: lie != nil, at: time)
        }
    }

    /// What an attacker says of an event that it has sensed, where it is malicious at this time.
    private mutating func lie(
        of vehicle: VehicleID, about event: Int, reading: Bool, at time: Microseconds
    ) -> Bool? {
        guard truth.isAttacker[Int(vehicle)],
            let place = attackers.placeIfActive(vehicle, at: time, isCritical: roadEvents.isCritical(event))
        else { return nil }
        return attackers.byVehicle.values[place].claim(reading: reading)
    }

    func check(
        _ report: (reporter: VehicleID, affirms: Bool), of event: Int, against reading: Bool, by vehicle: VehicleID,
        at time: Microseconds
    ) {
        witness.history?.check(event, of: report.reporter, by: vehicle, at: time)
        sensing.check(report, against: reading, by: vehicle, at: time)
    }

    /// A vehicle reports an event; the ghosts of an attacker at work say the same. `honest` is what it would say if it
    /// were honest, nil for nothing.
    private mutating func broadcast(
        _ event: Int, from sender: VehicleID, affirms: Bool, honest: Bool?, isActive: Bool, at time: Microseconds
    ) {
        let attacker = truth.isAttacker[Int(sender)] ? attackers.byVehicle[sender] : nil
        let favouredShare = isActive ? attacker?.profile.targets.favouredShare ?? 0 : 0
        let identity = attacker?.identity ?? naming.presentName(of: sender)
        broadcast(
            event, under: identity, of: sender, affirms: affirms, honest: honest, favouredShare: favouredShare,
            isAltered: affirms != honest, hasFalseName: attacker?.hasFalseName ?? false, at: time)
        guard let attacker, isActive else { return }
        for ghost in attacker.ghosts {
            broadcast(
                event, under: ghost, of: sender, affirms: affirms, honest: nil, favouredShare: favouredShare,
                isAltered: true, hasFalseName: false, at: time)
        }
    }

    private mutating func broadcast(
        _ event: Int, under identity: VehicleID, of sender: VehicleID, affirms: Bool, honest: Bool?,
        favouredShare: Double, isAltered: Bool, hasFalseName: Bool, at time: Microseconds
    ) {
        if isAltered || hasFalseName { noteMisconduct(identity, of: sender, at: time) }
        let claim = SentClaim(
            event: event, identity: identity, affirms: affirms, honest: honest, favouredShare: favouredShare,
            isAltered: isAltered, hasFalseName: hasFalseName)
        transmit(.roadEvent(claim), from: sender, at: time)
    }

    /// Two seconds after the first report a vehicle that has not sensed the event itself believes in it or not.
    mutating func decideOnRoadEvent(_ number: Int, at time: Microseconds) {
        let (event, vehicle) = roadEvents.pending[number]
        guard presence.world.vehicles.isPresent(vehicle), !truth.isAttacker[Int(vehicle)], time >= truth.warmupEnd,
            let known = roadEvents.all[event].knowledge[vehicle], known.reading == nil
        else { return }
        let isReal = roadEvents.all[event].isReal
        statistics.eventDecisions += 1
        evaluating.decide(on: (event, isReal), by: vehicle, known.reports, truth, at: time)
    }
}
