/// Cases as JSON lines, as `--decisions` writes them.
public enum CaseLog {
    /// One line for each case, in the order of runs, schemes and time.
    public static func lines(_ outcome: Executor.Outcome, plan: Plan) -> [UInt8] {
        lines(outcome, plan, \.cases) { item, run, writer in
            writer.member("time", item.time.seconds)
            name(item.evaluator, "evaluator", run.names, to: &writer)
            name(item.subject, "subject", run.names, to: &writer)
            writer.member("truth", item.isMalicious ? "malicious" : "honest")
            writer.member(
                "profile",
                run.profileNames.indices.contains(Int(item.subject)) ? run.profileNames[Int(item.subject)] : nil)
            writer.member("trust", item.decision.trust)
            writer.member("threshold", item.decision.threshold)
            writer.member("support", item.decision.support)
            writer.member("ownCertainty", item.ownCertainty)
            writer.member("unknown", item.isUnknown)
            writer.member("decision", item.isTrusted ? "trusted" : "distrusted")
        }
    }

    /// The same for decisions on road events, as `--event-decisions` writes them.
    public static func eventLines(_ outcome: Executor.Outcome, plan: Plan) -> [UInt8] {
        lines(outcome, plan, \.eventCases) { item, run, writer in
            writer.member("time", item.time.seconds)
            name(item.evaluator, "evaluator", run.names, to: &writer)
            writer.member("event", item.event)
            writer.member("truth", item.isReal ? "real" : "false")
            writer.member("decision", item.believes ? "believed" : "disbelieved")
        }
    }

    private static func lines<Item: LoggedCase>(
        _ outcome: Executor.Outcome, _ plan: Plan, _ items: (RunResult) -> [Item],
        body: (Item, RunResult, inout JSONWriter) -> Void
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        for run in outcome.runs {
            let scenario = plan.cells[run.cell].scenario
            for item in items(run.result) {
                var writer = JSONWriter(style: .compact, capacity: 320)
                writer.object { writer in
                    writer.member("scheme", item.scheme)
                    writer.member("attackerRatio", scenario.attackers.ratio)
                    writer.member("seed", scenario.seed)
                    writer.member("replication", run.replication)
                    body(item, run.result, &writer)
                }
                bytes += writer.bytes
                bytes.append(UInt8(ascii: "\n"))
            }
        }
        return bytes
    }

    /// The name in the trace or data set, and the number in the run.
    private static func name(
        _ vehicle: VehicleID, _ key: String, _ names: [VehicleName], to writer: inout JSONWriter
    ) {
        let name = Int(vehicle) < names.count ? names[Int(vehicle)] : VehicleName(name: "v\(vehicle)")
        writer.member(key, name.name)
        writer.member(key + "Number", Int(vehicle))
        if let pseudonym = name.pseudonym { writer.member(key + "Pseudonym", pseudonym) }
    }
}

/// What lines of cases have in common.
private protocol LoggedCase {
    var scheme: String { get }
}

extension CaseRecord: LoggedCase {}
extension EventCase: LoggedCase {}
