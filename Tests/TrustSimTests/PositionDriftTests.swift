import Testing

@testable import TrustSim

@Suite("Positions that drift")
struct PositionDriftTests {
    /// What is claimed in each second, of the true way of ``FalsificationBench``.
    private func course(
        _ parameters: [String: Double], vehicle: UInt32 = 0, seconds: [Int]
    ) throws -> [BeaconContents] {
        var bench = try FalsificationBench("positionDrift", parameters, vehicle: vehicle)
        return seconds.map { bench.falsify(FalsificationBench.moving($0)) }
    }

    private func offset(_ found: BeaconContents, _ second: Int) -> Point {
        let actual = FalsificationBench.moving(second).position
        return Point(x: found.position.x - actual.x, y: found.position.y - actual.y)
    }

    private func expectNear(
        _ found: Point, _ x: Double, _ y: Double, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(abs(found.x - x) < 1e-9 && abs(found.y - y) < 1e-9, "\(found)", sourceLocation: sourceLocation)
    }

    @Test(
        "ahead: along the heading, 0 at first, 2 m more each second up to 5 m, with the speed of that as long as it grows"
    )
    func ahead() throws {
        let found = try course(["ahead": 1, "rate": 2, "limit": 5], seconds: [0, 1, 2, 3, 4])
        for (second, length) in [0.0, 2, 4, 5, 5].enumerated() {
            expectNear(offset(found[second], second), 0.8 * length, -0.6 * length)
            // 15 m/s along (0.8, -0.6), 17 m/s while the offset grows.
            let speed = second < 3 ? 17.0 : 15
            expectNear(found[second].velocity, 0.8 * speed, -0.6 * speed)
            expectNear(found[second].heading, 0.8, -0.6)
            #expect(found[second].acceleration == 0.5 && found[second].time == Microseconds(second) * 1_000_000)
        }
    }

    @Test("inconsistent: only the position is false, and the first beacon is true")
    func inconsistent() throws {
        let found = try course(["consistent": 0, "rate": 0.5], seconds: Array(0..<200))
        #expect(found[0] == FalsificationBench.moving(0))
        for second in 0..<200 {
            var cleared = found[second]
            cleared.position = FalsificationBench.moving(second).position
            #expect(cleared == FalsificationBench.moving(second))
            #expect(abs(offset(found[second], second).length - min(0.5 * Double(second), 50)) < 1e-9)
        }
    }

    @Test("a vehicle that stands claims to creep, and heads where it creeps")
    func standing() throws {
        var bench = try FalsificationBench("positionDrift")
        let found = bench.falsify(FalsificationBench.standing)
        #expect(abs(found.velocity.length - 0.5) < 1e-12 && abs(found.heading.length - 1) < 1e-12)
        expectNear(found.heading, found.velocity.x / 0.5, found.velocity.y / 0.5)
    }

    @Test("after an honest beacon it begins anew, in the same direction")
    func anew() throws {
        let found = try course(["consistent": 0, "rate": 1], seconds: [0, 1, 2, 4, 5])
        let lengths = zip(found, [0, 1, 2, 4, 5]).map { offset($0, $1).length }
        for (length, expected) in zip(lengths, [0.0, 1, 2, 0, 1]) { #expect(abs(length - expected) < 1e-9) }
        let (before, after) = (offset(found[1], 1), offset(found[4], 5))
        expectNear(after, before.x, before.y)
    }

    @Test("directions of attackers are uniform")
    func directions() throws {
        var quarters = [0, 0, 0, 0]
        for vehicle: UInt32 in 0..<2000 {
            let found = try course(["consistent": 0, "rate": 1], vehicle: vehicle, seconds: [0, 1])
            let step = offset(found[1], 1)
            quarters[(step.x > 0 ? 0 : 1) + (step.y > 0 ? 0 : 2)] += 1
        }
        // Binomial: 500 with a standard deviation of 19.4.
        #expect(quarters.allSatisfy { abs($0 - 500) < 90 }, "\(quarters)")
    }

    @Test(
        "property: offsets are the rate times the time up to the limit; a consistent one leads where its velocity says")
    func properties() throws {
        let seed = UInt32.random(in: 0 ... .max)
        var stream = RandomSource(seed: seed, replication: 0).stream(.mobility, 0)
        for number in 0..<300 {
            let (rate, limit) = (stream.uniform(0.001, 20), stream.uniform(0.001, 200))
            let isAhead = stream.happens(0.5)
            let parameters = ["rate": rate, "limit": limit, "ahead": isAhead ? 1.0 : 0]
            let found = try course(parameters, vehicle: UInt32(number), seconds: Array(0..<40))
            for second in 0..<40 {
                let length = min(rate * Double(second), limit)
                #expect(abs(offset(found[second], second).length - length) < 1e-8, "seed \(seed)")
                #expect(abs(found[second].heading.length - 1) < 1e-9, "seed \(seed)")
                guard second < 39, rate * Double(second + 1) < limit else { continue }
                let way = Point(
                    x: found[second + 1].position.x - found[second].position.x,
                    y: found[second + 1].position.y - found[second].position.y)
                #expect(
                    abs(way.x - found[second].velocity.x) < 1e-8 && abs(way.y - found[second].velocity.y) < 1e-8,
                    "seed \(seed)")
            }
        }
    }

    @Test("in a run every attacker is malicious, consistent or not, under either verification")
    func run() throws {
        for profile in ["'positionDrift'", "{beacon: {kind: 'positionDrift', consistent: 0}}"] {
            for verification in ["statistical", "plausibility"] {
                let scenario = try SmallWorld.file([
                    "attackers={ratio: 0.3, profile: \(profile)}", "schemes=['own-evidence']",
                    "sensing.verification=\(verification)",
                ]).decode()
                var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
                _ = try simulation.run(cancellation: nil)
                let malicious = simulation.truth.firstMisconduct.indices.filter {
                    simulation.truth.firstMisconduct[$0] != nil
                }
                #expect(malicious == simulation.truth.isAttacker.indices.filter { simulation.truth.isAttacker[$0] })
                #expect(malicious.count == 9)
            }
        }
    }
}
