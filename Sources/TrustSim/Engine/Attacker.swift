/// An attacker at work: its profile, its streams of draws, and its identities.
struct Attacker: Sendable {
    var profile: Profile
    var scheduleStream: RandomStream
    var beaconStream: RandomStream
    var reportStream: RandomStream
    var eventStream: RandomStream
    var claimStream: RandomStream
    /// The identity that it sends under.
    private(set) var identity: VehicleID
    /// Identities of its ghosts.
    let ghosts: Range<VehicleID>
    /// Identities for later, or to be used in turn.
    private var spare: Range<VehicleID>
    private var first: VehicleID
    // Taken out of the parts, for they are asked for in every beacon.
    let rateFactor: Double
    let favouredShare: Double
    private let rotation: (identities: Int, every: Int)
    private var beaconsSent = 0
    /// The beacon parts of its ghosts, none where one plan is for all of them.
    private var ghostParts: [any BeaconPart]

    /// Each part has a stream of its own, so that one does not disturb another, and so has the understudy of an attacker.
    init(
        profile: Profile, vehicle: VehicleID, identities: Range<VehicleID>, runDuration: Microseconds,
        random: RandomSource, isUnderstudy: Bool = false
    ) {
        let first: UInt32 = isUnderstudy ? 4 : 0
        self.profile = profile
        scheduleStream = random.stream(.attacker, vehicle, first)
        beaconStream = random.stream(.attacker, vehicle, first + 1)
        reportStream = random.stream(.attacker, vehicle, first + 2)
        eventStream = random.stream(.attacker, vehicle, first + 3)
        claimStream = random.stream(.attacker, vehicle, isUnderstudy ? 9 : 8)
        identity = vehicle
        self.first = vehicle
        rateFactor = profile.beacon.rateFactor
        favouredShare = profile.targets.favouredShare
        rotation = profile.identity.rotation
        let ghostEnd = identities.lowerBound + VehicleID(min(profile.identity.ghostCount, identities.count))
        ghosts = identities.lowerBound..<ghostEnd
        spare = ghostEnd..<identities.upperBound
        ghostParts = profile.beacon.isForGhosts ? [] : Array(repeating: profile.beacon, count: ghosts.count)
        self.profile.schedule.begin(runDuration: runDuration, &scheduleStream)
    }

    mutating func isActive(at time: Microseconds) -> Bool { profile.schedule.isActive(at: time, &scheduleStream) }

    /// All identities that it sends under now.
    var identities: [VehicleID] { [identity] + ghosts }

    /// Learns what others say of it, and takes a new identity where that is its way.
    mutating func learn(_ standing: Standing, at time: Microseconds) {
        profile.schedule.learn(standing)
        if let windows = profile.schedule as? WindowedSchedule, !windows.isOpen(at: time) { return }
        guard profile.identity.changesIdentity(at: time, standing), let next = spare.first else { return }
        spare = spare.dropFirst()
        identity = next
    }

    /// Takes a new pseudonym, as every vehicle does now and then. Names that it has beside its own stay.
    mutating func takePseudonym(_ name: VehicleID) {
        if rotation.identities == 1 || identity == first { identity = name }
        first = name
    }

    /// Whether the present identity is not its own but one of several that it uses in turn.
    var hasFalseName: Bool { rotation.identities > 1 && identity != first }

    /// Uses its own name again, where it uses several in turn: when it is honest for a while.
    mutating func resumeOwnName() {
        if rotation.identities > 1 { identity = first }
    }

    mutating func suppressesBeacon(at time: Microseconds) -> Bool {
        profile.beacon.suppresses(at: time, &beaconStream)
    }

    /// Falsifies a beacon of its own or of a ghost, as far as its part wants to.
    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext) {
        if profile.beacon.isHarmless { return }
        guard beaconStream.happens(profile.beacon.probability) else { return }
        if context.ghost > 0 && context.ghost <= ghostParts.count {
            ghostParts[context.ghost - 1].falsify(&contents, context, &beaconStream)
        } else {
            profile.beacon.falsify(&contents, context, &beaconStream)
        }
    }

    /// What it says of a road event that it has sensed.
    mutating func claim(reading: Bool) -> Bool { profile.events.claim(reading: reading, &eventStream) }

    /// Rewrites the entries of a report. Returns whether it is dishonest then: for an honest vehicle of this tolerance.
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, tolerance: Double) -> Bool {
        let honest = entries
        profile.reports.rewrite(&entries, view: view, &reportStream)
        profile.attestation.beginReport(&claimStream)
        profile.tolerance.beginReport(&claimStream)
        var vouchesFalsely = false
        for index in entries.indices {
            let isFellow = view.isFellow(entries[index].subject)
            guard let vouches = profile.guarantees.vouches(forFellow: isFellow, &reportStream) else { continue }
            entries[index].vouches = vouches
            // Measured against the tolerance that a vehicle starts with, so that labels are the same for all schemes.
            if vouches != (entries[index].value >= tolerance) { vouchesFalsely = true }
        }
        let isRewritten =
            entries.count != honest.count
            || zip(entries, honest).contains {
                $0.subject != $1.subject || $0.value != $1.value || $0.certainty != $1.certainty
            }
        return isRewritten || vouchesFalsely || profile.makesFalseClaims
    }

    /// The identity for the next beacon of its own.
    mutating func nextIdentity() -> VehicleID {
        guard rotation.identities > 1, !spare.isEmpty else { return identity }
        let number = beaconsSent / rotation.every % min(rotation.identities, spare.count + 1)
        beaconsSent += 1
        identity = number == 0 ? first : spare[spare.startIndex + VehicleID(number - 1)]
        return identity
    }
}
