import Foundation
import GroupDecision
import Testing

@testable import TrustSim

/// How many random cases a property is tried on: `TRUSTSIM_PROPERTY_CASES`, or fewer, so that a debug build is not long
/// about it. `Tests/Checks/properties.sh` tries 100,000.
func propertyCases(_ standard: Int) -> Int {
    ProcessInfo.processInfo.environment["TRUSTSIM_PROPERTY_CASES"].flatMap { Int($0) } ?? standard
}

/// What an evaluator, vehicle 0, knows and hears of vehicles 1 to 15, of whom the first twelve are its neighbours.
private struct Hearsay {
    var evidence: [(vehicle: VehicleID, positive: Double, negative: Double)] = []
    var reports: [(reporter: VehicleID, level: Double, tolerance: Double, entries: [Told])] = []

    /// With `isExtreme`, evidence up to 1e12 and certainties and opinions that are 0, 1 or as small as there is.
    init(_ stream: inout RandomStream, isExtreme: Bool) {
        func number(_ limit: Double) -> Double {
            guard isExtreme, stream.happens(0.6) else { return limit * stream.uniform() }
            return [0, limit, 1e-12 * limit, .leastNonzeroMagnitude, 1e-300, limit * (1 - 0x1p-53)][
                stream.index(below: 6)]
        }
        let most = isExtreme ? 1e12 : 20
        for vehicle: VehicleID in 1...12 {
            let isKnown = stream.happens(0.8)
            evidence.append((vehicle, isKnown ? number(most) : 0, isKnown ? number(most / 4) : 0))
        }
        for reporter: VehicleID in 1...12 where stream.happens(0.8) {
            let told = (VehicleID(1)...15).filter { $0 != reporter && stream.happens(0.7) }
            let entries = told.map { Told($0, number(1), number(1), vouches: stream.happens(0.5)) }
            reports.append((reporter, number(1), number(1), entries))
        }
    }

    /// The view, with each vehicle under another number.
    func view(_ name: (VehicleID) -> VehicleID = { $0 }) -> LocalView {
        var bench = SchemeBench()
        for (vehicle, positive, negative) in evidence {
            bench.neighbour(name(vehicle), positive: positive, negative: negative)
        }
        for (reporter, level, tolerance, entries) in reports {
            bench.report(
                of: name(reporter), level: level, tolerance: tolerance,
                entries.map { Told(name($0.subject), $0.value, $0.certainty, vouches: $0.vouches) })
        }
        return bench.view
    }
}

@Suite("Numbers of every scheme")
struct SchemeNumberTests {
    /// Every scheme but genie, which has to be told the truth.
    private static let names = SchemeCatalog.names.filter { $0 != "genie" }

    private func schemes(except: [String] = [], _ settings: SchemeSettings = SchemeSettings()) -> [any TrustScheme] {
        Self.names.filter { !except.contains($0) }.compactMap { registeredScheme($0, settings) }
    }

    /// What a scheme decides, by vehicle.
    private func decide(_ scheme: any TrustScheme, _ view: LocalView) -> [VehicleID: SchemeDecision] {
        func run<Scheme: TrustScheme>(_ scheme: Scheme) -> [SchemeDecision] {
            var (view, memory, scratch) = (view, scheme.makeMemory(tolerance: 0.6), scheme.makeScratch())
            var decisions = SchemeDecisions()
            scheme.evaluate(&view, memory: &memory, scratch: &scratch, into: &decisions)
            return decisions.neighbours
        }
        return Dictionary(uniqueKeysWithValues: zip(view.subjects, run(scheme)))
    }

    private func difference(_ one: SchemeDecision?, _ other: SchemeDecision?) -> Double {
        guard let one, let other else { return .infinity }
        return max(
            abs(one.trust - other.trust), abs(one.threshold - other.threshold), abs(one.support - other.support))
    }

    @Test("trust, threshold and support are in [0, 1] at any evidence up to 1e12 and certainties of 0 and 1")
    func limits() {
        var stream = RandomSource(seed: 81, replication: 0).stream(.coin, 1)
        var capless = SchemeSettings()
        capless.inference.certaintyCap = 1
        let (capped, free) = (schemes(), schemes(capless))
        for number in 0..<propertyCases(150) {
            let view = Hearsay(&stream, isExtreme: true).view()
            for scheme in number % 2 == 0 ? capped : free {
                let found = decide(scheme, view)
                #expect(found.count == view.neighbourCount)
                for (vehicle, decision) in found {
                    let numbers = [decision.trust, decision.threshold, decision.support]
                    if !numbers.allSatisfy((0...1).contains) {
                        Issue.record("seed 81, case \(number): \(scheme.name) of \(vehicle): \(numbers)")
                    }
                }
            }
        }
    }

    /// `coin` draws by the number of the vehicle, and `truman` colours its graph greedily, in order of the numbers.
    @Test("other numbers for the vehicles, and so another order of reporters, change nothing to 1e-12")
    func renaming() {
        var stream = RandomSource(seed: 82, replication: 0).stream(.coin, 2)
        let schemes = schemes(except: ["coin", "truman"])
        for number in 0..<propertyCases(150) {
            let hearsay = Hearsay(&stream, isExtreme: false)
            var numbers = Array(VehicleID(1)...39)
            stream.shuffle(&numbers)
            let (view, renamed) = (hearsay.view(), hearsay.view { numbers[Int($0)] })
            for scheme in schemes {
                let (found, other) = (decide(scheme, view), decide(scheme, renamed))
                for (vehicle, decision) in found {
                    let difference = difference(decision, other[numbers[Int(vehicle)]])
                    if !(difference <= 1e-12) {
                        Issue.record("seed 82, case \(number): \(scheme.name) of \(vehicle): \(difference)")
                    }
                }
            }
        }
    }

