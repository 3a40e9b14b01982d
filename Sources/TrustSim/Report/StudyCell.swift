/// One world, attack and ratio.
struct StudyCell {
    let world: String
    let attack: String
    let ratio: Double
    private let runs: CellRuns
    private let replications: Int
    /// Balanced accuracy of each scheme, by replication, and its mean.
    private let values: [String: [Double?]]
    private let means: [String: Double]

    init(_ results: ResultSet, places: [Int]) {
        let first = results.rows[places[0]]
        world = first.scenario
        attack = first.varied.first ?? ""
        ratio = first.attackerRatio
        let runs = CellRuns(results, places)
        self.runs = runs
        let count = (places.map { results.rows[$0].replication }.max() ?? 0) + 1
        replications = count
        var values: [String: [Double?]] = [:]
        for scheme in runs.schemes { values[scheme] = Self.series(runs, scheme, Self.metric, count) }
        self.values = values
        means = values.compactMapValues { SampleSummary($0).mean }
    }

    private static let metric = "balancedAccuracy"

    func has(_ scheme: String) -> Bool { runs.schemes.contains(scheme) }

    func value(_ scheme: String, replication: Int) -> Double? {
        values[scheme].flatMap { $0.indices.contains(replication) ? $0[replication] : nil }
    }

    func mean(_ scheme: String) -> Double? { means[scheme] }

    func mean(_ scheme: String, _ metric: String) -> Double? {
        SampleSummary(Self.series(runs, scheme, metric, replications)).mean
    }

    private static func series(_ runs: CellRuns, _ scheme: String, _ metric: String, _ count: Int) -> [Double?] {
        guard let place = Metric.index(of: metric) else { return [] }
        return (0..<count).map { runs.value(scheme, replication: $0, metric: place) }
    }

    func best(among schemes: [String]) -> String? {
        schemes.compactMap { name in means[name].map { (name, $0) } }.max { $0.1 < $1.1 }?.0
    }

    func compare(_ first: String, _ second: String) -> PairedComparison {
        PairedComparison(
            (0..<replications).map {
                (first: value(first, replication: $0), second: value(second, replication: $0))
            }, preference: .higher)
    }

    /// Whether a scheme is at most the margin worse than the best of others.
    func isAsGoodAsBest(_ scheme: String, among schemes: [String]) -> Bool {
        guard has(scheme), let best = best(among: schemes) else { return false }
        if best == scheme { return true }
        switch compare(scheme, best).verdict(margin: SchemeComparison.standardMargin) {
        case .superior, .nonInferior: return true
        default: return false
        }
    }
}
