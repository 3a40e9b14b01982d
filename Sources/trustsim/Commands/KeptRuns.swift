import Foundation
import TrustSim

/// Decides, under the lock of the directory, what there is to do: everything, the rest of what a journal has, or nothing.
struct KeptRuns {
    enum Decision {
        /// A session with a journal.
        case run(ExperimentSession)
        case nothingToDo(String)
    }

    private let place: ResultsPlace
    private let session: ExperimentSession
    private let description: ExperimentDescription
    /// Whether earlier results are replaced: asked for now, or when the journal was begun.
    private(set) var replaces: Bool
    let inputs: InputFingerprints

    init(_ place: ResultsPlace, _ session: ExperimentSession) {
        self.place = place
        self.session = session
        replaces = place.force
        description = ExperimentDescription(
            session.plan, traces: session.traces, command: place.arguments.command.name,
            version: TrustSimCommand.version, wanted: session.wanted)
        inputs = InputFingerprints(session.plan, traces: session.traces)
    }

    /// Fingerprint of what determines the results.
    var experiment: String { description.fingerprint.text }

    private var journalSession: JournalSession {
        JournalSession(
            words: RepeatableCommand.sessionWords(place.arguments),
            scenarioDirectory: place.arguments.positionals.first.map(Self.directory(ofScenario:)) ?? "",
            shard: place.shard,
            runs: session.share ?? [], planRuns: session.plan.runCount, replaces: replaces)
    }

    private static func directory(ofScenario path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.deletingLastPathComponent().path
    }

    mutating func begin() throws -> Decision {
        if place.force && !place.resumes { return try beginAnew() }
        guard JournalContents.exists(in: place.directory) else { return try beginWithoutJournal() }
        if place.shard == nil && !place.resumes {
            let contents = try? JournalContents(directory: place.directory, expected: description)
            throw Self.unfinished(place.directory, contents, force: true)
        }
        let contents = try JournalContents(directory: place.directory, expected: description)
        if let shard = contents.session?.shard, shard != place.shard, isAnothersPlace(shard) {
            throw Self.isShard(place.directory, shard)
        }
        try check(contents)
        if let shard = place.shard, let share = session.share, share.allSatisfy({ contents.results[$0] != nil }) {
            // A damaged heading would keep it from being merged.
            if contents.description == nil {
                try RunJournal.resume(contents, description, journalSession).close()
            }
            return .nothingToDo(ShardFiles.completeMessage(shard, share.count, place))
        }
        guard place.resumes else { throw Self.unfinished(place.directory, contents, force: true) }
        return try resume(contents)
    }

    /// Whether the journal of a shard is to be left to it. One that has all runs, and has been put elsewhere, is as good as
    /// any.
    private func isAnothersPlace(_ shard: Shard) -> Bool {
        let name = URL(fileURLWithPath: place.directory).lastPathComponent
        return place.shard != nil || shard.count > 1 || Shard(directoryName: name) != nil
    }

    /// The directory has a shard, and something else is wanted.
    static func isShard(_ directory: String, _ shard: Shard) -> DataError {
        DataError(
            message: "\(escapedForMessage(directory)) has shard \(shard); it goes on with '--shard \(shard)' and the "
                + "'--output' that it began with")
    }

    /// There are kept runs, and nobody said what to do with them.
    static func unfinished(_ directory: String, _ contents: JournalContents?, force: Bool) -> CommandFailure {
        let total = contents?.session.map { $0.shard == nil ? $0.planRuns : $0.runs.count }
        let runs = contents.map { "\($0.results.count)" + (total.map { " of \($0)" } ?? "") + " runs" } ?? "the runs"
        return CommandFailure(
            message: "\(escapedForMessage(directory)) has \(runs) of an interrupted command; '--resume' goes on with "
                + "them, '--force' begins anew", code: .failure)
    }

    private func beginAnew() throws -> Decision {
        var session = session
        session.journal = try RunJournal.create(in: place.directory, description, journalSession)
        session.keepsResults = place.shard == nil
        return .run(session)
    }

    private mutating func beginWithoutJournal() throws -> Decision {
        if place.shard == nil {
            let existing = place.files.filter { access(place.directory + "/" + $0, F_OK) == 0 }
            if let manifest = existing.first(where: { $0 == "manifest.json" }), existing.contains("runs.csv"),
                place.resumes
            {
                if let complete = try complete(place.directory + "/" + manifest) { return complete }
            } else if let first = existing.first, !place.force {
                throw FileProblem(path: place.directory + "/" + first, message: "exists; use --force to replace it")
            }
        }
        if place.resumes && !place.quiet {
            Console.error("Nothing is kept in \(escapedForMessage(place.directory)); all runs are done")
        }
        return try beginAnew()
    }

