import GroupDecision
import Testing

@testable import TrustSim

/// Sees where everybody is when a recording samples, and every evaluation.
private final class Witness: RunObserver {
    let interests: RunInterests = [.looks, .decisions]
    let step: Microseconds
    var nextSample: Microseconds = 1
    var places: [[Point?]] = []
    var evaluations: [ObservedEvaluation] = []

    init(step: Microseconds) { self.step = step }

    func sample(_ simulation: borrowing Simulation, at time: Microseconds) {
        let now = time == simulation.timetable.end ? time : time - 1
        var row: [Point?] = []
        for vehicle in 0..<VehicleID(simulation.presence.world.vehicles.count) {
            let isPresent = simulation.presence.world.vehicles.isPresent(vehicle)
            row.append(isPresent ? simulation.presence.world.vehicles.position(of: vehicle, at: now) : nil)
        }
        places.append(row)
        nextSample = time == simulation.timetable.end ? .max : min(now + step + 1, simulation.timetable.end)
    }

    func observe(_ evaluation: borrowing ObservedEvaluation) { evaluations.append(copy evaluation) }
}

@Suite("Recordings of runs")
struct RunRecordingTests {
    private func record(
        _ executor: Executor, schemes: [String] = ["consensus-adaptive"], step: Double = 0.5,
        mostBytes: Int = RunRecording.standardMostBytes
    ) throws -> RunRecording {
        try executor.record(
            replication: 0, RunRecording.Options(schemes: schemes, stepSeconds: step, mostBytes: mostBytes))
    }

    private func executor(trace text: String, _ more: String = "") throws -> (Executor, TraceFile) {
        let trace = try TraceFile(text, name: "t.csv")
        let file = try ScenarioFile(
            text: "{name: 't', mobility: {model: 'trace', file: '\(trace.path)'}, schemes: ['beta'] \(more)}")
        let plan = try Plan(file)
        return (Executor(plan: plan, traces: try TraceLibrary(plan, scenarioPath: "t.json")), trace)
    }

    private func expectPlaces(_ recording: RunRecording, _ executor: Executor, step: Microseconds) throws {
        let witness = Witness(step: step)
        _ = try executor.run(replication: 0, observer: witness)
        let decoded = ViewDecoder(recording)
        #expect(decoded.isComplete)
        #expect(witness.places.count == recording.sampleCount)
        for (sample, row) in witness.places.enumerated() {
            for (vehicle, place) in row.enumerated() {
                let found = decoded.places[vehicle][sample]
                #expect((found == nil) == (place == nil), "vehicle \(vehicle), sample \(sample)")
                guard let found, let place else { continue }
                let distance = Point(
                    x: Double(found.x) * recording.unit + recording.origin.x,
                    y: Double(found.y) * recording.unit + recording.origin.y
                ).squaredDistance(to: place).squareRoot()
                #expect(distance <= 0.71 * recording.unit + 1e-9, "vehicle \(vehicle), sample \(sample)")
            }
        }
    }

    @Test(
        "positions come back to half a unit, at every step and at the end",
        arguments: [
            (0.5, []), (0.3, ["duration=7.7"]), (2, ["mobility.model=manhattan-grid"]), (0.02, ["duration=2"]),
            (60, ["duration=61"]),
        ] as [(Double, [String])])
    func positions(step: Double, settings: [String]) throws {
        let executor = try SmallWorld.executor(settings)
        let recording = try record(executor, step: step)
        #expect(recording.unit == 0.1)
        try expectPlaces(recording, executor, step: Microseconds(seconds: step))
    }

