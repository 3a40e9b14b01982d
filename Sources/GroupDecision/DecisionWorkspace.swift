/// What a running decision keeps of one entry of a report.
struct EntryState {
    var subject: Int32
    var member: Int32
    /// Reported opinion y.
    var reported: Double
    /// Adjusted opinion y'.
    var adjusted: Double
    /// Capped certainty q.
    var certainty: Double
}

/// What a running decision keeps of one reporter.
struct MemberState {
    /// The report, as positions among the entries.
    var entries: Range<Int>
    /// Its guarantees, as positions in the list of guarantees.
    var guarantees: Range<Int>
    /// Sum of the capped certainties of the report.
    var reportMass = 0.0
    /// Influence u in the running round.
    var influence = 0.0
    /// The report compared with the evaluator's own opinions.
    var withOwn = Comparison()
    /// The report compared with what the other members say, in the running round.
    var withOthers = Comparison()
    /// Sum of the certainties of the report times the distances of its adjusted opinions from the group's.
    var groupDistance = 0.0
}

/// How far a report is from opinions about the same subjects.
struct Comparison {
    /// Sum of the weights; 0 where there is nothing to compare with.
    var weight = 0.0
    /// Sum of weights times distances.
    var distance = 0.0
}

/// What a running decision keeps of one subject: a cache line, so that each look-up touches one.
struct SubjectState {
    /// The evaluator's own opinion o and its certainty c.
    var ownValue: Double
    var ownCertainty: Double
    /// Sum of u q over the reporters, and of u q y'.
    var mass = 0.0
    var moment = 0.0
    /// The group's opinion g with the evaluator's own.
    var pooled = 0.5
    /// Guarantee: product of the complements, and sums of weights and weighted values.
    var doubt = 1.0
    var guaranteeMass = 0.0
    var guaranteeMoment = 0.0
}

/// Where the arrays of a running decision are. A pass reads this into a local constant: the pointers of a class would be
/// read again after every number stored.
struct DecisionArrays {
    typealias Storage<Element> = UnsafeMutableBufferPointer<Element>

    fileprivate(set) var entries = Storage<EntryState>(start: nil, count: 0)
    /// Positions of the entries that are guarantees.
    fileprivate(set) var guarantees = Storage<Int32>(start: nil, count: 0)
    /// The first entry about a subject and the next one after an entry, in order; -1 after the last. Only where linked.
    fileprivate(set) var firstAbout = Storage<Int32>(start: nil, count: 0)
    fileprivate(set) var nextAbout = Storage<Int32>(start: nil, count: 0)
    fileprivate(set) var members = Storage<MemberState>(start: nil, count: 0)
    fileprivate(set) var subjects = Storage<SubjectState>(start: nil, count: 0)
    /// Results, until they are complete.
    fileprivate(set) var found = Storage<GroupOutcome.Member>(start: nil, count: 0)
    fileprivate(set) var decided = Storage<GroupOutcome.Subject>(start: nil, count: 0)
    /// Values handed to the split of the tolerance.
    fileprivate(set) var splitValues = Storage<Double>(start: nil, count: 0)
    /// How many members and subjects the decision is about; the arrays may be longer.
    fileprivate(set) var memberCount = 0
    fileprivate(set) var subjectCount = 0
}

/// Storage of running decisions, kept from one to the next; with ``InferenceWorkspace`` the only unsafe storage of the module.
///
/// Lengths grow to the largest neighbourhood seen; within a decision nothing is allocated.
final class DecisionWorkspace {
    /// Unchecked, because a dynamic check at every access would cost more than some of the passes.
    @exclusivity(unchecked) private(set) var arrays = DecisionArrays()
    private var areEntriesLinked = false

    deinit {
        arrays.entries.deallocate()
        arrays.guarantees.deallocate()
        arrays.firstAbout.deallocate()
        arrays.nextAbout.deallocate()
        arrays.members.deallocate()
        arrays.subjects.deallocate()
        arrays.found.deallocate()
        arrays.decided.deallocate()
        arrays.splitValues.deallocate()
    }

    /// Makes room for a decision; what the arrays hold is lost.
    func reserve(for neighbourhood: Neighbourhood) {
        let (members, subjects) = (neighbourhood.members.count, neighbourhood.subjects.count)
        arrays.entries.reserve(neighbourhood.entries.count)
        arrays.guarantees.reserve(neighbourhood.entries.count)
        arrays.nextAbout.reserve(neighbourhood.entries.count)
        arrays.firstAbout.reserve(subjects)
        arrays.members.reserve(members)
        arrays.found.reserve(members)
        arrays.subjects.reserve(subjects)
        arrays.decided.reserve(subjects)
        arrays.splitValues.reserve(subjects)
        arrays.memberCount = members
        arrays.subjectCount = subjects
        areEntriesLinked = false
    }

    /// Links the entries about the same subject, once in a decision.
    func linkEntries() {
        if areEntriesLinked { return }
        areEntriesLinked = true
        let space = arrays
        for subject in 0..<space.subjectCount { space.firstAbout[subject] = -1 }
        for member in (0..<space.memberCount).reversed() {
            for position in space.members[member].entries.reversed() {
                let subject = Int(space.entries[position].subject)
                space.nextAbout[position] = space.firstAbout[subject]
                space.firstAbout[subject] = Int32(truncatingIfNeeded: position)
            }
        }
    }

    /// Hands out what was found about members and subjects.
    func copyResults(into outcome: inout GroupOutcome) {
        outcome.members.removeAll(keepingCapacity: true)
        outcome.members.append(contentsOf: arrays.found.prefix(arrays.memberCount))
        outcome.subjects.removeAll(keepingCapacity: true)
        outcome.subjects.append(contentsOf: arrays.decided.prefix(arrays.subjectCount))
    }
}

extension UnsafeMutableBufferPointer {
    /// Makes room for so many elements; where the storage is too small, its contents are lost.
    mutating func reserve(_ minimum: Int) {
        if minimum <= count { return }
        deallocate()
        self = .allocate(capacity: Swift.max(minimum, 2 * count, 16))
    }
}
