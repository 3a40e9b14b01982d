import GroupDecision

/// A program that is being talked with: begin, evaluations, end.
final class ProgramDialogue {
    private let program: SchemeProgram
    private let child: ChildProgram
    /// What the program has said of itself.
    private(set) var introduction = SchemeIntroduction()
    private var lineNumber = 0

    /// Starts the program, writes the first line, and reads the first one.
    init(_ program: SchemeProgram, begin: [UInt8]) throws(SchemeProgramFailure) {
        self.program = program
        child = try program.start()
        child.send(begin)
        let line = try next(expecting: "{\"type\":\"ready\", …}")
        do {
            introduction = try SchemeIntroduction(line)
        } catch {
            throw failure(error, line)
        }
    }

    /// Writes a line, now or while answers are read.
    func ask(_ line: [UInt8]) { child.send(line) }

    /// Reads the answer to the evaluation of a number, about so many neighbours.
    func answer(to number: Int, about count: Int) throws(SchemeProgramFailure) -> ProgramAnswer {
        let line = try next(expecting: "the answer to evaluation \(number)")
        do {
            return try ProgramAnswer(line, number: number, count: count, hasClaim: introduction.readsClaims)
        } catch {
            throw failure(error, line)
        }
    }

    /// Writes the last line and waits for the end, which is to come at once and without another word.
    func end() throws(SchemeProgramFailure) {
        child.send(ProgramMessages.end)
        let (end, rest) = child.finish()
        switch (end, child.stopReason) {
        case (_, .cancelled?): throw .cancelled
        case (_, .silent?):
            throw failure("did not end behind {\"type\":\"end\"} for \(program.watch.longestSilenceSeconds) s")
        case _ where rest.contains { ![0x09, 0x0A, 0x0D, 0x20].contains($0) }:
            throw failure("wrote, behind its last answer, what nobody had asked for: '\(shown(rest))'")
        case (.exit(0), _): break
        case (.exit(let code), _): throw failure("ended with exit code \(code) behind its last answer")
        case (.signal(let number), _): throw failure("was ended by signal \(number) behind its last answer")
        }
    }

    private func next(expecting what: String) throws(SchemeProgramFailure) -> [UInt8] {
        let line: [UInt8]
        do {
            line = try child.line()
        } catch {
            throw silence(error, what)
        }
        lineNumber += 1
        return line
    }

    private func silence(_ silence: ChildProgram.Silence, _ what: String) -> SchemeProgramFailure {
        let limit = program.watch.longestSilenceSeconds
        let text: String
        switch silence {
        case .stopped where child.stopReason == .cancelled: return .cancelled
        case .stopped: text = "was ended, because \(what) was waited for \(limit) s"
        case .endless(let count): text = "has written \(count) bytes without an end of line"
        case .ended:
            let half = child.unfinishedLine
            let rest = half.isEmpty ? "" : ", behind '\(shown(half))' without an end of line"
            switch child.endsSoon() {
            case .exit(let code): text = "ended with exit code \(code) while \(what) was waited for\(rest)"
            case .signal(let number): text = "was ended by signal \(number) while \(what) was waited for\(rest)"
            case nil: text = "has closed its standard output while \(what) was waited for\(rest)"
            }
        }
        return failure(text)
    }

    private func failure(_ refusal: ProgramRefusal, _ line: [UInt8]) -> SchemeProgramFailure {
        failure("wrote, in line \(lineNumber) of its output: \(refusal.message)\n  line: \(shown(line))")
    }

    /// Ends the program; what it did, behind its name, and its last words.
    private func failure(_ what: String) -> SchemeProgramFailure {
        child.stop()
        return SchemeProgramFailure(
            "the program of the scheme '\(program.name)' \(what)"
                + ChildProgram.lastWords(child.errorBytes, of: program.name))
    }

    private func shown(_ line: [UInt8]) -> String {
        excerptForMessage(String(decoding: line.prefix(400), as: UTF8.self), limit: 160)
    }
}
