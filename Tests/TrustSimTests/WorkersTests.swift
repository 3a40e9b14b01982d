import Foundation
import Synchronization
import Testing

@testable import TrustSim

@Suite("Threads")
struct WorkersTests {
    @Test("the body is called at once in as many threads as wanted, one of them the caller's", arguments: [1, 2, 5])
    func count(count: Int) {
        let seen = Guarded<[(thread: pthread_t, isLast: Bool)]>([])
        Workers.perform(count) {
            seen.withLock { $0.append((pthread_self(), false)) }
            // Only when all are there at once nobody waits too long.
            for _ in 0..<4000 where seen.withLock({ $0.count }) < count { usleep(1000) }
        }
        let threads = seen.withLock { $0.map(\.thread) }
        #expect(threads.count == count && Set(threads.map { "\($0)" }).count == count)
        #expect(threads.contains { pthread_equal($0, pthread_self()) != 0 })
    }

    @Test("none and fewer are one", arguments: [0, -3])
    func few(count: Int) {
        let calls = Atomic<Int>(0)
        Workers.perform(count) { calls.add(1, ordering: .relaxed) }
        #expect(calls.load(ordering: .relaxed) == 1)
    }

    @Test("a thread has room, whatever the stack of the process is limited to")
    func stack() {
        func depth(_ left: Int) -> Int {
            withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { room in
                room.initializeMemory(as: UInt8.self, repeating: UInt8(truncatingIfNeeded: left))
                return left == 0 ? 0 : depth(left - 1) + Int(room[0] == UInt8(truncatingIfNeeded: left) ? 1 : 0)
            }
        }
        let here = pthread_self()
        Workers.perform(2) { if pthread_equal(pthread_self(), here) == 0 { #expect(depth(1500) == 1500) } }
    }
}

@Suite("Limits of memory")
struct MemoryLimitTests {
    private func limit(_ membership: String, _ files: [String: String]) throws -> Double {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "trustsim-groups-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files.merging(["membership": membership], uniquingKeysWith: { $1 }) {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return MemoryLimit.controlGroups(root: folder.path, membership: folder.path + "/membership")
    }

    @Test("the least limit of the process's group and those above it counts, in either version of control groups")
    func groups() throws {
        let job = "0::/system.slice/slurmstepd.scope/job_7/step_batch\n"
        let slurm = "system.slice/slurmstepd.scope/job_7"
        #expect(
            try limit(
                job,
                [
                    slurm + "/memory.max": "1073741824\n", slurm + "/step_batch/memory.max": "max\n",
                    "memory.max": "9e12\n",
                ])
                == 1_073_741_824)
        #expect(try limit("0::/\n", ["memory.max": "4096\n"]) == 4096)
        #expect(try limit("0::/\n", ["memory.max": "max\n"]) == .infinity)
        #expect(
            try limit(
                "7:cpu,cpuacct:/a\n4:memory:/a/b\n0::/\n",
                [
                    "memory/a/memory.limit_in_bytes": "5000\n",
                    "memory/a/b/memory.limit_in_bytes": "9223372036854771712\n",
                    "cpu/a/memory.limit_in_bytes": "1\n",
                ]) == 5000)
        #expect(try limit("", [:]) == .infinity)
        #expect(try limit("nonsense\n0:\n", [:]) == .infinity)
    }

    @Test("there is some, and not more than the machine has")
    func machine() {
        #expect(MemoryLimit.bytes > 1e6)
        #expect(MemoryLimit.bytes <= Double(ProcessInfo.processInfo.physicalMemory))
    }
}
