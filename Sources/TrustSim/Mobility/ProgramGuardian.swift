import Foundation

/// Ends a program and those that it started when this process is gone, even by a signal that nothing can answer: a shell in
/// the program's process group that waits for the end of a pipe, of which only this process has the other end.
final class ProgramGuardian {
    private let process: pid_t
    private let life: Int32

    /// A guardian of a program that leads a process group; nil where none can be started.
    init?(of program: pid_t) {
        var ends: [Int32] = [-1, -1]
        guard ChildProgram.makePipe(&ends) else { return nil }
        var process: pid_t = 0
        // It answers no signal that the group may get to end it, and has nothing open that somebody waits for.
        let script = "trap '' TERM INT HUP; read line; kill -KILL 0"
        let code = ChildProgram.spawn(
            "/bin/sh", ["-c", script], input: ends[0], output: -1, errors: -1, group: program, &process)
        ChildProgram.close([ends[0]])
        guard code == 0 else {
            ChildProgram.close([ends[1]])
            return nil
        }
        self.process = process
        life = ends[1]
    }

    /// It ends the rest of its group and itself.
    deinit {
        ChildProgram.close([life])
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    }
}
