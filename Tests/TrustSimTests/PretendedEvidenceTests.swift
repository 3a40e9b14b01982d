import GroupDecision
import Testing

@testable import TrustSim

@Suite("Lies in the form of evidence")
struct PretendedEvidenceTests {
    /// Report parts that make up opinions.
    static let lies = [
        PartChoice("badMouth"), PartChoice("badMouth", ["strength": 0.4, "certainty": 0.5]), PartChoice("complement"),
        PartChoice("ballotStuff"), PartChoice("collude"), PartChoice("random"), PartChoice("targeted", ["share": 0.5]),
        PartChoice("marginal"), PartChoice("drag"), PartChoice("certain"), PartChoice("craft"),
        PartChoice("craft", ["least": 4, "most": 14]), PartChoice("craft", ["others": 0.7, "defamed": 0.3]),
    ].map(feasible)

    static func feasible(_ choice: PartChoice) -> PartChoice {
        var choice = choice
        if choice.kind != "craft" { choice.parameters["feasible"] = 1 }
        return choice
    }

    /// An attacker among 40 vehicles, every third a fellow, whose evidence is drawn; some it does not know.
    struct Bench {
        var view: AttackerView
        var draft: [DraftEntry] = []
        var source: RandomStream

        init(seed: UInt32, baseRate: Double = 0.5, owner: VehicleID = 0) {
            let random = RandomSource(seed: seed, replication: 0)
            view = AttackerView(isAttacker: (0..<40).map { $0 % 3 == 0 }, random: random)
            view.evidenceParameters.baseRate = baseRate
            view.owner = owner
            source = random.stream(.mobility, owner)
        }

        /// Ten seconds later, with more evidence.
        mutating func next(good: Double = 0.8) {
            view.time += 10_000_000
            view.heard = (1..<40).map { vehicle in
                let total = 20 * source.uniform()
                let positive = total * min(1, max(0, good + 0.4 * (source.uniform() - 0.5)))
                let opinion = view.evidenceParameters.opinion(
                    of: Evidence(positive: positive, negative: total - positive))
                return (VehicleID(vehicle), total < 0.5 ? nil : opinion)
            }
            draft = view.heard.compactMap { vehicle, opinion in
                opinion.map { DraftEntry(subject: vehicle, value: $0.value, certainty: $0.certainty) }
            }
        }
    }

