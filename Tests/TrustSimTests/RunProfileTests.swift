import Testing

@testable import TrustSim

@Suite("Profiles, and movements from outside")
struct RunProfileTests {
    @Test("measuring changes no result; shares add up to the whole, counts are those of the run")
    func profile() throws {
        var executor = try SmallWorld.executor(["duration=120", "schemes=['consensus-averaging','beta']"])
        let plain = try executor.run()
        executor.profiles = true
        let measured = try executor.run()
        #expect(plain.results == measured.results && plain.fingerprints == measured.fingerprints)
        let profile = measured.runs[0].result.profile
        let statistics = measured.statistics[0]
        #expect(abs(profile.phaseShares.reduce(0, +) - 1) <= 1e-9)
        #expect(profile.phaseShares.allSatisfy { $0 >= 0 } && profile.loopSeconds > 0)
        #expect(profile.seconds(in: .decision) > 0 && profile.seconds(in: .evidence) > 0)
        #expect(profile.events == statistics.events && profile.receptions == statistics.receptions)
        #expect(profile.entries == statistics.entries && profile.evaluations == statistics.evaluations)
        #expect(profile.rounds >= profile.evaluations / 2 && profile.records > 100)
        #expect(profile.simulatedSeconds == 120)
        let unmeasured = plain.runs[0].result.profile
        #expect(unmeasured.phaseShares.allSatisfy { $0 == 0 } && unmeasured.loopSeconds > 0)
        #expect(unmeasured.rounds == profile.rounds)
    }

    @Test("profiles add up by time")
    func addition() {
        var sum = RunProfile()
        for (seconds, share) in [(1.0, 1.0), (3.0, 0.5)] {
            var profile = RunProfile()
            profile.loopSeconds = seconds
            profile.phaseShares[RunPhase.decision.rawValue] = share
            profile.phaseShares[RunPhase.metrics.rawValue] = 1 - share
            profile.events = 10
            sum.add(profile)
        }
        #expect(sum.loopSeconds == 4 && sum.events == 20)
        #expect(sum.seconds(in: .decision) == 2.5 && sum.seconds(in: .metrics) == 1.5)
    }

    /// Two vehicles that stand, and change between far and near in every second step.
    private struct Jumping: MobilityModel {
        let vehicleCount = 2
        var road: Road { .places([Point(x: 0, y: 0)]) }
        var isNear = false

        mutating func begin(_ world: inout World) -> [(entity: UInt32, time: Microseconds)] {
            for vehicle in UInt32(0)..<2 {
                world.enter(
                    vehicle, at: 0, position: Point(x: Double(vehicle) * 1000, y: 0), velocity: Point(x: 0, y: 0))
            }
            return [(0, 1_000_000)]
        }

        mutating func advance(_ entity: UInt32, at time: Microseconds, _ world: inout World) -> Microseconds? {
            isNear.toggle()
            world.setCourse(
                of: 1, from: Point(x: isNear ? 10 : 1000, y: 0), velocity: Point(x: 0, y: 0), at: time, jumps: true)
            return time + 1_000_000
        }
    }

    @Test("movements and beacon phases from outside are those of the run")
    func external() throws {
        var executor = try SmallWorld.executor([
            "duration=10", "vehicles=2", "events.rate=0", "attackers.ratio=0", "evaluation.interval=3600",
            "evaluation.reportDelivery='beacon'",
        ])
        executor.externalMobility = ExternalMobility(model: Jumping(), beaconPhases: [250_000, 750_000])
        let outcome = try executor.run()
        // Ten beacons each; near in the seconds 1, 3, 5, 7 and 9.
        #expect(outcome.statistics[0].messages == 20)
        #expect(outcome.statistics[0].receptions == 10)
    }
}
