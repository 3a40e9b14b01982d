import GroupDecision

/// Writes the beacons received in one run as rows of a table. Changes nothing.
final class FeatureLogger: RunObserver {
    let interests: RunInterests = .checks
    /// What a receiver remembers of a sender.
    private struct Acquaintance {
        var firstHeard: Microseconds
        var lastHeard: Microseconds
        var lastClaim: Microseconds
        var beacons = 0
        var failed = 0
    }

    /// Of every vehicle, from 0 on: what it does. `none`: it is honest; nil: nobody knows.
    private let attacks: [String?]
    private let owners: Identities
    private let names: [VehicleName]
    private let parts: [DataSplit]
    private let detector: PlausibilityDetector
    private let replication: Int
    private let file: FeatureFile
    /// Names messages, where a log is written besides.
    private let log: RunLogger?
    private let rows: UnnamedFile
    private var acquaintances = IntegerMap<UInt64, Acquaintance>()
    private var writer = CSVWriter()
    private var problem: FileProblem?
    private static let bufferLimit = 1 << 16

    init?(
        _ file: FeatureFile, simulation: Simulation, replication: Int, attacks: [String?], log: RunLogger? = nil
    ) throws(FileProblem) {
        guard let detector = simulation.verification.detector else { return nil }
        self.detector = detector
        self.file = file
        self.log = log
        self.replication = replication
        self.attacks = attacks
        owners = simulation.naming.identities
        names = (0..<VehicleID(owners.count)).map(simulation.naming.names.fullName)
        let seed = file.splitSeed(simulation.scenario.seed)
        parts = names.prefix(owners.vehicleCount).map { DataSplit(ofVehicle: $0.name, seed: seed) }
        rows = try file.beginRun()
    }

    static let columns =
        [
            "replication", "time", "receiver", "receiverNumber", "sender", "senderNumber", "senderPseudonym", "message",
            "sendTime", "claimedX", "claimedY", "claimedVelocityX", "claimedVelocityY", "claimedSpeed",
            "claimedHeadingX", "claimedHeadingY", "claimedAcceleration", "ownX", "ownY", "ownVelocityX", "ownVelocityY",
            "ownSpeed",
            "ownHeadingX", "ownHeadingY", "sensedX", "sensedY", "sensedSpeed", "beaconsBefore", "failedBefore", "gap",
            "claimedGap", "knownFor", "evidencePositive", "evidenceNegative", "failed",
        ]
        + PlausibilityCheck.all.flatMap { check in ["failed", "value", "margin"].map { "\(check.name).\($0)" } }
        + ["vehicle", "vehicleNumber", "attack", "altered", "counted", "split"]

    func checked(_ beacon: ReceivedBeacon) {
        let key = UInt64(beacon.receiver) << 32 | UInt64(beacon.name)
        let (now, claimed) = (beacon.checked.time, beacon.checked.claim.time)
        let place = acquaintances.position(
            of: key, orInsert: Acquaintance(firstHeard: now, lastHeard: now, lastClaim: claimed))
        let before = acquaintances.values[place]
        writeNames(of: beacon)
        writeClaim(of: beacon)
        writeOwn(of: beacon)
        writeHistory(of: beacon, before)
        append(beacon.isRejected)
        writeChecks(of: beacon)
        writeTruth(of: beacon)
        writer.endRow()
        acquaintances.values[place].beacons += 1
        acquaintances.values[place].failed += beacon.isRejected ? 1 : 0
        acquaintances.values[place].lastHeard = now
        acquaintances.values[place].lastClaim = claimed
        if writer.bytes.count > Self.bufferLimit { flush() }
    }

    private func writeNames(of beacon: ReceivedBeacon) {
        writer.append(replication)
        writer.append(beacon.checked.time.seconds)
        writer.append(names[Int(beacon.receiver)].name)
        writer.append(Int(beacon.receiver))
        writer.append(names[Int(beacon.name)].name)
        writer.append(Int(beacon.name))
        writer.append(names[Int(beacon.name)].pseudonym ?? "")
        writer.append(beacon.message ?? log?.message(isFavoured: beacon.isFavoured) ?? "")
    }

    private func writeClaim(of beacon: ReceivedBeacon) {
        let claim = beacon.checked.claim
        writer.append(claim.time.seconds)
        append(claim.position)
        append(claim.velocity)
        writer.append(claim.speed)
        append(beacon.hasHeading ? claim.heading : nil)
        writer.append(optional: beacon.checked.hasAcceleration ? claim.acceleration : nil)
    }

    /// What the receiver knows of itself, and what its range sensor measures of the sender.
    private func writeOwn(of beacon: ReceivedBeacon) {
        append(beacon.checked.place)
        append(beacon.ownVelocity)
        let speed = beacon.ownVelocity?.length
        writer.append(optional: speed)
        // Who stands is heading nowhere.
        append(
            beacon.ownVelocity.flatMap { velocity in
                speed.flatMap { $0 > 0 ? Point(x: velocity.x / $0, y: velocity.y / $0) : nil }
            })
        append(beacon.checked.sensed?.position)
        writer.append(optional: beacon.checked.sensed?.speed)
    }

    private func writeHistory(of beacon: ReceivedBeacon, _ before: Acquaintance) {
        let isKnown = before.beacons > 0
        writer.append(before.beacons)
        writer.append(before.failed)
        writer.append(optional: isKnown ? (beacon.checked.time - before.lastHeard).seconds : nil)
        writer.append(optional: isKnown ? (beacon.checked.claim.time - before.lastClaim).seconds : nil)
        writer.append(optional: isKnown ? (beacon.checked.time - before.firstHeard).seconds : nil)
        writer.append(beacon.evidence.positive)
        writer.append(beacon.evidence.negative)
    }

    private func writeChecks(of beacon: ReceivedBeacon) {
        for check in PlausibilityCheck.all {
            if check.hasInput(beacon.inputs) { append(beacon.failed.contains(check.bit)) } else { writer.append("") }
            let measure = detector.measure(check, of: beacon.checked)
            writer.append(optional: measure?.value)
            writer.append(optional: measure?.margin)
        }
    }

    private func writeTruth(of beacon: ReceivedBeacon) {
        let vehicle = owners.owner(of: beacon.name)
        writer.append(names[Int(vehicle)].name)
        writer.append(Int(vehicle))
        writer.append(attacks[Int(vehicle)] ?? "")
        if let isAltered = beacon.isAltered { append(isAltered) } else { writer.append("") }
        append(beacon.isCounted)
        writer.append(parts[Int(vehicle)].rawValue)
    }

    private func append(_ point: Point?) {
        writer.append(optional: point?.x)
        writer.append(optional: point?.y)
    }

    private func append(_ isTrue: Bool) { writer.append(isTrue ? 1 : 0) }

    private func flush() {
        do throws(FileProblem) {
            if problem == nil { try rows.append(writer.bytes) }
        } catch { problem = error }
        writer = CSVWriter(capacityBytes: Self.bufferLimit + 4096)
    }

    /// Hands the rows over. `number`: the place of the run among those of the file.
    func finish(run number: Int) throws(FileProblem) {
        flush()
        if let problem { throw problem }
        try file.add(rows, ofRun: number)
    }
}
