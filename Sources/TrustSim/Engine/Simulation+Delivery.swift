import GroupDecision

/// Messages on their way: put on the air, and what those who receive them do.
extension Simulation {
    /// A message, with what its sender knows of it.
    struct Message {
        var content: Content
        var sender: VehicleID
        /// Tells it apart from others of its sender: each kind has its own draws.
        var key: UInt64

        enum Content {
            case beacon(SentBeacon)
            case report(SentReport)
            case roadEvent(SentClaim)
            case unitWord(SentWord)
        }

        init(_ content: Content, from sender: VehicleID, at time: Microseconds) {
            self.content = content
            self.sender = sender
            key =
                switch content {
                case .beacon: UInt64(time)
                case .report: 1 << 46 | UInt64(time)
                case .roadEvent(let claim): 2 << 46 | UInt64(claim.event)
                case .unitWord: 3 << 46 | UInt64(time)
                }
        }

        var isBeacon: Bool {
            if case .beacon = content { true } else { false }
        }
    }

    /// A beacon on its way. `carried` is the number of the report that it carries, -1 for none.
    struct SentBeacon {
        var beacon: Beacon
        /// Whether it or what it carries is not that of an honest vehicle.
        var isAltered: Bool
        var carried: Int32
    }

    /// An opinion report that is broadcast by itself.
    struct SentReport {
        var number: Int32
        var identity: VehicleID
        var isDishonest: Bool
        /// The report that some get in its place, and the share of the vehicles that they are.
        var forFavoured: (number: Int32, share: Double)?
        /// Share of the vehicles that get nothing.
        var hiddenShare: Double?
    }

    /// What a vehicle says of a road event.
    struct SentClaim {
        var event: Int
        var identity: VehicleID
        var affirms: Bool
        /// What it says to those whom it treats honestly, nil for nothing.
        var honest: Bool?
        var favouredShare: Double
        var isAltered: Bool
        var hasFalseName: Bool
    }

    /// Sends a message: it arrives at once, or waits for the channel.
    mutating func transmit(_ content: Message.Content, from sender: VehicleID, at time: Microseconds) {
        statistics.messages += 1
        let message = Message(content, from: sender, at: time)
        if air.medium == nil {
            air.carry(message.key, from: sender, at: time, in: &presence.world, clock)
            deliver(message, at: time)
        } else {
            air.offer(message, payloadBytes: payloadBytes(of: content), at: time)
            scheduleCalls()
        }
    }

    /// A station that waits for the channel may send.
    mutating func accessIsDue(_ station: VehicleID, at time: Microseconds) {
        guard let sent = air.access(by: station, at: time, in: &presence.world, clock) else { return }
        schedule(.airEnd, UInt32(sent.frame), at: sent.end)
    }

    /// A message has been on the air.
    mutating func airEndIsDue(_ frame: UInt32, at time: Microseconds) {
        clock.mark(.delivery)
        let message = air.end(Int32(frame), at: time, in: presence.world)
        scheduleCalls()
        if let message { deliver(message, at: time) }
    }

    private mutating func scheduleCalls() {
        for call in air.takeCalls() { schedule(.access, call.station, at: call.time) }
    }

    private func payloadBytes(of content: Message.Content) -> Int {
        switch content {
        case .beacon(let sent):
            let identity = sent.beacon.identity
            let beacon = Int(air.sizes.beaconBytes)
            if sent.carried < 0 { return beacon }
            return beacon + reportBytes(reporting.reports.entryCount(of: identity, number: sent.carried))
        case .report(let report):
            return reportBytes(reporting.reports.entryCount(of: report.identity, number: report.number))
        case .roadEvent: return Int(air.sizes.eventBytes)
        case .unitWord(let word):
            return reportBytes(infrastructure.entryCount(of: word.unit, number: word.number))
        }
    }

    private func reportBytes(_ entryCount: Int) -> Int {
        Int(air.sizes.reportBytes) + entryCount * Int(air.sizes.reportEntryBytes)
    }

    /// The receivers in `air` have the message now.
    private mutating func deliver(_ message: Message, at time: Microseconds) {
        statistics.receptions += air.receptions.count
        fingerprint.add(UInt64(air.receptions.count))
        clock.mark(.evidence)
        if infrastructure.exists { infrastructure.separate(&air, from: message.sender) }
        switch message.content {
        case .beacon(let beacon): deliver(beacon, from: message.sender, at: time)
        case .report(let report): deliver(report, of: message.sender, at: time)
        case .roadEvent(let claim): deliver(claim, from: message.sender, at: time)
        case .unitWord(let word): deliver(word)
        }
    }

