import Foundation
import Testing

@testable import GroupDecision

@Suite("Evidence and opinions")
struct OpinionTests {
    private let parameters = EvidenceParameters()

    @Test("the model's defaults: W = 2, a = 0.5, lambda = 0.99 per second, known from 0.5")
    func defaults() {
        #expect(parameters.priorWeight == 2 && parameters.baseRate == 0.5)
        #expect(parameters.forgettingFactor == 0.99 && parameters.knownEvidence == 0.5)
    }

    @Test("value is (r + 1) / (r + s + 2), certainty (r + s) / (r + s + 2)")
    func knownOpinions() {
        let expected: [(r: Double, s: Double, value: Double, certainty: Double)] = [
            (0, 0, 0.5, 0), (8, 0, 0.9, 0.8), (0, 8, 0.1, 0.8), (1, 1, 0.5, 0.5), (2, 0, 0.75, 0.5),
            (0.5, 1.5, 0.375, 0.5), (998, 1000, 0.4995, 0.999),
        ]
        for (r, s, value, certainty) in expected {
            let opinion = parameters.opinion(of: Evidence(positive: r, negative: s))
            #expect(abs(opinion.value - value) <= 1e-15 && abs(opinion.certainty - certainty) <= 1e-15)
        }
    }

    @Test("belief, disbelief and uncertainty of subjective logic add up to 1 and give the value back")
    func subjectiveLogic() {
        var draws = SeededDraws(seed: 11)
        for _ in 0..<200 {
            let evidence = Evidence(positive: 50 * draws.unit(), negative: 50 * draws.unit())
            let opinion = parameters.opinion(of: evidence)
            let denominator = evidence.total + 2
            let (belief, disbelief) = (evidence.positive / denominator, evidence.negative / denominator)
            let uncertainty = 1 - opinion.certainty
            #expect(abs(belief + disbelief + uncertainty - 1) <= 1e-14)
            #expect(abs(belief + 0.5 * uncertainty - opinion.value) <= 1e-14)
        }
    }

    @Test("evidence to opinion and back is the identity, whatever prior weight and base rate")
    func roundTripOfEvidence() {
        var draws = SeededDraws(seed: 12)
        for draw in 0..<500 {
            var parameters = EvidenceParameters()
            parameters.priorWeight = 0.1 + 5 * draws.unit()
            parameters.baseRate = draws.unit()
            let evidence = Evidence(positive: 30 * draws.unit(), negative: draw % 5 == 0 ? 0 : 30 * draws.unit())
            let opinion = parameters.opinion(of: evidence)
            let back = parameters.evidence(value: opinion.value, certainty: opinion.certainty)
            #expect(abs(back.positive - evidence.positive) <= 1e-10 * (1 + evidence.total), "draw \(draw)")
            #expect(abs(back.negative - evidence.negative) <= 1e-10 * (1 + evidence.total), "draw \(draw)")
        }
    }

    @Test("reported opinions map to evidence and back where evidence can express them")
    func roundTripOfOpinions() {
        for certainty in [0.1, 0.5, 0.9] {
            // The value of an opinion of certainty c lies within c / 2 of the base rate.
            for share in [-1, -0.4, 0, 0.7, 1.0] {
                let value = 0.5 + share * certainty / 2
                let evidence = parameters.evidence(value: value, certainty: certainty)
                let opinion = parameters.opinion(of: evidence)
                #expect(abs(opinion.value - value) <= 1e-14 && abs(opinion.certainty - certainty) <= 1e-14)
            }
        }
    }

    @Test("n = W q / (1 - q) is shared between r and s, each clipped to [0, n]")
    func reportedEvidence() {
        let certain = parameters.evidence(value: 0.95, certainty: 0.9)
        #expect(abs(certain.total - 18) <= 1e-12 && abs(certain.positive - 18) <= 1e-12)
        let usual = parameters.evidence(value: 0.8, certainty: 0.5)
        #expect(abs(usual.total - 2) <= 1e-15 && usual.positive == 2 && usual.negative == 0)
        let low = parameters.evidence(value: 0.1, certainty: 0.5)
        #expect(low.positive == 0 && abs(low.negative - 2) <= 1e-15)
        let middle = parameters.evidence(value: 0.6, certainty: 0.5)
        #expect(abs(middle.positive - 1.4) <= 1e-15 && abs(middle.negative - 0.6) <= 1e-15)
        let nothing = parameters.evidence(value: 1, certainty: 0)
        #expect(nothing.positive == 0 && nothing.negative == 0)
    }

