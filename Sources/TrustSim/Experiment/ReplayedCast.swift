/// Who is who in logs that are replayed, in place of what a scenario draws.
struct ReplayedCast {
    var cast: Cast
    var identities: Identities
    /// Whether the roads are known.
    var hasRoad: Bool
}
