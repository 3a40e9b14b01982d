/// When an attacker is malicious; at other times it is honest in every respect.
public protocol SchedulePart: BehaviorPart {
    /// Called once, before the run.
    mutating func begin(runDuration: Microseconds, _ stream: inout RandomStream)
    /// Whether the attacker is malicious now. Times do not decrease from call to call.
    mutating func isActive(at time: Microseconds, _ stream: inout RandomStream) -> Bool
    /// Whether only critical road events are lied about, and nothing else.
    var liesAboutCriticalEventsOnly: Bool { get }
    /// Whether it wants to be told its standing.
    var readsStanding: Bool { get }
    /// Told, before each evaluation, what the attacker can tell of its own standing.
    mutating func learn(_ standing: Standing)
}

extension SchedulePart {
    /// Everything is lied about.
    public var liesAboutCriticalEventsOnly: Bool { false }
    /// Standing does not matter.
    public var readsStanding: Bool { false }
    /// Standing does not matter.
    public mutating func learn(_ standing: Standing) {}
    /// Nothing to prepare.
    public mutating func begin(runDuration: Microseconds, _ stream: inout RandomStream) {}
}

/// Malicious at all times.
struct AlwaysActive: SchedulePart {
    static let kind = PartKind("always", "malicious at all times")
    init(_ choice: PartChoice) {}
    mutating func isActive(at time: Microseconds, _ stream: inout RandomStream) -> Bool { true }
}

/// Malicious and honest in turn, from a random phase.
struct OnOff: SchedulePart {
    static let kind = PartKind(
        "onOff", "malicious and honest in turn, from a phase drawn for each attacker",
        parameters: [
            PartParameter(name: "on", unit: "s", range: 0.001...1e6, standard: 30, summary: "malicious for so long"),
            PartParameter(name: "off", unit: "s", range: 0.001...1e6, standard: 70, summary: "then honest for so long"),
        ])
    let on: Microseconds
    let off: Microseconds
    private var phase: Microseconds = 0

    init(_ choice: PartChoice) {
        on = Microseconds(seconds: choice.value("on", of: Self.kind))
        off = Microseconds(seconds: choice.value("off", of: Self.kind))
    }

    mutating func begin(runDuration: Microseconds, _ stream: inout RandomStream) {
        phase = Microseconds(stream.index(below: Int(on + off)))
    }

    mutating func isActive(at time: Microseconds, _ stream: inout RandomStream) -> Bool {
        (time + phase) % (on + off) < on
    }
}

/// Malicious with a probability drawn for each message.
struct BernoulliSchedule: SchedulePart {
    static let kind = PartKind(
        "bernoulli", "malicious with a fixed probability, drawn for each message",
        parameters: [
            PartParameter(name: "probability", unit: "", range: 0...1, standard: 0.5, summary: "for each message")
        ])
    let probability: Double
    var isHarmless: Bool { probability == 0 }
    init(_ choice: PartChoice) { probability = choice.value("probability", of: Self.kind) }
    mutating func isActive(at time: Microseconds, _ stream: inout RandomStream) -> Bool { stream.happens(probability) }
}

/// Malicious and honest in turn, for times drawn from exponential distributions.
struct MarkovSchedule: SchedulePart {
    static let kind = PartKind(
        "markov", "malicious and honest in turn, for exponentially distributed times",
        parameters: [
            PartParameter(name: "on", unit: "s", range: 0.001...1e6, standard: 30, summary: "mean malicious time"),
            PartParameter(name: "off", unit: "s", range: 0.001...1e6, standard: 70, summary: "mean honest time"),
        ])
    let on: Double
    let off: Double
    private var isOn = false
    private var until: Microseconds = 0

    init(_ choice: PartChoice) {
        on = choice.value("on", of: Self.kind)
        off = choice.value("off", of: Self.kind)
    }

    mutating func begin(runDuration: Microseconds, _ stream: inout RandomStream) {
        isOn = stream.happens(on / (on + off))
        until = Microseconds(seconds: stream.exponential(rate: 1 / (isOn ? on : off)))
    }

    mutating func isActive(at time: Microseconds, _ stream: inout RandomStream) -> Bool {
        while until <= time {
            isOn.toggle()
            until += max(1, Microseconds(seconds: stream.exponential(rate: 1 / (isOn ? on : off))))
        }
        return isOn
    }
}

/// Honest first, malicious from a share of the run on.
struct Betrayal: SchedulePart {
    static let kind = PartKind(
        "betrayal", "honest until a part of the run is over, then malicious",
        parameters: [
            PartParameter(
                name: "after", unit: "", range: 0...1, standard: 0.5, summary: "share of the run that is honest")
        ])
    let after: Double
    private var begin: Microseconds = 0
    var isHarmless: Bool { after >= 1 }
    init(_ choice: PartChoice) { after = choice.value("after", of: Self.kind) }
    mutating func begin(runDuration: Microseconds, _ stream: inout RandomStream) {
        begin = Microseconds(seconds: after * runDuration.seconds)
    }
    mutating func isActive(at time: Microseconds, _ stream: inout RandomStream) -> Bool { time >= begin }
}

/// Malicious only while the attacker believes itself trusted.
struct ThresholdRiding: SchedulePart {
    static let kind = PartKind(
        "thresholdRiding", "malicious only while the reports that it hears about itself put it above a threshold",
        parameters: [
            PartParameter(name: "threshold", unit: "", range: 0...1, standard: 0.6, summary: "threshold to stay above"),
            PartParameter(name: "margin", unit: "", range: 0...1, standard: 0.05, summary: "distance kept from it"),
        ])
    let limit: Double
    let readsStanding = true
    private var estimatedTrust: Double?

    init(_ choice: PartChoice) {
        limit = choice.value("threshold", of: Self.kind) + choice.value("margin", of: Self.kind)
    }

    mutating func learn(_ standing: Standing) { estimatedTrust = standing.estimatedTrust }

    mutating func isActive(at time: Microseconds, _ stream: inout RandomStream) -> Bool {
        estimatedTrust.map { $0 > limit } ?? false
    }
}

/// Honest in everything but critical road events.
struct SeveritySchedule: SchedulePart {
    static let kind = PartKind("severity", "lies about critical road events only")
    let liesAboutCriticalEventsOnly = true
    init(_ choice: PartChoice) {}
    mutating func isActive(at time: Microseconds, _ stream: inout RandomStream) -> Bool { true }
}
