import Foundation
import Testing

@testable import TrustSim

@Suite("Shards of a plan")
struct ShardTests {
    private func shares(_ executor: Executor, of count: Int) -> [[Int]] {
        (1...count).compactMap { Shard(number: $0, of: count) }.map {
            executor.plan.runs(of: $0, traces: executor.traces)
        }
    }

    @Test("every run is in exactly one shard, whatever their number", arguments: [1, 2, 3, 7, 12, 40])
    func partition(count: Int) throws {
        let executor = try SmallWorld.executor(
            ["replications=3"], axes: [Plan.Axis(key: "vehicles", values: ["10", "30"])], ratios: [0.1, 0.3])
        let shares = shares(executor, of: count)
        #expect(shares.joined().sorted() == Array(0..<12))
        #expect(shares.allSatisfy { $0 == $0.sorted() })
        #expect(shares == self.shares(executor, of: count))
        if count == 40 { #expect(shares.count { $0.isEmpty } == 28) }
    }

    @Test("where all runs take the same, shard k has every n-th")
    func interleaved() throws {
        let executor = try SmallWorld.executor(
            ["replications=10"], axes: [Plan.Axis(key: "radio.model", values: ["unit-disk"])])
        #expect(shares(executor, of: 3) == [[0, 3, 6, 9], [1, 4, 7], [2, 5, 8]])
    }

    @Test("shares are balanced by estimated time: the longest is at most 4/3 of what must be", arguments: [2, 3, 5, 8])
    func balanced(count: Int) throws {
        let executor = try SmallWorld.executor(
            ["replications=4"], axes: [Plan.Axis(key: "vehicles", values: ["5", "20", "80", "320"])])
        let costs = executor.plan.runPlaces.map {
            Estimate.seconds(of: executor.plan.cells[$0.cell].scenario, traces: executor.traces)
        }
        #expect((costs.max() ?? 0) > 10 * (costs.min() ?? 0))
        let loads = shares(executor, of: count).map { $0.reduce(0) { $0 + costs[$1] } }
        // Of the longest runs one more than there are shards, two have to share one.
        let sorted = costs.sorted(by: >)
        let bound = max(sorted[0], sorted[count - 1] + sorted[count], costs.reduce(0, +) / Double(count))
        #expect((loads.max() ?? 0) <= bound * 4 / 3)
    }

    @Test("a shard is K of N with K from 1 to N, and its directory is named after it")
    func names() {
        #expect(Shard(number: 2, of: 8)?.directoryName == "shard-2-of-8")
        #expect(Shard(directoryName: "shard-2-of-8") == Shard(number: 2, of: 8))
        for (number, count) in [(0, 3), (4, 3), (1, 0), (-1, 3), (1, Shard.limit + 1)] {
            #expect(Shard(number: number, of: count) == nil)
        }
        for name in ["shard-02-of-8", "shard-9-of-8", "shard-2-of-8.old", "shard--2-of-8", "shard", "shard-2-of-"] {
            #expect(Shard(directoryName: name) == nil, "\(name)")
        }
    }

    @Test("a directory is locked for others, with the number of the process, until it is released")
    func lock() throws {
        let directory = FileManager.default.temporaryDirectory.path + "/trustsim-lock-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let lock = try DirectoryLock.take(directory)
        #expect(lock.isEffective && lock.formerHolder == nil)
        let busy = #expect(throws: DirectoryLock.Busy.self) { try DirectoryLock.take(directory) }
        #expect(busy?.description == "\(directory) is in use by process \(getpid()) on \(DirectoryLock.hostName)")
        #expect(DirectoryLock.holder(of: directory)?.process == getpid())
        lock.release()
        #expect(DirectoryLock.holder(of: directory) == nil)
        // Once it is released the next one has it, while the first is still open.
        let next = try DirectoryLock.take(directory)
        #expect(next.formerHolder == nil)
        #expect(throws: DirectoryLock.Busy.self) { try DirectoryLock.take(directory) }
    }

    @Test("a lock file that a process left behind keeps nobody out, even if its number is in use again")
    func staleLock() throws {
        let directory = FileManager.default.temporaryDirectory.path + "/trustsim-lock-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let file = directory + "/" + DirectoryLock.fileName
        for text in ["1 \(DirectoryLock.hostName)\n", "999999 elsewhere\n", "", "nonsense", "-5 x\n"] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            let lock = try DirectoryLock.take(directory)
            #expect((lock.formerHolder != nil) == text.contains(/^\d+ .*\n$/), "\(text)")
            lock.release()
        }
    }

    @Test("temporary files of a process that was killed go with its lock, and no others")
    func leftovers() throws {
        let directory = FileManager.default.temporaryDirectory.path + "/trustsim-lock-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        // No process has this number: the largest is below 2^22 on Linux and 10^5 on macOS.
        for name in [".trustsim-9999999-0.tmp", ".trustsim-9999999-1.tmp", ".trustsim-1-0.tmp", "runs.csv"] {
            try Data().write(to: URL(fileURLWithPath: directory + "/" + name))
        }
        let file = directory + "/" + DirectoryLock.fileName
        try Data("9999999 \(DirectoryLock.hostName)\n".utf8).write(to: URL(fileURLWithPath: file))
        let lock = try DirectoryLock.take(directory)
        lock.removeLeftovers()
        lock.release()
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: directory).sorted() == [
                ".trustsim-1-0.tmp", "runs.csv",
            ])
    }
}
