import Foundation

/// Talking with a program by lines. Neither side has to wait until the other reads: while one is written to the other is read.
extension ChildProgram {
    /// Where a line came to be missing.
    enum Silence: Error, Equatable {
        /// The program has closed its output.
        case ended
        /// It was ended before its time: see ``stopReason``.
        case stopped
        /// It has written so many bytes without an end of line.
        case endless(Int)
    }

    /// The longest line that is taken, in bytes.
    static let longestLine = 1 << 26

    /// Writes to its standard input what fits now, and the rest while lines are read. What it does not want to read any more
    /// is dropped.
    func send(_ bytes: [UInt8]) {
        outgoing += bytes
        if outgoing.count - outgoingPosition >= 1 << 16 { _ = exchange(milliseconds: 0) }
    }

    /// The next line that it writes, without its end.
    func line() throws(Silence) -> [UInt8] {
        beginWaiting()
        var searched = incomingPosition
        while true {
            if let end = incoming[searched...].firstIndex(of: 0x0A) {
                let line = Array(incoming[incomingPosition..<end])
                incomingPosition = end + 1
                return line
            }
            searched = incoming.count
            if searched - incomingPosition > Self.longestLine { throw .endless(searched - incomingPosition) }
            if incomingPosition > 1 << 16 {
                incoming.removeFirst(incomingPosition)
                searched -= incomingPosition
                incomingPosition = 0
            }
            guard output >= 0 else { throw stopReason == nil ? .ended : .stopped }
            // Whatever it says: what counts is how long the line is waited for.
            _ = exchange(milliseconds: 50)
            if !isWantedStill(hasSpoken: false) { throw .stopped }
        }
    }

    /// The beginning of a line that has no end.
    var unfinishedLine: [UInt8] { Array(incoming[incomingPosition...]) }

    /// Writes what is left, and waits for the end as long as somebody is waited for. Returns how it ended, and what it wrote
    /// meanwhile that nobody has read, as far as it matters.
    func finish() -> (end: End, rest: [UInt8]) {
        beginWaiting()
        while outgoingPosition < outgoing.count, input >= 0, isWantedStill(hasSpoken: exchange(milliseconds: 50)) {}
        closeInput()
        // Somebody that it started may hold its output open.
        while output >= 0, incoming.count - incomingPosition < 1 << 16, isWantedStill(hasSpoken: false) {
            if !exchange(milliseconds: 50) && hasEnded() { break }
        }
        return (wait(), unfinishedLine)
    }

    /// Writes and reads what can be written and read within this time; whether the program has said something.
    private func exchange(milliseconds: Int32) -> Bool {
        var waiting = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
            pollfd(fd: outgoingPosition < outgoing.count ? input : -1, events: Int16(POLLOUT), revents: 0),
        ]
        guard poll(&waiting, 3, milliseconds) > 0 else { return false }
        if waiting[2].revents != 0 { writeSome() }
        if waiting[1].revents != 0 { readErrors() }
        if waiting[0].revents != 0 { readSome() }
        return waiting[0].revents != 0 || waiting[1].revents != 0
    }

    private func readSome() {
        let before = incoming.count
        incoming.append(contentsOf: repeatElement(0, count: 1 << 16))
        let size = incoming.withUnsafeMutableBytes {
            Foundation.read(output, $0.baseAddress.map { $0 + before }, 1 << 16)
        }
        incoming.removeLast((1 << 16) - max(0, size))
        if size == 0 || (size < 0 && errno != EINTR && errno != EAGAIN) {
            Self.close([output])
            output = -1
        }
    }

    /// A program that is gone is no reason to end this one: the signal is held back, and taken away.
    private func writeSome() {
        var (pipeSignal, before) = (sigset_t(), sigset_t())
        sigemptyset(&pipeSignal)
        sigaddset(&pipeSignal, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipeSignal, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let size = outgoing[outgoingPosition...].withUnsafeBytes { Foundation.write(input, $0.baseAddress, $0.count) }
        let failure = errno
        if size > 0 {
            outgoingPosition += size
        } else if failure != EINTR && failure != EAGAIN {
            if failure == EPIPE {
                var pending = sigset_t()
                sigpending(&pending)
                var number: Int32 = 0
                if sigismember(&pending, SIGPIPE) == 1 { sigwait(&pipeSignal, &number) }
            }
            closeInput()
            outgoingPosition = outgoing.count
        }
        if outgoingPosition == outgoing.count {
            outgoing.removeAll(keepingCapacity: true)
            outgoingPosition = 0
        }
    }
}
