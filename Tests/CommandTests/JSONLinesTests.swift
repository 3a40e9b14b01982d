import Testing
import TrustSim

@Suite("Results as JSON lines")
struct JSONLinesTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    /// Foundation's reader is not exact to the last digit, so the project's own reads.
    private func objects(_ outcome: Outcome) throws -> [JSONNode] {
        expectSuccess(outcome)
        return try outcome.output.split(separator: "\n").map { line in
            try JSON5Reader.read(Array(line.utf8), origin: .file("line"))
        }
    }

    private func keys(_ object: JSONNode) -> [String] { object.members?.map(\.key) ?? [] }

    @Test("run prints an object for each run and scheme, with the columns and values of the CSV")
    func sameAsCSV() throws {
        let lines = try objects(try directory.trustsim("run", "a.json", "--format", "jsonl"))
        let sheet = Sheet(try directory.trustsim("run", "a.json", "--format", "csv").output)
        #expect(lines.count == sheet.rows.count && lines.count == 12)
        for (object, row) in zip(lines, sheet.rows) {
            #expect(keys(object) == sheet.header)
            for (name, text) in zip(sheet.header, row) {
                let value = try #require(object[name])
                #expect(value.isNull == text.isEmpty)
                #expect(value.double == Double(text) && value.string ?? text == text)
            }
        }
    }

    @Test("varied values are numbers where they are numbers, and texts where not")
    func varied() throws {
        let numbers = try objects(
            try directory.trustsim("sweep", "a.json", "--vary", "radio.range=100,200", "--format", "jsonl"))
        #expect(
            numbers.map { $0["radio.range"]?.double } == Array(repeating: 100, count: 12)
                + Array(repeating: 200, count: 12))
        let names = try objects(
            try directory.trustsim(
                "sweep", "a.json", "--vary", "attackers.profile=bogus,colluders", "--format", "jsonl"))
        #expect(names.first?["attackers.profile"]?.string == "bogus")
    }

    @Test("export gives the runs of a file, with the metrics asked for")
    func export() throws {
        expectSuccess(
            try directory.trustsim("sweep", "a.json", "--attacker-ratio", "0.3", "--output", "r", "--quiet"))
        let lines = try objects(try directory.trustsim("export", "r", "--format", "jsonl", "--metrics", "f1,mcc"))
        #expect(lines.count == 12)
        let columns = ["scenario", "scheme", "attackerRatio", "seed", "replication", "f1", "mcc"]
        #expect(lines.allSatisfy { keys($0) == columns })
    }
}
