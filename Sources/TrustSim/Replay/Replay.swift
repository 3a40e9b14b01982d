import GroupDecision

/// Feeds logs into a run in place of vehicles that move and send: what receivers heard becomes evidence and reports, and
/// the schemes decide as in any run.
struct Replay {
    private var simulation: Simulation
    private var merge: LogMerge
    private let survey: DataSetSurvey
    private let format: DataSetFormat
    private let hasLabels: Bool
    private let unlabelledAreHonest: Bool
    private var memory: ReplayMemory
    /// First misconducts from labels, in order of time.
    private var misconducts: [(time: Microseconds, identity: VehicleID)]
    private var nextMisconduct = 0
    private let origin: Microseconds
    /// Vehicle of each file, nil for ground truth.
    private let receivers: [VehicleID?]
    private var batch: [BatchItem] = []

    private struct BatchItem {
        var item: LogMerge.Item
        var rank: Int
        var order: Int
    }

    init(
        _ simulation: Simulation, files: DataSetFiles, survey: DataSetSurvey, origin: Microseconds,
        unlabelledAreHonest: Bool = false
    ) throws(DataError) {
        self.unlabelledAreHonest = unlabelledAreHonest
        self.simulation = simulation
        self.survey = survey
        self.origin = origin
        format = files.format
        hasLabels = files.hasLabels
        merge = try LogMerge(files, usesTruth: files.hasLabels)
        memory = ReplayMemory(
            vehicleCount: survey.names.vehicleCount, identityCount: survey.names.identityCount)
        receivers = merge.sources.map { $0.file.isTruth ? nil : survey.names.receiver($0.file) }
        misconducts = survey.firstMisconduct.enumerated().compactMap { identity, time in
            time.map { ($0, VehicleID(identity)) }
        }
        misconducts.sort { ($0.time, $0.identity) < ($1.time, $1.identity) }
    }

    /// Runs to the end.
    mutating func run(cancellation: CancellationFlag?) throws -> RunResult {
        while let item = try merge.next() {
            if let first = batch.first, first.item.time != item.time { try handleBatch(cancellation) }
            batch.append(BatchItem(item: item, rank: Self.rank(item), order: batch.count))
        }
        try handleBatch(cancellation)
        handleEvaluations(before: simulation.timetable.end)
        try simulation.evaluating.finishPrograms()
        return simulation.replayResult(memory, rows: merge.counts.rows)
    }

    /// Rows of one time are handled as a run has them: who enters is there; reports come before the beacons that carry
    /// them, which come in the order in which they were sent.
    private static func rank(_ item: LogMerge.Item) -> Int {
        switch item.record {
        case .receiver: return 0
        case .mark(.enter): return 1
        case .position: return 2
        case .report: return 3
        case .truth, .beacon: return 4
        case .mark(.evaluation): return 5
        case .mark(.leave): return 6
        case nil: return 7
        }
    }

    private mutating func handleBatch(_ cancellation: CancellationFlag?) throws {
        defer { batch.removeAll(keepingCapacity: true) }
        guard let time = batch.first?.item.time else { return }
        let now = time == .min ? 0 : time - origin
        if batch.count > 1 { sortBatch() }
        if now >= simulation.timetable.end && time != .min { return }
        handleEvaluations(before: now)
        while nextMisconduct < misconducts.count, misconducts[nextMisconduct].time <= now {
            simulation.truth.noteMisconduct(misconducts[nextMisconduct].identity, at: misconducts[nextMisconduct].time)
            simulation.truth.noteAct(
                of: simulation.truth.owner(of: misconducts[nextMisconduct].identity),
                at: misconducts[nextMisconduct].time)
            nextMisconduct += 1
        }
        memory.forgetLabels(before: now - 4 * simulation.timetable.evaluationInterval - 10_000_000)
        for entry in batch {
            simulation.statistics.events += 1
            if simulation.statistics.events & 0xFF == 0 {
                if let cancellation, cancellation.isCancelled { throw Cancelled() }
                try simulation.evaluating.checkPrograms()
                simulation.advance(to: now)
            }
            handle(entry.item, at: now)
        }
    }

