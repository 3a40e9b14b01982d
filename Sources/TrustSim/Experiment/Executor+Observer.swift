extension Executor {
    /// Does one replication of a cell under the eyes of an observer. The meter has been told what to expect.
    func run(cell: Int = 0, replication: Int, observer: any RunObserver) throws -> RunResult {
        var simulation = simulation(ofCell: cell, replication: replication)
        simulation.admit(observer)
        return try metered(&simulation, cell: cell)
    }
}

/// Tells a meter how far a run has come.
final class MeterObserver: RunObserver {
    let interests: RunInterests = .progress
    private let meter: ProgressMeter
    private let place: Int

    /// For a run of a cell that begins now.
    init(_ meter: ProgressMeter, cell: Int) {
        self.meter = meter
        place = meter.begin(cell: cell)
    }

    func end() { meter.end(place) }

    func advance(to share: Double) { meter.advance(place, to: share) }
}
