import GroupDecision

/// Something that a vehicle did, as far as somebody knows of it: logarithms of likelihood ratios of a vehicle that was
/// malicious at that moment against an honest one.
struct Deed: Sendable {
    /// Logarithm of 0: an active attacker could not have done it. Finite, so that it can be taken out of a sum again.
    static let impossible = -1e5

    var time: Microseconds
    /// Of what is known.
    var known: Double
    /// Of that and of having told the truth.
    var unaltered: Double

    enum Ratio { case known, unaltered }

    @inline(__always)
    subscript(_ ratio: Ratio) -> Double { ratio == .known ? known : unaltered }
}

/// When an attacker may have been active, as far as its schedule tells without its draws.
enum ActivityModel: Sendable, Equatable {
    /// From a time on.
    case from(Microseconds)
    /// In each message with this probability.
    case independent(Double)
    /// In turn, from a phase drawn uniformly.
    case inTurn(on: Microseconds, off: Microseconds)
    /// In turn, for exponentially distributed times with these means in seconds, in equilibrium from the begin.
    case markov(on: Double, off: Double)

    /// Nil for schedules that follow what happens in the world.
    init?(_ schedule: any SchedulePart, runDuration: Microseconds) {
        switch schedule {
        case is AlwaysActive: self = .from(0)
        case let part as Betrayal: self = .from(Microseconds(seconds: part.after * runDuration.seconds))
        case let part as BernoulliSchedule: self = .independent(part.probability)
        case let part as OnOff: self = .inTurn(on: part.on, off: part.off)
        case let part as MarkovSchedule: self = .markov(on: part.on, off: part.off)
        default: return nil
        }
    }

    /// Whether every attacker is active then.
    func isSure(at time: Microseconds) -> Bool {
        switch self {
        case .from(let begin): time >= begin
        case .independent(let probability): probability == 1
        case .inTurn, .markov: false
        }
    }

    /// Whether an attacker may be active then.
    func isPossible(at time: Microseconds) -> Bool {
        if case .from(let begin) = self { return time >= begin }
        return true
    }

    /// Logarithm of the mean, over everything that the schedule may have done, of the product of the ratios of the deeds
    /// done while active. Deeds in order of time.
    ///
    /// Exact but for `inTurn`, whose phase is integrated on a grid of at most a second (or, where a period is longer than
    /// 4096 s, of a part of it): exact there, too, where all times are so far apart. O(deeds + cells).
    func logarithm(of deeds: [Deed], _ ratio: Deed.Ratio, _ scratch: inout [Double]) -> Double {
        switch self {
        case .from(let begin):
            var sum = 0.0
            for deed in deeds where deed.time >= begin { sum += deed[ratio] }
            return sum
        case .independent(let probability):
            var sum = 0.0
            for deed in deeds where deed[ratio] != 0 { sum += Self.mixture(probability, deed[ratio]) }
            return sum
        case .inTurn(let on, let off): return Self.inTurn(on, off, deeds, ratio, &scratch)
        case .markov(let on, let off): return Self.markov(on, off, deeds, ratio)
        }
    }

    /// log(1 - p + p exp(x)).
    static func mixture(_ probability: Double, _ x: Double) -> Double {
        if probability == 0 { return 0 }
        return x > 30
            ? x + Elementary.log(probability + (1 - probability) * Elementary.exp(-x))
            : Elementary.log(max(0, 1 - probability + probability * Elementary.exp(x))).boundedBelow
    }

    private static func inTurn(
        _ on: Microseconds, _ off: Microseconds, _ deeds: [Deed], _ ratio: Deed.Ratio, _ sums: inout [Double]
    ) -> Double {
        let period = on + off
        let seconds = max(1, (period.seconds - 1e-9).rounded(.up))
        let cells = Int(min(4096, seconds * max(1, (32 / seconds).rounded(.up))))
        let cellsPerUnit = Double(cells) / Double(period)
        let periodsPerUnit = 1 / Double(period)
        /// Number of cells whose middles lie before a phase.
        func cell(_ phase: Microseconds) -> Int { Int(Double(phase) * cellsPerUnit + 0.5) }
        sums.removeAll(keepingCapacity: true)
        sums.append(contentsOf: repeatElement(0, count: cells + 1))
        return sums.withUnsafeMutableBufferPointer { sums in
            for deed in deeds where deed[ratio] != 0 {
                // Active in it are the phases from `first` on for the time `on`, beyond the period from 0 on.
                var first = period - (deed.time - Microseconds(Double(deed.time) * periodsPerUnit) * period)
                if first >= period { first -= period }
                if first < 0 { first += period }
                let (begin, end) = (cell(first), cell(first + on))
                sums[begin] += deed[ratio]
                if end <= cells {
                    sums[end] -= deed[ratio]
                } else {
                    sums[0] += deed[ratio]
                    sums[end - cells] -= deed[ratio]
                }
            }
            return logarithmOfMean(exponentsBySteps: sums, count: cells)
        }
    }

    /// log(mean(exp(x))) of the running sums x of some steps.
    private static func logarithmOfMean(
        exponentsBySteps steps: UnsafeMutableBufferPointer<Double>, count: Int
    ) -> Double {
        var most = -Double.infinity
        var exponent = 0.0
        for index in 0..<count {
            exponent += steps[index]
            most = max(most, exponent)
        }
        exponent = 0
        var (sum, term) = (0.0, 0.0)
        for index in 0..<count {
            exponent += steps[index]
            if steps[index] != 0 || index == 0 {
                term = exponent > most - 40 ? Elementary.exp(exponent - most) : 0
            }
            sum += term
        }
        return (most + Elementary.log(sum / Double(count))).boundedBelow
    }

    /// Forward filter of the two states.
    private static func markov(
        _ on: Double, _ off: Double, _ deeds: [Deed], _ ratio: Deed.Ratio
    ) -> Double {
        let share = on / (on + off)
        let rate = 1 / on + 1 / off
        var (active, honest, scale) = (share, 1 - share, 0.0)
        var time: Microseconds = 0
        var last: (elapsed: Microseconds, kept: Double) = (0, 1)
        for deed in deeds {
            let elapsed = deed.time - time
            if elapsed != last.elapsed { last = (elapsed, Elementary.exp(-rate * elapsed.seconds)) }
            time = deed.time
            let sum = active + honest
            active = share * sum + (active - share * sum) * last.kept
            honest = sum - active
            if deed[ratio] != 0 { active *= Elementary.exp(deed[ratio]) }
            let total = active + honest
            if total > 1e100 || total < 1e-100 {
                if total == 0 { return Deed.impossible }
                scale += Elementary.log(total)
                active /= total
                honest /= total
            }
        }
        return Elementary.log(active + honest) + scale
    }
}

extension Double {
    /// For sums of logarithms: that of 0 is finite.
    var boundedBelow: Double { max(self, Deed.impossible) }
}
