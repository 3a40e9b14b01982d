/// Tables beside runs.csv: each has its columns and more.
public enum RunFiles {
    private static let fixed = ["scenario", "scheme", "attackerRatio", "seed", "replication"]

    /// `profiles.csv`: where attackers have several profiles, one row a run, scheme and profile, with the metrics that can be
    /// split; nil where no run has several.
    public static func profiles(_ outcome: Executor.Outcome, plan: Plan) -> [UInt8]? {
        guard outcome.runs.contains(where: { $0.result.schemes.contains { !$0.profiles.isEmpty } }) else { return nil }
        let metrics = Metric.ofProfiles
        let places = metrics.compactMap(Metric.index)
        return table(outcome, plan, columns: [profileColumn] + metrics) { scheme, _, writer, prefix in
            for part in scheme.profiles {
                prefix(&writer)
                writer.append(part.profile)
                for place in places { writer.append(optional: part.values[place]) }
                writer.endRow()
            }
        }
    }

    /// The rows of `profiles.csv` as results, in which the profile is one more varied key; nil where no run has several.
    public static func profileResults(_ outcome: Executor.Outcome, plan: Plan) -> ResultSet? {
        let rows = outcome.runs.flatMap { run in
            let cell = plan.cells[run.cell]
            return run.result.schemes.flatMap { scheme in
                scheme.profiles.map { part in
                    ResultRow(
                        scenario: cell.scenario.name, scheme: scheme.scheme,
                        attackerRatio: cell.scenario.attackers.ratio, seed: cell.scenario.seed,
                        replication: run.replication, varied: cell.varied + [part.profile], values: part.values)
                }
            }
        }
        return rows.isEmpty ? nil : ResultSet(variedKeys: plan.variedKeys + [profileColumn], rows: rows)
    }

    /// `series.csv`: one row a run, scheme, profile, clock and bin of time; see Docs/Metrics.md.
    ///
    /// - Parameters:
    ///   - outcome: runs of which a series was wanted.
    ///   - plan: their plan.
    ///   - seconds: width of a bin.
    public static func series(_ outcome: Executor.Outcome, plan: Plan, seconds: Double) -> [UInt8] {
        table(outcome, plan, columns: seriesKeys + Metric.ofCases) { scheme, run, writer, prefix in
            for point in scheme.series {
                prefix(&writer)
                writer.append(run.splitNames.indices.contains(point.profile) ? run.splitNames[point.profile] : "all")
                writer.append(point.clock.rawValue)
                // As written: 0.3 and not 0.30000000000000004.
                writer.append(((Double(point.bin) * seconds) * 1e6).rounded() / 1e6)
                let values = TallyReading.values(point.counts)
                for place in Metric.ofCases.compactMap(Metric.index) { writer.append(optional: values[place]) }
                writer.endRow()
            }
        }
    }

    /// `vehicles.csv`: one row a run, scheme and vehicle, or other name of one, that somebody decided about.
    public static func vehicles(_ outcome: Executor.Outcome, plan: Plan) -> [UInt8] {
        let columns = [
            "vehicle", "number", "pseudonym", "owner", "truth", "profile", "entered", "left", "firstMisconduct",
            "cases", "distrusted", "distrustedShare", "evaluators", "distrusting", "distrustedSince", "timeToDetect",
        ]
        return table(outcome, plan, columns: columns) { scheme, run, writer, prefix in
            for (vehicle, found) in zip(run.vehicles, scheme.vehicles) {
                prefix(&writer)
                writer.append(vehicle.name)
                writer.append(vehicle.number)
                writer.append(vehicle.pseudonym ?? "")
                writer.append(vehicle.owner)
                writer.append(vehicle.truth)
                writer.append(vehicle.profile ?? "")
                for time in [vehicle.entered, vehicle.left, vehicle.firstMisconduct] {
                    writer.append(optional: time?.seconds)
                }
                writer.append(found.cases)
                writer.append(found.distrusted)
                writer.append(optional: found.cases > 0 ? Double(found.distrusted) / Double(found.cases) : nil)
                writer.append(found.evaluators)
                writer.append(found.distrusting)
                writer.append(optional: found.distrustedSince?.seconds)
                writer.append(optional: vehicle.timeToDetect(found)?.seconds)
                writer.endRow()
            }
        }
    }

