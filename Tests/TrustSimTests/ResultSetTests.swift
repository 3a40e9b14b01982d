import Testing

@testable import TrustSim

@Suite("Result sets")
struct ResultSetTests {
    private static let columns =
        "accuracy balancedAccuracy precision recall f1 specificity falsePositiveRate mcc auc aucKnown averagePrecision truePositives "
        + "falsePositives trueNegatives falseNegatives unknownShare noOwnEvidenceShare "
        + "trustingBalancedAccuracy distrustingBalancedAccuracy strangersBalancedAccuracy littleKnownBalancedAccuracy "
        + "wellKnownBalancedAccuracy macroF1 firstContactAccuracy "
        + "verdictTruePositives verdictFalsePositives verdictTrueNegatives verdictFalseNegatives verdictF1 "
        + "detectionRate timeToDetect messageF1 eventAccuracy eventF1 meanRounds meanConsensusDegree "
        + "bytesPerVehicleSecond errorGini"

    private func row(
        _ scheme: String = "beta", ratio: Double = 0.3, seed: Int64 = 1, replication: Int = 0, varied: [String] = [],
        values: [Double?]? = nil
    ) -> ResultRow {
        ResultRow(
            scenario: "s", scheme: scheme, attackerRatio: ratio, seed: seed, replication: replication, varied: varied,
            values: values ?? Metric.all.indices.map { $0 % 5 == 2 ? nil : Double($0) / 7 })
    }

    private func text(_ set: ResultSet) -> String { String(decoding: set.csv, as: UTF8.self) }

    private func failure(_ text: String) -> String {
        do {
            _ = try ResultSet(csv: Array(text.utf8), name: "runs.csv")
            return "accepted"
        } catch { return String(describing: error) }
    }

    @Test("columns have the names of the documentation, varied keys after the replication")
    func columnNames() {
        let metrics = Self.columns.split(separator: " ").map(String.init)
        let fixed = ["scenario", "scheme", "attackerRatio", "seed", "replication"]
        #expect(ResultSet(variedKeys: [], rows: []).columnNames == fixed + metrics)
        let varied = ResultSet(variedKeys: ["vehicles", "radio.range"], rows: [])
        #expect(varied.columnNames == fixed + ["vehicles", "radio.range"] + metrics)
        #expect(text(varied) == varied.columnNames.joined(separator: ",") + "\n")
    }

    @Test("undefined metrics are empty fields, numbers the shortest that read back as the same")
    func fields() {
        var values = [Double?](repeating: nil, count: Metric.all.count)
        values[0] = 0.1
        values[1] = 1
        values[3] = 1.0 / 3
        let set = ResultSet(variedKeys: ["radio.model"], rows: [row(varied: ["unit-disk"], values: values)])
        let line = text(set).split(separator: "\n").last.map(String.init)
        let empty = String(repeating: ",", count: set.metrics.count - 4)
        #expect(line == "s,beta,0.3,1,0,unit-disk,0.1,1,,0.3333333333333333" + empty)
    }

    @Test("written and read again it is equal, whatever texts and numbers are in it")
    func roundTrip() throws {
        let awkward = ["a,b", "say \"no\"", "two\nlines", "é😀", "", "{reports: 'silent', events: \"deny\"}"]
        let extreme: [Double?] = Metric.all.indices.map { index in
            [nil, 0, 1e-300, 1.7976931348623157e308, 0.1 + 0.2, -0.25, .leastNonzeroMagnitude][index % 7]
        }
        let rows = awkward.enumerated().map { index, name in
            var row = row(
                name, ratio: Double(index) / 7, seed: 4_294_967_295, replication: index, varied: [name, "7"],
                values: extreme)
            row.scenario = name
            return row
        }
        let set = ResultSet(variedKeys: ["attackers.profile", "vehicles"], rows: rows)
        #expect(try ResultSet(csv: set.csv, name: "runs.csv") == set)
    }

    @Test("results of real runs survive writing and reading")
    func roundTripOfRuns() throws {
        let axes = [Plan.Axis(key: "radio.model", values: ["unit-disk", "nakagami"])]
        let results = try SmallWorld.run(["duration=20", "ablations=['rounds']"], axes: axes, ratios: [0, 0.2]).results
        #expect(results.rows.count == 40)
        let again = try ResultSet(csv: results.csv, name: "runs.csv")
        #expect(again == results && again.csv == results.csv)
    }

    @Test("rows come by cell, then replication, then scheme")
    func orderOfRows() throws {
        let axes = [Plan.Axis(key: "radio.range", values: ["100", "90"])]
        let results = try SmallWorld.run(
            ["duration=5", "replications=2", "schemes=['own-evidence']"], axes: axes, ratios: [0.2, 0.1]
        ).results
        let keys = results.rows.map { "\($0.varied[0]) \($0.attackerRatio) \($0.replication) \($0.scheme)" }
        let schemes = ["own-evidence", "trust-all", "distrust-all", "coin"]
        let expected = ["90", "100"].flatMap { range in
            [0.1, 0.2].flatMap { ratio in
                [0, 1].flatMap { replication in schemes.map { "\(range) \(ratio) \(replication) \($0)" } }
            }
        }
        #expect(keys == expected)
        #expect(results.rows.allSatisfy { $0.scenario == "small" && $0.seed == 7 })
    }

