/// The receivers of one beacon that can verify it. Their draws are made together, several at a time.
final class VerifierBatch {
    private let source: BatchSource
    private let accuracy: UnsafeMutablePointer<Double>
    private(set) var count = 0
    /// Which receptions they are, who they are, and what they drew.
    private let indices: UnsafeMutablePointer<UInt32>
    private let vehicles: UnsafeMutablePointer<VehicleID>
    private let chances: UnsafeMutablePointer<Double>

    /// `accuracy` is the probability of a right reading, by vehicle.
    init(accuracy: [Double], random: RandomSource) {
        source = BatchSource(random)
        self.accuracy = .allocate(capacity: accuracy.count)
        for index in accuracy.indices { self.accuracy[index] = accuracy[index] }
        let capacity = accuracy.count + BatchSource.size
        indices = .allocate(capacity: capacity)
        vehicles = .allocate(capacity: capacity)
        vehicles.initialize(repeating: 0, count: capacity)
        chances = .allocate(capacity: capacity)
    }

    deinit {
        accuracy.deallocate()
        indices.deallocate()
        vehicles.deallocate()
        chances.deallocate()
    }

    func removeAll() { count = 0 }

    /// Without a branch: who can verify cannot be foretold.
    @inline(__always)
    func append(_ index: Int, _ vehicle: VehicleID, if isNear: Bool) {
        indices[count] = UInt32(truncatingIfNeeded: index)
        vehicles[count] = vehicle
        count = count &+ (isNear ? 1 : 0)
    }

    /// Draws for a beacon of a sender.
    func draw(about sender: VehicleID, number: UInt64) {
        source.uniforms(.verification, vehicles, count: count, sender, number: number, into: chances)
    }

    /// Which reception a verifier has, and whether it reads it wrongly.
    @inline(__always)
    func reading(_ verifier: Int) -> (reception: Int, isWrong: Bool) {
        (Int(indices[verifier]), chances[verifier] >= accuracy[Int(vehicles[verifier])])
    }
}
