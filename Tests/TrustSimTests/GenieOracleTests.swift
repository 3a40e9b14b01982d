import Foundation
import Testing

@testable import TrustSim

/// The likelihood ratio of the bound against enumeration: of what each message was, and of what the schedule did.
@Suite("The bound against enumeration")
struct GenieOracleTests {
    /// What a vehicle sent, and what the evaluator knows of it.
    private enum Message {
        /// Readings known: whether by a faulty sensor, and whether as false.
        case beacon(readings: [(isFaulty: Bool, isFalse: Bool)])
        /// Whether an attacker would alter it, and whether it is known to be unaltered.
        case report(wouldBeAltered: Bool, isKnown: Bool)
        case claim(affirms: Bool, hadHeard: Bool, isKnown: Bool)
    }

    private struct Case {
        var model: ConductModel
        var times: [Double] = []
        var messages: [Message] = []
        let evaluator: VehicleID = 0
        let subject: VehicleID = 1

        /// Probabilities of what is known of a message, unaltered and altered, of a vehicle that is active or not.
        func probabilities(_ message: Message, isActive: Bool) -> (unaltered: Double, altered: Double) {
            switch message {
            case .beacon(let readings):
                func likelihood(_ isFalse: Bool) -> Double {
                    readings.reduce(1) { product, reading in
                        let accuracy = reading.isFaulty ? 0.6 : 0.9
                        return product * (reading.isFalse == isFalse ? accuracy : 1 - accuracy)
                    }
                }
                let share = isActive ? model.falseShare : 0
                return ((1 - share) * likelihood(false), share * likelihood(true))
            case .report(let wouldBeAltered, let isKnown):
                let isAltered = isActive && wouldBeAltered
                return (isAltered ? 0 : 1, isAltered && !isKnown ? 1 : 0)
            case .claim(let affirms, let hadHeard, let isKnown):
                var sums = (unaltered: 0.0, altered: 0.0)
                for reading in [true, false] {
                    let probability = hadHeard ? (reading ? 0.9 : 0.1) : reading ? 1 : 0
                    for isInverted in [true, false] {
                        var share = isInverted ? 0.0 : 1.0
                        var said = reading != isInverted
                        switch model.claims {
                        case .inverted(let inverted) where isActive: share = isInverted ? inverted : 1 - inverted
                        case .denied where isActive: said = false
                        default: break
                        }
                        if isKnown && said != affirms { continue }
                        if said == reading {
                            sums.unaltered += probability * share
                        } else {
                            sums.altered += probability * share
                        }
                    }
                }
                return sums
            }
        }

        /// What the schedule may have done at the times of the messages, with probabilities.
        var paths: [(probability: Double, isActive: [Bool])] {
            switch model.activity {
            case .from(let begin): return [(1, times.map { $0 >= begin.seconds })]
            case .inTurn(let on, let off):
                let period = Int((on + off).seconds)
                return (0..<period).map { phase in
                    (
                        1 / Double(period),
                        times.map {
                            ($0 + Double(phase) + 0.4).truncatingRemainder(dividingBy: Double(period)) < on.seconds
                        }
                    )
                }
            case .independent(let probability):
                return sequences.map { states in
                    (states.reduce(1) { $0 * ($1 ? probability : 1 - probability) }, states)
                }
            case .markov(let on, let off):
                return sequences.map { states in
                    let share = on / (on + off)
                    var probability = states.first.map { $0 ? share : 1 - share } ?? 1
                    for index in states.indices.dropFirst() {
                        let kept = exp(-(times[index] - times[index - 1]) * (1 / on + 1 / off))
                        let active = share + ((states[index - 1] ? 1 : 0) - share) * kept
                        probability *= states[index] ? active : 1 - active
                    }
                    return (probability, states)
                }
            }
        }

        private var sequences: [[Bool]] {
            (0..<(1 << times.count)).map { bits in times.indices.map { bits >> $0 & 1 == 1 } }
        }

        /// The ratio by enumeration.
        var logRatio: Double {
            var honest = 1.0
            for message in messages { honest *= probabilities(message, isActive: false).unaltered }
            var (begun, unbegun) = (0.0, 0.0)
            let alterations = sequences
            for path in paths {
                let each = messages.indices.map { probabilities(messages[$0], isActive: path.isActive[$0]) }
                for altered in alterations {
                    var probability = path.probability
                    for index in messages.indices {
                        probability *= altered[index] ? each[index].altered : each[index].unaltered
                    }
                    if altered.contains(true) { begun += probability } else { unbegun += probability }
                }
            }
            let (r, q) = (model.attackerShare, model.faultyShare)
            return log(begun) - log((1 - r) * (1 - q) * honest + r * unbegun)
        }

