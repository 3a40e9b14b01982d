/// What was run: enough to run it again. Written beside runs.csv.
public struct Manifest: Sendable {
    /// Version of the program.
    public let version: String
    /// The scenario as resolved, of the first cell.
    public let scenario: JSONNode
    /// Where the scenario was, to which the files that it names are relative; itself relative to the manifest, if it can be.
    public let scenarioDirectory: String
    /// Fingerprints of the files that were read.
    public let inputs: InputFingerprints
    /// Names and commands of the programs that decided.
    public let schemePrograms: [(name: String, command: String)]

    /// By varied key, and then by what results call a value: profiles.
    private let profiles: [String: JSONNode]

    /// JSON of a plan whose files are known by their fingerprints. `directory` is where the
    /// manifest will be, `command` what makes the same results again, `experiment` the
    /// ``ExperimentDescription/fingerprint``.
    public static func document(
        _ plan: Plan, inputs: InputFingerprints, scenarioPath: String, directory: String, version: String,
        command: String, experiment: String? = nil
    ) -> [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("program", "trustsim")
            writer.member("version", version)
            writer.member("command", command)
            if let first = plan.cells.first {
                writer.member("scenario", ScenarioEncoder.tree(first.scenario))
                writer.member("scenarioDirectory", TraceLibrary.directory(ofScenario: scenarioPath, from: directory))
                writer.member("seed", first.scenario.seed)
                writer.member("replications", first.scenario.replications)
            }
            writer.member("attackerRatios", plan.cells.map(\.scenario.attackers.ratio).distinct())
            writer.object("varied") { writer in
                for (index, key) in plan.variedKeys.enumerated() {
                    writer.member(key, plan.cells.map { $0.varied[index] }.distinct())
                }
            }
            writeProfiles(plan, to: &writer)
            writer.member("schemes", plan.cells.first?.scenario.rowNames ?? [])
            writer.programs(among: plan.cells.first?.scenario.settings.additional ?? [])
            inputs.write(to: &writer)
            writer.member("runs", plan.runCount)
            if let experiment { writer.member("experiment", experiment) }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// What varied profiles are that results call by a label or by their parts.
    private static func writeProfiles(_ plan: Plan, to writer: inout JSONWriter) {
        for (index, key) in plan.variedKeys.enumerated() where Self.profileKeys.contains(key) {
            var values: [(name: String, value: JSONNode)] = []
            for cell in plan.cells where !values.contains(where: { $0.name == cell.varied[index] }) {
                guard let value = ScenarioEncoder.value(ofProfiles: cell.scenario, isList: key.hasSuffix("s")) else {
                    continue
                }
                values.append((cell.varied[index], value))
            }
            writer.object(Self.member(of: key)) { writer in
                for (name, value) in values { writer.member(name, value) }
            }
        }
    }

    private static let profileKeys = ["attackers.profile", "attackers.profiles"]

    private static func member(of key: String) -> String {
        key == "attackers.profile" ? "variedProfile" : "variedProfiles"
    }

    /// JSON of a study, whose worlds are not in files: the command says all.
    public static func document(
        _ study: Study, command: String, version: String, experiment: String? = nil
    ) -> [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("program", "trustsim")
            writer.member("version", version)
            writer.member("command", command)
            writer.member("seed", study.seed)
            writer.member("replications", study.replications)
            writer.member("attackerRatios", study.ratios)
            writer.member("worlds", study.worlds.map(\.name))
            writer.member("attacks", study.attacks.map(\.preset).distinct())
            writer.member("schemes", study.schemes)
            writer.programs(among: study.additional)
            writer.member("ablations", study.ablations)
            if let experiment { writer.member("experiment", experiment) }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// Reads a manifest.
    public init(path: String) throws(DataError) {
        let root = try JSON5Reader.read(file: path)
        guard root["program"]?.string == "trustsim", let version = root["version"]?.string,
            let scenario = root["scenario"]
        else { throw DataError(position: root.position, message: "this is not a manifest of trustsim") }
        scenarioDirectory = root["scenarioDirectory"]?.string ?? ""
        inputs = InputFingerprints(manifest: root)
        schemePrograms = (root["schemePrograms"]?.elements ?? []).compactMap { program in
            guard let name = program["name"]?.string else { return nil }
            let words = (program["command"]?.elements ?? []).compactMap(\.string)
            return (name, words.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " "))
        }
        self.version = version
        self.scenario = scenario
        profiles = Dictionary(
            uniqueKeysWithValues: Self.profileKeys.compactMap { key in root[Self.member(of: key)].map { (key, $0) } })
    }

    /// The scenario of one row of results, to be decoded: its ratio, varied values and seed.
    public func scenarioFile(of row: ResultRow, variedKeys: [String], path: String) throws(DataError) -> ScenarioFile {
        var file = ScenarioFile(
            path: TraceLibrary.resolve(scenarioDirectory, against: TraceLibrary.directory(of: path)) + "/scenario",
            root: scenario)
        for (key, value) in zip(variedKeys, row.varied) {
            if key == "attackers.profiles" { try file.remove("profile", of: "attackers") }
            if key == "attackers.profile" { try file.remove("profiles", of: "attackers") }
            if let profile = profiles[key]?[value] {
                try file.set(key.split(separator: ".").map(String.init), to: profile)
            } else {
                try file.set("\(key)=\(value)", option: "--vary")
            }
        }
        // A list says itself what the ratio is, and if it has changed, that is to be told and not its ratio.
        if file.root["attackers"]?["list"]?.string?.isEmpty == false {
            try file.remove("ratio", of: "attackers")
        } else {
            try file.set("attackers.ratio=\(NumberText.csv(row.attackerRatio))")
        }
        try file.set("seed=\(row.seed)")
        return file
    }
}