    private mutating func sortBatch() {
        // The order in which messages of this moment were sent.
        var places: [LogName: Int] = [:]
        for entry in batch {
            if case .truth(let truth) = entry.item.record, let message = truth.message {
                places[message] = places.count
            }
        }
        func key(_ entry: BatchItem) -> (Int, Int, Int) {
            switch entry.item.record {
            case .truth(let truth): return (entry.rank, 2 * (truth.message.flatMap { places[$0] } ?? 0), entry.order)
            case .beacon(let beacon):
                return (entry.rank, 2 * (beacon.message.flatMap { places[$0] } ?? 0) + 1, entry.order)
            default: return (entry.rank, 0, entry.order)
            }
        }
        if batch.allSatisfy({ $0.rank == batch[0].rank }) && places.isEmpty { return }
        // Reports need their labels, which have a later rank: those are taken first.
        for entry in batch {
            if case .truth(let truth) = entry.item.record { memory.label(truth, at: entry.item.time - origin) }
        }
        batch.sort { key($0) < key($1) }
    }

    // MARK: - Rows

    private mutating func handle(_ item: LogMerge.Item, at time: Microseconds) {
        guard let record = item.record else {
            if let receiver = receivers[item.file], !format.hasMarks, item.time != .min { leave(receiver, at: time) }
            return
        }
        if case .truth(let truth) = record { return handle(truth, at: time) }
        guard let receiver = receivers[item.file] else { return }
        if !format.hasMarks && item.time != .min { enter(receiver, at: time) }
        switch record {
        case .position(let place, let velocity):
            memory.whereabouts[Int(receiver)].place = place
            memory.whereabouts[Int(receiver)].velocity = velocity
            memory.whereabouts[Int(receiver)].time = time
        case .beacon(let beacon): deliver(beacon, to: receiver, at: time)
        case .report(let report): deliver(report, to: receiver, at: time)
        case .mark(.enter): enter(receiver, at: time)
        case .mark(.leave): leave(receiver, at: time)
        case .mark(.evaluation): evaluate(receiver, at: time)
        case .receiver, .truth: break
        }
    }

    private mutating func handle(_ truth: TruthRecord, at time: Microseconds) {
        memory.label(truth, at: time)
        guard hasLabels else { return }
        let sender = survey.names.number(of: LogIdentity(vehicle: truth.sender))
        if let sender, truth.isAltered == true || truth.carriesAltered {
            simulation.truth.noteAct(of: survey.names.owner(of: sender), at: time)
        }
        if let name = sender, !truth.isReport,
            memory.noteSent(truth.message, of: name, at: time)
        {
            simulation.statistics.messages += 1
        }
        if format.hasReports, let entries = truth.entries {
            simulation.evaluating.countReport(entryCount: entries)
        }
    }

    private mutating func enter(_ vehicle: VehicleID, at time: Microseconds) {
        guard !memory.whereabouts[Int(vehicle)].isPresent else { return }
        memory.whereabouts[Int(vehicle)].isPresent = true
        simulation.replayEntry(of: vehicle, at: time, schedules: !format.hasMarks)
    }

    private mutating func leave(_ vehicle: VehicleID, at time: Microseconds) {
        guard memory.whereabouts[Int(vehicle)].isPresent else { return }
        memory.whereabouts[Int(vehicle)].isPresent = false
        simulation.statistics.vehicleMicroseconds += simulation.presence.leave(vehicle, at: time)
    }

    // MARK: - Evaluations and reports

    /// Evaluations at times that the log does not say.
    private mutating func handleEvaluations(before time: Microseconds) {
        while let event = simulation.queue.popFirst(before: time) {
            guard memory.whereabouts[Int(event.entity)].isPresent else {
                simulation.timetable.endEvaluations(of: event.entity)
                continue
            }
            simulation.schedule(.evaluation, event.entity, at: event.time + simulation.timetable.evaluationInterval)
            evaluate(event.entity, at: event.time)
        }
    }

    private mutating func evaluate(_ vehicle: VehicleID, at time: Microseconds) {
        simulation.fingerprint.add(UInt64(bitPattern: time))
        simulation.fingerprint.add(UInt64(vehicle))
        if format.hasReports {
            // What attackers report is in the logs of those that heard it.
            if !simulation.truth.isAttacker[Int(vehicle)] { simulation.evaluate(vehicle, at: time) }
        } else {
            simulation.evaluate(vehicle, at: time)
            simulation.publishReplayed(by: vehicle, under: memory.presentName[Int(vehicle)], at: time)
        }
    }

