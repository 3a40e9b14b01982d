/// Figures that a plan may want of its runs besides those of every run.
public struct WantedFigures: Sendable, Equatable {
    /// Thresholds at which every scheme's balanced accuracy is wanted.
    public var candidateThresholds: [Double]
    /// False positive rates at which every scheme's recall is wanted.
    public var rocRates: [Double]
    /// Seconds of a bin of a series by time; nil: none is wanted.
    public var seriesSeconds: Double?
    /// Whether the cases on each vehicle are wanted.
    public var vehicles: Bool

    /// Nothing, or some figures.
    ///
    /// - Parameters:
    ///   - candidateThresholds: thresholds at which every scheme's balanced accuracy is wanted.
    ///   - rocRates: false positive rates at which every scheme's recall is wanted.
    ///   - seriesSeconds: width of a bin of a series by time, above 0.
    ///   - vehicles: whether the cases on each vehicle are wanted.
    public init(
        candidateThresholds: [Double] = [], rocRates: [Double] = [], seriesSeconds: Double? = nil,
        vehicles: Bool = false
    ) {
        self.candidateThresholds = candidateThresholds
        self.rocRates = rocRates
        self.seriesSeconds = seriesSeconds
        self.vehicles = vehicles
    }

    /// Width of a bin, at least a microsecond.
    var seriesBin: Microseconds? { seriesSeconds.map { max(1, Microseconds(seconds: $0)) } }

    /// Room for them.
    func shape(_ identities: Identities, _ split: ProfileSplit) -> TallyShape {
        TallyShape(
            vehicleCount: identities.vehicleCount, identityCount: identities.count, profileCount: split.names.count,
            seriesBin: seriesBin, countsVehicles: vehicles)
    }
}
