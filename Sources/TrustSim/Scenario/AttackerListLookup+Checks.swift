/// How a list goes with its scenario.
extension AttackerListLookup {
    /// A ratio can only say the same once more, as resolved scenarios do.
    func check(_ listed: ListedAttackers) throws(DataError) {
        let ratio = scenario.attackers.ratio
        if ratio != 0 && ratio != listed.ratio {
            throw DataError(
                keyPath: "attackers.ratio",
                message: "'attackers.list' names all attackers, \(listed.members.count) of \(vehicleCount) vehicles "
                    + "(\(NumberText.csv(listed.ratio))); remove 'attackers.ratio' (\(NumberText.csv(ratio)))")
        }
        var changed = scenario
        changed.attackers.use(listed)
        try changed.check()
    }

    /// Who betrays later is not malicious in an early window.
    func checkSchedule(
        of choice: Choice, in window: Range<Microseconds>, _ row: AttackerListFile.Row
    ) throws(DataError) {
        guard case .from(let begin)? = ActivityModel(choice.profile.schedule, runDuration: end),
            window.upperBound <= begin
        else { return }
        throw DataError(
            position: row.profile.position,
            message:
                "by its schedule this profile is honest until \(NumberText.csv(begin.seconds)) s, and the window ends "
                + "before")
    }

    /// Vehicles of a trace that are not there while they could be malicious.
    func absences(_ listed: ListedAttackers) -> [String] {
        guard let trace else { return [] }
        var missing = Dictionary(uniqueKeysWithValues: listed.members.map { ($0.vehicle, $0.kind) })
        let windows = listed.kinds.map { ($0.profile.schedule as? WindowedSchedule)?.windows ?? [0..<end] }
        for step in trace.times.indices {
            let next = step + 1 < trace.times.count ? trace.times[step + 1] : trace.times[step] + 1
            for vehicle in trace.vehicles[trace.stepStart[step]..<trace.stepStart[step + 1]] {
                guard let kind = missing[vehicle] else { continue }
                if windows[kind].contains(where: { $0.overlaps(trace.times[step]..<next) }) {
                    missing[vehicle] = nil
                }
            }
        }
        return missing.keys.sorted().map {
            "vehicle '\(escapedForMessage(trace.vehicleNames[Int($0)]))' of \(escapedForMessage(file.path)) is not there "
                + "at any time at which it could be malicious"
        }
    }

    /// What the scenario says of profiles to no effect.
    func notes(used: Set<Int>) -> [String] {
        let own = scenario.attackers.profiles
        let path = escapedForMessage(file.path)
        if own.count == 1 {
            let isStandard = AttackPreset.standard.map { own[0].profile.choices == $0.parts } ?? false
            return used.isEmpty && !isStandard
                ? ["every row of \(path) names a profile, so 'attackers.profile' has no effect"] : []
        }
        return own.indices.filter { !used.contains($0) }.map {
            "no row of \(path) names profile \($0) of 'attackers.profiles', which has no effect"
        }
    }
}
