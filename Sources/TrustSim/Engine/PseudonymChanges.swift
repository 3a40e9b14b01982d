import GroupDecision

/// Names that vehicles take one after another. Receivers cannot link them: to them each is another vehicle, of which they
/// know nothing.
///
/// A vehicle looks at each of its beacons whether a change is due, so the new name begins with a beacon.
struct PseudonymChanges: Sendable {
    private let settings: PseudonymSettings
    /// The name that each vehicle bears now.
    private(set) var present: [VehicleID]
    private var spare: [Range<VehicleID>]
    private var streams: [RandomStream]
    /// When, or after which way, the next change is due.
    private var due: [Double]
    private var way: [Double]
    private var places: [Point?]

    /// Nil where names do not change. Takes the names that may be needed.
    init?(
        _ scenario: Scenario, vehicleCount: Int, seconds: Double, random: RandomSource, identities: inout Identities
    ) {
        settings = scenario.pseudonyms
        guard settings.isOn else { return nil }
        let vehicles = 0..<VehicleID(vehicleCount)
        present = Array(vehicles)
        let wanted = settings.mostNames(in: scenario, seconds: seconds)
        var names = identities
        spare = vehicles.map { names.add(wanted, to: $0) }
        identities = names
        streams = vehicles.map { random.stream(.pseudonym, $0) }
        way = Array(repeating: 0, count: vehicleCount)
        places = Array(repeating: nil, count: vehicleCount)
        due = way
        for vehicle in 0..<vehicleCount {
            // Not all at once: the first change comes somewhere within the interval.
            switch settings.change {
            case "periodic": due[vehicle] = settings.interval * streams[vehicle].uniform()
            case "distance": due[vehicle] = settings.distance * streams[vehicle].uniform()
            default: due[vehicle] = streams[vehicle].exponential(rate: settings.rate)
            }
        }
    }

    /// The new name of a vehicle that is about to send a beacon from a place; nil where none is due.
    mutating func next(of vehicle: VehicleID, at time: Microseconds, from place: Point) -> VehicleID? {
        let index = Int(vehicle)
        if let last = places[index] { way[index] += last.squaredDistance(to: place).squareRoot() }
        places[index] = place
        let reached = settings.change == "distance" ? way[index] : time.seconds
        guard reached >= due[index] else { return nil }
        while due[index] <= reached {
            switch settings.change {
            case "periodic": due[index] += settings.interval
            case "distance": due[index] += settings.distance
            default: due[index] += max(1e-6, streams[index].exponential(rate: settings.rate))
            }
        }
        guard let name = spare[index].first else { return nil }
        spare[index] = spare[index].dropFirst()
        present[index] = name
        return name
    }
}
