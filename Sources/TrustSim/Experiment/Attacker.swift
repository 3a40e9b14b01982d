/// An attacker at work: its profile, its streams of draws, and its identities.
struct Attacker: Sendable {
    var profile: Profile
    var scheduleStream: RandomStream
    var beaconStream: RandomStream
    var reportStream: RandomStream
    var eventStream: RandomStream
    /// The identity that it sends under.
    private(set) var identity: VehicleID
    /// Identities of its ghosts.
    let ghosts: Range<VehicleID>
    /// Identities for later, or to be used in turn.
    private var spare: Range<VehicleID>
    private let first: VehicleID
    private var beaconsSent = 0

    /// Each part has a stream of its own, so that one does not disturb another.
    init(
        profile: Profile, vehicle: VehicleID, identities: Range<VehicleID>, runDuration: Microseconds,
        random: RandomSource
    ) {
        self.profile = profile
        scheduleStream = random.stream(.attacker, vehicle, 0)
        beaconStream = random.stream(.attacker, vehicle, 1)
        reportStream = random.stream(.attacker, vehicle, 2)
        eventStream = random.stream(.attacker, vehicle, 3)
        identity = vehicle
        first = vehicle
        let ghostEnd = identities.lowerBound + VehicleID(min(profile.identity.ghostCount, identities.count))
        ghosts = identities.lowerBound..<ghostEnd
        spare = ghostEnd..<identities.upperBound
        self.profile.schedule.begin(runDuration: runDuration, &scheduleStream)
    }

    mutating func isActive(at time: Microseconds) -> Bool { profile.schedule.isActive(at: time, &scheduleStream) }

    /// All identities that it sends under now.
    var identities: [VehicleID] { [identity] + ghosts }

    /// Learns what others say of it, and takes a new identity where that is its way.
    mutating func learn(_ standing: Standing, at time: Microseconds) {
        profile.schedule.learn(standing)
        guard profile.identity.changesIdentity(at: time, standing), let next = spare.first else { return }
        spare = spare.dropFirst()
        identity = next
    }

    /// The identity for the next beacon of its own.
    mutating func nextIdentity() -> VehicleID {
        let rotation = profile.identity.rotation
        guard rotation.identities > 1, !spare.isEmpty else { return identity }
        let number = beaconsSent / rotation.every % min(rotation.identities, spare.count + 1)
        beaconsSent += 1
        identity = number == 0 ? first : spare[spare.startIndex + VehicleID(number - 1)]
        return identity
    }
}
