/// Road events: they occur, are sensed, reported, and believed or not.
extension Simulation {
    /// Weight of a checked event report as evidence.
    private static let reportWeight = 2.0

    mutating func scheduleFirstRoadEvents() {
        if scenario.events.rate > 0 { schedule(.roadEvent, 0, at: nextRoadEvent(after: 0)) }
        for vehicle in attackers.keys.sorted() { scheduleFabrication(of: vehicle, after: 0) }
    }

    private mutating func nextRoadEvent(after time: Microseconds) -> Microseconds {
        time + Microseconds(seconds: roadStream.exponential(rate: scenario.events.rate))
    }

    mutating func roadEventIsDue(at time: Microseconds) {
        beginRoadEvent(at: road.randomPoint(&roadStream), isReal: true, time)
        statistics.roadEvents += 1
        schedule(.roadEvent, 0, at: nextRoadEvent(after: time))
    }

    @discardableResult
    private mutating func beginRoadEvent(at position: Point, isReal: Bool, _ time: Microseconds) -> Int {
        let event = roadEvents.begin(at: position, isReal: isReal)
        schedule(.roadEventEnd, UInt32(event), at: time + Microseconds(seconds: scenario.events.duration))
        return event
    }

    private mutating func scheduleFabrication(of vehicle: VehicleID, after time: Microseconds) {
        guard let position = attackers.position(of: vehicle) else { return }
        let rate = attackers.values[position].profile.events.fabricationRate
        guard rate > 0 else { return }
        let wait = attackers.values[position].eventStream.exponential(rate: rate)
        schedule(.fabrication, vehicle, at: time + max(1, Microseconds(seconds: wait)))
    }

    mutating func fabricationIsDue(_ vehicle: VehicleID, at time: Microseconds) {
        scheduleFabrication(of: vehicle, after: time)
        guard world.vehicles.isPresent(vehicle), ifActive(vehicle, at: time, { _ in }) != nil else { return }
        let position = world.vehicles.position(of: vehicle, at: time)
        let event = beginRoadEvent(at: position, isReal: false, time)
        _ = roadEvents.sense(event, by: vehicle, reading: true)
        broadcast(event, from: vehicle, affirms: true, honest: nil, isActive: true, at: time)
    }

    /// At each of its beacons a vehicle looks for events nearby that it has not sensed yet, and reports them.
    mutating func senseRoadEvents(_ vehicle: VehicleID, at time: Microseconds) {
        if roadEvents.active.isEmpty { return }
        let position = world.vehicles.position(of: vehicle, at: time)
        for event in roadEvents.sensible(by: vehicle, at: position, range: scenario.sensing.range) {
            let isReal = roadEvents.all[event].isReal
            let reading = readsEvent(UInt32(event), truth: isReal, by: vehicle)
            guard let checkable = roadEvents.sense(event, by: vehicle, reading: reading) else { continue }
            for report in checkable {
                check(report, of: event, against: reading, by: vehicle, at: time)
            }
            let lie = ifActive(vehicle, at: time, isCritical: isCritical(event)) {
                $0.profile.events.claim(reading: reading, &$0.eventStream)
            }
            history?.claim(
                event, by: vehicle, affirms: lie ?? reading, hadHeard: !checkable.isEmpty, at: time)
            broadcast(
                event, from: vehicle, affirms: lie ?? reading, honest: reading, isActive: lie != nil, at: time)
        }
    }

    private func check(
        _ report: (reporter: VehicleID, affirms: Bool), of event: Int, against reading: Bool, by vehicle: VehicleID,
        at time: Microseconds
    ) {
        history?.check(event, of: report.reporter, by: vehicle, at: time)
        store.update(report.reporter, in: vehicle, at: time) {
            store.add(Self.reportWeight, correct: report.affirms == reading, at: time, to: &$0)
        }
    }

    /// Whether a road event is one of the critical ones.
    private func isCritical(_ event: Int) -> Bool {
        random.uniform(.eventSeverity, UInt32(event)) < scenario.events.criticalShare
    }

    /// A vehicle reports an event; the ghosts of an attacker at work say the same. `honest` is what it would say if it
    /// were honest, nil for nothing.
    private mutating func broadcast(
        _ event: Int, from sender: VehicleID, affirms: Bool, honest: Bool?, isActive: Bool, at time: Microseconds
    ) {
        let attacker = truth.isAttacker[Int(sender)] ? attackers[sender] : nil
        let favouredShare = isActive ? attacker?.profile.targets.favouredShare ?? 0 : 0
        let identity = attacker?.identity ?? presentName(of: sender)
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
        transmit(.roadEvent, from: sender, at: time, key: UInt64(event))
        for reception in receptions {
            let receiver = reception.vehicle
            let isFavoured = favouredShare > 0 && random.favours(receiver, by: sender, share: favouredShare)
            guard let affirms = isFavoured ? honest : affirms else { continue }
            countMessage(hasFalseName || isAltered && !isFavoured, from: identity, to: receiver, at: time)
            let known = roadEvents.receive(event, by: receiver, from: identity, affirms: affirms)
            if let reading = known.reading {
                check((identity, affirms), of: event, against: reading, by: receiver, at: time)
            } else if known.isFirst {
                pendingDecisions.append((event, receiver))
                schedule(
                    .eventDecision, UInt32(pendingDecisions.count - 1), at: time + RoadEvents.decisionDelay)
            }
        }
    }

    /// Two seconds after the first report a vehicle that has not sensed the event itself believes in it or not.
    mutating func decideOnRoadEvent(_ number: Int, at time: Microseconds) {
        let (event, vehicle) = pendingDecisions[number]
        guard world.vehicles.isPresent(vehicle), !truth.isAttacker[Int(vehicle)], time >= truth.warmupEnd,
            let known = roadEvents.all[event].knowledge[vehicle], known.reading == nil
        else { return }
        let isReal = roadEvents.all[event].isReal
        statistics.eventDecisions += 1
        let reports = known.reports.map { report in
            (contact: acquaintances.number(of: report.reporter, for: vehicle), affirms: report.affirms)
        }
        for runner in runners {
            runner.countEventDecision(reports, of: vehicle, on: (event, isReal), truth: truth, at: time)
        }
    }
}
