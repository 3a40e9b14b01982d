/// What the run knows and no scheme is told.
struct Truth: Sendable {
    /// Since when each vehicle has been malicious: its first misconduct, nil before.
    private(set) var firstMisconduct: [Microseconds?]
    /// Whether there is a first misconduct: a byte a vehicle, because it is asked for every case.
    private(set) var isMalicious: [Bool]
    let isAttacker: [Bool]
    /// By identity: whether it is known if it attacks; empty where it is known of all.
    private let isLabelled: [Bool]
    let warmupEnd: Microseconds
    let trustsUnknown: Bool
    /// What attackers do, by vehicle; identities beyond the vehicles' own belong to owners.
    private let profiles: IntegerMap<VehicleID, Profile>
    private let identities: Identities
    /// By which attackers are told apart.
    let split: ProfileSplit
    /// When they misbehave, where a series is wanted.
    var bouts: MisconductBouts?

    init(
        firstMisconduct: [Microseconds?], isAttacker: [Bool], warmupEnd: Microseconds, trustsUnknown: Bool,
        attackers: [(vehicle: VehicleID, profile: Profile)] = [], identities: Identities? = nil,
        isLabelled: [Bool]? = nil, split: ProfileSplit = ProfileSplit()
    ) {
        let identities = identities ?? Identities(vehicleCount: isAttacker.count)
        self.identities = identities
        self.isLabelled =
            isLabelled.map { labels in
                labels.contains(false)
                    ? (0..<VehicleID(identities.count)).map { labels[Int(identities.owner(of: $0))] } : []
            } ?? []
        var profiles = IntegerMap<VehicleID, Profile>()
        for (vehicle, profile) in attackers { profiles.append(vehicle, profile) }
        self.profiles = profiles
        self.firstMisconduct = firstMisconduct
        isMalicious = firstMisconduct.map { $0 != nil }
        self.isAttacker = isAttacker
        self.warmupEnd = warmupEnd
        self.trustsUnknown = trustsUnknown
        self.split = split
    }

    /// The attacker behind an identity with the place of its profile, nil for honest vehicles.
    func attacker(behind identity: VehicleID) -> (vehicle: VehicleID, profile: Int)? {
        guard isAttacker[Int(identity)] else { return nil }
        let vehicle = identities.owner(of: identity)
        return (vehicle, split.profile(of: vehicle))
    }

    /// What the attacker behind an identity does, nil for honest vehicles.
    func profile(of identity: VehicleID) -> Profile? {
        isAttacker[Int(identity)] ? profiles[identities.owner(of: identity)] : nil
    }

    /// Whether an identity is a name that an attacker uses beside its own.
    func isExtraName(_ identity: VehicleID) -> Bool { identities.owner(of: identity) != identity }

    /// The vehicle behind an identity.
    func owner(of identity: VehicleID) -> VehicleID { identities.owner(of: identity) }

    /// Whether nobody knows if a vehicle in a data set attacks: then no decision on it counts.
    func isUnlabelled(_ identity: VehicleID) -> Bool { !isLabelled.isEmpty && !isLabelled[Int(identity)] }

    /// A vehicle acts as an attacker, under its own or another name.
    mutating func noteAct(of vehicle: VehicleID, at time: Microseconds) { bouts?.note(vehicle, at: time) }

    /// A name is that of a malicious vehicle from now on.
    mutating func noteMisconduct(_ vehicle: VehicleID, at time: Microseconds) {
        if isMalicious[Int(vehicle)] { return }
        isMalicious[Int(vehicle)] = true
        firstMisconduct[Int(vehicle)] = time
    }
}
