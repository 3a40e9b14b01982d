import Foundation
import Testing

/// A process that was started. Its streams are files, so that none of them can fill up, or a terminal.
///
/// It is started with `posix_spawn`: with Foundation's `Process`, some hundred programs later, descriptors had stayed
/// open on Linux until it crashed.
final class RunningProgram {
    private let process: pid_t
    private let output: URL
    private let errors: URL
    private let terminal: Terminal?

    /// A step of starting a process that failed.
    struct NotStarted: Error {
        let path: String
        let reason: String
    }

    /// Starts a program. With a terminal, standard error is that terminal, and if wanted standard output as well.
    init(
        _ program: URL = Place.program, _ arguments: [String], in directory: TestDirectory, input: Data? = nil,
        environment: [String: String] = [:], terminal: Terminal? = nil, showsOutput: Bool = false
    ) throws {
        let name = UUID().uuidString
        output = directory.streams.appendingPathComponent(name + ".output")
        errors = directory.streams.appendingPathComponent(name + ".errors")
        self.terminal = terminal
        var inputPath = "/dev/null"
        if let input {
            let file = directory.streams.appendingPathComponent(name + ".input")
            try input.write(to: file)
            inputPath = file.path
        }
        var streams: [Int32] = []
        defer { for stream in streams { close(stream) } }
        for (path, flags) in [(inputPath, O_RDONLY), (output.path, O_WRONLY), (errors.path, O_WRONLY)] {
            let descriptor = open(path, flags | O_CLOEXEC | (flags == O_RDONLY ? 0 : O_CREAT | O_EXCL), 0o600)
            guard descriptor >= 0 else { throw NotStarted(path: path, reason: String(cString: strerror(errno))) }
            streams.append(descriptor)
        }
        var shown = streams
        if let terminal {
            shown[2] = terminal.programEnd
            if showsOutput { shown[1] = terminal.programEnd }
        }
        process = try Spawn.start(
            program.path, arguments, directory: directory.url.path, environment: Self.variables(environment),
            streams: shown)
        // The terminal ends with the last who holds its other end.
        terminal?.closeProgramEnd()
    }

    private static func variables(_ changes: [String: String]) -> [String: String] {
        var variables = ProcessInfo.processInfo.environment
        variables["NO_COLOR"] = nil
        variables["TERM"] = "xterm"
        variables["SWIFT_BACKTRACE"] = "enable=no"
        return variables.merging(changes) { $1 }
    }

    /// Number of the process.
    var number: pid_t { process }

    /// Sends a signal.
    func send(_ signal: Int32) { kill(process, signal) }

    /// Waits for the end. A program that does not come to it is killed, and the test fails.
    func end(within seconds: TimeInterval = 100, sourceLocation: SourceLocation = #_sourceLocation) throws -> Outcome {
        let deadline = Date() + seconds * Place.patience
        // A program whose terminal is not read waits when that is full.
        let shown = terminal?.rest(atMost: seconds)
        var status: Int32 = 0
        while waitpid(process, &status, WNOHANG) != process {
            if Date() > deadline {
                Issue.record("the program does not end", sourceLocation: sourceLocation)
                send(SIGKILL)
                waitpid(process, &status, 0)
                break
            }
            usleep(2000)
        }
        let signal = status & 0x7F
        return Outcome(
            exitCode: signal == 0 ? (status >> 8) & 0xFF : -signal, outputBytes: try Data(contentsOf: output),
            errors: try shown ?? String(decoding: Data(contentsOf: errors), as: UTF8.self))
    }
}

/// `posix_spawn` with what a test needs.
private enum Spawn {
    #if canImport(Darwin)
        typealias FileActions = posix_spawn_file_actions_t?
        typealias Attributes = posix_spawnattr_t?
        private static var noActions: FileActions { nil }
        private static var noAttributes: Attributes { nil }
    #else
        typealias FileActions = posix_spawn_file_actions_t
        typealias Attributes = posix_spawnattr_t
        private static var noActions: FileActions { FileActions() }
        private static var noAttributes: Attributes { Attributes() }
    #endif

    /// Starts a program whose signals have their default actions, whatever those of the test are.
    static func start(
        _ program: String, _ arguments: [String], directory: String, environment: [String: String], streams: [Int32]
    ) throws -> pid_t {
        var actions = noActions
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (place, stream) in streams.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, stream, Int32(place))
        }

        var attributes = noAttributes
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))

        // Glibc keeps posix_spawn_file_actions_addchdir_np from Swift. The shell becomes the program.
        let line = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", directory, program] + arguments
        var words = line.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in words + variables { free(word) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, line[0], &actions, &attributes, &words, &variables)
        guard code == 0 else { throw RunningProgram.NotStarted(path: program, reason: String(cString: strerror(code))) }
        return process
    }
}
