import Testing

@testable import GroupDecision

/// What one reporter says of one subject.
struct Said {
    var subject: String
    var value: Double
    var certainty: Double
    var vouches: Bool

    init(_ subject: String, _ value: Double, _ certainty: Double, vouches: Bool = false) {
        self.subject = subject
        self.value = value
        self.certainty = certainty
        self.vouches = vouches
    }
}

/// A neighbourhood by names. Subjects are numbered in order of first appearance: own opinions, then, report by report,
/// the reporter and those whom it names. The reporters are the current neighbours.
struct NamedNeighbourhood {
    struct Report {
        var reporter: String
        var attestedLevel: Double
        var tolerance: Double
        var credit: Double
        var entries: [Said]
    }

    var tolerance: Double
    var own: [(subject: String, value: Double, certainty: Double)] = []
    var reports: [Report] = []

    init(tolerance: Double) { self.tolerance = tolerance }

    mutating func report(
        of reporter: String, attests level: Double, tolerates tolerance: Double, credit: Double = 0.5, _ entries: [Said]
    ) {
        reports.append(
            Report(reporter: reporter, attestedLevel: level, tolerance: tolerance, credit: credit, entries: entries))
    }

    /// Names of the subjects, in order.
    var names: [String] {
        var names: [String] = []
        for name in own.map(\.subject) + reports.flatMap({ [$0.reporter] + $0.entries.map(\.subject) })
        where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    /// The neighbourhood by numbers, in the order given or that of first appearance.
    func numbered(inOrder order: [String]? = nil) -> Neighbourhood {
        let names = order ?? self.names
        let indices = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
        var neighbourhood = Neighbourhood(tolerance: tolerance)
        for name in names {
            let known = own.first { $0.subject == name }
            neighbourhood.addSubject(
                opinion: Opinion(value: known?.value ?? 0.5, certainty: known?.certainty ?? 0),
                isNeighbour: reports.contains { $0.reporter == name })
        }
        for report in reports {
            neighbourhood.beginReport(
                of: indices[report.reporter]!, attestedLevel: report.attestedLevel, tolerance: report.tolerance,
                guaranteeCredit: report.credit)
            for said in report.entries {
                neighbourhood.addEntry(
                    about: indices[said.subject]!, value: said.value, certainty: said.certainty, vouches: said.vouches)
            }
        }
        return neighbourhood
    }
}

/// One decision, by the names of the subjects.
struct NamedOutcome {
    let outcome: GroupOutcome
    let names: [String]
    let reporters: [String]

    init(
        _ neighbourhood: NamedNeighbourhood, parameters: DecisionParameters = DecisionParameters(),
        mechanisms: Mechanisms = Mechanisms(), order: [String]? = nil
    ) {
        var outcome = GroupOutcome()
        let decider = GroupDecider(parameters: parameters, mechanisms: mechanisms)
        decider.decide(neighbourhood.numbered(inOrder: order), into: &outcome)
        self.outcome = outcome
        names = order ?? neighbourhood.names
        reporters = neighbourhood.reports.map(\.reporter)
    }

    func subject(_ name: String) -> GroupOutcome.Subject { outcome.subjects[names.firstIndex(of: name)!] }
    func member(_ name: String) -> GroupOutcome.Member { outcome.members[reporters.firstIndex(of: name)!] }
}

extension GroupOutcome.Member {
    /// Every number.
    var numbers: [Double] {
        [
            subjective, subjectiveSupport, objective, objectiveSupport, comprehensive, support, selfProof, conduct,
            influence,
        ]
    }
}

extension GroupOutcome.Subject {
    /// Every number.
    var numbers: [Double] { [group, groupSupport, guarantee, guaranteeSupport, basis, trust, threshold] }
}

extension GroupOutcome {
    /// The numbers that are neither of a member nor of a subject.
    var commonNumbers: [Double] {
        [initialConsensusDegree, consensusDegree, attestedLevel, groupTolerance, nextTolerance]
    }

    /// Every number.
    var numbers: [Double] { commonNumbers + members.flatMap(\.numbers) + subjects.flatMap(\.numbers) }
}

/// Largest difference of two lists of numbers; infinite where they have different lengths or hold no numbers.
func largestDifference(_ left: [Double], _ right: [Double]) -> Double {
    guard left.count == right.count else { return .infinity }
    return zip(left, right).map { abs($0 - $1) }.reduce(0) { $1 <= $0 ? $0 : $1 == $1 ? $1 : .infinity }
}

/// SplitMix64: the same draws on every platform.
struct SeededDraws {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
    mutating func index(below count: Int) -> Int { Int(next() % UInt64(count)) }
    mutating func happens(_ probability: Double) -> Bool { unit() < probability }

    mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in elements.indices.reversed() { elements.swapAt(last, index(below: last + 1)) }
    }

    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        shuffle(&elements)
        return elements
    }
}

extension NamedNeighbourhood {
    /// Certainties from the middle of the range, or its ends and beyond every scale.
    enum Certainties { case usual, extreme }

    /// A random neighbourhood: up to nine others, of whom some report, some lie, and some are known.
    static func random(seed: UInt64, certainties: Certainties = .usual) -> NamedNeighbourhood {
        var draws = SeededDraws(seed: seed)
        func certainty(_ draws: inout SeededDraws) -> Double {
            guard certainties == .extreme else { return 0.05 + 0.9 * draws.unit() }
            let values = [0, 1, 1e-300, .leastNonzeroMagnitude, 1e-160, 1e-12, 0.9, 0.4, draws.unit()]
            return values[draws.index(below: values.count)]
        }
        func value(_ draws: inout SeededDraws) -> Double {
            guard certainties == .extreme, draws.happens(0.4) else { return draws.unit() }
            return [0, 1, 1e-300, 1 - 0x1p-53][draws.index(below: 4)]
        }
        let everybody = (0..<(2 + draws.index(below: 8))).map { "v\($0)" }
        let liars = everybody.filter { _ in draws.happens(0.3) }
        var result = NamedNeighbourhood(tolerance: value(&draws))
        for name in draws.shuffled(everybody) where draws.happens(0.6) {
            result.own.append((name, value(&draws), certainty(&draws)))
        }
        for reporter in draws.shuffled(everybody) where draws.happens(0.7) {
            var entries: [Said] = []
            for name in draws.shuffled(everybody) where name != reporter && draws.happens(0.7) {
                let opinion = liars.contains(reporter) ? liars.contains(name) ? 0.95 : 0.05 : value(&draws)
                entries.append(Said(name, opinion, certainty(&draws), vouches: draws.happens(0.5)))
            }
            let (level, tolerance, credit) = (value(&draws), value(&draws), value(&draws))
            result.report(of: reporter, attests: level, tolerates: tolerance, credit: credit, entries)
        }
        return result
    }
}
