import Foundation
import Testing

@testable import TrustSim

@Suite("Trace playback")
struct TracePlaybackTests {
    static func driver(_ trace: TraceData) -> MobilityDriver<TracePlayback> {
        MobilityDriver(TracePlayback(trace: trace))
    }

    /// Where a vehicle is, nil while it is not in the world.
    static func place(
        _ driver: inout MobilityDriver<TracePlayback>, _ vehicle: VehicleID, at seconds: Double
    ) -> Point? {
        let time = Microseconds(seconds: seconds)
        driver.advance(to: time)
        return driver.world.vehicles.isPresent(vehicle) ? driver.world.vehicles.position(of: vehicle, at: time) : nil
    }

    static func isNear(_ place: Point?, _ x: Double, _ y: Double) -> Bool {
        place.map { $0.distance(to: Point(x: x, y: y)) < 1e-6 } ?? false
    }

    @Test("positions are interpolated linearly between samples, whatever the interval")
    func interpolation() throws {
        let trace = try makeTrace([
            (0, [("a", 10, -20)]), (1, [("a", 14, -20)]), (1.5, [("a", 14, -10)]), (6, [("a", -4, -10)]),
        ])
        var driver = Self.driver(trace)
        let expected: [(time: Double, x: Double, y: Double)] = [
            (0, 10, -20), (0.25, 11, -20), (0.999999, 13.999996, -20), (1, 14, -20), (1.25, 14, -15), (1.5, 14, -10),
            (3, 8, -10), (5.25, -1, -10), (6, -4, -10), (7.5, -4, -10), (100, -4, -10),
        ]
        for step in expected {
            #expect(Self.isNear(Self.place(&driver, 0, at: step.time), step.x, step.y), "at \(step.time) s")
        }
    }

    @Test("a vehicle enters with its first sample, stands after its last, leaves with the first step without it")
    func entersAndLeaves() throws {
        let trace = try makeTrace([
            (0, [("a", 0, 0)]), (2, [("b", 5, 5), ("a", 2, 0)]), (4, [("b", 7, 5)]), (5, [("c", 1, 1)]), (6, []),
            (8, []),
        ])
        #expect(trace.vehicleNames == ["a", "b", "c"])
        var driver = Self.driver(trace)
        #expect(Self.isNear(Self.place(&driver, 0, at: 0), 0, 0))
        #expect(Self.place(&driver, 1, at: 1.999999) == nil)
        #expect(Self.isNear(Self.place(&driver, 1, at: 2), 5, 5))
        #expect(Self.isNear(Self.place(&driver, 0, at: 3.999999), 2, 0))
        #expect(Self.place(&driver, 0, at: 4) == nil)
        #expect(Self.isNear(Self.place(&driver, 1, at: 4.9), 7, 5))
        #expect(Self.place(&driver, 1, at: 5) == nil)
        #expect(Self.isNear(Self.place(&driver, 2, at: 5.9), 1, 1))
        #expect((0..<3).allSatisfy { Self.place(&driver, $0, at: 6) == nil })
        #expect((0..<3).allSatisfy { Self.place(&driver, $0, at: 50) == nil })
        for vehicle in VehicleID(0)..<3 {
            #expect(driver.world.changes.filter { $0.vehicle == vehicle }.map(\.entered) == [true, false])
        }
    }

    @Test("a vehicle that a step leaves out is away until it comes back, at its new place")
    func gaps() throws {
        let trace = try makeTrace([
            (0, [("a", 0, 0), ("b", 9, 9)]), (1, [("b", 9, 9)]), (2, [("b", 9, 9)]), (3, [("a", 30, 0), ("b", 9, 9)]),
            (4, [("a", 40, 0), ("b", 9, 9)]),
        ])
        var driver = Self.driver(trace)
        #expect(Self.isNear(Self.place(&driver, 0, at: 0.5), 0, 0))
        #expect(Self.place(&driver, 0, at: 1) == nil)
        #expect(Self.place(&driver, 0, at: 2.9) == nil)
        #expect(Self.isNear(Self.place(&driver, 0, at: 3), 30, 0))
        #expect(Self.isNear(Self.place(&driver, 0, at: 3.5), 35, 0))
        #expect(Self.isNear(Self.place(&driver, 1, at: 3.5), 9, 9))
        #expect(driver.world.changes.filter { $0.vehicle == 0 }.map(\.entered) == [true, false, true])
    }

