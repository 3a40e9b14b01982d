/// What the tallies of a run have room for.
struct TallyShape: Sendable {
    var vehicleCount: Int
    /// Vehicles, and the names that attackers have or vehicles take besides.
    var identityCount: Int
    /// Profiles by which cases on malicious vehicles are split; 0 for no split.
    var profileCount = 0
    /// Width of the bins of a series, nil without one.
    var seriesBin: Microseconds?
    /// Whether cases are counted for each vehicle.
    var countsVehicles = false
}