    @Test("forgetting keeps the ratio, lowers the certainty, and composes")
    func forgetting() {
        var evidence = Evidence(positive: 6, negative: 2)
        evidence.forget(factor: 0.5)
        #expect(evidence == Evidence(positive: 3, negative: 1))
        var twice = Evidence(positive: 6, negative: 2)
        twice.forget(factor: 0.8)
        twice.forget(factor: 0.625)
        #expect(abs(twice.positive - 3) <= 1e-15 && abs(twice.negative - 1) <= 1e-15)
        let before = parameters.opinion(of: Evidence(positive: 6, negative: 2))
        let after = parameters.opinion(of: evidence)
        #expect(after.certainty < before.certainty)
        #expect(after.value == 4.0 / 6 && before.value == 0.7)
        evidence.forget(factor: 1)
        #expect(evidence == Evidence(positive: 3, negative: 1))
        evidence.forget(factor: 0)
        #expect(evidence == Evidence())
    }
}

@Suite("Guarantee credit")
struct GuaranteeCreditTests {
    @Test("it starts at 0.5, gains a tenth of what is missing, loses half")
    func knownSteps() {
        var credit = GuaranteeCredit()
        #expect(credit.value == 0.5 && GuaranteeCredit.settlingCertainty == 0.6)
        credit.settle(confirmed: true)
        #expect(abs(credit.value - 0.55) <= 1e-15)
        credit.settle(confirmed: true)
        #expect(abs(credit.value - 0.595) <= 1e-15)
        credit.settle(confirmed: false)
        #expect(abs(credit.value - 0.2975) <= 1e-15)
    }

    @Test("it never leaves [0, 1], and one false guarantee costs more than three true ones earn")
    func limits() {
        var (credit, draws) = (GuaranteeCredit(), SeededDraws(seed: 5))
        for _ in 0..<2000 {
            credit.settle(confirmed: draws.happens(0.5))
            #expect((0...1).contains(credit.value))
        }
        for _ in 0..<2000 { credit.settle(confirmed: true) }
        #expect(credit.value > 0.999 && credit.value <= 1)
        var seesaw = GuaranteeCredit()
        seesaw.settle(confirmed: false)
        for _ in 0..<3 { seesaw.settle(confirmed: true) }
        #expect(seesaw.value < 0.5)
    }
}

@Suite("Numbers of evidence, credit and tolerance")
struct EvidenceNumberTests {
    private static let cases =
        ProcessInfo.processInfo.environment["TRUSTSIM_PROPERTY_CASES"].flatMap { UInt64($0) } ?? 20_000

    private func isShare(_ number: Double) -> Bool { number >= 0 && number <= 1 }

    @Test(
        "an opinion of evidence up to 1e12, and the evidence of an opinion at certainty 0 or 1, are finite and in range"
    )
    func opinions() {
        let evidence = EvidenceParameters()
        for seed in 1...Self.cases {
            var draws = SeededDraws(seed: seed)
            func amount() -> Double {
                [0, 1e12, .leastNonzeroMagnitude, 1e12 * draws.unit(), draws.unit(), 1e-300][draws.index(below: 6)]
            }
            func share() -> Double { [0, 1, 1 - 0x1p-53, 1e-300, draws.unit(), draws.unit()][draws.index(below: 6)] }
            let opinion = evidence.opinion(of: Evidence(positive: amount(), negative: amount()))
            let told = evidence.evidence(value: share(), certainty: share())
            let isSound =
                isShare(opinion.value) && isShare(opinion.certainty) && told.positive >= 0 && told.negative >= 0
                && told.total <= 2.000001e9
            if !isSound { Issue.record("seed \(seed): \(opinion), \(told)") }
        }
    }

    @Test("credit stays in [0, 1] whatever is settled, the tolerance whatever trust was found")
    func creditAndTolerance() {
        for seed in 1...Self.cases {
            var draws = SeededDraws(seed: seed)
            var credit = GuaranteeCredit()
            for _ in 0..<draws.index(below: 60) { credit.settle(confirmed: draws.happens(0.5)) }
            var tolerance = draws.unit()
            let values = (0..<draws.index(below: 12)).map { _ in
                [0, 1, draws.unit(), draws.unit()][draws.index(below: 4)]
            }
            for _ in 0..<3 {
                tolerance = values.withUnsafeBufferPointer {
                    ToleranceFeedback.next(tolerance: tolerance, values: $0, parameters: DecisionParameters())
                }
            }
            if !isShare(credit.value) || !isShare(tolerance) { Issue.record("seed \(seed): \(credit), \(tolerance)") }
        }
    }
}
