/// A metric over one attribute of runs, a line for each value of another: the figure of `trustsim plot`.
///
/// What varies besides is averaged within each replication first, so that intervals are over replications, which are the
/// unit of statistics, and do not mix what varied with chance.
public struct CurvePlot: Sendable {
    /// A point of a line.
    public struct Point: Sendable {
        /// Value on the x axis, as in runs.csv.
        public let x: String
        /// Mean and interval over the replications.
        public let sample: SampleSummary
    }

    /// A line.
    public struct Line: Sendable {
        /// Value of the attribute that lines differ in.
        public let name: String
        /// Points in the order of the x axis; those without a value are among them.
        public let points: [Point]
    }

    /// What is on the y axis.
    public let metric: Metric
    /// The attribute on the x axis.
    public let x: String
    /// The attribute that lines differ in.
    public let by: String
    /// Values on the x axis, numbers ascending and names as they come.
    public let places: [String]
    /// Lines, in the order of tables.
    public let lines: [Line]
    /// Attributes over which means are taken, with the number of their values.
    public let pooled: [(name: String, count: Int)]
    /// The x axis as numbers; nil where one is none.
    let numbers: [Double]?
    /// What the x axis is called.
    let xTitle: String

    /// Groups the runs.
    ///
    /// - Parameters:
    ///   - results: the runs.
    ///   - metric: on the y axis.
    ///   - x: what is on the x axis, a name out of ``ResultSet/groupNames``.
    ///   - by: what has a line for each value, another of these names.
    ///   - xTitle: what the x axis is called, where the name alone does not say it.
    public init(_ results: ResultSet, metric: Metric, x: String, by: String, xTitle: String? = nil) {
        self.xTitle = xTitle ?? x
        self.metric = metric
        self.x = x
        self.by = by
        let values = results.grouped(by: [x]).map { $0.key[0] }
        let found = values.map { Double($0).flatMap { $0.isFinite ? $0 : nil } }
        let isNumeric = !found.contains { $0 == nil }
        let order =
            isNumeric ? values.indices.sorted { (found[$0] ?? 0, $0) < (found[$1] ?? 0, $1) } : Array(values.indices)
        let places = order.map { values[$0] }
        self.places = places
        numbers = isNumeric ? order.compactMap { found[$0] } : nil
        let place = Metric.index(of: metric.name) ?? 0
        var rows: [[String]: [Int]] = [:]
        for (key, found) in results.grouped(by: [by, x]) { rows[key] = found }
        lines = results.values(of: by).map { name in
            Line(
                name: name,
                points: places.map { value in
                    let means = RunMeans(results, rows: rows[[name, value]] ?? [], metric: place)
                    return Point(x: value, sample: SampleSummary(means.values))
                })
        }
        pooled = results.groupNames.filter { $0 != x && $0 != by && $0 != "seed" }.compactMap { name in
            let count = results.grouped(by: [name]).count
            return count > 1 ? (name, count) : nil
        }
    }

    /// Whether no run has a value.
    public var isEmpty: Bool { lines.allSatisfy { $0.points.allSatisfy { $0.sample.mean == nil } } }

    /// What the y axis is called.
    var yTitle: String { metric.unit.isEmpty ? metric.title : "\(metric.title) [\(metric.unit)]" }

    /// Over what means are taken, in words; empty where nothing is averaged but replications.
    var poolingNote: String {
        if pooled.isEmpty { return "" }
        let names = pooled.map { "\($0.name) (\($0.count))" }.joined(separator: ", ")
        return "Means over \(names), taken within each replication."
    }

    /// Smallest and largest number of replications behind a point.
    private var replications: String {
        let counts = lines.flatMap { $0.points.compactMap { $0.sample.mean == nil ? nil : $0.sample.count } }
        guard let least = counts.min(), let most = counts.max() else { return "0" }
        return least == most ? String(least) : "\(least) to \(most)"
    }

    /// What the figure shows, in one line.
    var caption: String {
        "\(yTitle) over \(xTitle) by \(by), \(replications) \(replications == "1" ? "replication" : "replications")"
    }

    /// Tidy CSV: one row a point.
    public var csv: [UInt8] {
        var writer = CSVWriter()
        writer.appendRow([by, x, "metric", "mean", "sd", "ci95", "n", "undefined"])
        for line in lines {
            for point in line.points where point.sample.count + point.sample.undefinedCount > 0 {
                for text in [line.name, point.x, metric.name] { writer.append(text) }
                writer.append(optional: point.sample.mean)
                writer.append(optional: point.sample.standardDeviation)
                writer.append(optional: point.sample.halfWidth)
                writer.append(point.sample.count)
                writer.append(point.sample.undefinedCount)
                writer.endRow()
            }
        }
        return writer.bytes
    }
}

extension CurvePlot {
    /// The figure as SVG.
    ///
    /// - Parameters:
    ///   - widthMillimeters: 88 for a column of a two-column paper, 180 for both.
    ///   - yRange: the y axis, where it is not to follow from the values.
    ///   - title: above the figure; papers have it in the caption.
    ///   - showsBands: intervals as bands (true), as whiskers (false), or as whichever reads better.
    public func svg(
        widthMillimeters: Double = 88, yRange: ClosedRange<Double>? = nil, title: String = "", showsBands: Bool? = nil
    ) -> String {
        var chart = CurveChart(xTitle: xTitle, yTitle: pooled.isEmpty ? yTitle : yTitle + ", mean", lines: [])
        for line in lines {
            var points: [(x: Double, y: Double, halfWidth: Double)] = []
            for (place, point) in line.points.enumerated() {
                guard let mean = point.sample.mean, mean.isFinite else { continue }
                let half = point.sample.halfWidth ?? 0
                points.append((numbers?[place] ?? Double(place), mean, half.isFinite ? half : 0))
            }
            if !points.isEmpty { chart.lines.append(CurveChart.Line(name: line.name, points: points)) }
        }
        chart.title = title
        chart.categories = numbers == nil ? places : []
        chart.yRange = yRange
        chart.widthMillimeters = widthMillimeters
        chart.intervals = showsBands ?? (chart.lines.count <= 4) ? .bands : .whiskers
        chart.emphasized = by == "scheme" ? ["consensus-adaptive", "genie"] : []
        let notes = [caption + ".", "Mean and 95 % Student-t interval.", poolingNote]
        chart.summary = notes.filter { !$0.isEmpty }.joined(separator: " ")
        return chart.svg
    }
}
