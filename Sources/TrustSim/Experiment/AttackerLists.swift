/// Lists of attackers: read once, looked up for every scenario that differs in what their words mean.
struct AttackerLists: Sendable {
    /// What the meaning of a list depends on.
    private struct Key: Hashable {
        var path: String
        var vehicles: Int64
        var duration: Double
        var hasRoadEvents: Bool
        var trace: UInt64?
        var profiles: [[String: PartChoice]]
        var names: [String]

        init(_ scenario: Scenario, path: String, trace: TraceData?) {
            self.path = path
            vehicles = scenario.vehicles
            duration = scenario.duration
            hasRoadEvents = scenario.events.rate > 0
            self.trace = trace?.fingerprint.value
            profiles = scenario.attackers.profiles.map(\.profile.choices)
            names = scenario.attackers.profiles.map(\.profile.name)
        }
    }

    private var files: [String: AttackerListFile] = [:]
    private var found: [Key: ListedAttackers] = [:]
    /// What is written to no effect.
    private(set) var notes: [String] = []

    /// Whether there is none.
    var isEmpty: Bool { files.isEmpty }

    /// Reads the list of a scenario, where it has one.
    ///
    /// - Throws: what is wrong with it, or why it does not go with the scenario.
    mutating func read(_ scenario: Scenario, in directory: String, trace: TraceData?) throws(DataError) {
        guard let path = Self.path(of: scenario, in: directory) else { return }
        let file: AttackerListFile
        if let known = files[path] { file = known } else { file = try AttackerListFile(path: path) }
        files[path] = file
        let (listed, notes) = try AttackerListLookup(file, scenario, trace: trace).attackers()
        found[Key(scenario, path: path, trace: trace)] = listed
        for note in notes where !self.notes.contains(note) { self.notes.append(note) }
    }

    /// What the list of a scenario says; nil where it has none.
    func listed(_ scenario: Scenario, in directory: String, trace: TraceData?) -> ListedAttackers? {
        Self.path(of: scenario, in: directory).flatMap { found[Key(scenario, path: $0, trace: trace)] }
    }

    /// The list of a scenario as a file; nil where it has none.
    func file(of scenario: Scenario, in directory: String) -> AttackerListFile? {
        Self.path(of: scenario, in: directory).flatMap { files[$0] }
    }

    /// Where the list of a scenario is; nil where it has none.
    static func path(of scenario: Scenario, in directory: String) -> String? {
        let list = scenario.attackers.list
        return list.isEmpty ? nil : TraceLibrary.resolve(list, against: directory)
    }
}
