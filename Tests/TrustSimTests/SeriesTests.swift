import Testing

@testable import TrustSim

@Suite("Decisions by time, by vehicle and by profile")
struct SeriesTests {
    private let second: Microseconds = 1_000_000

    @Test("acts with short pauses are one bout; a moment belongs to the bout until its last act")
    func bouts() {
        var bouts = MisconductBouts(vehicleCount: 2, pause: 20 * second)
        for time in [30, 31, 50, 70, 100, 101] as [Microseconds] { bouts.note(1, at: time * second) }
        #expect(bouts.ofVehicle[0].isEmpty)
        #expect(
            bouts.ofVehicle[1] == [
                .init(begin: 30 * second, last: 70 * second), .init(begin: 100 * second, last: 101 * second),
            ])
        #expect(bouts.sinceBegin(1, at: 10 * second, end: 200 * second) == -20 * second)
        #expect(bouts.sinceBegin(1, at: 70 * second, end: 200 * second) == 40 * second)
        #expect(bouts.sinceBegin(1, at: 71 * second, end: 200 * second) == -29 * second)
        #expect(bouts.sinceBegin(1, at: 102 * second, end: 200 * second) == nil)
        #expect(bouts.sinceBegin(0, at: 0, end: 200 * second) == nil)
        #expect(bouts.sinceBegin(1, at: 102 * second, end: 120 * second) == 2 * second)
        #expect(bouts.sinceEnd(1, at: 10 * second, end: 200 * second) == nil)
        #expect(bouts.sinceEnd(1, at: 60 * second, end: 200 * second) == -10 * second)
        #expect(bouts.sinceEnd(1, at: 90 * second, end: 200 * second) == 20 * second)
        // The last one may go on behind the end of the run.
        #expect(bouts.sinceEnd(1, at: 102 * second, end: 110 * second) == nil)
        #expect(bouts.sinceEnd(1, at: 102 * second, end: 122 * second) == second)
    }

    @Test("bins of each clock hold the cases that belong to them")
    func bins() {
        var bouts = MisconductBouts(vehicleCount: 3, pause: 5 * second)
        for time in stride(from: 20, through: 30, by: 5) as StrideThrough<Int> {
            bouts.note(2, at: Microseconds(time) * second)
        }
        var tally = SeriesTally(bin: 10 * second)
        func add(_ time: Int, _ vehicle: VehicleID?, _ distrusted: Bool) {
            tally.add(
                at: Microseconds(time) * second, attacker: vehicle.map { ($0, 1) },
                isMalicious: vehicle != nil && time >= 20,
                isDistrusted: distrusted, isCounted: time >= 15)
        }
        add(5, nil, true)
        add(12, 2, false)
        add(19, nil, false)
        add(25, 2, true)
        add(35, 2, true)
        add(45, 2, false)
        let points = tally.points(bouts, profileCount: 2, warmupEnd: 15 * second, end: 100 * second)
        func counts(_ clock: SeriesTally.Clock, _ profile: Int = -1) -> [Int: [Int]] {
            var found: [Int: [Int]] = [:]
            for point in points where point.clock == clock && point.profile == profile {
                let counts = point.counts
                found[point.bin] = [
                    counts.truePositives, counts.falsePositives, counts.trueNegatives, counts.falseNegatives,
                ]
            }
            return found
        }
        #expect(
            counts(.run) == [0: [0, 1, 0, 0], 1: [0, 0, 2, 0], 2: [1, 0, 0, 0], 3: [1, 0, 0, 0], 4: [0, 0, 0, 1]])
        #expect(counts(.sinceWarmup) == [1: [0, 0, 1, 0], 2: [1, 0, 1, 0], 3: [2, 0, 1, 0], 4: [2, 0, 1, 1]])
        #expect(counts(.begin) == [-1: [0, 0, 1, 0], 0: [1, 0, 0, 0]])
        #expect(counts(.end) == [-1: [1, 0, 0, 0], 0: [1, 0, 0, 0], 1: [0, 0, 0, 1]])
        #expect(counts(.begin, 1) == counts(.begin) && counts(.end, 1) == counts(.end))
        // Nobody of the other profile was decided about; what is said of the honest is common to all.
        #expect(
            counts(.begin, 0).isEmpty
                && counts(.sinceWarmup, 0) == [1: [0, 0, 1, 0]])
    }

    private static let mix =
        "attackers={ratio: 0.4, profiles: [{profile: 'bogus', share: 0.5}, {profile: {label: 'slow', preset: 'onOff'}, share: 0.5}]}"

    private func outcome(_ assignments: [String], _ wanted: WantedFigures) throws -> Executor.Outcome {
        var executor = try SmallWorld.executor(assignments)
        executor.wanted = wanted
        return try executor.run()
    }

    @Test(
        "profiles have all malicious cases between them and the same false alarms; the last bin since the warm-up is the run"
    )
    func sums() throws {
        let wanted = WantedFigures(seriesSeconds: 7, vehicles: true)
        let outcome = try outcome([Self.mix, "replications=2", "schemes=['own-evidence', 'beta']"], wanted)
        for run in outcome.runs {
            for scheme in run.result.schemes {
                func value(_ name: String, _ values: [Double?]) throws -> Double {
                    try #require(Metric.index(of: name).flatMap { values[$0] })
                }
                #expect(scheme.profiles.map(\.profile) == ["bogus", "slow"])
                for name in ["truePositives", "falseNegatives", "verdictTruePositives", "verdictFalseNegatives"] {
                    let parts = try scheme.profiles.map { try value(name, $0.values) }
                    #expect(try parts.reduce(0, +) == value(name, scheme.values))
                }
                for name in ["falsePositives", "trueNegatives", "specificity", "verdictFalsePositives"] {
                    for part in scheme.profiles { #expect(try value(name, part.values) == value(name, scheme.values)) }
                }
                for profile in -1..<2 {
                    let last = try #require(scheme.series.last { $0.clock == .sinceWarmup && $0.profile == profile })
                    let expected = profile < 0 ? scheme.values : scheme.profiles[profile].values
                    for name in Metric.ofCases {
                        let place = try #require(Metric.index(of: name))
                        #expect(TallyReading.values(last.counts)[place] == expected[place])
                    }
                }
                let sum = scheme.vehicles.reduce((0, 0)) { ($0.0 + $1.cases, $0.1 + $1.distrusted) }
                let positives = try value("truePositives", scheme.values) + value("falsePositives", scheme.values)
                #expect(Double(sum.1) == positives)
                let negatives = try value("trueNegatives", scheme.values) + value("falseNegatives", scheme.values)
                #expect(Double(sum.0) == positives + negatives)
                let detected = zip(run.result.vehicles, scheme.vehicles).count {
                    $0.firstMisconduct != nil && $1.distrustedSince != nil
                }
                #expect(try Double(detected) == value("verdictTruePositives", scheme.values))
            }
        }
    }

    @Test("figures that are asked for do not change results")
    func sameResults() throws {
        let plain = try outcome([Self.mix], WantedFigures())
        let more = try outcome([Self.mix], WantedFigures(rocRates: [0.1], seriesSeconds: 3, vehicles: true))
        #expect(plain.results == more.results)
        #expect(plain.runs[0].result.fingerprint == more.runs[0].result.fingerprint)
    }

    @Test("an attacker that betrays is honest before and distrusted afterwards, on the clock of its own")
    func betrayal() throws {
        let outcome = try outcome(
            [
                "attackers={ratio: 0.3, profile: {beacon: 'randomPosition', schedule: {kind: 'betrayal', after: 0.5}}}",
                "schemes=['own-evidence']", "duration=200", "sensing.accuracy=1", "sensing.faultyShare=0",
                "evaluation.unknownPolicy='trust'", "baselines.own-evidence.threshold=0.5",
            ], WantedFigures(seriesSeconds: 10))
        let scheme = try #require(outcome.runs[0].result.schemes.first { $0.scheme == "own-evidence" })
        let begin = scheme.series.filter { $0.clock == .begin }
        #expect(begin.contains { $0.bin < 0 } && begin.contains { $0.bin > 2 })
        for point in begin where point.bin < 0 {
            #expect(point.counts.truePositives + point.counts.falseNegatives == 0, "malicious before its time")
            #expect(point.counts.falsePositives == 0, "distrusted for nothing, with sensors that never err")
        }
        for point in begin where point.bin >= 0 {
            #expect(point.counts.falsePositives + point.counts.trueNegatives == 0, "honest behind its betrayal")
        }
        #expect(begin.filter { $0.bin > 2 }.contains { $0.counts.truePositives > 0 })
        #expect(!scheme.series.contains { $0.clock == .end }, "it does not stop")
    }
}

