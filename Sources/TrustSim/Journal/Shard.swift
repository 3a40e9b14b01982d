/// One of several shares of the runs of a plan, each done by a process of its own.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
    /// Which, from 1.
    public let number: Int
    /// Of how many.
    public let count: Int

    /// Most shards of a plan.
    public static let limit = 100_000

    /// A share; nil unless `number` is from 1 to `count`, and that from 1 to ``limit``.
    public init?(number: Int, of count: Int) {
        guard count >= 1, count <= Self.limit, number >= 1, number <= count else { return nil }
        self.number = number
        self.count = count
    }

    /// "2/8".
    public var description: String { "\(number)/\(count)" }

    /// Name of its directory, "shard-2-of-8".
    public var directoryName: String { "shard-\(number)-of-\(count)" }

    /// The shard of a directory name; nil where it is none.
    public init?(directoryName name: String) {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "shard", parts[2] == "of", let number = Int(parts[1]),
            let count = Int(parts[3])
        else { return nil }
        self.init(number: number, of: count)
        if directoryName != name { return nil }
    }
}

extension Plan {
    /// Indices of the runs of a shard in ``runPlaces``, ascending.
    ///
    /// The runs that are estimated to take longest are dealt out first, each to the shard with the least work so far (R. L.
    /// Graham, 1969, DOI 10.1137/0117039: at most 4/3 of the best possible longest share). Where all runs take the same,
    /// shard `k` has every `n`-th. The estimate is exact to the bit on every machine, so the shares are too. O(runs · log n).
    public func runs(of shard: Shard, traces: TraceLibrary) -> [Int] {
        let costs = cells.map { Estimate.seconds(of: $0.scenario, traces: traces) }
        var first = 0
        var runs: [(cost: Double, range: Range<Int>)] = []
        for (cell, cost) in zip(cells, costs) {
            let end = first + Int(cell.scenario.replications)
            runs.append((cost, first..<end))
            first = end
        }
        // Sorting is stable by the first run of the cell.
        runs.sort { ($1.cost, $0.range.lowerBound) < ($0.cost, $1.range.lowerBound) }
        var deal = ShardDeal(count: shard.count)
        var own: [Int] = []
        for (cost, range) in runs {
            for run in range where deal.next(cost: cost) == shard.number - 1 { own.append(run) }
        }
        return own.sorted()
    }
}

/// Deals work out to whoever has the least: a binary heap by (load, number).
private struct ShardDeal {
    private var heap: [(load: Double, number: Int)]

    init(count: Int) { heap = (0..<count).map { (0, $0) } }

    /// Who gets the next piece.
    mutating func next(cost: Double) -> Int {
        let number = heap[0].number
        heap[0].load += cost
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && (heap[child].load, heap[child].number) < (heap[least].load, heap[least].number)
            { least = child }
            if least == place { return number }
            heap.swapAt(place, least)
            place = least
        }
    }
}
