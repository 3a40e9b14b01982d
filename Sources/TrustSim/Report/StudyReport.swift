import GroupDecision

/// The tables and curves of a study.
public struct StudyReport {
    let study: Study
    private let command: String
    private let version: String
    let cells: [StudyCell]
    /// Schemes in the order of tables, the trivial ones and the genie left out.
    let schemes: [String]
    static let genie = "genie"
    static let ours = "consensus-adaptive"

    /// Reads the results of a study.
    public init(_ results: ResultSet, study: Study, command: String, version: String) {
        self.study = study
        self.command = command
        self.version = version
        cells = results.grouped(by: results.groupNames.filter { $0 != "scheme" }).map {
            StudyCell(results, places: $0.1)
        }
        let all = results.rows.map(\.scheme).distinct()
        schemes = all.filter { !SchemeCatalog.trivialNames.contains($0) && $0 != Self.genie }
    }

    var attacked: [StudyCell] { cells.filter { $0.ratio > 0 } }
    /// Cells up to half attackers: beyond, a majority that agrees cannot be told from the honest.
    var judged: [StudyCell] { attacked.filter { $0.ratio <= 0.5 } }

    /// All tables, as Markdown.
    public var markdown: String {
        var text = """
            # Study

            `\(command)`, version \(version), seed \(study.seed), \(study.replications) replications. \
            Worlds: \(study.worlds.map(\.name).joined(separator: ", ")). \
            Attacker ratios: \(study.ratios.map(NumberText.csv).joined(separator: ", ")). One honest vehicle in ten has a \
            faulty sensor (accuracy 0.6). Trust-layer attacks run under statistical verification, falsifications under \
            plausibility verification. Figures are balanced accuracy unless they say otherwise; a cell is one world, \
            attack and ratio. *As good as the best*: not worse than the best of the cell by more than 0.01 with 97.5 % \
            confidence (paired by replication); the best is sought among consensus-adaptive and all baselines, with \
            their own and their calibrated thresholds, and not among the genie and the ablations.


            """
        let sections: [(String, String)] = [
            ("All cells up to half attackers", overview), ("By attack", byAttack), ("Worst case by attack", worstCases),
            ("Developed on and held out", halves), ("Ablations", ablations), ("Breakdown points", breakdowns),
            ("Unknown policy and own certainty", strata),
            ("Where consensus-adaptive loses", losses),
        ]
        for (title, section) in sections where !section.isEmpty { text += "## \(title)\n\n\(section)\n" }
        return text
    }

    // MARK: - Tables

    static func number(_ value: Double?, digits: Int = 3) -> String {
        value.map { NumberText.fixed($0, digits: digits) } ?? "–"
    }

    static func mean(_ values: [Double?]) -> Double? { SampleSummary(values).mean }

    private static func table(_ titles: [String], _ rows: [[String]], bestAmong compared: Int = 0) -> String {
        var table = TextTable(
            columns: titles.enumerated().map { TextTable.Column($0.element, $0.offset == 0 ? .left : .right) },
            rows: rows.map { $0.map { TextTable.Cell($0) } }, footnotes: [], caption: "")
        // The best of the first columns of figures is marked in each row.
        for row in table.rows.indices {
            let figures = rows[row].dropFirst().prefix(compared).map { Double($0) }
            guard let best = figures.compactMap({ $0 }).max() else { continue }
            for column in figures.indices where figures[column] == best { table.rows[row][column + 1].marked = true }
        }
        var text = table.markdown()
        while text.first == "\n" { text.removeFirst() }
        return text.hasSuffix("\n") ? text : text + "\n"
    }

    private var overview: String {
        let honest = cells.filter { $0.ratio == 0 }
        let order = (schemes + [Self.genie]).filter { name in cells.contains { $0.has(name) } }
        let rows = order.map { name -> [String] in
            let means = judged.map { $0.mean(name) }
            let worst = worst(of: name)
            let gaps = judged.map { cell in
                cell.mean(Self.genie).flatMap { best in cell.mean(name).map { best - $0 } }
            }
            let good = judged.filter { $0.isAsGoodAsBest(name, among: rivals) }.count
            let falseAlarms = Self.mean(honest.map { $0.mean(name, "falsePositiveRate") })
            return [
                name, Self.number(Self.mean(means)), Self.number(Self.mean(judged.map { $0.mean(name, "mcc") })),
                Self.number(Self.mean(judged.map { $0.mean(name, "f1") })),
                worst.map { "\(Self.number($0.value)) (\($0.attack))" } ?? "–",
                name == Self.genie ? "–" : Self.number(Self.mean(gaps)),
                name == Self.genie ? "–" : "\(good) of \(judged.count)", Self.number(falseAlarms),
            ]
        }
        return Self.table(
            ["Scheme", "Mean", "MCC", "F1", "Worst attack", "Gap to genie", "As good as the best", "False alarms"], rows
        )
            + "\nMean, MCC and F1: over all cells with up to half attackers. Worst attack: the lowest mean over worlds and "
            + "ratios. False alarms: share of cases that distrust where nobody is malicious.\(boundedCells)\n"
    }

