/// What a first look at a data set finds: who is in it, when, and who attacks.
struct DataSetSurvey {
    private(set) var names = LogNames()
    /// By vehicle: the type of its attack as the data set names it, nil for honest vehicles.
    private(set) var attacks: [String?] = []
    /// By vehicle: tolerance that it starts with, where logs say so.
    private(set) var tolerances: [Double?] = []
    /// By identity, where labels have them: what it was called in the run.
    private(set) var givenNames: [String] = []
    /// By identity, where there are labels.
    private(set) var firstMisconduct: [Microseconds?] = []
    /// Time of the first and last row.
    private(set) var begin = Microseconds.max
    private(set) var end = Microseconds.min
    /// File and number of these rows.
    private(set) var beginPlace = (path: "", number: 0)
    private(set) var endPlace = (path: "", number: 0)
    private(set) var rows = 0
    /// Beacons that count: not those that stand in the log of their own sender.
    private(set) var beacons = 0
    private(set) var ownBeacons = 0
    /// Labels of a flat table.
    private(set) var labels = LabelWords()
    /// Logs whose names have another attack than ground truth has.
    private(set) var contradictions: [(log: String, named: Int, told: Int)] = []
    /// How far claims move, compared with what they claim.
    private(set) var motion = ClaimedMotion()
    private(set) var dirty = DirtyCounts()
    /// By vehicle: whether something says if it attacks, or labels its messages.
    private(set) var isLabelled: [Bool] = []
    /// Vehicles that send but of which nothing says whether they attack, and their beacons.
    private(set) var unlabelledCount = 0
    private(set) var unlabelledBeacons = 0
    private(set) var senderCount = 0
    /// Labels of messages from ground truth, where rows have none themselves.
    private(set) var messageTruth: MessageTruths?
    /// Beacons that have no label of their own, where there is ground truth; those of which it says nothing, and of which
    /// it says both.
    private(set) var soughtLabels = (all: 0, missing: 0, contradictory: 0)
    /// Logs that say where their receiver was, logs with beacons, and those of them whose receiver is heard by others.
    private(set) var placedLogs = 0
    private(set) var hearingLogs = 0
    private(set) var heardReceivers = 0
    private let cancellation: CancellationFlag?

    init(_ files: DataSetFiles, byPseudonym: Bool, cancellation: CancellationFlag? = nil) throws {
        self.cancellation = cancellation
        if files.hasLabels { try readLabels(files) }
        names.ignoresPseudonyms = files.hasLabels || !byPseudonym
        names.areNamesPseudonyms = files.hasLabels && files.format == .veremiExtension
        var seen = Sightings()
        for file in files.logs { try look(at: file, files, &seen) }
        seen.isTruth = true
        for file in files.truth { try look(at: file, files, &seen) }
        if !files.hasLabels { try settle(files, &seen) }
        try check(files)
    }

    /// What one reads before it is known who is who.
    private struct Sightings {
        var senders: [LogIdentity] = []
        /// Beacons by sender: all, and those whose row has no label.
        var beacons: [LogIdentity: (all: Int, withoutLabel: Int)] = [:]
        /// Those of them in logs that may turn out to be the sender's own, by path.
        var own: [String: [LogIdentity: (all: Int, withoutLabel: Int)]] = [:]
        /// Types of attacks, by name: from names of logs and from ground truth.
        var types: [LogName: Int] = [:]
        /// The same from names of logs, by path: which vehicle it is is known at the end.
        var typesOfLogs: [String: Int] = [:]
        /// Senders of messages with a label, and of messages that are attacks: of those received, and of those in ground
        /// truth.
        var (labelled, flagged): (Set<LogName>, Set<LogName>) = ([], [])
        var (labelledInTruth, flaggedInTruth): (Set<LogName>, Set<LogName>) = ([], [])
        var isTruth = false

        mutating func note(_ isAltered: Bool?, of sender: LogName) {
            guard let isAltered else { return }
            if isTruth {
                labelledInTruth.insert(sender)
                if isAltered { flaggedInTruth.insert(sender) }
            } else {
                labelled.insert(sender)
                if isAltered { flagged.insert(sender) }
            }
        }
    }

