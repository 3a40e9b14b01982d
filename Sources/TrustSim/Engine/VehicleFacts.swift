/// A vehicle, or another name of one, that somebody decided about: what is the same for all schemes.
struct VehicleFacts: Sendable, Equatable {
    var number: Int
    var name: String
    var pseudonym: String?
    /// Number of the vehicle behind the name.
    var owner: Int
    var isAttacker: Bool
    /// The profile of an attacker, where it is known.
    var profile: String?
    /// When it came first and left last, where that is known; nobody has left who is there at the end.
    var entered: Microseconds?
    var left: Microseconds?
    /// Since when it has been malicious.
    var firstMisconduct: Microseconds?
}

/// The decisions of one scheme about one vehicle.
struct VehicleResult: Sendable, Equatable {
    var cases: Int
    var distrusted: Int
    /// Honest evaluators in the whole run, and how many of them last distrusted it.
    var evaluators: Int
    var distrusting: Int
    /// Since when the majority of them has, up to the end; nil where it does not.
    var distrustedSince: Microseconds?
}

extension Simulation {
    /// What an attacker does, nil for honest vehicles.
    func profileName(of vehicle: VehicleID) -> String? {
        attackers.profile(of: vehicle)?.name ?? truth.split.name(of: vehicle)
    }

    /// Everybody whom an honest vehicle has decided about.
    private var subjects: [VehicleID] {
        guard let verdicts = evaluating.runners.first(where: \.isDefined)?.tally.verdicts else { return [] }
        return (0..<VehicleID(naming.identities.count)).filter { verdicts.votes(on: Int($0)).all > 0 }
    }

    var vehicleFacts: [VehicleFacts] {
        subjects.map { subject in
            let name = naming.names.fullName(of: subject)
            let owner = truth.owner(of: subject)
            let stay = presence.presence(of: owner)
            return VehicleFacts(
                number: Int(subject), name: name.name, pseudonym: name.pseudonym, owner: Int(owner),
                isAttacker: truth.isAttacker[Int(subject)], profile: profileName(of: owner), entered: stay?.entered,
                left: stay?.left, firstMisconduct: truth.firstMisconduct[Int(subject)])
        }
    }

    /// What is only there where it was asked for, or where attackers have several profiles.
    func addDetails(of tally: SchemeTally, to result: inout SchemeResult, end: Microseconds) {
        for (place, name) in truth.split.names.enumerated() {
            let values = TallyReading.values(
                tally, ofProfile: place, firstMisconduct: truth.firstMisconduct, end: end
            ) { truth.split.profile(of: truth.owner(of: VehicleID($0))) }
            result.profiles.append(ProfileResult(profile: name, values: values))
        }
        if let series = tally.series, let bouts = truth.bouts {
            result.series = series.points(
                bouts, profileCount: truth.split.names.count, warmupEnd: truth.warmupEnd, end: end)
        }
        guard wanted.vehicles else { return }
        result.vehicles = subjects.map { subject in
            let place = Int(subject)
            let votes = tally.verdicts.votes(on: place)
            return VehicleResult(
                cases: Int(tally.bySubject[place].cases), distrusted: Int(tally.bySubject[place].distrusted),
                evaluators: votes.all, distrusting: votes.distrusting,
                distrustedSince: tally.verdicts.distrustedSince(place))
        }
    }
}
