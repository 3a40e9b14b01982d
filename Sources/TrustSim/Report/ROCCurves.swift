/// ROC curves of the schemes in each cell, averaged over the replications: `roc.csv` of a sweep.
public struct ROCCurves: Sendable {
    /// The curve of one scheme in one cell.
    public struct Curve: Sendable {
        /// Name of the scenario.
        public let scenario: String
        /// Name of the scheme.
        public let scheme: String
        /// Share of attackers.
        public let attackerRatio: Double
        /// Base seed.
        public let seed: Int64
        /// Values of the varied keys.
        public let varied: [String]
        /// Mean recall at each rate; nil where it is undefined in every run.
        public fileprivate(set) var recalls: [Double?]
    }

    /// False positive rates at which curves are taken: closer together where schemes should work.
    public static let rates: [Double] = [
        0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
    ]

    /// The rates of these curves, ascending.
    public let rates: [Double]
    /// One for each cell and scheme.
    public let curves: [Curve]

    private static let fixed = ["scenario", "scheme", "attackerRatio", "seed"]

    /// Tidy CSV of an outcome whose executor was asked for recall at false positive rates: one row a cell, scheme and rate.
    public static func csv(of outcome: Executor.Outcome) -> [UInt8] {
        var writer = CSVWriter()
        let results = outcome.results
        writer.appendRow(fixed + results.variedKeys + ["falsePositiveRate", "recall", "ci95", "n", "undefined"])
        let recalls = outcome.runs.flatMap { $0.result.schemes.map(\.recalls) }
        for (_, places) in results.grouped(by: results.groupNames) {
            let row = results.rows[places[0]]
            for (index, rate) in rates.enumerated() {
                let sample = SampleSummary(
                    places.map { recalls[$0].indices.contains(index) ? recalls[$0][index] : nil })
                writer.append(row.scenario)
                writer.append(row.scheme)
                writer.append(row.attackerRatio)
                writer.append(Int(row.seed))
                for value in row.varied { writer.append(value) }
                writer.append(rate)
                writer.append(optional: sample.mean)
                writer.append(optional: sample.halfWidth)
                writer.append(sample.count)
                writer.append(sample.undefinedCount)
                writer.endRow()
            }
        }
        return writer.bytes
    }

    /// Reads what ``csv(of:)`` wrote: rates of each curve follow one another and are the same for all.
    public init(csv bytes: [UInt8], name: String, variedKeys: [String]) throws(DataError) {
        let table = try CSVTable.read(bytes: bytes, name: name)
        func fail(_ row: Int, _ message: String) -> DataError {
            let line = row < 0 ? 1 : table.lineOfRow[row]
            return DataError(position: SourcePosition(origin: .file(name), line: line, column: 1), message: message)
        }
        var places: [Int] = []
        for column in Self.fixed + ["falsePositiveRate", "recall"] + variedKeys {
            guard let place = table.header.firstIndex(of: column) else {
                throw fail(
                    -1, "column '\(escapedForMessage(column))' is missing: this is not the roc.csv of these results")
            }
            places.append(place)
        }
        var curves: [Curve] = []
        var ratesOfCurve: [[Double]] = []
        var last: [String] = []
        for (number, fields) in table.rows.enumerated() {
            let values = places.map { fields[$0] }
            guard let ratio = Self.share(values[2]), let seed = Int64(values[3]), let rate = Self.share(values[4])
            else {
                throw fail(
                    number, "'attackerRatio' and 'falsePositiveRate' are numbers from 0 to 1, 'seed' a whole number")
            }
            guard values[5].isEmpty || Self.share(values[5]) != nil else {
                throw fail(number, "'recall' is a number from 0 to 1 or empty, found '\(escapedForMessage(values[5]))'")
            }
            let key = Array(values[0..<4] + values[6...])
            if key != last {
                curves.append(
                    Curve(
                        scenario: values[0], scheme: values[1], attackerRatio: ratio, seed: seed,
                        varied: Array(values[6...]), recalls: []))
                ratesOfCurve.append([])
                last = key
            }
            curves[curves.count - 1].recalls.append(Self.share(values[5]))
            ratesOfCurve[ratesOfCurve.count - 1].append(rate)
            let length = ratesOfCurve[ratesOfCurve.count - 1].count
            if length > 1 && ratesOfCurve[ratesOfCurve.count - 1][length - 2] >= rate {
                throw fail(number, "the false positive rates of a curve are not ascending")
            }
        }
        guard let rates = ratesOfCurve.first else { throw fail(-1, "there are no rows below the heading") }
        if ratesOfCurve.contains(where: { $0 != rates }) {
            throw fail(-1, "not all curves have the same false positive rates")
        }
        self.rates = rates
        self.curves = curves
    }

    private static func share(_ text: String) -> Double? {
        Double(text).flatMap { $0 >= 0 && $0 <= 1 ? $0 : nil }
    }
}
