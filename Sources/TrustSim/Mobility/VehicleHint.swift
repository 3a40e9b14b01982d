/// What a message about an unknown vehicle of a trace ends with.
enum VehicleHint {
    /// The nearest name, or the first ones that there are.
    static func text(for name: String, among names: [String]) -> String {
        if let nearest = NearestName.nearest(to: name, among: names) {
            return "; did you mean '\(escapedForMessage(nearest))'?"
        }
        let shown = names.prefix(5).map(escapedForMessage).joined(separator: ", ")
        return names.count > 5
            ? "; the trace has \(names.count) vehicles, the first are \(shown)" : "; the trace has \(shown)"
    }
}