    @Test("no report claims what no evidence could give, whatever the base rate", arguments: lies)
    func feasibility(_ choice: PartChoice) throws {
        for (seed, baseRate) in [(1, 0.5), (2, 0.2), (3, 0.9)] as [(UInt32, Double)] {
            var bench = Bench(seed: seed, baseRate: baseRate)
            var (profile, stream) = (try AttackBench.profile(["reports": choice]), AttackBench.stream(seed))
            for _ in 0..<20 {
                bench.next()
                var entries = bench.draft
                profile.reports.rewrite(&entries, view: bench.view, &stream)
                #expect(
                    entries != bench.draft && zip(entries, entries.dropFirst()).allSatisfy { $0.subject < $1.subject })
                for entry in entries {
                    let values = bench.view.evidenceParameters.feasibleValues(certainty: entry.certainty)
                    #expect((0..<1).contains(entry.certainty))
                    #expect(entry.value >= values.lowerBound - 1e-12 && entry.value <= values.upperBound + 1e-12)
                }
            }
        }
    }

    @Test("plain numbers are outside of what evidence gives: the test above can fail")
    func plainNumbersAreNot() throws {
        for kind in ["badMouth", "ballotStuff", "random"] {
            var bench = Bench(seed: 4)
            bench.next()
            var entries = bench.draft
            var (profile, stream) = (
                try AttackBench.profile(["reports": PartChoice(kind, ["feasible": 0])]), AttackBench.stream()
            )
            profile.reports.rewrite(&entries, view: bench.view, &stream)
            let outside = entries.count { entry in
                let values = bench.view.evidenceParameters.feasibleValues(certainty: entry.certainty)
                return entry.value < values.lowerBound - 1e-12 || entry.value > values.upperBound + 1e-12
            }
            #expect(outside > 0, "\(kind)")
        }
    }

    @Test("no two liars, and no two reports of one, write the same numbers about a vehicle", arguments: lies)
    func noTwins(_ choice: PartChoice) throws {
        var seen = Set<[Double]>()
        var count = 0
        for owner: VehicleID in [0, 3, 6] {
            var bench = Bench(seed: 5, owner: owner)
            var (profile, stream) = (try AttackBench.profile(["reports": choice]), AttackBench.stream(owner))
            for _ in 0..<10 {
                bench.next()
                var entries = bench.draft
                profile.reports.rewrite(&entries, view: bench.view, &stream)
                for entry in entries where !bench.draft.contains(entry) {
                    count += 1
                    seen.insert([entry.value, entry.certainty])
                }
            }
        }
        // Who pretends that all of one or two interactions were good may agree with another that does.
        #expect(count > 300 && seen.count >= count - count / 20, "\(seen.count) of \(count)")
    }

    @Test("in the mean it says the share that is wanted; what was pretended stays and decays as evidence does")
    func meanAndMemory() {
        var bench = Bench(seed: 6)
        bench.view.time = 10_000_000
        var shares: [Double] = []
        for number: UInt32 in 0..<4000 {
            var pretended = PretendedEvidence()
            var stream = AttackBench.stream(number)
            let entry = pretended.entry(about: 1, share: 0.3, certainty: 0.8, view: bench.view, &stream)
            shares.append((entry.value - 0.1) / 0.8)
        }
        let mean = shares.reduce(0, +) / 4000
        let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3999
        // A certainty of 0.8 stands for eight interactions.
        #expect(abs(mean - 0.3) < 0.01 && abs(variance - 0.3 * 0.7 / 8) < 0.002)

        var pretended = PretendedEvidence()
        var stream = AttackBench.stream()
        let first = pretended.entry(about: 1, share: 1, certainty: 0.8, view: bench.view, &stream)
        #expect(abs(first.value - 0.9) < 1e-12)
        bench.view.time += 10_000_000
        let kept = 8 * Elementary.power(0.99, 10)
        // Nothing new was pretended: the share is what it was.
        let same = pretended.entry(
            about: 1, share: 0, certainty: kept / (kept + 2), view: bench.view, &stream)
        #expect(abs(same.value - (kept + 1) / (kept + 2)) < 1e-9)
        // Three new interactions, all bad, dilute it.
        let more = pretended.entry(
            about: 1, share: 0, certainty: (kept + 3) / (kept + 5), view: bench.view, &stream)
        #expect(abs(more.value - (kept + 1) / (kept + 5)) < 1e-9)
    }

    @Test("of somebody unknown it claims to know as much as of somebody known, and no more later")
    func certaintyOfUnknown() {
        var bench = Bench(seed: 7)
        bench.next()
        var (pretended, stream) = (PretendedEvidence(), AttackBench.stream())
        let known = bench.view.heard.compactMap { $0.opinion?.certainty }
        let first = pretended.certainty(on: 50, own: nil, view: bench.view, &stream)
        #expect(first >= (known.min() ?? 1) * 0.9 && first <= known.max() ?? 0)
        _ = pretended.entry(about: 50, share: 0.1, certainty: first, view: bench.view, &stream)
        bench.next()
        let later = pretended.certainty(on: 50, own: nil, view: bench.view, &stream)
        let amount = 2 * first / (1 - first) * Elementary.power(0.99, 10)
        #expect(amount < 0.5 || abs(later - amount / (amount + 2)) < 1e-9)
        bench.view.heard = []
        for vehicle: VehicleID in 60..<100 {
            let certainty = pretended.certainty(on: vehicle, own: nil, view: bench.view, &stream)
            #expect(certainty >= 1.0 / 3 && certainty < 0.75)
        }
    }

    @Test("a certainty above a limit is replaced by one that it has on somebody else, or squeezed below it")
    func limitedCertainty() {
        var bench = Bench(seed: 10)
        var stream = AttackBench.stream()
        #expect(bench.view.certainty(0.4, upTo: 0.5, &stream) == 0.4)
        let squeezed = stride(from: 0.51, to: 1, by: 0.01).map { bench.view.certainty($0, upTo: 0.5, &stream) }
        #expect(zip(squeezed, squeezed.dropFirst()).allSatisfy { $0 > $1 } && squeezed.allSatisfy { $0 > 1.0 / 3 })
        #expect(bench.view.certainty(0.7, upTo: 0, &stream) == 0)
        bench.next()
        let known = bench.view.heard.compactMap { $0.opinion?.certainty }.filter { $0 <= 0.5 }
        #expect(!known.isEmpty)
        let drawn = (0..<200).map { _ in bench.view.certainty(0.8, upTo: 0.5, &stream) }
        #expect(drawn.allSatisfy { $0 <= 0.5 && $0 >= 0.2 } && Set(drawn).count > 100)
        #expect(abs((drawn.max() ?? 0) - (known.max() ?? 0)) < 0.05)
    }

    @Test("nobody looks worse than a sensor sees one who always lies, nor better than one who never does")
    func limitsOfSensors() {
        var view = Bench(seed: 8).view
        #expect(view.plausible(-3) == 0.1 || abs(view.plausible(-3) - 0.1) < 1e-15)
        #expect(view.plausible(2) == 0.9 && view.plausible(0.4) == 0.4)
        view.sensingAccuracy = 0.3
        #expect(view.plausible(0) == 0.3 && view.plausible(1) == 0.7)
    }

    @Test("complement exchanges good and bad interactions, at any base rate")
    func complement() throws {
        for baseRate in [0.2, 0.5, 0.9] {
            var bench = Bench(seed: 9, baseRate: baseRate)
            bench.next()
            var entries = bench.draft
            var (profile, stream) = (
                try AttackBench.profile(["reports": PartChoice("complement", ["feasible": 1])]), AttackBench.stream()
            )
            profile.reports.rewrite(&entries, view: bench.view, &stream)
            for (lie, honest) in zip(entries, bench.draft) {
                let parameters = bench.view.evidenceParameters
                let told = parameters.evidence(value: lie.value, certainty: lie.certainty)
                let found = parameters.evidence(value: honest.value, certainty: honest.certainty)
                #expect(abs(told.positive - found.negative) < 1e-9 && abs(told.negative - found.positive) < 1e-9)
            }
        }
    }

    @Test("claims that are made up vary within their spread, towards 0.5; with spread 0 they do not")
    func claims() throws {
        let cases: [(String, String, Double, Double, ClosedRange<Double>)] = [
            ("attestation", "overclaim", 0.95, 0.08, 0.87...0.95), ("tolerance", "fixed", 0.3, 0.03, 0.3...0.33),
            ("tolerance", "fixed", 0.52, 0.2, 0.5...0.52),
        ]
        for (slot, kind, value, spread, range) in cases {
            let name = slot == "attestation" ? "level" : "value"
            for width in [0, spread] {
                let choice = PartChoice(kind, [name: value, "spread": width])
                let profile = try AttackBench.profile([slot: choice])
                var part = slot == "attestation" ? profile.attestation : profile.tolerance
                var stream = AttackBench.stream()
                var seen = Set<Double>()
                for _ in 0..<50 {
                    part.beginReport(&stream)
                    let claim = part.claim(honest: 0.5, heard: [])
                    #expect(range.contains(claim) && part.claim(honest: 0.1, heard: [0.2]) == claim)
                    seen.insert(claim)
                }
                #expect(width == 0 ? seen == [value] : seen.count == 50)
                #expect(part.fixedValue == value)
            }
        }
    }
}
