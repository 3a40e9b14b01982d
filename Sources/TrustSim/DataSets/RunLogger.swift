import GroupDecision

/// What a run's receivers hear, written as a data set.
public struct RunLog: Sendable {
    /// Formats of logs.
    public static let formats = ["veremi", "veremi-extension", "jsonl", "csv"]

    /// Where to.
    public var directory: String
    /// One of ``formats``.
    public var format: String
    /// Whether to replace earlier logs.
    public var overwrites: Bool
    /// For the notes in the directory.
    public var version: String
    /// The command line, for the notes.
    public var command: String

    /// Logs of a run.
    public init(directory: String, format: String, overwrites: Bool, version: String, command: String) {
        self.directory = directory
        self.format = format
        self.overwrites = overwrites
        self.version = version
        self.command = command
    }

    /// Finds out whether the directory could be written.
    public func probe() throws(FileProblem) { try LogDirectory.check(directory, overwriting: overwrites) }
}

/// Sees what happens in a run and writes it down. Changes nothing.
final class RunLogger: RunObserver {
    let interests: RunInterests = [.messages, .powers]
    private let log: RunLog
    private let format: any LogRowFormat
    private let directory: LogDirectory
    private let identifiers: LogIdentifiers
    private let scenario: Scenario
    private let replication: Int
    private let attacks: IntegerMap<VehicleID, (attack: String, part: String)>
    private let isExtension: Bool
    private let tolerances: [Double]
    private let identities: Identities
    /// Number of each receiver's file.
    private var files: [Int?]
    private let truthFile: Int?
    private let messageLabels: Int
    private var beaconCount: UInt64 = 0
    /// Identifiers of the beacon on the air: as sent, and as told to those who are told the truth.
    private var current = (altered: 0, honest: 0)
    /// The last report of each name that each receiver has got, to write each once.
    private var lastReports: [IntegerMap<VehicleID, Int32>]
    private var writtenTimes: IntegerMap<UInt64, Microseconds> = IntegerMap()
    private var receptionCount = 0

    init(_ log: RunLog, simulation: Simulation, replication: Int) throws(FileProblem) {
        self.log = log
        scenario = simulation.scenario
        self.replication = replication
        identifiers = LogIdentifiers(random: simulation.random)
        identities = simulation.naming.identities
        tolerances = simulation.reporting.tolerances
        isExtension = log.format == "veremi-extension"
        switch log.format {
        case "veremi": format = VeReMiRows(noise: scenario.plausibility, pathLoss: scenario.radio.pathLoss)
        case "veremi-extension": format = VeReMiExtensionRows(noise: scenario.plausibility)
        case "csv": format = CSVRows()
        default: format = JSONLinesRows()
        }
        var attacks = IntegerMap<VehicleID, (attack: String, part: String)>()
        for vehicle in simulation.attackers.byVehicle.keys {
            guard let profile = simulation.attackers.profile(of: vehicle) else { continue }
            attacks.append(vehicle, (profile.name, Self.part(of: profile)))
        }
        self.attacks = attacks
        files = Array(repeating: nil, count: identities.vehicleCount)
        lastReports = Array(repeating: IntegerMap(), count: identities.vehicleCount)
        directory = try LogDirectory(log.directory, overwriting: log.overwrites)
        truthFile = format.truthFile.map { [directory] in directory.add($0) }
        messageLabels = directory.add(LabelFiles.messages)
        directory.append(LabelFiles.messageHeader, to: messageLabels)
    }

    private static func part(of profile: Profile) -> String {
        PartSlot.all.compactMap { slot in profile.choices[slot.name].map { "\(slot.name):\($0.kind)" } }
            .joined(separator: " ")
    }

    // MARK: - What happens

