/// Fingerprints of the files that a plan reads beside its scenario: what tells that one has changed.
public struct InputFingerprints: Sendable, Equatable {
    /// Of the traces.
    public var traces: [String] = []
    /// Of the lists of attackers.
    public var attackerLists: [String] = []

    /// No files.
    public init() {}

    /// Those of a plan, each once, in the order of the cells.
    public init(_ plan: Plan, traces library: TraceLibrary) {
        traces = plan.cells.compactMap { library.trace(of: $0.scenario)?.fingerprint.text }.distinct()
        attackerLists = plan.cells.compactMap { library.listFingerprint(of: $0.scenario) }.distinct()
    }

    /// A file of these that is none of others, in words: "the trace is not the one of these results: …"; nil where all are.
    public func difference(from stored: InputFingerprints) -> String? {
        for (what, now, was) in [
            ("trace", traces, stored.traces), ("list of attackers", attackerLists, stored.attackerLists),
        ] {
            if let other = now.first(where: { !was.contains($0) }) {
                return "the \(what) is not the one of these results: its fingerprint is \(other), that of the results "
                    + (was.isEmpty ? "none" : was.joined(separator: " or "))
            }
        }
        return nil
    }

    func write(to writer: inout JSONWriter) {
        writer.member("traceFingerprints", traces)
        if !attackerLists.isEmpty { writer.member("attackerListFingerprints", attackerLists) }
    }

    init(manifest root: JSONNode) {
        traces = root["traceFingerprints"]?.elements?.compactMap(\.string) ?? []
        attackerLists = root["attackerListFingerprints"]?.elements?.compactMap(\.string) ?? []
    }
}