    @Test("a vehicle that comes back for a single step stands there until it leaves again")
    func shortReturn() throws {
        let trace = try makeTrace([
            (0, [("a", 0, 0)]), (1, [("a", 10, 0)]), (2, []), (3, [("a", 90, 50)]), (4, []), (5, [("a", 7, 7)]),
        ])
        var driver = Self.driver(trace)
        #expect(Self.isNear(Self.place(&driver, 0, at: 1.5), 10, 0))
        #expect(Self.place(&driver, 0, at: 2.5) == nil)
        #expect(Self.isNear(Self.place(&driver, 0, at: 3), 90, 50))
        #expect(Self.isNear(Self.place(&driver, 0, at: 3.9), 90, 50))
        #expect(Self.place(&driver, 0, at: 4.5) == nil)
        #expect(Self.isNear(Self.place(&driver, 0, at: 6), 7, 7))
    }

    @Test("a displacement that needs more than 100 m/s is a jump: the vehicle stands, then it is there")
    func jumps() throws {
        let trace = try makeTrace([
            (0, [("a", 0, 0)]), (1, [("a", 60, 80)]), (2, [("a", 160.5, 80)]), (4, [("a", 360.5, 80)]),
            (5, [("a", 360.5, 1080)]), (6, [("a", 350.5, 1080)]),
        ])
        var driver = Self.driver(trace)
        #expect(Self.isNear(Self.place(&driver, 0, at: 0.5), 30, 40), "100 m/s exactly")
        #expect(Self.isNear(Self.place(&driver, 0, at: 1.999), 60, 80), "100.5 m/s")
        #expect(Self.isNear(Self.place(&driver, 0, at: 2), 160.5, 80))
        #expect(Self.isNear(Self.place(&driver, 0, at: 3), 260.5, 80), "100 m/s exactly, over two seconds")
        #expect(Self.isNear(Self.place(&driver, 0, at: 4.9), 360.5, 80))
        #expect(Self.isNear(Self.place(&driver, 0, at: 5), 360.5, 1080))
        #expect(Self.isNear(Self.place(&driver, 0, at: 5.5), 355.5, 1080))
        #expect(driver.world.changes.count == 1, "a jump is neither leaving nor entering")
    }

    @Test("after a jump the vehicle is found among its new neighbours and no longer among the old")
    func neighboursAfterJump() throws {
        let trace = try makeTrace(
            (0...4).map { step in
                (Double(step), [("a", step < 2 ? 0 : 5000, 0), ("near", 50, 0), ("far", 5050, 0)])
            })
        var driver = Self.driver(trace)
        var found: [Reception] = []
        for (time, expected) in [(0, [1]), (1_900_000, [1]), (2_000_000, [2]), (3_500_000, [2])] as [(Int64, [UInt32])]
        {
            driver.advance(to: time)
            driver.world.findNeighbours(of: 0, at: time, reach: 100, into: &found)
            #expect(found.map(\.vehicle) == expected, "at \(time) µs")
            for other in UInt32(1)...2 {
                driver.world.findNeighbours(of: other, at: time, reach: 100, into: &found)
                #expect(found.map(\.vehicle) == (expected == [other] ? [0] : []), "around \(other) at \(time) µs")
            }
        }
    }

