import Foundation

/// What a journal holds. Damage is found by the sums of its frames; every run whose own frame is whole counts.
public struct JournalContents: Sendable {
    /// Path of the file.
    public let path: String
    /// What determines the results; nil where the heading is damaged.
    public let description: ExperimentDescription?
    /// How the journal came about; nil where the heading is damaged.
    public let session: JournalSession?
    /// The runs that were finished, by index.
    public let results: [Int: RunResult]
    /// Bytes at the end that are no whole run: what was being written when the process or the power went.
    public let tornBytes: Int
    /// Bytes before the last whole run that belong to none.
    public let damagedBytes: Int
    /// Whole runs of other experiments.
    public let foreignRuns: Int
    /// Where the next run is to be written.
    let end: Int

    /// Name of the file in the directory of results.
    public static let fileName = "runs.journal"

    /// Whether the runs that it is for are all there.
    public var isComplete: Bool {
        guard let session else { return false }
        return session.shard == nil
            ? results.count == session.planRuns : session.runs.allSatisfy { results[$0] != nil }
    }

    /// Whether a directory has a journal.
    public static func exists(in directory: String) -> Bool {
        access(directory + "/" + fileName, F_OK) == 0
    }

    /// Reads the journal of a directory.
    ///
    /// - Parameters:
    ///   - directory: where it is.
    ///   - expected: the experiment asked for. Its runs are recognised even under a damaged heading.
    /// - Throws: ``DataError`` where it is no journal, one of another format, or its heading is damaged and nothing is
    ///   expected.
    public init(directory: String, expected: ExperimentDescription? = nil) throws(DataError) {
        let path = directory + "/" + Self.fileName
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DataError(message: "\(escapedForMessage(path)): cannot be read")
        }
        try self.init(bytes: [UInt8](data), path: path, expected: expected)
    }

    init(bytes: [UInt8], path: String, expected: ExperimentDescription?) throws(DataError) {
        self.path = path
        try Self.checkFirstLine(bytes, path)
        let first = JournalFormat.firstLine.count
        let claim = JournalFormat.claim(in: bytes, at: first, longest: .max)
        let heading = claim.flatMap { place -> (place: Range<Int>, read: (ExperimentDescription, JournalSession))? in
            guard JournalFormat.isWhole(place, in: bytes) else { return nil }
            return (try? Self.heading(bytes[place], path)).map { (place, $0) }
        }
        description = heading?.read.0
        session = heading?.read.1
        let experiment = description ?? expected
        var scan = Scan(bytes, from: heading?.place.upperBound ?? min(first, bytes.count), experiment?.hash)
        let session = session
        scan.run { index in session.map { index < $0.planRuns } ?? true }
        results = scan.results
        end = scan.end
        tornBytes = bytes.count - scan.end
        damagedBytes = scan.damagedBytes
        foreignRuns = scan.foreignRuns
        if heading == nil && expected == nil {
            throw DataError(message: "\(escapedForMessage(path)): the heading is damaged")
        }
    }

    private static func checkFirstLine(_ bytes: [UInt8], _ path: String) throws(DataError) {
        let line = JournalFormat.firstLine
        if bytes.starts(with: line) || (bytes.count < line.count && line.starts(with: bytes)) { return }
        let name = Array("trustsim journal ".utf8)
        let text = bytes.dropFirst(name.count).prefix { $0 != UInt8(ascii: "\n") }.prefix(20)
        guard bytes.starts(with: name), let found = Int(String(decoding: text, as: UTF8.self)) else {
            throw DataError(message: "\(escapedForMessage(path)): this is not a journal of trustsim")
        }
        throw DataError(
            message: "\(escapedForMessage(path)): this is a journal of format \(found), this program has format "
                + "\(JournalFormat.version)")
    }

    private struct NoHeading: Error {}

    private static func heading(
        _ bytes: ArraySlice<UInt8>, _ path: String
    ) throws -> (ExperimentDescription, JournalSession) {
        var reader = BinaryReader(bytes)
        guard try reader.number() as UInt8 == UInt8(ascii: "H") else { throw NoHeading() }
        let session = try JournalSession(json: Array(try reader.block()), file: path)
        let description = ExperimentDescription(bytes: Array(try reader.block()))
        guard reader.isAtEnd else { throw NoHeading() }
        return (description, session)
    }

    /// Goes through the frames of runs.
    private struct Scan {
        let bytes: [UInt8]
        let experiment: UInt64?
        var place: Int
        var results: [Int: RunResult] = [:]
        /// Behind the last whole run.
        var end: Int
        var damagedBytes = 0
        var foreignRuns = 0
        /// Bytes that may still be summed up in vain.
        private var bytesLeft: Int

        init(_ bytes: [UInt8], from place: Int, _ experiment: UInt64?) {
            self.bytes = bytes
            self.place = place
            self.experiment = experiment
            end = place
            bytesLeft = JournalFormat.damageLimit * bytes.count
        }

        mutating func run(isRun: (Int) -> Bool) {
            while place < bytes.count && bytesLeft >= 0 {
                guard let claim = JournalFormat.claim(in: bytes, at: place, longest: JournalFormat.longestRun) else {
                    place += 1
                    continue
                }
                guard JournalFormat.isWhole(claim, in: bytes) else {
                    bytesLeft -= claim.count
                    place += 1
                    continue
                }
                let start = place
                place = claim.upperBound
                guard let (index, result) = run(bytes[claim]), isRun(index) else { continue }
                damagedBytes += start - end
                if results[index] == nil { results[index] = result }
                end = place
            }
        }

        private mutating func run(_ bytes: ArraySlice<UInt8>) -> (Int, RunResult)? {
            var reader = BinaryReader(bytes)
            guard (try? reader.number() as UInt8) == UInt8(ascii: "R"), let owner = try? reader.number() as UInt64
            else {
                return nil
            }
            if owner != experiment {
                foreignRuns += 1
                return nil
            }
            guard let index = (try? reader.number() as UInt64).flatMap({ Int(exactly: $0) }),
                let result = try? RunRecord.decode(&reader), reader.isAtEnd
            else { return nil }
            return (index, result)
        }
    }
}
