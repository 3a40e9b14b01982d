import Testing

@testable import TrustSim

@Suite struct ProgressMeterTests {
    @Test("work counts by the cost of cells, and runs under way as far as they are")
    func shares() {
        let meter = ProgressMeter(costs: [1, 9])
        #expect(meter.reading == ProgressMeter.Reading())
        meter.expect(cells: [0, 1])
        #expect(meter.reading.total == 2)
        let cheap = meter.begin(cell: 0)
        #expect(meter.reading.cell == 0)
        let dear = meter.begin(cell: 1)
        #expect(meter.reading.cell == 1)
        meter.advance(dear, to: 0.5)
        #expect(abs(meter.reading.share - 0.45) < 1e-12)
        meter.end(cheap)
        #expect(meter.reading.done == 1)
        #expect(abs(meter.reading.share - 0.55) < 1e-12)
        meter.advance(dear, to: 7)
        #expect(meter.reading.share == 1)
        meter.end(dear)
        #expect(meter.reading.done == 2)
        #expect(meter.reading.share == 1)
    }

    @Test("runs done before are counted, but not as work; costs that are none do no harm")
    func doneBefore() {
        let meter = ProgressMeter(costs: [.nan, 0, .infinity, -1])
        meter.expect(cells: [0, 1, 2, 3, 99], alreadyDone: 10)
        #expect(meter.reading.done == 10)
        #expect(meter.reading.total == 15)
        #expect(meter.reading.share == 0)
        for cell in [0, 1, 2, 3, 99] { meter.end(meter.begin(cell: cell)) }
        #expect(meter.reading.done == 15)
        #expect(abs(meter.reading.share - 1) < 1e-12)
    }

    @Test("an executor moves the meter from 0 to 1, within runs as well, and gets the same results", arguments: [1, 2])
    func executor(jobs: Int) throws {
        var executor = try SmallWorld.executor(["replications=3"], ratios: [0.1, 0.3])
        executor.jobs = jobs
        let alone = try executor.run()
        let meter = ProgressMeter(costs: [1, 1])
        executor.meter = meter
        let seen = Guarded<[ProgressMeter.Reading]>([])
        executor.progress = { _ in seen.withLock { $0.append(meter.reading) } }
        let metered = try executor.run()
        #expect(metered.fingerprints == alone.fingerprints)
        let shares = seen.withLock { $0.map(\.share) }
        #expect(shares == shares.sorted())
        #expect(shares.count == 6)
        #expect(meter.reading.done == 6)
        #expect(abs(meter.reading.share - 1) < 1e-12)
    }
}