    private mutating func look(
        at file: LogFile, _ files: DataSetFiles, _ seen: inout Sightings
    ) throws {
        if let type = file.attackType { seen.typesOfLogs[file.path] = type }
        var (hears, isPlaced) = (false, false)
        var own: [LogIdentity: (all: Int, withoutLabel: Int)] = [:]
        motion.beginFile()
        var source = LogSource(file, format: files.format, hasLabels: files.hasLabels)
        while let (time, record) = try source.next() {
            if cancellation?.isCancelled == true { throw Cancelled() }
            if time > .min && !file.isTruth {
                if time < begin { (begin, beginPlace) = (time, (file.shownPath, source.number)) }
                if time > end { (end, endPlace) = (time, (file.shownPath, source.number)) }
            }
            switch record {
            case .beacon where file.isTruth: dirty.add(.type, file.path)
            case .beacon(let beacon):
                beacons += 1
                hears = true
                isPlaced = isPlaced || beacon.receiverPlace != nil
                let sender = names.key(beacon.sender)
                if files.hasLabels {
                    if names.number(of: sender) == nil { dirty.add(.unknownName, file.path) }
                    continue
                }
                let isAltered = try beacon.isAltered ?? label(of: beacon, files)
                seen.note(isAltered, of: sender.vehicle)
                if seen.beacons[sender] == nil {
                    seen.senders.append(sender)
                    try checkLimit(seen.senders.count)
                }
                seen.beacons[sender, default: (0, 0)].all += 1
                own[sender, default: (0, 0)].all += 1
                if isAltered == nil {
                    seen.beacons[sender, default: (0, 0)].withoutLabel += 1
                    own[sender, default: (0, 0)].withoutLabel += 1
                }
                motion.add(beacon)
                if let label = beacon.label { labels.add(label) }
            case .receiver(let tolerance):
                if let vehicle = names.receiver(file) { tolerances[Int(vehicle)] = tolerance }
            case .truth(let truth):
                if let type = truth.attackType { seen.types[truth.sender] = max(type, seen.types[truth.sender] ?? 0) }
                if files.hasLabels { continue }
                seen.note(truth.isAltered, of: truth.sender)
            case .position: isPlaced = true
            case .report, .mark: break
            }
        }
        if hears {
            hearingLogs += 1
            if isPlaced { placedLogs += 1 }
        }
        seen.own[file.path] = own.filter { file.canBe(of: $0.key.vehicle) }
        rows += source.rows
        dirty.add(source.dirty)
    }

    /// What ground truth says of a message whose row has no label. It is read when the first such row is met.
    private mutating func label(of beacon: BeaconRecord, _ files: DataSetFiles) throws -> Bool? {
        guard files.format.labelsMessages, !files.truth.isEmpty else { return nil }
        if messageTruth == nil { messageTruth = try MessageTruths(files, cancellation: cancellation) }
        soughtLabels.all += 1
        switch messageTruth?.finding(beacon) {
        case .honest: return false
        case .altered: return true
        case .contradictory: soughtLabels.contradictory += 1
        case .missing, nil: soughtLabels.missing += 1
        }
        return nil
    }

    private func checkLimit(_ count: Int) throws(DataError) {
        if count > Identities.limit / 10 {
            throw DataError(message: "the data set has more than \(Identities.limit / 10) names")
        }
    }

    /// Numbers vehicles: receivers first, then those that are only heard.
    private mutating func settle(_ files: DataSetFiles, _ seen: inout Sightings) throws(DataError) {
        let vehicles = LogFile.SenderNames(seen.senders.map(\.vehicle))
        var types = seen.types
        for file in files.logs {
            let name = file.receiver(among: vehicles)
            names.addReceiver(file, name)
            if vehicles.all.contains(name) { heardReceivers += 1 }
            leaveOutOwn(in: file, of: name, &seen)
            if let type = seen.typesOfLogs[file.path] {
                if let told = seen.types[name], told != type { contradictions.append((file.name, type, told)) }
                types[name] = max(type, types[name] ?? 0)
            }
        }
        for sender in seen.senders { names.addVehicle(sender.vehicle) }
        for sender in seen.senders { names.addIdentity(sender) }
        try checkLimit(names.identityCount)
        // What ground truth says of a sender is worth nothing where it says it of none of the messages received.
        isLabelled = names.vehicles.map { name in
            types[name] != nil || seen.labelled.contains(name)
                || seen.labelledInTruth.contains(name) && !vehicles.all.contains(name)
        }
        attacks = zip(names.vehicles, isLabelled).map { name, isLabelled in
            if let type = types[name], type != 0 { return "A\(type)" }
            return seen.flagged.contains(name) || isLabelled && seen.flaggedInTruth.contains(name) ? "attack" : nil
        }
        tolerances = Array(repeating: nil, count: attacks.count)
        firstMisconduct = Array(repeating: nil, count: names.identityCount)
        senderCount = vehicles.all.count
        countUnlabelled(seen, files.format)
    }

