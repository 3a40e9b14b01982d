import Testing

@testable import TrustSim

@Suite("Comparisons between schemes")
struct SchemeComparisonTests {
    /// Results of one metric; a list of values a scheme, in the order given.
    private func results(
        _ schemes: [(name: String, values: [Double?])], metric: String = "f1", ratio: Double = 0.3
    ) -> ResultSet {
        var rows: [ResultRow] = []
        let place = Metric.index(of: metric) ?? 0
        for replication in 0..<(schemes.map(\.values.count).max() ?? 0) {
            for scheme in schemes where replication < scheme.values.count {
                var values: [Double?] = Metric.all.map { _ in nil }
                values[place] = scheme.values[replication]
                rows.append(
                    ResultRow(
                        scenario: "test", scheme: scheme.name, attackerRatio: ratio, seed: 1, replication: replication,
                        varied: [], values: values))
            }
        }
        return ResultSet(variedKeys: [], rows: rows)
    }

    private func family(
        _ results: ResultSet, _ metric: String = "f1", reference: SchemeComparison.Reference = .standard,
        trivial: Bool = false
    ) throws -> SchemeComparison.Family {
        let metric = try #require(Metric.named(metric))
        let comparison = SchemeComparison(
            results, metrics: [metric], reference: reference, includesTrivial: trivial)
        return try #require(comparison.families.first)
    }

    /// Values around a mean that differ from replication to replication.
    private func values(_ mean: Double, count: Int = 20, spread: Double = 0.001, phase: Int = 0) -> [Double?] {
        (0..<count).map { mean + spread * Double(($0 * 7 + phase) % 5 - 2) }
    }

    @Test("the standard reference is consensus-adaptive wherever it stands, otherwise the first that is not trivial")
    func standardReference() throws {
        let one = try family(results([("beta", [0.5]), ("consensus-adaptive", [0.4]), ("coin", [0.9])]))
        #expect(one.reference == "consensus-adaptive" && one.rows.map(\.scheme) == ["beta"])
        let other = try family(results([("coin", [0.9]), ("beta", [0.5]), ("own-evidence", [0.4])]))
        #expect(other.reference == "beta" && other.rows.map(\.scheme) == ["own-evidence"])
    }

