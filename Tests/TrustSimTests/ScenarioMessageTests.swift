import Testing

@testable import TrustSim

@Suite("What is said about faulty scenarios")
struct ScenarioMessageTests {
    private static let schemes = SchemeCatalog.names.joined(separator: ", ")
    private static let presets = AttackPreset.all.map(\.name).joined(separator: ", ")
    private static let parts = PartSlot.all.map(\.name).joined(separator: ", ")
    private static let unobservable = "this profile does nothing that anybody could observe; give it a malicious part"

    private static func inAttackers(_ text: String) -> String { "{vehicles: 10, attackers: {\(text)}}" }

    @Test(
        "unknown keys: the place, and the key that was probably meant, here or elsewhere, or those that are allowed",
        arguments: [
            ("{vehicles: 10, atackers: {ratio: 0.1}}", "f:1:16: unknown key 'atackers'; did you mean 'attackers'?"),
            (
                "{vehicles: 10,\n  mobility: {speeed: {min: 3}}}",
                "f:2:14: unknown key 'mobility.speeed'; did you mean 'mobility.speed'?"
            ),
            (
                "{vehicles: 10, mobility: {speed: {minn: 3}}}",
                "f:1:35: unknown key 'mobility.speed.minn'; did you mean 'mobility.speed.min'?"
            ),
            ("{vehicles: 10, range: 5}", "f:1:16: unknown key 'range'; did you mean 'radio.range'?"),
            (
                "{vehicles: 10, radio: {accuracy: 5}}",
                "f:1:24: unknown key 'radio.accuracy'; did you mean 'sensing.accuracy'?"
            ),
            (
                "{vehicles: 10, mobility: {speed: {frobnicate: 5}}}",
                "f:1:35: unknown key 'mobility.speed.frobnicate'; allowed in 'mobility.speed': min, max"
            ),
            (
                "{vehicles: 10, frobnicate: 5}",
                "f:1:16: unknown key 'frobnicate'; allowed here: name, seed, replications, duration, vehicles, area, "
                    + "mobility, radio, beacon, pseudonyms, sensing, evaluation, events, attackers, infrastructure, tolerance, evidence, parameters, "
                    + "mechanismsOff, baselines, calibration, schemes, ablations"
            ),
        ])
    func unknownKeys(_ text: String, _ message: String) {
        #expect(scenarioFailure(text) == message)
    }

    @Test(
        "wrong types: what the key takes and what was found",
        arguments: [
            ("[]", "f:1:1: a scenario is an object, found an array"),
            ("{vehicles: '10'}", "f:1:12: 'vehicles' is a whole number from 1 to 10000000, found a string"),
            ("{vehicles: null}", "f:1:12: 'vehicles' is a whole number from 1 to 10000000, found null"),
            ("{vehicles: true}", "f:1:12: 'vehicles' is a whole number from 1 to 10000000, found a boolean"),
            ("{vehicles: 10, name: 5}", "f:1:22: 'name' is a text, found a number"),
            ("{vehicles: 10, radio: 5}", "f:1:23: 'radio' is an object, found a number"),
            (
                "{vehicles: 10,\n radio: {\n  range: 'far'}}",
                "f:3:10: 'radio.range' is a number from 1 to 100000, found a string"
            ),
            (
                "{vehicles: 10, evaluation: {unknownPolicy: 5}}",
                "f:1:44: 'evaluation.unknownPolicy' takes one of trust, distrust, found a number"
            ),
            ("{vehicles: 10, schemes: 'beta'}", "f:1:25: 'schemes' is a list of \(schemes), found a string"),
            ("{vehicles: 10, schemes: ['beta', 5]}", "f:1:34: 'schemes' takes one of \(schemes), found a number"),
        ])
    func wrongTypes(_ text: String, _ message: String) {
        #expect(scenarioFailure(text) == message)
    }