    @Test("a vehicle that jumps, comes back or comes late does not glide there")
    func jumps() throws {
        var text = "id,time,x,y\n"
        for second in 0...40 {
            text += "still,\(second),\(10 * second),0\n"
            text += "jumper,\(second),\(second < 20 ? 5 * second : 3000 + 5 * second),50\n"
            if second < 10 || second > 30 { text += "guest,\(second),\(second),100\n" }
            if second >= 25 { text += "late,\(second),\(second),150\n" }
        }
        let (executor, file) = try executor(trace: text)
        for step in [0.5, 0.7, 3, 30] {
            let recording = try record(executor, schemes: ["beta"], step: step)
            try expectPlaces(recording, executor, step: Microseconds(seconds: step))
            let tracks = ViewDecoder(recording).places.map { $0.map { $0?.begins == true } }
            #expect(tracks.map { $0.count { $0 } } == [1, 2, 2, 1], "step \(step)")
        }
        withExtendedLifetime(file) {}
    }

    @Test("every decision comes back as it was made, to three digits, of every scheme asked for")
    func decisions() throws {
        let executor = try SmallWorld.executor([
            "schemes=['consensus-adaptive','consensus-averaging','beta']", "duration=40",
        ])
        let schemes = ["beta", "consensus-adaptive", "consensus-averaging"]
        let recording = try record(executor, schemes: schemes)
        let witness = Witness(step: 60_000_000)
        _ = try executor.run(replication: 0, observer: witness)
        let decoded = ViewDecoder(recording)
        #expect(decoded.isComplete)
        for (index, scheme) in schemes.enumerated() {
            let seen = witness.evaluations.filter { $0.scheme == scheme }
            #expect(seen.count == decoded.evaluations[index].count && seen.count > 60)
            for (found, expected) in zip(decoded.evaluations[index], seen) { try compare(found, expected) }
        }
    }

    private func thousandths(_ value: Double) -> Int? { Int((value * 1000).rounded()) }

