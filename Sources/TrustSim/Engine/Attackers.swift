/// The attackers of a run at work.
struct Attackers {
    var byVehicle = IntegerMap<VehicleID, Attacker>()
    /// By vehicle: a byte each, because it is asked for at every beacon.
    private let isAttacker: [Bool]

    init(_ cast: Cast, names: [Range<VehicleID>], end: Microseconds, random: RandomSource) {
        isAttacker = cast.isAttacker
        for ((vehicle, profile), identities) in zip(cast.attackers, names) {
            byVehicle.append(
                vehicle,
                Attacker(
                    profile: profile, vehicle: vehicle, identities: identities, runDuration: end, random: random))
        }
    }

    /// What a vehicle does as an attacker, nil where it is none.
    func profile(of vehicle: VehicleID) -> Profile? {
        byVehicle.position(of: vehicle).map { byVehicle.values[$0].profile }
    }

    /// The name under which an attacker sends, nil where the vehicle is none.
    func identity(of vehicle: VehicleID) -> VehicleID? {
        byVehicle.position(of: vehicle).map { byVehicle.values[$0].identity }
    }

    /// Place of an attacker in `byVehicle` where it is malicious at this time; nil where not, and where the vehicle is no
    /// attacker. `isCritical`: what it would lie about is a critical road event.
    mutating func placeIfActive(_ vehicle: VehicleID, at time: Microseconds, isCritical: Bool = false) -> Int? {
        guard isAttacker[Int(vehicle)], let place = byVehicle.position(of: vehicle) else { return nil }
        if byVehicle.values[place].profile.schedule.liesAboutCriticalEventsOnly && !isCritical { return nil }
        return byVehicle.values[place].isActive(at: time) ? place : nil
    }

    /// How many times as many beacons as an honest vehicle one sends.
    func rateFactor(of vehicle: VehicleID) -> Double {
        guard isAttacker[Int(vehicle)], let place = byVehicle.position(of: vehicle) else { return 1 }
        return byVehicle.values[place].rateFactor
    }

    /// All names under which an attacker that has ghosts sends now, none for one without; nil where the vehicle is no
    /// attacker.
    func ownIdentities(of vehicle: VehicleID) -> [VehicleID]? {
        guard isAttacker[Int(vehicle)], let place = byVehicle.position(of: vehicle) else { return nil }
        return byVehicle.values[place].ghosts.isEmpty ? [] : byVehicle.values[place].identities
    }

    /// When a vehicle invents its next road event, nil where it invents none.
    mutating func nextFabrication(of vehicle: VehicleID, after time: Microseconds) -> Microseconds? {
        guard let place = byVehicle.position(of: vehicle) else { return nil }
        let rate = byVehicle.values[place].profile.events.fabricationRate
        guard rate > 0 else { return nil }
        let wait = byVehicle.values[place].eventStream.exponential(rate: rate)
        return time + max(1, Microseconds(seconds: wait))
    }

    /// A vehicle takes a new name, as every vehicle does now and then.
    mutating func takePseudonym(_ name: VehicleID, of vehicle: VehicleID) {
        guard let place = byVehicle.position(of: vehicle) else { return }
        byVehicle.values[place].takePseudonym(name)
    }
}