    /// Takes back the beacons of a log that its receiver sent itself: nobody judges oneself.
    private mutating func leaveOutOwn(in file: LogFile, of receiver: LogName, _ seen: inout Sightings) {
        for (sender, count) in seen.own[file.path] ?? [:] where sender.vehicle == receiver {
            ownBeacons += count.all
            beacons -= count.all
            seen.beacons[sender]?.all -= count.all
            seen.beacons[sender]?.withoutLabel -= count.withoutLabel
        }
    }

    /// Counts the senders without a label, and the beacons that nothing labels.
    private mutating func countUnlabelled(_ seen: Sightings, _ format: DataSetFormat) {
        unlabelledCount = seen.senders.map(\.vehicle).distinctCount { name in
            names.vehicle(name).map { !isLabelled[Int($0)] } ?? false
        }
        for (sender, count) in seen.beacons {
            guard let vehicle = names.vehicle(sender.vehicle) else { continue }
            if !isLabelled[Int(vehicle)] {
                unlabelledBeacons += count.all
            } else if format.labelsMessages {
                unlabelledBeacons += count.withoutLabel
            }
        }
    }

    /// What each identity is called.
    var vehicleNames: [VehicleName] {
        if !givenNames.isEmpty { return givenNames.map { VehicleName(name: $0) } }
        return names.allNames
    }

    // MARK: - Labels of our own

    private mutating func readLabels(_ files: DataSetFiles) throws(DataError) {
        let path = files.directory + "/" + LabelFiles.identities
        let table = try Self.table(path)
        func fail(_ row: Int, _ message: String) -> DataError {
            DataError(
                position: SourcePosition(origin: .file(path), line: table.lineOfRow[row], column: 1), message: message)
        }
        var places: [Int] = []
        for column in ["identity", "number", "vehicle", "receiver", "kind", "attacker", "attack", "firstMisconduct"] {
            guard let place = table.header.firstIndex(of: column) else {
                throw DataError(message: "\(escapedForMessage(path)): column '\(column)' is missing")
            }
            places.append(place)
        }
        try checkLimit(table.rows.count)
        // Earlier versions did not write it.
        let namePlace = table.header.firstIndex(of: "name")
        var ownerOfVehicle: [Int64: VehicleID] = [:]
        var vehicleRows: [Int] = []
        for (row, fields) in table.rows.enumerated() {
            guard let identity = Int64(fields[places[0]]), Int(fields[places[1]]) == row else {
                throw fail(row, "'identity' and 'number' are whole numbers, the numbers count from 0")
            }
            if fields[places[4]] == "own" {
                guard vehicleRows.count == row else { throw fail(row, "first names of vehicles come first") }
                vehicleRows.append(row)
                ownerOfVehicle[identity] = VehicleID(row)
                guard let receiver = Int64(fields[places[3]]) else { throw fail(row, "'receiver' is a whole number") }
                // VeReMi's formats name the logs after the first names.
                names.add(
                    vehicle: .number(identity),
                    receiver: .number(files.format.hasMarks ? receiver : identity))
                attacks.append(fields[places[5]] == "1" ? fields[places[6]] : nil)
            } else {
                guard let owner = Int64(fields[places[2]]).flatMap({ ownerOfVehicle[$0] }) else {
                    throw fail(row, "'vehicle' is the first name of a vehicle")
                }
                names.add(further: .number(identity), of: owner)
            }
            if let namePlace { givenNames.append(fields[namePlace]) }
            let misconduct = fields[places[7]]
            guard misconduct.isEmpty || Double(misconduct).map({ $0.magnitude <= 1e9 }) == true else {
                throw fail(row, "'firstMisconduct' is a time in seconds or empty")
            }
            firstMisconduct.append(Double(misconduct).map { Microseconds(seconds: $0) })
        }
        tolerances = Array(repeating: nil, count: attacks.count)
        isLabelled = Array(repeating: true, count: attacks.count)
        senderCount = attacks.count
        for file in files.logs where names.receiver(file) == nil {
            throw DataError(message: "\(escapedForMessage(file.path)): there is no label for this receiver")
        }
    }

    private static func table(_ path: String) throws(DataError) -> CSVTable {
        var bytes: [UInt8] = []
        var reader = RecordReader(path: path, layout: .lines)
        while let item = try reader.next() {
            guard case .record(let line) = item else {
                throw DataError(message: "\(escapedForMessage(path)): a line is too long")
            }
            bytes += line
            bytes.append(0x0A)
        }
        return try CSVTable.read(bytes: bytes, name: path)
    }

