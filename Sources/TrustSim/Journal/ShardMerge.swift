/// Puts the runs of all shards of a plan together.
///
/// Shards belong together when they have the same description, and the same number of shards. Every run must be there; one
/// that two shards have must be the same in both.
public struct ShardMerge: Sendable {
    /// What the shards are of.
    public let description: ExperimentDescription
    /// The plan.
    public let plan: Plan
    /// Fingerprints of the files that it read.
    public let inputs: InputFingerprints
    /// How the one with the lowest number came about.
    public let session: JournalSession
    /// The results of the whole plan.
    public let outcome: Executor.Outcome

    /// A shard that is not finished.
    public struct Incomplete: Sendable, Equatable {
        /// Which.
        public let shard: Shard
        /// Its directory; nil where there is none.
        public let directory: String?
        /// Runs that it lacks, in words, the first ones.
        public let missing: [String]
        /// How many it lacks.
        public let missingCount: Int
        /// How many it should have; nil where it is unknown.
        public let count: Int?
    }

    /// Some shards are not finished.
    public struct NotComplete: Error, Sendable {
        /// Which.
        public let shards: [Incomplete]
        /// The command line that began the first one that is there, without the name of the program.
        public let words: [String]
        /// Number of runs that are missing, of the whole plan.
        public let missingCount: Int
        /// Number of runs of the whole plan.
        public let runCount: Int
    }

    /// Two shards are not of the same experiment.
    public struct Foreign: Error, Sendable {
        /// Directory of the first shard, and of the one that does not belong to it.
        public let first: String, other: String
        /// Where they differ.
        public let differences: [ExperimentDescription.Difference]
    }

    /// Reads the shards in some directories, in any order.
    ///
    /// - Throws: ``NotComplete``, ``Foreign`` or ``DataError``.
    public init(_ directories: [String]) throws {
        guard let firstDirectory = directories.first else { throw DataError(message: "there are no shards") }
        let first = try Self.read(firstDirectory)
        var results: [Int: RunResult] = [:]
        var directoryOfRun: [Int: String] = [:]
        var present: [Shard: (directory: String, runs: [Int])] = [:]
        var lowest = (shard: first.shard, session: first.session)
        for directory in directories {
            let contents = directory == firstDirectory ? first.contents : try Self.read(directory, like: first).contents
            guard let session = contents.session, let shard = session.shard else { continue }
            present[shard] = (directory, session.runs)
            if shard.number < lowest.shard.number { lowest = (shard, session) }
            for (index, result) in contents.results {
                if let other = results[index] {
                    try Self.check(index, result, directory, other, directoryOfRun[index] ?? "")
                } else {
                    results[index] = result
                    directoryOfRun[index] = directory
                }
            }
        }
        description = first.description
        session = lowest.session
        plan = try description.plan(first.contents.path)
        inputs = try description.inputs(first.contents.path)
        guard plan.runCount == session.planRuns else {
            throw DataError(
                message: "\(escapedForMessage(first.contents.path)): the number of runs is not that of its plan")
        }
        let runCount = plan.runCount
        if results.count < runCount {
            throw NotComplete(
                shards: Self.incomplete(results, present, of: first.shard.count, plan), words: session.words,
                missingCount: runCount - results.count, runCount: runCount)
        }
        outcome = Executor.Outcome(plan: plan, results: results, indices: Array(0..<runCount))
    }

    private struct Opened {
        let directory: String
        let contents: JournalContents
        let description: ExperimentDescription
        let session: JournalSession
        let shard: Shard
    }

    private static func read(_ directory: String, like first: Opened? = nil) throws -> Opened {
        let contents = try JournalContents(directory: directory)
        guard let description = contents.description, let session = contents.session else {
            throw DataError(message: "\(escapedForMessage(contents.path)): the heading is damaged")
        }
        guard let shard = session.shard else {
            throw DataError(
                message: "\(escapedForMessage(directory)) has an interrupted sweep, and no shard; go on with it by "
                    + "'--resume'")
        }
        if let first {
            let differences = first.description.differences(to: description, in: contents.path)
            if !differences.isEmpty {
                throw Foreign(first: first.directory, other: directory, differences: differences)
            }
            guard shard.count == first.shard.count else {
                throw DataError(
                    message: "\(escapedForMessage(directory)) is shard \(shard), but "
                        + "\(escapedForMessage(first.directory)) is shard \(first.shard)")
            }
        }
        return Opened(
            directory: directory, contents: contents, description: description, session: session, shard: shard)
    }

    private static func check(
        _ index: Int, _ result: RunResult, _ directory: String, _ other: RunResult, _ otherDirectory: String
    ) throws(DataError) {
        if JournalFormat.run(index, result, of: 0) == JournalFormat.run(index, other, of: 0) { return }
        throw DataError(
            message: "\(escapedForMessage(otherDirectory)) and \(escapedForMessage(directory)) have the run \(index), "
                + "and its results differ")
    }

    private static func incomplete(
        _ results: [Int: RunResult], _ present: [Shard: (directory: String, runs: [Int])], of count: Int, _ plan: Plan
    ) -> [Incomplete] {
        var found: [Incomplete] = []
        for number in 1...count {
            guard let shard = Shard(number: number, of: count) else { continue }
            guard let (directory, runs) = present[shard] else {
                // Whether it has any runs is known only if the others lack some.
                found.append(Incomplete(shard: shard, directory: nil, missing: [], missingCount: 0, count: nil))
                continue
            }
            let missing = runs.filter { results[$0] == nil }
            if missing.isEmpty { continue }
            let names = missing.prefix(3).compactMap { plan.name(ofRun: $0) }
            found.append(
                Incomplete(
                    shard: shard, directory: directory, missing: names, missingCount: missing.count, count: runs.count))
        }
        return found
    }
}

extension Plan {
    /// A run in words: "radio.range 200, attacker ratio 0.3, replication 4"; nil where there is none of this index.
    func name(ofRun index: Int) -> String? {
        var replication = index
        for cell in cells where replication >= 0 {
            guard replication < Int(cell.scenario.replications) else {
                replication -= Int(cell.scenario.replications)
                continue
            }
            let varied = zip(variedKeys, cell.varied).map { "\($0) \(excerptForMessage($1))" }
            let ratio = "attacker ratio \(NumberText.csv(cell.scenario.attackers.ratio))"
            return (varied + [ratio, "replication \(replication)"]).joined(separator: ", ")
        }
        return nil
    }
}