@Suite("Labels of profiles")
struct ProfileLabelTests {
    private func decode(_ profiles: String) throws -> [String] {
        var file = try SmallWorld.file()
        try file.set("attackers={ratio: 0.3, profiles: \(profiles)}")
        let scenario = try file.decode()
        // What is written is read again as the same.
        let again = try ScenarioFile(path: "again", root: ScenarioEncoder.tree(scenario)).decode()
        #expect(again.attackers.profileNames == scenario.attackers.profileNames)
        return scenario.attackers.profiles.map(\.profile.name)
    }

    @Test(
        "presets are called by their names, others by their labels, and without one by numbers where there are several")
    func names() throws {
        #expect(
            try decode("[{profile: 'bogus', share: 0.5}, {profile: {label: 'A 1', preset: 'bogus'}, share: 0.5}]")
                == ["bogus", "A 1"])
        #expect(
            try decode("[{profile: 'bogus', share: 0.5}, {profile: {beacon: 'randomPosition'}, share: 0.5}]")
                == ["bogus", "custom"])
        #expect(
            try decode(
                "[{profile: {beacon: 'randomPosition'}, share: 0.25}, {profile: {events: 'invert'}, share: 0.25}, {profile: {label: 'ö', events: 'invert'}, share: 0.5}]"
            ) == ["custom 1", "custom 2", "ö"])
    }

    @Test(
        "labels that cannot be told apart or would break a file are refused",
        arguments: [
            ("{label: 'bogus', beacon: 'randomPosition'}", "cannot be 'bogus', the name of a preset"),
            ("{label: 'all', beacon: 'randomPosition'}", "cannot be 'all', which tables use for something else"),
            (
                "{label: 'custom 7', beacon: 'randomPosition'}",
                "cannot be 'custom 7', which tables use for something else"
            ),
            (
                "{label: 'a/b', beacon: 'randomPosition'}",
                "is a text of 1 to 40 letters, digits, spaces within and - _ . + ( ) %, found 'a/b'"
            ),
            ("{label: 'a\\u202eb', beacon: 'randomPosition'}", "is a text of 1 to 40 letters"),
            ("{label: '', beacon: 'randomPosition'}", "is a text of 1 to 40 letters"),
            ("{label: ' a', beacon: 'randomPosition'}", "found ' a'"),
            ("{label: '0x10', beacon: 'randomPosition'}", "cannot be '0x10', which tables use for something else"),
            ("{label: 7, beacon: 'randomPosition'}", "found 7"),
        ])
    func refused(profile: String, message: String) throws {
        var file = try SmallWorld.file()
        try file.remove("profiles", of: "attackers")
        try file.set("attackers={ratio: 0.3, profile: \(profile)}")
        let error = #expect(throws: DataError.self) { try file.decode() }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(error?.keyPath == "attackers.profile.label")
    }

    @Test("two profiles of one mix cannot have the same label")
    func twice() throws {
        let error = #expect(throws: DataError.self) {
            try decode(
                "[{profile: {label: 'a', beacon: 'randomPosition'}, share: 0.5}, {profile: {label: 'a', events: 'invert'}, share: 0.5}]"
            )
        }
        #expect(error?.message.hasPrefix("two profiles have the label 'a', the first at ") == true)
    }

    @Test("results call a varied profile by its label and a mix by its parts, as long as that tells them apart")
    func varied() throws {
        func names(_ key: String, _ values: [String]) throws -> [[String]] {
            var file = try SmallWorld.file()
            try file.remove("profiles", of: "attackers")
            return try Plan(file, axes: [Plan.Axis(key: key, values: values)]).cells.map(\.varied)
        }
        let labelled = "{label: 'slow', preset: 'onOff'}"
        #expect(try names("attackers.profile", ["bogus", labelled]) == [["bogus"], ["slow"]])
        #expect(try names("attackers.profile", ["{events: 'invert'}"]) == [["{events: 'invert'}"]])
        let other = "{label: 'slow', preset: 'bogus'}"
        #expect(try names("attackers.profile", [labelled, other]) == [[other], [labelled]].sorted { $0[0] < $1[0] })
        let mix = "[{profile: 'bogus', share: 0.25}, {profile: \(labelled), share: 0.75}]"
        #expect(try names("attackers.profiles", [mix]) == [["0.25 bogus + 0.75 slow"]])
    }
}
