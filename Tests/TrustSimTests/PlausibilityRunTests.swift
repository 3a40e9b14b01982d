import GroupDecision
import Testing

@testable import TrustSim

@Suite("Plausibility verification in runs")
struct PlausibilityRunTests {
    private static let quiet = ["position", "speed", "heading", "sensor", "sensorSpeed", "outlier"].map {
        "sensing.noise.\($0)=0"
    }
    private static let plausible = ["sensing.verification=plausibility"]

    private func tally(_ settings: [String]) throws -> CheckTally {
        let scenario = try SmallWorld.file(Self.plausible + settings).decode()
        var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
        _ = try simulation.run(cancellation: nil)
        return simulation.verification.tally
    }

    private func failures(_ tally: CheckTally, of name: String) -> Int {
        PlausibilityCheck.all.firstIndex { $0.name == name }.map { tally.genuineByCheck[$0] } ?? -1
    }

    @Test("results of statistical verification do not depend on any key of plausibility")
    func statisticalIsUntouched() throws {
        let plain = try SmallWorld.run()
        let keys = ScenarioKeys.all.filter {
            $0.path.hasPrefix("sensing.noise.") || $0.path.hasPrefix("sensing.plausibility.")
        }
        #expect(keys.count == 23)
        let settings = keys.map {
            $0.path == "sensing.plausibility.checks" ? "\($0.path)=['age']" : "\($0.path)=0.75"
        }
        let varied = try SmallWorld.run(settings)
        #expect(varied.results.rows == plain.results.rows && varied.fingerprints == plain.fingerprints)
    }

    @Test("without noise honest vehicles pass every check that compares them with themselves, whatever the movement")
    func honestWithoutNoise() throws {
        for model in ["random-waypoint", "random-direction", "manhattan-grid", "highway"] {
            for interval in [0.1, 1, 3] {
                let found = try tally(
                    Self.quiet + [
                        "mobility.model=\(model)", "attackers.ratio=0", "sensing.accuracy=1", "mobility.length=800",
                        "mobility.block=100", "beacon.interval=\(interval)", "duration=40", "events.rate=0",
                    ])
                #expect(found.genuine > 1000 && found.altered == 0, "\(model)")
                // At its ends vehicles are put on the other side of the highway faster than any can drive.
                let limits = model == "highway" ? [] : ["speed"]
                for check in limits + [
                    "range", "road", "position-speed", "position-heading", "frequency", "sensor", "age",
                ] {
                    #expect(failures(found, of: check) == 0, "\(model), \(interval) s: \(check)")
                }
            }
        }
    }

    @Test("with noise as many honest beacons fail the sensor check as the distributions say")
    func falsePositives() throws {
        // Three deviations of 1 m on each axis: beyond 6 m with exp(-36 / 6). With an outlier of 20 m: exp(-36 / 806).
        let exponents = (Elementary.exp(-6), Elementary.exp(-36.0 / 806))
        for accuracy in [1.0, 0.9, 0.5] {
            let found = try tally(
                [
                    "attackers.ratio=0", "sensing.range=1000", "sensing.accuracy=\(accuracy)", "duration=200",
                    "sensing.plausibility.checks=['sensor']", "evaluation.warmup=0", "events.rate=0",
                ])
            let expected = accuracy * exponents.0 + (1 - accuracy) * exponents.1
            let share = Double(failures(found, of: "sensor")) / Double(found.genuine)
            // Receivers share the noise of the claim.
            #expect(abs(share - expected) < 0.003 + 0.03 * expected, "\(accuracy): \(share) for \(expected)")
            #expect(found.genuineFailing == failures(found, of: "sensor"), "others are not in use")
        }
    }

    @Test("beyond the range sensor passing counts as much as its weight says, and failing counts 1")
    func remoteWeight() throws {
        for weight in [0.0, 0.1, 1] {
            let world =
                Self.quiet + Self.plausible + ["sensing.range=0", "sensing.plausibility.remoteWeight=\(weight)"]
            var honest = try OneAttackerWorld("beacon: {kind: 'randomPosition', probability: 0}, events: 'deny'", world)
            honest.beacon(0)
            var liar = try OneAttackerWorld(
                "beacon: 'zeroSpeed'", world + ["sensing.plausibility.checks=['position-speed']"])
            liar.simulation.sendBeacon(liar.attacker, at: liar.phase)
            liar.simulation.sendBeacon(liar.attacker, at: liar.phase + 4_000_000)
            for vehicle in honest.honest {
                let place = try #require(honest.simulation.sensing.store.record(on: honest.attacker, of: vehicle))
                #expect(honest.simulation.sensing.store[place].evidence == Evidence(positive: weight))
            }
            for vehicle in liar.honest {
                let place = try #require(liar.simulation.sensing.store.record(on: liar.attacker, of: vehicle))
                // 40 m in 4 s at a claimed speed of 0 are within 6 m and a quarter of 10 m/s² for 4 s.
                #expect(liar.simulation.sensing.store[place].evidence.negative == 0)
            }
        }
    }