    /// `channel.csv`: where stations share the channel, what became of beacons at those near their senders: one row a run and
    /// bin of the distance; nil where no run has such a channel.
    public static func channel(_ outcome: Executor.Outcome, plan: Plan) -> [UInt8]? {
        guard outcome.runs.contains(where: { $0.result.statistics.channel != nil }) else { return nil }
        var writer = CSVWriter()
        writer.appendRow(
            fixed.filter { $0 != "scheme" } + plan.variedKeys + [
                "distance", "beacons", "received", "outOfRange", "halfDuplex", "collision", "deliveryRatio",
            ])
        for run in outcome.runs {
            guard let channel = run.result.statistics.channel else { continue }
            let cell = plan.cells[run.cell]
            for (number, bin) in channel.bins.enumerated() where bin.total > 0 {
                writer.append(cell.scenario.name)
                writer.append(cell.scenario.attackers.ratio)
                writer.append(Int(cell.scenario.seed))
                writer.append(run.replication)
                for value in cell.varied { writer.append(value) }
                writer.append(Double(number) * ChannelTally.binMeters)
                for count in [bin.total, bin.received, bin.outOfRange, bin.halfDuplex, bin.collision] {
                    writer.append(count)
                }
                writer.append(Double(bin.received) / Double(bin.total))
                writer.endRow()
            }
        }
        return writer.bytes
    }

    /// Figures of the channel for people, where stations share one.
    public static func channelTables(_ outcome: Executor.Outcome) -> [TextTable] {
        let results = outcome.results
        guard let first = results.rows.first else { return [] }
        let rows = ResultSet(variedKeys: results.variedKeys, rows: results.rows.filter { $0.scheme == first.scheme })
        let metrics = present(Metric.ofWorld, in: rows)
        return metrics.isEmpty ? [] : [ResultTables(rows).channelTable(metrics: metrics)]
    }

    private static func present(_ metrics: [Metric], in results: ResultSet) -> [Metric] {
        let names = results.metrics.map(\.name)
        return metrics.filter { names.contains($0.name) }
    }

    /// Figures of misbehaviour authorities for people, where there are any.
    public static func authorityTables(_ outcome: Executor.Outcome) -> [TextTable] {
        let metrics = present(Metric.ofAuthority, in: outcome.results)
        if metrics.isEmpty { return [] }
        return ResultTables(outcome.results).schemeTables(metrics: metrics).map { table in
            var table = table
            table.caption = "Misbehaviour authority: \(table.caption)"
            return table
        }
    }

    /// The column that says of which attackers a row is.
    public static let profileColumn = "profile"
    /// What a row of `series.csv` is about besides the run and the scheme.
    public static let seriesKeys = [profileColumn, "clock", "time"]

    private static func table(
        _ outcome: Executor.Outcome, _ plan: Plan, columns: [String],
        rows: (SchemeResult, RunResult, inout CSVWriter, (inout CSVWriter) -> Void) -> Void
    ) -> [UInt8] {
        var writer = CSVWriter()
        writer.appendRow(fixed + plan.variedKeys + columns)
        for run in outcome.runs {
            let cell = plan.cells[run.cell]
            for scheme in run.result.schemes {
                rows(scheme, run.result, &writer) { writer in
                    writer.append(cell.scenario.name)
                    writer.append(scheme.scheme)
                    writer.append(cell.scenario.attackers.ratio)
                    writer.append(Int(cell.scenario.seed))
                    writer.append(run.replication)
                    for value in cell.varied { writer.append(value) }
                }
            }
        }
        return writer.bytes
    }
}

extension VehicleFacts {
    fileprivate var truth: String { firstMisconduct != nil ? "malicious" : isAttacker ? "attacker" : "honest" }

    /// From the first misconduct until the majority distrusts it up to the end; 0 where it did before.
    fileprivate func timeToDetect(_ found: VehicleResult) -> Microseconds? {
        guard let firstMisconduct, let since = found.distrustedSince else { return nil }
        return max(0, since - firstMisconduct)
    }
}
