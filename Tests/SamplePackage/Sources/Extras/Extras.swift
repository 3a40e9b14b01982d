import TrustSim

/// A scheme, an attack and models of one's own.
public enum Extras {
    /// The scheme, for scenarios that are given it by hand.
    public static let sceptic = Sceptic.entry

    /// Makes everything here known to scenarios and commands. To be called before anything else.
    public static func register() {
        SchemeCatalog.register(Sceptic.entry)
        PartSlot.register(Flatter.self)
        AttackPreset.register(Flatter.preset)
        MobilityCatalog.register(Ring.entry)
        RadioCatalog.register(FadingDisk.entry)
    }
}
