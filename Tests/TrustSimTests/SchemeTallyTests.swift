import Testing

@testable import TrustSim

@Suite("Verdicts on vehicles")
struct VerdictTallyTests {
    private let second: Microseconds = 1_000_000

    @Test("the verdict is the majority of the last decisions; a tie is trust")
    func majority() {
        var tally = VerdictTally(vehicleCount: 3)
        func verdicts() -> ConfusionCounts { tally.counts { $0 == 1 } }
        #expect(verdicts().total == 0)
        tally.decide(on: 1, distrusts: true, before: nil, at: 1)
        #expect(verdicts() == ConfusionCounts(truePositives: 1))
        tally.decide(on: 1, distrusts: false, before: nil, at: 2)
        #expect(verdicts() == ConfusionCounts(falseNegatives: 1))
        tally.decide(on: 1, distrusts: true, before: false, at: 3)
        #expect(verdicts() == ConfusionCounts(truePositives: 1))
        tally.decide(on: 2, distrusts: false, before: nil, at: 4)
        #expect(verdicts() == ConfusionCounts(truePositives: 1, trueNegatives: 1))
        tally.decide(on: 2, distrusts: true, before: false, at: 5)
        #expect(verdicts() == ConfusionCounts(truePositives: 1, falsePositives: 1))
    }

    @Test("repeated decisions of one evaluator count once")
    func repeatedDecisions() {
        var tally = VerdictTally(vehicleCount: 1)
        tally.decide(on: 0, distrusts: false, before: nil, at: 1)
        tally.decide(on: 0, distrusts: false, before: nil, at: 2)
        tally.decide(on: 0, distrusts: true, before: nil, at: 3)
        for time: Microseconds in 4..<20 { tally.decide(on: 0, distrusts: true, before: true, at: time) }
        #expect(tally.counts { _ in true } == ConfusionCounts(falseNegatives: 1))
    }

    @Test("time to detect runs from the first misconduct to the decision from which distrust stays")
    func timeToDetect() throws {
        var tally = VerdictTally(vehicleCount: 4)
        // Vehicle 0: distrusted at 30 s, trusted again at 50 s, distrusted for good from 70 s. First misconduct at 10 s.
        tally.decide(on: 0, distrusts: false, before: nil, at: 20 * second)
        tally.decide(on: 0, distrusts: true, before: false, at: 30 * second)
        tally.decide(on: 0, distrusts: false, before: true, at: 50 * second)
        tally.decide(on: 0, distrusts: true, before: false, at: 70 * second)
        tally.decide(on: 0, distrusts: true, before: true, at: 90 * second)
        let first = try #require(tally.detection(firstMisconduct: [10 * second, nil, nil, nil], end: 100 * second))
        #expect(first.rate == 1 && first.meanSeconds == 60)
        // Vehicle 1: never distrusted. First misconduct at 40 s, so censored after 60 s.
        tally.decide(on: 1, distrusts: false, before: nil, at: 60 * second)
        let both = try #require(
            tally.detection(firstMisconduct: [10 * second, 40 * second, nil, nil], end: 100 * second))
        #expect(both.rate == 0.5 && both.meanSeconds == 60)
        // Vehicle 2: distrusted before it did anything.
        tally.decide(on: 2, distrusts: true, before: nil, at: 15 * second)
        let three = try #require(
            tally.detection(firstMisconduct: [10 * second, 40 * second, 25 * second, nil], end: 100 * second))
        #expect(abs(three.rate - 2.0 / 3) <= 1e-15 && three.meanSeconds == 40)
        // Vehicle 3 was never evaluated: it does not count.
        let four = try #require(
            tally.detection(firstMisconduct: [10 * second, 40 * second, 25 * second, 0], end: 100 * second))
        #expect(four == three)
    }

    @Test("another evaluator's trust can make it a tie, which interrupts detection")
    func tiesInterrupt() throws {
        var tally = VerdictTally(vehicleCount: 1)
        tally.decide(on: 0, distrusts: true, before: nil, at: 10 * second)
        tally.decide(on: 0, distrusts: false, before: nil, at: 20 * second)
        let tied = try #require(tally.detection(firstMisconduct: [0], end: 100 * second))
        #expect(tied.rate == 0 && tied.meanSeconds == 100)
        tally.decide(on: 0, distrusts: true, before: nil, at: 30 * second)
        let detected = try #require(tally.detection(firstMisconduct: [0], end: 100 * second))
        #expect(detected.rate == 1 && detected.meanSeconds == 30)
    }

    @Test("without a malicious vehicle that somebody evaluated there is no detection rate")
    func undefined() {
        var tally = VerdictTally(vehicleCount: 2)
        #expect(tally.detection(firstMisconduct: [0, nil], end: 5) == nil)
        tally.decide(on: 1, distrusts: true, before: nil, at: 1)
        #expect(tally.detection(firstMisconduct: [0, nil], end: 5) == nil)
    }
}

