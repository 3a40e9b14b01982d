import Foundation
import Testing

@testable import TrustSim

@Suite("Programs read through a pipe")
struct ChildProgramTests {
    private static func shell(_ line: String) throws -> ChildProgram { try ChildProgram("/bin/sh", ["-c", line]) }

    private static func output(of program: ChildProgram) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1000)
        while true {
            let size = buffer.withUnsafeMutableBufferPointer { program.read(into: $0.baseAddress!, atMost: 1000) }
            if size <= 0 { return all }
            all += buffer[..<size]
        }
    }

    @Test("output and errors are told apart, arguments with spaces arrive whole, and the exit code is known")
    func streams() throws {
        let program = try ChildProgram(
            "/bin/sh", ["-c", "printf '%s|' \"$@\"; echo wrong >&2; exit 3", "x", "a b", "'"])
        #expect(String(decoding: Self.output(of: program), as: UTF8.self) == "a b|'|")
        #expect(program.wait() == .exit(3))
        #expect(program.errorBytes == Array("wrong\n".utf8))
    }

    // A pipe holds 64 KiB on Linux: either of these would wait for ever for a reader of one pipe only.
    @Test("much on both streams does not block, and the last of the errors is kept")
    func much() throws {
        let program = try Self.shell(
            """
            i=0; while [ $i -lt 3000 ]; do
              echo "error $i xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" >&2
              echo "output $i xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
              i=$((i + 1)); done; exec >&-; while [ $i -lt 5000 ]; do echo "error $i" >&2; i=$((i + 1)); done
            """)
        let lines = String(decoding: Self.output(of: program), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 3000 && lines[2999].hasPrefix("output 2999 "))
        #expect(program.wait() == .exit(0))
        #expect(String(decoding: program.errorBytes, as: UTF8.self).hasSuffix("\nerror 4998\nerror 4999\n"))
        #expect(program.errorBytes.count <= ChildProgram.keptBytes)
    }

    @Test(
        "a program that would write for ever is ended by stop, and no process stays", arguments: ["", "trap '' TERM;"])
    func endless(prefix: String) throws {
        var program: ChildProgram? = try Self.shell("\(prefix) echo $$; while :; do echo x; done")
        var buffer = [UInt8](repeating: 0, count: 100)
        let size = buffer.withUnsafeMutableBufferPointer { program?.read(into: $0.baseAddress!, atMost: 100) ?? 0 }
        let text = String(decoding: buffer[..<size], as: UTF8.self)
        let number = try #require(pid_t(text.prefix { $0 != "\n" }))
        #expect(kill(number, 0) == 0)
        program = nil
        // A zombie would still be found.
        #expect(kill(number, 0) == -1 && errno == ESRCH)
    }

    @Test("the default of SIGPIPE is restored, although this process may ignore it")
    func pipeSignal() throws {
        signal(SIGPIPE, SIG_IGN)
        let program = try Self.shell("while :; do echo x; done")
        #expect(program.wait() == .signal(SIGPIPE))
    }

    @Test("a signal is told from an exit code, and a program that is not there is a failure to start")
    func ends() throws {
        #expect(try Self.shell("kill -9 $$").wait() == .signal(9))
        #expect(throws: ChildProgram.StartFailure.self) { try ChildProgram("/nowhere/sumo", []) }
    }

    @Test(
        "a program that says nothing for too long is ended, while it writes, before, and after its output",
        arguments: ["sleep 100", "echo x; sleep 100", "exec >&-; sleep 100"])
    func silence(script: String) throws {
        var watch = ProgramWatch()
        (watch.longestSilenceSeconds, watch.noticeSeconds) = (1, 0)
        let notices = Guarded<[String]>([])
        watch.notice = { silent, longest in notices.withLock { $0.append("\(silent) of \(longest)") } }
        let program = try ChildProgram("/bin/sh", ["-c", script], watch: watch)
        _ = Self.output(of: program)
        if program.stopReason == nil { #expect(program.wait() == .signal(SIGTERM)) }
        #expect(program.stopReason == .silent)
        #expect(notices.withLock { $0 } == ["0 of 1"])
    }

    @Test("what a program says on either stream lengthens its time")
    func talk() throws {
        var watch = ProgramWatch()
        watch.longestSilenceSeconds = 1
        let script = "for i in 1 2 3; do sleep 0.6; echo x; sleep 0.6; echo y >&2; done"
        let program = try ChildProgram("/bin/sh", ["-c", script], watch: watch)
        #expect(Self.output(of: program).count == 6)
        #expect(program.wait() == .exit(0))
    }

    @Test("who asks to stop is heard while it is read and while it is waited for", arguments: ["", "exec >&-;"])
    func cancelled(prefix: String) throws {
        var watch = ProgramWatch()
        let flag = CancellationFlag()
        watch.cancellation = flag
        let program = try ChildProgram("/bin/sh", ["-c", "\(prefix) sleep 100"], watch: watch)
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.2) { flag.cancel() }
        _ = Self.output(of: program)
        if program.stopReason == nil { _ = program.wait() }
        #expect(program.stopReason == .cancelled)
    }

    @Test("what it has started is ended with it")
    func group() throws {
        var program: ChildProgram? = try Self.shell("sh -c 'echo $$; sleep 100' & wait")
        var buffer = [UInt8](repeating: 0, count: 100)
        let size = buffer.withUnsafeMutableBufferPointer { program?.read(into: $0.baseAddress!, atMost: 100) ?? 0 }
        let number = try #require(pid_t(String(decoding: buffer[..<size], as: UTF8.self).prefix { $0 != "\n" }))
        program = nil
        for _ in 0..<400 where kill(number, 0) == 0 { usleep(5000) }
        // It may wait for a parent that asks how it ended, but it does not run.
        let status = (try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)) ?? ""
        #expect(kill(number, 0) != 0 || status.contains(") Z "))
    }
}
