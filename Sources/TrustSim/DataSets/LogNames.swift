/// Numbers of the names in a data set: vehicles from 0, further names of theirs after them.
struct LogNames {
    private(set) var vehicles: [LogName] = []
    private var numbers: [LogName: VehicleID] = [:]
    private var receivers: [LogName: VehicleID] = [:]
    private var receiversByPath: [String: VehicleID] = [:]
    private var identities: [LogIdentity: VehicleID] = [:]
    /// Owners of identities beyond the first of each vehicle.
    private var owners: [VehicleID] = []
    /// Whether each vehicle has an identity already.
    private var hasIdentity: [Bool] = []
    var ignoresPseudonyms = true
    /// Whether the pseudonym is the name, and the other the true sender, which nobody is told.
    var areNamesPseudonyms = false

    var identityCount: Int { vehicles.count + owners.count }
    var vehicleCount: Int { vehicles.count }

    func key(_ identity: LogIdentity) -> LogIdentity {
        if areNamesPseudonyms, let pseudonym = identity.pseudonym { return LogIdentity(vehicle: pseudonym) }
        return ignoresPseudonyms ? LogIdentity(vehicle: identity.vehicle) : identity
    }

    func vehicle(_ name: LogName) -> VehicleID? { numbers[name] }

    func number(of identity: LogIdentity) -> VehicleID? { identities[key(identity)] }

    func receiver(_ file: LogFile) -> VehicleID? { receiversByPath[file.path] ?? receivers[file.receiver] }

    mutating func addVehicle(_ name: LogName) {
        if numbers[name] != nil { return }
        numbers[name] = VehicleID(vehicles.count)
        vehicles.append(name)
        hasIdentity.append(false)
    }

    mutating func addReceiver(_ file: LogFile, _ name: LogName) {
        addVehicle(name)
        receiversByPath[file.path] = numbers[name]
    }

    /// The first identity of a vehicle has the number of the vehicle. After all vehicles.
    mutating func addIdentity(_ identity: LogIdentity) {
        guard let vehicle = numbers[identity.vehicle], identities[identity] == nil else { return }
        if hasIdentity[Int(vehicle)] {
            identities[identity] = VehicleID(identityCount)
            owners.append(vehicle)
        } else {
            hasIdentity[Int(vehicle)] = true
            identities[identity] = vehicle
        }
    }

    mutating func add(vehicle: LogName, receiver: LogName) {
        addVehicle(vehicle)
        receivers[receiver] = numbers[vehicle]
        addIdentity(LogIdentity(vehicle: vehicle))
    }

    mutating func add(further name: LogName, of vehicle: VehicleID) {
        identities[LogIdentity(vehicle: name)] = VehicleID(identityCount)
        owners.append(vehicle)
    }

    /// By number: names, and pseudonyms where receivers know each other by them.
    var allNames: [VehicleName] {
        var all = (0..<VehicleID(identityCount)).map { VehicleName(name: vehicles[Int(owner(of: $0))].text) }
        for (identity, number) in identities { all[Int(number)].pseudonym = identity.pseudonym?.text }
        return all
    }

    /// By number: what receivers see, the pseudonym where there is one.
    var shownNames: [LogName] {
        var all = (0..<VehicleID(identityCount)).map { vehicles[Int(owner(of: $0))] }
        for (identity, number) in identities { all[Int(number)] = identity.pseudonym ?? identity.vehicle }
        return all
    }

    /// The same as identities of a run.
    var asIdentities: Identities {
        var all = Identities(vehicleCount: vehicles.count)
        for owner in owners { _ = all.add(1, to: owner) }
        return all
    }

    func owner(of identity: VehicleID) -> VehicleID {
        Int(identity) < vehicles.count ? identity : owners[Int(identity) - vehicles.count]
    }
}