    private mutating func deliver(_ report: ReportRecord, to receiver: VehicleID, at time: Microseconds) {
        guard let name = survey.names.number(of: report.sender) else { return }
        let number = memory.reportNumber(of: report.message, name) ?? publish(report, under: name)
        // Where beacons carry reports, the beacon that follows hands it over.
        guard !simulation.reporting.carriesReports else { return }
        let isCounted = simulation.sensing.isCounted(receiver, at: time)
        let isAltered = memory.label(of: .number(report.message), from: report.sender.vehicle)?.isAltered ?? false
        simulation.sensing.store.update(name, in: receiver, at: time) { record in
            record.reportNumber = number
            record.reportTime = time
            if isCounted { Sensing.count(isAltered, in: &record) }
        }
    }

    private mutating func publish(_ report: ReportRecord, under name: VehicleID) -> Int32 {
        let draft = report.entries.compactMap { entry in
            survey.names.number(of: LogIdentity(vehicle: entry.subject)).map {
                DraftEntry(subject: $0, value: entry.value, certainty: entry.certainty)
            }
        }
        let number = simulation.publishLogged(
            draft, report.claims, by: survey.names.owner(of: name), under: name, at: report.written - origin)
        memory.noteReport(report.message, number, of: name)
        return number
    }

    // MARK: - Beacons

    private mutating func deliver(_ beacon: BeaconRecord, to receiver: VehicleID, at time: Microseconds) {
        guard let name = survey.names.number(of: beacon.sender) else { return }
        let vehicle = survey.names.owner(of: name)
        // Nobody judges oneself. What this program logs is as it was received.
        if vehicle == receiver && !hasLabels { return }
        let label = memory.label(of: beacon.message, from: survey.names.key(beacon.sender).vehicle)
        let isAltered =
            label?.isAltered ?? beacon.isAltered ?? survey.messageTruth?.isAltered(beacon) ?? ownersLabel(of: vehicle)
        if isAltered == true && !hasLabels {
            simulation.truth.noteMisconduct(name, at: time)
            simulation.truth.noteMisconduct(vehicle, at: time)
            simulation.truth.noteAct(of: vehicle, at: time)
        }
        if simulation.truth.isMalicious[Int(vehicle)] && !hasLabels { simulation.truth.noteMisconduct(name, at: time) }
        memory.presentName[Int(vehicle)] = name
        var carried: Int32 = -1
        if !hasLabels, memory.noteSent(beacon.message, of: name, at: time) { simulation.statistics.messages += 1 }
        if format.hasReports {
            carried = beacon.report.flatMap { memory.reportNumber(of: $0, name) } ?? -1
        } else {
            carried = simulation.reporting.reports.latestNumber(of: name)
        }
        let last = memory.told(receiver, of: name)
        let contents = Self.contents(of: beacon, after: last?.contents, origin: origin)
        let delivery = Simulation.LoggedDelivery(
            name: name, receiver: receiver, message: beacon.message?.text, contents: contents,
            place: beacon.receiverPlace ?? memory.place(of: receiver, at: time),
            velocity: memory.whereabouts[Int(receiver)].ownVelocity, sensed: beacon.sensed, carried: carried,
            isAltered: isAltered, carriesAltered: label?.carriesAltered ?? false,
            hasHeading: beacon.heading != nil, hasAcceleration: beacon.acceleration != nil)
        simulation.verify(delivery, &memory, at: time)
        memory.tell(receiver, of: name, contents, at: time)
    }

    /// Whether a message without a label of its own counts as altered: as its sender is labelled, where the format labels
    /// senders. Nil where nothing says.
    private func ownersLabel(of vehicle: VehicleID) -> Bool? {
        if hasLabels || format.labelsMessages || !survey.isLabelled[Int(vehicle)] {
            return unlabelledAreHonest ? false : nil
        }
        return survey.attacks[Int(vehicle)] != nil
    }

    /// A data set without headings: vehicles head where they go, and at rest where they went.
    private static func contents(
        of beacon: BeaconRecord, after last: BeaconContents?, origin: Microseconds
    ) -> BeaconContents {
        let speed = beacon.velocity.length
        let ahead =
            speed > 0
            ? Point(x: beacon.velocity.x / speed, y: beacon.velocity.y / speed) : last?.heading ?? Point(x: 1, y: 0)
        return BeaconContents(
            position: beacon.position, velocity: beacon.velocity, heading: beacon.heading ?? ahead,
            acceleration: beacon.acceleration ?? 0, time: beacon.claimedTime - origin)
    }
}
