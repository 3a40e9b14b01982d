import GroupDecision

/// What roadside units have been told: opinions of reporters, and where units share what they know, the evidence of other
/// units. Scheme-independent: what a unit believes is made of it for each scheme.
///
/// Of each reporter and subject the latest opinion is kept. It is forgotten as the scenario forgets evidence, and dropped
/// after ``life``.
struct UnitMemory {
    /// For how long an opinion is kept.
    static let life: Microseconds = 300_000_000

    /// What one reporter said of one subject, and when.
    struct Told {
        var opinion: Opinion
        var time: Microseconds
    }

    /// What one reporter said.
    private struct Reporter {
        var lastNumber: Int32 = -1
        var told = IntegerMap<VehicleID, Told>()
        /// From how many subjects on it is looked whether some can be dropped.
        var limit = 64
    }

    /// What a unit had seen itself, and when it said so.
    private struct Seen {
        var evidence: Evidence
        var time: Microseconds
    }

    /// What is on its way between units.
    private struct Parcel {
        var due: Microseconds
        var source: VehicleID
        var told: [(subject: VehicleID, Told)] = []
        var seen: [(subject: VehicleID, Seen)] = []
    }

    private let firstUnit: VehicleID
    /// How long what a unit learns is on its way to the others; nil where units are islands.
    private let delay: Microseconds?
    /// By unit, and what has reached all units.
    private var own: [IntegerMap<VehicleID, Reporter>]
    private var shared = IntegerMap<VehicleID, Reporter>()
    /// By unit: what it has seen, as far as the others know.
    private var seen: [IntegerMap<VehicleID, Seen>]
    private var parcels = FIFOQueue<Parcel>()
    /// Index of each identity among the subjects of the view that is completed, -1 for none.
    private var places: [Int32]

    init(units: Range<VehicleID>, identityCount: Int, delay: Microseconds?) {
        firstUnit = units.lowerBound
        self.delay = delay
        own = Array(repeating: IntegerMap(), count: units.count)
        seen = Array(repeating: IntegerMap(), count: delay == nil ? 0 : units.count)
        places = units.isEmpty ? [] : Array(repeating: -1, count: identityCount)
    }

    // MARK: - Learning

    /// A unit takes over the reports of a view, each once, and passes on what is new to it and what it has seen. One that
    /// lies passes on the opposite of what it has seen; reports are signed by others.
    mutating func learn(_ view: LocalView, _ reports: ReportStore, liesOfItself: Bool) {
        let unit = Int(view.evaluator - firstUnit)
        deliver(until: view.time)
        for member in view.neighbourhood.members.indices {
            let reporter = view.subjects[view.neighbourhood.members[member].subject]
            let number = view.reportNumbers[member]
            let time = reports.time(inSlot: reports.slot(of: reporter, number: number))
            let position = own[unit].position(of: reporter, orInsert: Reporter())
            if own[unit].values[position].lastNumber == number { continue }
            own[unit].values[position].lastNumber = number
            let told = view.neighbourhood.entries[view.neighbourhood.entryRange(ofMember: member)].map {
                entry -> (subject: VehicleID, Told) in
                (
                    subject: view.subjects[Int(entry.subject)],
                    Told(opinion: Opinion(value: entry.value, certainty: entry.certainty), time: time)
                )
            }
            Self.add(told, to: &own[unit].values[position], at: view.time)
            if let delay { parcels.append(Parcel(due: view.time + delay, source: reporter, told: told)) }
        }
        guard let delay else { return }
        var parcel = Parcel(due: view.time + delay, source: view.evaluator)
        for (subject, evidence) in zip(view.subjects, view.evidence) where evidence.total > 0 {
            let told =
                liesOfItself ? Evidence(positive: evidence.negative, negative: evidence.positive) : evidence
            parcel.seen.append((subject, Seen(evidence: told, time: view.time)))
        }
        if !parcel.seen.isEmpty { parcels.append(parcel) }
    }

    private static func add(_ told: [(subject: VehicleID, Told)], to reporter: inout Reporter, at time: Microseconds) {
        for (subject, latest) in told {
            let position = reporter.told.position(of: subject, orInsert: latest)
            if reporter.told.values[position].time < latest.time { reporter.told.values[position] = latest }
        }
        guard reporter.told.count > reporter.limit else { return }
        var kept = IntegerMap<VehicleID, Told>()
        for (subject, told) in zip(reporter.told.keys, reporter.told.values) where time - told.time <= life {
            kept.append(subject, told)
        }
        reporter.told = kept
        reporter.limit = max(64, 2 * kept.count)
    }

