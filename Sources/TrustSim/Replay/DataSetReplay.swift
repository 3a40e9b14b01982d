import Foundation
import GroupDecision

/// A data set that can be replayed: its files, who is in it, and the scenario that it brings along.
///
/// Life cycle: 1. ``init(directory:format:byPseudonym:unlabelledAreHonest:columns:named:cancellation:)`` looks through
/// all files once; 2. ``scenarioFile(_:)`` is changed by options and handed to ``plan(_:)``; 3.
/// ``run(_:logsCases:wanted:features:cancellation:meter:)`` reads the files again, in one order of time.
public struct DataSetReplay {
    /// As the user gave it.
    public let directory: String
    /// In which format the logs are.
    public var format: DataSetFormat { files.format }
    let unlabelledAreHonest: Bool
    let files: DataSetFiles
    /// Its directory of logs is there as long.
    let table: FlatTable?
    let survey: DataSetSurvey
    private let road: Road?
    private let replication: Int
    /// The time in the logs at which the replay begins.
    private let origin: Microseconds
    let duration: Microseconds

    /// Looks through a data set. `format` nil: whatever it is. `byPseudonym`: vehicles that send under several pseudonyms
    /// are told apart by them, as receivers have to. `unlabelledAreHonest`: senders and messages without a label are honest;
    /// else nothing counts that is said of them. `columns`: of a flat table, a file in place of the directory. `name`: what
    /// messages call the directory.
    ///
    /// - Throws: ``DataError`` where the directory cannot be read, is of no known or of another format, or has nothing to
    ///   replay; ``Cancelled``.
    public init(
        directory: String, format: DataSetFormat?, byPseudonym: Bool = true, unlabelledAreHonest: Bool = false,
        columns: TableColumns? = nil, named name: String? = nil, cancellation: CancellationFlag? = nil
    ) throws {
        self.unlabelledAreHonest = unlabelledAreHonest
        self.directory = name ?? directory
        let messages = [nil, .f2md].contains(format) ? try F2MDMessages.files(in: directory) : []
        if !messages.isEmpty {
            table = try F2MDMessages.table(directory, messages, cancellation: cancellation)
        } else if Self.isFile(directory) && (format ?? .table) == .table {
            table = try FlatTable(path: directory, columns: columns, cancellation: cancellation)
        } else {
            table = nil
        }
        if columns != nil && table?.format != .table {
            throw DataError(
                message: "\(escapedForMessage(directory)): columns are for a flat table, which is one file")
        }
        files = try table.map { DataSetFiles($0) } ?? DataSetFiles(directory, format: format)
        survey = try DataSetSurvey(files, byPseudonym: byPseudonym, cancellation: cancellation)
        road = try files.descriptor.map(Self.road)
        replication = Int(files.descriptor?["replication"]?.integer.map { min(max($0, 0), 1_000_000) } ?? 0)
        if let seconds = files.descriptor?["duration"]?.double, seconds > 0, seconds <= 1e7 {
            origin = 0
            duration = Microseconds(seconds: seconds)
        } else if files.hasLabels {
            origin = 0
            duration = survey.end + 1
        } else {
            // From a whole second on; a row at the very end counts.
            origin = Microseconds((Double(survey.begin) / 1e6).rounded(.down)) * 1_000_000
            duration = survey.end - origin + 1
        }
        if let table, !table.isUnitNamed, let unit = survey.motion.seemingUnit {
            throw DataError(message: "\(escapedForMessage(directory)): \(Self.seems(unit)); \(Self.unitHint(unit))")
        }
        guard duration.seconds <= 1e7 else {
            throw DataError(message: Self.tooLong(directory, duration, survey))
        }
    }

    static func seems(_ unit: TimeUnit) -> String {
        "times seem to be \(unit.name), not seconds: vehicles claim speeds at which they would come "
            + "\(NumberText.csv((1 / unit.seconds).rounded())) times as far"
    }

    private static func unitHint(_ unit: TimeUnit) -> String {
        "--columns unit=\(unit.rawValue) says so, unit=s that they are right"
    }

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return !path.utf8.contains(0) && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static func tooLong(_ directory: String, _ duration: Microseconds, _ survey: DataSetSurvey) -> String {
        func end(_ time: Microseconds, _ place: (path: String, number: Int)) -> String {
            "\(NumberText.csv(time.seconds)) s at \(escapedForMessage(place.path)):\(place.number)"
        }
        return
            "\(escapedForMessage(directory)): the logs span \(NumberText.csv(duration.seconds)) s, more than 1e7 s: from "
            + "\(end(survey.begin, survey.beginPlace)) to \(end(survey.end, survey.endPlace))"
    }