    @Test(
        "numbers out of range, not a number, not whole: the range, and the number as written",
        arguments: [
            ("{vehicles: 10, radio: {range: 0}}", "f:1:31: 'radio.range' is a number from 1 to 100000, found 0"),
            ("{vehicles: 10, radio: {range: 1e6}}", "f:1:31: 'radio.range' is a number from 1 to 100000, found 1e6"),
            ("{vehicles: 10, radio: {range: NaN}}", "f:1:31: 'radio.range' is a number from 1 to 100000, found NaN"),
            (
                "{vehicles: 10, radio: {range: -Infinity}}",
                "f:1:31: 'radio.range' is a number from 1 to 100000, found -Infinity"
            ),
            (inAttackers("ratio: 1.01"), "f:1:35: 'attackers.ratio' is a number from 0 to 1, found 1.01"),
            (inAttackers("ratio: -0.1"), "f:1:35: 'attackers.ratio' is a number from 0 to 1, found -0.1"),
            ("{vehicles: 0}", "f:1:12: 'vehicles' is a whole number from 1 to 10000000, found 0"),
            ("{vehicles: 1.5}", "f:1:12: 'vehicles' is a whole number from 1 to 10000000, found 1.5"),
            ("{vehicles: NaN}", "f:1:12: 'vehicles' is a whole number from 1 to 10000000, found NaN"),
            ("{vehicles: 1e30}", "f:1:12: 'vehicles' is a whole number from 1 to 10000000, found 1e30"),
            (
                "{vehicles: 10, seed: 4294967296}",
                "f:1:22: 'seed' is a whole number from 0 to 4294967295, found 4294967296"
            ),
            (
                "{vehicles: 10, parameters: {rounds: 0}}",
                "f:1:37: 'parameters.rounds' is a whole number from 1 to 20, found 0"
            ),
            (
                "{vehicles: 10, baselines: {'consensus-averaging': {supportScale: 0}}}",
                "f:1:66: 'baselines.consensus-averaging.supportScale' is a number from 1e-06 to 1000000, found 0"
            ),
            (
                "{vehicles: 10, name: 'a\\nb'}",
                "f:1:22: 'name' is a text of at most 1024 bytes without control characters"
            ),
        ])
    func numbers(_ text: String, _ message: String) {
        #expect(scenarioFailure(text) == message)
    }

    @Test(
        "combinations that make no sense",
        arguments: [
            ("{}", "f:1:1: the number of vehicles is missing; add 'vehicles' or a trace"),
            ("{mobility: {model: 'trace'}}", "f:1:1: a trace needs 'mobility.file'"),
            ("{mobility: {model: 'trace', file: ''}}", "f:1:35: a trace needs 'mobility.file'"),
            (
                "{mobility: {model: 'trace', file: 'a.xml'}, vehicles: 5}",
                "f:1:55: the vehicles come from the trace; remove 'vehicles'"
            ),
            (
                "{mobility: {model: 'trace', file: 'a.xml', begin: 20, end: 10}}",
                "f:1:60: 'mobility.end' must be greater than 'mobility.begin'"
            ),
            (
                "{vehicles: 10, mobility: {speed: {max: 3, min: 5}}}",
                "f:1:48: 'mobility.speed.min' (5) is greater than 'mobility.speed.max' (3)"
            ),
            (
                "{vehicles: 10, mobility: {speed: {max: 3}}}",
                "f:1:40: 'mobility.speed.min' (8) is greater than 'mobility.speed.max' (3)"
            ),
            (
                "{vehicles: 10, baselines: {'consensus-averaging': {toleranceMin: 0.8, toleranceMax: 0.7}}}",
                "f:1:66: 'baselines.consensus-averaging.toleranceMin' is greater than 'baselines.consensus-averaging.toleranceMax'"
            ),
            (
                "{vehicles: 10, schemes: ['beta', 'coin', 'beta']}",
                "f:1:42: 'beta' is listed twice in 'schemes'"
            ),
            (
                "{vehicles: 10, ablations: ['selfProof', 'self-proof']}",
                "f:1:41: 'selfProof' is listed twice in 'ablations'"
            ),
            ("{vehicles: 10, schemes: []}", "f:1:25: 'schemes' is empty; name at least one scheme"),
            ("{vehicles: 10, schemes: ['bata']}", "f:1:26: unknown name 'bata' in 'schemes'; did you mean 'beta'?"),
            (
                "{vehicles: 10, schemes: ['zzz']}",
                "f:1:26: unknown name 'zzz' in 'schemes'; allowed: \(schemes)"
            ),
            (
                inAttackers("profile: 'colluders',\n profiles: [{profile: 'bogus', share: 1}]"),
                "f:2:12: give either 'attackers.profile' (f:1:37) or 'attackers.profiles', not both"
            ),
        ])
    func combinations(_ text: String, _ message: String) {
        #expect(scenarioFailure(text) == message)
    }

