import Foundation

@testable import TrustSim

/// Logs of receivers: single rows, and directories.
enum Logs {
    /// Each line as a row of each format.
    static func rows(_ bytes: [UInt8]) {
        for format in DataSetFormat.allCases {
            for isTruth in [false, true] {
                var decoder = RowDecoder(format: format, isTruth: isTruth)
                for line in bytes.split(separator: 0x0A) {
                    guard case .record(let time, let record) = decoder.decode(line) else { continue }
                    if time.magnitude > 1_000_000_000_000_000_000 && time != .min { fail("a time of \(time)") }
                    check(record)
                }
            }
        }
    }

    private static func check(_ record: LogRecord) {
        func expect(_ numbers: [Double]) {
            for number in numbers where !(abs(number) <= 2e9) { fail("\(number) in \(record)") }
        }
        switch record {
        case .position(let place, let velocity): expect([place.x, place.y, velocity.x, velocity.y])
        case .beacon(let beacon):
            expect([beacon.position.x, beacon.position.y, beacon.velocity.x, beacon.velocity.y])
            expect([beacon.acceleration ?? 0])
            if let heading = beacon.heading { expect([heading.x, heading.y]) }
        case .report:
            break  // What is out of range is kept as such: the whole report is refused later.
        case .receiver(let tolerance): if !(0...1 ~= tolerance) { fail("\(record)") }
        case .mark, .truth: break
        }
    }

    /// What is in a directory, whatever files it has.
    static func survey(_ bytes: [UInt8]) {
        refusing {
            let replay = try DataSetReplay(directory: write(bytes), format: nil, byPseudonym: bytes.count % 2 == 0)
            expectReadable(replay.summary)
            for warning in replay.warnings { expectReadable(warning) }
            _ = try replay.plan(try replay.scenarioFile())
        }
    }

    /// The same, and the schemes decide, where that is not long.
    static func replay(_ bytes: [UInt8]) {
        refusing {
            let replay = try DataSetReplay(directory: write(bytes), format: nil)
            let plan = try replay.plan(try replay.scenarioFile()).plan
            let scenario = plan.cells[0].scenario
            guard scenario.duration <= 100, scenario.duration / scenario.evaluation.interval <= 200,
                scenario.vehicles <= 50
            else { return }
            let outcome = try replay.run(plan)
            for row in outcome.results.rows {
                for value in row.values { if let value, !value.isFinite { fail("a metric is \(value)") } }
            }
        }
    }

    /// A flat table.
    static func flat(_ bytes: [UInt8]) {
        refusing {
            let path = write(Array("== t.csv\n".utf8) + bytes) + "/t.csv"
            let replay = try DataSetReplay(directory: path, format: nil)
            expectReadable(replay.summary)
            for warning in replay.warnings { expectReadable(warning) }
            let plan = try replay.plan(try replay.scenarioFile()).plan
            let scenario = plan.cells[0].scenario
            guard scenario.duration <= 100, scenario.duration / scenario.evaluation.interval <= 200,
                scenario.vehicles <= 50
            else { return }
            _ = try replay.run(plan)
        }
    }

    private static let directory: String = {
        let path = "/dev/shm/trustsim-fuzz-\(getpid())"
        if mkdir(path, 0o700) != 0 { fail("no directory: \(String(cString: strerror(errno)))") }
        atexit { Logs.empty(andRemove: true) }
        return path
    }()

    nonisolated(unsafe) private static var names: [String] = []

    private static func empty(andRemove: Bool = false) {
        for name in names { unlink(directory + "/" + name) }
        names = []
        if andRemove { rmdir(directory) }
    }

    /// A text with several files: each begins with a line "== NAME".
    private static func write(_ bytes: [UInt8]) -> String {
        empty()
        var name = "JSONlog-0-1-A0.json"
        var contents: [UInt8] = []
        func finish() {
            let descriptor = open(directory + "/" + name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            if descriptor < 0 { return }
            if Foundation.write(descriptor, contents, contents.count) != contents.count {
                fail("a file is not written")
            }
            close(descriptor)
            if !names.contains(name) { names.append(name) }
        }
        for line in bytes.split(separator: 0x0A, maxSplits: .max, omittingEmptySubsequences: false) {
            if line.starts(with: Array("== ".utf8)) {
                if !contents.isEmpty { finish() }
                contents = []
                // Names that stay in the directory, of bytes that a file may have.
                name = String(decoding: line.dropFirst(3).prefix(80).filter { $0 != 0 && $0 != 0x2F }, as: UTF8.self)
                if name.isEmpty || name == "." || name == ".." { name = "receiver-1.jsonl" }
                if names.count > 8 { break }
            } else {
                contents += line
                contents.append(0x0A)
            }
        }
        finish()
        return directory
    }
}