    private mutating func deliver(_ sent: SentBeacon, from sender: VehicleID, at time: Microseconds) {
        let (beacon, carried) = (sent.beacon, sent.carried)
        if beacon.isHiddenFromFavoured { air.hideFromFavoured(of: sender, share: beacon.favouredShare) }
        for observer in observers.messages {
            observer.beacon(beacon, from: sender, carried: carried, in: self, at: time)
        }
        record(sent, from: sender, by: air.receptions, squaredRange: sensing.squaredRange, isWatched: true, at: time)
        if !infrastructure.receptions.isEmpty { hear(sent, from: sender, at: time) }
        verification.keep(beacon, from: sender, at: time)
    }

    /// What receivers of a beacon record of it, who can verify it within a range. `isWatched`: whether observers and bounds are
    /// told.
    mutating func record(
        _ sent: SentBeacon, from sender: VehicleID, by receptions: [Reception], squaredRange: Double, isWatched: Bool,
        at time: Microseconds
    ) {
        let (beacon, isAltered, carried) = (sent.beacon, sent.isAltered, sent.carried)
        if let detector = verification.detector {
            verify(
                beacon, by: detector, from: sender, isAltered: isAltered, carried: carried, to: receptions,
                squaredRange: squaredRange, isWatched: isWatched, at: time)
            return
        }
        let draws = sensing.draws(of: beacon.identity, at: time)
        if beacon.favouredShare > 0 {
            sensing.readWithFavour(
                beacon, from: sender, isAltered: isAltered, carried: carried, draws, reporting.reports,
                by: receptions, squaredRange: squaredRange, at: time)
        } else {
            sensing.read(
                beacon.identity, isFalse: beacon.isFalse, isAltered: isAltered, carried: carried, draws,
                by: receptions, squaredRange: squaredRange, at: time)
        }
        guard isWatched else { return }
        witness.noteBeacon(
            of: beacon.identity, isFalse: beacon.isFalse, draws, isCarrying: carried >= 0, sensing.receivers,
            by: receptions, at: time)
    }

    private mutating func deliver(_ report: SentReport, of reporter: VehicleID, at time: Microseconds) {
        if let share = report.hiddenShare { air.hideFromFavoured(of: reporter, share: share) }
        let isCounting = sensing.isCounting(at: time)
        let receivers = sensing.receivers
        let listeners = observers.messages
        let isObserved = !listeners.isEmpty
        sensing.store.updateAll(report.identity, in: air.receptions, at: time) { record, reception in
            let favour = report.forFavoured.flatMap {
                random.favours(reception.vehicle, by: reporter, share: $0.share) ? $0 : nil
            }
            record.reportNumber = favour?.number ?? report.number
            record.reportTime = time
            witness.history?.receive(from: reporter, by: reception.vehicle)
            for listener in listeners where isObserved {
                listener.report(
                    favour?.number ?? report.number, of: report.identity, to: reception.vehicle, in: self, at: time)
            }
            if isCounting && receivers.isCounted(reception.vehicle) {
                Sensing.count(report.isDishonest && favour == nil, in: &record)
            }
        }
        if !infrastructure.receptions.isEmpty { hear(report, of: reporter, at: time) }
    }

    private mutating func deliver(_ claim: SentClaim, from sender: VehicleID, at time: Microseconds) {
        for reception in air.receptions {
            let receiver = reception.vehicle
            let isFavoured =
                claim.favouredShare > 0 && random.favours(receiver, by: sender, share: claim.favouredShare)
            guard let affirms = isFavoured ? claim.honest : claim.affirms else { continue }
            sensing.countMessage(
                claim.hasFalseName || claim.isAltered && !isFavoured, from: claim.identity, to: receiver, at: time)
            let known = roadEvents.receive(claim.event, by: receiver, from: claim.identity, affirms: affirms)
            if let reading = known.reading {
                check((claim.identity, affirms), of: claim.event, against: reading, by: receiver, at: time)
            } else if known.isFirst {
                let number = roadEvents.addDecision(on: claim.event, by: receiver)
                schedule(.eventDecision, UInt32(number), at: time + RoadEvents.decisionDelay)
            }
        }
    }
}
