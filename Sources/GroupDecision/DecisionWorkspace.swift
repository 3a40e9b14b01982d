/// The arrays of a running decision, in storage that is kept between decisions. The only unsafe code of the module.
///
/// Lengths grow to the largest neighbourhood seen; within a decision nothing is allocated.
final class DecisionWorkspace {
    private(set) var entryCapacity = 0
    private(set) var memberCapacity = 0
    private(set) var subjectCapacity = 0

    // By entry.
    private(set) var subjectOfEntry = DecisionWorkspace.empty(Int32.self)
    /// Reported opinion y.
    private(set) var reported = DecisionWorkspace.empty(Double.self)
    /// Adjusted opinion y'.
    private(set) var adjusted = DecisionWorkspace.empty(Double.self)
    /// Capped certainty q.
    private(set) var certainty = DecisionWorkspace.empty(Double.self)

    // By member.
    private(set) var firstEntry = DecisionWorkspace.empty(Int.self)
    /// Sum of the capped certainties of a report.
    private(set) var reportMass = DecisionWorkspace.empty(Double.self)
    /// Influence u in the running round.
    private(set) var influence = DecisionWorkspace.empty(Double.self)

    // By subject.
    /// The evaluator's own opinion o and certainty c.
    private(set) var ownValue = DecisionWorkspace.empty(Double.self)
    private(set) var ownCertainty = DecisionWorkspace.empty(Double.self)
    /// Sum of u q over the reporters, and of u q y'.
    private(set) var mass = DecisionWorkspace.empty(Double.self)
    private(set) var moment = DecisionWorkspace.empty(Double.self)
    /// The group's opinion g with the evaluator's own.
    private(set) var pooled = DecisionWorkspace.empty(Double.self)
    /// Guarantee: product of the complements, and sums of weights and weighted values.
    private(set) var doubt = DecisionWorkspace.empty(Double.self)
    private(set) var guaranteeMass = DecisionWorkspace.empty(Double.self)
    private(set) var guaranteeMoment = DecisionWorkspace.empty(Double.self)
    /// Values handed to the split of the tolerance.
    private(set) var splitValues = DecisionWorkspace.empty(Double.self)

    deinit {
        release()
    }

    func reserve(entries: Int, members: Int, subjects: Int) {
        guard entries > entryCapacity || members >= memberCapacity || subjects > subjectCapacity else { return }
        release()
        entryCapacity = max(entries, 2 * entryCapacity, 64)
        memberCapacity = max(members + 1, 2 * memberCapacity, 16)
        subjectCapacity = max(subjects, 2 * subjectCapacity, 64)
        subjectOfEntry = .allocate(capacity: entryCapacity)
        reported = .allocate(capacity: entryCapacity)
        adjusted = .allocate(capacity: entryCapacity)
        certainty = .allocate(capacity: entryCapacity)
        firstEntry = .allocate(capacity: memberCapacity)
        reportMass = .allocate(capacity: memberCapacity)
        influence = .allocate(capacity: memberCapacity)
        ownValue = .allocate(capacity: subjectCapacity)
        ownCertainty = .allocate(capacity: subjectCapacity)
        mass = .allocate(capacity: subjectCapacity)
        moment = .allocate(capacity: subjectCapacity)
        pooled = .allocate(capacity: subjectCapacity)
        doubt = .allocate(capacity: subjectCapacity)
        guaranteeMass = .allocate(capacity: subjectCapacity)
        guaranteeMoment = .allocate(capacity: subjectCapacity)
        splitValues = .allocate(capacity: subjectCapacity)
    }

    private func release() {
        subjectOfEntry.deallocate()
        firstEntry.deallocate()
        for buffer in [
            reported, adjusted, certainty, reportMass, influence, ownValue, ownCertainty, mass, moment, pooled, doubt,
            guaranteeMass, guaranteeMoment, splitValues,
        ] {
            buffer.deallocate()
        }
    }

    private static func empty<Element>(_: Element.Type) -> UnsafeMutableBufferPointer<Element> {
        UnsafeMutableBufferPointer(start: nil, count: 0)
    }
}