    private func compare(_ found: ViewDecoder.Evaluation, _ seen: ObservedEvaluation) throws {
        let view = seen.view
        #expect(found.milliseconds == Int((Double(view.time) / 1000).rounded()))
        #expect(found.evaluator == Int(view.evaluator) && found.records.count == view.neighbourCount)
        #expect(found.isCounted == (view.time >= seen.truth.warmupEnd))
        let outcome = seen.decisions.detail?.outcome
        if let outcome {
            #expect(found.rounds == outcome.rounds && found.reached == outcome.reached)
            let values = [
                outcome.initialConsensusDegree, outcome.consensusDegree, view.neighbourhood.tolerance,
                outcome.nextTolerance,
            ]
            #expect(found.process == values.map(thousandths))
        }
        if let inference = seen.decisions.inference {
            #expect(found.process == [view.neighbourhood.tolerance, inference.memory.maliciousShare].map(thousandths))
        }
        for (neighbour, record) in found.records.enumerated() {
            let decision = seen.outcome(of: neighbour)
            #expect(record.subject == Int(view.subjects[neighbour]))
            #expect(record.isMalicious == seen.truth.isMalicious[record.subject])
            let opinion = view.neighbourhood.subjects[neighbour].opinion
            #expect(record.own == [opinion.value, opinion.certainty].map(thousandths))
            #expect((record.flags & 1 != 0) == decision.isTrusted && (record.flags & 2 != 0) == decision.isUnknown)
            let made = decision.decision
            #expect(record.decision == [made.trust, made.threshold, made.support].map(thousandths))
            if let inference = seen.decisions.inference { try compare(record, inference, neighbour, view) }
            guard let outcome, let detail = seen.decisions.detail else { continue }
            let subject = outcome.subjects[neighbour]
            #expect(
                record.group
                    == [subject.group, subject.groupSupport, subject.guarantee, subject.guaranteeSupport]
                    .map(thousandths))
            let margin = detail.margins[neighbour]
            #expect(record.margin == (margin > 0 ? thousandths(margin) : nil))
            let member = view.neighbourhood.members.firstIndex { $0.subject == neighbour }
            let levels = member.map { outcome.members[$0] }.map {
                [$0.subjective, $0.objective, $0.comprehensive, $0.selfProof, $0.support, $0.influence]
            }
            #expect(record.levels == (levels ?? []).map(thousandths))
        }
    }

    /// The parts are those of an explanation, and add up as they are shown.
    private func compare(
        _ record: ViewDecoder.Record, _ detail: InferenceDetail, _ neighbour: Int, _ view: LocalView
    ) throws {
        let logOdds = detail.outcome.subjects[neighbour].logOdds
        let shown = Double(NumberText.fixed(logOdds, digits: 2)).map { Int(($0 * 100).rounded()) }
        #expect(min(max(record.parts.reduce(0, +), -6000), 6000) == shown)
        let sums = detail.sums[neighbour]
        for (part, sum) in zip(record.parts, [sums.known, sums.selfProof, sums.reports]) {
            #expect(abs(Double(part) / 100 - sum) < 0.0151)
        }
        let member = view.neighbourhood.members.firstIndex { $0.subject == neighbour }
        let levels = member.map { detail.outcome.members[$0] }.map {
            [$0.subjective, $0.objective, $0.comprehensive, $0.selfProof].map(InferenceOutcome.level)
        }
        #expect(record.levels == (levels ?? []).map(thousandths))
        #expect((record.flags & RunRecorder.Flag.hasReported != 0) == (member != nil))
        // Now and then the same by all contributions.
        guard neighbour == 0, view.evaluator % 5 == 0 else { return }
        var (inference, memory, outcome) = (
            GroupInference(parameters: detail.parameters), detail.memory, InferenceOutcome()
        )
        inference.keepsParts = true
        inference.decide(view, detail.numbers, &memory, into: &outcome)
        var (known, selfProof, rest) = (0.0, 0.0, 0.0)
        for part in inference.contributions(to: neighbour, in: view.neighbourhood, outcome) {
            switch part.source {
            case .memory, .ownEvidence: known += part.logOdds
            case .selfProof: selfProof += part.logOdds
            case .report, .limits: rest += part.logOdds
            }
        }
        #expect(abs(known - sums.known) < 1e-9 && abs(selfProof - sums.selfProof) < 1e-9)
        if logOdds.magnitude < 60 { #expect(abs(rest - sums.reports) < 2e-9) }
    }

    @Test("what the page counts is what the run counts")
    func counts() throws {
        let executor = try SmallWorld.executor()
        let schemes = ["consensus-adaptive", "beta"]
        let decoded = ViewDecoder(try record(executor, schemes: schemes))
        let results = try executor.run().results
        for (scheme, evaluations) in zip(schemes, decoded.evaluations) {
            var counts = ConfusionCounts()
            for evaluation in evaluations where evaluation.isCounted {
                for record in evaluation.records {
                    counts.add(actual: record.isMalicious, predicted: record.flags & RunRecorder.Flag.trusted == 0)
                }
            }
            let row = try #require(results.row(of: scheme))
            #expect(row["truePositives"] == Double(counts.truePositives) && row["f1"] == counts.f1)
            #expect(row["falsePositives"] == Double(counts.falsePositives))
        }
    }

    @Test("ghosts and later names are decided about under their own numbers, and belong to their owners")
    func names() throws {
        let sybil = "attackers={ratio: 0.2, profile: {identity: {kind: 'sybil', ghosts: 3, spacing: 20}}}"
        for settings in [[sybil], ["pseudonyms={change: 'periodic', interval: 15}"], [sybil, "duration=20"]] {
            let executor = try SmallWorld.executor(["attackers={ratio: 0}"] + settings)
            let recording = try record(executor)
            let decoded = ViewDecoder(recording)
            let subjects = Set(decoded.evaluations[0].flatMap(\.records).map(\.subject))
            let extra = subjects.filter { $0 >= recording.vehicleCount }
            #expect(extra.count > 5 && extra.allSatisfy { $0 < 30 + recording.extraNames.count })
            #expect(recording.firstMisconduct.count == 30 + recording.extraNames.count)
            if settings[0] == sybil {
                #expect(recording.extraNames.map(\.ghost) == (0..<18).map { $0 % 3 + 1 })
                for (place, name) in recording.extraNames.enumerated() {
                    #expect(recording.attackers[place / 3].vehicle == name.owner)
                }
                #expect(recording.attackers.allSatisfy { $0.ghostSpacing == 20 })
            } else {
                #expect(recording.nameChangeCount > 60)
            }
        }
    }

    @Test("road events are there, real ones and invented ones")
    func events() throws {
        let executor = try SmallWorld.executor()
        let recording = try record(executor)
        let run = try executor.run().runs[0].result
        #expect(recording.events.count { $0.isReal } == run.statistics.roadEvents)
        #expect(recording.events.contains { !$0.isReal })
        #expect(zip(recording.events, recording.events.dropFirst()).allSatisfy { $0.begin <= $1.begin })
    }

    @Test("equal runs give equal bytes, and the scheme, the seed and the step make a difference")
    func determinism() throws {
        func page(_ settings: [String] = [], schemes: [String] = ["consensus-adaptive"], step: Double = 0.5) throws
            -> [UInt8]
        {
            ViewPage(
                try record(try SmallWorld.executor(settings), schemes: schemes, step: step), command: "trustsim view",
                version: "0.1.0"
            ).html
        }
        let first = try page()
        #expect(try page() == first)
        #expect(try page(["seed=8"]) != first)
        #expect(try page(schemes: ["beta"]) != first)
        #expect(try page(step: 1) != first)
    }

    @Test("a page that would be too large is refused, with what would help")
    func limits() throws {
        let executor = try SmallWorld.executor()
        let error = #expect(throws: DataError.self) { try record(executor, mostBytes: 30_000) }
        let message = try #require(error?.message)
        #expect(
            message.wholeMatch(
                of:
                    /the page has 0\.03 MB after \d+ s of 60 s, and may not have more; use --duration \d+ or fewer vehicles/
            ) != nil, "\(message)")
        let two = #expect(throws: DataError.self) {
            try record(executor, schemes: ["beta", "own-evidence"], mostBytes: 30_000)
        }
        #expect(two?.message.hasSuffix(", fewer schemes or fewer vehicles") == true)
        let long = try SmallWorld.executor(["duration=1e6"])
        let positions = #expect(throws: DataError.self) { try record(long) }
        #expect(
            positions?.message
                == "the page would have 60000060 positions (vehicles x duration / step), and no more than "
                + "20000000 fit; use a shorter --duration or a longer --step")
    }

    @Test("a decision takes less than 40 characters of a page, a position less than 3")
    func size() throws {
        let recording = try record(try SmallWorld.executor())
        let samples = recording.sampleCount * recording.vehicleCount
        #expect(recording.positionBytes / 3 * 4 < 3 * samples, "\(recording.positionBytes)")
        let decisions = recording.pageBytes - recording.positionBytes / 3 * 4
        #expect(decisions < 40 * recording.recordCount, "\(decisions) of \(recording.recordCount)")
        let page = ViewPage(recording, command: "", version: "").html
        // What is not data is the same for every run.
        #expect(page.count - recording.pageBytes < 90_000, "\(page.count - recording.pageBytes)")
    }

    @Test("whole numbers and shares come back")
    func columns() {
        var stream = RandomSource(seed: 3, replication: 0).stream(.coin, 1)
        let numbers =
            [0, 1, 127, 128, 16383, 16384, 1 << 40] + (0..<500).map { stream.index(below: 1 << (1 + $0 % 40)) }
        var packed = PackedBytes()
        for number in numbers {
            packed.append(number)
            packed.append(signed: -number)
            packed.append(signed: number)
        }
        var column = ViewDecoder.Column(packed.base64)
        for number in numbers {
            #expect(column.number() == number && column.signed() == -number && column.signed() == number)
        }
        #expect(column.isAtEnd)
        for count in 0...9 {
            var shares = PackedShares()
            let values = (0..<count).map { _ in Double(stream.index(below: 1001)) }
            for value in values { shares.append(value / 1000) }
            shares.append(.nan)
            shares.append(7)
            var column = ViewDecoder.Column(shares.base64)
            #expect((0..<count).map { _ in column.share() } == values.map { Int($0) })
            #expect(column.share() == nil && column.share() == 1000 && column.isAtEnd)
        }
    }
}
