/// Decides whom to trust, from one evaluator's own opinions and its neighbours' reports.
///
/// A decision goes through these steps (the numbers are those of Docs/Model.md):
/// 1. The *subjective* level of each reporter compares its report with the evaluator's own opinions (section 3).
/// 2. Rounds of the consensus-reaching process pool the reports by influence, find the *objective*, *comprehensive* and
///    *self-proof* levels, re-estimate the influence and move opinions towards the group's, until the consensus degree
///    is high enough (section 4).
/// 3. Guarantees are pooled (section 6).
/// 4. Trust, threshold and basis of each subject follow, and the evaluator's next tolerance (section 7).
///
/// ```swift
/// var neighbourhood = Neighbourhood(tolerance: 0.6)
/// let reporter = neighbourhood.addSubject(opinion: Opinion(value: 0.9, certainty: 0.8), isNeighbour: true)
/// let stranger = neighbourhood.addSubject()
/// neighbourhood.beginReport(of: reporter, attestedLevel: 0.9, tolerance: 0.6)
/// neighbourhood.addEntry(about: stranger, value: 0.8, certainty: 0.7, vouches: true)
/// var outcome = GroupOutcome()
/// GroupDecider().decide(neighbourhood, into: &outcome)
/// print(outcome.subjects[stranger].trust, outcome.subjects[stranger].trusted)
/// ```
///
/// Properties: every result lies in [0, 1]; the order of reporters and entries matters only through rounding; a reporter
/// whose certainties are all 0 changes nothing about anybody else. Not a property: adjusting opinions raises the
/// consensus degree by construction, so a high degree after several rounds is not evidence of agreement; the outcome is
/// not monotone in a single report, because a report also changes the levels of the others.
///
/// Complexity: O(rounds * entries) time, times the reporters on a subject where all but one of them have next to no
/// influence; no allocation once the workspace has grown to the largest neighbourhood.
///
/// - Literature: E. Herrera-Viedma, S. Alonso, F. Chiclana, F. Herrera, "A consensus model for group decision making with
///   incomplete fuzzy preference relations", 2007, DOI 10.1109/TFUZZ.2006.889952 (levels); I. Palomares, F. J. Estrella,
///   L. Martínez, F. Herrera, "Consensus under a fuzzy context", 2014, DOI 10.1016/j.inffus.2014.03.002; Y. Dong, H. Zhang,
///   E. Herrera-Viedma, "Integrating experts' weights generated dynamically into the consensus reaching process and its
///   applications in managing non-cooperative behaviors", 2016, DOI 10.1016/j.dss.2016.01.002 (influence).
public final class GroupDecider {
    /// The parameters of every decision.
    public let parameters: DecisionParameters
    /// The mechanisms in use.
    public let mechanisms: Mechanisms

    let workspace = DecisionWorkspace()

    /// A decider. It holds storage and is not for use by several threads at once.
    public init(parameters: DecisionParameters = DecisionParameters(), mechanisms: Mechanisms = Mechanisms()) {
        self.parameters = parameters
        self.mechanisms = mechanisms
    }

    /// Decides about every subject of the neighbourhood.
    public func decide(_ neighbourhood: Neighbourhood, into outcome: inout GroupOutcome) {
        load(neighbourhood)
        findSubjectiveLevels(neighbourhood)
        reachConsensus(neighbourhood, into: &outcome)
        attest(neighbourhood, into: &outcome)
        poolGuarantees(neighbourhood)
        judge(neighbourhood, into: &outcome)
    }

    /// phi(v) = clip(2 v - 1, 0, 1)^eta.
    func influence(ofLevel level: Double) -> Double {
        let base = min(max(2 * level - 1, 0), 1)
        switch parameters.influenceExponent {
        case 2: return base * base
        case 3: return base * base * base
        default: return Elementary.power(base, parameters.influenceExponent)
        }
    }

    /// Keeps rounding from leaving [0, 1].
    @inline(__always)
    func unit(_ value: Double) -> Double { min(max(value, 0), 1) }
}
