import Foundation

/// Exit codes.
enum ExitCode: Int32 {
    case success = 0
    /// Something failed: a file cannot be written, results differ.
    case failure = 1
    /// The command line is wrong.
    case usage = 64
    /// Input data are wrong.
    case data = 65
    /// Stopped because the terminal went away (SIGHUP).
    case hungUp = 129
    /// Stopped by an interrupt (SIGINT).
    case interrupted = 130
    /// Stopped by a termination signal (SIGTERM).
    case terminated = 143
    /// Stopped at the limit of processor time (SIGXCPU).
    case outOfTime = 152
}

/// Stopped by a signal; says what is kept.
struct Interrupted: Error {
    let message: String
}

/// A failure with a message and an exit code.
struct CommandFailure: Error {
    let message: String
    let code: ExitCode
}

/// Where output goes. Standard output carries results only.
enum Console {
    /// Files opened later must not take the place of a standard stream that is closed: results would go into them.
    static func fillClosedDescriptors() {
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 { _ = open("/dev/null", O_RDONLY) }
    }

    static func print(_ text: String) { write(Array((text + "\n").utf8), to: 1) }

    static func results(_ bytes: [UInt8]) { write(bytes, to: 1) }

    static func error(_ text: String) { write(Array((text + "\n").utf8), to: 2) }

    static func status(_ text: String) { write(Array(text.utf8), to: 2) }

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Colour only on terminals, never under NO_COLOR.
    static var usesColor: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isTerminal(1) && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Progress only on terminals that can erase a line.
    static var showsProgress: Bool { isTerminal(2) && ProcessInfo.processInfo.environment["TERM"] != "dumb" }

    /// Columns that tables may have; nil for any. Set once, before the command runs.
    nonisolated(unsafe) static var tableWidth: Int?

    /// Columns of the terminal that results go to; nil where they go to a file or into a pipe.
    static func shownWidth(arguments: ParsedArguments) -> Int? {
        isTerminal(1) && arguments.outputFile == nil ? width(of: 1) : nil
    }

    /// Columns of a terminal; nil where it does not say.
    static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes all bytes. When the reader has gone away nothing more can be said, and the program goes on quietly to its
    /// exit code; what goes wrong with standard error cannot be told anybody.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Foundation.write(descriptor, buffer.baseAddress! + offset, bytes.count - offset)
            }
            if written > 0 {
                offset += written
            } else if errno == EAGAIN {
                var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&request, 1, 1000)
            } else if errno != EINTR {
                if descriptor == 2 || errno == EPIPE { return }
                error("Error: standard output cannot be written: \(String(cString: strerror(errno)))")
                exit(ExitCode.failure.rawValue)
            }
        }
    }
}
