/// Cases as JSON lines, as `--decisions` writes them.
public enum CaseLog {
    /// One line for each case, in the order of runs, schemes and time.
    public static func lines(_ outcome: Executor.Outcome, plan: Plan, traces: TraceLibrary) -> [UInt8] {
        var bytes: [UInt8] = []
        for run in outcome.runs {
            let scenario = plan.cells[run.cell].scenario
            let names = traces.trace(of: scenario)?.vehicleNames
            for item in run.result.cases {
                var writer = JSONWriter(style: .compact, capacity: 320)
                writer.object { writer in
                    writer.member("scheme", item.scheme)
                    writer.member("attackerRatio", scenario.attackers.ratio)
                    writer.member("seed", scenario.seed)
                    writer.member("replication", run.replication)
                    writer.member("time", item.time.seconds)
                    writer.member("evaluator", name(item.evaluator, names))
                    writer.member("subject", name(item.subject, names))
                    writer.member("truth", item.isMalicious ? "malicious" : "honest")
                    writer.member("trust", item.decision.trust)
                    writer.member("threshold", item.decision.threshold)
                    writer.member("support", item.decision.support)
                    writer.member("ownCertainty", item.ownCertainty)
                    writer.member("unknown", item.isUnknown)
                    writer.member("decision", item.isTrusted ? "trusted" : "distrusted")
                }
                bytes += writer.bytes
                bytes.append(UInt8(ascii: "\n"))
            }
        }
        return bytes
    }

    private static func name(_ vehicle: VehicleID, _ names: [String]?) -> String {
        // Ghosts and further names are in no trace.
        names.flatMap { Int(vehicle) < $0.count ? $0[Int(vehicle)] : nil } ?? "v\(vehicle)"
    }
}
