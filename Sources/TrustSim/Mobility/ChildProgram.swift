import Foundation

/// A program whose standard output is read through a pipe, while what it writes to standard error is kept for messages.
///
/// Both pipes are read in turn, so neither can fill up. Who wants to talk with it opens a third, to its standard input: see
/// ``send(_:)`` and ``line()``. At the end of its life the program is ended, if it has not come
/// to its end, and waited for, so that no zombie stays; so are the programs that it started itself, as it has a process
/// group of its own. Used by one thread.
final class ChildProgram {
    /// How it ended.
    enum End: Equatable {
        case exit(Int32)
        case signal(Int32)
    }

    /// The most bytes of standard error that are kept: the last ones.
    static let keptBytes = 16_384

    /// Why it was ended before its time.
    enum Stop: Equatable {
        case cancelled
        case silent
    }

    private let process: pid_t
    /// Ends the program when this process is gone, however that ended.
    private let guardian: ProgramGuardian?
    var output: Int32
    private(set) var errors: Int32
    /// Its standard input, or -1.
    var input: Int32
    /// What is to be written to it, from a position on; and what it has written beyond the last whole line.
    var outgoing: [UInt8] = []
    var outgoingPosition = 0
    var incoming: [UInt8] = []
    var incomingPosition = 0
    private(set) var errorBytes: [UInt8] = []
    private var errorCount = 0
    private var end: End?
    private let watch: ProgramWatch
    /// When it last wrote anything, or was started.
    private var lastWord = ContinuousClock.now
    private var wasNoted = false
    /// Set where reading or waiting ended for a reason that is not the program's.
    private(set) var stopReason: Stop?
    /// How often a program that says nothing is looked after.
    private static let tick = 50

    /// Starts a program with its arguments; standard input is empty, or a pipe.
    ///
    /// - Throws: the number of the error of the operating system, as `POSIXError` code.
    init(
        _ path: String, _ arguments: [String], watch: ProgramWatch = ProgramWatch(), hasInput: Bool = false
    ) throws(StartFailure) {
        self.watch = watch
        var (outputPipe, errorPipe, inputPipe): ([Int32], [Int32], [Int32]) = ([-1, -1], [-1, -1], [-1, -1])
        guard Self.makePipe(&outputPipe), Self.makePipe(&errorPipe), !hasInput || Self.makePipe(&inputPipe) else {
            let code = errno
            Self.close(outputPipe + errorPipe + inputPipe)
            throw StartFailure(code: code)
        }
        var process: pid_t = 0
        let code = Self.spawn(
            path, arguments, input: inputPipe[0], output: outputPipe[1], errors: errorPipe[1], &process)
        Self.close([outputPipe[1], errorPipe[1], inputPipe[0]])
        guard code == 0 else {
            Self.close([outputPipe[0], errorPipe[0], inputPipe[1]])
            throw StartFailure(code: code)
        }
        self.process = process
        (output, errors, input) = (outputPipe[0], errorPipe[0], inputPipe[1])
        if input >= 0 { _ = fcntl(input, F_SETFL, O_NONBLOCK) }
        guardian = ProgramGuardian(of: process)
    }

    deinit { stop() }

    /// Why a program could not be started.
    struct StartFailure: Error {
        let code: Int32
        var reason: String { String(cString: strerror(code)) }
    }

    /// Reads standard output; 0 at its end, -1 with `errno` for an error or with a `stopReason`.
    func read(into target: UnsafeMutablePointer<UInt8>, atMost count: Int) -> Int {
        while output >= 0 {
            var waiting = [
                pollfd(fd: output, events: Int16(POLLIN), revents: 0),
                pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
            ]
            // A closed pipe has the number -1, which is passed over.
            let found = poll(&waiting, 2, Int32(Self.tick))
            if found < 0 && errno != EINTR { return -1 }
            if !isWantedStill(hasSpoken: found > 0) {
                errno = EINTR
                return -1
            }
            if found <= 0 { continue }
            if waiting[1].revents != 0 { readErrors() }
            if waiting[0].revents != 0 {
                let size = Foundation.read(output, target, count)
                if size < 0 && (errno == EINTR || errno == EAGAIN) { continue }
                return size
            }
        }
        return 0
    }

    /// Waits for the end, as long as the program may go on after the end of its output.
    func wait() -> End {
        Self.close([output])
        output = -1
        while end == nil {
            if hasEnded() { break }
            if !isWantedStill(hasSpoken: drainErrors(milliseconds: 20)) { stop() }
        }
        // What it said last; whoever else holds the pipe is not waited for.
        drainErrors(milliseconds: 0)
        Self.close([errors])
        errors = -1
        return end ?? .exit(0)
    }

    /// How it has ended, if it does so within half a second.
    func endsSoon() -> End? {
        for _ in 0..<25 {
            if hasEnded() { break }
            drainErrors(milliseconds: 20)
        }
        return end
    }

