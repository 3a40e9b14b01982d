/// A schedule that counts in some windows of time only: outside of them the attacker is honest, whatever the schedule says.
///
/// No kind of its own: a list of attackers makes it.
struct WindowedSchedule: SchedulePart {
    static let kind = PartKind("windows", "as another schedule, in some windows of time only")
    private var base: any SchedulePart
    /// Disjoint, in order of time.
    let windows: [Range<Microseconds>]

    /// Always, in no window at all.
    init(_ choice: PartChoice) { self.init(AlwaysActive(choice), windows: []) }

    init(_ base: any SchedulePart, windows: [Range<Microseconds>]) {
        self.base = base
        self.windows = windows
    }

    var isHarmless: Bool { windows.isEmpty || base.isHarmless }
    var liesAboutCriticalEventsOnly: Bool { base.liesAboutCriticalEventsOnly }
    var readsStanding: Bool { base.readsStanding }
    mutating func learn(_ standing: Standing) { base.learn(standing) }

    mutating func begin(runDuration: Microseconds, _ stream: inout RandomStream) {
        base.begin(runDuration: runDuration, &stream)
    }

    /// Whether a time is in a window.
    func isOpen(at time: Microseconds) -> Bool { windows.contains { $0.contains(time) } }

    mutating func isActive(at time: Microseconds, _ stream: inout RandomStream) -> Bool {
        isOpen(at: time) && base.isActive(at: time, &stream)
    }
}
