/// Whether a trace is on its roads.
enum RoadFit {
    /// How near a road is on it, in metres: as the default of `sensing.plausibility.roadMargin`.
    static let margin = 12.0
    /// Below this it is warned that a trace is beside its roads.
    static let warned = 0.5
    /// Below this a check against the roads would fail everybody.
    static let refused = 0.05

    /// The roads in the coordinates of the trace, the share of its samples that is on them, and what is to be said of it.
    ///
    /// Traces in the projection of a network (UTM, mostly) differ from it by the offset that its file names: that is undone
    /// where it brings the trace onto the roads.
    static func fit(
        _ roads: RoadNetwork, to places: [Point], names: (trace: String, roads: String)
    ) -> (roads: RoadNetwork, share: Double?, notes: [String]) {
        guard let share = roads.share(of: places) else { return (roads, nil, []) }
        if share >= warned { return (roads, share, []) }
        let (trace, network) = (escapedForMessage(names.trace), escapedForMessage(names.roads))
        if roads.offset != Point(x: 0, y: 0) {
            let moved = roads.withoutOffset
            if let better = moved.share(of: places), better >= warned {
                let offset = "\(NumberText.csv(roads.offset.x)),\(NumberText.csv(roads.offset.y))"
                return (
                    moved, better,
                    [
                        "\(trace): the trace is in projected coordinates; the netOffset \(offset) of \(network) is undone, "
                            + "and \(percent(better)) of the samples are on the roads"
                    ]
                )
            }
        }
        return (
            roads, share,
            [
                "\(trace): only \(percent(share)) of the samples are within "
                    + "\(NumberText.csv(margin)) m of a road of \(network): is it another network, or "
                    + "one in other coordinates?"
            ]
        )
    }

    /// Rounded down, so that only all is 100 %.
    static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded(.down))) %" }
}
