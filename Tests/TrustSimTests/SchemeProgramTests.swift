import Foundation
import Testing

@testable import TrustSim

/// Schemes that programs decide; here shell scripts, which every system has.
@Suite("Schemes that programs decide")
struct SchemeProgramTests {
    /// Trusts everybody: as many decisions as there are neighbours, which are the brackets of the line but one.
    private static let trusting = """
        while read -r line; do
          case "$line" in
            *'"type":"begin"'*) echo '{"type":"ready","protocol":1,"version":"7","reports":false}' ;;
            *'"type":"evaluate"'*)
              brackets=$(printf %s "$line" | tr -cd '[')
              id=${line#*'"id":'}
              answer=
              i=1
              while [ $i -lt ${#brackets} ]; do answer="$answer,[1,0.5,1]"; i=$((i + 1)); done
              echo "{\\"id\\":${id%%,*},\\"decisions\\":[${answer#,}]}" ;;
            *) exit 0 ;;
          esac
        done
        """

    private static func program(_ script: String, name: String = "mine") throws -> SchemeProgram {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(
            "trustsim-test-\(UUID().uuidString).sh")
        try script.write(to: path, atomically: true, encoding: .utf8)
        var program = try SchemeProgram("\(name)=/bin/sh '\(path.path)'")
        program.watch.longestSilenceSeconds = 20
        return program
    }

    private static func run(
        _ programs: [SchemeProgram], _ assignments: [String] = [], jobs: Int = 1, ratios: [Double] = []
    ) throws -> ResultSet {
        var file = try SmallWorld.file(["replications=2", "duration=40", "schemes=['own-evidence']"] + assignments)
        file.schemes = programs.map(\.entry)
        try file.set("schemes", toNames: ["own-evidence"] + programs.map(\.name), option: "test")
        let plan = try Plan(file, ratios: ratios)
        var executor = Executor(plan: plan, traces: try TraceLibrary(plan, scenarioPath: ""))
        executor.jobs = jobs
        return try executor.run().results
    }

    @Test("a program has the row that the same decisions have without one, whatever the number of workers")
    func equality() throws {
        var program = try Self.program(Self.trusting)
        try program.introduce()
        #expect(program.introduction.version == "7" && !program.introduction.readsReports)
        let results = try Self.run([program], ratios: [0.1, 0.3])
        let (mine, trusting) = (
            results.rows.filter { $0.scheme == "mine" }, results.rows.filter { $0.scheme == "trust-all" }
        )
        #expect(mine.count == 4)
        for (own, other) in zip(mine, trusting) {
            // What the program does not say is what strangers are to it.
            let known = Metric.all.indices.filter { !["eventAccuracy", "eventF1"].contains(Metric.all[$0].name) }
            for index in known
            where !Metric.all[index].name.hasPrefix("event") && !Metric.all[index].name.hasPrefix("message") {
                #expect(own.values[index] == other.values[index], "\(Metric.all[index].name)")
            }
        }
        #expect(try Self.run([program], jobs: 3, ratios: [0.1, 0.3]) == results)
        // The others decide as they do without it.
        let alone = try Self.run([], ratios: [0.1, 0.3])
        #expect(results.rows.filter { $0.scheme != "mine" } == alone.rows)
    }

