/// The attackers that a list names, as they are in one scenario.
struct ListedAttackers: Sendable {
    /// What some of them do, and when.
    struct Kind: Sendable {
        /// With a ``WindowedSchedule``, unless it may act at all times.
        var profile: Profile
        /// How many do so.
        var count: Int
    }

    /// Every profile with its windows once, in the order of its first vehicle.
    let kinds: [Kind]
    /// In order of the vehicles' numbers, each with the place of what it does in ``kinds``.
    let members: [(vehicle: VehicleID, kind: Int)]
    /// Share of all vehicles.
    let ratio: Double

    /// What is done, with the share of the attackers that do it.
    var shares: [(profile: Profile, share: Double)] {
        kinds.map { ($0.profile, Double($0.count) / Double(max(1, members.count))) }
    }

    /// The vehicles with what they do.
    var attackers: [(vehicle: VehicleID, profile: Profile)] {
        members.map { ($0.vehicle, kinds[$0.kind].profile) }
    }
}
