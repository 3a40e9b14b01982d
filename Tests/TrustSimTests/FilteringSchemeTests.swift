import GroupDecision
import Testing

@testable import TrustSim

@Suite("Schemes travos, after-rftm and truman on random views")
struct FilteringSchemeTests {
    static let names = ["travos", "after-rftm", "truman"]

    /// A random view, with extreme numbers among the others.
    private func bench(_ stream: inout RandomStream) -> SchemeBench {
        func share(_ stream: inout RandomStream) -> Double {
            [0, 1, 0.5, stream.uniform(), stream.uniform(), stream.uniform()][stream.index(below: 6)]
        }
        var bench = SchemeBench()
        let count = 1 + stream.index(below: 12)
        for vehicle in 1...count {
            let amount = [0, 0.1, 3, 30, 1e6][stream.index(below: 5)]
            bench.neighbour(
                VehicleID(vehicle), positive: amount * stream.uniform(), negative: amount * share(&stream))
        }
        let density = stream.uniform()
        for reporter in 1...count where stream.happens(0.7) {
            var told: [Told] = []
            for subject in 1...20 where subject != reporter && stream.happens(density) {
                told.append(Told(VehicleID(subject), share(&stream), share(&stream)))
            }
            bench.report(of: VehicleID(reporter), told)
        }
        return bench
    }

    @Test(
        "decisions about all neighbours and no others, finite and in [0, 1], the same each time; nothing heard, no support",
        arguments: names, 0..<60)
    func decisions(name: String, seed: UInt32) throws {
        let scheme = try #require(registeredScheme(name))
        func check<Scheme: TrustScheme>(_ scheme: Scheme) {
            var stream = RandomSource(seed: 21, replication: 0).stream(.attacker, seed)
            var (first, second) = (scheme.makeMemory(tolerance: 0.6), scheme.makeMemory(tolerance: 0.6))
            for step: Microseconds in 0..<6 {
                var bench = bench(&stream)
                bench.time = step * 10_000_000
                let found = bench.decide(scheme, memory: &first).neighbours
                #expect(found == bench.decide(scheme, memory: &second).neighbours, "\(name), seed \(seed)")
                #expect(found.count == bench.neighbours.count, "\(name), seed \(seed)")
                for decision in found {
                    #expect((0...1).contains(decision.trust), "\(name), seed \(seed): \(decision)")
                    #expect((0...1).contains(decision.support), "\(name), seed \(seed): \(decision)")
                }
                bench.neighbour(30)
                let stranger = bench.decide(scheme, memory: &first).neighbours.last
                #expect(stranger?.support == 0 && stranger?.trust == 0.5, "\(name), seed \(seed)")
                _ = bench.decide(scheme, memory: &second)
            }
        }
        check(scheme)
    }

    @Test("storage used before has no influence", arguments: names)
    func scratchCarriesNothingOver(name: String) throws {
        func check<Scheme: TrustScheme>(_ scheme: Scheme) {
            var stream = RandomSource(seed: 22, replication: 0).stream(.attacker, 0)
            var scratch = scheme.makeScratch()
            for _ in 0..<200 {
                let bench = bench(&stream)
                var (memory, fresh) = (scheme.makeMemory(tolerance: 0.6), scheme.makeMemory(tolerance: 0.6))
                var (view, decisions) = (bench.view, SchemeDecisions())
                scheme.evaluate(&view, memory: &memory, scratch: &scratch, into: &decisions)
                #expect(decisions.neighbours == bench.decide(scheme, memory: &fresh).neighbours, "\(name)")
            }
        }
        let scheme = try #require(registeredScheme(name))
        check(scheme)
    }
}
