import Foundation
import GroupDecision
import Testing

@testable import TrustSim

@Suite("Evidence store")
struct EvidenceStoreTests {
    private let second: Microseconds = 1_000_000

    private func store(_ change: (inout EvidenceParameters) -> Void = { _ in }) -> EvidenceStore {
        var parameters = EvidenceParameters()
        change(&parameters)
        return EvidenceStore(vehicleCount: 3, parameters: parameters)
    }

    @Test("evidence is multiplied by lambda to the seconds since it was last touched")
    func forgetting() throws {
        let store = store()
        store.update(1, in: 0, at: 0) { store.add(4, correct: true, at: 5 * second, to: &$0) }
        store.update(1, in: 0, at: 0) { store.add(2, correct: false, at: 5 * second, to: &$0) }
        #expect(store.evidence(on: 1, of: 0, at: 5 * second) == Evidence(positive: 4, negative: 2))
        for seconds in [0.5, 1, 10, 100] {
            let time = 5 * second + Microseconds(seconds: seconds)
            let found = try #require(store.evidence(on: 1, of: 0, at: time))
            #expect(abs(found.positive - 4 * pow(0.99, seconds)) <= 1e-13)
            #expect(abs(found.negative - 2 * pow(0.99, seconds)) <= 1e-13)
        }
        #expect(store.evidence(on: 2, of: 0, at: 0) == nil && store.evidence(on: 0, of: 1, at: 0) == nil)
    }

    @Test("new evidence is added to what is left of the old")
    func accumulation() throws {
        let store = store()
        store.update(1, in: 0, at: 0) { store.add(1, correct: true, at: 0, to: &$0) }
        store.update(1, in: 0, at: 0) { store.add(1, correct: true, at: 10 * second, to: &$0) }
        store.update(1, in: 0, at: 0) { store.add(2, correct: false, at: 20 * second, to: &$0) }
        let found = try #require(store.evidence(on: 1, of: 0, at: 30 * second))
        #expect(abs(found.positive - (pow(0.99, 30) + pow(0.99, 20))) <= 1e-13)
        #expect(abs(found.negative - 2 * pow(0.99, 10)) <= 1e-13)
    }

    @Test("a forgetting factor of 1 forgets nothing")
    func noForgetting() {
        let store = store { $0.forgettingFactor = 1 }
        store.update(1, in: 0, at: 0) { store.add(3, correct: true, at: 0, to: &$0) }
        #expect(store.evidence(on: 1, of: 0, at: 1_000_000 * second) == Evidence(positive: 3))
    }

    @Test("a vehicle is known from half a piece of evidence; below, its opinion is the base rate at certainty 0")
    func knowing() {
        let store = store { $0.baseRate = 0.4 }
        #expect(store.opinion(from: Evidence(positive: 0.49)) == Opinion(value: 0.4, certainty: 0))
        let known = store.opinion(from: Evidence(positive: 0.5))
        #expect(known == Opinion(value: 1.3 / 2.5, certainty: 0.2))
    }

    @Test("a vehicle is forgotten in the end")
    func becomingUnknown() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 1)
        #expect(bench.view.ownOpinion(of: 1).certainty == 1.0 / 3)
        bench.time = 68 * second  // 0.99^68 = 0.505
        #expect(bench.view.ownOpinion(of: 1).certainty > 0.2)
        bench.time = 70 * second  // 0.99^70 = 0.495
        #expect(bench.view.ownOpinion(of: 1) == Opinion(value: 0.5, certainty: 0))
        #expect(bench.view.lastHeard(1) == 0 && bench.view.lastHeard(2) == nil)
    }
}
