import GroupDecision

/// Roadside units: what they hear, and what they say.
extension Simulation {
    /// What a roadside unit says: the number of its word.
    struct SentWord {
        var unit: VehicleID
        var number: Int32
    }

    /// A roadside unit is there, from the beginning to the end.
    mutating func open(_ unit: VehicleID, at time: Microseconds) {
        air.notePresence(of: unit, enters: true, at: time)
        if let first = timetable.firstEvaluation(of: unit, from: time) { schedule(.unitWord, unit, at: first) }
    }

    /// Once an evaluation interval a unit takes over the reports that it has received, and says what it believes.
    mutating func unitWordIsDue(_ unit: VehicleID, at time: Microseconds) {
        schedule(.unitWord, unit, at: time + timetable.evaluationInterval)
        clock.mark(.reports)
        guard let number = evaluating.consult(unit, &infrastructure, at: time) else { return }
        transmit(.unitWord(SentWord(unit: unit, number: number)), from: unit, at: time)
    }

    /// Units in reach record a beacon as vehicles do.
    mutating func hear(_ sent: SentBeacon, from sender: VehicleID, at time: Microseconds) {
        let beacon = sent.beacon
        if beacon.isHiddenFromFavoured {
            infrastructure.hideFromFavoured(of: sender, share: beacon.favouredShare, random)
        }
        record(
            sent, from: sender, by: infrastructure.receptions, squaredRange: infrastructure.squaredSensingRange,
            isWatched: false, at: time)
    }

    /// Units in reach have a report.
    mutating func hear(_ report: SentReport, of reporter: VehicleID, at time: Microseconds) {
        if let share = report.hiddenShare { infrastructure.hideFromFavoured(of: reporter, share: share, random) }
        sensing.store.updateAll(report.identity, in: infrastructure.receptions, at: time) { record, reception in
            let favour = report.forFavoured.flatMap {
                random.favours(reception.vehicle, by: reporter, share: $0.share) ? $0 : nil
            }
            record.reportNumber = favour?.number ?? report.number
            record.reportTime = time
        }
    }

    /// Vehicles in reach have the word of a unit.
    mutating func deliver(_ word: SentWord) {
        for reception in air.receptions {
            infrastructure.hear(word.number, of: word.unit, by: reception.vehicle)
        }
    }
}
