import Testing

@Suite("Wrong values for --set, --vary and --attacker-ratio")
struct SettingErrorTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    @Test(
        "a wrong --set is a mistake of the command line, and the option is its place",
        arguments: [
            ("radio", "expected key.path=value"),
            ("=5", "expected key.path=value"),
            ("radio..range=5", "expected key.path=value"),
            ("radio.rnage=5", "unknown key 'radio.rnage'; did you mean 'radio.range'?"),
            ("atackers.ratio=0.3", "unknown key 'atackers'; did you mean 'attackers'?"),
            ("area={wdth: 5}", "unknown key 'area.wdth'; did you mean 'area.width'?"),
            ("radio.range=far", "'radio.range' is a number from 1 to 100000, found a string"),
            ("radio.range=", "'radio.range' is a number from 1 to 100000, found a string"),
            ("radio.range=0", "'radio.range' is a number from 1 to 100000, found 0"),
            ("radio.range.x=5", "'radio.range' is a number, which has no 'x'"),
            ("radio=5", "'radio' is an object, found a number"),
            ("vehicles=0", "'vehicles' is a whole number from 1 to 10000000, found 0"),
            ("vehicles=2.5", "'vehicles' is a whole number from 1 to 10000000, found 2.5"),
            ("attackers.ratio=1.5", "'attackers.ratio' is a number from 0 to 1, found 1.5"),
            ("attackers.ratio=NaN", "'attackers.ratio' is a number from 0 to 1, found NaN"),
            ("radio.model=unit-disc", "unknown name 'unit-disc' in 'radio.model'; did you mean 'unit-disk'?"),
            (
                "attackers.profile=coluders",
                "unknown name 'coluders' in 'attackers.profile'; did you mean 'colluders'?"
            ),
            ("schemes=beta", nil),
        ] as [(String, String?)])
    func wrongSetting(setting: String, message: String?) throws {
        let names =
            "consensus-adaptive, own-evidence, beta, deviation-test, dempster-shafer, majority-vote, "
            + "travos, after-rftm, truman, trust-all, distrust-all, coin"
        try directory.expectError(
            ["run", "a.json", "--set", setting], code: 64,
            "--set \(setting): \(message ?? "'schemes' is a list of \(names), found a string")")
    }

    @Test("of several settings the wrong one is named")
    func oneOfSeveral() throws {
        try directory.expectError(
            ["run", "a.json", "--set", "radio.range=100", "--set", "seed=x", "--set", "vehicles=5"], code: 64,
            "--set seed=x: 'seed' is a whole number from 0 to 4294967295, found a string")
    }

    @Test(
        "values for --attacker-ratio that are no ratios are quoted with what is expected",
        arguments: [
            ("x", "numbers from 0 to 1"), ("1.5", "numbers from 0 to 1"), ("-0.1", "numbers from 0 to 1"),
            ("0.1,nan", "numbers from 0 to 1"), ("0.5:1.5:0.5", "numbers from 0 to 1"),
            ("", "values separated by commas, or first:last:step"),
            ("0.1,", "values separated by commas, or first:last:step"),
            ("0.1:0.5:0", "first:last:step with a step above 0 and at most 10000 values"),
            ("0.5:0.1:0.1", "first:last:step with a step above 0 and at most 10000 values"),
            ("0:1:1e-9", "first:last:step with a step above 0 and at most 10000 values"),
            ("0:inf:1", "first:last:step with a step above 0 and at most 10000 values"),
        ])
    func wrongRatio(text: String, expected: String) throws {
        try directory.expectUsageError(
            ["sweep", "a.json", "--attacker-ratio=\(text)"], command: "sweep",
            "The value '\(text)' is invalid for '--attacker-ratio <ratios>': expected \(expected)")
    }

    @Test(
        "a key that cannot be varied is refused with what to do instead",
        arguments: [
            ("radio.rnage=1,2", "Unknown key 'radio.rnage' in '--vary'. Did you mean 'radio.range'?"),
            ("radio=1,2", "Unknown key 'radio' in '--vary'; see 'trustsim list keys'"),
            ("seed=1,2", "'seed' cannot be varied; see '--seed'"),
            ("replications=1,2", "'replications' cannot be varied; see '--replications'"),
            ("schemes=beta", "'schemes' cannot be varied; see '--schemes'"),
            ("attackers.ratio=0.1,0.2", "'attackers.ratio' cannot be varied; see '--attacker-ratio'"),
        ])
    func wrongAxis(text: String, message: String) throws {
        try directory.expectUsageError(["sweep", "a.json", "--vary", text], command: "sweep", message)
    }

    @Test("the option that switches mechanisms off is called by its name")
    func ablationsAreNoAxis() throws {
        try directory.expectUsageError(
            ["sweep", "a.json", "--vary", "ablations=guarantee"], command: "sweep",
            "'ablations' cannot be varied; see '--ablate'")
    }

    @Test(
        "a wrong value of a varied key is a mistake of the command line, and the option is its place",
        arguments: [
            ("radio.range=far", "--vary radio.range=far: 'radio.range' is a number from 1 to 100000, found a string"),
            ("vehicles=10,0", "--vary vehicles=0: 'vehicles' is a whole number from 1 to 10000000, found 0"),
            (
                "radio.model=unit-disk,unit-disc",
                "--vary radio.model=unit-disc: unknown name 'unit-disc' in 'radio.model'; did you mean 'unit-disk'?"
            ),
        ])
    func wrongVariedValue(text: String, message: String) throws {
        try directory.expectError(["sweep", "a.json", "--vary", text], code: 64, message)
    }

    @Test("a sweep over nothing, a key varied twice and an axis without values are refused")
    func wrongSweeps() throws {
        try directory.expectUsageError(
            ["sweep", "a.json"], command: "sweep", "Nothing to sweep: give '--attacker-ratio' or '--vary'")
        try directory.expectUsageError(
            ["sweep", "a.json", "--vary", "radio.range=100", "--vary", "radio.range=200"], command: "sweep",
            "Key 'radio.range' is varied twice")
        try directory.expectUsageError(
            ["sweep", "a.json", "--vary", "radio.range"], command: "sweep",
            "The value 'radio.range' is invalid for '--vary <key.path=v1,v2>': expected key.path=v1,v2")
    }
}
