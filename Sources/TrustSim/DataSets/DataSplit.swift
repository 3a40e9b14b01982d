/// Parts of a data set for learning: by vehicle, so that nothing that is learnt of one is tested on the same.
enum DataSplit: String, CaseIterable {
    case train, validation, test

    /// Share of the vehicles in each part, in the order of the parts.
    static let shares = [0.7, 0.15, 0.15]

    /// The part of a vehicle. It follows from its name and the seed alone: a vehicle that is in several runs is in the same
    /// part of each, whoever else is there.
    init(ofVehicle name: String, seed: Int64) {
        var hash = Fingerprint()
        for byte in name.utf8 { hash.add(UInt64(byte)) }
        let draw = RandomSource(seed: UInt32(truncatingIfNeeded: seed), replication: 0).uniform(
            .split, UInt32(truncatingIfNeeded: hash.value), UInt32(truncatingIfNeeded: hash.value >> 32))
        self = draw < Self.shares[0] ? .train : draw < Self.shares[0] + Self.shares[1] ? .validation : .test
    }
}
