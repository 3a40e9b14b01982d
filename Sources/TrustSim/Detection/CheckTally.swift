/// What there is beside a beacon to check it by.
struct CheckInputs: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    /// The beacon before, as the receiver heard it.
    static let sequence = CheckInputs(rawValue: 1)
    /// Where the receiver is.
    static let place = CheckInputs(rawValue: 2)
    /// What a range sensor measured.
    static let sensor = CheckInputs(rawValue: 4)
    /// The roads.
    static let road = CheckInputs(rawValue: 8)
    /// An acceleration in the claim.
    static let acceleration = CheckInputs(rawValue: 16)

    /// Number of different sets.
    static let setCount = 32
}

/// How often beacons failed checks: receptions by honest vehicles after the warm-up.
public struct CheckTally: Sendable, Equatable {
    /// Receptions of altered and of genuine beacons.
    public internal(set) var altered = 0, genuine = 0
    /// Of these, those that failed any check in use.
    public internal(set) var alteredFailing = 0, genuineFailing = 0
    /// Failures of each check, in the order of ``PlausibilityCheck/all``, whether in use or not.
    public internal(set) var alteredByCheck: [Int]
    /// Failures of genuine beacons.
    public internal(set) var genuineByCheck: [Int]
    /// Receptions by what there was to check them by.
    var alteredByInputs: [Int]
    var genuineByInputs: [Int]

    init() {
        alteredByCheck = Array(repeating: 0, count: PlausibilityCheck.all.count)
        genuineByCheck = alteredByCheck
        alteredByInputs = Array(repeating: 0, count: CheckInputs.setCount)
        genuineByInputs = alteredByInputs
    }

    mutating func add(isAltered: Bool, failed: CheckSet, isRejected: Bool, inputs: CheckInputs) {
        if isAltered {
            altered += 1
            alteredByInputs[Int(inputs.rawValue)] += 1
            if isRejected { alteredFailing += 1 }
            if !failed.isEmpty { Self.count(failed, &alteredByCheck) }
        } else {
            genuine += 1
            genuineByInputs[Int(inputs.rawValue)] += 1
            if isRejected { genuineFailing += 1 }
            if !failed.isEmpty { Self.count(failed, &genuineByCheck) }
        }
    }

    private static func count(_ failed: CheckSet, _ counts: inout [Int]) {
        for (index, check) in PlausibilityCheck.all.enumerated() where failed.contains(check.bit) { counts[index] += 1 }
    }

    /// Receptions, altered and genuine, of which a check could say something: it had what it needs.
    public func inputs(of check: PlausibilityCheck) -> (altered: Int, genuine: Int) {
        func sum(_ counts: [Int]) -> Int {
            counts.enumerated().reduce(0) { sum, item in
                sum + (check.hasInput(CheckInputs(rawValue: UInt8(item.offset))) ? item.element : 0)
            }
        }
        return (sum(alteredByInputs), sum(genuineByInputs))
    }

    /// The messages by the verdict of all checks in use: positive means altered.
    public var messages: ConfusionCounts {
        ConfusionCounts(
            truePositives: alteredFailing, falsePositives: genuineFailing, trueNegatives: genuine - genuineFailing,
            falseNegatives: altered - alteredFailing)
    }

    /// The messages by the verdict of one check, nil where it had nothing to go by in any of them.
    public func messages(by check: Int) -> ConfusionCounts? {
        let inputs = inputs(of: PlausibilityCheck.all[check])
        guard inputs.altered + inputs.genuine > 0 || altered + genuine == 0 else { return nil }
        return ConfusionCounts(
            truePositives: alteredByCheck[check], falsePositives: genuineByCheck[check],
            trueNegatives: genuine - genuineByCheck[check], falseNegatives: altered - alteredByCheck[check])
    }

    /// Adds what another run counted.
    public mutating func add(_ other: CheckTally) {
        altered += other.altered
        genuine += other.genuine
        alteredFailing += other.alteredFailing
        genuineFailing += other.genuineFailing
        for index in alteredByCheck.indices {
            alteredByCheck[index] += other.alteredByCheck[index]
            genuineByCheck[index] += other.genuineByCheck[index]
        }
        for index in alteredByInputs.indices {
            alteredByInputs[index] += other.alteredByInputs[index]
            genuineByInputs[index] += other.genuineByInputs[index]
        }
    }
}
