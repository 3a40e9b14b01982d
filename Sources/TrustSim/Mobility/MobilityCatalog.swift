/// What a mobility model is made from.
public struct MobilityRequest: Sendable {
    /// What the scenario says under `mobility`.
    public var settings: MobilitySettings
    /// Number of vehicles.
    public var vehicleCount: Int
    /// Size of the area from west to east, in metres.
    public var width: Double
    /// Size of the area from south to north, in metres.
    public var height: Double
    var trace: TraceData?
    /// Randomness of the run; a model draws from streams of the purpose ``RandomPurpose/mobility``.
    public var random: RandomSource

    /// Allowed speeds, in m/s.
    public var speed: ClosedRange<Double> { settings.minSpeed...settings.maxSpeed }

    /// The value of a key that the model declares.
    ///
    /// Precondition: it does, and the key is a number.
    public subscript(_ name: String) -> Double {
        let keys = MobilityCatalog.all.first { $0.name == settings.model }?.keys ?? []
        return SettingsKey.value(name, in: settings, of: keys, whose: "the mobility model '\(settings.model)'")
    }
}

/// A mobility model as listed by the tool and made for a run.
public struct MobilityEntry: Sendable {
    /// As written in scenario files.
    public let name: String
    /// What it is, in one line.
    public let summary: String
    /// The keys of scenario files that it reads, besides `mobility.speed`.
    public let keys: [SettingsKey<MobilitySettings>]
    let make: @Sendable (MobilityRequest) -> any MobilityModel
    /// Most vehicles that it has room for, where there is a limit.
    let capacity: (@Sendable (MobilitySettings) -> Int)?
    /// For estimates, roughly, in an area of a width: turns of a vehicle in a second; and of a width and a height: the part of
    /// it, in m², over which vehicles are spread.
    let turnRate: @Sendable (MobilitySettings, Double) -> Double
    let usedArea: @Sendable (MobilitySettings, Double, Double) -> Double

    /// A model that scenarios can name; see ``MobilityCatalog/register(_:)``.
    ///
    /// - Parameters:
    ///   - name: as written in scenario files; letters, digits and dashes.
    ///   - summary: what it is, in one line.
    ///   - keys: what it reads, keys `mobility.<name>` of scenario files.
    ///   - make: makes the model for a run.
    public init(
        name: String, summary: String, keys: [SettingsKey<MobilitySettings>] = [],
        make: @escaping @Sendable (MobilityRequest) -> any MobilityModel
    ) {
        self.init(name: name, summary: summary, keys: keys, capacity: nil, make: make)
    }

    init(
        name: String, summary: String, keys: [SettingsKey<MobilitySettings>],
        capacity: (@Sendable (MobilitySettings) -> Int)? = nil,
        turnRate: @escaping @Sendable (MobilitySettings, Double) -> Double = { settings, width in
            settings.maxSpeed / max(1, width / 3)
        },
        usedArea: @escaping @Sendable (MobilitySettings, Double, Double) -> Double = { _, width, height in
            width * height
        }, make: @escaping @Sendable (MobilityRequest) -> any MobilityModel
    ) {
        self.name = name
        self.summary = summary
        self.keys = keys
        self.capacity = capacity
        self.turnRate = turnRate
        self.usedArea = usedArea
        self.make = make
    }
}

/// The catalogue of mobility models. Each is declared in its own file.
public enum MobilityCatalog {
    private static let registry = Registry<MobilityEntry>(
        "mobility model", [.randomWaypoint, .randomDirection, .manhattanGrid, .highway, .trace, .sumo], name: \.name)

    /// Every model.
    public static var all: [MobilityEntry] { registry.all }

    /// Adds a model of one's own, which scenarios and every command then know.
    ///
    /// Precondition: nothing has been read yet, and the name is new.
    public static func register(_ entry: MobilityEntry) { registry.add(entry) }

    static func entry(_ settings: MobilitySettings) -> MobilityEntry {
        all.first { $0.name == settings.model } ?? .randomWaypoint
    }

    static func make(_ request: MobilityRequest) -> any MobilityModel { entry(request.settings).make(request) }
}