    func presence(of vehicle: VehicleID, enters: Bool, at time: Microseconds) {
        if files[Int(vehicle)] == nil {
            let attack = attacks[vehicle]?.attack ?? ""
            let receiver = ReceiverTruth(
                identifier: identifiers.receiver(vehicle), firstName: identifiers.identity(vehicle),
                attackNumber: AttackNumbers.number(of: attack, isExtension: isExtension),
                tolerance: tolerances[Int(vehicle)], entered: time)
            let file = directory.add(format.fileName(of: receiver))
            files[Int(vehicle)] = file
            directory.append(format.header(of: receiver), to: file)
        }
        append(format.mark(enters ? .enter : .leave, at: time), to: vehicle)
    }

    func evaluation(by vehicle: VehicleID, at time: Microseconds) {
        append(format.mark(.evaluation, at: time), to: vehicle)
    }

    private func append(_ bytes: [UInt8]?, to vehicle: VehicleID) {
        guard let bytes, let file = files[Int(vehicle)] else { return }
        directory.append(bytes, to: file)
    }

    /// A beacon goes on the air. `carried` is the number of the report that it carries, -1 for none.
    func beacon(
        _ beacon: Simulation.Beacon, from sender: VehicleID, carried: Int32, in simulation: borrowing Simulation,
        at time: Microseconds
    ) {
        let place = simulation.presence.world.vehicles.position(of: sender, at: time)
        let velocity = simulation.presence.world.vehicles.velocity(of: sender)
        let motion = simulation.positioning.motions[Int(sender)]
        append(format.position(place, velocity, motion.heading, at: time), to: sender)
        current = (identifiers.beacon(beaconCount), identifiers.beacon(beaconCount + 1))
        beaconCount += 2
        let reports = simulation.reporting.reports
        var truth = MessageTruth(
            time: time, message: current.altered, sender: identifiers.identity(beacon.identity),
            vehicle: identifiers.identity(sender), isAltered: beacon.isFalse)
        truth.contents = BeaconContents(
            position: place, velocity: velocity, heading: motion.heading, acceleration: beacon.actualAcceleration,
            time: time)
        if carried >= 0 {
            truth.entries = reports.entryCount(of: beacon.identity, number: carried)
            truth.carriesLies = reports.isDishonest(of: beacon.identity, number: carried)
        }
        write(truth, of: sender)
        guard beacon.favouredShare > 0, !beacon.isHiddenFromFavoured else { return }
        truth.message = current.honest
        truth.isAltered = beacon.isFalseForAll
        truth.entries = nil
        truth.carriesLies = false
        write(truth, of: sender)
    }

    /// A report is written. `entryCount` is nil where it is not sent now.
    func published(
        _ number: Int32, under identity: VehicleID, of reporter: VehicleID, isDishonest: Bool, entryCount: Int?,
        at time: Microseconds
    ) {
        let key = UInt64(identity) << 32 | UInt64(UInt32(bitPattern: number))
        writtenTimes.append(key, time)
        var truth = MessageTruth(
            time: time, message: identifiers.report(number, of: identity), isReport: true,
            sender: identifiers.identity(identity), vehicle: identifiers.identity(reporter), isAltered: isDishonest)
        truth.entries = entryCount
        write(truth, of: reporter)
    }

    private func write(_ truth: MessageTruth, of sender: VehicleID) {
        var truth = truth
        if truth.isAltered, let attack = attacks[sender] {
            truth.attack = attack.attack
            truth.part = attack.part
        }
        if let attack = attacks[sender]?.attack {
            truth.attackNumber = AttackNumbers.number(of: attack, isExtension: isExtension)
        }
        directory.append(LabelFiles.row(of: truth), to: messageLabels)
        if let truthFile, let bytes = format.truth(truth) { directory.append(bytes, to: truthFile) }
    }

    /// What logs call the beacon on the air.
    func message(isFavoured: Bool) -> String { String(isFavoured ? current.honest : current.altered) }

