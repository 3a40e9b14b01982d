/// Two hashes that say whether a run is the same as another: over what was executed, and over what was found.
///
/// Equal on every machine, for any number of workers, with or without optimisation. They tell accidents apart, not
/// forgeries.
public struct RunFingerprint: Sendable, Equatable {
    /// Name of the scenario.
    public let scenario: String
    /// Share of attackers.
    public let attackerRatio: Double
    /// Base seed.
    public let seed: Int64
    /// Number of the replication.
    public let replication: Int
    /// Values of the varied keys.
    public let varied: [String]
    /// Number of events executed.
    public let events: Int
    /// Over the events in the order of their execution, and how many receivers each message had. Schemes have no part in
    /// it.
    public let executed: Fingerprint
    /// Over the name of every scheme and the bits of all its metrics.
    public let results: Fingerprint

    /// Names of the columns of ``csv(_:variedKeys:)``.
    public static func columnNames(variedKeys: [String] = []) -> [String] {
        ["scenario", "attackerRatio", "seed", "replication"] + variedKeys + ["events", "executed", "results"]
    }

    /// A row of text.
    public var fields: [String] {
        [scenario, NumberText.csv(attackerRatio), String(seed), String(replication)] + varied
            + [String(events), executed.text, results.text]
    }

    /// One row a run.
    public static func csv(_ fingerprints: [RunFingerprint], variedKeys: [String] = []) -> [UInt8] {
        var writer = CSVWriter()
        writer.appendRow(columnNames(variedKeys: variedKeys))
        for fingerprint in fingerprints { writer.appendRow(fingerprint.fields) }
        return writer.bytes
    }
}

extension RunResult {
    /// The hash over the name of every scheme and the bits of all its metrics.
    var resultsFingerprint: Fingerprint {
        var fingerprint = Fingerprint()
        for scheme in schemes {
            for byte in scheme.scheme.utf8 { fingerprint.add(UInt64(byte)) }
            // Metrics that the run does not have leave no trace, so that adding one changes no other run.
            for value in Metric.withoutAbsent(scheme.values) {
                fingerprint.add(value == nil ? UInt64(0) : 1)
                fingerprint.add(value ?? 0.0)
            }
        }
        return fingerprint
    }
}

extension Executor.Outcome {
    /// Those of all runs, in the order of the plan.
    public func fingerprints(of plan: Plan) -> [RunFingerprint] {
        runs.map { run in
            let scenario = plan.cells[run.cell].scenario
            return RunFingerprint(
                scenario: scenario.name, attackerRatio: scenario.attackers.ratio, seed: scenario.seed,
                replication: run.replication, varied: plan.cells[run.cell].varied,
                events: run.result.statistics.events, executed: run.result.fingerprint,
                results: run.result.resultsFingerprint)
        }
    }
}
