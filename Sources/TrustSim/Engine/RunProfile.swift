import Foundation

/// Where the time of a run goes.
public enum RunPhase: Int, CaseIterable, Sendable {
    /// The event queue, and what belongs to no other phase.
    case kernel
    /// Courses of vehicles.
    case mobility
    /// Finding who is in reach of a sender.
    case neighbours
    /// Deciding who of them receives a message.
    case delivery
    /// Verifying messages and recording evidence; road events.
    case evidence
    /// Writing opinion reports, and gathering those received.
    case reports
    /// The schemes.
    case decision
    /// Counting outcomes.
    case metrics
}

/// Time and counts of one run, or of several added up. Times depend on the machine; they are never part of results.
public struct RunProfile: Sendable {
    /// Seconds to set up the world.
    public var setupSeconds = 0.0
    /// Seconds from the first event to the last.
    public var loopSeconds = 0.0
    /// Share of the loop that each phase took, in the order of ``RunPhase``: an estimate from a sample of the events; all
    /// 0 without a sample.
    public var phaseShares = [Double](repeating: 0, count: RunPhase.allCases.count)
    /// Seconds simulated.
    public var simulatedSeconds = 0.0
    /// Events handled.
    public var events = 0
    /// Messages sent.
    public var messages = 0
    /// Messages received.
    public var receptions = 0
    /// Evaluations, by vehicle and not by scheme.
    public var evaluations = 0
    /// Report entries read in evaluations.
    public var entries = 0
    /// Rounds of group decisions, of all schemes that have them.
    public var rounds = 0
    /// Evidence records at the end.
    public var records = 0

    /// Nothing yet.
    public init() {}

    /// Seconds of the loop that a phase took.
    public func seconds(in phase: RunPhase) -> Double { phaseShares[phase.rawValue] * loopSeconds }

    /// Adds another run.
    public mutating func add(_ other: RunProfile) {
        let total = loopSeconds + other.loopSeconds
        for phase in RunPhase.allCases where total > 0 {
            phaseShares[phase.rawValue] = (seconds(in: phase) + other.seconds(in: phase)) / total
        }
        loopSeconds = total
        setupSeconds += other.setupSeconds
        simulatedSeconds += other.simulatedSeconds
        events += other.events
        messages += other.messages
        receptions += other.receptions
        evaluations += other.evaluations
        entries += other.entries
        rounds += other.rounds
        records += other.records
    }
}

/// Measures the phases of a sample of the events, since reading a clock takes longer than many a phase.
///
/// Every ``PhaseClock/stride``-th event is measured, a prime number, so that the sample keeps no step with the vehicles.
final class PhaseClock {
    static let stride = 61

    /// Rounds of group decisions, counted always.
    var rounds = 0
    /// When the run began to be set up.
    let setupBegin = PhaseClock.now
    private let isOn: Bool
    private var isSampling = false
    private var eventsUntilSample = 1
    private var phase = RunPhase.kernel
    private var begin: UInt64 = 0
    private var nanoseconds = [UInt64](repeating: 0, count: RunPhase.allCases.count)

    init(isOn: Bool = false) { self.isOn = isOn }

    /// An event begins.
    @inline(__always)
    func beginEvent() {
        if isOn { beginCountedEvent() }
    }

    private func beginCountedEvent() {
        if isSampling { mark(.kernel) }
        isSampling = false
        eventsUntilSample -= 1
        guard eventsUntilSample == 0 else { return }
        eventsUntilSample = Self.stride
        isSampling = true
        phase = .kernel
        begin = Self.now
    }

    /// From here on it is another phase.
    @inline(__always)
    func mark(_ next: RunPhase) {
        if isSampling { change(to: next) }
    }

    @inline(never)
    private func change(to next: RunPhase) {
        let now = Self.now
        nanoseconds[phase.rawValue] += now - begin
        begin = now
        phase = next
    }

    /// Shares of the phases in the sample.
    var shares: [Double] {
        let total = nanoseconds.reduce(0, +)
        return nanoseconds.map { total > 0 ? Double($0) / Double(total) : 0 }
    }

    /// Nanoseconds of a clock that never goes back.
    static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
