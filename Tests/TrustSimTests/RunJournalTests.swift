import Foundation
import Testing

@testable import TrustSim

@Suite("The journal of finished runs")
struct RunJournalTests {
    private let sample: JournalSample
    private let directory: String
    private var path: String { directory + "/" + JournalContents.fileName }

    init() throws {
        sample = try JournalSample.shared.get()
        directory = sample.directory + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    private func write(_ bytes: some Sequence<UInt8>) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

    @Test("a run read is the run written, to the last bit, with all that files are made of")
    func roundTrip() throws {
        for result in sample.results {
            var writer = BinaryWriter()
            RunRecord.encode(result, into: &writer)
            var reader = BinaryReader(writer.bytes[...])
            let read = try RunRecord.decode(&reader)
            #expect(reader.isAtEnd && JournalSample.bits(read) == JournalSample.bits(result))
            #expect(read.statistics == result.statistics && read.fingerprint == result.fingerprint)
            #expect(read.schemes.map(\.scheme) == result.schemes.map(\.scheme))
            #expect(read.schemes.map(\.values) == result.schemes.map(\.values))
            #expect(read.schemes.map(\.recalls) == result.schemes.map(\.recalls))
            #expect(read.schemes.map(\.atCandidates) == result.schemes.map(\.atCandidates))
            #expect(read.schemes.map(\.byCertainty) == result.schemes.map(\.byCertainty))
            #expect(result.statistics.checks != nil && result.schemes[0].recalls.count == 3)
            #expect(result.schemes.contains { $0.values.contains(nil) })
        }
    }

    @Test("the sum is CRC-32: its check value is 0xCBF43926")
    func checkValue() {
        #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.of([]) == 0)
    }

    @Test("a journal cut off at any byte has exactly the runs that were whole, and goes on to the same files")
    func everyTruncation() throws {
        let sample = try JournalSample.short.get()
        let (bytes, ends) = (sample.bytes, sample.ends)
        let wanted = sample.outcome.fileBytes
        for length in 0...bytes.count {
            let contents = try sample.contents(Array(bytes[..<length]))
            let whole = ends.dropFirst().count { $0 <= length }
            #expect(contents.results.keys.sorted() == sample.order[..<whole].sorted(), "cut off at \(length)")
            #expect(sample.isRight(contents.results) && contents.damagedBytes == 0, "cut off at \(length)")
            let end = ends.last { $0 <= length } ?? min(length, JournalFormat.firstLine.count)
            #expect(contents.tornBytes == length - end && contents.end == end, "cut off at \(length)")
            // On the disk the tail is cut off and what is missing is done again: near the ends of runs, and now and then.
            guard length % 61 == 0 || ends.contains(where: { abs($0 - length) <= 1 }) else { continue }
            try write(bytes[..<length])
            let kept = try JournalContents(directory: directory, expected: sample.description)
            let journal = try RunJournal.resume(kept, sample.description, sample.session)
            for index in sample.results.indices where kept.results[index] == nil {
                try journal.append(index, sample.results[index])
            }
            let full = try JournalContents(directory: directory)
            #expect(full.isComplete && full.tornBytes == 0 && full.damagedBytes == 0, "cut off at \(length)")
            let outcome = Executor.Outcome(
                plan: sample.executor.plan, results: full.results, indices: Array(sample.results.indices))
            #expect(outcome.fileBytes == wanted, "cut off at \(length)")
        }
    }

    @Test("a byte changed anywhere is found: the run that it is in is not used, and no other is lost")
    func everyByteChanged() throws {
        let sample = try JournalSample.short.get()
        let (bytes, ends) = (sample.bytes, sample.ends)
        for place in bytes.indices {
            for change in [UInt8(1) << UInt8(place % 8), 0xFF].prefix(place % 4 == 0 ? 2 : 1) {
                var changed = bytes
                changed[place] ^= change
                if place < JournalFormat.firstLine.count {
                    #expect(throws: DataError.self) { try sample.contents(changed) }
                    continue
                }
                let contents = try sample.contents(changed)
                let frame = ends.firstIndex { place < $0 } ?? 0
                let lost = frame == 0 ? [] : [sample.order[frame - 1]]
                let name: Comment = "byte \(place) changed by \(change)"
                #expect(contents.results.keys.sorted() == sample.results.indices.filter { !lost.contains($0) }, name)
                #expect(sample.isRight(contents.results) && (contents.description == nil) == (frame == 0), name)
                if frame == 1 { #expect(contents.damagedBytes == ends[1] - ends[0], name) }
                if frame == 2 { #expect(contents.tornBytes == ends[2] - ends[1], name) }
            }
        }
    }

    @Test("under a damaged heading runs are kept, and the journal is written anew with it")
    func damagedHeading() throws {
        var bytes = sample.bytes
        bytes[JournalFormat.firstLine.count + 100] ^= 1
        try write(bytes)
        #expect(throws: DataError.self) { try JournalContents(directory: directory) }
        let kept = try JournalContents(directory: directory, expected: sample.description)
        #expect(kept.description == nil && kept.results.count == 4)
        _ = try RunJournal.resume(kept, sample.description, sample.session)
        let again = try JournalContents(directory: directory)
        #expect(again.description == sample.description && again.session == sample.session && again.isComplete)
    }

    @Test("what stands between whole runs stays, and does not hinder")
    func garbageBetween() throws {
        let (bytes, ends) = (sample.bytes, sample.ends)
        let garbage = Array("garbage ".utf8) + JournalFormat.mark + [1, 0, 0, 0, 9, 9, 9, 9, 7]
        let contents = try sample.contents(Array(bytes[..<ends[2]]) + garbage + bytes[ends[2]...])
        #expect(contents.results.count == 4 && contents.damagedBytes == garbage.count && contents.tornBytes == 0)
    }

    @Test("runs of another experiment are not taken, and counted")
    func foreignRuns() throws {
        let foreign = JournalFormat.run(1, sample.results[0], of: 12345)
        let contents = try sample.contents(Array(sample.bytes[..<sample.ends[1]]) + foreign)
        #expect(contents.results.keys.sorted() == [2] && contents.foreignRuns == 1)
    }

    @Test(
        "another file, and a journal of another format, are told",
        arguments: [
            ("trustsim journal 1\nxyz", "j: this is a journal of format 1, this program has format 4"),
            ("scenario,scheme\n", "j: this is not a journal of trustsim"),
            ("trustsim journal x\n", "j: this is not a journal of trustsim"),
        ])
    func otherFiles(text: String, message: String) {
        let error = #expect(throws: DataError.self) { try sample.contents(Array(text.utf8)) }
        #expect(error?.description == message)
    }

    @Test("many places that look like runs and are none do not take long")
    func manyMarks() throws {
        let frame = JournalFormat.mark + [0, 0, 64, 0, 1, 2, 3, 4]
        let heading = JournalFormat.heading(sample.description, sample.session)
        let contents = try sample.contents(heading + Array(repeatElement(frame, count: 20_000).joined()))
        #expect(contents.results.isEmpty && contents.tornBytes == 20_000 * frame.count)
        // Each claims all that follows.
        let count = 40_000
        let claims = (0..<count).flatMap { number -> [UInt8] in
            let length = UInt32(12 * (count - number - 1))
            return JournalFormat.mark + (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + [1, 2, 3, 4]
        }
        #expect(try sample.contents(heading + claims).results.isEmpty)
    }

    @Test("runs behind any number of runs of another experiment are found")
    func manyForeignRuns() throws {
        let foreign = JournalFormat.run(0, sample.results[0], of: 1)
        let own = JournalFormat.run(2, sample.results[2], of: sample.description.hash)
        let heading = JournalFormat.heading(sample.description, sample.session)
        let contents = try sample.contents(heading + Array(repeatElement(foreign, count: 3000).joined()) + own)
        #expect(Array(contents.results.keys) == [2] && sample.isRight(contents.results))
        #expect(contents.foreignRuns == 3000 && contents.tornBytes == 0)
        #expect(contents.damagedBytes == 3000 * foreign.count)
    }

    @Test("workers append at once; an executor goes on with what is there and records the rest")
    func executor() throws {
        var executor = sample.executor
        executor.jobs = 2
        let journal = try RunJournal.create(in: directory, sample.description, sample.session)
        executor.known = [1: sample.results[1]]
        try journal.append(1, sample.results[1])
        executor.record = { try journal.append($0, $1) }
        let outcome = try executor.run()
        try journal.close()
        #expect(outcome.fileBytes == sample.outcome.fileBytes && journal.recorded == 4)
        let contents = try JournalContents(directory: directory)
        #expect(contents.isComplete && sample.isRight(contents.results))
        journal.remove()
        #expect(!JournalContents.exists(in: directory))
    }

    @Test("a run that cannot be recorded stops the others, with its error")
    func failingRecord() throws {
        var executor = sample.executor
        executor.record = { _, _ in throw FileProblem(path: "x", message: "is full") }
        let problem = #expect(throws: FileProblem.self) { try executor.run() }
        #expect(problem?.description == "x is full")
    }
}
