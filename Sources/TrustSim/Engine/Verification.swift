import GroupDecision

/// Beacons as they were sent, and checks of what they claim.
struct Verification {
    /// Checks of beacons, where they are verified that way.
    let detector: PlausibilityDetector?
    /// Beacons as they were sent, where somebody reads them.
    let beacons: BeaconLog?
    /// Outcomes of the checks.
    var tally = CheckTally()
    /// Where everybody claims to be, where claims are compared.
    private var claimGrid: ClaimGrid?
    private let interval: Microseconds
    private let random: RandomSource

    /// `road` is nil where nobody knows the roads.
    init(
        _ scenario: Scenario, cast: Cast, identityCount: Int, reach: Double, road: Road?, _ timetable: Timetable,
        random: RandomSource
    ) {
        let interval = timetable.beaconInterval
        let checks = scenario.sensing.verification == "plausibility"
        detector =
            checks
            ? PlausibilityDetector(
                scenario.plausibility, reach: reach, road: road, interval: interval, shortest: timetable.shortestGap)
            : nil
        claimGrid =
            checks
            ? ClaimGrid(
                identityCount: identityCount, side: ClaimGrid.side(for: scenario.plausibility, interval: interval))
            : nil
        beacons =
            checks || cast.attackers.contains { $0.profile.beacon.readsBeacons }
            ? BeaconLog(identityCount: identityCount, random: random) : nil
        self.interval = interval
        self.random = random
    }

    /// Keeps a beacon that was sent, and who was told what.
    mutating func keep(_ beacon: Simulation.Beacon, from sender: VehicleID, at time: Microseconds) {
        guard let beacons else { return }
        let favour = beacon.truth.map {
            BeaconLog.Favour(contents: $0, attacker: sender, share: beacon.favouredShare)
        }
        beacons.add(beacon.contents, favour: favour, of: beacon.identity, at: time)
        claimGrid?.set(beacon.identity, at: beacon.contents.position)
    }

    /// Claims of others that could be of the same place, or be what this one was copied from.
    func claimsNear(
        _ beacon: Simulation.Beacon, _ detector: PlausibilityDetector, at time: Microseconds
    ) -> [(identity: VehicleID, beacon: BeaconLog.Entry)] {
        guard let beacons, let claimGrid else { return [] }
        var found: [(identity: VehicleID, beacon: BeaconLog.Entry)] = []
        claimGrid.forEachCandidate(near: beacon.contents.position) { other in
            guard other != beacon.identity, let latest = beacons.latest(of: other),
                time - latest.sent <= 2 * interval,
                !detector.compare(beacon.contents, with: latest.contents, at: time).isEmpty
            else { return }
            found.append((other, latest))
        }
        return found
    }

    /// Of each receiver of a beacon: how near the nearest vehicle is that it has heard of lately, by the last that this
    /// vehicle has sent.
    func nearestOthers(
        _ beacon: Simulation.Beacon, from sender: VehicleID, _ store: EvidenceStore, of receptions: [Reception],
        at time: Microseconds
    ) -> [Double?] {
        guard let beacons else { return receptions.map { _ in nil } }
        return receptions.map { reception in
            let isFavoured =
                beacon.favouredShare > 0 && random.favours(reception.vehicle, by: sender, share: beacon.favouredShare)
            let claim = isFavoured ? beacon.truth ?? beacon.contents : beacon.contents
            var nearest: Double?
            store.forEachRecord(of: reception.vehicle) { _, record in
                guard record.subject != beacon.identity, time - record.heardTime <= 2 * interval,
                    let latest = beacons.latest(of: record.subject), latest.sent == record.heardTime,
                    let distance = claim.distance(
                        from: beacons.contents(of: latest, heardBy: reception.vehicle), at: time)
                else { return }
                nearest = min(nearest ?? distance, distance)
            }
            return nearest
        }
    }
}

extension MessageDraws {
    /// Noise of a range sensor (G. E. P. Box, M. E. Muller, 1958, DOI 10.1214/aoms/1177706645).
    func sensorDraw(for receiver: VehicleID) -> PlausibilityDetector.SensorDraw {
        let first = bits(for: receiver)
        // Another number of the same sequence: receivers have the even ones.
        let second = bits(for: receiver ^ 0x8000_0000)
        let radius = (-2 * Elementary.log(Double((first >> 11) + 1) * 0x1p-53)).squareRoot()
        let angle = 2 * Double.pi * Double(second >> 38) * 0x1p-26
        let x = radius * Elementary.cos(angle)
        let y = radius * Elementary.sin(angle)
        // The sum of four uniform numbers is near enough to normal for a difference of speeds.
        var sum = -2.0
        for shift in [0, 9, 18, 27] { sum += Double(second >> UInt64(shift) & 0x1FF) / 511 }
        return PlausibilityDetector.SensorDraw(x: x, y: y, speed: sum * 1.7320508075688772)
    }
}
