import Foundation
import TrustSim

/// What runs are those of, for the files of their results.
struct RunsOrigin {
    let arguments: ParsedArguments
    let plan: Plan
    let inputs: InputFingerprints
    /// Path of the scenario; only its directory counts.
    let scenarioPath: String
    /// Where the results go.
    let directory: String
    /// Fingerprint of the description of the experiment, where it was run or merged.
    let experiment: String?

    private var isStudy: Bool { arguments.command.name == StudyCommand.spec.name }

    /// The contents of manifest.json.
    func manifest() throws -> [UInt8] {
        isStudy ? try StudyCommand.manifest(of: self) : SweepCommand.manifest(of: self)
    }

    /// The files of all runs, however they were done.
    func files(_ outcome: Executor.Outcome) throws -> ResultsPlace.Files {
        guard isStudy else { return try SweepCommand.files(of: self, outcome) }
        var files = try StudyCommand.files(of: self, outcome.results)
        files.written.insert(("fingerprints.csv", SweepCommand.fingerprints(of: self, outcome)), at: 0)
        return files
    }
}

/// The directory in which a sweep or study, or a shard of one, puts its results, and keeps its runs until then.
struct ResultsPlace {
    static let options = [
        OptionSpec(name: "--resume", help: "Go on with what an interrupted command has kept in DIR."),
        ShardOption.option,
    ]

    /// What results consist of.
    struct Files {
        /// Names and contents, in the order of writing.
        var written: [(name: String, bytes: [UInt8])] = []
        /// Names of what earlier results may have and these have not.
        var outdated: [String] = []
        /// What is said in the end.
        var message = ""
    }

    let arguments: ParsedArguments
    /// The directory that was given.
    let output: String
    let shard: Shard?
    /// Where this process writes: that directory, or the one of the shard.
    let directory: String
    /// Names of the files of complete results.
    let files: [String]
    let force: Bool
    let resumes: Bool
    var quiet: Bool { arguments.flag("--quiet") }

    /// Checks, before anything is read or run, that there is a place to write to; nil without `--output`. `others` are files
    /// that such results may have and these need not have: left from others they would be taken for theirs.
    init?(_ arguments: ParsedArguments, files: [String], others: [String] = []) throws {
        let shard = try ShardOption.shard(arguments)
        guard let output = arguments.value("--output") else {
            for option in ["--shard", "--resume"] where arguments.flag(option) {
                throw UsageError(
                    message: "'\(option)' needs '--output <DIR>', in which runs are kept",
                    command: arguments.command.name)
            }
            return nil
        }
        self.arguments = arguments
        self.output = output
        self.shard = shard
        self.files = files
        directory = shard.map { Self.join(output, $0.directoryName) } ?? output
        force = arguments.flag("--force")
        resumes = arguments.flag("--resume")
        // What a journal goes on with, or a shard leaves, is looked at under the lock.
        let names = resumes || shard != nil || JournalContents.exists(in: directory) ? [] : files + others
        try SweepCommand.checkDirectory(output, files: names, force: force)
        if let shard { try checkSiblings(of: shard) }
    }

    /// The place for the results of shards that are there.
    init(_ arguments: ParsedArguments, merging output: String) throws {
        self.arguments = arguments
        self.output = output
        shard = nil
        files = SweepCommand.files
        directory = output
        force = arguments.flag("--force")
        resumes = false
        // What a merge was stopped in, it goes on with.
        let names = JournalContents.exists(in: directory) ? [] : files
        try SweepCommand.checkDirectory(output, files: names, force: force)
    }

    static func join(_ directory: String, _ name: String) -> String {
        directory.hasSuffix("/") ? directory + name : directory + "/" + name
    }

    /// Shards of another number in the same directory would be merged with these by mistake.
    private func checkSiblings(of shard: Shard) throws {
        let other = ShardFiles.shards(in: output).first { $0.count != shard.count }
        guard let other else { return }
        throw DataError(
            message: "\(escapedForMessage(output)) has \(other.directoryName), a share of \(other.count) and not of "
                + "\(shard.count); use '--shard K/\(other.count)', or another '--output'")
    }

    // MARK: - Running

    /// Does the runs that are not kept yet, keeps each, and writes the results when all are there.
    func run(_ session: ExperimentSession) throws -> ExitCode {
        Interruption.watch()
        var made: [String] = []
        // Only where nothing was kept.
        defer { for directory in made.reversed() { rmdir(directory) } }
        for directory in shard == nil ? [output] : [output, directory] {
            if access(directory, F_OK) != 0 { made.append(directory) }
            try AtomicFile.makeDirectory(directory)
        }
        let lock = try lockDirectory()
        defer { lock.release() }
        var keeping = KeptRuns(self, session)
        switch try keeping.begin() {
        case .nothingToDo(let message):
            if !quiet { Console.error(message) }
            return .success
        case .run(let session): return try run(session, keeping, lock)
        }
    }

    func origin(_ session: ExperimentSession, _ keeping: KeptRuns) -> RunsOrigin {
        RunsOrigin(
            arguments: arguments, plan: session.plan, inputs: keeping.inputs,
            scenarioPath: arguments.positionals.first ?? "", directory: directory, experiment: keeping.experiment)
    }

