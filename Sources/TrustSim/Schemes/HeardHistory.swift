import GroupDecision

/// Everything that vehicles could have learnt of each other, and how far each evaluator could have learnt it: for bounds
/// only. Schemes never see it.
///
/// An evaluator knows its own readings, and those of everybody whose report it ever received, up to the latest such report:
/// a report is a function of what its author read. Memory grows with the readings; nothing is forgotten.
final class HeardHistory {
    /// What one vehicle did and what others saw of it.
    private struct Subject {
        /// When it sent beacons, and the end of their readings in `readings`.
        var beacons: [(time: Microseconds, end: UInt32)] = []
        /// Who read a beacon, and in the lowest bit whether as false.
        var readings: [UInt32] = []
        /// When it sent reports that it altered, or would have altered had it been active.
        var reports: [Microseconds] = []
        var claims: [Claim] = []
        /// Whether an attacker would have begun by now, but for a probability that changes nothing.
        var hasBegun = false
    }

    /// Logarithm of such a probability.
    private static let negligible = -20.0

    /// What a vehicle said of a road event that took place.
    private struct Claim {
        var event: Int
        var time: Microseconds
        var affirms: Bool
        var hadHeard: Bool
        /// Who compared it with what it saw, and when.
        var checks: [(checker: VehicleID, time: Microseconds)] = []
    }

    /// What one evaluator received from one vehicle.
    private struct Contact {
        /// When the latest report received was written.
        var latest = Microseconds.min
        /// Whether the label is told.
        var isTold = false
        /// When reports were written that an attacker would have altered but that were received unaltered.
        var honestReports: [Microseconds] = []
    }

    /// A report on the air.
    struct SentReport {
        var time: Microseconds
        var isAltered: Bool
        /// Whether it was altered, or would have been had its author been malicious at the moment.
        var wouldBeAltered: Bool
        /// Vehicles whose labels it tells.
        var told: [VehicleID] = []
    }

    let model: ConductModel
    private let isFaulty: [Bool]
    private let isAttacker: [Bool]
    private let random: RandomSource
    private var subjects: [Subject]
    private var contacts: [IntegerMap<VehicleID, Contact>]
    private var latestReports: [SentReport?]
    // Storage that is kept from evaluation to evaluation.
    private var known: [Microseconds]
    private var deeds: [Deed] = []
    private var scratch: [Double] = []

    init(model: ConductModel, isFaulty: [Bool], isAttacker: [Bool], random: RandomSource) {
        self.model = model
        self.isFaulty = isFaulty
        self.isAttacker = isAttacker
        self.random = random
        subjects = Array(repeating: Subject(), count: isFaulty.count)
        contacts = Array(repeating: IntegerMap(), count: isFaulty.count)
        latestReports = Array(repeating: nil, count: isFaulty.count)
        known = Array(repeating: .min, count: isFaulty.count)
    }

    // MARK: - What happens

    /// Whether beacons tell anything.
    var readsBeacons: Bool { model.falseShare > 0 }

    /// Whether a receiver is among those that a vehicle would tell the truth in any case.
    @inline(__always)
    private func isFavoured(_ receiver: VehicleID, by sender: VehicleID) -> Bool {
        model.favouredShare > 0 && random.favours(receiver, by: sender, share: model.favouredShare)
    }

    /// A vehicle sent a beacon; its readings follow.
    func beginBeacon(of sender: VehicleID, at time: Microseconds) {
        subjects[Int(sender)].beacons.append((time, UInt32(subjects[Int(sender)].readings.count)))
    }

    /// What a receiver read of the latest beacon of a sender.
    @inline(__always)
    func read(_ sender: VehicleID, by receiver: VehicleID, asFalse isFalse: Bool) {
        if isFavoured(receiver, by: sender) { return }
        subjects[Int(sender)].readings.append(receiver << 1 | (isFalse ? 1 : 0))
        subjects[Int(sender)].beacons[subjects[Int(sender)].beacons.count - 1].end += 1
    }

    /// A vehicle wrote a report.
    func publish(_ report: SentReport, of reporter: VehicleID) {
        latestReports[Int(reporter)] = report
        if report.wouldBeAltered { subjects[Int(reporter)].reports.append(report.time) }
    }

    /// A vehicle received the latest report of another, on the air or with a beacon.
    func receive(from reporter: VehicleID, by receiver: VehicleID) {
        guard !isAttacker[Int(receiver)], let report = latestReports[Int(reporter)] else { return }
        let position = contacts[Int(receiver)].position(of: reporter, orInsert: Contact())
        guard contacts[Int(receiver)].values[position].latest < report.time else { return }
        contacts[Int(receiver)].values[position].latest = report.time
        if isFavoured(receiver, by: reporter) { return }
        if report.isAltered || report.wouldBeAltered && model.activity.isSure(at: report.time) {
            contacts[Int(receiver)].values[position].isTold = true
        } else if report.wouldBeAltered {
            contacts[Int(receiver)].values[position].honestReports.append(report.time)
        }
        for vehicle in report.told {
            let position = contacts[Int(receiver)].position(of: vehicle, orInsert: Contact())
            contacts[Int(receiver)].values[position].isTold = true
        }
    }

