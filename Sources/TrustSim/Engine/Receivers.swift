/// What is asked of vehicles whenever they receive a beacon, in a byte each: it should stay in the cache.
final class Receivers {
    /// For each vehicle, whether messages to it count in the metrics (bit 0), and the number of its accuracy.
    private let kinds: UnsafeMutablePointer<UInt8>
    /// Different probabilities of a right reading, as thresholds of ``MessageDraws``.
    private let thresholds: UnsafeMutablePointer<UInt64>
    private static let largestCount = 128

    /// At most 128 different accuracies. Messages to attackers and roadside units do not count.
    init(accuracy: [Double], isLeftOut: [Bool]) {
        kinds = .allocate(capacity: accuracy.count)
        thresholds = .allocate(capacity: Self.largestCount)
        var different: [Double] = []
        for vehicle in accuracy.indices {
            let number = different.firstIndex(of: accuracy[vehicle]) ?? different.count
            if number == different.count {
                precondition(number < Self.largestCount, "too many different accuracies")
                thresholds[number] = MessageDraws.threshold(of: accuracy[vehicle])
                different.append(accuracy[vehicle])
            }
            kinds[vehicle] = UInt8(number) << 1 | (isLeftOut[vehicle] ? 0 : 1)
        }
    }

    deinit {
        kinds.deallocate()
        thresholds.deallocate()
    }

    /// Whether messages to a vehicle count in the metrics.
    @inline(__always)
    func isCounted(_ vehicle: VehicleID) -> Bool { kinds[Int(vehicle)] & 1 == 1 }

    /// Probability of a right reading, as a threshold of ``MessageDraws``.
    @inline(__always)
    func accuracy(of vehicle: VehicleID) -> UInt64 { thresholds[Int(kinds[Int(vehicle)] >> 1)] }
}