    @Test(
        "lies that contradict a sensor are found nearly always",
        arguments: [
            "constantPosition", "constantPositionOffset", "randomPosition", "randomSpeed", "disruptive", "gridSybil",
            "dataReplaySybil", "denialOfService", "eventualStop",
        ])
    func detection(_ preset: String) throws {
        let found = try tally(["attackers={ratio: 0.3, profile: '\(preset)'}", "sensing.range=1000", "events.rate=0"])
        #expect(found.altered > 300)
        let (lies, truths) = (
            Double(found.alteredFailing) / Double(found.altered), Double(found.genuineFailing) / Double(found.genuine)
        )
        #expect(lies > 0.85 && truths < 0.4, "\(lies), \(truths)")
    }

    @Test("counts of checks add up: failing ones are no more than all, and no fewer than those of one check in use")
    func tallies() throws {
        let found = try tally(["attackers={ratio: 0.3, profile: 'randomPositionOffset'}"])
        #expect(found.alteredFailing <= found.altered && found.genuineFailing <= found.genuine)
        #expect(found.alteredByCheck.allSatisfy { $0 <= found.alteredFailing })
        #expect(found.genuineByCheck.allSatisfy { $0 <= found.genuineFailing })
        var twice = found
        twice.add(found)
        #expect(twice.altered == 2 * found.altered && twice.alteredByCheck == found.alteredByCheck.map { 2 * $0 })
    }

    // MARK: - Determinism

    /// Attackers of every kind of identity, target, schedule and knowledge.
    private static let mixture =
        "attackers={ratio: 0.5, profiles: ["
        + ["thresholdRider", "mimic", "whitewasher", "sybil", "flooder", "conflicting", "denialOfServiceRandomSybil"]
        .map { "{profile: '\($0)', share: 0.1}" }.joined(separator: ", ")
        + ", {profile: {preset: 'gridSybil', reports: 'targeted'}, share: 0.1}"
        + ", {profile: {preset: 'conflicting', events: 'fabricate', identity: 'sybil'}, share: 0.1}"
        + ", {profile: {beacon: {kind: 'denialOfServiceDisruptive', factor: 2.5}, schedule: 'bernoulli'}, share: 0.1}]}"

    @Test("one worker and two give the same results, and so does every order of schemes", arguments: [false, true])
    func workersAndOrder(_ isPlausible: Bool) throws {
        let settings = [Self.mixture, "replications=2"] + (isPlausible ? Self.plausible : [])
        let one = try SmallWorld.run(settings)
        let two = try SmallWorld.run(settings, jobs: 2)
        #expect(one.results.rows == two.results.rows && one.fingerprints == two.fingerprints)
        let schemes = [
            "majority-vote", "beta", "own-evidence", "consensus-adaptive", "deviation-test", "dempster-shafer",
        ]
        let turned = try SmallWorld.run(settings + ["schemes=[\(schemes.map { "'\($0)'" }.joined(separator: ","))]"])
        #expect(turned.fingerprints == one.fingerprints)
        for scheme in schemes { #expect(turned.results.row(of: scheme) == one.results.row(of: scheme), "\(scheme)") }
    }

    @Test("what attackers do, and labels, are the same whichever scheme is at work", arguments: [false, true])
    func schemesDoNotMatter(_ isPlausible: Bool) throws {
        for delivery in ["broadcast", "beacon"] {
            let settings =
                [Self.mixture, "evaluation.reportDelivery=\(delivery)"] + (isPlausible ? Self.plausible : [])
            func misconduct(_ schemes: String) throws -> ([Microseconds?], ResultRow?) {
                let changed = settings + ["schemes=[\(schemes)]"]
                let scenario = try SmallWorld.file(changed).decode()
                var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
                _ = try simulation.run(cancellation: nil)
                return (simulation.truth.firstMisconduct, try SmallWorld.run(changed).results.row(of: "own-evidence"))
            }
            let alone = try misconduct("'own-evidence'")
            let together = try misconduct("'consensus-adaptive','own-evidence','majority-vote'")
            #expect(alone.0 == together.0 && alone.1 == together.1, "\(delivery)")
            #expect(alone.0.count { $0 != nil } > 15)
        }
    }
}

@Suite("Attacks with odd parameters")
struct OddParameterTests {
    private func run(_ profile: String, _ settings: [String] = []) throws {
        for verification in ["statistical", "plausibility"] {
            let scenario = try SmallWorld.file(
                [
                    "attackers={ratio: 0.5, profile: \(profile)}", "vehicles=6", "duration=5", "events.rate=1",
                    "schemes=['own-evidence','consensus-adaptive']", "evaluation.interval=1",
                    "sensing.verification=\(verification)",
                ] + settings
            ).decode()
            var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
            _ = try simulation.run(cancellation: nil)
            #expect(
                simulation.truth.firstMisconduct.indices.allSatisfy {
                    simulation.truth.firstMisconduct[$0] == nil || simulation.truth.isAttacker[$0]
                })
        }
    }

