import GroupDecision
import Testing

@testable import TrustSim

/// What units know, and what schemes make of it.
@Suite("Schemes that ask roadside units")
struct RoadsideSchemeTests {
    private func word(_ unit: VehicleID, at time: Microseconds = 0, _ said: [(Int32, Double, Double)]) -> UnitWord {
        UnitWord(
            unit: unit, time: time, slot: 0,
            entries: said.map {
                UnitWord.Entry(subject: $0.0, opinion: Opinion(value: $0.1, certainty: $0.2), source: 0)
            })
    }

    private func decide<Scheme: TrustScheme>(_ scheme: Scheme, _ view: LocalView) -> [SchemeDecision] {
        var (view, memory, scratch) = (view, scheme.makeMemory(tolerance: 0.6), scheme.makeScratch())
        var decisions = SchemeDecisions()
        scheme.evaluate(&view, memory: &memory, scratch: &scratch, into: &decisions)
        return decisions.neighbours
    }

    private var bench: SchemeBench {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 3, negative: 1)
        bench.neighbour(2)
        return bench
    }

    @Test("rsu-beta: own evidence and the mean of what units say, added; without units own evidence alone")
    func beta() {
        let scheme = RoadsideBeta(threshold: 0.7, certaintyCap: 0.9)
        var view = bench.view
        // W = 2, a = .5: (3 + 1) / (4 + 2).
        #expect(abs(decide(scheme, view)[0].trust - 4 / 6.0) < 1e-12)
        #expect(decide(scheme, view)[1] == SchemeDecision(trust: 0.5, threshold: 0.7, support: 0))
        // Certainty .5 is 2 interactions, at .75 both right: (3 + 2 + 1) / (6 + 2).
        view.unitWords = [word(30, [(0, 0.75, 0.5), (1, 0.25, 0.5)])]
        #expect(abs(decide(scheme, view)[0].trust - 6 / 8.0) < 1e-12)
        #expect(abs(decide(scheme, view)[0].support - 6 / 8.0) < 1e-12)
        // Both wrong: 1 / 4.
        #expect(abs(decide(scheme, view)[1].trust - 1 / 4.0) < 1e-12)
        // Two units that say the same say no more; of 2 right and 2 wrong the mean is one each. What nobody knows says nothing.
        view.unitWords = [word(30, [(0, 0.75, 0.5)]), word(31, [(0, 0.75, 0.5)]), word(32, [(0, 0.5, 0)])]
        #expect(abs(decide(scheme, view)[0].trust - 6 / 8.0) < 1e-12)
        view.unitWords = [word(30, [(0, 0.75, 0.5)]), word(31, [(0, 0.25, 0.5)])]
        #expect(abs(decide(scheme, view)[0].trust - 5 / 8.0) < 1e-12)
        // A certainty of .9 at most: 18 interactions.
        view.unitWords = [word(30, [(1, 0, 1)])]
        #expect(abs(decide(scheme, view)[1].trust - 1 / 20.0) < 1e-12)
    }

    @Test("what a unit said some time ago counts as much as forgetting leaves of it")
    func age() {
        var bench = bench
        bench.time = 10_000_000
        var view = bench.view
        view.unitWords = [word(30, at: 0, [(1, 0.75, 0.5)])]
        let left = view.retained(after: 10_000_000)
        #expect(left < 0.95 && left > 0.85)
        let decision = decide(RoadsideBeta(threshold: 0.7, certaintyCap: 0.9), view)[1]
        #expect(abs(decision.trust - (2 * left + 1) / (2 * left + 2)) < 1e-12)
        let logic = decide(RoadsideSubjectiveLogic(threshold: 0.7, certaintyCap: 0.9), view)[1]
        #expect(abs(logic.trust - decision.trust) < 1e-12)
    }

    @Test("rsu-beta at a unit: all reporters count alike, whoever they are")
    func betaBelief() {
        var bench = bench
        bench.neighbour(3, negative: 9)
        bench.report(of: 2, [Told(1, 0.75, 0.5)])
        bench.report(of: 3, [Told(1, 0.25, 0.5)])
        let beliefs = RoadsideBeta(threshold: 0.7, certaintyCap: 0.9).believe(bench.view)
        #expect(beliefs.count == 3)
        // 3 and 1 of its own, 2 right and 2 wrong told.
        #expect(abs(beliefs[0].value - 6 / 10.0) < 1e-12 && abs(beliefs[0].certainty - 8 / 10.0) < 1e-12)
        #expect(beliefs[1].certainty == 0)
    }

    @Test("rsu-subjective-logic at a unit: a reporter counts as much as the unit expects of it")
    func logicBelief() {
        var bench = bench
        bench.neighbour(3, positive: 18)
        bench.neighbour(4, negative: 18)
        bench.report(of: 3, [Told(2, 0.75, 0.5)])
        bench.report(of: 4, [Told(2, 0.25, 0.5)])
        let scheme = RoadsideSubjectiveLogic(threshold: 0.7, certaintyCap: 0.9)
        let belief = scheme.believe(bench.view)[1]
        // Expectations .95 and .05: b = .95 · .5, d = .05 · .5, u = .5.
        #expect(abs(belief.value - (0.475 + 0.25)) < 1e-12 && abs(belief.certainty - 0.5) < 1e-12)
        // With its own 3 and 1 on 1 and nothing told: its own opinion.
        let own = scheme.believe(bench.view)[0]
        #expect(abs(own.value - 4 / 6.0) < 1e-12 && abs(own.certainty - 4 / 6.0) < 1e-12)
    }

    @Test("rsu-consensus: a unit is a witness; the view of others is left as it was")
    func consensus() {
        var bench = bench
        for vehicle: VehicleID in 3...8 { bench.neighbour(vehicle, positive: 12) }
        let scheme = RoadsideConsensus(base: ConsensusAdaptive())
        let alone = decide(scheme, bench.view)
        #expect(alone == decide(ConsensusAdaptive(), bench.view))
        var view = bench.view
        // It says of all others what the evaluator knows, and of 2, whom it does not know, that it lies.
        view.unitWords = [
            word(30, view.subjects.indices.map { index in (Int32(index), index == 1 ? 0.05 : 0.93, 0.85) })
        ]
        let assisted = decide(scheme, view)
        #expect(assisted[1].trust < alone[1].trust && assisted.count == alone.count)
        var (memory, scratch, decisions) = (scheme.makeMemory(tolerance: 0.6), scheme.makeScratch(), SchemeDecisions())
        let (subjects, members) = (view.subjects, view.neighbourhood.members.count)
        scheme.evaluate(&view, memory: &memory, scratch: &scratch, into: &decisions)
        #expect(view.subjects == subjects && view.neighbourhood.members.count == members)
    }

    @Test("what is left of an opinion is the opinion of what is left of its evidence")
    func forgotten() {
        let parameters = EvidenceParameters()
        var stream = RandomSource(seed: 11, replication: 0).stream(.coin, 3)
        for _ in 0..<500 {
            let evidence = Evidence(positive: stream.uniform(0, 30), negative: stream.uniform(0, 30))
            let share = stream.uniform()
            var left = evidence
            left.forget(factor: share)
            let expected = parameters.opinion(of: left)
            let found = parameters.opinion(of: evidence).forgotten(share, parameters)
            #expect(abs(found.value - expected.value) < 1e-12 && abs(found.certainty - expected.certainty) < 1e-12)
        }
        let sure = Opinion(value: 1, certainty: 1).forgotten(0.5, parameters)
        #expect(sure == Opinion(value: 1, certainty: 1))
        #expect(Opinion(value: 0.5, certainty: 0).forgotten(0.5, parameters).certainty == 0)
    }
}

