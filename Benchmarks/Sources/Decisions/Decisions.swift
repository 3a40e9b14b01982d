import Foundation
import GroupDecision

/// Times group decisions, by averaging and by inference: `decisions [--quick]`, a line for each size of neighbourhood; or
/// makes some and nothing else: `decisions --allocations COUNT averaging|inference`, so that a tool that counts allocations
/// shows whether a decision makes any.
@main
struct Decisions {
    static let sizes = [(5, 10), (10, 20), (30, 40), (60, 80), (100, 150)]
    /// Shares of the subjects that the evaluator has seen itself. Where it knows most, liars have no influence, so the
    /// first round ends it; where it knows few, opinions differ and several rounds follow.
    static let knownShares = [0.8, 0.05]
    static let usage = "usage: decisions [--quick] | decisions --allocations COUNT averaging|inference"

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.isEmpty || arguments == ["--quick"] {
            let batches = arguments.isEmpty ? 31 : 5
            for (reporters, subjects) in sizes {
                for knownShare in knownShares {
                    print(
                        Timing(
                            reporterCount: reporters, subjectCount: subjects, knownShare: knownShare, batches: batches
                        ).line)
                }
            }
        } else if arguments.count == 3, arguments[0] == "--allocations", let count = Int(arguments[1]), count >= 0,
            ["averaging", "inference"].contains(arguments[2])
        {
            decide(count, byInference: arguments[2] == "inference")
        } else {
            FileHandle.standardError.write(Data("\(usage)\n".utf8))
            exit(64)
        }
    }

    /// Fills a neighbourhood and decides about it, again and again. The first few decisions let the storage grow.
    private static func decide(_ count: Int, byInference: Bool) {
        let samples = (0..<8).map {
            SampleNeighbourhood(reporterCount: 30, subjectCount: 40, knownShare: 0.8, seed: $0)
        }
        let decider = GroupDecider()
        var neighbourhood = Neighbourhood()
        var outcome = GroupOutcome()
        var inference = InferenceSample()
        var trust = 0.0
        for number in 0..<count {
            let sample = number % samples.count
            samples[sample].fill(&neighbourhood)
            if byInference {
                // Each evaluator decides every ten seconds; what was said a minute ago would be dropped, and made room for anew.
                let time = 10 * Double(number / samples.count)
                inference.decide(neighbourhood, samples[sample].evidence, evaluator: sample, at: time)
                trust += inference.outcome.subjects[0].trust
            } else {
                decider.decide(neighbourhood, into: &outcome)
                trust += outcome.subjects[0].trust
            }
        }
        print("decisions=\(count) trust=\(trust)")
    }
}

/// Nanoseconds per entry and round of decisions about neighbourhoods of one size.
struct Timing {
    let reporterCount: Int
    let subjectCount: Int
    let knownShare: Double
    let entryCount: Int
    /// Mean rounds of a decision.
    let rounds: Double
    /// Medians over the batches: the decision alone, and with filling the neighbourhood.
    let deciding: Double
    let fillingAndDeciding: Double
    /// The same of a decision by inference, an entry and all of its rounds.
    let inferring: Double

    /// Different neighbourhoods, so that the processor does not learn one by heart.
    private static let sampleCount: UInt64 = 16
    /// Entries times rounds of a batch, about: a batch takes some milliseconds.
    private static let batchWork = 1_000_000.0

    init(reporterCount: Int, subjectCount: Int, knownShare: Double, batches: Int) {
        self.reporterCount = reporterCount
        self.subjectCount = subjectCount
        self.knownShare = knownShare
        let samples = (0..<Self.sampleCount).map {
            SampleNeighbourhood(
                reporterCount: reporterCount, subjectCount: subjectCount, knownShare: knownShare, seed: $0)
        }
        let neighbourhoods = samples.map { sample in
            var neighbourhood = Neighbourhood()
            sample.fill(&neighbourhood)
            return neighbourhood
        }
        let decider = GroupDecider()
        var outcome = GroupOutcome()
        var work = 0
        var roundSum = 0
        for neighbourhood in neighbourhoods {
            decider.decide(neighbourhood, into: &outcome)
            work += neighbourhood.entries.count * outcome.rounds
            roundSum += outcome.rounds
        }
        entryCount = neighbourhoods[0].entries.count
        rounds = Double(roundSum) / Double(samples.count)
        let repeats = max(1, Int(Self.batchWork / Double(work)))
        let perUnit = 1e9 / Double(work * repeats)
        var alone: [Double] = []
        var together: [Double] = []
        var inferred: [Double] = []
        var inference = InferenceSample()
        var time = 0.0
        var scratch = Neighbourhood()
        for _ in 0..<batches {
            alone.append(
                perUnit
                    * Self.seconds {
                        for _ in 0..<repeats {
                            for neighbourhood in neighbourhoods { decider.decide(neighbourhood, into: &outcome) }
                        }
                    })
            together.append(
                perUnit
                    * Self.seconds {
                        for _ in 0..<repeats {
                            for sample in samples {
                                sample.fill(&scratch)
                                decider.decide(scratch, into: &outcome)
                            }
                        }
                    })
        }
        let decisions = max(1, repeats / 8)
        for _ in 0..<batches {
            inferred.append(
                1e9 / Double(decisions * samples.count * entryCount)
                    * Self.seconds {
                        for _ in 0..<decisions {
                            time += 10
                            for (number, neighbourhood) in neighbourhoods.enumerated() {
                                inference.decide(neighbourhood, samples[number].evidence, evaluator: number, at: time)
                            }
                        }
                    })
        }
        deciding = Self.median(alone)
        inferring = Self.median(inferred)
        fillingAndDeciding = Self.median(together)
    }

    var line: String {
        let numbers = [rounds, deciding, fillingAndDeciding, inferring].map { String(format: "%.2f", $0) }
        return "reporters=\(reporterCount) subjects=\(subjectCount) known=\(knownShare) entries=\(entryCount) "
            + "rounds=\(numbers[0]) decide_ns=\(numbers[1]) fill_and_decide_ns=\(numbers[2]) "
            + "infer_entry_ns=\(numbers[3])"
    }

    private static func seconds(_ work: () -> Void) -> Double {
        let clock = ContinuousClock()
        let duration = clock.measure(work)
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
