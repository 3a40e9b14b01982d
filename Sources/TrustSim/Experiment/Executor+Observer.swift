extension Executor {
    /// Does one replication of a cell under the eyes of an observer. The meter has been told what to expect.
    func run(cell: Int = 0, replication: Int, observer: any RunObserver) throws(Cancelled) -> RunResult {
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

    init(_ meter: ProgressMeter, _ place: Int) {
        self.meter = meter
        self.place = place
    }

    func advance(to share: Double) { meter.advance(place, to: share) }
}
