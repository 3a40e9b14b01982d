/// What a list of attackers means in a scenario: which vehicles, which profiles, which windows of the run.
struct AttackerListLookup {
    let file: AttackerListFile
    let scenario: Scenario
    let trace: TraceData?
    let end: Microseconds
    let vehicleCount: Int
    /// By the bytes of their names.
    private let numberOfName: [[UInt8]: VehicleID]

    /// `trace` is that of the scenario, nil where it has none.
    init(_ file: AttackerListFile, _ scenario: Scenario, trace: TraceData?) {
        self.file = file
        self.scenario = scenario
        self.trace = trace
        end = Microseconds(seconds: scenario.runSeconds(trace: trace))
        vehicleCount = trace?.vehicleCount ?? Int(scenario.vehicles)
        numberOfName = Dictionary(
            (trace?.vehicleNames ?? []).enumerated().map { (Array($0.element.utf8), VehicleID($0.offset)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// What is listed of one vehicle so far.
    private struct Entry {
        var choice: Choice
        /// With the line of each.
        var windows: [(range: Range<Microseconds>, line: Int)]
    }

    /// A profile that a row names.
    struct Choice {
        var profile: Profile
        /// Its place in `attackers.profiles`; nil for a preset.
        var index: Int?
    }

    /// Looks up everything.
    ///
    /// - Throws: the first mistake, in order of the rows, with its line and column.
    func attackers() throws(DataError) -> (listed: ListedAttackers, notes: [String]) {
        var entries: [VehicleID: Entry] = [:]
        var used: Set<Int> = []
        for row in file.rows {
            let vehicle = try number(of: row.vehicle)
            let choice = try choice(row.profile)
            if let index = choice.index { used.insert(index) }
            let window = try window(of: row)
            try checkSchedule(of: choice, in: window, row)
            try add(window, choice, of: vehicle, row, to: &entries)
        }
        if entries.count >= vehicleCount, let last = file.rows.last {
            throw DataError(
                position: last.vehicle.position,
                message: "the list names all \(vehicleCount) vehicles; at least one has to be honest")
        }
        let listed = gathered(entries)
        try check(listed)
        return (listed, notes(used: used) + absences(listed))
    }

    private func add(
        _ window: Range<Microseconds>, _ choice: Choice, of vehicle: VehicleID, _ row: AttackerListFile.Row,
        to entries: inout [VehicleID: Entry]
    ) throws(DataError) {
        let line = row.vehicle.position.line
        guard let entry = entries[vehicle] else {
            entries[vehicle] = Entry(choice: choice, windows: [(window, line)])
            return
        }
        let name = escapedForMessage(row.vehicle.text)
        let first = entry.windows[0].line
        guard entry.choice.profile.choices == choice.profile.choices else {
            throw DataError(
                position: row.profile.position,
                message: "vehicle '\(name)' has another profile in line \(first); a vehicle has one, in as many "
                    + "windows as there are rows")
        }
        if let other = entry.windows.first(where: { $0.range.overlaps(window) }) {
            let what = other.range == window ? "is listed for the same time" : "has a window that overlaps this one"
            throw DataError(
                position: row.vehicle.position, message: "vehicle '\(name)' \(what) in line \(other.line)")
        }
        entries[vehicle]?.windows.append((window, line))
    }

    private func gathered(_ entries: [VehicleID: Entry]) -> ListedAttackers {
        var kinds: [ListedAttackers.Kind] = []
        var known: [(name: String, choices: [String: PartChoice], windows: [Range<Microseconds>])] = []
        var members: [(vehicle: VehicleID, kind: Int)] = []
        for (vehicle, entry) in entries.sorted(by: { $0.key < $1.key }) {
            var profile = entry.choice.profile
            let windows = entry.windows.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
            let place =
                known.firstIndex {
                    $0.name == profile.name && $0.windows == windows && $0.choices == profile.choices
                } ?? known.count
            if place == known.count {
                known.append((profile.name, profile.choices, windows))
                if windows != [0..<end] { profile.schedule = WindowedSchedule(profile.schedule, windows: windows) }
                kinds.append(ListedAttackers.Kind(profile: profile, count: 0))
            }
            kinds[place].count += 1
            members.append((vehicle, place))
        }
        return ListedAttackers(
            kinds: kinds, members: members, ratio: Double(members.count) / Double(max(1, vehicleCount)))
    }
}

// MARK: - Words

extension AttackerListLookup {
    private func number(of field: CSVField) throws(DataError) -> VehicleID {
        if let trace {
            if let number = numberOfName[Array(field.text.utf8)] { return number }
            throw unknownVehicle(field, VehicleHint.text(for: field.text, among: trace.vehicleNames))
        }
        let digits = field.text.hasPrefix("v") ? String(field.text.dropFirst()) : field.text
        if let number = VehicleID(digits), String(number) == digits, Int(number) < vehicleCount { return number }
        throw unknownVehicle(field, "; there are v0 to v\(vehicleCount - 1)")
    }

    private func unknownVehicle(_ field: CSVField, _ hint: String) -> DataError {
        DataError(
            position: field.position, message: "there is no vehicle '\(excerptForMessage(field.text))'" + hint)
    }

    /// A profile by a word: the number of an element of `attackers.profiles` from 0, its label, or a preset; empty for
    /// the only one that the scenario gives.
    private func choice(_ field: CSVField) throws(DataError) -> Choice {
        let choice = try named(field)
        guard choice.profile.hasObservableAct(withRoadEvents: scenario.events.rate > 0) else {
            throw DataError(
                position: field.position,
                message: "this profile does nothing that anybody could observe; give it a malicious part"
                    + (choice.profile.events.isHarmless ? "" : ", or the scenario road events ('events.rate')"))
        }
        return choice
    }

    private func named(_ field: CSVField) throws(DataError) -> Choice {
        let own = scenario.attackers.profiles
        if field.text.isEmpty {
            if own.count == 1 { return Choice(profile: own[0].profile, index: 0) }
            throw DataError(
                position: field.position,
                message: "the profile is missing: 'attackers.profiles' has \(own.count); give the number of one, "
                    + "from 0 to \(own.count - 1), or a preset")
        }
        if let index = Int(field.text), String(index) == field.text {
            if own.indices.contains(index) { return Choice(profile: own[index].profile, index: index) }
            throw DataError(
                position: field.position,
                message: "there is no profile \(index): 'attackers.profiles' has \(own.count), counted from 0")
        }
        if let index = own.firstIndex(where: { $0.profile.name == field.text }) {
            return Choice(profile: own[index].profile, index: index)
        }
        if let preset = AttackPreset.named(field.text)?.profile { return Choice(profile: preset, index: nil) }
        let nearest = NearestName.nearest(to: field.text, among: own.map(\.profile.name) + AttackPreset.all.map(\.name))
        throw DataError(
            position: field.position,
            message: "unknown profile '\(excerptForMessage(field.text))'"
                + (nearest.map { "; did you mean '\($0)'?" }
                    ?? "; it is a preset ('trustsim list attacks'), or a label or the number, from 0, of one of 'attackers.profiles'")
        )
    }

    private func window(of row: AttackerListFile.Row) throws(DataError) -> Range<Microseconds> {
        func seconds(_ time: Microseconds) -> String { NumberText.csv(time.seconds) }
        let begin = row.begin ?? 0
        if begin >= end {
            throw DataError(
                position: row.from,
                message: "'from' is \(seconds(begin)) s, but the run ends at \(seconds(end)) s")
        }
        if let until = row.end, until > end {
            throw DataError(
                position: row.until,
                message:
                    "'until' is \(seconds(until)) s, but the run ends at \(seconds(end)) s; empty stands for the end")
        }
        let last = row.end ?? end
        if last <= begin {
            throw DataError(
                position: row.until,
                message: "'until' (\(seconds(last)) s) must be greater than 'from' (\(seconds(begin)) s)")
        }
        return begin..<last
    }
}
