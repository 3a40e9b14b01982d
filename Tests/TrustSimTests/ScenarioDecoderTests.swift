import Foundation
import GroupDecision
import Testing

@testable import TrustSim

/// Decodes a text as the file `f`.
func decodedScenario(_ text: String) throws -> Scenario { try ScenarioDecoder.decode(try parseJSON5(text)) }

/// What is wrong with a text, with its place.
func scenarioFailure(_ text: String) -> String {
    do {
        _ = try decodedScenario(text)
        return "accepted"
    } catch { return String(describing: error) }
}

extension JSONNode {
    /// The node at a path with dots.
    fileprivate func at(_ path: String) -> JSONNode? {
        path.split(separator: ".").reduce(Optional(self)) { node, key in node?[String(key)] }
    }
}

@Suite("Decoding of scenarios")
struct ScenarioDecoderTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test("the open square decodes to the values written in it")
    func openSquare() throws {
        let path = Self.root.appendingPathComponent("Scenarios/open-square.json").path
        let scenario = try ScenarioFile(path: path).decode()
        #expect(scenario.name == "open-square" && scenario.seed == 1 && scenario.replications == 5)
        #expect(scenario.duration == 200 && scenario.vehicles == 100)
        #expect(scenario.area.width == 1500 && scenario.area.height == 1500)
        #expect(scenario.mobility.model == "random-waypoint")
        #expect(scenario.mobility.minSpeed == 8 && scenario.mobility.maxSpeed == 20)
        #expect(scenario.radio.model == "unit-disk" && scenario.radio.range == 300)
        #expect(scenario.beaconInterval == 1)
        #expect(scenario.sensing.range == 120 && scenario.sensing.accuracy == 0.9)
        #expect(scenario.sensing.verification == "statistical")
        #expect(scenario.evaluation.interval == 10 && scenario.evaluation.warmup == 0.3)
        #expect(scenario.evaluation.unknownPolicy == "trust")
        #expect(scenario.events.rate == 0.05 && scenario.events.duration == 30)
        #expect(scenario.attackers.ratio == 0.3 && scenario.attackers.profiles.count == 1)
        #expect(scenario.attackers.profiles.first?.profile.name == "colluders")
        #expect(scenario.attackers.profiles.first?.share == 1)
        let schemes = [
            "consensus-adaptive", "own-evidence", "beta", "deviation-test", "dempster-shafer", "majority-vote",
        ]
        #expect(scenario.schemes == schemes && scenario.ablations.isEmpty)
    }

    @Test("every shipped scenario decodes")
    func shippedScenarios() throws {
        let folder = Self.root.appendingPathComponent("Scenarios").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
        #expect(names.contains("open-square.json"))
        for name in names.sorted() where name != "schema.json" {
            let scenario = try ScenarioFile(path: folder + "/" + name).decode()
            #expect(scenario.name + ".json" == name)
        }
    }

    @Test("what is not given has the defaults of the model")
    func defaults() throws {
        let scenario = try decodedScenario("{vehicles: 10}")
        #expect(scenario.duration == 200 && scenario.beaconInterval == 1 && scenario.evaluation.interval == 10)
        #expect(scenario.evaluation.warmup == 0.3 && scenario.evaluation.unknownPolicy == "trust")
        #expect(scenario.sensing.range == 120 && scenario.sensing.accuracy == 0.9)
        #expect(scenario.sensing.faultyShare == 0 && scenario.sensing.faultyAccuracy == 0.6)
        #expect(scenario.radio.pathLoss.powerDBm == 23 && scenario.radio.pathLoss.exponent == 2.5)
        #expect(scenario.radio.pathLoss.thresholdDBm == -89 && scenario.radio.shadowing == 3)
        #expect(scenario.radio.correlationDistance == 10 && scenario.radio.nearDistance == 80)
        #expect(scenario.radio.nearShape == 1.5 && scenario.radio.farShape == 0.75)
        #expect(scenario.evidence == EvidenceParameters() && scenario.settings.inference == InferenceSettings())
        #expect(scenario.tolerance.start == 0.6 && scenario.tolerance.spread == 0)
        #expect(scenario.settings.baselineThreshold == 0.7 && scenario.settings.given.isEmpty)
        #expect(scenario.attackers.ratio == 0 && scenario.attackers.profiles.map(\.profile.name) == ["colluders"])
    }

    // MARK: - Round trip

    /// A value that a key does not have by default, and may have.
    private func otherValue(for key: ScenarioKey, than scenario: Scenario) -> String {
        func number(_ value: Double, in range: ClosedRange<Double>) -> String {
            let scaled = value * 1.1
            if scaled != value && range.contains(scaled) { return NumberText.csv(scaled) }
            let share = range.lowerBound + 0.37 * (range.upperBound - range.lowerBound)
            return NumberText.csv(share)
        }
        switch key.kind {
        case .number(let place, let range): return number(scenario[keyPath: place], in: range)
        case .baseline(_, let parameter):
            return number(parameter.standard ?? scenario.settings.baselineThreshold, in: parameter.range)
        case .integer(let place, let range): return String(min(scenario[keyPath: place] + 3, range.upperBound))
        case .choice(let place, let names):
            return "\"\(names.first { $0 != scenario[keyPath: place] && $0 != "trace" } ?? names[0])\""
        case .text where key.path == "mobility.columns": return #""time=T,x=é""#
        case .text: return #""a \"b\"; é, #1""#
        case .names(_, let names): return "[\"\(names[names.count - 1])\", \"\(names[0])\"]"
        case .points: return "[[10, 20.5], [-3, 0]]"
        case .calibration: return #"{"beta": 0.55}"#
        case .profile:
            return #"{"beacon": {"kind": "randomPositionOffset", "offset": 12.5}, "schedule": {"kind": "markov"}}"#
        case .profiles:
            return
                #"[{"profile": "bogus", "share": 0.25}, {"profile": {"reports": {"kind": "silent"}}, "share": 0.75}]"#
        }
    }

    private func same(_ left: JSONNode?, _ right: JSONNode?) -> Bool {
        guard let left, let right else { return false }
        return compactJSON(left) == compactJSON(right)
    }

    @Test("every key keeps its value through decoding, encoding and decoding")
    func roundTripOfEveryKey() throws {
        let base = try decodedScenario("{vehicles: 50}")
        for key in ScenarioKeys.all {
            let text = key.path == "beacon.jitter" ? "0.25" : otherValue(for: key, than: base)
            let ways = ["count", "spacing", "positions"].map { "infrastructure.units.\($0)" }
            let needed =
                switch key.path {
                case "beacon.dcc": "{vehicles: 50, radio: {mac: 'csma'}}"
                // Without units nothing is written about them, nor about an authority without one.
                case "infrastructure.authority.delivery":
                    "{vehicles: 50, infrastructure: {units: {count: 2}, authority: {rule: 'weightedSum'}}}"
                case let path where path.hasPrefix("infrastructure.authority.") && !path.hasSuffix(".rule"):
                    "{vehicles: 50, infrastructure: {authority: {rule: 'weightedSum'}}}"
                case let path where path.hasPrefix("infrastructure.units.") && !ways.contains(path):
                    "{vehicles: 50, infrastructure: {units: {count: 2}}}"
                default: "{vehicles: 50}"
                }
            var file = ScenarioFile(path: "f", root: try parseJSON5(needed))
            try file.set("\(key.path)=\(text)")
            let scenario = try file.decode()
            let tree = ScenarioEncoder.tree(scenario)
            let given = try parseJSON5(text)
            #expect(same(tree.at(key.path), given), "\(key.path): \(text)")
            if !["sensing.verification", "mobility.format"].contains(key.path) {
                #expect(!same(ScenarioEncoder.tree(base).at(key.path), given), "\(key.path) was not changed")
            }
            let again = ScenarioEncoder.tree(try ScenarioDecoder.decode(tree))
            #expect(compactJSON(again) == compactJSON(tree), "\(key.path)")
        }
    }

    @Test("a scenario as written has every key but those that exclude each other, in order")
    func encodedKeys() throws {
        func paths(_ node: JSONNode, _ prefix: String = "") -> [String] {
            let keys = ScenarioKeys.all.map(\.path)
            return (node.members ?? []).flatMap { member in
                let path = prefix + member.key
                return keys.contains(path) ? [path] : paths(member.value, path + ".")
            }
        }
        // Thresholds that follow 'baselines.threshold' are not written unless they are given.
        let expected = ScenarioKeys.all.filter { ScenarioEncoder.standardText(of: $0) != "baselines.threshold" }
            .map(\.path).filter { !$0.hasPrefix("infrastructure.") }
        let units = try decodedScenario(
            "{vehicles: 50, infrastructure: {units: {count: 2}, authority: {rule: 'weightedSum'}}}")
        #expect(
            paths(ScenarioEncoder.tree(units)).filter { $0.hasPrefix("infrastructure.") }
                == ScenarioKeys.all.map(\.path).filter { $0.hasPrefix("infrastructure.") })
        let one = paths(ScenarioEncoder.tree(try decodedScenario("{vehicles: 50}")))
        #expect(one == expected.filter { !["attackers.profiles", "attackers.list"].contains($0) })
        let trace = paths(ScenarioEncoder.tree(try decodedScenario("{mobility: {model: 'trace', file: 'a.xml'}}")))
        #expect(trace == expected.filter { !["attackers.profiles", "attackers.list", "vehicles"].contains($0) })
        #expect(Set(expected).count == expected.count)
    }

    @Test("a trace with a window keeps it, has no vehicles, and lasts as long as its window unless told otherwise")
    func traces() throws {
        let text = "{mobility: {model: 'trace', file: 'a.xml', begin: 10.5, end: 20}, duration: 5}"
        let scenario = try decodedScenario(text)
        #expect(scenario.usesTrace && scenario.vehicles == 0 && scenario.duration == 5)
        let again = try ScenarioDecoder.decode(ScenarioEncoder.tree(scenario))
        #expect(again.mobility.file == "a.xml" && again.mobility.begin == 10.5 && again.mobility.end == 20)
        #expect(again.vehicles == 0)
        #expect(try decodedScenario("{mobility: {model: 'trace', file: '-'}}").duration == 0)
    }

    // MARK: - Profiles

    private func profile(_ text: String) throws -> Profile {
        try #require(
            try decodedScenario("{vehicles: 10, attackers: {profile: \(text)}}").attackers.profiles.first
        ).profile
    }

    @Test("a profile is a preset, parts, or parts on top of a preset")
    func profiles() throws {
        let preset = try #require(AttackPreset.all.first { $0.name == "colluders" })
        let named = try profile("'colluders'")
        #expect(named.name == "colluders" && named.choices == preset.parts)
        let parts = try profile("{reports: 'silent', events: {kind: 'invert', probability: 0.25}}")
        let choices = ["reports": PartChoice("silent"), "events": PartChoice("invert", ["probability": 0.25])]
        #expect(parts.choices == choices)
        let changed = try profile("{preset: 'colluders', reports: 'honest', schedule: {kind: 'onOff', on: 5}}")
        var expected = preset.parts
        expected["reports"] = PartChoice("honest")
        expected["schedule"] = PartChoice("onOff", ["on": 5])
        #expect(changed.choices == expected)
        #expect(changed.schedule is OnOff && changed.reports is HonestReports)
    }

    @Test("several profiles keep their order, parts and shares")
    func severalProfiles() throws {
        let text = "[{profile: 'bogus', share: 0.2}, {profile: {preset: 'bogus', tolerance: 'fixed'}, share: 0.8}]"
        let scenario = try decodedScenario("{vehicles: 10, attackers: {ratio: 0.5, profiles: \(text)}}")
        let again = try ScenarioDecoder.decode(ScenarioEncoder.tree(scenario))
        for profiles in [scenario.attackers.profiles, again.attackers.profiles] {
            #expect(profiles.map(\.share) == [0.2, 0.8])
            #expect(profiles.map(\.profile.choices.count) == [2, 3])
            #expect(profiles[0].profile.name == "bogus" && profiles[1].profile.choices["tolerance"]?.kind == "fixed")
        }
        #expect(again.attackers.ratio == 0.5)
    }

    @Test("ablations may be written as keys or as in the names of their rows")
    func ablationNames() throws {
        let scenario = try decodedScenario("{vehicles: 10, ablations: ['self-proof', 'dynamicThreshold']}")
        #expect(scenario.ablations == ["selfProof", "dynamicThreshold"])
    }
}
