import Foundation
import Testing

@Suite("Several data sets, some of them damaged")
struct ReplaySeveralTests {
    /// A table of one vehicle that is honest and one that is not.
    private static let table =
        "rcvTime,receiver,sender,x,y,vx,vy,label\n"
        + (0..<30).map { "\($0),1,7,\(10 * $0),0,10,0,0\n\($0),1,8,\(9 * $0),5,10,0,3\n" }.joined()

    @Test("a damaged one is named, the others are done, and the end is 65")
    func damaged() throws {
        let directory = try TestDirectory([
            "a.csv": Self.table, "b.csv": "rcvTime,sender,x,y,vx,vy,label\n1,7,0,0,1,0\n", "c.csv": Self.table,
            "d.tgz": "x",
        ])
        let outcome = try directory.trustsim(
            "replay", "a.csv", "b.csv", "nowhere", "d.tgz", "c.csv", "--output-format", "csv", "--schemes", "beta",
            "-q",
            "--features", "f.csv")
        #expect(outcome.exitCode == 65)
        let rows = outcome.output.split(separator: "\n").filter { $0.contains(",beta,") }
        #expect(rows.count == 2 && rows[0].contains(",1,0,") && rows[1].contains(",1,1,"), "\(rows)")
        for message in [
            "Error: b.csv: the table has no rows with as many fields as its header\n",
            "Error: nowhere: no such directory\n",
            "Error: d.tgz: ",
        ] {
            #expect(outcome.errors.contains(message), "\(outcome.errors)")
        }
        #expect(
            outcome.errors.hasSuffix(
                "Error: 3 of 5 data sets could not be replayed and are left out: b.csv, nowhere, d.tgz\n"))
        #expect(Set(try Sheet(try directory.text("f.csv")).column("replication")) == ["0", "1"])
        let json = try directory.trustsim(
            "replay", "a.csv", "nowhere", "--output-format", "json", "--schemes", "beta", "-q")
        #expect(json.exitCode == 65)
        #expect(json.output.contains("\"dataSets\": [") && json.output.contains("\"failedDataSets\": ["))
        #expect(json.output.contains("\"nowhere\""))
    }

    @Test("one of another format is left out, and rows of features are those of the others")
    func otherFormat() throws {
        let directory = try TestDirectory(["a.csv": Self.table, "c.csv": Self.table])
        try directory.makeDirectory("v")
        try directory.write(
            (0..<9).map { second in
                "{\"type\":3,\"rcvTime\":\(second).1,\"sendTime\":\(second),\"sender\":13,\"messageID\":\(second),"
                    + "\"pos\":[\(second),0,0],\"spd\":[1,0,0]}\n"
            }.joined(), to: "v/JSONlog-0-7-A0.json")
        let outcome = try directory.trustsim("replay", "a.csv", "v", "c.csv", "--features", "f.csv", "-q")
        #expect(outcome.exitCode == 65)
        #expect(outcome.errors.contains("Error: v: the logs are veremi, those of a.csv are table; replay them apart\n"))
        let runs = try Sheet(try directory.text("f.csv")).column("replication")
        #expect(runs == Array(repeating: "0", count: 60) + Array(repeating: "1", count: 60))
    }

    @Test("where all are damaged there is no output, and what the command line says wrong is said once")
    func none() throws {
        let directory = try TestDirectory(["a.csv": Self.table, "b.csv": Self.table])
        let all = try directory.trustsim("replay", "x", "y", "--output", "o.txt", "--features", "f.csv", "-q")
        #expect(all.exitCode == 65 && all.output.isEmpty && directory.entries == ["a.csv", "b.csv"])
        #expect(
            all.errors
                == "Error: x: no such directory\nError: y: no such directory\nError: none of the 2 data sets could be replayed\n"
        )
        for (options, code, message) in [
            (["--set", "radio.rnge=3"], Int32(64), "did you mean"),
            (["--schemes", "genie"], 65, "genie cannot be replayed"),
        ] {
            let outcome = try directory.trustsim(["replay", "a.csv", "b.csv", "-q"] + options)
            #expect(outcome.exitCode == code && outcome.output.isEmpty, "\(outcome.errors)")
            #expect(outcome.errors.components(separatedBy: message).count == 2, "\(outcome.errors)")
        }
    }

    @Test("a signal leaves nothing in the temporary directory", arguments: [SIGINT, SIGTERM, SIGHUP])
    func interrupted(signal: Int32) throws {
        let directory = try TestDirectory()
        try directory.makeDirectory("tmp")
        let header = "rcvTime,receiver,sender,x,y,vx,vy,label\n"
        let rows = (0..<400_000).map { "\(Double($0) / 100),\($0 % 50),\(1000 + $0 % 60),\($0 % 300),0,10,0,0\n" }
        try directory.write(header + rows.joined(), to: "t.csv")
        let program = try RunningProgram(
            Place.program, ["replay", "t.csv", "-q"], in: directory,
            environment: ["TMPDIR": directory.url.path + "/tmp"])
        for _ in 0..<1000 where !directory.entries.contains(where: { $0.hasPrefix("tmp/") }) { usleep(5000) }
        #expect(directory.entries.contains { $0.hasPrefix("tmp/trustsim-spool-") })
        program.send(signal)
        let outcome = try program.end(within: 60)
        #expect(outcome.exitCode == 128 + signal, "\(outcome.errors)")
        #expect(directory.entries == ["t.csv", "tmp"])
    }
}
