/// Simulated time and durations: a whole number of microseconds. Times are rounded to it right after they are drawn, so
/// that the order of events never depends on rounding.
public typealias Microseconds = Int64

extension Microseconds {
    /// The nearest whole microsecond. Values beyond ±9e12 s are limited to that; not-a-number is 0.
    public init(seconds: Double) {
        guard seconds == seconds else {
            self = 0
            return
        }
        self = Int64((Swift.min(Swift.max(seconds, -9e12), 9e12) * 1e6).rounded())
    }

    /// The same in seconds.
    public var seconds: Double { Double(self) / 1e6 }
}