    @Test(
        "shares of profiles",
        arguments: [
            (
                "[{profile: 'bogus', share: 0.5}, {profile: 'colluders', share: 0.4}]",
                "f:1:38: the shares in 'attackers.profiles' add up to 0.9 instead of 1"
            ),
            ("[]", "f:1:38: 'attackers.profiles' is a list of {profile, share}, found none"),
            ("'bogus'", "f:1:38: 'attackers.profiles' is a list of {profile, share}, found a string"),
            ("[{profile: 'bogus'}]", "f:1:39: 'attackers.profiles[0]' needs a 'profile' and a 'share'"),
            (
                "[{profile: 'bogus', share: 0}]",
                "f:1:65: 'attackers.profiles[0].share' is a number above 0 and up to 1, found 0"
            ),
            (
                "[{profile: 'bogus', share: 0.5}, {profile: 'zzz', share: 0.5}]",
                "f:1:81: unknown name 'zzz' in 'attackers.profiles[1].profile'; allowed: \(presets)"
            ),
            (
                "[{profile: 'bogus', shar: 1}]",
                "f:1:58: unknown key 'shar' in 'attackers.profiles[0]'; did you mean 'share'?"
            ),
        ])
    func shares(_ text: String, _ message: String) {
        #expect(scenarioFailure(Self.inAttackers("profiles: \(text)")) == message)
    }

    @Test(
        "profiles: unknown presets, parts, kinds and parameters, and profiles without an observable act",
        arguments: [
            ("'coluders'", "f:1:37: unknown name 'coluders' in 'attackers.profile'; did you mean 'colluders'?"),
            ("'zzz'", "f:1:37: unknown name 'zzz' in 'attackers.profile'; allowed: \(presets)"),
            ("5", "f:1:37: 'attackers.profile' takes one of \(presets), found a number"),
            (
                "{preset: 'colluder'}",
                "f:1:46: unknown name 'colluder' in 'attackers.profile.preset'; did you mean 'colluders'?"
            ),
            ("{report: 'badMouth'}", "f:1:38: unknown part 'report' in 'attackers.profile'; did you mean 'reports'?"),
            (
                "{zzz: 'badMouth'}",
                "f:1:38: unknown part 'zzz' in 'attackers.profile'; allowed: \(parts), preset, label"
            ),
            (
                "{reports: 'badmouth'}",
                "f:1:47: unknown name 'badmouth' in 'attackers.profile.reports'; did you mean 'badMouth'?"
            ),
            (
                "{attestation: {kind: 'zzz'}}",
                "f:1:58: unknown name 'zzz' in 'attackers.profile.attestation.kind'; allowed: "
                    + PartSlot.attestation.kinds.map(\.name).joined(separator: ", ")
            ),
            (
                "{tolerance: {value: 1}}",
                "f:1:49: 'attackers.profile.tolerance' needs a 'kind': "
                    + PartSlot.tolerance.kinds.map(\.name).joined(separator: ", ")
            ),
            (
                "{reports: {kind: 'badMouth', strenght: 1}}",
                "f:1:66: unknown key 'strenght' in 'attackers.profile.reports'; did you mean 'strength'?"
            ),
            (
                "{reports: {kind: 'badMouth', zzz: 1}}",
                "f:1:66: unknown key 'zzz' in 'attackers.profile.reports'; allowed: strength, certainty, feasible, kind"
            ),
            (
                "{reports: {kind: 'badMouth', strength: 1.5}}",
                "f:1:76: 'attackers.profile.reports.strength' is a number from 0 to 1, found 1.5"
            ),
            (
                "{reports: {kind: 'badMouth', strength: NaN}}",
                "f:1:76: 'attackers.profile.reports.strength' is a number from 0 to 1, found NaN"
            ),
            (
                "{reports: {kind: 'badMouth', strength: 'all'}}",
                "f:1:76: 'attackers.profile.reports.strength' is a number from 0 to 1, found a string"
            ),
            ("{}", "f:1:37: \(unobservable)"),
            ("{schedule: 'onOff'}", "f:1:37: \(unobservable)"),
            ("{reports: {kind: 'badMouth', strength: 0}}", "f:1:37: \(unobservable)"),
            ("{beacon: {kind: 'randomPositionOffset', probability: 0}}", "f:1:37: \(unobservable)"),
            ("{preset: 'colluders', schedule: {kind: 'betrayal', after: 1}}", "f:1:37: \(unobservable)"),
            (
                "{events: 'deny'}",
                "f:1:37: this profile does nothing that anybody could observe without road events ('events.rate' is 0); "
                    + "give it a malicious part"
            ),
            ("{reports: 'honest', tolerance: {kind: 'own'}}", "f:1:37: \(unobservable)"),
        ])
    func profiles(_ text: String, _ message: String) {
        #expect(scenarioFailure(Self.inAttackers("profile: \(text)")) == message)
    }

    @Test("the error knows the path of the key")
    func keyPath() throws {
        let node = try parseJSON5("{vehicles: 10, radio: {range: 0}}")
        let error = #expect(throws: DataError.self) { try ScenarioDecoder.decode(node) }
        #expect(error?.keyPath == "radio.range" && error?.position?.line == 1 && error?.position?.column == 31)
    }
}
