/// How a journal came about. None of it determines results.
public struct JournalSession: Sendable, Equatable {
    /// The command line that began it, without the name of the program.
    public var words: [String]
    /// Directory of the scenario, absolute.
    public var scenarioDirectory: String
    /// Where the journal is one of a shard, which.
    public var shard: Shard?
    /// Indices of the runs of a shard, ascending; empty for a whole plan.
    public var runs: [Int]
    /// Number of runs of the whole plan.
    public var planRuns: Int
    /// Whether the results may replace earlier ones.
    public var replaces: Bool

    /// A session.
    public init(
        words: [String], scenarioDirectory: String, shard: Shard?, runs: [Int], planRuns: Int, replaces: Bool
    ) {
        self.words = words
        self.scenarioDirectory = scenarioDirectory
        self.shard = shard
        self.runs = runs
        self.planRuns = planRuns
        self.replaces = replaces
    }

    var json: [UInt8] {
        var writer = JSONWriter(style: .compact)
        writer.object { writer in
            writer.member("program", "trustsim")
            writer.member("words", words)
            writer.member("scenarioDirectory", scenarioDirectory)
            writer.member("planRuns", planRuns)
            writer.member("replaces", replaces)
            if let shard {
                writer.member("shard", shard.number)
                writer.member("shards", shard.count)
                writer.member("runs", runs)
            }
        }
        return writer.bytes
    }

    init(json bytes: [UInt8], file: String) throws(DataError) {
        let root = try JSON5Reader.read(bytes, origin: .file(file))
        guard let words = root["words"]?.elements?.compactMap(\.string),
            let directory = root["scenarioDirectory"]?.string, let replaces = root["replaces"]?.bool,
            let planRuns = root["planRuns"]?.integer.flatMap({ Int(exactly: $0) }), planRuns >= 0
        else { throw DataError(message: "\(escapedForMessage(file)): the heading is not complete") }
        let number = root["shard"]?.integer.flatMap { Int(exactly: $0) }
        let count = root["shards"]?.integer.flatMap { Int(exactly: $0) }
        var shard: Shard?
        if let number, let count { shard = Shard(number: number, of: count) }
        // Indices of a shard without its number mean nothing; more runs than this fit into no memory.
        guard planRuns <= 1 << 28, (shard == nil) == (root["shard"] == nil) else {
            throw DataError(message: "\(escapedForMessage(file)): the heading is not complete")
        }
        let runs = (root["runs"]?.elements ?? []).compactMap { $0.integer.flatMap { Int(exactly: $0) } }
        self.init(
            words: words, scenarioDirectory: directory, shard: shard, runs: runs, planRuns: planRuns,
            replaces: replaces)
    }
}
