extension SchemeComparison {
    /// Names of the figures of one comparison, in the order of ``figures(of:)``.
    private static let figureNames = [
        "referenceMean", "schemeMean", "advantage", "advantageLow", "advantageHigh", "wPlus", "wMinus", "p", "pHolm",
        "rankBiserial",
    ]

    private static func figures(of row: Row) -> [Double?] {
        let (pairs, test) = (row.pairs, row.test)
        return [
            pairs.firstMean, pairs.secondMean, pairs.advantage.mean, pairs.interval?.low, pairs.interval?.high,
            test.pValue.map { _ in test.positiveRankSum }, test.pValue.map { _ in test.negativeRankSum }, test.pValue,
            row.adjustedPValue, test.rankBiserial,
        ]
    }

    /// Tidy CSV: one row a cell, metric and other scheme.
    public var csv: [UInt8] {
        var writer = CSVWriter()
        writer.appendRow(
            ["scenario", "attackerRatio", "seed"] + variedKeys + ["metric", "reference", "scheme", "n", "undefined"]
                + Self.figureNames + ["margin", "referenceIs", "schemeIs"])
        for family in families {
            for row in family.rows {
                writer.append(family.scenario)
                writer.append(family.attackerRatio)
                writer.append(Int(family.seed))
                for text in family.varied + [family.metric.name, family.reference, row.scheme] { writer.append(text) }
                writer.append(row.pairs.count)
                writer.append(row.pairs.undefinedCount)
                for figure in Self.figures(of: row) { writer.append(optional: figure) }
                writer.append(margin)
                writer.append(row.pairs.verdict(margin: margin)?.rawValue ?? "")
                writer.append(row.pairs.reverseVerdict(margin: margin)?.rawValue ?? "")
                writer.endRow()
            }
        }
        return writer.bytes
    }

    /// The same as a list of objects.
    public var json: [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.array { writer in
            for family in families {
                for row in family.rows { writer.object { self.write(row, of: family, to: &$0) } }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func write(_ row: Row, of family: Family, to writer: inout JSONWriter) {
        writer.member("scenario", family.scenario)
        writer.member("attackerRatio", family.attackerRatio)
        writer.member("seed", family.seed)
        for (key, value) in zip(variedKeys, family.varied) { writer.member(key, value) }
        writer.member("metric", family.metric.name)
        writer.member("reference", family.reference)
        writer.member("scheme", row.scheme)
        writer.member("n", row.pairs.count)
        writer.member("undefined", row.pairs.undefinedCount)
        for (name, figure) in zip(Self.figureNames, Self.figures(of: row)) { writer.member(name, figure) }
        writer.member("margin", margin)
        writer.member("referenceIs", row.pairs.verdict(margin: margin)?.rawValue)
        writer.member("schemeIs", row.pairs.reverseVerdict(margin: margin)?.rawValue)
    }
}
