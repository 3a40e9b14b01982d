import Testing

@testable import TrustSim

@Suite("Axes and curves")
struct CurvePlotTests {
    @Test("ticks are 1, 2 or 5 times a power of ten apart, within the axis, and neither few nor many")
    func roundTicks() {
        var stream = RandomSource(seed: 11, replication: 0).stream(.coin, 1)
        for trial in 0..<500 {
            let scale = [1e-12, 1e-3, 1, 1e4, 1e30][stream.index(below: 5)]
            let low = (Double(stream.index(below: 2001)) - 1000) / 1000 * scale
            let high = low + Double(1 + stream.index(below: 1000)) / 1000 * scale
            for widens in [false, true] {
                let axis = ChartAxis(low...high, wantedTicks: 6, widens: widens)
                let values = axis.ticks.map(\.value)
                // But for rounding.
                let slack = scale * 1e-7
                #expect(axis.low <= low + slack && axis.high >= high - slack, "trial \(trial)")
                #expect(values.allSatisfy { $0 >= axis.low - scale * 1e-9 && $0 <= axis.high + scale * 1e-9 })
                #expect((1...9).contains(values.count), "trial \(trial): \(values.count) ticks of \(low)...\(high)")
                for (first, second) in zip(values, values.dropFirst()) {
                    var mantissa = second - first
                    while mantissa < 0.99 { mantissa *= 10 }
                    while mantissa > 9.9 { mantissa /= 10 }
                    #expect(
                        [1.0, 2, 5].contains { abs($0 - mantissa) < 1e-3 }, "trial \(trial): step \(second - first)")
                }
            }
        }
    }

    @Test("known axes, to the letter")
    func knownAxes() {
        func texts(_ range: ClosedRange<Double>, _ ticks: Int, widens: Bool = false) -> [String] {
            ChartAxis(range, wantedTicks: ticks, widens: widens).ticks.map(\.text)
        }
        #expect(texts(0...1, 6) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(texts(0...0.7, 8) == ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"])
        #expect(texts(-0.13...0.42, 6, widens: true) == ["−0.2", "−0.1", "0.0", "0.1", "0.2", "0.3", "0.4", "0.5"])
        #expect(texts(0...183.5, 5) == ["0", "50", "100", "150"])
        #expect(texts(0...3e7, 3) == ["0", "10000000", "20000000", "30000000"])
    }

    @Test("a range of no width, or as wide as numbers go, has an axis all the same")
    func extremes() {
        for range in [0.0...0, 0.5...0.5, -1e300...1e300, -1.7e308...1.7e308, 1e300...1e300, 2.5e-308...1e-307] {
            let axis = ChartAxis(range, wantedTicks: 6, widens: true)
            #expect(axis.high > axis.low && !axis.ticks.isEmpty, "\(range)")
            #expect((0...1).contains(axis.place(range.lowerBound)), "\(range)")
        }
    }

    private func row(
        _ scheme: String, _ ratio: Double, _ replication: Int, _ attack: String, _ f1: Double?
    ) -> ResultRow {
        var values = [Double?](repeating: nil, count: Metric.all.count)
        values[Metric.index(of: "f1") ?? 0] = f1
        return ResultRow(
            scenario: "s", scheme: scheme, attackerRatio: ratio, seed: 1, replication: replication, varied: [attack],
            values: values)
    }

    /// One scheme, two attacks, two replications; the means by replication are 0.3 and 0.6.
    private var results: ResultSet {
        ResultSet(
            variedKeys: ["attackers.profile"],
            rows: [
                row("beta", 0.5, 0, "a", 0.2), row("beta", 0.5, 1, "a", 0.5), row("beta", 0.5, 0, "b", 0.4),
                row("beta", 0.5, 1, "b", 0.7), row("beta", 0.1, 0, "a", nil), row("beta", 0.1, 1, "a", 0.9),
            ])
    }

    @Test("means are taken within each replication, intervals over the replications")
    func pooling() throws {
        let metric = try #require(Metric.named("f1"))
        let plot = CurvePlot(results, metric: metric, x: "attackerRatio", by: "scheme")
        #expect(plot.places == ["0.1", "0.5"])
        #expect(plot.pooled.map(\.name) == ["attackers.profile"] && plot.pooled.map(\.count) == [2])
        let points = try #require(plot.lines.first).points
        let (first, second) = (points[0].sample, points[1].sample)
        #expect(first.count == 1 && first.undefinedCount == 1 && first.mean == 0.9 && first.halfWidth == nil)
        let mean = try #require(second.mean)
        let half = try #require(second.halfWidth)
        // t(0.975, 1) = 12.706, sd = 0.3 / sqrt 2.
        #expect(abs(mean - 0.45) < 1e-12 && abs(half - 12.7062 * 0.15) < 1e-3)
        let byAttack = CurvePlot(results, metric: metric, x: "attackers.profile", by: "scheme")
        #expect(byAttack.numbers == nil && byAttack.places == ["a", "b"])
        let lines = String(decoding: plot.csv, as: UTF8.self).split(separator: "\n")
        #expect(lines[0] == "scheme,attackerRatio,metric,mean,sd,ci95,n,undefined")
        #expect(lines[1] == "beta,0.1,f1,0.9,,,1,1")
    }

    @Test("no two of 84 lines look alike without colours and with them")
    func styles() {
        let looks = (0..<84).map { ChartStyle($0) }.map { "\($0.color) \($0.dashes) \($0.marker)" }
        #expect(Set(looks).count == 84)
        let neighbours = (0..<12).map { ChartStyle($0) }.map { "\($0.dashes) \($0.marker)" }
        #expect(Set(neighbours).count == 12)
    }

    @Test("the legend lies below the axes, and every entry within the picture")
    func legend() throws {
        let names = (0..<19).map { "scheme-with-a-long-name-\($0)" }
        let lines = names.map { CurveChart.Line(name: $0, points: [(x: 0.1, y: 0.5, halfWidth: 0.1)]) }
        for width in [60.0, 88, 180] {
            let chart = CurveChart(xTitle: "x", yTitle: "y", lines: lines, widthMillimeters: width)
            let svg = chart.svg
            let box = try #require(svg.firstMatch(of: /viewBox="0 0 ([0-9.]+) ([0-9.]+)"/))
            let (right, bottom) = (Double(box.1) ?? 0, Double(box.2) ?? 0)
            let axisTitle = try #require(svg.firstMatch(of: /y="([0-9.]+)" text-anchor="middle" font-size="7.5">x</))
            let entries = svg.matches(of: /<text x="([0-9.]+)" y="([0-9.]+)" font-size="6.50">([^<]*)</)
            #expect(entries.count == 19)
            for entry in entries {
                let (x, y) = (Double(entry.1) ?? 0, Double(entry.2) ?? 0)
                #expect(y > (Double(axisTitle.1) ?? 0) && y < bottom)
                #expect(x + ChartText.width(String(entry.3), size: 6.5) <= right + 1)
            }
        }
    }

    @Test("the curve of thresholds: known values, ends, and its area is the AUC")
    func rocCurve() throws {
        func scores(_ malicious: [Double], _ honest: [Double], unknown: (Int, Int) = (0, 0)) -> TrustScores {
            var scores = TrustScores()
            for trust in malicious { scores.add(trust, isMalicious: true, isUnknown: false) }
            for trust in honest { scores.add(trust, isMalicious: false, isUnknown: false) }
            for _ in 0..<unknown.0 { scores.add(0.5, isMalicious: true, isUnknown: true) }
            for _ in 0..<unknown.1 { scores.add(0.5, isMalicious: false, isUnknown: true) }
            return scores
        }
        #expect(scores([0.1, 0.2], [0.3, 0.9]).recalls(atFalsePositiveRates: [0, 0.5, 1]) == [1, 1, 1])
        #expect(scores([0.1, 0.6], [0.3, 0.9]).recalls(atFalsePositiveRates: [0, 0.25, 0.5, 1]) == [0.5, 0.5, 1, 1])
        #expect(scores([0.5], [0.5]).recalls(atFalsePositiveRates: [0, 0.25, 1]) == [0, 0.25, 1])
        #expect(scores([], [0.5]).recalls(atFalsePositiveRates: [0, 1]) == [nil, nil])
        #expect(scores([0.1], [0.9], unknown: (1, 1)).recalls(atFalsePositiveRates: [0, 0.25, 0.5]) == [0.5, 0.75, 1])
        for seed: UInt32 in 0..<30 {
            var stream = RandomSource(seed: seed, replication: 0).stream(.coin, 1)
            let values = (0..<40).map { _ in Double(stream.index(below: 15)) / 14 }
            let found = scores(Array(values[..<18]), Array(values[18...]), unknown: (3, 5))
            // 27 honest cases: every corner of the curve is at a multiple of 1/27, so trapezoids between are exact, but for
            // upright pieces, whose lower ends they miss; a fine grid has those in pieces too small to matter.
            let grid = (0...27_000).map { Double($0) / 27_000 }
            let recalls = found.recalls(atFalsePositiveRates: grid).compactMap { $0 }
            #expect(recalls.count == grid.count && recalls.last == 1)
            #expect(zip(recalls, recalls.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 }, "seed \(seed)")
            let area = zip(recalls, recalls.dropFirst()).reduce(0) { $0 + ($1.0 + $1.1) / 2 / 27_000 }
            let exact = try #require(found.areasUnderCurve().withUnknown)
            #expect(abs(area - exact) < 1e-4, "seed \(seed): \(area) and \(exact)")
        }
    }
}