        /// The same by the bound.
        func found() -> HeardHistory.Finding? {
            let history = HeardHistory(
                model: model, isFaulty: [false, false, false, true, false],
                isAttacker: Array(repeating: false, count: 5),
                random: RandomSource(seed: 1, replication: 0))
            for (index, message) in messages.enumerated() {
                let time = Microseconds(seconds: times[index])
                switch message {
                case .beacon(let readings):
                    history.beginBeacon(of: subject, at: time)
                    for (number, reading) in readings.enumerated() {
                        history.read(subject, by: reading.isFaulty ? 3 : number == 0 ? 0 : 2, asFalse: reading.isFalse)
                    }
                    // Of vehicle 4 nothing is ever received.
                    history.read(subject, by: 4, asFalse: index % 2 == 0)
                case .report(let wouldBeAltered, let isKnown):
                    history.publish(
                        HeardHistory.SentReport(time: time, isAltered: false, wouldBeAltered: wouldBeAltered),
                        of: subject)
                    if isKnown { history.receive(from: subject, by: evaluator) }
                case .claim(let affirms, let hadHeard, let isKnown):
                    history.claim(index, by: subject, affirms: affirms, hadHeard: hadHeard, at: time)
                    history.check(index, of: subject, by: isKnown ? 2 : 4, at: time)
                }
            }
            let end = Microseconds(seconds: (times.last ?? 0) + 0.1)
            for reporter: VehicleID in [2, 3] {
                history.publish(.init(time: end, isAltered: false, wouldBeAltered: false), of: reporter)
                history.receive(from: reporter, by: evaluator)
            }
            // Beacons after the report that vehicle 2 wrote say nothing.
            history.beginBeacon(of: subject, at: end + 1)
            var found: HeardHistory.Finding?
            history.judge([subject], by: evaluator) { found = $1 }
            return found
        }
    }

    private static let activities: [ActivityModel] = [
        .from(0), .from(3_000_000), .independent(0.4), .inTurn(on: 2_000_000, off: 3_000_000), .markov(on: 2, off: 3),
    ]

    @Test("readings, reports and claims: ratios agree to 1e-9", arguments: activities, 0..<6)
    func agrees(activity: ActivityModel, seed: Int) throws {
        var stream = RandomSource(seed: UInt32(seed), replication: 7).stream(.event, 0)
        for _ in 0..<2 {
            let claims: [ConductModel.Claims] = [.truthful, .inverted(0.7), .denied]
            var item = Case(
                model: ConductModel(
                    activity: activity, falseShare: stream.happens(0.2) ? 1 : 0.1 + 0.8 * stream.uniform(),
                    claims: claims[stream.index(below: 3)], attackerShare: 0.1 + 0.6 * stream.uniform(),
                    faultyShare: 0.3 * stream.uniform(), accuracy: 0.9, faultyAccuracy: 0.6))
            for number in 0..<(2 + stream.index(below: 3)) {
                let time = 0.25 + Double(number)
                item.times.append(time)
                switch stream.index(below: 5) {
                case 0:
                    let isSure = activity.isSure(at: Microseconds(seconds: time))
                    let wouldBeAltered = stream.happens(0.5)
                    item.messages.append(
                        .report(
                            wouldBeAltered: wouldBeAltered, isKnown: stream.happens(0.5) && !(isSure && wouldBeAltered))
                    )
                case 1 where item.model.claims != .truthful:
                    let hadHeard = stream.happens(0.5)
                    item.messages.append(
                        .claim(
                            affirms: !hadHeard || stream.happens(0.5), hadHeard: hadHeard, isKnown: stream.happens(0.5))
                    )
                default:
                    var readings = (0..<stream.index(below: 3)).map { _ in (false, stream.happens(0.5)) }
                    if stream.happens(0.4) { readings.append((true, stream.happens(0.5))) }
                    item.messages.append(.beacon(readings: readings))
                }
            }
            // The last message is after the end of the others by the trailing beacon of `found`, which is enumerated, too.
            item.times.append((item.times.last ?? 0) + 0.100001)
            item.messages.append(.beacon(readings: []))
            var shown = item
            shown.times.removeLast()
            shown.messages.removeLast()
            guard case .ratio(let found)? = shown.found() else {
                Issue.record("no ratio")
                continue
            }
            let expected = item.logRatio
            if expected.isFinite {
                #expect(abs(found - expected) < 1e-9 * max(1, abs(expected)), "\(item.messages)")
            } else {
                #expect(found == expected || found < -1000, "\(item.messages)")
            }
        }
    }

    @Test(
        "a report received unaltered of a vehicle that would surely have altered it tells the label, and so does a lie")
    func told() {
        let model = ConductModel(activity: .from(0), falseShare: 0.5, attackerShare: 0.3, accuracy: 0.9)
        for isAltered in [true, false] {
            let history = HeardHistory(
                model: model, isFaulty: [false, false, true], isAttacker: [false, true, false],
                random: RandomSource(seed: 1, replication: 0))
            history.publish(.init(time: 5, isAltered: isAltered, wouldBeAltered: true), of: 1)
            var found: [HeardHistory.Finding] = []
            history.judge([1], by: 0) { found.append($1) }
            history.receive(from: 1, by: 0)
            history.judge([1, 2], by: 0) { found.append($1) }
            #expect(found[0] != .told && found[1] == .told)
            // A faulty vehicle is honest.
            #expect(found[2] == .told)
        }
    }

    @Test("the word of a fellow tells the label to who received it")
    func word() {
        let model = ConductModel(activity: .from(0), falseShare: 0.5, attackerShare: 0.3, accuracy: 0.9)
        let history = HeardHistory(
            model: model, isFaulty: Array(repeating: false, count: 4), isAttacker: [false, true, true, false],
            random: RandomSource(seed: 1, replication: 0))
        history.publish(.init(time: 5, isAltered: true, wouldBeAltered: true, told: [2]), of: 1)
        history.receive(from: 1, by: 0)
        var found: [HeardHistory.Finding] = []
        history.judge([2], by: 0) { found.append($1) }
        history.judge([2], by: 3) { found.append($1) }
        #expect(found[0] == .told && found[1] != .told)
    }
}
