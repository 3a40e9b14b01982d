/// Names under which vehicles send. Every vehicle has one with its own number; attackers may have more, which get the
/// numbers after those of the vehicles.
struct Identities: Sendable {
    let vehicleCount: Int
    /// Owners of the identities beyond the vehicles' own.
    private(set) var owners: [VehicleID] = []

    /// Most identities of a run, so that no scenario asks for more memory than there is.
    static let limit = 20_000_000

    init(vehicleCount: Int) { self.vehicleCount = vehicleCount }

    var count: Int { vehicleCount + owners.count }

    /// Gives a vehicle more identities, as far as there are any left.
    mutating func add(_ wanted: Int, to vehicle: VehicleID) -> Range<VehicleID> {
        let first = VehicleID(count)
        let given = max(0, min(wanted, Self.limit - count))
        owners.append(contentsOf: repeatElement(vehicle, count: given))
        return first..<VehicleID(count)
    }

    /// The vehicle behind an identity.
    func owner(of identity: VehicleID) -> VehicleID {
        Int(identity) < vehicleCount ? identity : owners[Int(identity) - vehicleCount]
    }
}
