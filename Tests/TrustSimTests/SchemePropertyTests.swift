import GroupDecision
import Testing

@testable import TrustSim

/// Neighbours 1 to 12 with random evidence and random reports, some of them about others than neighbours.
func randomBench(_ stream: inout RandomStream, extreme: Bool = false) -> SchemeBench {
    func number(_ stream: inout RandomStream, upTo limit: Double) -> Double {
        extreme && stream.happens(0.5)
            ? [0, limit, 1e-12 * limit, .leastNonzeroMagnitude][stream.index(below: 4)] : limit * stream.uniform()
    }
    var bench = SchemeBench()
    for vehicle: VehicleID in 1...12 {
        let limit = extreme ? 1e12 : 20
        let known = stream.happens(0.8)
        bench.neighbour(
            vehicle, positive: known ? number(&stream, upTo: limit) : 0,
            negative: known ? number(&stream, upTo: limit / 4) : 0)
    }
    for reporter: VehicleID in 1...12 where stream.happens(0.8) {
        let told = (VehicleID(1)...15).filter { $0 != reporter && stream.happens(0.7) }
        bench.report(of: reporter, told.map { Told($0, number(&stream, upTo: 1), number(&stream, upTo: 1)) })
    }
    return bench
}

@Suite("Properties of the schemes that read reports")
struct SchemePropertyTests {
    static let names = [
        "beta", "deviation-test", "dempster-shafer", "majority-vote", "subjective-logic", "subjective-logic-averaging",
        "dempster-shafer-yager", "dempster-shafer-dubois-prade", "dempster-shafer-murphy", "beta-filtered",
        "weighted-vote", "eigentrust",
    ]

    private func decide(_ scheme: any TrustScheme, _ view: LocalView) -> [SchemeDecision] {
        func run<Scheme: TrustScheme>(_ scheme: Scheme) -> [SchemeDecision] {
            var (view, memory, scratch) = (view, scheme.makeMemory(tolerance: 0.6), scheme.makeScratch())
            var decisions = SchemeDecisions()
            scheme.evaluate(&view, memory: &memory, scratch: &scratch, into: &decisions)
            let first = decisions.neighbours
            decisions.neighbours = []
            scheme.evaluate(&view, memory: &memory, scratch: &scratch, into: &decisions)
            #expect(decisions.neighbours == first, "storage carries nothing over")
            return first
        }
        return run(scheme)
    }

    /// The view with the reports in another order.
    private func shuffled(_ view: LocalView, _ stream: inout RandomStream) -> LocalView {
        var order = Array(view.neighbourhood.members.indices)
        stream.shuffle(&order)
        var result = view
        result.neighbourhood.members = []
        result.neighbourhood.entries = []
        for member in order {
            let old = view.neighbourhood.members[member]
            result.neighbourhood.beginReport(of: old.subject, attestedLevel: 0.5, tolerance: 0.6)
            var entries = Array(view.neighbourhood.entries[view.neighbourhood.entryRange(ofMember: member)])
            stream.shuffle(&entries)
            result.neighbourhood.entries += entries
        }
        return result
    }

    private var capless: SchemeSettings {
        var settings = SchemeSettings()
        settings.inference.certaintyCap = 1
        return settings
    }

    @Test("trust and support lie in [0, 1] for any evidence and any reports", arguments: names)
    func limits(name: String) throws {
        var stream = RandomSource(seed: 71, replication: 0).stream(.coin, 1)
        for settings in [SchemeSettings(), capless] {
            let scheme = try #require(registeredScheme(name, settings))
            for round in 0..<100 {
                let view = randomBench(&stream, extreme: round > 20).view
                let found = decide(scheme, view)
                #expect(found.count == view.neighbourCount)
                for decision in found {
                    #expect((0...1).contains(decision.trust) && (0...1).contains(decision.support), "seed 71 \(round)")
                }
            }
        }
    }

    @Test("the order of reports and entries does not count beyond rounding", arguments: names)
    func order(name: String) throws {
        var stream = RandomSource(seed: 72, replication: 0).stream(.coin, 2)
        let scheme = try #require(registeredScheme(name))
        for round in 0..<100 {
            let view = randomBench(&stream).view
            let found = decide(scheme, view)
            for (left, right) in zip(found, decide(scheme, shuffled(view, &stream))) {
                #expect(abs(left.trust - right.trust) <= 1e-9, "seed 72 \(round)")
                #expect(abs(left.support - right.support) <= 1e-9, "seed 72 \(round)")
            }
        }
    }

    @Test("a stranger about whom nothing was heard, or only from strangers, has support 0 and trust 1/2")
    func strangers() throws {
        for name in Self.names where name != "majority-vote" {
            var bench = SchemeBench()
            bench.neighbour(1, positive: 8)
            bench.neighbour(2)
            bench.neighbour(3)
            bench.report(of: 1, [Told(9, 1, 0.9)])
            bench.report(of: 3, [Told(2, 1, 0.9)])
            let found = decide(try #require(registeredScheme(name)), bench.view)
            #expect(found[1].support == 0 && found[1].trust == 0.5, "\(name)")
            #expect(found[0].support > 0.05, "\(name)")
        }
    }

    @Test("what a trusted reporter says moves the trust in a stranger towards it", arguments: names)
    func direction(name: String) throws {
        let scheme = try #require(registeredScheme(name))
        func trust(_ value: Double) -> SchemeDecision {
            var bench = SchemeBench()
            bench.neighbour(1, positive: 40)
            bench.neighbour(2)
            bench.report(of: 1, [Told(2, value, 0.9)])
            return decide(scheme, bench.view)[1]
        }
        #expect(trust(1).trust >= trust(1).threshold && trust(0).trust < 0.3 && trust(0).support > 0.05)
    }

    @Test("with two outcomes dubois-prade is yager")
    func coincidence() throws {
        var stream = RandomSource(seed: 73, replication: 0).stream(.coin, 3)
        let view = randomBench(&stream).view
        let yager = decide(try #require(registeredScheme("dempster-shafer-yager")), view)
        #expect(decide(try #require(registeredScheme("dempster-shafer-dubois-prade")), view) == yager)
    }
}
