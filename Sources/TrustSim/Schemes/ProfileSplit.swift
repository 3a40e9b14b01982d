/// The profiles by which the attackers of a run are told apart in its results; empty where all have the same.
struct ProfileSplit: Sendable {
    /// Their names, in the order of the scenario.
    let names: [String]
    /// By vehicle: place of its profile; -1 for honest vehicles. Empty without a split.
    private let places: [Int32]

    /// No split.
    init() {
        names = []
        places = []
    }

    /// A split by these names, each once, where there are at least two. `profiles`: what a vehicle is called by, nil for
    /// honest ones. A name that is not among them gets no place.
    init(names: [String], profiles: [String?]) {
        guard names.count > 1 else {
            self.names = []
            places = []
            return
        }
        self.names = names
        let place = Dictionary(names.enumerated().map { ($0.element, Int32($0.offset)) }) { first, _ in first }
        places = profiles.map { $0.flatMap { place[$0] } ?? -1 }
    }

    /// Place of the profile of a vehicle, -1 for honest ones and without a split.
    @inline(__always)
    func profile(of vehicle: VehicleID) -> Int { places.isEmpty ? -1 : Int(places[Int(vehicle)]) }

    /// The profile of a vehicle by name.
    func name(of vehicle: VehicleID) -> String? {
        let place = profile(of: vehicle)
        return place < 0 ? nil : names[place]
    }
}
