import GroupDecision

/// Gathers what one vehicle holds at an evaluation.
struct ViewBuilder {
    private var heardVehicles = HeardVehicles()
    /// Index of each vehicle among the subjects of the view, where its stamp is that of the view.
    private var places: [Place]
    private var currentStamp: UInt32 = 0
    /// Entries of one report, on their way into the view.
    private var entries: [Neighbourhood.Entry] = []
    private var sources: [Int32] = []

    /// Reports that can be read.
    private var live: [LiveReport] = []

    private struct LiveReport {
        /// Index of the reporter among those heard.
        var subject: Int
        var number: Int32
        var entries: UnsafeBufferPointer<ReportStore.Entry>
        var firstSubject: VehicleID?
    }

    private struct Place: Sendable {
        var stamp: UInt32 = 0
        var subject: Int32 = 0
    }

    /// Where vehicles change their names: a vehicle knows all of its own.
    private let identities: Identities
    private let namesChange: Bool

    init(vehicleCount: Int, identities: Identities? = nil) {
        places = Array(repeating: Place(), count: vehicleCount)
        self.identities = identities ?? Identities(vehicleCount: vehicleCount)
        namesChange = identities != nil
    }

    /// Whether a name is, or was, one of the evaluator's own.
    @inline(__always)
    private func isOwn(_ name: VehicleID, _ evaluator: VehicleID) -> Bool {
        name == evaluator || namesChange && identities.owner(of: name) == evaluator
    }

    /// Who was heard, in order of number, with their records.
    var heard: [HeardVehicles.Entry] { heardVehicles.all }

    /// Finds the vehicles heard since a time.
    mutating func findHeard(by evaluator: VehicleID, since: Microseconds, in store: EvidenceStore) {
        heardVehicles.find(by: evaluator, since: since, in: store)
    }

    /// Fills a view with those heard as neighbours, their live reports, and everybody named in them.
    mutating func fill(
        _ view: inout LocalView, of evaluator: VehicleID, at time: Microseconds, store: EvidenceStore,
        reports: ReportStore, reportLife: Microseconds
    ) {
        if currentStamp == .max {
            currentStamp = 0
            for vehicle in places.indices { places[vehicle].stamp = 0 }
        }
        currentStamp += 1
        view.evaluator = evaluator
        view.time = time
        view.subjects.removeAll(keepingCapacity: true)
        view.evidence.removeAll(keepingCapacity: true)
        view.reportNumbers.removeAll(keepingCapacity: true)
        view.entrySources.removeAll(keepingCapacity: true)
        view.neighbourhood.reset(tolerance: 0.6)
        view.neighbourCount = heard.count
        for neighbour in heard {
            let record = store[neighbour.record]
            add(neighbour.vehicle, store.evidence(of: record, at: time), isNeighbour: true, store, to: &view)
        }
        findReports(at: time, in: store, reports, life: reportLife)
        for report in live {
            view.neighbourhood.beginReport(of: report.subject, attestedLevel: 0.5, tolerance: 0.6)
            view.reportNumbers.append(report.number)
            add(report.entries, of: heard[report.subject].vehicle, store, to: &view)
        }
    }

    /// Finds the live reports of those heard. All are looked up, and the first subject of each is read, before the first
    /// is gone through, so that waiting for memory overlaps.
    private mutating func findReports(
        at time: Microseconds, in store: EvidenceStore, _ reports: ReportStore, life: Microseconds
    ) {
        live.removeAll(keepingCapacity: true)
        for (subject, neighbour) in heard.enumerated() {
            let number = store[neighbour.record].reportNumber
            guard let slot = reports.liveSlot(of: neighbour.vehicle, number: number, at: time, life: life)
            else { continue }
            let entries = reports.entries(inSlot: slot)
            live.append(
                LiveReport(subject: subject, number: number, entries: entries, firstSubject: entries.first?.subject))
        }
    }

    /// Adds the entries of a report, and whom they name. What a reporter says of itself and of the reader is left out.
    private mutating func add(
        _ told: UnsafeBufferPointer<ReportStore.Entry>, of reporter: VehicleID, _ store: EvidenceStore,
        to view: inout LocalView
    ) {
        for entry in told
        where places[Int(entry.subject)].stamp != currentStamp && !isOwn(entry.subject, view.evaluator)
            && entry.subject != reporter
        {
            let evidence = store.evidence(on: entry.subject, of: view.evaluator, at: view.time)
            add(entry.subject, evidence ?? Evidence(), isNeighbour: false, store, to: &view)
        }
        entries.removeAll(keepingCapacity: true)
        sources.removeAll(keepingCapacity: true)
        for (source, entry) in told.enumerated()
        where !isOwn(entry.subject, view.evaluator) && entry.subject != reporter {
            entries.append(
                Neighbourhood.Entry(
                    subject: places[Int(entry.subject)].subject, vouches: false, value: entry.value,
                    certainty: entry.certainty))
            sources.append(Int32(truncatingIfNeeded: source))
        }
        view.neighbourhood.entries.append(contentsOf: entries)
        view.entrySources.append(contentsOf: sources)
    }

    /// Adds what roadside units said of the subjects of the view; opinions are filled in for each scheme.
    func add(_ words: [HeardWord], to view: inout LocalView) {
        if words.isEmpty && view.unitWords.isEmpty { return }
        view.unitWords.removeAll(keepingCapacity: true)
        for word in words {
            var entries: [UnitWord.Entry] = []
            for (source, subject) in word.subjects.enumerated() where places[Int(subject)].stamp == currentStamp {
                entries.append(
                    UnitWord.Entry(
                        subject: places[Int(subject)].subject, opinion: Opinion(value: 0.5, certainty: 0),
                        source: Int32(truncatingIfNeeded: source)))
            }
            view.unitWords.append(UnitWord(unit: word.unit, time: word.time, slot: word.slot, entries: entries))
        }
    }

    private mutating func add(
        _ vehicle: VehicleID, _ evidence: Evidence, isNeighbour: Bool, _ store: EvidenceStore, to view: inout LocalView
    ) {
        places[Int(vehicle)] = Place(stamp: currentStamp, subject: Int32(view.subjects.count))
        view.subjects.append(vehicle)
        view.evidence.append(evidence)
        view.neighbourhood.addSubject(opinion: store.opinion(from: evidence), isNeighbour: isNeighbour)
    }
}
