/// Messages on the air, and who receives them.
struct Air {
    var radio: any RadioModel
    /// Those who have the message that is delivered.
    private(set) var receptions: [Reception] = []
    /// The channel, where stations share it.
    private(set) var medium: Medium?
    /// Sizes of messages, in bytes.
    let sizes: ChannelSettings
    /// Whether vehicles send fewer beacons where the channel is busy.
    let controlsCongestion: Bool
    private var waiting: [Simulation.Message?] = []
    private var powers: [Double] = []
    /// By station, where somebody wants to know: in milliwatts, of the last message that it has received.
    private(set) var receivedPowers: [Double]?
    private let random: RandomSource

    /// `warmupEnd` is from when on the channel is counted.
    init(_ scenario: Scenario, stationCount: Int, warmupEnd: Microseconds, random: RandomSource) {
        radio = RadioCatalog.make(scenario.radio, random: random, hasPowers: scenario.radio.channel.isShared)
        sizes = scenario.radio.channel
        self.random = random
        controlsCongestion = scenario.beacons.congestionControl == "reactive"
        guard sizes.isShared else { return }
        medium = Medium(
            sizes, radio.budget, stationCount: stationCount, usualMeters: radio.usualMeters,
            interferenceMeters: radio.interferenceMeters, countFrom: warmupEnd, random: random,
            controlsCongestion: controlsCongestion)
    }

    /// Finds everybody whom a message of a vehicle reaches at once.
    mutating func carry(
        _ number: UInt64, from sender: VehicleID, at time: Microseconds, in world: inout World, _ clock: PhaseClock
    ) {
        clock.mark(.neighbours)
        world.findNeighbours(of: sender, at: time, reach: radio.reachMeters, into: &receptions)
        clock.mark(.delivery)
        let position = world.vehicles.position(of: sender, at: time)
        let transmission = Transmission(sender: sender, position: position, number: number)
        guard receivedPowers != nil else { return radio.filter(&receptions, of: transmission) }
        radio.powers(of: transmission, at: receptions, into: &powers)
        let least = radio.budget.sensitivity
        receptions = zip(receptions, powers).filter { $1 >= least }.map(\.0)
        powers.removeAll { $0 < least }
        notePowers()
    }

    /// From now on received powers are kept. To be called before the first message; a model without powers has none.
    mutating func keepPowers(_ scenario: Scenario, stationCount: Int) {
        if radio.budget == .equalPowers { return }
        radio = RadioCatalog.make(scenario.radio, random: random)
        receivedPowers = Array(repeating: 0, count: stationCount)
    }

    private mutating func notePowers() {
        for (reception, power) in zip(receptions, powers) { receivedPowers?[Int(reception.vehicle)] = power }
    }

    /// Takes those whom a sender treats honestly out of the receivers.
    mutating func hideFromFavoured(of sender: VehicleID, share: Double) {
        receptions.removeFavoured(by: sender, share: share, random)
    }

    /// Takes some out of the receivers.
    mutating func removeReceivers(where isLeftOut: (Reception) -> Bool) { receptions.removeAll(where: isLeftOut) }

    // MARK: - A shared channel

    /// A vehicle comes or goes.
    mutating func notePresence(of vehicle: VehicleID, enters: Bool, at time: Microseconds) {
        if enters { medium?.enter(vehicle, at: time) } else { medium?.leave(vehicle, at: time) }
    }

    /// Whether congestion control lets a vehicle send a beacon now.
    mutating func admitsBeacon(of vehicle: VehicleID, at time: Microseconds) -> Bool {
        medium?.admitsBeacon(of: vehicle, at: time) ?? true
    }

    /// A message waits for the channel.
    mutating func offer(_ message: Simulation.Message, payloadBytes: Int, at time: Microseconds) {
        guard
            let frame = medium?.offer(
                payloadBytes: payloadBytes, isBeacon: message.isBeacon, from: message.sender, at: time)
        else { return }
        while waiting.count <= Int(frame) { waiting.append(nil) }
        waiting[Int(frame)] = message
    }

    /// Times at which stations try to send.
    mutating func takeCalls() -> [(station: UInt32, time: Microseconds)] {
        guard let calls = medium?.calls, !calls.isEmpty else { return [] }
        medium?.calls.removeAll()
        return calls
    }

    /// A station tries to send. Returns what it sends, and when that ends.
    mutating func access(
        by station: UInt32, at time: Microseconds, in world: inout World, _ clock: PhaseClock
    ) -> (frame: Int32, end: Microseconds)? {
        var dropped: [Int32] = []
        let isPresent = world.vehicles.isPresent(station)
        let frame = medium?.access(by: station, at: time, isPresent: isPresent) { dropped.append($0) }
        for frame in dropped { waiting[Int(frame)] = nil }
        guard let frame, let message = waiting[Int(frame)] else { return nil }
        clock.mark(.neighbours)
        world.findNeighbours(of: station, at: time, reach: radio.interferenceMeters, into: &receptions)
        clock.mark(.delivery)
        let position = world.vehicles.position(of: station, at: time)
        radio.powers(
            of: Transmission(sender: station, position: position, number: message.key), at: receptions, into: &powers)
        guard let end = medium?.begin(frame, at: receptions, powers, time: time) else { return nil }
        return (frame, end)
    }

    /// A message ends: those who have it are in ``receptions``.
    mutating func end(_ frame: Int32, at time: Microseconds, in world: World) -> Simulation.Message? {
        medium?.end(frame, at: time, into: &receptions, &powers) { world.vehicles.isPresent($0) }
        if receivedPowers != nil { notePowers() }
        defer { waiting[Int(frame)] = nil }
        return waiting[Int(frame)]
    }

    /// What became of messages, at the end of a run.
    mutating func finish(at time: Microseconds) -> ChannelTally? {
        medium?.finish(at: time)
        return medium?.tally
    }
}
