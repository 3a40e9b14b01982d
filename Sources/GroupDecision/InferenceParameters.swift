/// Parameters of the group decision as inference; see ``GroupInference``. Every value has a default.
public struct InferenceParameters: Sendable, Equatable {
    /// What users set, whatever the detector is.
    public var settings = InferenceSettings()
    /// Whether a detector judges what is plausible, so that honest messages pass its checks at rates that differ from vehicle
    /// to vehicle and from pair to pair. Off for sensors whose errors are independent. A vehicle knows its own detector.
    public var judgesPlausibility = false
    /// Shares of pairs whose readings say nothing about the subject, because the world fools all of them alike: the one of
    /// sensors with independent errors, and another, of which one is learned from own evidence; in [0, 1].
    public var glitch = 0.003
    /// See ``glitch``.
    public var greatGlitch = 0.1
    /// Probability of the greater one before anything is learned, in [0, 1).
    public var greatGlitchShare = 0.12
    /// Accuracy of a sensor before anything is learned, in (0.5, 1).
    public var accuracy = 0.9
    /// Weight of that accuracy, in readings, >= 0.
    public var accuracyWeight = 20.0
    /// Whether accuracies are learned. What a detector of implausible claims finds does not depend on an accuracy alone.
    public var learnsAccuracy = true
    /// Share of honest vehicles whose sensors are bad, in (0, 1).
    public var noisyShare = 0.03
    /// What a bad sensor keeps of the accuracy above chance, in [0, 1].
    public var noisyAccuracy = 0.3
    /// Share of malicious vehicles before anything is learned, in (0, 1).
    public var maliciousShare = 0.3
    /// Share of the malicious that lie in their reports, of those with clean and of those with false conduct, in [0, 1].
    public var cleanLiars = 0.9
    /// See ``cleanLiars``.
    public var falseLiars = 0.6
    /// Whether liars of a kind make up their lies independently of each other; if not, what they say counts by its root.
    public var liesIndependently = false
    /// Rate at which conduct changes, per second, >= 0.
    public var switching = 0.015
    /// Odds from which a neighbour counts for what is learned about conduct, >= 1; at 1 all count.
    public var countedOdds = 1.0
    /// Mechanisms that are on.
    public var mechanisms = InferenceMechanisms()

    /// The defaults: a sensor with independent errors.
    public init() {}

    /// For a detector that judges what is plausible.
    public static var plausibilityChecks: InferenceParameters {
        var parameters = InferenceParameters()
        parameters.judgesPlausibility = true
        parameters.switching = 0.05
        parameters.maliciousShare = 0.05
        parameters.countedOdds = 20
        parameters.learnsAccuracy = false
        return parameters
    }
}
