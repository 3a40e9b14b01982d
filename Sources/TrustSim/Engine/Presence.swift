/// Who is there, and where: the vehicles, what moves them, and the roads.
struct Presence {
    private var mobility: any MobilityModel
    var world: World
    let road: Road
    /// Number of vehicles; stations behind them are roadside units.
    let vehicleCount: Int
    /// Where roadside units stand, from the first behind the vehicles on.
    let unitPlaces: [Point]
    /// The area of the roads.
    let bounds: Rectangle
    /// By vehicle: when it has entered last.
    private(set) var enteredTime: [Microseconds]
    /// By vehicle, where vehicles are shown one by one: when it has entered first, and left last.
    private var stays: [(entered: Microseconds, left: Microseconds?)?] = []

    init(
        _ scenario: Scenario, trace: TraceData?, external: (any MobilityModel)?, random: RandomSource,
        hasUnits: Bool = false, keepsStays: Bool = false
    ) {
        mobility =
            external
            ?? MobilityCatalog.make(
                MobilityRequest(
                    settings: scenario.mobility, vehicleCount: Int(scenario.vehicles), width: scenario.area.width,
                    height: scenario.area.height, trace: trace, random: random))
        vehicleCount = mobility.vehicleCount
        road = mobility.road
        bounds = road.bounds
        unitPlaces = hasUnits ? scenario.infrastructure.units.places(on: road) : []
        world = World(vehicleCount: vehicleCount + unitPlaces.count)
        enteredTime = Array(repeating: 0, count: vehicleCount + unitPlaces.count)
        if keepsStays { stays = Array(repeating: nil, count: mobility.vehicleCount) }
    }

    /// Places the first vehicles; returns the first calls of the mobility model.
    mutating func begin() -> [(entity: UInt32, time: Microseconds)] {
        let calls = mobility.begin(&world)
        for (number, place) in unitPlaces.enumerated() {
            world.enter(VehicleID(vehicleCount + number), at: 0, position: place, velocity: Point(x: 0, y: 0))
        }
        return calls
    }

    /// Moves an entity of the mobility model on; returns the time of its next call.
    mutating func advance(_ entity: UInt32, at time: Microseconds) -> Microseconds? {
        mobility.advance(entity, at: time, &world)
    }

    /// A vehicle has entered.
    mutating func enter(_ vehicle: VehicleID, at time: Microseconds) {
        enteredTime[Int(vehicle)] = time
        if !stays.isEmpty { stays[Int(vehicle)] = (stays[Int(vehicle)]?.entered ?? time, nil) }
    }

    /// A vehicle has left; returns how long it has been there since it entered last.
    mutating func leave(_ vehicle: VehicleID, at time: Microseconds) -> Microseconds {
        if !stays.isEmpty { stays[Int(vehicle)]?.left = time }
        return stay(of: vehicle, until: time)
    }

    /// When a vehicle has entered first, and left last, nil where it is there at the end; nil where it never came.
    func presence(of vehicle: VehicleID) -> (entered: Microseconds, left: Microseconds?)? {
        stays.isEmpty ? nil : stays[Int(vehicle)]
    }

    /// How long a vehicle that entered has been there.
    func stay(of vehicle: VehicleID, until time: Microseconds) -> Microseconds {
        time - enteredTime[Int(vehicle)]
    }

    /// How long those who are still there have been there, added up.
    func staysOfPresent(until time: Microseconds) -> Microseconds {
        var sum: Microseconds = 0
        for vehicle in 0..<VehicleID(vehicleCount) where world.vehicles.isPresent(vehicle) {
            sum += stay(of: vehicle, until: time)
        }
        return sum
    }
}
