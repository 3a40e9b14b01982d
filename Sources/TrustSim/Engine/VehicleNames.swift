/// What a vehicle is called in a trace or a data set.
public struct VehicleName: Sendable, Equatable {
    /// Its name; `v0`, `v1`, … by number where it has none.
    public var name: String
    /// The pseudonym under which it is meant, where a data set has one.
    public var pseudonym: String?
}

/// Names of vehicles as results show them: those of a trace, or `v0`, `v1`, … by number.
struct VehicleNames: Sendable {
    private let traceNames: [String]
    /// Vehicles, and the names that attackers have or vehicles take besides, which get the numbers after them.
    let identityCount: Int
    let vehicleCount: Int
    /// Number of the first name that is not a vehicle's own; roadside units have those between.
    private let firstOther: Int

    /// Names of a data set, of every identity.
    private let given: [VehicleName]

    init(trace: TraceData?, identities: Identities, vehicleCount: Int? = nil, given: [VehicleName] = []) {
        self.given = given
        traceNames = trace?.vehicleNames ?? []
        identityCount = identities.count
        self.vehicleCount = vehicleCount ?? identities.vehicleCount
        firstOther = identities.vehicleCount
    }

    private func isUnit(_ station: VehicleID) -> Bool { (vehicleCount..<firstOther).contains(Int(station)) }

    func name(of vehicle: VehicleID) -> String {
        if Int(vehicle) < traceNames.count { return traceNames[Int(vehicle)] }
        if isUnit(vehicle) { return "unit \(Int(vehicle) - vehicleCount)" }
        return "v\(vehicle)"
    }

    /// The name in a data set, where there is one, else that of ``name(of:)``.
    func fullName(of identity: VehicleID) -> VehicleName {
        Int(identity) < given.count ? given[Int(identity)] : VehicleName(name: name(of: identity))
    }

    /// The vehicle of a name; a number alone is the vehicle of that number where no trace says otherwise.
    func vehicle(named name: String) throws(ExplanationProblem) -> VehicleID {
        // Names are equal by their bytes, as in the trace.
        if let index = traceNames.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) { return VehicleID(index) }
        let digits = name.hasPrefix("v") ? String(name.dropFirst()) : name
        if let number = VehicleID(digits), String(number) == digits, Int(number) < identityCount,
            Int(number) >= traceNames.count, !isUnit(number)
        {
            return number
        }
        throw ExplanationProblem("there is no vehicle '\(escapedForMessage(name))'" + hint(for: name))
    }

    private func hint(for name: String) -> String {
        if traceNames.isEmpty {
            let others = identityCount > firstOther ? ", other names v\(firstOther) to v\(identityCount - 1)" : ""
            return "; there are v0 to v\(vehicleCount - 1)\(others)"
        }
        return VehicleHint.text(for: name, among: traceNames)
    }
}

/// Why something cannot be explained: what was asked for does not exist in the run.
public struct ExplanationProblem: Error, Equatable, CustomStringConvertible {
    /// What is wrong, and what there is instead.
    public let message: String

    init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
