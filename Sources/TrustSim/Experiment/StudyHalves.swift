/// The halves of the study, written down before the formulas of consensus-adaptive were chosen.
///
/// Choose on the development half only: its attacks, its world and the city trace, base seeds from 101 to 999. The study's own
/// seeds, the held-out attacks and the held-out worlds are opened once, when the choice is made. Each half has attacks of every
/// kind: on conduct, on reports, on identities, crafted ones, liars about few, falsifications.
///
/// `dataReplay` was held out first. It was looked at once while conduct under plausibility verification was chosen, and has
/// counted as a development attack since.
extension Study {
    /// Attacks on which formulas may be chosen.
    public static let developmentAttacks = [
        "bogus", "ballotStuffer", "colluders", "onOff", "mimic", "dragger", "sybil", "marginal", "inverter",
        "crafters", "craftyBetrayers", "formPoisoners", "softMouthers", "slyPraisers", "framers25",
        "constantPositionOffset", "eventualStop", "gridSybil", "dataReplay",
    ]
    /// Attacks that are opened once.
    public static let heldOutAttacks = [
        "badMouther", "pureColluders", "betrayer", "thresholdRider", "vouchers", "whitewasher", "flooder", "certain",
        "conflicting", "pureCrafters", "craftyWhitewashers", "accuracyInflaters", "slowDraggers", "lowClaimers",
        "praisingFramers", "strangerLiars", "randomSpeedOffset",
    ]
    /// The world of the study on which formulas may be chosen.
    public static let developmentWorlds = ["waypoint"]
    /// Worlds that are opened once.
    public static let heldOutWorlds = ["manhattan", "highway"]
}
