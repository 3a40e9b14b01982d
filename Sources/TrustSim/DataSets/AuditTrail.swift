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

    /// Mean number of receivers of a beacon.
    var receiversOfBeacon: Double? { messages > 0 ? Double(receptions) / Double(messages) : nil }
}
