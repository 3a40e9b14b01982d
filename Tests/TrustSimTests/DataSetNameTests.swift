import Foundation
import Testing

@testable import TrustSim

@Suite("Data sets named or wrapped otherwise")
struct DataSetNameTests {
    private func replay(_ files: [String: String]) throws -> (DataSetReplay, [Double?]) {
        let folder = try LogFolder(files)
        let replay = try DataSetReplay(directory: folder.path, format: nil)
        let outcome = try replay.run(try replay.plan(try replay.scenarioFile()).plan)
        return (replay, try #require(outcome.results.row(of: "own-evidence")).values)
    }

    @Test("capitals in endings and small letters in names make no difference")
    func letters() throws {
        for files in [LogFixture().veremi(), LogFixture().veremiExtension()] {
            let (plain, values) = try replay(files)
            for change in [
                { (name: String) in name.lowercased() }, { $0.replacing(".json", with: ".JSON") }, { $0.uppercased() },
            ] {
                let renamed = Dictionary(uniqueKeysWithValues: files.map { (change($0.key), $0.value) })
                let (other, others) = try replay(renamed)
                #expect(other.summary == plain.summary && other.warnings == plain.warnings && others == values)
                #expect(other.attackNames == plain.attackNames && !plain.attackNames.isEmpty)
            }
        }
        let table = "rcvTime,receiver,sender,x,y,vx,vy,label\n1,1,7,0,0,1,0,0\n2,1,7,1,0,1,0,0\n"
        let folder = try LogFolder(["A.CSV": table])
        #expect(try DataSetFolders.find(in: folder.path) == [folder.path + "/A.CSV"])
    }

    @Test("a list of NextGen may stand in an object, behind plain members, on one line or on many")
    func wrapped() throws {
        let files = LogFixture().nextGen()
        let (plain, values) = try replay(files)
        #expect(plain.format == .veremiNextGen && plain.dirty.total == 0)
        let forms: [(String) -> String] = [
            { "{\"messages\": \($0)}" },
            { "{\"version\": 1.5, \"by\": \"a \\\"b\\\", [{\", \"messages\":\n\($0)\n}\n" },
            { "\u{FEFF}{ \"messages\":\($0.replacing("\n", with: ""))}" }, { $0.replacing("\n", with: "") },
        ]
        for form in forms {
            let (other, others) = try replay(files.mapValues(form))
            #expect(other.summary == plain.summary && other.dirty.total == 0 && others == values)
        }
    }

    @Test("a list longer than any line is one of NextGen all the same")
    func longLine() throws {
        let text = LogFixture(seconds: 2000).nextGen().mapValues { $0.replacing("\n", with: "") }
        #expect(text.values.allSatisfy { $0.utf8.count > RecordReader.longestRecord })
        let folder = try LogFolder(text)
        #expect(try DataSetFiles(folder.path, format: nil).format == .veremiNextGen)
    }

    @Test(
        "what is no list in an object has no such heading",
        arguments: [
            "", "{", "[{}]", "{\"a\"", "{\"a\":", "{\"a\": [", "{\"a\": [1, {", "{\"a\": {\"b\": [{", "{\"a\": 1, }",
            "{\"a\\", "{\"pos\": [1,2], \"b\": [{", "{\"a\" [{", "{\"a\": 1 \"b\": [{",
        ])
    func headings(text: String) { #expect(ListHeading(text.utf8).lengthBeforeElements == nil) }

    @Test("spool directories that nobody holds any more are removed, others stay")
    func abandoned() throws {
        let base = FileManager.default.temporaryDirectory.path
        let names = [
            "trustsim-spool-dead01", "trustsim-spool-young1", "trustsim-spool-heldxy", "trustsim-other-dead01",
        ]
        let paths = names.map { base + "/" + $0 }
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        for path in paths {
            try FileManager.default.createDirectory(atPath: path + "/folder", withIntermediateDirectories: true)
        }
        let old = Date(timeIntervalSinceNow: -3600)
        for path in [paths[0], paths[2], paths[3]] {
            try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: path)
        }
        let held = open(paths[2], O_RDONLY | O_CLOEXEC)
        defer { close(held) }
        #expect(flock(held, LOCK_EX | LOCK_NB) == 0)
        var spool: SpoolDirectory? = try SpoolDirectory()
        let path = try #require(spool?.path)
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(paths.map { FileManager.default.fileExists(atPath: $0) } == [false, true, true, true])
        spool = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
