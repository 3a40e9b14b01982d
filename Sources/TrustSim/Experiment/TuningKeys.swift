/// Keys of scenario files that say how one scheme decides. What `tune` may vary: everything else is the world, or holds for
/// other schemes only.
public enum TuningKeys {
    /// Keys that every scheme reads in the same way; they are part of what all schemes are told.
    private static let shared = ["parameters.certaintyCap"]
    /// Tolerances that vehicles start with, of schemes that decide by them.
    private static let tolerances = ["tolerance.start", "tolerance.spread"]

    /// The keys of a scheme, in the order of ``ScenarioKeys``; none of one that has nothing to set.
    ///
    /// - Parameters:
    ///   - scheme: its name.
    ///   - schemes: schemes beyond those of the catalogue.
    public static func keys(of scheme: String, adding schemes: [SchemeEntry] = []) -> [ScenarioKey] {
        guard let entry = SchemeCatalog.entry(named: scheme, adding: schemes) else { return [] }
        let followsBaselines = entry.parameters.contains { $0.standard == nil }
        return ScenarioKeys.keys(adding: schemes).filter { key in
            switch key.path {
            case "baselines.threshold": followsBaselines
            case _ where tolerances.contains(key.path): entry.startsWithTolerance
            case _ where shared.contains(key.path): false
            case "mechanismsOff": infers(entry)
            case _ where key.path.hasPrefix("parameters."): infers(entry)
            default: key.path.hasPrefix("baselines.\(entry.name).")
            }
        }
    }

    /// Whether a scheme decides by inference, alone or with roadside units.
    private static func infers(_ entry: SchemeEntry) -> Bool {
        ["consensus-adaptive", "rsu-consensus"].contains(entry.name)
    }

    /// Other schemes that read a key, too: what is set for one is set for them.
    ///
    /// - Parameters:
    ///   - key: path of a key.
    ///   - scheme: the scheme that is tuned.
    ///   - schemes: schemes beyond those of the catalogue.
    public static func otherReaders(
        of key: String, than scheme: String, adding schemes: [SchemeEntry] = []
    ) -> [String] {
        (SchemeCatalog.all + schemes).map(\.name).filter { name in
            name != scheme && keys(of: name, adding: schemes).contains { $0.path == key }
        }
    }

    /// Why a key is none of those of a scheme, and what is: the end of a message. Nil where it is one.
    ///
    /// - Parameters:
    ///   - path: the key that was asked for.
    ///   - scheme: name of a scheme that has keys.
    ///   - schemes: schemes beyond those of the catalogue.
    public static func problem(with path: String, for scheme: String, adding schemes: [SchemeEntry] = []) -> String? {
        let own = keys(of: scheme, adding: schemes).map(\.path)
        if own.contains(path) { return nil }
        let known = ScenarioKeys.keys(adding: schemes).map(\.path)
        let shown = escapedForMessage(path)
        guard known.contains(path) else {
            let nearest = NearestName.nearest(to: path, among: own) ?? NearestName.nearest(to: path, among: known)
            return "Unknown key '\(shown)'"
                + (nearest.map { ". Did you mean '\($0)'?" } ?? ownKeys(own, of: scheme))
        }
        if shared.contains(path) {
            return "'\(shown)' holds for every scheme, so it cannot be tuned for one" + ownKeys(own, of: scheme)
        }
        let owners = otherReaders(of: path, than: scheme, adding: schemes)
        if !owners.isEmpty {
            return "'\(shown)' is a key of \(owners.joined(separator: ", ")), not of \(scheme)"
                + ownKeys(own, of: scheme)
        }
        if ["schemes", "ablations", "calibration", "seed", "replications", "name"].contains(path) {
            return "'\(shown)' says what is compared, not how \(scheme) decides" + ownKeys(own, of: scheme)
        }
        return
            "'\(shown)' belongs to the world, not to \(scheme): who tunes it gets an easier world, not a better scheme; "
            + "'--over' takes the mean over several of its values" + ownKeys(own, of: scheme)
    }

    private static func ownKeys(_ own: [String], of scheme: String) -> String {
        let listed = own.prefix(8).joined(separator: ", ")
        let more = own.count > 8 ? " and \(own.count - 8) more, see 'trustsim list keys'" : ""
        return ". Keys of \(scheme): \(listed)\(more)"
    }
}
