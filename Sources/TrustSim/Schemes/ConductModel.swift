import GroupDecision

/// What the genie knows of the attack: how likely attackers, and honest vehicles, do what can be observed.
struct ConductModel: Sendable {
    /// What an attacker says of a road event after sensing it or its absence.
    enum Claims: Sendable, Equatable {
        case truthful, denied
        /// Turned round with this probability.
        case inverted(Double)
    }

    /// Larger ratios of single deeds are certain.
    static let certain = 300.0
    private static let tabled = 8

    let activity: ActivityModel
    /// Share of false beacons while active.
    let falseShare: Double
    let claims: Claims
    /// Share of the vehicles that are attackers, and of the honest ones that have faulty sensors.
    let attackerShare: Double
    let faultyShare: Double
    let accuracy: Double
    let favouredShare: Double
    /// Logarithm of how many more honest than malicious cases there are, over the share of attackers.
    private(set) var imbalance = 0.0
    /// Weight of a reading by a sound and by a faulty sensor.
    private let weights: (sound: Double, faulty: Double)
    /// Ratios of beacons by the net number of readings *false* of both kinds of sensors.
    private var table: [Double] = []

    init(
        activity: ActivityModel, falseShare: Double, claims: Claims = .truthful, attackerShare: Double,
        faultyShare: Double = 0, accuracy: Double, faultyAccuracy: Double = 0.5, favouredShare: Double = 0
    ) {
        self.activity = activity
        self.falseShare = falseShare
        self.claims = claims
        self.attackerShare = attackerShare
        self.faultyShare = faultyShare
        self.accuracy = accuracy
        self.favouredShare = favouredShare
        weights = (Self.logOdds(accuracy), Self.logOdds(faultyAccuracy))
        for sound in -Self.tabled...Self.tabled {
            for faulty in -Self.tabled...Self.tabled { table.append(computedRatio(sound, faulty)) }
        }
    }

    /// Within what stays finite in sums.
    private static func logOdds(_ probability: Double) -> Double {
        max(-certain, logRatio(probability, 1 - probability))
    }

    /// Logarithm of a quotient of probabilities, within what is certain.
    private static func logRatio(_ first: Double, _ second: Double) -> Double {
        if first <= 0 { return Deed.impossible }
        if second <= 0 { return certain }
        return min(max(Elementary.log(first) - Elementary.log(second), -certain), certain)
    }

    // MARK: - Deeds

    /// Logarithm of the ratio of a beacon, from the readings *false* less the readings *correct* of both kinds of sensors.
    /// The beacon is false, or true, for all of them. 0 where both are 0.
    @inline(__always)
    func beaconRatio(_ sound: Int, _ faulty: Int) -> Double {
        let side = 2 * Self.tabled + 1
        let (row, column) = (sound + Self.tabled, faulty + Self.tabled)
        if row >= 0 && row < side && column >= 0 && column < side { return table[row * side + column] }
        return computedRatio(sound, faulty)
    }

    private func computedRatio(_ sound: Int, _ faulty: Int) -> Double {
        ActivityModel.mixture(falseShare, weights.sound * Double(sound) + weights.faulty * Double(faulty))
    }

    /// Logarithm of the ratio of a true beacon.
    var trueBeacon: Double { Self.logRatio(1 - falseShare, 1) }

    /// Ratios of what a vehicle said of an event that took place. `affirms` is nil where it is not known what it said;
    /// `hadHeard`: others had told the vehicle of the event. Without that it says something only after seeing the event.
    func claim(affirms: Bool?, hadHeard: Bool) -> (known: Double, unaltered: Double) {
        let seen = hadHeard ? accuracy : 1
        switch claims {
        case .truthful: return (0, 0)
        case .inverted(let share):
            let truthful = Self.logRatio(1 - share, 1)
            guard let affirms else { return (0, truthful) }
            let honestly = affirms ? seen : 1 - seen
            return (Self.logRatio((1 - share) * honestly + share * (1 - honestly), honestly), truthful)
        case .denied:
            guard let affirms else { return (0, Self.logRatio(1 - seen, 1)) }
            if affirms { return (Deed.impossible, Deed.impossible) }
            return (Self.logRatio(1, 1 - seen), 0)
        }
    }

    // MARK: - Ratio

    /// Logarithm of the likelihood ratio of *malicious by now* against *honest as yet and not faulty*, for cases that are
    /// pooled over a run: of balanced accuracy, which weights both kinds alike.
    ///
    /// An attacker that has not yet done anything false counts as honest:
    ///
    ///     L = (A - N) / ((1 - r) (1 - q) + r N) * (honest cases) / (malicious cases / r)
    ///
    /// with A and N the means over the schedule of what is known, and of that without anything altered.
    ///
    /// `unaltered` is log N; see ``logUnaltered(_:_:)``.
    func logRatio(_ deeds: [Deed], unaltered: Double, _ scratch: inout [Double]) -> Double {
        let known = activity.logarithm(of: deeds, .known, &scratch)
        let difference = known - unaltered
        if difference < 1e-12 { return -.infinity }
        let begun = difference > 40 ? known : known + Elementary.log(1 - Elementary.exp(-difference))
        let honest =
            (1 - attackerShare) * (1 - faultyShare) + attackerShare * Elementary.exp(unaltered)
        return honest > 0 ? begun - Elementary.log(honest) + imbalance : .infinity
    }

    /// Logarithm of N. It never grows.
    func logUnaltered(_ deeds: [Deed], _ scratch: inout [Double]) -> Double {
        min(0, activity.logarithm(of: deeds, .unaltered, &scratch))
    }

    /// Finds the balance of the cases: of a vehicle that sends a beacon every interval, and a report every interval of
    /// reports that would be altered, or not.
    mutating func balance(
        beaconInterval: Microseconds, reportInterval: Microseconds, altersReports: Bool,
        counted: Range<Microseconds>
    ) {
        var deeds: [Deed] = []
        var scratch: [Double] = []
        var (malicious, honest) = (0.0, 0.0)
        let samples = 40
        var (nextBeacon, nextReport): (Microseconds, Microseconds) = (0, reportInterval / 2)
        for sample in 0..<samples {
            let time =
                counted.lowerBound + Microseconds(Double(counted.count) * (Double(sample) + 0.5) / Double(samples))
            while nextBeacon <= time || altersReports && nextReport <= time {
                if altersReports && nextReport < nextBeacon {
                    deeds.append(Deed(time: nextReport, known: 0, unaltered: Deed.impossible))
                    nextReport += reportInterval
                } else {
                    deeds.append(Deed(time: nextBeacon, known: 0, unaltered: trueBeacon))
                    nextBeacon += beaconInterval
                }
            }
            let begun = 1 - Elementary.exp(logUnaltered(deeds, &scratch))
            malicious += begun
            honest += 1 - attackerShare * begun
        }
        imbalance = malicious > 0 && honest > 0 ? Elementary.log(honest / malicious) : 0
    }
}
