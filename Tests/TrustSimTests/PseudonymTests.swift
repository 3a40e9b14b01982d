import Foundation
import Testing

@testable import TrustSim

@Suite("Pseudonym changes")
struct PseudonymTests {
    private func names(_ settings: [String]) throws -> (changes: [[Microseconds]], simulation: Simulation) {
        let scenario = try SmallWorld.file(settings).decode()
        let simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
        var identities = Identities(vehicleCount: 30)
        var changes = try #require(
            PseudonymChanges(
                scenario, vehicleCount: 30, seconds: scenario.duration,
                random: RandomSource(seed: 7, replication: 0), identities: &identities))
        var times: [[Microseconds]] = Array(repeating: [], count: 30)
        // Everybody drives at 10 m/s and sends a beacon a second.
        for second in 0..<Int(scenario.duration) {
            for vehicle in 0..<VehicleID(30) {
                let time = Microseconds(second) * 1_000_000
                let place = Point(x: 10 * Double(second), y: 0)
                if let name = changes.next(of: vehicle, at: time, from: place) {
                    #expect(identities.owner(of: name) == vehicle && changes.present[Int(vehicle)] == name)
                    times[Int(vehicle)].append(time)
                }
            }
        }
        return (times, simulation)
    }

    @Test("periodic: each vehicle changes once an interval, at phases of its own")
    func periodic() throws {
        let times = try names(["duration=200", "pseudonyms={change: 'periodic', interval: 20}"]).changes
        for list in times {
            #expect((9...10).contains(list.count))
            for (one, next) in zip(list, list.dropFirst()) { #expect(abs((next - one).seconds - 20) <= 1) }
        }
        #expect(Set(times.map { $0[0] }).count > 8)
    }

    @Test("distance: each vehicle changes after each so many metres")
    func distance() throws {
        let times = try names(["duration=200", "pseudonyms={change: 'distance', distance: 250}"]).changes
        for list in times {
            for (one, next) in zip(list, list.dropFirst()) { #expect(abs((next - one).seconds - 25) <= 1) }
            #expect((7...8).contains(list.count))
        }
    }

    @Test("random: the number of changes is near its mean, and no vehicle runs out of names")
    func random() throws {
        let times = try names(["duration=1000", "pseudonyms={change: 'random', rate: 0.02}"]).changes
        let total = times.reduce(0) { $0 + $1.count }
        // 600 expected, a standard deviation of 24; changes within a second count once.
        #expect(abs(total - 594) < 5 * 25)
    }

    @Test("without changes results are the same whatever the other keys say")
    func noneByDefault() throws {
        let plain = try SmallWorld.run()
        let other = try SmallWorld.run(["pseudonyms={interval: 1, distance: 1, rate: 1}"])
        #expect(plain.results == other.results && plain.fingerprints == other.fingerprints)
    }

    @Test(
        "a new name is a new vehicle to receivers, with the truth of the vehicle behind it",
        arguments: ["statistical", "plausibility"])
    func evidenceStartsAnew(verification: String) throws {
        let settings = [
            "sensing.verification=\(verification)", "pseudonyms={change: 'periodic', interval: 15}",
            "attackers={ratio: 0.3, profile: 'bogus'}",
        ]
        let cases = try SmallWorld.run(settings, logsCases: true).runs[0].result.cases
        let own = cases.filter { $0.scheme == "own-evidence" }
        let scenario = try SmallWorld.file(settings).decode()
        let simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
        let owner = simulation.naming.identities.owner(of:)
        var renamed = 0
        for item in own {
            let vehicle = owner(item.subject)
            if item.subject != vehicle { renamed += 1 }
            #expect(vehicle != item.evaluator, "a vehicle evaluates itself")
            if item.isMalicious { #expect(simulation.truth.isAttacker[Int(vehicle)]) }
        }
        #expect(renamed > own.count / 2)
        #expect(own.contains { $0.isMalicious && owner($0.subject) != $0.subject })
        // Nobody is certain of a name that is younger than an interval in the way of somebody known for the whole run.
        let still = try SmallWorld.run(
            ["sensing.verification=\(verification)", "attackers={ratio: 0.3, profile: 'bogus'}"], logsCases: true
        ).runs[0].result.cases.filter { $0.scheme == "own-evidence" }
        func mean(_ cases: [CaseRecord]) -> Double {
            cases.reduce(0) { $0 + $1.ownCertainty } / Double(max(1, cases.count))
        }
        #expect(mean(own) < 0.95 * mean(still))
    }

    @Test("more names than memory could hold are refused")
    func limit() throws {
        let file = try SmallWorld.file(["vehicles=1000000", "pseudonyms={change: 'periodic', interval: 1}"])
        #expect {
            try file.decode()
        } throws: { error in
            "\(error)".contains("the vehicles would need up to 61000000 pseudonyms; at most 20000000 are allowed")
        }
    }
}