/// What units are told, against a list of everything that was said.
@Suite("Memory of roadside units")
struct UnitMemoryTests {
    private static let units: Range<VehicleID> = 20..<23
    private let store = EvidenceStore(vehicleCount: 23, parameters: EvidenceParameters())
    private let reports = ReportStore(identityCount: 23)

    /// The view of a unit that has just heard the latest reports of these vehicles.
    private func view(_ unit: VehicleID, heard: [VehicleID], at time: Microseconds) -> LocalView {
        for vehicle in heard {
            store.update(vehicle, in: unit, at: time) {
                $0.heardTime = time
                $0.reportNumber = reports.latestNumber(of: vehicle)
            }
        }
        var (view, builder) = (LocalView(store: store), ViewBuilder(vehicleCount: 23))
        builder.findHeard(by: unit, since: time, in: store)
        builder.fill(&view, of: unit, at: time, store: store, reports: reports, reportLife: 20_000_000)
        return view
    }

    private struct Said {
        var reporter: VehicleID
        var subject: VehicleID
        var opinion: Opinion
        var time: Microseconds
        /// From when on each unit knows it.
        var known: [VehicleID: Microseconds]
    }

    @Test(
        "a unit knows of each reporter and subject the latest that it was told, or that others were told long enough ago",
        arguments: [nil, 0, 7_000_000] as [Microseconds?])
    func latest(delay: Microseconds?) throws {
        var memory = UnitMemory(units: Self.units, identityCount: 23, delay: delay)
        var stream = RandomSource(seed: 3, replication: 0).stream(.coin, 4)
        var said: [Said] = []
        var compared = 0
        for step: Microseconds in 1...60 {
            let time = step * 3_000_000
            let unit = Self.units.lowerBound + VehicleID(stream.index(below: 3))
            let reporter = VehicleID(stream.index(below: 20))
            let subjects = (0..<VehicleID(20)).filter { $0 != reporter && stream.uniform() < 0.3 }
            let draft = subjects.map {
                DraftEntry(subject: $0, value: stream.uniform(), certainty: stream.uniform(0.1, 0.9))
            }
            _ = reports.publish(draft, of: reporter, at: time)
            for entry in draft {
                var known: [VehicleID: Microseconds] = [unit: time]
                for other in Self.units where other != unit { known[other] = delay.map { time + $0 } }
                said.append(
                    Said(
                        reporter: reporter, subject: entry.subject,
                        opinion: Opinion(value: entry.value, certainty: entry.certainty), time: time, known: known))
            }
            let fresh = view(unit, heard: [reporter], at: time)
            memory.learn(fresh, reports, liesOfItself: false)
            // Once more the same report is nothing new.
            memory.learn(fresh, reports, liesOfItself: false)
            for unit in Self.units {
                var known = view(unit, heard: Array(0..<20), at: time)
                known.neighbourhood.members.removeAll()
                known.neighbourhood.entries.removeAll()
                memory.complete(&known, store)
                var found: [String] = []
                for member in known.neighbourhood.members.indices {
                    let reporter = known.subjects[known.neighbourhood.members[member].subject]
                    for entry in known.neighbourhood.entries[known.neighbourhood.entryRange(ofMember: member)] {
                        found.append(
                            "\(reporter) \(known.subjects[Int(entry.subject)]) \(entry.value) \(entry.certainty)")
                    }
                }
                var expected: [String] = []
                for reporter in 0..<VehicleID(20) {
                    for subject in 0..<VehicleID(20) {
                        let last = said.filter {
                            $0.reporter == reporter && $0.subject == subject
                                && $0.known[unit].map { $0 <= time } == true
                        }.max { $0.time < $1.time }
                        guard let last, time - last.time <= UnitMemory.life else { continue }
                        let opinion = last.opinion.forgotten(known.retained(after: time - last.time), store.parameters)
                        expected.append("\(reporter) \(subject) \(opinion.value) \(opinion.certainty)")
                    }
                }
                #expect(found.sorted() == expected.sorted(), "\(step), \(unit)")
                compared += expected.count
            }
        }
        #expect(compared > 1000)
    }

