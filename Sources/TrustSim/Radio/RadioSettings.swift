/// Who receives what: what scenario files say under `radio`.
public struct RadioSettings: NamedNumbers {
    /// Name of the model.
    public var model = "unit-disk"
    /// Range of the unit disk.
    public var range = 300.0
    /// Link budget of the other models.
    public var pathLoss = PathLoss()
    /// Standard deviation of shadowing, in dB.
    public var shadowing = 3.0
    /// Movement over which shadowing is correlated.
    public var correlationDistance = 10.0
    /// Nakagami shape near the sender and far from it, and where near ends.
    public var nearShape = 1.5
    /// Shape beyond `nearDistance`.
    public var farShape = 0.75
    /// Where near ends.
    public var nearDistance = 80.0
    /// Where links run: line of sight on a highway or in a city.
    public var environment = "highway"
    /// How stations share the channel.
    public var channel = ChannelSettings()

    /// Numbers of models of one's own, by key.
    public var named: [String: Double] = [:]

    /// The defaults.
    public init() {}
}