    @Test("what is wrong with a program is said: that it is not there, what it wrote, its last words")
    func faults() throws {
        let ready =
            "read line; echo '{\"type\":\"ready\",\"protocol\":1,\"reports\":false}'; read line; "
            + "case \"$line\" in *'\"end\"'*) exit 0 ;; esac"
        let cases: [(script: String, message: String)] = [
            ("echo no such model >&2; exit 3", "ended with exit code 3 while"),
            ("echo no such model >&2; exit 3", "mine: no such model"),
            ("kill -9 $$", "was ended by signal 9"),
            ("echo hello; cat > /dev/null", "in line 1 of its output"),
            ("read line; echo '{\"type\":\"ready\",\"protocol\":2}'; cat > /dev/null", "'protocol' is 1"),
            ("read line; echo '{\"type\":\"ready\",\"protocol\":1,\"report\":true}'", "'report' is unknown"),
            ("\(ready); echo '{\"id\":0,\"decisions\":[]}'; cat > /dev/null", "decisions were asked for"),
            ("\(ready); echo '{\"id\":1,\"decisions\":[]}'; cat > /dev/null", "has the id 0, found 1"),
            ("\(ready); echo 'loading model'; cat > /dev/null", "line: loading model"),
            ("\(ready); echo '{\"id\":0,\"decision\":[]}'; cat > /dev/null", "an answer has no 'decision'"),
            ("\(ready); exit 0", "ended with exit code 0 while the answer to evaluation 0"),
            (
                "\(ready); read line; printf '{\"id\"'; exit 4",
                "was waited for, behind '{\"id\"' without an end of line"
            ),
            ("\(ready); exec >&-; sleep 600", "has closed its standard output while"),
            (
                "read line; echo '{\"type\":\"ready\",\"protocol\":1,\"parameters\":[{\"name\":\"a\",\"default\":1},{\"name\":\"a\",\"default\":1}]}'",
                "two parameters are named 'a'"
            ),
        ]
        for (script, message) in cases {
            var program = try Self.program(script)
            let error = #expect(throws: SchemeProgramFailure.self) {
                try program.introduce()
                _ = try Self.run([program])
            }
            #expect(error?.message.contains(message) == true, "\(message): \(error?.message ?? "")")
        }
        var missing = try SchemeProgram("mine=/no/such/program")
        let error = #expect(throws: SchemeProgramFailure.self) { try missing.introduce() }
        #expect(error?.message == "the program '/no/such/program' of the scheme 'mine' was not found, or cannot be run")
    }

    @Test("decisions that are no numbers from 0 to 1 are refused, and the run is named")
    func wrongNumbers() throws {
        for wrong in ["[NaN,0.5,1]", "[1.5,0.5,1]", "[1,0.5]", "['1',0.5,1]", "7"] {
            var program = try Self.program(Self.trusting.replacingOccurrences(of: "[1,0.5,1]", with: wrong))
            try program.introduce()
            let error = #expect(throws: SchemeProgramFailure.self) { _ = try Self.run([program], ratios: [0.3]) }
            #expect(error?.message.contains("[trust, threshold, support], three numbers from 0 to 1") == true)
            #expect(error?.message.hasSuffix("in the run: attacker ratio 0.3, seed 7, replication 0") == true)
        }
    }

    @Test("a program that says nothing is ended after its patience")
    func silence() throws {
        var program = try Self.program("read line; sleep 600")
        program.watch.longestSilenceSeconds = 1
        let error = #expect(throws: SchemeProgramFailure.self) { try program.introduce() }
        #expect(error?.message.contains("was waited for 1 s") == true)
    }

    @Test("what a program does behind its last answer is looked at, too")
    func atTheEnd() throws {
        for (ending, message) in [
            (
                "echo model unloaded; exit 0",
                "wrote, behind its last answer, what nobody had asked for: 'model unloaded"
            ),
            ("echo '{}'; exit 3", "wrote, behind its last answer, what nobody had asked for: '{}"),
            ("echo out of memory >&2; exit 3", "ended with exit code 3 behind its last answer\n  mine: out of memory"),
            ("kill -9 $$", "was ended by signal 9 behind its last answer"),
            ("exec >&-; sleep 600", "did not end behind {\"type\":\"end\"} for 1 s"),
            ("sleep 600", "did not end behind {\"type\":\"end\"} for 1 s"),
        ] {
            // Asked what it is it ends well, so that the run is what fails.
            let script = Self.trusting.replacingOccurrences(
                of: "*) exit 0 ;;", with: "*) [ -z \"$id\" ] && exit 0; \(ending) ;;")
            var program = try Self.program(script)
            program.watch.longestSilenceSeconds = 1
            try program.introduce()
            let error = #expect(throws: SchemeProgramFailure.self) { _ = try Self.run([program], ["duration=20"]) }
            #expect(error?.message.contains(message) == true, "\(message): \(error?.message ?? "")")
        }
        // Somebody that it started holds its output open: it is not waited for.
        var program = try Self.program(
            Self.trusting.replacingOccurrences(of: "*) exit 0 ;;", with: "*) sleep 30 & exit 0 ;;"))
        try program.introduce()
        let begin = ContinuousClock.now
        _ = try Self.run([program], ["duration=20"])
        #expect(ContinuousClock.now - begin < .seconds(15))
    }

    @Test("patience is for the answer: whoever goes on saying something else is ended all the same")
    func chatter() throws {
        for stream in ["1", "2"] {
            var program = try Self.program("read line; while :; do printf x >&\(stream); sleep 0.2; done")
            program.watch.longestSilenceSeconds = 1
            let error = #expect(throws: SchemeProgramFailure.self) { try program.introduce() }
            #expect(error?.message.contains("was waited for 1 s") == true)
        }
    }

    @Test("a log of a run with a program can be replayed by whoever does not have it")
    func withoutPrograms() throws {
        var program = try Self.program(Self.trusting)
        try program.introduce()
        var file = try SmallWorld.file(["schemes=['beta','mine']", "calibration={beta: 0.6}"])
        file.schemes = [program.entry]
        let tree = ScenarioEncoder.tree(try file.decode().withoutPrograms)
        #expect(try ScenarioDecoder.decode(tree).schemes == ["beta"])
    }

    @Test("one that fills its standard error is read, and one that reads late does not block")
    func fullPipes() throws {
        let loud = Self.trusting.replacingOccurrences(
            of: "answer=\n", with: "answer=\nhead -c 20000 /dev/zero | tr '\\0' x >&2\n")
        var program = try Self.program(loud)
        try program.introduce()
        var quiet = try Self.program(Self.trusting)
        try quiet.introduce()
        let results = try Self.run([program], ["duration=20"])
        #expect(
            results.rows.filter { $0.scheme == "mine" }.map(\.values)
                == (try Self.run([quiet], ["duration=20"])).rows.filter { $0.scheme == "mine" }.map(\.values))
    }

    @Test("whoever stops the runs stops the program")
    func cancellation() throws {
        var program = try Self.program(
            """
            read line; echo '{"type":"ready","protocol":1}'; read line
            case "$line" in *'"end"'*) exit 0 ;; esac
            sleep 600
            """)
        try program.introduce()
        let flag = CancellationFlag()
        program.watch.cancellation = flag
        Thread.detachNewThread {
            usleep(300_000)
            flag.cancel()
        }
        #expect(throws: Cancelled.self) { _ = try Self.run([program]) }
    }

    @Test("parameters that a program declares are keys, and it is told their values")
    func parameters() throws {
        let script = """
            read line
            echo '{"type":"ready","protocol":1,"reports":false,"parameters":[{"name":"level","min":0,"max":2,"default":1.5}]}'
            """
        var program = try Self.program(script)
        try program.introduce()
        let parameter = try #require(program.introduction.parameters.first)
        #expect(parameter.name == "level" && parameter.range == 0...2 && parameter.standard == 1.5)
        var settings = SchemeSettings()
        settings.given["mine.level"] = 0.25
        let store = EvidenceStore(vehicleCount: 1, parameters: .init(), interval: 1_000_000, memory: 1_000_000)
        let line = ProgramMessages.begin(program, world: LocalView(store: store), seed: 5, settings: settings)
        let node = try JSON5Reader.read(line, origin: .file("line"))
        #expect(
            node["parameters"]?["level"]?.double == 0.25 && node["seed"]?.string == "5" && node["run"]?.bool == true)
        // Nothing of the world but what a vehicle may know.
        #expect(
            node.members?.map(\.key) == [
                "type", "protocol", "scheme", "run", "seed", "evidence", "judgesPlausibility", "parameters",
            ])
    }

    @Test(
        "a command is split as a shell splits it",
        arguments: [
            ("mine=a b", ["a", "b"]), ("mine=a 'b c' \"d e\"", ["a", "b c", "d e"]), ("mine=a\\ b ''", ["a b", ""]),
            ("mine=x \"a\\\"b\" 'c\\d'", ["x", "a\"b", "c\\d"]),
        ])
    func words(assignment: String, words: [String]) throws {
        #expect(try SchemeProgram(assignment).command == words)
    }

    @Test("names and commands that cannot be are refused")
    func wrongAssignments() {
        for (assignment, message) in [
            ("python3 mine.py", "'python3 mine.py' is not of the form name=program arguments"),
            ("beta=python3", "there is a scheme 'beta' already; call the program's another name"),
            ("my scheme=x", "the name 'my scheme' of a scheme is not a letter and up to 63 letters, digits and dashes"),
            ("Beta=x", "there is a scheme 'Beta' already; call the program's another name"),
            ("best=x", "'best' has another meaning; call the scheme otherwise"),
            ("mine=", "'mine=' names no program"), ("mine=a 'b", "the quote ' in 'a 'b' has no end"),
        ] {
            let error = #expect(throws: SchemeProgramFailure.self) { _ = try SchemeProgram(assignment) }
            #expect(error?.message == message)
        }
    }

    @Test("names that a program is told are the same in a run, different in another, and in no order of vehicles")
    func names() throws {
        func line(_ replication: UInt32) throws -> [String] {
            let store = EvidenceStore(vehicleCount: 40, parameters: .init(), interval: 1_000_000, memory: 1_000_000)
            var view = LocalView(store: store)
            for vehicle in 1..<40 {
                view.subjects.append(VehicleID(vehicle))
                view.evidence.append(.init())
                view.neighbourhood.addSubject(isNeighbour: true)
            }
            view.neighbourCount = 39
            var messages = ProgramMessages(
                try SchemeProgram("mine=x"), random: RandomSource(seed: 1, replication: replication),
                tolerances: Array(repeating: 0.6, count: 40))
            let node = try JSON5Reader.read(messages.evaluation(view, [], number: 0), origin: .file("line"))
            let names = (node["neighbours"]?.elements ?? []).compactMap { $0.elements?.first?.string }
            #expect(names == names.sorted() && Set(names).count == 39)
            #expect(messages.order != messages.order.sorted())
            return names
        }
        #expect(try line(0) == line(0))
        #expect(try Set(line(0)).isDisjoint(with: line(1)))
    }
}
