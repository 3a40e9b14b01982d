import Testing

@testable import TrustSim

@Suite("What must be true of every run")
struct WorldTruthTests {
    private func close(_ left: Double?, _ right: Double) -> Bool { left.map { abs($0 - right) <= 1e-12 } ?? false }

    @Test("all schemes decide the same cases: as many, and as many malicious ones")
    func sameCases() throws {
        for ratio in [0.1, 0.5] {
            let rows = try SmallWorld.run(ratios: [ratio]).results.rows
            func positives(_ row: ResultRow) -> Double? {
                row["truePositives"].flatMap { tp in row["falseNegatives"].map { tp + $0 } }
            }
            func negatives(_ row: ResultRow) -> Double? {
                row["trueNegatives"].flatMap { tn in row["falsePositives"].map { tn + $0 } }
            }
            #expect(rows.count == 9)
            #expect(Set(rows.map(positives)).count == 1 && Set(rows.map(negatives)).count == 1)
            #expect(rows.allSatisfy { positives($0) ?? 0 > 0 && negatives($0) ?? 0 > 0 })
            #expect(Set(rows.map { $0["noOwnEvidenceShare"] }).count == 1)
        }
    }

    @Test("trust-all and distrust-all have the closed forms of the trivial classifiers", arguments: [0.1, 0.3, 0.7])
    func trivialClassifiers(_ ratio: Double) throws {
        let results = try SmallWorld.run([], ratios: [ratio]).results
        let (trusting, distrusting) = (
            try #require(results.row(of: "trust-all")), try #require(results.row(of: "distrust-all"))
        )
        let positives = try #require(distrusting["truePositives"])
        let negatives = try #require(distrusting["falsePositives"])
        let share = positives / (positives + negatives)
        #expect(share > 0 && share < 1)

        #expect(close(distrusting["f1"], 2 * share / (1 + share)))
        #expect(close(distrusting["precision"], share) && close(distrusting["accuracy"], share))
        #expect(distrusting["recall"] == 1 && distrusting["specificity"] == 0)
        #expect(distrusting["falsePositiveRate"] == 1 && distrusting["balancedAccuracy"] == 0.5)
        #expect(distrusting["trueNegatives"] == 0 && distrusting["falseNegatives"] == 0)
        #expect(distrusting["detectionRate"] == 1 && distrusting["verdictTrueNegatives"] == 0)
        #expect(distrusting["verdictFalseNegatives"] == 0)

        #expect(trusting["truePositives"] == 0 && trusting["falsePositives"] == 0)
        #expect(trusting["falseNegatives"] == positives && trusting["trueNegatives"] == negatives)
        #expect(close(trusting["accuracy"], 1 - share) && trusting["recall"] == 0 && trusting["specificity"] == 1)
        #expect(trusting["precision"] == nil && trusting["f1"] == 0 && trusting["balancedAccuracy"] == 0.5)
        #expect(trusting["detectionRate"] == 0 && trusting["verdictTruePositives"] == 0)
        #expect(trusting["verdictFalsePositives"] == 0 && trusting["messageF1"] == 0)

        for row in [trusting, distrusting] {
            #expect(row["auc"] == 0.5 && row["aucKnown"] == 0.5 && row["mcc"] == nil)
            #expect(row["unknownShare"] == 0 && row["bytesPerVehicleSecond"] == 0)
            #expect(row["meanRounds"] == nil && row["meanConsensusDegree"] == nil)
        }
    }

    @Test("in a world of honest vehicles nobody is malicious, whatever the scheme decides")
    func honestWorld() throws {
        for row in try SmallWorld.run([], ratios: [0]).results.rows {
            #expect(row["truePositives"] == 0 && row["falseNegatives"] == 0, "\(row.scheme)")
            #expect(row["verdictTruePositives"] == 0 && row["verdictFalseNegatives"] == 0, "\(row.scheme)")
            for metric in ["recall", "balancedAccuracy", "mcc", "auc", "detectionRate", "timeToDetect"] {
                #expect(row[metric] == nil, "\(row.scheme): \(metric)")
            }
            #expect(row["specificity"] == row["accuracy"], "\(row.scheme)")
            #expect(row["f1"] == (row["falsePositives"] == 0 ? nil : 0), "\(row.scheme)")
            #expect((row["messageF1"] ?? 0) == 0, "\(row.scheme)")
        }
    }

    @Test("shares and ratios lie in [0, 1], correlation in [-1, 1], nothing is infinite")
    func ranges() throws {
        let unbounded = Set(
            Metric.all.map(\.name).filter { $0.contains("Positives") || $0.contains("Negatives") }
                + ["mcc", "timeToDetect", "meanRounds", "bytesPerVehicleSecond"])
        for row in try SmallWorld.run(["ablations=['subjective','objective','rounds','victims']"]).results.rows {
            for (metric, value) in zip(Metric.all, row.values) {
                guard let value else { continue }
                let limit = unbounded.contains(metric.name) ? 1e9 : 1
                let least = metric.name == "mcc" ? -1.0 : 0
                #expect((least...limit).contains(value), "\(row.scheme): \(metric.name) = \(value)")
            }
            #expect((row["timeToDetect"] ?? 0) <= 60)
        }
    }

