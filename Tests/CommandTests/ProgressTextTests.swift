import Testing
import TrustSim

@testable import TrustSimCommands

@Suite("The progress line")
struct ProgressTextTests {
    private func plan(_ replications: Int, ratios: [Double], axes: [Plan.Axis] = []) throws -> Plan {
        let text = "{name: 'a', vehicles: 10, replications: \(replications)}"
        let origin = SourcePosition.Origin.file("a.json")
        let file = ScenarioFile(path: "a.json", root: try JSON5Reader.read(Array(text.utf8), origin: origin))
        return try Plan(file, axes: axes, ratios: ratios)
    }

    private func line(_ reading: ProgressMeter.Reading, _ plan: Plan, seconds: Double, width: Int = 79) -> String {
        ProgressText(plan: plan, stage: "", start: 0).line(reading, now: UInt64(seconds * 1e9), width: width)
    }

    private func reading(_ done: Int, of total: Int, share: Double, cell: Int? = 0) -> ProgressMeter.Reading {
        ProgressMeter.Reading(done: done, total: total, share: share, cell: cell)
    }

    @Test("runs, rate, time left and what the present cell has that others have not")
    func words() throws {
        let axes = [Plan.Axis(key: "radio.range", values: ["200", "400"])]
        let plan = try plan(6, ratios: [0.1, 0.3], axes: axes)
        #expect(
            line(reading(6, of: 24, share: 0.25, cell: 1), plan, seconds: 10)
                == "6/24 runs, 25 %, 36 runs/min, 30 s left, attacker ratio 0.3, radio.range 200")
        #expect(
            line(reading(6, of: 24, share: 0.25, cell: 2), plan, seconds: 1, width: 50)
                == "6/24 runs, 25 %, 6.0 runs/s, 3 s left, attacker r…")
        #expect(line(reading(6, of: 24, share: 0.25), plan, seconds: 10, width: 1) == "…")
        #expect(line(reading(6, of: 24, share: 0.25), plan, seconds: 10, width: -4) == "…")
    }

    @Test("nothing is said of time before there is anything to tell it from")
    func beginning() throws {
        let plan = try plan(2, ratios: [])
        #expect(line(reading(0, of: 2, share: 0, cell: nil), plan, seconds: 0) == "0/2 runs, 0 %")
        #expect(line(reading(0, of: 2, share: 0), plan, seconds: 100) == "0/2 runs, 0 %")
        #expect(line(reading(0, of: 2, share: 1e-300), plan, seconds: 100) == "0/2 runs, 0 %, 0.0 runs/h, days left")
    }

    @Test("of a single run the share is what is simulated, without a rate")
    func single() throws {
        let plan = try plan(1, ratios: [])
        #expect(line(reading(0, of: 1, share: 0.999), plan, seconds: 7200) == "0/1 runs, 99 %, 8 s left")
        #expect(line(reading(0, of: 1, share: 0.5), plan, seconds: 7200) == "0/1 runs, 50 %, 2.0 h left")
    }
}