@Suite("Tallies")
struct SchemeTallyTests {
    private func item(
        _ evaluator: VehicleID, malicious: Bool, distrusted: Bool, unknown: Bool = false, first: Bool = false,
        trust: Double = 0.7, certainty: Double = 0
    ) -> SchemeTally.Case {
        SchemeTally.Case(
            evaluator: evaluator, isMalicious: malicious, isDistrusted: distrusted, isUnknown: unknown,
            isFirstContact: first, trust: trust, ownCertainty: certainty)
    }

    private func value(_ name: String, of tally: SchemeTally) -> Double? {
        let reading = TallyReading(
            tally, firstMisconduct: Array(repeating: nil, count: 4), vehicleSeconds: 50, end: 1_000_000)
        return Metric.index(of: name).flatMap { reading.values[$0] }
    }

    @Test("cases are split by the evaluator's own certainty: 0, below 0.6, from 0.6")
    func strata() {
        var tally = SchemeTally(vehicleCount: 4)
        for certainty in [0, 0.01, 0.59, 0.6, 0.9, 0.95] {
            tally.add(item(1, malicious: true, distrusted: true, certainty: certainty))
        }
        #expect(tally.byCertainty.map(\.truePositives) == [1, 2, 3])
        #expect(value("noOwnEvidenceShare", of: tally) == 1.0 / 6)
    }

    @Test("shares, first contacts, macro F1 and the Gini coefficient are by hand")
    func derivedMetrics() {
        var tally = SchemeTally(vehicleCount: 4)
        tally.add(item(0, malicious: true, distrusted: true, first: true))  // evaluator 0: F1 = 1, no error
        tally.add(item(1, malicious: true, distrusted: false, unknown: true, first: true))
        tally.add(item(1, malicious: false, distrusted: true, certainty: 0.5))  // evaluator 1: F1 = 0, two errors
        tally.add(item(2, malicious: false, distrusted: false, first: true))  // evaluator 2: F1 undefined, no error
        #expect(value("unknownShare", of: tally) == 0.25)
        #expect(value("noOwnEvidenceShare", of: tally) == 0.75)
        #expect(value("firstContactAccuracy", of: tally) == 2.0 / 3)
        #expect(value("macroF1", of: tally) == 0.5)
        // Evaluator 3 decided nothing and is not one of the three.
        #expect(value("errorGini", of: tally).map { abs($0 - 2.0 / 3) <= 1e-15 } == true)
        #expect(value("f1", of: tally) == 0.5)
    }

    @Test("consensus and overhead are means; without group decisions they are undefined")
    func means() {
        var tally = SchemeTally(vehicleCount: 4)
        #expect(value("meanRounds", of: tally) == nil && value("meanConsensusDegree", of: tally) == nil)
        #expect(value("bytesPerVehicleSecond", of: tally) == 0)
        tally.addConsensus(rounds: 1, degree: 0.5)
        tally.addConsensus(rounds: 4, degree: 1)
        tally.reportBytes = 25
        #expect(value("meanRounds", of: tally) == 2.5 && value("meanConsensusDegree", of: tally) == 0.75)
        #expect(value("bytesPerVehicleSecond", of: tally) == 0.5)
    }

    @Test("an empty tally has no metric that is not a number")
    func emptyTally() {
        let tally = SchemeTally(vehicleCount: 4)
        let reading = TallyReading(tally, firstMisconduct: [nil, nil, nil, nil], vehicleSeconds: 0, end: 0)
        for (metric, value) in zip(Metric.all, reading.values) {
            #expect(value == nil || value == 0, "\(metric.name)")
        }
    }

    @Test("metrics have the names of the documentation, in order, each once")
    func metricNames() {
        let names =
            "accuracy balancedAccuracy precision recall f1 specificity falsePositiveRate mcc auc aucKnown averagePrecision truePositives "
            + "falsePositives trueNegatives falseNegatives unknownShare noOwnEvidenceShare "
            + "trustingBalancedAccuracy distrustingBalancedAccuracy strangersBalancedAccuracy "
            + "littleKnownBalancedAccuracy wellKnownBalancedAccuracy macroF1 "
            + "firstContactAccuracy verdictTruePositives verdictFalsePositives verdictTrueNegatives "
            + "verdictFalseNegatives verdictF1 detectionRate timeToDetect messageF1 eventAccuracy eventF1 meanRounds "
            + "meanConsensusDegree bytesPerVehicleSecond errorGini channelBusyRatio beaconDeliveryRatio beaconDelay "
            + "informationAge expiredShare coverage revokedAttackers revokedHonest timeToRevocation alteredBelieved "
            + "alteredBelievedListed genuineRefused genuineRefusedListed listSize authorityReports"
        #expect(Metric.all.map(\.name) == names.split(separator: " ").map(String.init))
        for (index, metric) in Metric.all.enumerated() {
            #expect(Metric.index(of: metric.name) == index && Metric.named(metric.name)?.title == metric.title)
        }
        #expect(Metric.named("F1") == nil && Metric.index(of: "") == nil)
    }
}