    /// Ends the program and those that it started, in three seconds by force. A signal that comes meanwhile has to wait:
    /// it could end this process, and leave the other.
    func stop() {
        closeInput()
        if end == nil {
            Self.close([output])
            output = -1
            var (held, before) = (sigset_t(), sigset_t())
            sigemptyset(&held)
            for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&held, signal) }
            pthread_sigmask(SIG_BLOCK, &held, &before)
            kill(-process, SIGTERM)
            var patience = 150
            while !hasEnded() {
                patience -= 1
                if patience == 0 { kill(-process, SIGKILL) }
                drainErrors(milliseconds: 20)
            }
            kill(-process, SIGKILL)
            pthread_sigmask(SIG_SETMASK, &before, nil)
        }
        Self.close([output, errors])
        (output, errors) = (-1, -1)
    }

    /// Nothing more is written to it.
    func closeInput() {
        Self.close([input])
        input = -1
    }

    /// Its silence counts from now on.
    func beginWaiting() { lastWord = ContinuousClock.now }

    /// False when it is to be ended: somebody asked for it, or it has said nothing for too long.
    func isWantedStill(hasSpoken: Bool) -> Bool {
        let now = ContinuousClock.now
        if hasSpoken { lastWord = now }
        let silence = now - lastWord
        if watch.cancellation?.isCancelled == true {
            stopReason = .cancelled
        } else if silence >= .seconds(watch.longestSilenceSeconds) {
            stopReason = .silent
        } else if silence >= .seconds(watch.noticeSeconds), !wasNoted {
            wasNoted = true
            watch.notice?(watch.noticeSeconds, watch.longestSilenceSeconds)
        }
        return stopReason == nil
    }

    /// Whether it has ended.
    func hasEnded() -> Bool {
        if end != nil { return true }
        var status: Int32 = 0
        let found = waitpid(process, &status, WNOHANG)
        if found == process {
            end = status & 0x7F == 0 ? .exit((status >> 8) & 0xFF) : .signal(status & 0x7F)
        } else if found < 0 && errno != EINTR {
            end = .exit(0)
        }
        return end != nil
    }

    /// Waits so long for something on standard error, and takes what is there; whether there was something.
    @discardableResult
    private func drainErrors(milliseconds: Int32) -> Bool {
        guard errors >= 0 else {
            if milliseconds > 0 { usleep(UInt32(milliseconds) * 1000) }
            return false
        }
        var waiting = pollfd(fd: errors, events: Int16(POLLIN), revents: 0)
        var patience = milliseconds
        let before = errorCount
        while poll(&waiting, 1, patience) > 0, errors >= 0 {
            readErrors()
            patience = 0
            waiting = pollfd(fd: errors, events: Int16(POLLIN), revents: 0)
        }
        return errorCount != before
    }

    func readErrors() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let size = Foundation.read(errors, &buffer, buffer.count)
        if size > 0 {
            errorCount += size
            errorBytes += buffer[..<size]
            if errorBytes.count > Self.keptBytes { errorBytes.removeFirst(errorBytes.count - Self.keptBytes) }
        } else if size == 0 || (errno != EINTR && errno != EAGAIN) {
            Self.close([errors])
            errors = -1
        }
    }
}

extension ChildProgram {
    /// The first of some folders' files of a name that can be run; folders end with a slash, or are empty.
    static func file(_ name: String, in folders: [String]) -> String? {
        folders.map { $0 + name }.first { path in
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
        }
    }

    /// The last lines of what a program said on standard error, each on a line of its own behind its name, and with nothing that
    /// disturbs a terminal.
    static func lastWords(_ bytes: [UInt8], of name: String) -> String {
        let lines = bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).suffix(12)
        return lines.map { "\n  \(name): " + excerptForMessage(String(decoding: $0, as: UTF8.self), limit: 400) }
            .joined()
    }
}

/// Starting.
extension ChildProgram {
    static func close(_ descriptors: [Int32]) {
        for descriptor in descriptors where descriptor >= 0 { Foundation.close(descriptor) }
    }

    static func makePipe(_ ends: inout [Int32]) -> Bool {
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return true
    }

    /// The error number, 0 for none. Signals get their default actions: a program that goes on writing when nobody reads
    /// any more is ended by the signal.
    static func spawn(
        _ path: String, _ arguments: [String], input: Int32, output: Int32, errors: Int32, group: pid_t = 0,
        _ process: inout pid_t
    ) -> Int32 {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in [input, output, errors].enumerated() {
            if descriptor >= 0 {
                posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
            } else {
                let access = number == 0 ? O_RDONLY : O_WRONLY
                posix_spawn_file_actions_addopen(&actions, Int32(number), "/dev/null", access, 0)
            }
        }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        // A group of its own, named by its number, or one that is there.
        posix_spawnattr_setpgroup(&attributes, group)
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] =
            ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in words + variables { free(word) } }
        // A program that was written just now is busy as long as a process that was started meanwhile holds it open.
        for _ in 0..<40 {
            let code = posix_spawn(&process, path, &actions, &attributes, &words, &variables)
            if code != ETXTBSY { return code }
            usleep(50_000)
        }
        return ETXTBSY
    }
}
