// Without @testable: here stands only what any package can write.
import GroupDecision
import Testing
import TrustSim

/// The own opinion and those of the neighbours, weighted by certainty, remembered from one evaluation to the next.
private struct SmoothedMean: TrustScheme {
    let name = "not used"
    let threshold: Double
    let memoryShare: Double
    let certaintyCap: Double

    func makeMemory(tolerance: Double) -> [VehicleID: Double] { [:] }
    func makeScratch() -> [(weight: Double, sum: Double)] { [] }

    func evaluate(
        _ view: inout LocalView, memory: inout [VehicleID: Double], scratch sums: inout [(weight: Double, sum: Double)],
        into decisions: inout SchemeDecisions
    ) {
        sums.removeAll(keepingCapacity: true)
        for subject in view.neighbourhood.subjects.prefix(view.neighbourCount) {
            sums.append((subject.opinion.certainty, subject.opinion.certainty * subject.opinion.value))
        }
        for entry in view.neighbourhood.entries where entry.subject < view.neighbourCount {
            let weight = min(entry.certainty, certaintyCap)
            sums[Int(entry.subject)].weight += weight
            sums[Int(entry.subject)].sum += weight * entry.value
        }
        for (vehicle, (weight, sum)) in zip(view.subjects, sums) {
            let mean = weight > 0 ? sum / weight : view.evidenceParameters.baseRate
            let trust = memory[vehicle].map { memoryShare * $0 + (1 - memoryShare) * mean } ?? mean
            memory[vehicle] = trust
            decisions.neighbours.append(
                SchemeDecision(trust: trust, threshold: threshold, support: weight / (weight + 1)))
        }
    }
}

@Suite("A scheme written against the public interface")
struct PublicSchemeTests {
    private let entry = SchemeEntry(
        name: "smoothed-mean", summary: "a mean that remembers",
        parameters: [.threshold(), SchemeParameter("memory", 0...1, 0.5, "share of what it thought before")]
    ) { SmoothedMean(threshold: $0.threshold, memoryShare: $0["memory"], certaintyCap: $0.certaintyCap) }

    private static let text = """
        {name: 'library', seed: 5, replications: 2, duration: 60, vehicles: 30, area: {width: 450, height: 350},
         radio: {range: 160}, sensing: {range: 90}, attackers: {ratio: 0.3, profile: 'bogus'},
         schemes: ['beta', 'smoothed-mean']}
        """

    private func sweep(_ assignments: [String] = [], axes: [Plan.Axis] = [], jobs: Int = 1) throws -> ResultSet {
        var file = try ScenarioFile(text: Self.text)
        file.schemes = [entry]
        for assignment in assignments { try file.set(assignment) }
        let plan = try Plan(file, axes: axes, ratios: [0.1, 0.3])
        var executor = Executor(plan: plan, traces: try TraceLibrary(plan, scenarioPath: file.path))
        executor.jobs = jobs
        return try executor.run().results
    }

    @Test("it takes part in a sweep beside the schemes of the registry, with every metric")
    func takesPart() throws {
        let results = try sweep()
        #expect(results.schemes == ["beta", "trust-all", "distrust-all", "coin", "smoothed-mean"])
        let rows = results.rows.filter { $0.scheme == "smoothed-mean" }
        #expect(rows.count == 4)
        for row in rows {
            let accuracy = try #require(row.value(of: "balancedAccuracy"))
            // It finds far more than chance, and is not right by knowing the truth.
            #expect(accuracy > 0.55 && accuracy < 1)
            #expect(row.value(of: "nothing") == nil)
        }
    }

    @Test("the others' results are the same with it and without it, and so are its own with two workers")
    func sharesTheWorld() throws {
        let both = try sweep()
        let file = try ScenarioFile(text: Self.text.replacing(", 'smoothed-mean'", with: ""))
        let plan = try Plan(file, ratios: [0.1, 0.3])
        let alone = try Executor(plan: plan, traces: try TraceLibrary(plan, scenarioPath: "")).run().results
        #expect(both.rows.filter { $0.scheme != "smoothed-mean" } == alone.rows)
        #expect(try sweep(jobs: 2) == both)
    }

