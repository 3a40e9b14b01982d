import Foundation
import TrustSim

/// `trustsim merge`.
enum MergeCommand: Command {
    static let spec = CommandSpec(
        name: "merge", abstract: "Put the shards of a sweep or study together.",
        discussion:
            "Checks that the shards belong together and that no run is missing, and writes what the whole command "
            + "would have written, to the byte. Shards are left as they are. The order of directories does not matter.",
        arguments: [
            ArgumentSpec(
                name: "directory", help: "A shard, or the directory with all shards.", repeats: true,
                completion: .directory)
        ],
        options: [
            OptionSpec(name: "--output", value: "DIR", help: "Directory for the results."),
            OptionSpec(name: "--force", help: "Replace existing results."),
            OptionSpec(name: "--quiet", short: "-q", help: "No message at the end."),
        ],
        examples: [
            "trustsim merge results --output results", "trustsim merge node1/shard-* node2/shard-* --output all",
        ])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        guard let directory = arguments.value("--output") else {
            throw UsageError(message: "Missing '--output <DIR>'", command: "merge")
        }
        let place = try ResultsPlace(arguments, merging: directory)
        let merge: ShardMerge
        do {
            merge = try ShardMerge(try arguments.positionals.flatMap(ShardFiles.directories))
        } catch let error as ShardMerge.NotComplete {
            throw DataError(message: text(of: error))
        } catch let error as ShardMerge.Foreign {
            throw DataError(
                message: "\(escapedForMessage(error.other)) is a shard of something else than "
                    + "\(escapedForMessage(error.first)):" + KeptRuns.text(of: error.differences))
        }
        let origin = try origin(of: merge, directory: directory)
        var session = merge.session
        session.words = RepeatableCommand.sessionWords(origin.arguments)
        (session.shard, session.runs) = (nil, [])
        try place.write(try origin.files(merge.outcome), of: merge, session)
        return .success
    }

    /// The command line of the first shard, with another place for the results.
    private static func origin(of merge: ShardMerge, directory: String) throws -> RunsOrigin {
        let version = merge.description.version
        guard version == TrustSimCommand.version else {
            throw DataError(
                message: "the shards were made by version \(escapedForMessage(version)), this is "
                    + "\(TrustSimCommand.version)")
        }
        let specs = [SweepCommand.spec, StudyCommand.spec]
        guard let name = merge.session.words.first, let spec = specs.first(where: { $0.name == name }) else {
            throw DataError(message: "these are shards of no command that this program knows")
        }
        var arguments = try ArgumentParser.parse(Array(merge.session.words.dropFirst()), for: spec)
        arguments.replace("--output", with: directory)
        return RunsOrigin(
            arguments: arguments, plan: merge.plan, inputs: merge.inputs,
            scenarioPath: merge.session.scenarioDirectory + "/scenario", directory: directory,
            experiment: merge.description.fingerprint.text)
    }

    private static func text(of error: ShardMerge.NotComplete) -> String {
        var text = "\(error.missingCount) of \(error.runCount) runs are missing:"
        let limit = 20
        for incomplete in error.shards.prefix(limit) {
            let shard = incomplete.shard
            text += "\n  shard \(shard.number) of \(shard.count)"
            if let directory = incomplete.directory {
                let runs = incomplete.missing.joined(separator: "; ")
                let more = incomplete.missingCount > incomplete.missing.count ? "; …" : ""
                text +=
                    " in \(escapedForMessage(directory)) lacks \(incomplete.missingCount) of "
                    + "\(incomplete.count ?? incomplete.missingCount) runs (\(runs)\(more))"
                if let holder = DirectoryLock.holder(of: directory) {
                    text += "; process \(holder.process) on \(escapedForMessage(holder.host)) is at it"
                    continue
                }
            } else {
                text += " is not there"
            }
            text += ":\n    " + ResultsPlace.command(error.words, shard)
        }
        if error.shards.count > limit { text += "\n  and \(error.shards.count - limit) more shards" }
        return text
    }
}

/// Directories of shards.
enum ShardFiles {
    /// The shards that a directory has, by number.
    static func shards(in directory: String) -> [Shard] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.compactMap { Shard(directoryName: $0) }
            .sorted { ($0.count, $0.number) < ($1.count, $1.number) }
    }

    /// A directory that is a shard, or those in it that are.
    static func directories(_ path: String) throws -> [String] {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let shards = shards(in: path)
        if shards.isEmpty && JournalContents.exists(in: path) { return [path] }
        let found = shards.map { ResultsPlace.join(path, $0.directoryName) }.filter(JournalContents.exists)
        guard found.isEmpty else { return found }
        let isThere = access(path, F_OK) == 0
        throw DataError(
            message: escapedForMessage(path) + (isThere ? ": there is no shard here" : ": no such directory"))
    }

    /// What a directory without results has instead.
    static func hint(_ path: String) -> String {
        if !shards(in: path).isEmpty || Shard(directoryName: URL(fileURLWithPath: path).lastPathComponent) != nil {
            return ", but shards; see 'trustsim help merge'"
        }
        return JournalContents.exists(in: path) ? ", but runs of an interrupted command; see '--resume'" : ""
    }

    static func doneMessage(_ shard: Shard, _ runs: Int, _ place: ResultsPlace) -> String {
        let output = RepeatableCommand.text(["merge", place.output, "--output", place.output])
        return "Shard \(shard.number) of \(shard.count) is complete: \(Self.runs(runs)) in "
            + "\(escapedForMessage(place.directory)). When all are: \(output)"
    }

    private static func runs(_ count: Int) -> String { count == 1 ? "1 run" : "\(count) runs" }

    static func completeMessage(_ shard: Shard, _ runs: Int, _ place: ResultsPlace) -> String {
        "Shard \(shard.number) of \(shard.count) is complete already: \(Self.runs(runs)) in "
            + escapedForMessage(place.directory)
    }
}
