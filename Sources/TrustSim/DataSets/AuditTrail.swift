import GroupDecision

/// What a data set shows of one name without looking into its messages: kept name by name, in memory that does not grow with
/// the messages.
struct AuditTrail {
    private static let gapLimit = 512

    /// Beacons, each once, however many receive it; and receptions of them.
    private(set) var messages = 0
    private(set) var receptions = 0
    private(set) var first = Microseconds.max
    private(set) var last = Microseconds.min
    /// Some of the gaps between two beacons, at most ``gapLimit``: every so many.
    private var gaps: [Microseconds] = []
    private var gapStride = 1
    private var gapCount = 0

    /// Over receptions with a power: how many, logarithm of the claimed distance, and power in dBm, added up.
    private(set) var powers = PowerSums()

    /// Receptions that are so near in time are of one beacon.
    private static let nearness: Microseconds = 1000

    /// A beacon was received, not before the last that was noted.
    mutating func note(at time: Microseconds) {
        receptions += 1
        if messages > 0 {
            guard time - last > Self.nearness else { return }
            add(gap: time - last)
        }
        messages += 1
        first = min(first, time)
        last = time
    }

    /// A reception had a power, and claimed to come from a distance.
    mutating func note(power: Double, squaredDistance: Double) {
        powers.add(decades: 0.5 * Elementary.log(max(squaredDistance, 1)) / PathLoss.naturalLogOfTen, power: power)
    }

    private mutating func add(gap: Microseconds) {
        if gapCount % gapStride == 0 {
            if gaps.count == Self.gapLimit {
                gaps = gaps.indices.filter { $0 % 2 == 0 }.map { gaps[$0] }
                gapStride *= 2
            }
            if gapCount % gapStride == 0 { gaps.append(gap) }
        }
        gapCount += 1
    }

    /// Seconds from the first beacon to the last.
    var lifetime: Double { messages > 0 ? (last - first).seconds : 0 }

    /// Beacons a second; nil with fewer than two.
    var rate: Double? { messages > 1 && last > first ? Double(messages - 1) / lifetime : nil }

    /// Median gap in seconds; nil with fewer than three beacons.
    var medianGap: Double? { quantile(0.5) }

    /// Distance of the quartiles of gaps, as a share of the median.
    var gapSpread: Double? {
        guard let low = quantile(0.25), let high = quantile(0.75), let middle = medianGap, middle > 0 else {
            return nil
        }
        return (high - low) / middle
    }

    private func quantile(_ share: Double) -> Double? {
        guard gaps.count >= 2 else { return nil }
        let sorted = gaps.sorted()
        return sorted[Int((Double(sorted.count - 1) * share).rounded())].seconds
    }

    /// Share of the gaps that are whole multiples of a step, to .1 ms.
    func wholeGaps(of step: Microseconds) -> Double? {
        guard gaps.count >= 2, step > 0 else { return nil }
        return Double(gaps.count { Self.distance($0, to: step) <= 100 }) / Double(gaps.count)
    }

    private static func distance(_ time: Microseconds, to step: Microseconds) -> Microseconds {
        let rest = time % step
        return min(rest, step - rest)
    }

    /// When its beacons come within a step, where they always come at the same; nil where they do not.
    func phase(of step: Microseconds) -> Microseconds? {
        guard let whole = wholeGaps(of: step), whole >= 0.9 else { return nil }
        return (last % step + step) % step
    }

    /// Mean of the powers minus a line over the logarithm of the distance, in dB.
    func powerResidual(_ line: (level: Double, slope: Double)) -> Double? {
        powers.count > 0
            ? powers.power / powers.count - line.level - line.slope * powers.decades / powers.count : nil
    }

    /// Mean number of receivers of a beacon.
    var receiversOfBeacon: Double? { messages > 0 ? Double(receptions) / Double(messages) : nil }
}

/// Sums for a line through powers over logarithms of distances.
struct PowerSums {
    private(set) var count = 0.0
    private(set) var decades = 0.0
    private(set) var power = 0.0
    private var squares = 0.0
    private var products = 0.0

    mutating func add(decades: Double, power: Double) {
        count += 1
        self.decades += decades
        self.power += power
        squares += decades * decades
        products += decades * power
    }

    mutating func add(_ other: PowerSums) {
        count += other.count
        decades += other.decades
        power += other.power
        squares += other.squares
        products += other.products
    }

    /// The line of least squares; nil with too few distances.
    var line: (level: Double, slope: Double)? {
        let spread = count * squares - decades * decades
        guard count > 2, spread > 1e-9 * count * squares else { return nil }
        let slope = (count * products - decades * power) / spread
        return ((power - slope * decades) / count, slope)
    }
}
