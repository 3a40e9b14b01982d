import TrustSim

/// What `--dry-run` of a search prints.
enum SearchForecast {
    /// The runs of the search and those on held-out worlds, with what they will take.
    static func table(
        _ search: [ExperimentSession], _ heldOut: [ExperimentSession], more: [(String, String)] = []
    ) -> TextTable {
        let all = search + heldOut
        let jobs = all.map(\.jobs).max() ?? 1
        func runs(_ sessions: [ExperimentSession]) -> Int { sessions.reduce(0) { $0 + $1.plan.runCount } }
        let seconds = all.reduce(0) { sum, session in
            sum + session.estimate.workerSeconds / Double(max(1, min(jobs, session.plan.runCount)))
        }
        let bytes = all.map { $0.estimate.bytes(jobs: jobs) }.max() ?? 0
        let rows =
            more + [
                ("runs of the search", String(runs(search))), ("runs on held-out worlds", String(runs(heldOut))),
                ("seed", search.first?.plan.cells.first.map { String($0.scenario.seed) } ?? ""),
                ("workers", String(jobs)), ("estimated time", ExperimentSession.duration(seconds)),
                ("estimated memory", ExperimentSession.memory(bytes)),
            ]
        return TextTable(
            columns: [TextTable.Column("Quantity"), TextTable.Column("Value")],
            rows: rows.map { [TextTable.Cell($0.0), TextTable.Cell($0.1)] },
            footnotes: ["Estimates are rough: within a factor of about three for usual worlds."], caption: "Forecast")
    }
}

extension ExperimentSession {
    /// The same session for the runs that try what was found: worlds of their own, with the traces that are read already.
    func trying(_ plan: Plan) -> ExperimentSession {
        var session = self
        session.plan = plan
        session.seedUse = .heldOut
        session.wanted.candidateThresholds = []
        session.stage = "held-out worlds"
        return session
    }
}

/// Words for what held-out worlds say.
enum HeldOutWords {
    /// One word for tables.
    static func finding(_ result: HeldOutResult) -> String {
        switch result.finding {
        case .better: "better"
        case .worse: "worse"
        case .open: "not shown"
        case .unknown: "–"
        }
    }

    /// A mean with the half width of its interval.
    static func text(_ summary: SampleSummary, digits: Int) -> String {
        guard let mean = summary.mean else { return "–" }
        let half = summary.halfWidth.map { " ± \(NumberText.fixed($0, digits: digits))" } ?? ""
        return NumberText.fixed(mean, digits: digits) + half
    }

    /// The interval of a difference.
    static func interval(_ pairs: PairedComparison, digits: Int) -> String {
        pairs.interval.map {
            "[\(NumberText.fixed($0.low, digits: digits)), \(NumberText.fixed($0.high, digits: digits))]"
        } ?? "–"
    }

    /// What is the same in all sets of worlds where movements do not come from the seed.
    static func movements(_ plans: [Plan]) -> String? {
        guard plans.contains(where: { $0.cells.contains { $0.scenario.usesTrace } }) else { return nil }
        return
            "Movements come from outside and are the same in all worlds, held-out ones too; attackers, sensors and radio differ."
    }
}
