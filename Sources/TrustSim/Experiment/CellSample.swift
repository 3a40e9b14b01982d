/// One figure of a scheme in all cells and replications. Its mean is over the cells of each replication, then over the
/// replications, which are independent of each other; cells of one replication are not, as their vehicles drive alike.
struct CellSample: Sendable, Equatable {
    /// By replication, then cell; nil where it is undefined.
    private(set) var values: [[Double?]] = []
    private let cells: Int

    init(cells: Int) { self.cells = cells }

    mutating func set(_ value: Double?, cell: Int, replication: Int) {
        while values.count <= replication { values.append(Array(repeating: nil, count: cells)) }
        values[replication][cell] = value
    }

    /// Runs in which it is not defined.
    var undefinedCount: Int { values.reduce(0) { $0 + $1.count { $0 == nil } } }

    /// Mean and 95 % interval over the replications.
    var summary: SampleSummary { SampleSummary(values.map { Self.mean($0) }) }

    /// Pairs of replications, each a mean over the cells in which both are defined.
    func compared(with other: CellSample, preference: Metric.Preference) -> PairedComparison {
        let pairs: [(first: Double?, second: Double?)] = zip(values, other.values).map { own, others in
            let both = own.indices.filter { own[$0] != nil && others[$0] != nil }
            return (Self.mean(both.map { own[$0] }), Self.mean(both.map { others[$0] }))
        }
        return PairedComparison(pairs, preference: preference)
    }

    private static func mean(_ values: [Double?]) -> Double? { SampleSummary(values).mean }
}

/// What a change is worth where nothing was looked for: paired by replication with the scheme as it was.
public struct HeldOutResult: Sendable {
    /// Mean over the cells, with the 95 % interval over the replications, as changed.
    public let changed: SampleSummary
    /// The same without the change.
    public let unchanged: SampleSummary
    /// The change, first, against the scheme without it.
    public let pairs: PairedComparison

    init(_ changed: CellSample, against unchanged: CellSample, preference: Metric.Preference) {
        self.changed = changed.summary
        self.unchanged = unchanged.summary
        pairs = changed.compared(with: unchanged, preference: preference)
    }

    /// What the 95 % interval of the difference says.
    public enum Finding: Sendable, Equatable {
        /// It lies above 0, or below, or has 0 in it; there is none of fewer than two pairs.
        case better, worse, open, unknown
    }

    /// What the interval says.
    public var finding: Finding {
        guard let interval = pairs.interval else { return .unknown }
        return interval.low > 0 ? .better : interval.high < 0 ? .worse : .open
    }

    /// Whether a gain on the worlds of the search is above all that the interval here holds: then part of it is fitted to them.
    public func isBelow(gain: Double) -> Bool { pairs.interval.map { gain > $0.high } ?? false }
}