    /// In how many cells there is a bound.
    private var boundedCells: String {
        if !cells.contains(where: { $0.has(Self.genie) }) { return "" }
        let bounded = judged.filter { $0.mean(Self.genie) != nil }
        return " The genie can be computed in \(bounded.count) of \(judged.count) of these cells; its figures and the "
            + "gaps to it are means over those. \(excesses)"
    }

    /// Whether any scheme is above the bound.
    private var excesses: String {
        let bounded = attacked.filter { $0.mean(Self.genie) != nil }
        let best = bounded.map { cell in
            schemes.map { cell.compare($0, Self.genie).advantage }.max {
                ($0.mean ?? -1) < ($1.mean ?? -1)
            }
        }
        let above = best.count { ($0?.mean ?? -1) - ($0?.halfWidth ?? 1) > 0 }
        let largest = best.compactMap { $0?.mean }.max()
        return
            "Cells with attackers in which a scheme exceeds it with 95 % confidence: \(above) of \(bounded.count); the "
            + "largest difference of any scheme in any of them is \(Self.number(largest, digits: 4))."
    }

    private func worst(of name: String) -> (value: Double, attack: String)? {
        let values = judged.map(\.attack).distinct().compactMap { attack -> (value: Double, attack: String)? in
            let found = judged.filter { $0.attack == attack }.map { $0.mean(name) }
            return Self.mean(found).map { ($0, attack) }
        }
        return values.min { $0.value < $1.value }
    }

    /// Schemes that fit into a wide table: without ablations and calibrated rows.
    var mainSchemes: [String] { schemes.filter { !$0.contains("/") } }

    /// What is as good as the best is sought among these: no ablations.
    private var rivals: [String] { schemes.filter { !$0.hasPrefix(Self.ours + "/") } }

    /// Figures of the cells on which the formulas were chosen and of the others.
    private var halves: String {
        let names = [Self.ours] + rivals.filter { $0 != Self.ours } + [Self.genie]
        let groups = [(true, true), (true, false), (false, true), (false, false)].map { world, attack in
            judged.filter {
                Study.developmentWorlds.contains($0.world) == world
                    && Study.developmentAttacks.contains($0.attack) == attack
            }
        }
        if groups.contains(where: \.isEmpty) { return "" }
        let rows = names.filter { name in cells.contains { $0.has(name) } }.map { name in
            [name]
                + groups.flatMap { cells in
                    let good = cells.filter { $0.isAsGoodAsBest(name, among: rivals) }.count
                    return [
                        Self.number(Self.mean(cells.map { $0.mean(name) })),
                        name == Self.genie ? "–" : "\(good) of \(cells.count)",
                    ]
                }
        }
        return Self.table(
            [
                "Scheme", "Both known", "As good", "Attack held out", "As good", "World held out", "As good",
                "Both held out", "As good",
            ], rows, bestAmong: 0)
            + "\nThe formulas of consensus-adaptive were chosen in an open square and a city trace, with other seeds, under "
            + "the attacks \(Study.developmentAttacks.joined(separator: ", ")). *Both known*: an open square under one of those "
            + "attacks; the other worlds and attacks were opened once, when the formulas were fixed. Means over cells up to "
            + "half attackers, and cells in which a scheme is as good as the best.\n"
    }

    private var byAttack: String {
        let names = mainSchemes + (cells.contains { $0.has(Self.genie) } ? [Self.genie] : [])
        let ratios = attacked.map(\.ratio).distinct()
        var text = ""
        for ratio in ratios {
            let here = attacked.filter { $0.ratio == ratio }
            let rows = here.map(\.attack).distinct().map { attack -> [String] in
                let means = names.map { name in Self.mean(here.filter { $0.attack == attack }.map { $0.mean(name) }) }
                return [attack] + means.map { Self.number($0) }
            }
            text += "### \(NumberText.csv(ratio * 100)) % attackers, mean over the worlds\n\n"
            text += Self.table(["Attack"] + names, rows, bestAmong: mainSchemes.count) + "\n"
        }
        return text
    }

