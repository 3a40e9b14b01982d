/// Whether replayed contents keep the time at which they were made.
private let timeStamp = PartParameter(
    name: "keepsTime", unit: "", range: 0...1, standard: 0,
    summary: "1: the beacon keeps the old time stamp; 0: it claims to be new")

extension BeaconContents {
    /// Makes these contents those of another beacon, with its time or with the present one.
    fileprivate mutating func replay(_ other: BeaconContents, keepsTime: Bool) {
        let now = time
        self = other
        if !keepsTime { time = now }
    }
}

/// A beacon of somebody else under the own identity.
struct DisruptiveBeacons: BeaconPart {
    static let kind = PartKind(
        "disruptive", "repeats a beacon drawn from those that it heard last, under its own identity",
        parameters: [.probability, timeStamp])
    let readsBeacons = true
    let probability: Double
    let keepsTime: Bool

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        keepsTime = choice.isOn("keepsTime", of: Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        let senders = context.heard.senders(within: 3 * context.interval)
        guard !senders.isEmpty,
            let heard = context.heard.latest(of: senders[stream.index(below: senders.count)])
        else { return }
        contents.replay(heard, keepsTime: keepsTime)
    }
}

/// The beacons of one victim for a while, then those of another.
struct DataReplay: BeaconPart {
    static let kind = PartKind(
        "dataReplay", "repeats the beacons of one victim, some in a row, then those of another",
        parameters: [
            .probability, timeStamp,
            PartParameter(
                name: "count", unit: "", range: 1...1e6, standard: 6, summary: "beacons of one victim in a row"),
        ])
    let readsBeacons = true
    let probability: Double
    let keepsTime: Bool
    let count: Int
    private var victim: VehicleID?
    private var replayed = 0

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        keepsTime = choice.isOn("keepsTime", of: Self.kind)
        count = Int(choice.value("count", of: Self.kind))
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        let senders = context.heard.senders(within: 3 * context.interval)
        if victim.map({ !senders.contains($0) }) ?? true || replayed >= count {
            // Another victim, where there is one.
            let others = senders.filter { $0 != victim }
            let choices = others.isEmpty ? senders : others
            victim = choices.isEmpty ? nil : choices[stream.index(below: choices.count)]
            replayed = 0
        }
        guard let victim, let heard = context.heard.latest(of: victim) else { return }
        replayed += 1
        contents.replay(heard, keepsTime: keepsTime)
    }
}

/// Its own beacons, many messages late.
struct StaleMessages: BeaconPart {
    static let kind = PartKind(
        "staleMessages", "sends its own beacons, some messages late; nothing before there are so many",
        parameters: [
            .probability, timeStamp,
            PartParameter(
                name: "messages", unit: "", range: 1...10_000, standard: 60, summary: "how many messages late"),
        ])
    let probability: Double
    let keepsTime: Bool
    let messages: Int
    private var past: [BeaconContents] = []
    private var oldest = 0

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        keepsTime = choice.isOn("keepsTime", of: Self.kind)
        messages = Int(choice.value("messages", of: Self.kind))
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        guard past.count == messages else {
            past.append(contents)
            return
        }
        let now = contents
        contents.replay(past[oldest], keepsTime: keepsTime)
        past[oldest] = now
        oldest = (oldest + 1) % messages
    }
}

/// Its own beacons, some seconds late. After VeReMi NextGen.
struct TimeDelay: BeaconPart {
    static let kind = PartKind(
        "timeDelay", "sends its own contents of U(min, max) seconds ago",
        parameters: [.probability, timeStamp, .least(2, "s", "delay"), .greatest(4, "s", "delay")])
    let probability: Double
    let keepsTime: Bool
    let range: UniformRange
    private var past: [BeaconContents] = []

    var isHarmless: Bool { probability == 0 || range.isZero }

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        keepsTime = choice.isOn("keepsTime", of: Self.kind)
        range = UniformRange(choice, Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        past.append(contents)
        let made = context.time - Microseconds(seconds: stream.uniform(range.min, range.max))
        // The newest that is old enough; older ones than the greatest delay will not be needed again.
        let longest = context.time - Microseconds(seconds: max(range.min, range.max))
        while past.count > 1 && past[1].time <= longest { past.removeFirst() }
        guard let old = past.last(where: { $0.time <= made }) else { return }
        contents.replay(old, keepsTime: keepsTime)
    }
}
