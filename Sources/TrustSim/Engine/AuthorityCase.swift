/// What the misbehaviour authority of a scheme has on somebody.
struct AuthorityCase: Sendable, Equatable {
    /// Reporters whose reports count now.
    var reports: Int
    /// When it was revoked.
    var revoked: Microseconds?
}
