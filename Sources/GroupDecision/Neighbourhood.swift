/// What one evaluator holds when it decides: its own opinions and the reports of its neighbours.
///
/// Everybody named is a *subject* with an index; a reporter is a *member* and a subject as well. Build it with
/// ``reset(tolerance:)``, ``addSubject(opinion:isNeighbour:)``, ``beginReport(of:attestedLevel:tolerance:guaranteeCredit:)``
/// and ``addEntry(about:value:certainty:vouches:)``; the storage is kept from one decision to the next, so that after the
/// first few decisions nothing is allocated.
///
/// Preconditions, which the caller ensures: numbers lie in [0, 1]; a subject reports at most once; a report has at most
/// one entry about a subject and none about its reporter or about the evaluator; indices are those of subjects added
/// before, which is checked where a decision reads them.
public struct Neighbourhood: Sendable {
    /// Somebody whom the evaluator decides about.
    public struct Subject: Sendable {
        /// The evaluator's own opinion; certainty 0 where it has none.
        public var opinion: Opinion
        /// Whether the subject is a current neighbour, whose trust takes part in the next tolerance.
        public var isNeighbour: Bool
    }

    /// The report of one neighbour, without its entries.
    public struct Member: Sendable {
        /// Index of the reporter among the subjects.
        public var subject: Int
        /// The comprehensive level that the reporter attests itself, z.
        public var attestedLevel: Double
        /// The reporter's tolerance tau, as claimed.
        public var tolerance: Double
        /// The evaluator's guarantee credit rho for this reporter.
        public var guaranteeCredit: Double
        /// Where the entries of this report begin.
        public var firstEntry: Int
    }

    /// What one reporter says of one subject.
    public struct Entry: Sendable {
        /// Index of the subject.
        public var subject: Int32
        /// Whether the reporter vouches for the subject.
        public var vouches: Bool
        /// Reported opinion y.
        public var value: Double
        /// Claimed certainty q, not capped.
        public var certainty: Double

        /// What a reporter says, word for word.
        @inlinable
        public init(subject: Int32, vouches: Bool, value: Double, certainty: Double) {
            self.subject = subject
            self.vouches = vouches
            self.value = value
            self.certainty = certainty
        }
    }

    /// The evaluator's tolerance tau.
    public var tolerance: Double
    /// Everybody named.
    public var subjects: [Subject] = []
    /// The reporters, in the order in which their reports were begun.
    public var members: [Member] = []
    /// The entries of all reports, member by member.
    public var entries: [Entry] = []

    /// An empty neighbourhood.
    public init(tolerance: Double = 0.6) {
        self.tolerance = tolerance
    }

    /// Empties the neighbourhood and keeps its storage.
    public mutating func reset(tolerance: Double) {
        self.tolerance = tolerance
        subjects.removeAll(keepingCapacity: true)
        members.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
    }

    /// Adds a subject and returns its index.
    @discardableResult
    public mutating func addSubject(
        opinion: Opinion = Opinion(value: 0.5, certainty: 0), isNeighbour: Bool = false
    ) -> Int {
        subjects.append(Subject(opinion: opinion, isNeighbour: isNeighbour))
        return subjects.count - 1
    }

    /// Begins the report of a subject; the entries added from now on are its own. Returns the index of the member.
    @discardableResult
    public mutating func beginReport(
        of subject: Int, attestedLevel: Double, tolerance: Double, guaranteeCredit: Double = 0.5
    ) -> Int {
        members.append(
            Member(
                subject: subject, attestedLevel: attestedLevel, tolerance: tolerance, guaranteeCredit: guaranteeCredit,
                firstEntry: entries.count))
        return members.count - 1
    }

    /// Adds an entry to the report begun last.
    @inlinable
    public mutating func addEntry(about subject: Int, value: Double, certainty: Double, vouches: Bool = false) {
        entries.append(Entry(subject: Int32(subject), vouches: vouches, value: value, certainty: certainty))
    }

    /// The entries of one member's report, as positions in ``entries``.
    public func entryRange(ofMember member: Int) -> Range<Int> {
        let end = member + 1 < members.count ? members[member + 1].firstEntry : entries.count
        return members[member].firstEntry..<end
    }
}