    @Test("metrics that a file lacks are undefined, columns that are no metric are varied keys, in any order")
    func otherColumns() throws {
        let text = """
            f1,replication,seed,radio.range,attackerRatio,scheme,scenario,vehicles
            0.5,3,9,100,0.25,beta,s,20
            ,4,9,100,0.25,beta,s,20

            """
        let set = try ResultSet(csv: Array(text.utf8), name: "runs.csv")
        #expect(set.variedKeys == ["radio.range", "vehicles"])
        #expect(set.rows.map(\.varied) == [["100", "20"], ["100", "20"]])
        #expect(set.rows.map { $0["f1"] } == [0.5, nil])
        #expect(set.rows.allSatisfy { $0["accuracy"] == nil && $0.values.count == Metric.all.count })
        #expect(set.rows[0].seed == 9 && set.rows[0].replication == 3 && set.rows[0].attackerRatio == 0.25)
    }

    @Test("faulty files: the line and what is wrong with it")
    func faultyFiles() {
        let header = "scenario,scheme,attackerRatio,seed,replication,f1\n"
        #expect(
            failure("scenario,scheme,attackerRatio,seed,f1\n")
                == "runs.csv:1:1: column 'replication' is missing: this is not a runs.csv")
        #expect(
            failure(header + "s,beta,0.1,1,0,0.5\ns,beta,1.5,1,0,0.5\n")
                == "runs.csv:3:1: 'attackerRatio' is a number from 0 to 1, found '1.5'")
        #expect(
            failure(header + "s,beta,nan,1,0,0.5\n")
                == "runs.csv:2:1: 'attackerRatio' is a number from 0 to 1, found 'nan'")
        for numbers in ["-1,0", "4294967296,0", "1.5,0", "1,-1", "1,1000000", "1,x", ",0"] {
            #expect(
                failure(header + "s,beta,0.1,\(numbers),0.5\n")
                    == "runs.csv:2:1: 'seed' and 'replication' are whole numbers")
        }
        #expect(
            failure(header + "s,beta,0.1,1,0,0.5\ns,coin,0.1,1,0,0.5\ns,beta,0.1,1,0,0.25\n")
                == "runs.csv:4:1: this run and scheme are in the file twice (first in line 2)")
        for number in ["high", "nan", "inf", "0x"] {
            #expect(
                failure(header + "s,beta,0.1,1,0,\(number)\n")
                    == "runs.csv:2:1: 'f1' is a number or empty, found '\(number)'")
        }
    }

    // MARK: - Summary and comparison

    @Test("a summary has a row for each cell and scheme, with means over the replications")
    func summary() throws {
        func row(_ scheme: String, _ ratio: Double, _ replication: Int, _ f1: Double?, _ range: String) -> ResultRow {
            var values = [Double?](repeating: nil, count: Metric.all.count)
            values[Metric.index(of: "f1")!] = f1
            return self.row(scheme, ratio: ratio, replication: replication, varied: [range], values: values)
        }
        let set = ResultSet(
            variedKeys: ["radio.range"],
            rows: [
                row("beta", 0.1, 0, 0.5, "90"), row("coin", 0.1, 0, 0.25, "90"), row("beta", 0.1, 1, 0.7, "90"),
                row("coin", 0.1, 1, nil, "90"), row("beta", 0.2, 0, 1, "90"), row("beta", 0.1, 0, 0, "100"),
            ])
        let summary = set.summary()
        #expect(
            summary.map { "\($0.scheme) \($0.attackerRatio) \($0.varied[0]) \($0.replications)" } == [
                "beta 0.1 90 2", "coin 0.1 90 2", "beta 0.2 90 1", "beta 0.1 100 1",
            ])
        let f1 = try #require(Metric.index(of: "f1"))
        #expect(summary.map { $0.metrics[f1].mean } == [0.6, 0.25, 1, 0])
        #expect(summary.map { $0.metrics[f1].undefinedCount } == [0, 1, 0, 0])
        let lines = String(decoding: set.summaryCSV, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(
            lines.first
                == "scenario,scheme,attackerRatio,seed,radio.range,replications,metric,mean,sd,ci95,n,undefined")
        #expect(lines.count == 1 + 4 * set.metrics.count)
        #expect(lines.contains("s,coin,0.1,1,90,2,f1,0.25,,,1,1") && lines.contains("s,beta,0.1,1,100,1,f1,0,,,1,0"))
    }

    @Test("a comparison finds every cell that differs and every row that only one set has")
    func comparison() {
        let first = ResultSet(variedKeys: [], rows: [row(), row("coin"), row("trust-all")])
        #expect(ResultComparison(first, first).differences.isEmpty)
        #expect(ResultComparison(first, first).cellCount == 3 * first.metrics.count)
        var second = first
        second.rows.swapAt(0, 1)
        #expect(ResultComparison(first, second).differences.isEmpty, "the order of rows is no difference")
        second.rows[1].values[0] = 0.5
        second.rows[1].values[2] = 0.25
        second.rows[2].scheme = "distrust-all"
        let found = ResultComparison(first, second).differences
        #expect(found.map(\.column) == ["accuracy", "precision", "", ""])
        #expect(found.map(\.first) == ["0", "", "present", "missing"])
        #expect(found.map(\.second) == ["0.5", "0.25", "missing", "present"])
        #expect(found[0].row == "s, beta, ratio 0.3, seed 1, replication 0")
    }

    @Test("a row is the same as another by its values, however its numbers are written")
    func sameByValue() {
        let head = "scenario,scheme,attackerRatio,seed,replication,f1\n"
        for other in ["a,beta,0.30,1,0,0.5", "a,beta,3e-1,1,0,", "a,beta,0.3,+1,0,1", "a,beta,0.3,01,00,1"] {
            #expect(
                failure(head + "a,beta,0.3,1,0,0.5\n\(other)\n")
                    == "runs.csv:3:1: this run and scheme are in the file twice (first in line 2)", "\(other)")
        }
        #expect(failure(head + "a,beta,0.3,1,0,\na,beta,0.3,1,1,\na,beta,0.31,1,0,\n") == "accepted")
    }
}