    @Test("overhead is the same for all schemes that read reports, and 0 for the others")
    func overhead() throws {
        let results = try SmallWorld.run([]).results
        let readers = ["consensus-adaptive", "beta", "deviation-test", "dempster-shafer", "majority-vote"]
        let bytes = Set(readers.map { results.row(of: $0)?["bytesPerVehicleSecond"] })
        #expect(bytes.count == 1 && (bytes.first.flatMap { $0 } ?? 0) > 1.6)
        #expect(results.row(of: "own-evidence")?["bytesPerVehicleSecond"] == 0)
    }

    @Test("the log has every case: counts, scores and times agree with the metrics")
    func caseLog() throws {
        let outcome = try SmallWorld.run(["evaluation.unknownPolicy=distrust"], logsCases: true)
        let cases = outcome.runs[0].result.cases
        for row in outcome.results.rows {
            var counts = ConfusionCounts()
            for item in cases where item.scheme == row.scheme {
                counts.add(actual: item.isMalicious, predicted: !item.isTrusted)
                #expect(item.time >= 15_000_000 && item.time < 60_000_000 && item.evaluator != item.subject)
                #expect(item.isUnknown == (item.decision.support < 0.05))
                let isTrusted = !item.isUnknown && item.decision.trust >= item.decision.threshold
                #expect(item.isTrusted == isTrusted)
            }
            #expect(counts.accuracy == row["accuracy"] && counts.f1 == row["f1"])
            #expect(Double(counts.truePositives) == row["truePositives"])
            #expect(Double(counts.falseNegatives) == row["falseNegatives"])
        }
    }

    @Test("a betrayer is honest until it betrays, and malicious from its first misconduct to the end")
    func betrayal() throws {
        let outcome = try SmallWorld.run(
            ["attackers={ratio: 0.3, profile: 'betrayer'}", "schemes=['own-evidence']", "evaluation.warmup=0"],
            logsCases: true)
        let cases = outcome.runs[0].result.cases.filter { $0.scheme == "own-evidence" }
        #expect(cases.contains { $0.time < 30_000_000 })
        #expect(cases.allSatisfy { $0.time >= 30_000_000 || !$0.isMalicious })
        var malicious: Set<VehicleID> = []
        for item in cases {
            if item.isMalicious { malicious.insert(item.subject) }
            if malicious.contains(item.subject) { #expect(item.isMalicious) }
        }
        #expect(malicious.count == 9, "every attacker has betrayed by the end")
    }

    @Test("attackers are never evaluators of a case, and honest vehicles are never malicious")
    func castOfTheLog() throws {
        let scenario = try SmallWorld.file().decode()
        let cast = Cast(scenario: scenario, vehicleCount: 30, random: RandomSource(seed: 7, replication: 0))
        let cases = try SmallWorld.run(logsCases: true).runs[0].result.cases
        #expect(cases.allSatisfy { !cast.isAttacker[Int($0.evaluator)] })
        #expect(cases.allSatisfy { !$0.isMalicious || cast.isAttacker[Int($0.subject)] })
    }

    @Test(
        "presets make every attacker malicious in the end, and nobody else",
        arguments: [
            "bogus", "badMouther", "ballotStuffer", "colluders", "pureColluders", "onOff", "betrayer", "vouchers",
        ])
    func presetsAct(_ preset: String) throws {
        let settings = ["attackers={ratio: 0.3, profile: '\(preset)'}", "schemes=['own-evidence']"]
        let row = try #require(try SmallWorld.run(settings).results.row(of: "distrust-all"))
        // Guarantees are false only now and then.
        #expect(preset == "vouchers" ? row["verdictTruePositives"] ?? 0 >= 1 : row["verdictTruePositives"] == 9)
        #expect((row["verdictFalsePositives"] ?? 0) + (row["verdictTruePositives"] ?? 0) == 30)
    }

    @Test("an attacker that is always active does the same, however its schedule says so")
    func alwaysActive() throws {
        func row(_ parts: String) throws -> ResultRow? {
            let settings = ["attackers={ratio: 0.5, profile: {\(parts)}}", "schemes=['consensus-adaptive']"]
            return try SmallWorld.run(settings).results.row(of: "consensus-adaptive")
        }
        let colluding = "preset: 'colluders'"
        #expect(try row(colluding) == row(colluding + ", schedule: {kind: 'betrayal', after: 0}"))
        let mild = "reports: {kind: 'badMouth', strength: 0.1}, attestation: 'overclaim', tolerance: 'fixed'"
        #expect(try row(mild) == row(mild + ", schedule: {kind: 'betrayal', after: 0}"))
    }
}