    private static func road(_ descriptor: JSONNode) throws(DataError) -> Road {
        func numbers(_ name: String) -> [Double]? {
            descriptor["road"]?[name]?.elements.map { $0.compactMap(\.double).filter(\.isFinite) }
        }
        if let area = numbers("area"), area.count == 2 { return .area(width: area[0], height: area[1]) }
        if let streets = numbers("streets"), streets.count % 4 == 0, !streets.isEmpty {
            return .streets(
                stride(from: 0, to: streets.count, by: 4).map {
                    (Point(x: streets[$0], y: streets[$0 + 1]), Point(x: streets[$0 + 2], y: streets[$0 + 3]))
                })
        }
        if let places = numbers("places"), places.count % 2 == 0, !places.isEmpty {
            return .places(
                stride(from: 0, to: places.count, by: 2).map { Point(x: places[$0], y: places[$0 + 1]) })
        }
        throw DataError(position: descriptor.position, keyPath: "road", message: "'road' is damaged")
    }

    /// The scenario of the logs, or one of defaults for the format, to be changed by options. `given`: a scenario in its
    /// place, to which the defaults of the format are added where it does not say otherwise.
    public func scenarioFile(_ given: ScenarioFile? = nil) throws(DataError) -> ScenarioFile {
        if var given {
            let missing = files.descriptor == nil ? settings.filter { !Self.isSaid($0, in: given.root) } : []
            for assignment in missing { try given.set(assignment, option: "replay:") }
            return given
        }
        let position = SourcePosition(origin: .file(directory + "/" + LogDirectory.descriptor), line: 1, column: 1)
        let empty = JSONNode(value: .object([]), position: position)
        var file = ScenarioFile(path: directory, root: files.descriptor?["scenario"] ?? empty)
        guard files.descriptor == nil else { return file }
        try file.set(["name"], to: JSONNode(value: .string(Self.title(of: directory)), position: position))
        for assignment in settings { try file.set(assignment, option: "replay:") }
        return file
    }

    /// What results of a path are called: the last of its names.
    public static func title(of path: String) -> String {
        var name = Substring(path)
        while name.hasSuffix("/") { name.removeLast() }
        return String((name.split(separator: "/").last ?? name).filter { !$0.isNewline && $0 != "\u{7F}" }.prefix(200))
    }

    /// What differs from the defaults of scenarios: what the format says, and of VASP that it beacons each 0.1 s.
    private var settings: [String] {
        files.format.settings + (table?.isVASP == true ? ["beacon.interval=0.1"] : [])
    }

    /// Whether a scenario has the key of an assignment; of the radio, whose keys go together, any.
    private static func isSaid(_ assignment: String, in root: JSONNode) -> Bool {
        var node: JSONNode? = root
        for key in assignment.prefix(while: { $0 != "=" }).split(separator: ".") {
            node = node?[String(key)]
            if key == "radio" { break }
        }
        return node != nil
    }

    /// The plan of the replay: one run. What only a simulation needs is taken from the logs. `leftOut` are schemes that
    /// cannot be replayed.
    public func plan(_ file: ScenarioFile) throws(DataError) -> (plan: Plan, leftOut: [String]) {
        var file = file
        func set(_ assignment: String) throws(DataError) { try file.set(assignment, option: "replay:") }
        try set("mobility.model=random-waypoint")
        try file.remove("file", of: "mobility")
        try set("vehicles=\(survey.names.vehicleCount)")
        try set("duration=\(NumberText.csv(duration.seconds))")
        try set("replications=1")
        try set("sensing.verification=plausibility")
        try set("pseudonyms.change=none")
        try set("attackers={ratio: \(NumberText.csv(attackerShare)), profile: 'bogus'}")
        var scenario = try file.decode()
        scenario.attackers.ratio = attackerShare
        let bounds = scenario.schemes.filter { $0 == "genie" }
        scenario.schemes.removeAll { bounds.contains($0) }
        if scenario.schemes.isEmpty && scenario.ablations.isEmpty {
            throw DataError(
                keyPath: "schemes", message: "genie cannot be replayed: it has to be told what the attackers do")
        }
        return (Plan(variedKeys: [], cells: [Plan.Cell(varied: [], scenario: scenario)]), bounds)
    }

    /// As the scenario of the logs has it, or counted.
    private var attackerShare: Double {
        if let ratio = files.descriptor?["scenario"]?["attackers"]?["ratio"]?.double, (0...1).contains(ratio) {
            return ratio
        }
        let labelled = survey.isLabelled.count { $0 || unlabelledAreHonest }
        return Double(survey.attacks.count { $0 != nil }) / Double(max(1, labelled))
    }

