/// What a misbehaviour authority came to by one scheme's decisions. Who it is about are vehicles, or names where the authority
/// revokes names.
struct AuthoritySummary: Sendable, Equatable {
    /// Those that have misbehaved, and of these the revoked.
    var malicious = 0
    var revokedMalicious = 0
    /// The honest, and of these the revoked.
    var honest = 0
    var revokedHonest = 0
    /// From the first misconduct to the revocation, up to the end for those not revoked, added up.
    var seconds = 0.0
    /// Entries of the list at the end.
    var listSize = 0
    /// Reports taken in.
    var received = 0

    var revokedMaliciousShare: Double? { malicious > 0 ? Double(revokedMalicious) / Double(malicious) : nil }
    var revokedHonestShare: Double? { honest > 0 ? Double(revokedHonest) / Double(honest) : nil }
    var meanSeconds: Double? { malicious > 0 ? seconds / Double(malicious) : nil }
}
