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
        if files.hasLabels { take(try IdentityLabels(files)) }
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
                    try Self.checkLimit(seen.senders.count)
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

    static func checkLimit(_ count: Int) throws(DataError) {
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
        try Self.checkLimit(names.identityCount)
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

    private mutating func take(_ labels: IdentityLabels) {
        names = labels.names
        attacks = labels.attacks
        givenNames = labels.givenNames
        firstMisconduct = labels.firstMisconduct
        tolerances = Array(repeating: nil, count: attacks.count)
        isLabelled = Array(repeating: true, count: attacks.count)
        senderCount = attacks.count
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
