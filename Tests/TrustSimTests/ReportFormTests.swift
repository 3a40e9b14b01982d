import GroupDecision
import Testing

@testable import TrustSim

/// Whether an entry gives its reporter away by its form: numbers that no evidence gives, round numbers, constants.
@Suite("The form of lies")
struct ReportFormTests {
    struct Entry {
        var value: Double
        var certainty: Double
    }

    /// Entries of all reports that were live at some time of some short runs, by honest vehicles and by attackers that had
    /// something to say against an honest report.
    static func entries(_ profile: String) throws -> (honest: [Entry], lies: [Entry]) {
        var (honest, lies): ([Entry], [Entry]) = ([], [])
        let scenario = try SmallWorld.file([
            "attackers={ratio: 0.4, profile: \(profile)}", "schemes=['own-evidence']", "vehicles=60", "duration=70",
            "area={width: 600, height: 500}", "events.rate=0",
        ]).decode()
        for replication in 0..<6 {
            var simulation = Simulation(scenario: scenario, trace: nil, replication: replication, logsCases: false)
            _ = try simulation.run(cancellation: nil)
            for reporter in 0..<VehicleID(60) {
                let last = simulation.reporting.reports.latestNumber(of: reporter)
                for number in max(0, last - 2)...max(0, last) {
                    let slot = simulation.reporting.reports.slot(of: reporter, number: number)
                    let isLie = simulation.reporting.reports.isDishonest(of: reporter, number: number)
                    if simulation.truth.isAttacker[Int(reporter)] && !isLie { continue }
                    for entry in simulation.reporting.reports.entries(inSlot: slot) {
                        let found = Entry(value: entry.value, certainty: entry.certainty)
                        if isLie { lies.append(found) } else { honest.append(found) }
                    }
                }
            }
        }
        return (honest, lies)
    }

    /// Honest entries, those on vehicles that always or often lie included, so that there are honest ones of every opinion.
    static let honest: [Entry] = {
        let profiles = [
            "'bogus'", "{beacon: 'randomPositionOffset'}", "{beacon: {kind: 'randomPosition', probability: 0.3}}",
        ]
        let all = (try? profiles.flatMap { try entries($0).honest }) ?? []
        return all.sorted { $0.value < $1.value }
    }()

    /// What can be read off a single entry without knowing anything about its subject.
    static let features: [(name: String, of: @Sendable (Entry) -> Double)] = [
        ("room below", { $0.value - 0.5 * (1 - $0.certainty) }),
        ("room above", { 0.5 * (1 + $0.certainty) - $0.value }),
        ("round value", { distance(100 * $0.value) }), ("round certainty", { distance(100 * $0.certainty) }),
        ("whole amount", { distance(2 * $0.certainty / (1 - $0.certainty)) }),
        ("whole share", { distance(20 * (($0.value - 0.5) / $0.certainty + 0.5)) }),
        ("certainty", { $0.certainty }),
    ]

    private static func distance(_ number: Double) -> Double { abs(number - number.rounded()) }

    /// Area under the ROC curve of a number that tells two groups apart: the mean over pairs, ties counting half.
    static func area(_ first: [Double], _ second: [Double]) -> Double {
        let sorted = second.sorted()
        func below(_ value: Double, orEqual: Bool) -> Int {
            var (low, high) = (0, sorted.count)
            while low < high {
                let middle = (low + high) / 2
                if sorted[middle] < value || orEqual && sorted[middle] == value {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            return low
        }
        let sum = first.reduce(0.0) {
            $0 + 0.5 * Double(below($1, orEqual: false) + below($1, orEqual: true))
        }
        return sum / Double(first.count * second.count)
    }

    /// For each lie an honest entry of as nearly the same opinion as there is, each used once; lies without one are left
    /// out.
    static func pairs(_ lies: [Entry]) -> [(lie: Entry, honest: Entry)] {
        let width = 0.02
        var isUsed = Array(repeating: false, count: honest.count)
        var found: [(lie: Entry, honest: Entry)] = []
        for lie in lies {
            var (low, high) = (0, honest.count)
            while low < high {
                let middle = (low + high) / 2
                if honest[middle].value < lie.value - width { low = middle + 1 } else { high = middle }
            }
            var best: (index: Int, distance: Double)?
            while low < honest.count, honest[low].value <= lie.value + width {
                let distance = max(
                    abs(honest[low].value - lie.value), abs(honest[low].certainty - lie.certainty))
                if !isUsed[low] && distance < best?.distance ?? width { best = (low, distance) }
                low += 1
            }
            guard let best else { continue }
            isUsed[best.index] = true
            found.append((lie, honest[best.index]))
        }
        return found
    }

    /// A thousand of the lies, from all runs.
    static func sample(_ lies: [Entry]) -> [Entry] {
        lies.enumerated().filter { $0.offset % max(1, lies.count / 1000) == 0 }.map(\.element)
    }

    /// The largest area of any feature, as told apart either way round.
    static func tell(_ lies: [Entry]) -> (name: String, area: Double, pairs: Int) {
        let pairs = pairs(lies)
        let areas = features.map { feature -> (name: String, area: Double) in
            let area = area(pairs.map { feature.of($0.lie) }, pairs.map { feature.of($0.honest) })
            return (feature.name, max(area, 1 - area))
        }
        let worst = areas.max { $0.area < $1.area } ?? ("", 1)
        return (worst.name, worst.area, pairs.count)
    }

    static let attacks = [
        "badMouth", "{kind: 'badMouth', strength: 0.4, certainty: 0.5}", "complement", "ballotStuff", "collude",
        "random",
        "{kind: 'targeted', share: 0.4}", "marginal", "drag", "{kind: 'drag', step: -0.05}", "certain", "craft",
        "{kind: 'craft', defamed: 0}", "{kind: 'craft', praised: 0, defamed: 0.25}", "{kind: 'craft', strangers: 1}",
        "{kind: 'craft', unchecked: 1}",
    ]

    @Test("no single entry tells a liar from an honest vehicle of the same opinion", arguments: attacks)
    func nothingToSee(_ attack: String) throws {
        let part = attack.hasPrefix("{") ? attack : "{kind: '\(attack)'}"
        let made = part.contains("craft") ? part : String(part.dropLast()) + ", feasible: 1}"
        let lies = try Self.entries("{beacon: {kind: 'randomPositionOffset', probability: 0.5}, reports: \(made)}").lies
        let tell = Self.tell(Self.sample(lies))
        #expect(tell.pairs > 400, "\(attack): \(tell.pairs) pairs of \(lies.count)")
        #expect(tell.area <= 0.55, "\(attack): \(tell.name) \(tell.area), \(tell.pairs) pairs")
    }

    @Test("plain numbers tell, which is what feasible ones are for")
    func plainNumbersTell() throws {
        for part in ["badMouth", "ballotStuff", "collude", "certain"] {
            let profile =
                "{beacon: {kind: 'randomPositionOffset', probability: 0.5}, reports: {kind: '\(part)', feasible: 0}}"
            let lies = try Self.entries(profile).lies
            let sample = Self.sample(lies)
            // Most have no honest counterpart at all.
            let tell = Self.tell(sample)
            #expect(tell.pairs < sample.count / 2 || tell.area > 0.8, "\(part): \(tell)")
        }
    }
}