    /// Results are there already: are they the ones asked for, and whole? How the command was written does not matter.
    private func complete(_ path: String) throws -> Decision? {
        let found = FileManager.default.contents(atPath: path).map { [UInt8]($0) } ?? []
        let root = try? JSON5Reader.read(found, origin: .file(path))
        if let stored = root?["experiment"]?.string, stored == experiment {
            guard let flaw = flaw() else {
                return .nothingToDo(
                    "\(escapedForMessage(place.directory)) is complete: its \(session.plan.runCount) runs are in "
                        + "runs.csv, and there is nothing to resume")
            }
            if place.force { return nil }
            throw DataError(
                message: "\(escapedForMessage(place.directory)) has results of this command that are not whole: "
                    + "\(flaw); '--force' does all runs anew")
        }
        if place.force { return nil }
        let wanted = try place.origin(session, self).manifest()
        let all = TreeDifference.list(found, wanted, name: path)
        let differences = all.filter { !["command", "experiment"].contains($0.key) }
        throw Self.other(place.directory, "complete results", differences.isEmpty ? all : differences)
    }

    /// What is wrong with results that are there; nil where nothing is.
    private func flaw() -> String? {
        let isCompared = session.plan.cells.contains { $0.scenario.replications > 1 }
        for name in place.files where !name.hasSuffix(".svg") && (isCompared || name != "comparison.csv") {
            if access(place.directory + "/" + name, R_OK) != 0 { return "\(name) is not there" }
        }
        do {
            let (results, file) = try ResultFiles.read(place.directory + "/runs.csv")
            try session.plan.checkHolds(results, named: file)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private static func other(
        _ directory: String, _ what: String, _ differences: [ExperimentDescription.Difference]
    ) -> DataError {
        DataError(
            message: "\(escapedForMessage(directory)) has \(what) of something else than what is asked for:"
                + text(of: differences)
                + "\nGive the same as then, or another '--output'; '--force' without '--resume' begins anew.")
    }

    /// A line for each of the first differences.
    static func text(of differences: [ExperimentDescription.Difference]) -> String {
        let shown = differences.prefix(10).map {
            "\n  \(escapedForMessage($0.key)): was \($0.was), is \($0.now)"
        }
        return shown.joined() + (differences.count > 10 ? "\n  and \(differences.count - 10) more" : "")
    }

    /// Refuses what belongs to other runs, and says what is damaged.
    private func check(_ contents: JournalContents) throws {
        if let stored = contents.description {
            let differences = stored.differences(to: description, in: contents.path)
            if !differences.isEmpty {
                throw Self.other(place.directory, "runs", differences)
            }
        } else if contents.results.isEmpty && contents.foreignRuns > 0 {
            throw DataError(
                message:
                    "\(escapedForMessage(contents.path)): the heading is damaged, and none of the runs is one that "
                    + "is asked for; '--force' begins anew")
        }
        if contents.description == nil {
            Console.error("Warning: \(escapedForMessage(contents.path)): the heading is damaged and is written anew")
        }
        if contents.damagedBytes > 0 {
            Console.error(
                "Warning: \(escapedForMessage(contents.path)): \(contents.damagedBytes) bytes in the middle are damaged; "
                    + "the runs in them are done again")
        }
        if contents.description != nil && contents.tornBytes > 0 {
            Console.error(
                "Warning: \(escapedForMessage(contents.path)): the last \(contents.tornBytes) bytes are no whole run and "
                    + "are cut off")
        }
    }

    private mutating func resume(_ contents: JournalContents) throws -> Decision {
        replaces = replaces || contents.session?.replaces == true
        // Results are written when all runs are there: these are somebody else's.
        if !replaces && place.shard == nil && contents.results.count < session.plan.runCount {
            for name in place.files { try AtomicFile.probe(place.directory + "/" + name, overwriting: false) }
        }
        var session = session
        session.known = contents.results
        session.journal = try RunJournal.resume(contents, description, journalSession)
        session.keepsResults = place.shard == nil
        if !place.quiet {
            let total = session.share?.count ?? session.plan.runCount
            Console.error(
                "\(contents.results.count) of \(total) runs are kept; \(max(0, total - contents.results.count)) to do")
        }
        return .run(session)
    }
}

/// Two JSON documents, value by value.
enum TreeDifference {
    static func list(_ old: [UInt8], _ new: [UInt8], name: String) -> [ExperimentDescription.Difference] {
        guard let was = try? JSON5Reader.read(old, origin: .file(name)),
            let now = try? JSON5Reader.read(new, origin: .file(name))
        else { return [ExperimentDescription.Difference(key: name, was: "not readable", now: "JSON")] }
        var found: [ExperimentDescription.Difference] = []
        compare(was, now, "", &found)
        return found
    }

    private static func compare(
        _ old: JSONNode?, _ new: JSONNode?, _ path: String, _ found: inout [ExperimentDescription.Difference]
    ) {
        if let was = old?.members, let now = new?.members {
            let keys = was.map(\.key) + now.map(\.key).filter { key in !was.contains { $0.key == key } }
            for key in keys { compare(old?[key], new?[key], path.isEmpty ? key : "\(path).\(key)", &found) }
        } else if text(old) != text(new) {
            found.append(ExperimentDescription.Difference(key: path, was: text(old), now: text(new)))
        }
    }

    private static func text(_ node: JSONNode?) -> String {
        guard let node else { return "nothing" }
        var writer = JSONWriter(style: .compact)
        writer.value(node)
        return escapedForMessage(writer.text)
    }
}
