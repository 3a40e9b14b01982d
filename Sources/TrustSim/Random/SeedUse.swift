/// What the worlds of runs are for. Each use has worlds of its own for every seed and replication, so what was chosen on some
/// was never seen on the others.
///
/// The key of all draws of a run is the pair of base seed and number of the replication, of 32 bits each. Replications are
/// numbered below 2³⁰, and the two highest bits of the number are the use. So no base seed and no replication of one use has
/// the key of another: the sets are apart by construction, whatever seeds are tried. Movements that come from a file, or from
/// SUMO, are outside: they are the same for every use.
public enum SeedUse: UInt32, Sendable, CaseIterable {
    /// Results: run, sweep, study and all others that show what schemes do.
    case results = 0
    /// Searches for values: `tune`, and `calibrate` on scenarios of one's own.
    case search = 1
    /// What was found, tried where nothing was looked for.
    case heldOut = 2

    /// Replications of each use are numbered below this.
    static let replicationLimit: UInt32 = 1 << 30

    /// The second half of the key of the run with a number.
    ///
    /// Precondition: the number is not negative and below 2³⁰.
    func key(ofReplication number: Int) -> UInt32 {
        precondition((0..<Int(Self.replicationLimit)).contains(number), "replications are numbered below 2^30")
        return rawValue << 30 | UInt32(number)
    }

    /// The number of the replication whose key has this second half, and the use that it is of.
    static func replication(ofKey key: UInt32) -> (number: Int, use: SeedUse?) {
        (Int(key & (replicationLimit - 1)), SeedUse(rawValue: key >> 30))
    }
}