    @Test("its parameters are keys: they can be set, varied, calibrated and are checked")
    func parameters() throws {
        let varied = try sweep(axes: [Plan.Axis(key: "baselines.smoothed-mean.threshold", values: ["0.9", "0.1"])])
        #expect(varied.variedKeys == ["baselines.smoothed-mean.threshold"])
        let recalls = varied.rows.filter { $0.scheme == "smoothed-mean" && $0.attackerRatio == 0.3 }
            .map { ($0.varied[0], $0.value(of: "recall") ?? -1) }
        #expect(recalls.map(\.0) == ["0.1", "0.1", "0.9", "0.9"])
        #expect(recalls[0].1 < recalls[2].1)
        let calibrated = try sweep(["calibration.smoothed-mean=0.5"])
        #expect(calibrated.schemes.contains("smoothed-mean/calibrated"))
        #expect(throws: DataError.self) { try sweep(["baselines.smoothed-mean.memory=2"]) }
        #expect(throws: DataError.self) { try sweep(["baselines.smoothed-mean.memry=0.5"]) }
    }

    @Test("the scenario of a run can be written with its values and read back")
    func encoding() throws {
        var file = try ScenarioFile(text: Self.text)
        file.schemes = [entry]
        try file.set("baselines.smoothed-mean.memory=0.25")
        let tree = ScenarioEncoder.tree(try file.decode())
        #expect(tree["baselines"]?["smoothed-mean"]?["memory"]?.double == 0.25)
        #expect(try ScenarioDecoder.decode(tree, schemes: [entry]).schemes == ["beta", "smoothed-mean"])
    }

    @Test("nothing is registered for anybody else: without the entry the name is unknown")
    func noGlobalState() throws {
        let error = #expect(throws: DataError.self) { try ScenarioFile(text: Self.text).decode() }
        #expect(error?.message.hasPrefix("unknown name 'smoothed-mean' in 'schemes'") == true)
        #expect(!SchemeCatalog.names.contains("smoothed-mean"))
    }

    @Test("a name that is taken, given twice or cannot be written in tables is refused")
    func names() throws {
        func message(_ names: [String]) -> String {
            do throws(DataError) {
                var file = try ScenarioFile(text: "{vehicles: 10}")
                file.schemes = names.map { name in
                    SchemeEntry(name: name, summary: "") { _ in
                        SmoothedMean(threshold: 0.5, memoryShare: 0, certaintyCap: 1)
                    }
                }
                _ = try file.decode()
                return "accepted"
            } catch {
                return error.description
            }
        }
        #expect(message(["a", "b-2"]) == "accepted")
        #expect(message(["beta"]) == "schemes: there are two schemes of the name 'beta'")
        #expect(message(["a", "a"]) == "schemes: there are two schemes of the name 'a'")
        for name in ["", "a/b", "a,b", "a.b", "a b", "ä"] {
            #expect(
                message([name]) == "schemes: the name of a scheme is letters, digits and dashes, found '\(name)'")
        }
    }

    @Test("the schema of scenarios can be made with it")
    func schema() throws {
        let schema = try JSON5Reader.read(ScenarioSchema.document(adding: [entry]), origin: .file("schema"))
        let baselines = schema["properties"]?["baselines"]?["properties"]?["smoothed-mean"]?["properties"]
        #expect(baselines?["memory"]?["maximum"]?.double == 1)
        let names = schema["properties"]?["schemes"]?["items"]?["oneOf"]?.elements?.compactMap { $0["const"]?.string }
        #expect(names == SchemeCatalog.names + ["smoothed-mean"])
    }
}