    @Test("a window begins at its begin, also between steps, and ends with its end")
    func window() throws {
        let steps = (10...20).map { (Double($0), [("a", Double($0), 0.0), ("b", 0, $0 < 13 ? 0.0 : 1.0)]) }
        let trace = try makeTrace(steps, begin: 12.5, end: 15)
        #expect(trace.begin == 12_500_000 && trace.times == [500_000, 1_500_000, 2_500_000])
        #expect(trace.duration == 2_500_000)
        var driver = Self.driver(trace)
        #expect(Self.place(&driver, 0, at: 0.4) == nil)
        #expect(Self.isNear(Self.place(&driver, 0, at: 0.5), 13, 0))
        #expect(Self.isNear(Self.place(&driver, 0, at: 2), 14.5, 0))
        #expect(Self.isNear(Self.place(&driver, 0, at: 9), 15, 0))
        // Without a begin, time starts with the first step.
        let whole = try makeTrace(steps)
        #expect(whole.begin == 10_000_000 && whole.times.first == 0 && whole.duration == 10_000_000)
        let exact = try makeTrace(steps, begin: 12, end: 12)
        #expect(exact.times == [0] && exact.vehicles.count == 2)
    }

    @Test("a window without vehicles is refused, one that begins with empty steps is not")
    func emptySteps() throws {
        let steps: [(time: Double, samples: [(name: String, x: Double, y: Double)])] = [
            (0, []), (1, []), (2, [("a", 3, 4)]), (3, []),
        ]
        #expect(throws: TraceError.self) { try makeTrace(steps, end: 1) }
        #expect(throws: TraceError.self) { try makeTrace([]) }
        let trace = try makeTrace(steps)
        var driver = Self.driver(trace)
        #expect(Self.place(&driver, 0, at: 1.5) == nil)
        #expect(Self.isNear(Self.place(&driver, 0, at: 2.5), 3, 4))
        #expect(Self.place(&driver, 0, at: 3) == nil)
        #expect(
            trace.counts()
                == TraceData.Counts(vehicles: 1, samples: 1, steps: 4, atBegin: 0, entered: 1, left: 1, atEnd: 0))
    }

    @Test("a vehicle listed twice in a step is refused by name")
    func listedTwice() {
        #expect { try makeTrace([(0, [("a", 0, 0), ("b", 0, 0), ("a", 1, 1)])]) } throws: { error in
            "\(error)".contains("'a'")
        }
    }

    @Test("entering and leaving are counted step by step")
    func counts() throws {
        let trace = try makeTrace([
            (0, [("a", 0, 0), ("b", 0, 0)]), (1, [("b", 0, 0), ("c", 0, 0)]), (2, [("a", 0, 0), ("c", 0, 0)]), (3, []),
            (4, [("d", 0, 0), ("c", 0, 0), ("a", 0, 0)]),
        ])
        #expect(
            trace.counts()
                == TraceData.Counts(vehicles: 4, samples: 9, steps: 5, atBegin: 2, entered: 5, left: 4, atEnd: 3))
    }

    @Test("traces that differ in a time, a name, a place or a step of a vehicle have different fingerprints")
    func fingerprints() throws {
        let traces = try [
            makeTrace([(0, [("a", 0, 0), ("b", 1, 1)]), (1, [("c", 2, 2)])]),
            makeTrace([(0, [("a", 0, 0), ("b", 1, 1)]), (2, [("c", 2, 2)])]),
            makeTrace([(0, [("a", 0, 0), ("x", 1, 1)]), (1, [("c", 2, 2)])]),
            makeTrace([(0, [("a", 0, 0), ("b", 1, 3)]), (1, [("c", 2, 2)])]),
            makeTrace([(0, [("b", 0, 0), ("a", 1, 1)]), (1, [("c", 2, 2)])]),
            makeTrace([(0, [("a", 0, 0), ("b", 1, 1), ("c", 2, 2)]), (1, [])]),
            // As the first one, but b comes a step later.
            makeTrace([(0, [("a", 0, 0)]), (1, [("b", 1, 1), ("c", 2, 2)])]),
        ]
        let prints = traces.map(\.fingerprint.value)
        for (one, left) in prints.enumerated() {
            for (other, right) in prints.enumerated() where one < other {
                #expect(left != right, "traces \(one) and \(other)")
            }
        }
        let again = try makeTrace([(0, [("a", 0, 0), ("b", 1, 1)]), (1, [("c", 2, 2)])])
        #expect(again.fingerprint == traces[0].fingerprint)
    }
}