    private var worstCases: String {
        let names = mainSchemes
        let rows = attacked.map(\.ratio).distinct().map { ratio -> [String] in
            let here = attacked.filter { $0.ratio == ratio }
            return ["\(NumberText.csv(ratio * 100)) %"]
                + names.map { name in Self.number(here.compactMap { $0.mean(name) }.min()) }
        }
        return Self.table(["Attackers"] + names, rows) + "\nThe lowest mean of any attack and world.\n"
    }

    private var ablations: String {
        let names = schemes.filter { $0.hasPrefix(Self.ours + "/") } + schemes.filter { $0.hasSuffix("/calibrated") }
        let rows = names.distinct().compactMap { name -> [String]? in
            // The mean over all cells is one figure for each replication: those are the pairs.
            let pairs = (0..<study.replications).map { replication in
                (
                    first: Self.mean(judged.map { $0.value(Self.ours, replication: replication) }) as Double?,
                    second: Self.mean(judged.map { $0.value(name, replication: replication) }) as Double?
                )
            }
            let comparison = PairedComparison(pairs, preference: .higher)
            let test = WilcoxonSignedRank(comparison.differences)
            let lowest = worst(of: name)
            return [
                name, Self.number(Self.mean(judged.map { $0.mean(name) })),
                Self.number(comparison.advantage.mean, digits: 4),
                Self.number(comparison.advantage.halfWidth, digits: 4), Self.number(test.pValue, digits: 4),
                lowest.map { "\(Self.number($0.value)) (\($0.attack))" } ?? "–",
            ]
        }
        if rows.isEmpty { return "" }
        return Self.table(["Row", "Mean", "consensus-adaptive better by", "±", "p (Wilcoxon)", "Worst attack"], rows)
            + "\nOver all cells up to half attackers at once, paired by replication. Rows with */calibrated* have the fixed "
            + "threshold, or the tolerance to start with, that `trustsim calibrate` found in other worlds.\n"
    }

    private var breakdowns: String {
        let names = mainSchemes
        let ratios = attacked.map(\.ratio).distinct().sorted()
        let rows = attacked.map(\.attack).distinct().map { attack -> [String] in
            [attack]
                + names.map { name in
                    let first = ratios.first { ratio in
                        let here = attacked.filter { $0.attack == attack && $0.ratio == ratio }
                        return (Self.mean(here.map { $0.mean(name) }) ?? 1) < 0.6
                    }
                    return first.map { "\(NumberText.csv($0 * 100)) %" } ?? "–"
                }
        }
        return Self.table(["Attack"] + names, rows)
            + "\nThe smallest ratio of the study at which the mean over the worlds falls below 0.6; –: none.\n"
    }

    private var strata: String {
        let metrics = [
            "trustingBalancedAccuracy", "distrustingBalancedAccuracy", "unknownShare", "strangersBalancedAccuracy",
            "littleKnownBalancedAccuracy", "wellKnownBalancedAccuracy",
        ]
        let names = schemes + (cells.contains { $0.has(Self.genie) } ? [Self.genie] : [])
        let rows = names.map { name in
            [name] + metrics.map { metric in Self.number(Self.mean(judged.map { $0.mean(name, metric) })) }
        }
        return Self.table(
            [
                "Scheme", "Unknown trusted", "Unknown distrusted", "Share unknown", "Own certainty 0", "Below 0.6",
                "From 0.6",
            ],
            rows)
    }

    private var losses: String {
        var rows: [(gap: Double, row: [String])] = []
        var own = 0
        for cell in judged {
            guard let mean = cell.mean(Self.ours), let best = cell.best(among: rivals), best != Self.ours,
                let bestMean = cell.mean(best)
            else { continue }
            if let evidence = cell.mean("own-evidence"), evidence > mean { own += 1 }
            guard !cell.isAsGoodAsBest(Self.ours, among: rivals) else { continue }
            let comparison = cell.compare(best, Self.ours)
            rows.append(
                (
                    bestMean - mean,
                    [
                        cell.world, cell.attack, "\(NumberText.csv(cell.ratio * 100)) %", Self.number(mean), best,
                        Self.number(bestMean),
                        "\(Self.number(comparison.advantage.mean)) ± \(Self.number(comparison.advantage.halfWidth))",
                        Self.number(cell.mean(Self.genie)),
                    ]
                ))
        }
        let sorted = rows.sorted { $0.gap > $1.gap }.map(\.row)
        let text =
            "Cells up to half attackers in which it is not as good as the best: \(sorted.count) of \(judged.count). Cells in "
            + "which own evidence alone is better on average: \(own).\n\n"
        if sorted.isEmpty { return text }
        return text
            + Self.table(
                ["World", "Attack", "Attackers", Self.ours, "Best", "Its figure", "Difference", "Genie"], sorted)
    }
}