    @Test("another order of reports and entries changes nothing to 1e-12")
    func order() {
        var stream = RandomSource(seed: 86, replication: 0).stream(.coin, 6)
        let schemes = schemes()
        for number in 0..<propertyCases(150) {
            let view = Hearsay(&stream, isExtreme: false).view()
            let old = view.neighbourhood
            var (other, order) = (view, Array(old.members.indices))
            stream.shuffle(&order)
            other.neighbourhood.members = []
            other.neighbourhood.entries = []
            for member in order {
                let report = old.members[member]
                other.neighbourhood.beginReport(
                    of: report.subject, attestedLevel: report.attestedLevel, tolerance: report.tolerance)
                var entries = Array(old.entries[old.entryRange(ofMember: member)])
                stream.shuffle(&entries)
                other.neighbourhood.entries += entries
            }
            for scheme in schemes {
                let (found, again) = (decide(scheme, view), decide(scheme, other))
                for (vehicle, decision) in found {
                    let difference = difference(decision, again[vehicle])
                    if !(difference <= 1e-12) {
                        Issue.record("seed 86, case \(number): \(scheme.name) of \(vehicle): \(difference)")
                    }
                }
            }
        }
    }

    /// In the two votes every entry is a vote, however uncertain, and `after-rftm` looks for clusters among all who
    /// report: that is what these schemes are.
    @Test("a reporter all of whose certainties are 0 changes nothing for anyone else")
    func mutedReporter() {
        var stream = RandomSource(seed: 83, replication: 0).stream(.coin, 3)
        let schemes = schemes(except: ["majority-vote", "weighted-vote", "after-rftm"])
        for number in 0..<propertyCases(150) {
            var hearsay = Hearsay(&stream, isExtreme: number % 2 == 0)
            guard let last = hearsay.reports.indices.last else { continue }
            for entry in hearsay.reports[last].entries.indices { hearsay.reports[last].entries[entry].certainty = 0 }
            let (reporter, view) = (hearsay.reports[last].reporter, hearsay.view())
            hearsay.reports.removeLast()
            let without = hearsay.view()
            for scheme in schemes {
                let (found, other) = (decide(scheme, view), decide(scheme, without))
                for (vehicle, decision) in found where vehicle != reporter {
                    let difference = difference(decision, other[vehicle])
                    if !(difference <= 1e-12) {
                        Issue.record("seed 83, case \(number): \(scheme.name) of \(vehicle): \(difference)")
                    }
                }
            }
        }
    }

    /// Of somebody not known, of whom there is less than `knownEvidence`, beta takes what little there is (Docs/Model.md 1).
    @Test("beta without reports is the own evidence on everybody known, at any evidence up to 1e12")
    func betaWithoutReports() throws {
        var stream = RandomSource(seed: 84, replication: 0).stream(.coin, 4)
        let (beta, own) = (
            try #require(registeredScheme("beta")), try #require(registeredScheme("own-evidence"))
        )
        let parameters = EvidenceParameters()
        for number in 0..<propertyCases(1000) {
            var hearsay = Hearsay(&stream, isExtreme: number % 2 == 0)
            hearsay.reports = []
            let view = hearsay.view()
            let (found, other) = (decide(beta, view), decide(own, view))
            for (vehicle, positive, negative) in hearsay.evidence {
                let evidence = Evidence(positive: positive, negative: negative)
                let opinion = parameters.opinion(of: evidence)
                let expected = SchemeDecision(trust: opinion.value, threshold: 0.7, support: opinion.certainty)
                var isSame = difference(found[vehicle], expected) <= 1e-15
                if evidence.total >= parameters.knownEvidence || evidence.total == 0 {
                    isSame = isSame && difference(found[vehicle], other[vehicle]) <= 1e-15
                }
                if !isSame { Issue.record("seed 84, case \(number), of \(vehicle): \(evidence)") }
            }
        }
    }

    @Test("Dempster's rule commutes, whatever the masses, and leaves masses that add up to 1")
    func dempster() {
        var stream = RandomSource(seed: 85, replication: 0).stream(.coin, 5)
        func share(_ stream: inout RandomStream) -> Double {
            stream.happens(0.5) ? stream.uniform() : [0, 1, 1e-300, 1 - 0x1p-53, 1e-9][stream.index(below: 5)]
        }
        for number in 0..<propertyCases(20_000) {
            let masses = (0..<2).map { _ in
                BeliefMass(Opinion(value: share(&stream), certainty: share(&stream))).discounted(by: share(&stream))
            }
            let (one, other) = (masses[0].combined(with: masses[1]), masses[1].combined(with: masses[0]))
            guard let one, let other else {
                if one != nil || other != nil { Issue.record("seed 85, case \(number): refused in one order only") }
                continue
            }
            let same = zip([one.trust, one.distrust, one.ignorance], [other.trust, other.distrust, other.ignorance])
            // Masses that nearly exclude each other are divided by what little is left.
            let rest = 1 - (masses[0].trust * masses[1].distrust + masses[0].distrust * masses[1].trust)
            let isSum = abs(one.trust + one.distrust + one.ignorance - 1) <= 1e-15 / rest + 1e-15
            if !same.allSatisfy({ abs($0 - $1) <= 1e-12 }) || !isSum || one.ignorance < 0 {
                Issue.record("seed 85, case \(number): \(masses) give \(one) and \(other)")
            }
        }
    }
}
