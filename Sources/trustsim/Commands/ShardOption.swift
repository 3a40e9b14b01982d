import Foundation
import TrustSim

/// `--shard K/N`, `--shard auto`, `--shard auto/N`.
enum ShardOption {
    static let option = OptionSpec(
        name: "--shard", value: "K/N", help: "Do share K of N, or that of a job array: auto, or auto/N.",
        completion: .words(["auto"]))

    /// The shard asked for; nil without the option.
    static func shard(
        _ arguments: ParsedArguments, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(UsageError) -> Shard? {
        guard let text = arguments.value("--shard") else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts[0] == "auto" && parts.count <= 2 {
            var count: Int?
            if parts.count == 2 {
                guard let number = whole(parts[1]), (1...Shard.limit).contains(number) else {
                    throw invalid(text, arguments)
                }
                count = number
            }
            return try JobArray(environment, command: arguments.command.name).shard(of: count)
        }
        guard parts.count == 2, let number = whole(parts[0]), let count = whole(parts[1]),
            let shard = Shard(number: number, of: count)
        else { throw invalid(text, arguments) }
        return shard
    }

    private static func invalid(_ text: String, _ arguments: ParsedArguments) -> UsageError {
        arguments.invalid(
            text, for: "--shard", expected: "K/N with K from 1 to N and N up to \(Shard.limit), auto or auto/N")
    }

    /// Digits only: `Int` also reads "+1".
    static func whole(_ text: String) -> Int? {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }
}

/// What the environment says about the place of this process among its like.
///
/// - Slurm numbers the tasks of an array as it was told to, from `SLURM_ARRAY_TASK_MIN` to `SLURM_ARRAY_TASK_MAX` in steps;
///   `SLURM_ARRAY_TASK_COUNT` says how many there are.
/// - An indexed job of Kubernetes has `JOB_COMPLETION_INDEX`, from 0. How many there are is said nowhere.
/// - GNU parallel has `PARALLEL_SEQ`, from 1, and does not say how many there will be.
struct JobArray {
    static let countVariable = "TRUSTSIM_SHARD_COUNT"
    private let environment: [String: String]
    private let command: String

    init(_ environment: [String: String], command: String) {
        self.environment = environment
        self.command = command
    }

    /// The shard of this process. `given` is the number of shards, where the command line says it.
    func shard(of given: Int?) throws(UsageError) -> Shard {
        let sources = ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "PARALLEL_SEQ"].filter { text($0) != nil }
        guard let source = sources.first else {
            throw fail(
                "'--shard auto' finds no job array: none of SLURM_ARRAY_TASK_ID (Slurm), JOB_COMPLETION_INDEX "
                    + "(Kubernetes) and PARALLEL_SEQ (GNU parallel) is set; give '--shard K/N'")
        }
        if sources.count > 1 {
            throw fail(
                "'--shard auto' finds more than one job array: \(sources.map(shown).joined(separator: ", ")); "
                    + "give '--shard K/N'")
        }
        if source == "SLURM_ARRAY_TASK_ID" { return try slurmShard(of: given) }
        guard let count = given != nil ? given : try number(Self.countVariable) else {
            throw fail(
                "'--shard auto' finds \(shown(source)) but not of how many; give '--shard auto/N' or set "
                    + "\(Self.countVariable)")
        }
        let first = source == "PARALLEL_SEQ" ? 1 : 0
        let place = try required(source)
        guard place >= first, place - first < count, let shard = Shard(number: place - first + 1, of: count) else {
            throw fail("'--shard auto': \(shown(source)) is not one of \(count) shards, counted from \(first)")
        }
        return shard
    }

    private func slurmShard(of given: Int?) throws(UsageError) -> Shard {
        let (id, count) = (try required("SLURM_ARRAY_TASK_ID"), try required("SLURM_ARRAY_TASK_COUNT"))
        let (least, most) = (try required("SLURM_ARRAY_TASK_MIN"), try required("SLURM_ARRAY_TASK_MAX"))
        let step = try number("SLURM_ARRAY_TASK_STEP") ?? 1
        let found = ["ID", "COUNT", "MIN", "MAX", "STEP"].map { shown("SLURM_ARRAY_TASK_\($0)") }
        if let given, given != count {
            throw fail(
                "'--shard auto/\(given)': this array has SLURM_ARRAY_TASK_COUNT=\(count) tasks; for some of the tasks of "
                    + "another one give '--shard K/\(given)'")
        }
        let distance = id - least
        guard step >= 1, distance >= 0, distance.isMultiple(of: step), distance / step < count,
            least <= most, (most - least) / step == count - 1,
            let shard = Shard(number: distance / step + 1, of: count)
        else {
            throw fail(
                "'--shard auto' needs an array that is a range, such as 1-8 or 0-14:2: "
                    + "\(found.joined(separator: ", ")); give '--shard K/N'")
        }
        return shard
    }

    private func text(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    private func shown(_ name: String) -> String { "\(name)=\(escapedForMessage(text(name) ?? ""))" }

    private func number(_ name: String) throws(UsageError) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = ShardOption.whole(text), number <= 1 << 32 else {
            throw fail("'--shard auto': \(shown(name)) is not a whole number")
        }
        return number
    }

    private func required(_ name: String) throws(UsageError) -> Int {
        guard let number = try number(name) else { throw fail("'--shard auto' finds no \(name); give '--shard K/N'") }
        return number
    }

    private func fail(_ message: String) -> UsageError { UsageError(message: message, command: command) }
}
