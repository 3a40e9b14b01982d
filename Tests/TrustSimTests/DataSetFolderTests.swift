import Foundation
import Testing

@testable import TrustSim

@Suite("Data sets as they lie on disk")
struct DataSetFolderTests {
    private func write(_ files: [String: String], to path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name)) }
    }

    @Test("folders with logs are found however deep they lie, in order of path")
    func nested() throws {
        let folder = try LogFolder(["README.txt": "x"])
        for run in ["b/2/results", "a", "b/1/results/x/y/z"] {
            try write(LogFixture(seconds: 3).veremi(), to: folder.path + "/" + run)
        }
        try write(["notes.json": "{}"], to: folder.path + "/c")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/b/up", withDestinationPath: folder.path)
        #expect(
            try DataSetFolders.find(in: folder.path + "/")
                == ["a", "b/1/results/x/y/z", "b/2/results"].map { folder.path + "/" + $0 })
        #expect(try DataSetFolders.find(in: folder.path + "/a") == [folder.path + "/a"])
        #expect(try DataSetFolders.find(in: folder.path + "/c") == [folder.path + "/c"])
        #expect(try DataSetFolders.find(in: folder.path + "/README.txt") == [folder.path + "/README.txt"])
    }

    @Test("several data sets are the runs of one plan")
    func several() throws {
        var parts: [(plan: Plan, outcome: Executor.Outcome)] = []
        for seconds in [30, 40] {
            let folder = try LogFolder(LogFixture(seconds: seconds).veremi())
            let replay = try DataSetReplay(directory: folder.path, format: nil)
            let plan = try replay.plan(try replay.scenarioFile()).plan
            parts.append((plan, try replay.run(plan)))
        }
        let (plan, outcome) = try DataSetReplay.combined(parts, named: "archive")
        #expect(plan.cells[0].scenario.replications == 2)
        let rows = outcome.results.rows.filter { $0.scheme == "beta" }
        #expect(rows.map(\.replication) == [0, 1] && rows.allSatisfy { $0.scenario == "archive" })
        #expect(rows.map(\.values) == parts.map { $0.outcome.results.row(of: "beta")?.values })
        #expect(outcome.results.summary().first { $0.scheme == "beta" }?.replications == 2)
    }

    @Test("a folder with tables only stands for them; archives in a folder are found")
    func tablesAndArchives() throws {
        let table = "rcvTime,sender,x,y,vx,vy,label\n1,7,0,0,1,0,0\n"
        let folder = try LogFolder([
            "b.csv": table, "a.csv": table, "other.csv": "a,b,c,d\n1,2,3,4\n", "x.tgz": "", "w.tar": "",
        ])
        #expect(try DataSetFolders.find(in: folder.path) == ["a.csv", "b.csv"].map { folder.path + "/" + $0 })
        #expect(DataSetFolders.archives(in: folder.path) == ["w.tar", "x.tgz"].map { folder.path + "/" + $0 })
        #expect(try !DataSetFolders.holdsLogs(folder.path))
    }

    @Test("the format shows behind any number of logs of receivers that heard nothing, and may be insisted on")
    func emptyLogs() throws {
        var files = LogFixture(seconds: 3).veremi()
        for number in 0..<60 { files["JSONlog-00\(number)-\(1000 + number)-A0.json"] = "" }
        let filled = try LogFolder(files)
        #expect(try DataSetReplay(directory: filled.path, format: nil).format == .veremi)
        // Rows that show no format, but are those of one for who says so.
        let bare = LogFixture(seconds: 3).veremi().mapValues {
            "{\"note\":1}\n{\"note\":1}\n{\"note\":1}\n{\"note\":1}\n{\"note\":1}\n" + $0
        }
        let folder = try LogFolder(bare)
        #expect(throws: DataError.self) { try DataSetReplay(directory: folder.path, format: nil) }
        #expect(try DataSetReplay(directory: folder.path, format: .veremi).dirty.total == 20)
    }

    @Test("NextGen's messages may stand one a line in place of a list")
    func messagesByLine() throws {
        let lists = LogFixture().nextGen()
        let lines = lists.mapValues {
            $0.replacing("[\n", with: "").replacing("}},\n", with: "}}\n").replacing("\n]\n", with: "\n")
        }
        let (one, other) = (try LogFolder(lists), try LogFolder(lines))
        let (plain, byLine) = (
            try DataSetReplay(directory: one.path, format: nil), try DataSetReplay(directory: other.path, format: nil)
        )
        #expect(byLine.summary == plain.summary && byLine.warnings == plain.warnings)
    }

    @Test(
        "files of kinds that are not read are named, with what to do",
        arguments: [
            ("PK\u{3}\u{4},a,b,c,d\n", "is a zip archive, which is not read: unzip FILE -d DIR"),
            ("BZh91AY&SY,a,b,c\n", "is compressed by bzip2, which is not read: bzip2 -dk FILE"),
            ("PAR1,a,b,c,d\n", "is a Parquet table, which is not read: write it as CSV first"),
        ])
    func foreignFiles(text: String, message: String) throws {
        let folder = try LogFolder(["x": text])
        let error = #expect(throws: DataError.self) { try DataSetReplay(directory: folder.path + "/x", format: nil) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        let packed = try LogFolder(["logs.zip": text])
        let other = #expect(throws: DataError.self) { try DataSetReplay(directory: packed.path, format: nil) }
        #expect(other?.message.contains("have to be unpacked first") == true)
    }
}
