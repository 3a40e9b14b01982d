import Foundation
import TrustSim

/// A pseudo-terminal: the program writes at one end, the test reads at the other. Line ends are not translated.
final class Terminal {
    /// What the program gets as its standard output or standard error.
    private(set) var programEnd: Int32
    private let testEnd: Int32
    private var bytes: [UInt8] = []
    private var hasEnded = false

    struct Unavailable: Error {
        let step: String
    }

    /// A terminal; without a number of columns it does not say how wide it is.
    init(columns: Int? = nil) throws {
        testEnd = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard testEnd >= 0 else { throw Unavailable(step: "open /dev/ptmx") }
        let name = try Self.nameOfOtherEnd(testEnd)
        programEnd = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard programEnd >= 0 else { throw Unavailable(step: "open \(name)") }
        var settings = termios()
        guard tcgetattr(programEnd, &settings) == 0 else { throw Unavailable(step: "tcgetattr") }
        settings.c_oflag &= ~tcflag_t(OPOST)
        guard tcsetattr(programEnd, TCSANOW, &settings) == 0 else { throw Unavailable(step: "tcsetattr") }
        guard let columns else { return }
        var size = winsize(ws_row: 24, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        guard ioctl(testEnd, UInt(TIOCSWINSZ), &size) == 0 else { throw Unavailable(step: "TIOCSWINSZ") }
    }

    #if os(Linux)
        /// Glibc keeps `unlockpt` and `ptsname` from Swift, so this asks the kernel: TIOCSPTLCK, then TIOCGPTN.
        private static func nameOfOtherEnd(_ descriptor: Int32) throws -> String {
            var isLocked: Int32 = 0
            var number: Int32 = 0
            guard ioctl(descriptor, 0x4004_5431, &isLocked) == 0, ioctl(descriptor, 0x8004_5430, &number) == 0 else {
                throw Unavailable(step: "ioctl")
            }
            return "/dev/pts/\(number)"
        }
    #else
        /// `ptsname` keeps its answer in one place for all threads.
        private static let nameLock = Guarded(())

        private static func nameOfOtherEnd(_ descriptor: Int32) throws -> String {
            guard grantpt(descriptor) == 0, unlockpt(descriptor) == 0 else { throw Unavailable(step: "unlockpt") }
            let name = nameLock.withLock { _ in ptsname(descriptor).map { String(cString: $0) } }
            guard let name else { throw Unavailable(step: "ptsname") }
            return name
        }
    #endif

    deinit {
        closeProgramEnd()
        close(testEnd)
    }

    /// Lets go of the program's end, so that the terminal ends with the program.
    func closeProgramEnd() {
        if programEnd >= 0 { close(programEnd) }
        programEnd = -1
    }

    /// What was written so far.
    private var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Reads until the text so far satisfies a condition; false when it never does.
    func waits(atMost seconds: TimeInterval = 60, until isSatisfied: (String) -> Bool) -> Bool {
        let deadline = Date() + seconds * Place.patience
        while !isSatisfied(text) {
            if hasEnded || Date() > deadline { return false }
            read()
        }
        return true
    }

    /// Reads to the end, if it comes in time, and returns all that was written.
    func rest(atMost seconds: TimeInterval) -> String {
        _ = waits(atMost: seconds) { _ in false }
        return text
    }

    /// Reads what is there, waiting a little for it. On Linux the end of a terminal is an error.
    private func read() {
        var descriptor = pollfd(fd: testEnd, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, 100) > 0 else { return }
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = Foundation.read(testEnd, &chunk, chunk.count)
        if count > 0 {
            bytes += chunk[..<count]
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
            hasEnded = true
        }
    }
}