    // MARK: - Is it what it is said to be?

    private func check(_ files: DataSetFiles) throws(DataError) {
        let place = dirty.first.map { "; first at \(escapedForMessage($0))" } ?? ""
        let reasons = dirty.byReason.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
        if 2 * dirty.damaged > rows {
            throw DataError(
                message: "\(escapedForMessage(files.directory)): not of the format \(files.format.rawValue): "
                    + "\(dirty.total) of \(rows) rows are dirty (\(reasons))\(place); \(DataSetFiles.formatList)")
        }
        guard beacons > 0 else {
            throw DataError(
                message: "\(escapedForMessage(files.directory)): no beacons to replay: \(files.logs.count) logs of the "
                    + "format \(files.format.rawValue) with \(rows) rows, \(beacons) of them received beacons\(place)")
        }
    }
}

extension Sequence where Element: Hashable {
    /// Number of different elements of a kind.
    fileprivate func distinctCount(_ isCounted: (Element) -> Bool) -> Int {
        var seen: Set<Element> = []
        return reduce(0) { $0 + (isCounted($1) && seen.insert($1).inserted ? 1 : 0) }
    }
}

/// Numbers of the names in a data set: vehicles from 0, further names of theirs after them.
struct LogNames {
    private(set) var vehicles: [LogName] = []
    private var numbers: [LogName: VehicleID] = [:]
    private var receivers: [LogName: VehicleID] = [:]
    private var receiversByPath: [String: VehicleID] = [:]
    private var identities: [LogIdentity: VehicleID] = [:]
    /// Owners of identities beyond the first of each vehicle.
    private var owners: [VehicleID] = []
    /// Whether each vehicle has an identity already.
    private var hasIdentity: [Bool] = []
    var ignoresPseudonyms = true
    /// Whether the pseudonym is the name, and the other the true sender, which nobody is told.
    var areNamesPseudonyms = false

    var identityCount: Int { vehicles.count + owners.count }
    var vehicleCount: Int { vehicles.count }

    func key(_ identity: LogIdentity) -> LogIdentity {
        if areNamesPseudonyms, let pseudonym = identity.pseudonym { return LogIdentity(vehicle: pseudonym) }
        return ignoresPseudonyms ? LogIdentity(vehicle: identity.vehicle) : identity
    }

    func vehicle(_ name: LogName) -> VehicleID? { numbers[name] }

    func number(of identity: LogIdentity) -> VehicleID? { identities[key(identity)] }

    func receiver(_ file: LogFile) -> VehicleID? { receiversByPath[file.path] ?? receivers[file.receiver] }

    mutating func addVehicle(_ name: LogName) {
        if numbers[name] != nil { return }
        numbers[name] = VehicleID(vehicles.count)
        vehicles.append(name)
        hasIdentity.append(false)
    }

    mutating func addReceiver(_ file: LogFile, _ name: LogName) {
        addVehicle(name)
        receiversByPath[file.path] = numbers[name]
    }

    /// The first identity of a vehicle has the number of the vehicle. After all vehicles.
    mutating func addIdentity(_ identity: LogIdentity) {
        guard let vehicle = numbers[identity.vehicle], identities[identity] == nil else { return }
        if hasIdentity[Int(vehicle)] {
            identities[identity] = VehicleID(identityCount)
            owners.append(vehicle)
        } else {
            hasIdentity[Int(vehicle)] = true
            identities[identity] = vehicle
        }
    }

    mutating func add(vehicle: LogName, receiver: LogName) {
        addVehicle(vehicle)
        receivers[receiver] = numbers[vehicle]
        addIdentity(LogIdentity(vehicle: vehicle))
    }

    mutating func add(further name: LogName, of vehicle: VehicleID) {
        identities[LogIdentity(vehicle: name)] = VehicleID(identityCount)
        owners.append(vehicle)
    }

    /// By number: names, and pseudonyms where receivers know each other by them.
    var allNames: [VehicleName] {
        var all = (0..<VehicleID(identityCount)).map { VehicleName(name: vehicles[Int(owner(of: $0))].text) }
        for (identity, number) in identities { all[Int(number)].pseudonym = identity.pseudonym?.text }
        return all
    }

    /// The same as identities of a run.
    var asIdentities: Identities {
        var all = Identities(vehicleCount: vehicles.count)
        for owner in owners { _ = all.add(1, to: owner) }
        return all
    }

    func owner(of identity: VehicleID) -> VehicleID {
        Int(identity) < vehicles.count ? identity : owners[Int(identity) - vehicles.count]
    }
}
