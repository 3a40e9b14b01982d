/// An entry of a report as likelihoods, of which the greatest is about 1.
struct EntryLikelihoods {
    var subject: Int32 = 0
    /// Of an honest reporter with a good sensor, and with a bad one, for each conduct of the subject.
    var honest = Conduct.Vector(repeating: 1)
    var noisy = Conduct.Vector(repeating: 1)
    /// For each level of a lie; the last two are not used.
    var levels = Elementary.Vector(repeating: 1)
    /// What it says, as evidence.
    var evidence = Evidence()
    /// Message to the subject, the greatest as 1.
    var message = Conduct.Vector(repeating: 1)
    /// What the round before said of the subject is multiplied by this to leave out this entry.
    var without = Conduct.Vector(repeating: 1)
    /// Probabilities, by all but this entry, that its reporter is honest with a good and with a bad sensor.
    var goodSensor = 0.0
    var badSensor = 0.0
}

/// Likelihoods of an entry, of honest reporters with good and bad sensors and of each kind of liar, by what a round knows of
/// its subject.
struct ReporterLikelihoods {
    var good: Double
    var noisy: Double
    var kinds: InferenceTables.Kinds
}

/// What a running decision keeps of one subject.
struct SubjectLikelihoods {
    /// Likelihood of own evidence for each conduct.
    var own = Conduct.Vector(repeating: 1)
    /// Distribution of its conduct by its own report, in this round and in the next.
    var prior: Conduct.Vector
    var nextPrior: Conduct.Vector
    /// Product of the messages of all reports, of the round before and of this one.
    var messages = Conduct.Vector(repeating: 1)
    var nextMessages = Conduct.Vector(repeating: 1)
    /// The messages of the round before to the power ``InferenceSettings/groupWeight``.
    var hearsay = Conduct.Vector(repeating: 1)
    /// What a round knows of its conduct before it leaves out an entry.
    var known = Conduct.Vector(repeating: 1)
    /// Product of the messages that are not remembered.
    var passing = Conduct.Vector(repeating: 1)
    /// Likelihood of all that is remembered.
    var belief = Conduct.Vector(repeating: 1)
    /// Own evidence since the last decision.
    var increment = Evidence()
    /// Its report, or -1.
    var report: Int32 = -1
}

/// Storage of running decisions of ``GroupInference``, kept from one to the next. Lengths grow to the largest neighbourhood
/// seen; within a decision nothing is allocated.
final class InferenceWorkspace {
    typealias Storage<Element> = UnsafeMutableBufferPointer<Element>

    private(set) var entries = Storage<EntryLikelihoods>(start: nil, count: 0)
    private(set) var subjects = Storage<SubjectLikelihoods>(start: nil, count: 0)
    /// For the entries of the report that is read.
    private(set) var reporter = Storage<ReporterLikelihoods>(start: nil, count: 0)

    deinit {
        entries.deallocate()
        subjects.deallocate()
        reporter.deallocate()
    }

    /// Makes room for a decision; what the arrays hold is lost.
    func reserve(for neighbourhood: Neighbourhood) {
        entries.reserve(neighbourhood.entries.count)
        subjects.reserve(neighbourhood.subjects.count)
        reporter.reserve(neighbourhood.entries.count)
    }
}