    /// What has been on its way for long enough arrives.
    private mutating func deliver(until time: Microseconds) {
        while let parcel = parcels.removeFirst(where: { $0.due <= time }) {
            if !parcel.told.isEmpty {
                let position = shared.position(of: parcel.source, orInsert: Reporter())
                Self.add(parcel.told, to: &shared.values[position], at: time)
            }
            for (subject, latest) in parcel.seen {
                let unit = Int(parcel.source - firstUnit)
                let position = seen[unit].position(of: subject, orInsert: latest)
                seen[unit].values[position] = latest
            }
        }
    }

    // MARK: - Knowing

    /// Puts all that a unit knows of the subjects of a view in the place of the reports there: opinions with what forgetting
    /// has left of their certainty, and as its own evidence also that of other units. All subjects are to be judged.
    mutating func complete(_ view: inout LocalView, _ store: EvidenceStore) {
        deliver(until: view.time)
        let unit = Int(view.evaluator - firstUnit)
        view.neighbourCount = view.subjects.count
        view.neighbourhood.members.removeAll(keepingCapacity: true)
        view.neighbourhood.entries.removeAll(keepingCapacity: true)
        view.reportNumbers.removeAll(keepingCapacity: true)
        view.entrySources.removeAll(keepingCapacity: true)
        for (index, subject) in view.subjects.enumerated() { places[Int(subject)] = Int32(index) }
        defer { for subject in view.subjects { places[Int(subject)] = -1 } }
        let (told, others) = (own[unit], shared)
        for (reporter, report) in zip(told.keys, told.values) {
            add(report, others[reporter], of: reporter, store, to: &view)
        }
        for (reporter, report) in zip(others.keys, others.values) where told.position(of: reporter) == nil {
            add(report, nil, of: reporter, store, to: &view)
        }
        for other in seen.indices where other != unit { addEvidence(seen[other], store, to: &view) }
    }

    /// Adds what a reporter said, as a report of its own; of two opinions on a subject the later one.
    private mutating func add(
        _ told: Reporter, _ other: Reporter?, of reporter: VehicleID, _ store: EvidenceStore, to view: inout LocalView
    ) {
        var entries: [Neighbourhood.Entry] = []
        func add(_ subject: VehicleID, _ told: Told) {
            let place = places[Int(subject)]
            guard place >= 0, view.time - told.time <= Self.life, told.opinion.certainty > 0 else { return }
            let opinion = told.opinion.forgotten(
                view.retained(after: view.time - told.time), view.evidenceParameters)
            entries.append(
                Neighbourhood.Entry(
                    subject: place, vouches: false, value: opinion.value, certainty: opinion.certainty))
        }
        for (subject, latest) in zip(told.told.keys, told.told.values) {
            let elsewhere = other?.told[subject]
            add(subject, elsewhere.map { $0.time > latest.time ? $0 : latest } ?? latest)
        }
        if let other {
            for (subject, latest) in zip(other.told.keys, other.told.values)
            where told.told.position(of: subject) == nil { add(subject, latest) }
        }
        if entries.isEmpty { return }
        if places[Int(reporter)] < 0 {
            places[Int(reporter)] = Int32(view.subjects.count)
            let evidence = store.evidence(on: reporter, of: view.evaluator, at: view.time) ?? Evidence()
            view.subjects.append(reporter)
            view.evidence.append(evidence)
            view.neighbourhood.addSubject(opinion: store.opinion(from: evidence))
        }
        view.neighbourhood.beginReport(
            of: Int(places[Int(reporter)]), attestedLevel: 0.5, tolerance: 0.6)
        view.reportNumbers.append(-1)
        view.neighbourhood.entries.append(contentsOf: entries)
        view.entrySources.append(contentsOf: repeatElement(0, count: entries.count))
    }

    private func addEvidence(
        _ seen: IntegerMap<VehicleID, Seen>, _ store: EvidenceStore, to view: inout LocalView
    ) {
        for (subject, seen) in zip(seen.keys, seen.values) {
            let place = Int(places[Int(subject)])
            guard place >= 0, view.time - seen.time <= Self.life else { continue }
            var evidence = seen.evidence
            evidence.forget(factor: view.retained(after: view.time - seen.time))
            view.evidence[place].positive += evidence.positive
            view.evidence[place].negative += evidence.negative
            view.neighbourhood.subjects[place].opinion = store.opinion(from: view.evidence[place])
        }
    }
}

extension Opinion {
    /// The opinion when of its evidence only a share is left: r and s shrink alike. With b = y - a (1 - q) and n = W q / (1 - q)
    /// evidence, q' = f q / (1 - q + f q), b' = b q' / q, y' = b' + a (1 - q').
    func forgotten(_ share: Double, _ parameters: EvidenceParameters) -> Opinion {
        if share == 1 || certainty <= 0 { return self }
        let left = share * certainty / (1 - certainty + share * certainty)
        let belief = min(max(value - parameters.baseRate * (1 - certainty), 0), certainty)
        return Opinion(value: belief * left / certainty + parameters.baseRate * (1 - left), certainty: left)
    }
}