    /// A vehicle receives the beacon on the air.
    func reception(
        _ reception: Reception, of beacon: Simulation.Beacon, isFavoured: Bool, in simulation: borrowing Simulation,
        at time: Microseconds, carried: Int32, sensed: SensorReading?
    ) {
        receptionCount += 1
        if carried >= 0 { logReport(carried, of: beacon.identity, to: reception.vehicle, simulation, at: time) }
        let claim = isFavoured ? beacon.truth ?? beacon.contents : beacon.contents
        let row = LoggedBeacon(
            time: time, place: reception.position, sender: identifiers.identity(beacon.identity),
            vehicle: identifiers.identity(identities.owner(of: beacon.identity)),
            message: isFavoured ? current.honest : current.altered, claim: claim,
            squaredDistance: reception.squaredDistance,
            power: simulation.air.receivedPowers?[Int(reception.vehicle)], sensed: sensed,
            report: carried >= 0 ? identifiers.report(carried, of: beacon.identity) : nil)
        append(format.beacon(row), to: reception.vehicle)
    }

    /// A vehicle receives a report.
    func report(
        _ number: Int32, of identity: VehicleID, to receiver: VehicleID, in simulation: borrowing Simulation,
        at time: Microseconds
    ) {
        logReport(number, of: identity, to: receiver, simulation, at: time)
    }

    private func logReport(
        _ number: Int32, of identity: VehicleID, to receiver: VehicleID, _ simulation: borrowing Simulation,
        at time: Microseconds
    ) {
        let place = lastReports[Int(receiver)].position(of: identity, orInsert: -1)
        if lastReports[Int(receiver)].values[place] == number { return }
        lastReports[Int(receiver)].values[place] = number
        let slot = simulation.reporting.reports.slot(of: identity, number: number)
        let entries = simulation.reporting.reports.entries(inSlot: slot)
        let key = UInt64(identity) << 32 | UInt64(UInt32(bitPattern: number))
        let row = LoggedReport(
            time: time, written: writtenTimes[key] ?? time, sender: identifiers.identity(identity),
            message: identifiers.report(number, of: identity),
            entries: entries.map { (identifiers.identity($0.subject), $0.value, $0.certainty) },
            claims: simulation.evaluating.runners.compactMap { $0.claim(ofSlot: slot, entryCount: entries.count) })
        append(format.report(row), to: receiver)
    }

    // MARK: - The end

    /// Writes labels and notes, and gives the directory its name.
    func finish(_ simulation: Simulation) throws(FileProblem) {
        directory.write(labels(of: simulation), named: LabelFiles.identities)
        directory.write(
            DataSetDescriptor.document(
                log, scenario: scenario, road: simulation.presence.road, replication: replication,
                seconds: simulation.timetable.end.seconds),
            named: LogDirectory.descriptor)
        directory.write(
            LogNotes.text(
                log, scenario: scenario, replication: replication, receivers: files.count { $0 != nil },
                receptions: receptionCount, names: identities.count), named: "README.md")
        try directory.finish()
    }

    func discard() { directory.discard() }

    private func labels(of simulation: Simulation) -> [UInt8] {
        var writer = CSVWriter()
        writer.appendRow(LabelFiles.identityColumns)
        for identity in 0..<VehicleID(identities.count) where !simulation.infrastructure.isUnit(identity) {
            let vehicle = identities.owner(of: identity)
            let attack = attacks[vehicle]
            writer.append(identifiers.identity(identity))
            writer.append(Int(identity))
            writer.append(identifiers.identity(vehicle))
            writer.append(identifiers.receiver(vehicle))
            writer.append(kind(of: identity, simulation))
            writer.append(attack == nil ? 0 : 1)
            writer.append(attack?.attack ?? "")
            writer.append(attack?.part ?? "")
            writer.append(optional: simulation.truth.firstMisconduct[Int(identity)]?.seconds)
            writer.append(simulation.naming.names.name(of: identity))
            writer.endRow()
        }
        return writer.bytes
    }

    /// `own`: the first name of a vehicle; `ghost`: of a vehicle that does not exist; `other`: a further name.
    private func kind(of identity: VehicleID, _ simulation: Simulation) -> String {
        if Int(identity) < identities.vehicleCount { return "own" }
        let owner = identities.owner(of: identity)
        return simulation.attackers.byVehicle[owner]?.ghosts.contains(identity) == true ? "ghost" : "other"
    }
}
