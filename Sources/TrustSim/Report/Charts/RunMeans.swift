/// Values of a metric, averaged within each replication: nil where it is undefined in all of its runs.
struct RunMeans {
    private(set) var values: [Double?] = []
    private var runs: [Run] = []
    private var placeOfRun: [Run: Int] = [:]

    private struct Run: Hashable {
        let seed: Int64
        let replication: Int
    }

    init(_ results: ResultSet, rows: [Int], metric: Int) {
        var sums: [(sum: Double, count: Int)] = []
        placeOfRun.reserveCapacity(min(rows.count, 64))
        for place in rows {
            let row = results.rows[place]
            let run = Run(seed: row.seed, replication: row.replication)
            let unit: Int
            if let known = placeOfRun[run] {
                unit = known
            } else {
                unit = sums.count
                placeOfRun[run] = unit
                runs.append(run)
                sums.append((0, 0))
            }
            guard let value = row.values[metric] else { continue }
            sums[unit].sum += value
            sums[unit].count += 1
        }
        values = sums.map { $0.count > 0 ? $0.sum / Double($0.count) : nil }
    }

    /// This one less another in the same replications.
    func minus(_ other: RunMeans) -> [Double?] {
        zip(runs, values).map { run, value in
            guard let value, let place = other.placeOfRun[run], let otherValue = other.values[place] else { return nil }
            return value - otherValue
        }
    }
}