    @Test("every parameter of every part may be at either end of its range", arguments: PartSlot.all.map(\.name))
    func rangeEnds(_ slot: String) throws {
        let kinds = try #require(PartSlot.all.first { $0.name == slot }).kinds
        // A malicious part beside the one that is tried, and ghosts for those that need them.
        let others = slot == "reports" ? "events: 'deny'" : "reports: 'badMouth'"
        let ghosts = slot == "beacon" ? ", identity: 'sybil'" : ""
        for kind in kinds {
            for parameter in kind.parameters {
                for value in [parameter.range.lowerBound, parameter.range.upperBound] {
                    // Some ends mean that nothing is ever done, which is refused.
                    let isNothing = slot == "schedule" && (kind.name, value) == ("bernoulli", 0)
                    let isNever = kind.name == "betrayal" && value == 1 || kind.name == "conflicting" && value == 1
                    if isNothing || isNever { continue }
                    try run("{\(others)\(ghosts), \(slot): {kind: '\(kind.name)', \(parameter.name): \(value)}}")
                }
            }
        }
    }

    @Test(
        "combinations that ask for much",
        arguments: [
            "{identity: {kind: 'changing', identities: 2, every: 1e6}}",
            "{identity: {kind: 'sybil', ghosts: 50}, beacon: {kind: 'denialOfService', factor: 20}}",
            "{identity: {kind: 'whitewash', interval: 0.1}, beacon: 'randomPosition'}",
            "{beacon: {kind: 'timeDelay', min: 4, max: 2}}",
            "{beacon: {kind: 'timeDelay', min: 1e5, max: 0, keepsTime: 1}}",
            "{beacon: {kind: 'constantPositionOffset', min: 1e5, max: 0}}",
            "{beacon: {kind: 'suddenDisappearance', onset: 1}, identity: 'sybil'}",
            "{beacon: 'suddenAppearance', identity: {kind: 'sybil', ghosts: 50, spread: 0}}",
            "{beacon: {kind: 'accelerationMultiplication', max: 1e5}, targets: {kind: 'conflicting', share: 0.999}}",
            "{reports: {kind: 'targeted', victim: 1e7, share: 1}, identity: 'sybil', guarantees: 'vouchForAll'}",
        ])
    func combinations(_ profile: String) throws {
        for delivery in ["broadcast", "beacon"] { try run(profile, ["evaluation.reportDelivery=\(delivery)"]) }
    }

    @Test("the shortest interval of beacons with the fastest flood")
    func fastestFlood() throws {
        try run("{beacon: {kind: 'denialOfServiceDisruptive', factor: 100}}", ["beacon.interval=0.01", "duration=0.2"])
    }

    @Test("the longest interval of beacons, and noise and margins at the ends of their ranges")
    func extremeDetectors() throws {
        try run("'randomSpeed'", ["beacon.interval=60", "duration=300"])
        let keys = ScenarioKeys.all.filter {
            $0.path.hasPrefix("sensing.noise.") || $0.path.hasPrefix("sensing.plausibility.")
        }
        for isUpper in [false, true] {
            var settings: [String] = []
            for key in keys {
                if case .number(_, let range) = key.kind {
                    settings.append("\(key.path)=\(isUpper ? range.upperBound : range.lowerBound)")
                }
            }
            #expect(settings.count == 22)
            for model in ["random-waypoint", "manhattan-grid"] {
                try run("'randomPosition'", settings + ["mobility.model=\(model)"])
            }
        }
    }
}