    @Test("units that share what they know add what others have seen, one that lies the opposite")
    func evidence() {
        func opinion(liesOfItself: Bool, at time: Microseconds) -> Evidence {
            var memory = UnitMemory(units: Self.units, identityCount: 23, delay: 5_000_000)
            for (unit, positive, negative) in [(VehicleID(20), 6.0, 1.0), (21, 2.0, 2.0)] {
                store.update(3, in: unit, at: 0) {
                    $0.evidence = Evidence(positive: positive, negative: negative)
                    $0.evidenceTime = 0
                }
            }
            memory.learn(view(20, heard: [3], at: 0), reports, liesOfItself: liesOfItself)
            var known = view(21, heard: [3], at: time)
            memory.complete(&known, store)
            return known.evidence[0]
        }
        let before = opinion(liesOfItself: false, at: 4_999_999)
        #expect(before.positive < 2 && before.positive > 1.85)
        let left = EvidenceStore(vehicleCount: 1, parameters: EvidenceParameters()).retained(after: 5_000_000)
        let honest = opinion(liesOfItself: false, at: 5_000_000)
        #expect(abs(honest.positive - 8 * left) < 1e-9 && abs(honest.negative - 3 * left) < 1e-9)
        let lying = opinion(liesOfItself: true, at: 5_000_000)
        #expect(abs(lying.positive - 3 * left) < 1e-9 && abs(lying.negative - 8 * left) < 1e-9)
    }
}
