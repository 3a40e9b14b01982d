/// The decisions of one scheme in a run, by time.
struct SeriesTally: Sendable {
    /// What times are counted from.
    enum Clock: String, CaseIterable, Sendable {
        /// The begin of the run, each bin for itself, the warm-up too.
        case run
        /// The same, all cases from the end of the warm-up to the end of the bin.
        case sinceWarmup
        /// The begin of the bout of misconduct of the vehicle that is decided about.
        case begin
        /// Its end.
        case end
    }

    /// Counts of a bin.
    struct Point: Sendable, Equatable {
        var clock: Clock
        /// Place of the profile; -1 for all attackers.
        var profile: Int
        /// The bin begins at this number of widths.
        var bin: Int
        var counts: ConfusionCounts
    }

    /// A decision about an attacker.
    private struct AttackerCase: Sendable {
        var time: Microseconds
        var vehicle: VehicleID
        var profile: Int16
        var isMalicious: Bool
        var isDistrusted: Bool
    }

    let bin: Microseconds
    /// By bin: decisions about vehicles that are no attackers, in the whole run and since the warm-up.
    private var honest: [(all: ConfusionCounts, counted: ConfusionCounts)] = []
    private var attackers: [AttackerCase] = []

    init(bin: Microseconds) { self.bin = bin }

    /// Counts a decision.
    ///
    /// - Parameters:
    ///   - time: of the decision; it does not decrease from call to call.
    ///   - attacker: the attacker behind the name that is decided about, with the place of its profile (-1 without a split);
    ///     nil for others.
    ///   - isMalicious: whether it has misbehaved by then.
    ///   - isDistrusted: what was decided.
    ///   - isCounted: whether the warm-up is over.
    mutating func add(
        at time: Microseconds, attacker: (vehicle: VehicleID, profile: Int)?, isMalicious: Bool, isDistrusted: Bool,
        isCounted: Bool
    ) {
        if let attacker {
            attackers.append(
                AttackerCase(
                    time: time, vehicle: attacker.vehicle, profile: Int16(truncatingIfNeeded: attacker.profile),
                    isMalicious: isMalicious, isDistrusted: isDistrusted))
            return
        }
        let place = Int(time / bin)
        while honest.count <= place { honest.append((ConfusionCounts(), ConfusionCounts())) }
        honest[place].all.add(actual: isMalicious, predicted: isDistrusted)
        if isCounted { honest[place].counted.add(actual: isMalicious, predicted: isDistrusted) }
    }

    /// Bins that have cases, by clock, profile and time. O(cases on attackers x (1 + bouts of one) + bins x profiles).
    ///
    /// On the clocks of the run a profile's rows have the cases on malicious vehicles of that profile and all cases on honest
    /// ones, as false alarms are common to all; on the others the cases on attackers of the profile only.
    func points(
        _ bouts: MisconductBouts, profileCount: Int, warmupEnd: Microseconds, end: Microseconds
    ) -> [Point] {
        (-1..<profileCount).flatMap { profile in
            runPoints(profile, warmupEnd) + alignedPoints(.begin, profile) { bouts.sinceBegin($0, at: $1, end: end) }
                + alignedPoints(.end, profile) { bouts.sinceEnd($0, at: $1, end: end) }
        }
    }

    private func runPoints(_ profile: Int, _ warmupEnd: Microseconds) -> [Point] {
        let count = max(honest.count, attackers.last.map { Int($0.time / bin) + 1 } ?? 0)
        var bins = honest + Array(repeating: (ConfusionCounts(), ConfusionCounts()), count: count - honest.count)
        for item in attackers where profile < 0 || !item.isMalicious || Int(item.profile) == profile {
            let place = Int(item.time / bin)
            bins[place].all.add(actual: item.isMalicious, predicted: item.isDistrusted)
            if item.time >= warmupEnd {
                bins[place].counted.add(actual: item.isMalicious, predicted: item.isDistrusted)
            }
        }
        var sum = ConfusionCounts()
        let sums = bins.map { bin in
            sum.add(bin.counted)
            return sum
        }
        let counted = points(.sinceWarmup, profile, sums, first: 0).filter { bins[$0.bin].counted.total > 0 }
        return points(.run, profile, bins.map(\.all), first: 0) + counted
    }

    private func alignedPoints(
        _ clock: Clock, _ profile: Int, _ offset: (VehicleID, Microseconds) -> Microseconds?
    ) -> [Point] {
        let found = attackers.compactMap { item -> (bin: Int, item: AttackerCase)? in
            guard profile < 0 || Int(item.profile) == profile, let offset = offset(item.vehicle, item.time) else {
                return nil
            }
            // The bin below, for negative offsets too.
            return (Int((Double(offset) / Double(bin)).rounded(.down)), item)
        }
        guard let first = found.map(\.bin).min(), let last = found.map(\.bin).max() else { return [] }
        var bins = [ConfusionCounts](repeating: ConfusionCounts(), count: last - first + 1)
        for (bin, item) in found { bins[bin - first].add(actual: item.isMalicious, predicted: item.isDistrusted) }
        return points(clock, profile, bins, first: first)
    }

    private func points(_ clock: Clock, _ profile: Int, _ bins: [ConfusionCounts], first: Int) -> [Point] {
        bins.enumerated().compactMap { place, counts in
            counts.total > 0 ? Point(clock: clock, profile: profile, bin: first + place, counts: counts) : nil
        }
    }
}
