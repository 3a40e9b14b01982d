import Testing

@testable import TrustSim

@Suite("HTML reports")
struct HTMLReportTests {
    /// Results with every metric defined, of any size.
    private func results(
        scenarios: [String], attacks: [String], ratios: [Double], schemes: [String], replications: Int
    ) -> ResultSet {
        var stream = RandomSource(seed: 5, replication: 0).stream(.coin, 1)
        var rows: [ResultRow] = []
        for scenario in scenarios {
            for attack in attacks {
                for ratio in ratios {
                    for replication in 0..<replications {
                        for scheme in schemes {
                            let values = Metric.all.map { metric -> Double? in
                                let value = Double(stream.index(below: 1_000_000)) / 1_000_000
                                return metric.unit.isEmpty ? (value < 0.01 ? nil : value) : value * 300
                            }
                            rows.append(
                                ResultRow(
                                    scenario: scenario, scheme: scheme, attackerRatio: ratio, seed: 1,
                                    replication: replication, varied: [attack], values: values))
                        }
                    }
                }
            }
        }
        return ResultSet(variedKeys: ["attackers.profile"], rows: rows)
    }

    private func page(_ results: ResultSet, name: String = "out") throws -> String {
        try #require(HTMLReport(results, name: name, version: "0.1.0").html)
    }

    @Test("a report of a study of the full size stays below a megabyte, and of few rows far below")
    func size() throws {
        let schemes = (0..<40).map { "scheme-number-\($0)" }
        let attacks = (0..<23).map { "attack\($0)" }
        // The page has means and intervals, so that its size does not depend on the number of replications.
        let full = try page(
            results(
                scenarios: ["one", "two", "three"], attacks: attacks, ratios: [0.1, 0.3, 0.5, 0.7], schemes: schemes,
                replications: 2))
        #expect(full.utf8.count < 1_000_000, "\(full.utf8.count) bytes")
        #expect(full.utf8.count > 500_000)
        let small = try page(
            results(
                scenarios: ["one"], attacks: ["a"], ratios: [0.1, 0.3], schemes: ["beta", "coin"], replications: 2))
        #expect(small.utf8.count < 100_000, "\(small.utf8.count) bytes")
    }

    @Test("names from files become neither markup nor script, wherever they stand")
    func escaping() throws {
        let hostile = [
            "</script><script>alert(1)</script>", "<!--<script>", "\"'><img src=x onerror=alert(1)>",
            "]]>&amp;\u{2028}",
            "\u{1}\u{7f}\u{fffe}", "{{constructor}}",
        ]
        let page = try page(
            results(
                scenarios: hostile, attacks: hostile, ratios: [0.1, 0.3], schemes: hostile + ["beta"], replications: 2),
            name: hostile[0])
        #expect(page.ranges(of: "<script").count == 2 && page.ranges(of: "</script>").count == 2)
        #expect(!page.contains("<img") && !page.contains("<!--"))
        #expect(page.ranges(of: "]]>").count == 1)
        #expect(page.contains("&lt;img src=x onerror=alert(1)&gt;"))
        #expect(page.contains("\\u003c/script\\u003e\\u003cscript\\u003ealert(1)"))
        try checkMarkup(page)
    }

