/// Differences between schemes, paired by replication: a reference against every other scheme of its cell.
public struct SchemeComparison: Sendable {
    /// Which scheme the others are compared with.
    public enum Reference: Sendable, Equatable {
        /// consensus-adaptive where it is there, otherwise the first scheme.
        case standard
        /// The one with the best mean in the cell.
        case best
        /// This one; cells without it are left out.
        case named(String)
    }

    /// One other scheme.
    public struct Row: Sendable {
        /// Name of the other scheme.
        public let scheme: String
        /// The reference, first, against it.
        public let pairs: PairedComparison
        /// The signed-rank test of the differences.
        public let test: WilcoxonSignedRank
        /// Its p-value, adjusted by Holm for the comparisons of the family.
        public let adjustedPValue: Double?
    }

    /// The comparisons of one cell and metric.
    public struct Family: Sendable {
        /// Name of the scenario.
        public let scenario: String
        /// Share of attackers.
        public let attackerRatio: Double
        /// Base seed.
        public let seed: Int64
        /// Values of the varied keys.
        public let varied: [String]
        /// What is compared.
        public let metric: Metric
        /// Name of the reference.
        public let reference: String
        /// The other schemes, in the order of tables.
        public let rows: [Row]
    }

    /// From how many replications on the comparison is worth much.
    public static let wantedReplications = 20
    /// Fewest replications whose two-sided signed-rank test can fall below 0.05: 2 / 2⁶ = 0.03.
    public static let fewestReplications = 6
    /// Non-inferiority margin where none is given.
    public static let standardMargin = 0.01

    /// Paths of the varied keys.
    public let variedKeys: [String]
    /// What is compared with what.
    public let reference: Reference
    /// Non-inferiority margin, in the unit of the metric.
    public let margin: Double
    /// One for each cell and metric with something to compare.
    public let families: [Family]

    /// Compares.
    ///
    /// - Parameters:
    ///   - results: runs, with the same replications of each scheme.
    ///   - metrics: what is compared.
    ///   - reference: with which scheme the others are compared.
    ///   - margin: by how much a scheme may be worse and still count as not inferior.
    ///   - includesTrivial: whether the trivial schemes are among the others, and may be the best.
    public init(
        _ results: ResultSet, metrics: [Metric], reference: Reference = .standard,
        margin: Double = SchemeComparison.standardMargin, includesTrivial: Bool = false
    ) {
        variedKeys = results.variedKeys
        self.reference = reference
        self.margin = margin
        var families: [Family] = []
        for (_, places) in results.grouped(by: results.groupNames.filter { $0 != "scheme" }) {
            let cell = CellRuns(results, places)
            let candidates = cell.schemes.filter { includesTrivial || !SchemeCatalog.trivialNames.contains($0) }
            for metric in metrics {
                guard let name = cell.name(of: reference, among: candidates, metric) else { continue }
                let others = candidates.filter { $0 != name }
                if others.isEmpty { continue }
                let row = results.rows[places[0]]
                families.append(
                    Family(
                        scenario: row.scenario, attackerRatio: row.attackerRatio, seed: row.seed, varied: row.varied,
                        metric: metric, reference: name, rows: cell.comparisons(of: name, with: others, metric)))
            }
        }
        self.families = families
    }
}

/// The runs of one cell by scheme and replication.
struct CellRuns {
    /// Names of the schemes, in order of first appearance.
    private(set) var schemes: [String] = []
    private var values: [String: [Int: [Double?]]] = [:]
    private var replications: [String: [Int]] = [:]

    /// The rows at some places of a result set.
    init(_ results: ResultSet, _ places: [Int]) {
        for place in places {
            let row = results.rows[place]
            if values[row.scheme] == nil { schemes.append(row.scheme) }
            if values[row.scheme, default: [:]].updateValue(row.values, forKey: row.replication) == nil {
                replications[row.scheme, default: []].append(row.replication)
            }
        }
    }

    /// A figure of one run.
    func value(_ scheme: String, replication: Int, metric: Int) -> Double? {
        values[scheme]?[replication].flatMap { $0[metric] }
    }

    /// Compares two schemes. A replication that only one of them has is a pair without a value.
    func pairs(_ first: String, _ second: String, _ metric: Metric) -> PairedComparison {
        let (ofFirst, ofSecond) = (values[first] ?? [:], values[second] ?? [:])
        let numbers =
            (replications[first] ?? []) + (replications[second] ?? []).filter { ofFirst[$0] == nil }
        let place = Metric.index(of: metric.name) ?? 0
        let pairs: [(first: Double?, second: Double?)] = numbers.map { number in
            (ofFirst[number].flatMap { $0[place] }, ofSecond[number].flatMap { $0[place] })
        }
        return PairedComparison(pairs, preference: metric.preference)
    }

    fileprivate func name(
        of reference: SchemeComparison.Reference, among candidates: [String], _ metric: Metric
    ) -> String? {
        switch reference {
        case .named(let name): return schemes.contains(name) ? name : nil
        case .standard:
            return schemes.contains("consensus-adaptive") ? "consensus-adaptive" : candidates.first ?? schemes.first
        case .best:
            let place = Metric.index(of: metric.name) ?? 0
            let means = candidates.map { name in
                SampleSummary((replications[name] ?? []).map { values[name]?[$0]?[place] ?? nil }).mean
            }
            return metric.best(among: means).first.map { candidates[$0] }
        }
    }

    fileprivate func comparisons(
        of reference: String, with others: [String], _ metric: Metric
    ) -> [SchemeComparison.Row] {
        let compared = others.map { pairs(reference, $0, metric) }
        let tests = compared.map { WilcoxonSignedRank($0.differences) }
        var adjusted = HolmCorrection.adjusted(tests.compactMap(\.pValue))[...]
        return others.indices.map { place in
            SchemeComparison.Row(
                scheme: others[place], pairs: compared[place], test: tests[place],
                adjustedPValue: tests[place].pValue == nil ? nil : adjusted.popFirst())
        }
    }
}

extension Metric {
    /// Places of the best of several means; none where no direction is better.
    func best(among means: [Double?]) -> [Int] {
        let defined = means.compactMap { $0 }
        let best: Double?
        switch preference {
        case .higher: best = defined.max()
        case .lower: best = defined.min()
        case .neither: best = nil
        }
        guard let best else { return [] }
        return means.indices.filter { means[$0] == best }
    }
}