    private func lockDirectory() throws -> DirectoryLock {
        let lock = try DirectoryLock.take(directory)
        if !lock.isEffective {
            Console.error(
                "Warning: the file system of \(escapedForMessage(directory)) knows no locks; nothing keeps a second "
                    + "process out")
        }
        lock.removeLeftovers()
        return lock
    }

    /// Another process may have the directory now, if it was removed and made anew: then nothing in it is ours.
    private func check(_ lock: DirectoryLock) throws {
        if lock.isHeld { return }
        throw FileProblem(path: directory, message: "was removed, or its lock was, while this was running")
    }

    private func run(
        _ session: ExperimentSession, _ keeping: KeptRuns, _ lock: DirectoryLock
    ) throws -> ExitCode {
        guard let journal = session.journal else { return .failure }
        var isSaved = false
        do {
            let outcome = try session.run()
            try journal.close()
            isSaved = true
            if let shard {
                if !quiet { Console.error(ShardFiles.doneMessage(shard, journal.recorded, self)) }
                return .success
            }
            let files = try origin(session, keeping).files(outcome)
            try check(lock)
            try publish(files, overwriting: keeping.replaces, mayBeThere: true)
            journal.remove()
            if !quiet { Console.error(files.message) }
            return .success
        } catch is Cancelled {
            try journal.close()
            throw Interrupted(message: keptMessage(session, journal) ?? "no run was finished, and nothing is kept.")
        } catch let problem as FileProblem {
            if !isSaved { try? journal.close() }
            let kept = keptMessage(session, journal).map { "; " + $0 } ?? ""
            throw CommandFailure(message: "\(problem)\(kept)", code: .failure)
        }
    }

    /// What is kept and how to go on. Where nothing is, the journal goes.
    private func keptMessage(_ session: ExperimentSession, _ journal: RunJournal) -> String? {
        guard journal.recorded > 0, journal.isThere else {
            journal.remove()
            return nil
        }
        let total = session.share?.count ?? session.plan.runCount
        return "\(journal.recorded) of \(total) runs are kept in \(escapedForMessage(directory)). To go on:\n  "
            + resumeCommand
    }

    /// The command line that goes on.
    var resumeCommand: String {
        Self.command(RepeatableCommand.sessionWords(arguments), shard)
    }

    static func command(_ words: [String], _ shard: Shard?) -> String {
        RepeatableCommand.text(words + (shard.map { ["--shard", $0.description] } ?? []) + ["--resume"])
    }

    // MARK: - Writing

    /// Writes results that no runs of this process are behind: of a study made anew, or of merged shards. These are kept
    /// in a journal until all files are there, as those of runs are.
    func write(_ files: Files, of merge: ShardMerge? = nil, _ session: JournalSession? = nil) throws {
        Interruption.watch()
        let isNew = access(directory, F_OK) != 0
        defer { if isNew { rmdir(directory) } }
        try AtomicFile.makeDirectory(directory)
        let lock = try lockDirectory()
        defer { lock.release() }
        var replaces = force
        let isBegun = JournalContents.exists(in: directory)
        if isBegun {
            let contents = try? JournalContents(directory: directory, expected: merge?.description)
            if let shard = contents?.session?.shard { throw KeptRuns.isShard(directory, shard) }
            // A merge, or the command itself, that was stopped before.
            let isSame = merge != nil && contents?.description == merge?.description
            if !force && !isSame { throw KeptRuns.unfinished(directory, contents, force: true) }
            replaces = replaces || contents?.session?.replaces == true
        }
        var journal: RunJournal?
        if let merge, var session {
            session.replaces = replaces
            let kept = try RunJournal.create(in: directory, merge.description, session)
            for (index, run) in merge.outcome.runs.enumerated() { try kept.append(index, run.result) }
            try kept.close()
            journal = kept
        }
        do {
            try publish(files, overwriting: replaces, mayBeThere: merge != nil)
        } catch {
            if !isBegun { journal?.remove() }
            throw error
        }
        if let journal { journal.remove() } else { unlink(directory + "/" + JournalContents.fileName) }
        if !quiet { Console.error(files.message) }
    }

    /// Writes the files, all or none. Where a process was killed between writing and removing its journal, some of them may
    /// be there with the same bytes.
    private func publish(_ files: Files, overwriting: Bool, mayBeThere: Bool) throws {
        var written = files.written.map { (path: directory + "/" + $0.name, bytes: $0.bytes) }
        if mayBeThere && !overwriting {
            written.removeAll { file in
                FileManager.default.contents(atPath: file.path).map { [UInt8]($0) == file.bytes } ?? false
            }
        }
        try AtomicFile.write(written, overwriting: overwriting)
        if !overwriting { return }
        // A comparison or curves of earlier runs must not stay beside results that have none.
        for name in files.outdated {
            let path = directory + "/" + name
            guard FileManager.default.fileExists(atPath: path) else { continue }
            guard unlink(path) == 0 else {
                throw FileProblem(path: path, message: "is of earlier results and cannot be removed")
            }
        }
    }
}