    @Test("the page is well-formed: every element is closed, every attribute quoted, no sign unescaped")
    func wellFormed() throws {
        for (scenarios, attacks, ratios) in [(["a"], ["x"], [0.3]), (["a", "b"], ["x", "y"], [0, 0.3, 0.5])] {
            let schemes = [
                "consensus-adaptive", "consensus-adaptive/calibrated", "consensus-adaptive/no-rounds", "beta", "genie",
                "coin",
            ]
            let page = try page(
                results(scenarios: scenarios, attacks: attacks, ratios: ratios, schemes: schemes, replications: 3))
            try checkMarkup(page)
            #expect(page.contains("<section id=\"ablations\">") && page.contains("<section id=\"calibrated\">"))
            #expect(page.contains("<section id=\"heat\">") == (attacks.count > 1))
            #expect(
                !page.contains("http://")
                    || page.ranges(of: "http://").count == page.ranges(of: "http://www.w3.org").count)
            #expect(!page.contains("https://"))
        }
    }

    /// Reads the page as XML, as far as that needs no entities but the five of XML.
    private func checkMarkup(_ page: String) throws {
        var open: [String] = []
        let body = try #require(page.firstRange(of: "<html"))
        // What stands in a CDATA section is no markup, and the data have no sign that would be.
        let cdata = try #require(page.firstRange(of: "//<![CDATA["))
        let end = try #require(page.firstRange(of: "//]]>"))
        let markup = page[body.lowerBound..<cdata.lowerBound] + page[end.upperBound...]
        let piece = /<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z:-]+="[^"<]*")*)\s*(\/?)>/
        var rest = markup[...]
        while let start = rest.firstIndex(of: "<") {
            #expect(rest[..<start].wholeMatch(of: /(?:[^&>]|>|&(?:amp|lt|gt|quot|#39);)*/) != nil)
            guard let tag = rest[start...].prefixMatch(of: piece) else {
                Issue.record("no tag: \(rest[start...].prefix(80))")
                return
            }
            if tag.1 == "/" {
                #expect(open.popLast() == String(tag.2), "before \(rest[start...].prefix(60))")
            } else if tag.4 != "/" {
                open.append(String(tag.2))
            }
            rest = rest[tag.range.upperBound...]
        }
        #expect(open.isEmpty)
    }

    @Test("packed columns hold what a table shows, gaps included, and any number that they must")
    func packedColumns() {
        var stream = RandomSource(seed: 9, replication: 0).stream(.coin, 1)
        for digits in [0, 1, 3] {
            for trial in 0..<40 {
                let scale = [1e-3, 1, 500, 1e7, 1e200][stream.index(below: 5)]
                let values = (0..<20).map { _ -> Double? in
                    if stream.index(below: 4) == 0 { return nil }
                    return (Double(stream.index(below: 100_000)) / 50_000 - 1) * scale
                }
                let found = unpacked(PackedColumn(values, digits: digits), digits: digits)
                let shown = values.map {
                    $0.map { scale > 1e10 ? $0 : Double(NumberText.fixed($0, digits: digits)) ?? 0 }
                }
                #expect(found == shown, "trial \(trial), \(digits) digits")
            }
        }
        #expect(unpacked(PackedColumn([nil, .infinity, nil], digits: 3), digits: 3) == [nil, nil, nil])
        #expect(unpacked(PackedColumn([0.5, 0.5], digits: 3), digits: 3) == [0.5, 0.5])
        #expect(unpacked(PackedColumn([], digits: 3), digits: 3) == [])
    }

    /// What the script of the page does.
    private func unpacked(_ column: PackedColumn, digits: Int) -> [Double?] {
        var writer = JSONWriter(style: .compact)
        writer.value(column)
        guard let root = try? JSON5Reader.read(writer.bytes, origin: .option("column")) else { return [] }
        if let plain = root["plain"]?.elements { return plain.map(\.double) }
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let text = Array(root["text"]?.string ?? "")
        let (count, width) = (Int(root["count"]?.integer ?? 0), Int(root["width"]?.integer ?? 0))
        let (least, hasGaps) = (Int(root["least"]?.integer ?? 0), root["gaps"]?.bool == true)
        return (0..<count).map { place in
            var number = text[(place * width)..<((place + 1) * width)].reduce(0) {
                $0 * 64 + (alphabet.firstIndex(of: $1) ?? 0)
            }
            if hasGaps { number -= 1 }
            if number < 0 { return nil }
            let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
            return Double(number + least) / scale
        }
    }

    @Test("the best of a cell is marked, what is non-inferior to it only from 20 replications on, and never the genie")
    func marks() throws {
        func judged(_ replications: Int) throws -> [Int] {
            let place = try #require(Metric.index(of: "f1"))
            var rows: [ResultRow] = []
            for replication in 0..<replications {
                for (scheme, base) in [("genie", 0.95), ("one", 0.8), ("two", 0.799), ("three", 0.5)] {
                    var values = [Double?](repeating: nil, count: Metric.all.count)
                    values[place] = base + Double(replication % 5) / 1000
                    rows.append(
                        ResultRow(
                            scenario: "s", scheme: scheme, attackerRatio: 0.3, seed: 1, replication: replication,
                            varied: [], values: values))
                }
            }
            let metric = try #require(Metric.named("f1"))
            return ReportMarks(ReportCells(ResultSet(variedKeys: [], rows: rows)), metric: metric).signs
        }
        #expect(try judged(20) == [0, 1, 2, 0])
        #expect(try judged(19) == [0, 1, 0, 0])
    }

    @Test("settings have the shortest names that tell them apart")
    func settings() {
        var rows: [ResultRow] = []
        for varied in [["none", "statistical"], ["none", "plausibility"], ["colluders", "statistical"]] {
            rows.append(
                ResultRow(
                    scenario: "s", scheme: "beta", attackerRatio: 0.3, seed: 1, replication: 0, varied: varied,
                    values: Metric.all.map { _ in 0.5 }))
        }
        let cells = ReportCells(ResultSet(variedKeys: ["attackers.profile", "sensing.verification"], rows: rows))
        #expect(cells.settings.map(\.name) == ["none · statistical", "none · plausibility", "colluders"])
        #expect(cells.settings[2].full == "attackers.profile colluders, sensing.verification statistical")
    }
}