    @Test("the best has the highest mean, or the lowest where less is better; trivial schemes only on request")
    func bestReference() throws {
        let schemes: [(name: String, values: [Double?])] = [
            ("a", [0.3, 0.3]), ("b", [0.4, nil]), ("coin", [0.9, 0.9]), ("trust-all", [0.1, 0.1]),
        ]
        #expect(try family(results(schemes), reference: .best).reference == "b")
        let all = try family(results(schemes), reference: .best, trivial: true)
        #expect(all.reference == "coin" && all.rows.map(\.scheme) == ["a", "b", "trust-all"])
        let rates = results(schemes, metric: "falsePositiveRate")
        #expect(try family(rates, "falsePositiveRate", reference: .best).reference == "a")
        #expect(try family(rates, "falsePositiveRate", reference: .best, trivial: true).reference == "trust-all")
        let counts = results(schemes, metric: "truePositives")
        let metrics = [try #require(Metric.named("truePositives"))]
        #expect(SchemeComparison(counts, metrics: metrics, reference: .best).families.isEmpty)
    }

    @Test("pairs belong together by replication, whatever the order of the rows; one alone is left out and counted")
    func pairing() throws {
        var shuffled = results([("a", [0.5, 0.75, nil, 1]), ("b", [0.25, 0.25, 0.5])])
        shuffled.rows.reverse()
        let row = try #require(try family(shuffled, reference: .named("a")).rows.first)
        #expect(row.pairs.count == 2 && row.pairs.undefinedCount == 2)
        #expect(row.pairs.advantage.mean == 0.375 && row.pairs.firstMean == 0.625)
    }

    @Test("Holm's correction is over the comparisons of the cell; one without pairs takes no part")
    func correction() throws {
        let family = try family(
            results([
                ("consensus-adaptive", values(0.9)), ("a", values(0.5, phase: 1)), ("b", [nil]),
                ("c", values(0.9, phase: 2)), ("coin", values(0.1)),
            ]))
        let (found, p) = (family.rows.map(\.adjustedPValue), family.rows.map(\.test.pValue))
        #expect(found[1] == nil && p[1] == nil)
        let adjusted = HolmCorrection.adjusted([try #require(p[0]), try #require(p[2])])
        #expect(found[0] == adjusted[0] && found[2] == adjusted[1])
        #expect(adjusted[0] == 4 / 1_048_576.0)
    }

    @Test("cells are compared apart, and one without the reference is left out")
    func cells() throws {
        var both = results([("a", [0.5]), ("b", [0.25])], ratio: 0.1)
        both.rows += results([("b", [0.5]), ("c", [0.25])], ratio: 0.2).rows
        let metrics = try ["f1", "mcc"].map { try #require(Metric.named($0)) }
        let all = SchemeComparison(both, metrics: metrics)
        #expect(all.families.map(\.attackerRatio) == [0.1, 0.1, 0.2, 0.2])
        #expect(all.families.map(\.metric.name) == ["f1", "mcc", "f1", "mcc"])
        #expect(all.families.map(\.reference) == ["a", "a", "b", "b"])
        let named = SchemeComparison(both, metrics: metrics, reference: .named("a"))
        #expect(named.families.map(\.attackerRatio) == [0.1, 0.1])
    }

    @Test("CSV has a row a comparison, and what is undefined is empty")
    func csv() throws {
        let comparison = SchemeComparison(
            results([("a", [0.5, 0.75]), ("b", [0.25, 0.5]), ("c", [nil, nil])]),
            metrics: [try #require(Metric.named("f1"))], margin: 0.02)
        let text = String(decoding: comparison.csv, as: UTF8.self)
        #expect(
            text == """
                scenario,attackerRatio,seed,metric,reference,scheme,n,undefined,referenceMean,schemeMean,advantage,\
                advantageLow,advantageHigh,wPlus,wMinus,p,pHolm,rankBiserial,margin,referenceIs,schemeIs
                test,0.3,1,f1,a,b,2,0,0.625,0.375,0.25,0.25,0.25,3,0,0.5,0.5,1,0.02,superior,inferior
                test,0.3,1,f1,a,c,0,2,,,,,,,,,,,0.02,,

                """)
    }

    @Test("a table says when there are too few pairs, when values were left out, and when the reference was chosen")
    func footnotes() throws {
        func text(_ count: Int, _ reference: SchemeComparison.Reference, missing: Int = 0) throws -> String {
            let other = values(0.5, count: count - missing) + Array(repeating: nil, count: missing)
            let metric = try #require(Metric.named("f1"))
            let comparison = SchemeComparison(
                results([("a", values(0.9, count: count, phase: 1)), ("b", other)]), metrics: [metric],
                reference: reference)
            return try #require(comparison.tables.first).plain(color: false)
        }
        let enough = try text(20, .standard)
        #expect(!enough.contains("Only") && !enough.contains("†") && !enough.contains("chosen by these data"))
        #expect(try text(20, .best).contains("The reference was chosen by these data"))
        #expect(try text(19, .standard).contains("Only 19 pairs: at least 20 are wanted.\n"))
        #expect(try text(20, .standard, missing: 1).contains("Only 19 pairs: at least 20 are wanted.\n"))
        #expect(try text(20, .standard, missing: 1).contains("19†"))
        #expect(
            try text(5, .standard).contains(
                "Only 5 pairs: at least 20 are wanted, and with fewer than 6 the Wilcoxon test cannot reach 0.05.\n"))
        #expect(try text(1, .standard).contains("Only 1 pair: "))
    }

    @Test("in tables of results a scheme that is non-inferior to the best has a sign, from 20 replications on")
    func signs() throws {
        func tables(_ count: Int) throws -> [TextTable] {
            let found = ResultTables(
                results([
                    ("a", values(0.9, count: count)), ("b", values(0.895, count: count, phase: 1)),
                    ("c", values(0.7, count: count)), ("d", values(0.885, count: count, phase: 1)),
                ]))
            let metrics = [try #require(Metric.named("f1"))]
            return found.schemeTables(metrics: metrics)
                + found.tables(metrics: metrics, by: ["attackerRatio", "scheme"])
        }
        let enough = try tables(20)
        #expect(enough[0].rows.map { $0[1].sign } == ["", "≈", "", ""])
        #expect(enough[0].rows.map { $0[1].marked } == [true, false, false, false])
        #expect(enough[1].rows[0].map(\.sign) == ["", "", "≈", "", ""])
        #expect(enough.allSatisfy { $0.footnotes.contains { $0.hasPrefix("≈: non-inferior to the best") } })
        for table in try tables(19) {
            #expect(table.rows.joined().allSatisfy { $0.sign.isEmpty })
            #expect(table.footnotes.allSatisfy { !$0.contains("≈") })
        }
    }

    @Test("pooled rows have no signs, as their runs are no pairs")
    func pooled() throws {
        var both = results([("a", values(0.9)), ("b", values(0.899))], ratio: 0.1)
        both.rows += results([("a", values(0.8)), ("b", values(0.799))], ratio: 0.2).rows
        let tables = ResultTables(both).tables(metrics: [try #require(Metric.named("f1"))], by: ["scheme"])
        #expect(tables[0].rows.joined().allSatisfy { $0.sign.isEmpty })
    }

    @Test("a sign stands where the mark of another cell would, in every format")
    func signInFormats() {
        let table = TextTable(
            columns: [.init("Name"), .init("Value", .right)],
            rows: [
                [.init("a"), .init("0.9", marked: true)], [.init("b"), .init("0.8", sign: "≈")],
                [.init("c"), .init("0.7")], [.init("d"), .init("", sign: "≈")],
            ])
        #expect(
            table.plain(color: false) == """
                Name  Value
                ----  ------
                a       0.9*
                b       0.8≈
                c       0.7
                d

                """)
        #expect(table.markdown().contains("| b | 0.8≈ |\n") && table.markdown().contains("| a | **0.9** |\n"))
        #expect(table.latex().contains("b & 0.8$\\approx$ \\\\"))
    }
}