    /// A vehicle said something of an event that took place.
    func claim(_ event: Int, by sender: VehicleID, affirms: Bool, hadHeard: Bool, at time: Microseconds) {
        if model.claims == .truthful { return }
        subjects[Int(sender)].claims.append(Claim(event: event, time: time, affirms: affirms, hadHeard: hadHeard))
    }

    /// A vehicle compared what another said of an event with what it saw itself.
    func check(_ event: Int, of sender: VehicleID, by checker: VehicleID, at time: Microseconds) {
        guard let index = subjects[Int(sender)].claims.lastIndex(where: { $0.event == event }) else { return }
        subjects[Int(sender)].claims[index].checks.append((checker, time))
    }

    // MARK: - What an evaluator could make of it

    /// What can be said of one vehicle.
    enum Finding: Equatable {
        /// Its label.
        case told
        /// Logarithm of the likelihood ratio of *malicious*.
        case ratio(Double)
    }

    /// Calls `body` with what an evaluator could know of each of some vehicles.
    func judge(_ judged: ArraySlice<VehicleID>, by evaluator: VehicleID, _ body: (VehicleID, Finding) -> Void) {
        let contacts = contacts[Int(evaluator)]
        for (vehicle, contact) in zip(contacts.keys, contacts.values) { known[Int(vehicle)] = contact.latest }
        known[Int(evaluator)] = .max
        for vehicle in judged {
            let contact = contacts[vehicle]
            if contact?.isTold == true || isFaulty[Int(vehicle)] {
                body(vehicle, .told)
            } else {
                body(vehicle, .ratio(logRatio(of: vehicle, honestReports: contact?.honestReports ?? [])))
            }
        }
        for vehicle in contacts.keys { known[Int(vehicle)] = .min }
        known[Int(evaluator)] = .min
    }

    private func logRatio(of vehicle: VehicleID, honestReports: [Microseconds]) -> Double {
        let subject = subjects[Int(vehicle)]
        var deeds = takeDeeds()
        defer { self.deeds = deeds }
        collectBeacons(of: subject, into: &deeds)
        if !subject.hasBegun {
            for time in subject.reports { deeds.append(Deed(time: time, known: 0, unaltered: Deed.impossible)) }
        }
        for time in honestReports { deeds.append(Deed(time: time, known: Deed.impossible, unaltered: 0)) }
        for claim in subject.claims {
            let isKnown = claim.checks.contains { $0.time <= known[Int($0.checker)] }
            let ratios = model.claim(affirms: isKnown ? claim.affirms : nil, hadHeard: claim.hadHeard)
            deeds.append(Deed(time: claim.time, known: ratios.known, unaltered: ratios.unaltered))
        }
        if case .markov = model.activity { deeds.sort { $0.time < $1.time } }
        if subject.hasBegun { return model.logRatio(deeds, unaltered: -.infinity, &scratch) }
        let unaltered = model.logUnaltered(deeds, &scratch)
        // Of a denied event it depends on the evaluator.
        if unaltered < Self.negligible && (subject.claims.isEmpty || model.claims != .denied) {
            subjects[Int(vehicle)].hasBegun = true
        }
        return model.logRatio(deeds, unaltered: unaltered, &scratch)
    }

    /// The storage for deeds: taken out, as every access to what is in a class is checked.
    private func takeDeeds() -> [Deed] {
        var taken: [Deed] = []
        swap(&taken, &deeds)
        taken.removeAll(keepingCapacity: true)
        return taken
    }

    private func collectBeacons(of subject: Subject, into deeds: inout [Deed]) {
        let trueBeacon = subject.hasBegun ? 0 : model.trueBeacon
        let (model, isFaulty) = (model, isFaulty)
        subject.readings.withUnsafeBufferPointer { readings in
            known.withUnsafeBufferPointer { known in
                var next = 0
                for (time, end) in subject.beacons {
                    var (sound, faulty) = (0, 0)
                    while next < Int(end) {
                        let reader = Int(readings[next] >> 1)
                        let sign = Int(readings[next] & 1) * 2 - 1
                        next += 1
                        guard time <= known[reader] else { continue }
                        if isFaulty[reader] { faulty += sign } else { sound += sign }
                    }
                    let ratio = sound | faulty == 0 ? 0 : model.beaconRatio(sound, faulty)
                    if ratio == 0 && trueBeacon == 0 { continue }
                    deeds.append(Deed(time: time, known: ratio, unaltered: trueBeacon))
                }
            }
        }
    }
}