    /// Replays the logs. `wanted`: figures besides those of every run. `features`: where to write the beacons received, a row each, as those of which run; nil: there is
    /// one run, with the number that the logs have.
    public func run(
        _ plan: Plan, logsCases: Bool = false, wanted: WantedFigures = WantedFigures(),
        features: (file: FeatureFile, run: Int?)? = nil, cancellation: CancellationFlag? = nil,
        meter: ProgressMeter? = nil
    ) throws -> Executor.Outcome {
        let scenario = plan.cells[0].scenario
        let tolerances = survey.tolerances.map { $0 ?? scenario.tolerance.start }
        let cast = Cast(
            isAttacker: survey.attacks.map { $0 != nil }, tolerances: tolerances, accuracy: scenario.sensing.accuracy)
        let mobility = LoggedMobility(
            vehicleCount: survey.names.vehicleCount,
            road: road ?? .area(width: scenario.area.width, height: scenario.area.height))
        var simulation = Simulation(
            scenario: scenario, trace: nil, replication: replication, logsCases: logsCases,
            external: ExternalMobility(model: mobility),
            replayed: ReplayedCast(
                cast: cast, identities: survey.names.asIdentities,
                isLabelled: survey.isLabelled.map { $0 || unlabelledAreHonest },
                names: survey.vehicleNames, hasRoad: road != nil, split: split),
            wanted: wanted)
        if let meter {
            meter.expect(cells: [0])
            simulation.admit(MeterObserver(meter, cell: 0))
        }
        let logger = try features.flatMap { features in
            try FeatureLogger(
                features.file, simulation: simulation, replication: features.run ?? replication,
                attacks: attacksByVehicle)
        }
        if let logger { simulation.admit(logger) }
        var replay = try Replay(
            simulation, files: files, survey: survey, origin: origin, unlabelledAreHonest: unlabelledAreHonest)
        let result: RunResult
        do {
            result = try replay.run(cancellation: cancellation)
        } catch let failure as SchemeProgramFailure {
            throw failure.isCancelled ? Cancelled() : failure.during("the replay of \(directory)") as any Error
        }
        try logger?.finish(run: features?.run ?? 0)
        return Executor.Outcome(plan: plan, tasks: [(0, replication)], results: [result])
    }

    /// The replays of several data sets as the runs of one plan: their numbers are those of its replications.
    ///
    /// - Throws: ``DataError`` where the scenarios have other schemes.
    public static func combined(
        _ parts: [(plan: Plan, outcome: Executor.Outcome)], named name: String
    ) throws(DataError) -> (plan: Plan, outcome: Executor.Outcome) {
        var scenario = parts[0].plan.cells[0].scenario
        scenario.name = name
        scenario.replications = Int64(parts.count)
        let ratios = parts.map(\.plan.cells[0].scenario.attackers.ratio)
        scenario.attackers.ratio = ratios.reduce(0, +) / Double(ratios.count)
        let plan = Plan(variedKeys: [], cells: [Plan.Cell(varied: [], scenario: scenario)])
        let results = parts.flatMap(\.outcome.runs).map(\.result)
        for result in results where result.schemes.map(\.scheme) != results[0].schemes.map(\.scheme) {
            throw DataError(
                keyPath: "schemes", message: "the data sets bring scenarios with other schemes; name --schemes")
        }
        return (plan, Executor.Outcome(plan: plan, tasks: results.indices.map { (0, $0) }, results: results))
    }
}

extension DataSetReplay {
    /// An attack as the data set names it, with what its number means.
    func title(_ name: String) -> String {
        guard name.hasPrefix("A"), let number = Int(name.dropFirst()),
            let attack = AttackNumbers.name(of: number, in: format)
        else { return name }
        return "\(name) (\(attack))"
    }

    /// The attacks that vehicles are labelled with.
    private var split: ProfileSplit {
        // Words that tables have for something else are told apart.
        let attacks = survey.attacks.map { attack in
            attack.map(title).map { ["", "all", "none", "honest"].contains($0) ? "attack '\($0)'" : $0 }
        }
        return ProfileSplit(names: attacks.compactMap { $0 }.distinct().sorted(), profiles: attacks)
    }

    /// What each vehicle does: `none` where it is honest, nil where nobody knows.
    var attacksByVehicle: [String?] {
        zip(survey.attacks, survey.isLabelled).map { attack, isLabelled in
            attack.map(title) ?? (isLabelled || unlabelledAreHonest ? "none" : nil)
        }
    }
}
