import Foundation
import Testing

@testable import TrustSim

@Suite("Confusion counts")
struct ConfusionCountsTests {
    @Test("each case goes to the right cell")
    func cells() {
        var counts = ConfusionCounts()
        counts.add(actual: true, predicted: true)
        counts.add(actual: false, predicted: true, count: 2)
        counts.add(actual: false, predicted: false, count: 3)
        counts.add(actual: true, predicted: false, count: 4)
        #expect(
            counts == ConfusionCounts(truePositives: 1, falsePositives: 2, trueNegatives: 3, falseNegatives: 4))
        #expect(counts.total == 10 && counts.errors == 6)
    }

    @Test("every ratio is the textbook's")
    func ratios() throws {
        let counts = ConfusionCounts(truePositives: 20, falsePositives: 5, trueNegatives: 60, falseNegatives: 15)
        #expect(counts.accuracy == 0.8 && counts.precision == 0.8)
        #expect(counts.recall == 20.0 / 35 && counts.f1 == 40.0 / 60)
        #expect(counts.specificity == 60.0 / 65 && counts.falsePositiveRate == 5.0 / 65)
        let balanced = try #require(counts.balancedAccuracy)
        #expect(abs(balanced - (20.0 / 35 + 60.0 / 65) / 2) <= 1e-15)
    }

    @Test("Matthews correlation by hand")
    func matthewsCorrelation() throws {
        let usual = ConfusionCounts(truePositives: 6, falsePositives: 1, trueNegatives: 3, falseNegatives: 2)
        // (18 - 2) / sqrt(7 * 8 * 4 * 5)
        #expect(abs(try #require(usual.matthewsCorrelation) - 16 / 1120.0.squareRoot()) <= 1e-15)
        let worse = ConfusionCounts(truePositives: 1, falsePositives: 2, trueNegatives: 3, falseNegatives: 4)
        // (3 - 8) / sqrt(3 * 5 * 5 * 7)
        #expect(abs(try #require(worse.matthewsCorrelation) + 5 / 525.0.squareRoot()) <= 1e-15)
        #expect(ConfusionCounts(truePositives: 5, trueNegatives: 9).matthewsCorrelation == 1)
        #expect(ConfusionCounts(falsePositives: 5, falseNegatives: 9).matthewsCorrelation == -1)
        let chance = ConfusionCounts(truePositives: 2, falsePositives: 4, trueNegatives: 8, falseNegatives: 4)
        #expect(chance.matthewsCorrelation == 0)
        let million = 1_000_000_000
        let large = ConfusionCounts(
            truePositives: 3 * million, falsePositives: million, trueNegatives: 3 * million, falseNegatives: million)
        #expect(abs(try #require(large.matthewsCorrelation) - 0.5) <= 1e-12)
    }

    @Test("a ratio whose denominator is 0 is undefined, never not-a-number")
    func undefinedRatios() {
        let none = ConfusionCounts()
        let undefined = [
            none.accuracy, none.precision, none.recall, none.f1, none.specificity, none.falsePositiveRate,
            none.balancedAccuracy, none.matthewsCorrelation,
        ]
        #expect(undefined.allSatisfy { $0 == nil })
        let trusting = ConfusionCounts(trueNegatives: 4, falseNegatives: 3)
        #expect(trusting.precision == nil && trusting.matthewsCorrelation == nil)
        #expect(trusting.recall == 0 && trusting.f1 == 0 && trusting.specificity == 1)
        #expect(trusting.accuracy == 4.0 / 7 && trusting.balancedAccuracy == 0.5)
        let honestOnly = ConfusionCounts(falsePositives: 1, trueNegatives: 4)
        #expect(honestOnly.recall == nil && honestOnly.balancedAccuracy == nil && honestOnly.matthewsCorrelation == nil)
        #expect(honestOnly.precision == 0 && honestOnly.f1 == 0 && honestOnly.falsePositiveRate == 0.2)
        #expect(ConfusionCounts(trueNegatives: 4).f1 == nil)
        let maliciousOnly = ConfusionCounts(truePositives: 2, falseNegatives: 2)
        #expect(maliciousOnly.specificity == nil && maliciousOnly.falsePositiveRate == nil)
        #expect(maliciousOnly.precision == 1 && maliciousOnly.recall == 0.5)
    }

    @Test("exchanging the classes exchanges recall with specificity and keeps accuracy and correlation")
    func symmetry() {
        for (tp, fp, tn, fn) in [(3, 5, 7, 2), (1, 0, 4, 9), (10, 10, 1, 3)] {
            let counts = ConfusionCounts(truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn)
            let mirrored = ConfusionCounts(truePositives: tn, falsePositives: fn, trueNegatives: tp, falseNegatives: fp)
            #expect(counts.recall == mirrored.specificity && counts.specificity == mirrored.recall)
            #expect(counts.accuracy == mirrored.accuracy)
            #expect(counts.matthewsCorrelation == mirrored.matthewsCorrelation)
        }
    }
}

/// Figures that the authors of VeReMi-NextGen published together with the counts behind them.
@Suite("Published figures")
struct PublishedFigureTests {
    private static let path =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shared/data/veremi-nextgen/published-results.csv").path

    /// Cells that do not follow from the counts in their own row.
    private static let inconsistent = ["Highway - high density, Constant Position Offset: accuracy"]

    @Test(
        "accuracy, precision, recall and F1 of all 60 published rows follow from their counts to 0.001",
        .enabled(if: FileManager.default.fileExists(atPath: path), "the published figures are not beside the package"))
    func publishedRows() throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.path)))
        let table = try CSVTable.read(bytes: bytes, name: "published-results.csv")
        #expect(table.rows.count == 60)
        var deviating: [String] = []
        for fields in table.rows {
            let row = Dictionary(uniqueKeysWithValues: zip(table.header, fields))
            func count(_ column: String) throws -> Int { try #require(row[column].flatMap { Int($0) }) }
            let counts = ConfusionCounts(
                truePositives: try count("true_positives"), falsePositives: try count("false_positives"),
                trueNegatives: try count("true_negatives"), falseNegatives: try count("false_negatives"))
            let found = [
                ("accuracy", counts.accuracy), ("precision", counts.precision), ("recall", counts.recall),
                ("f1", counts.f1),
            ]
            for (column, value) in found {
                let published = try #require(row[column].flatMap { Double($0) })
                let difference = abs(try #require(value) - published)
                // Some rows are rounded and some cut off, so the last digit may differ by one.
                if difference > 0.001 {
                    deviating.append("\(row["scenario"] ?? ""), \(row["attack"] ?? ""): \(column)")
                }
            }
        }
        #expect(deviating == Self.inconsistent)
    }
}
