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
}
