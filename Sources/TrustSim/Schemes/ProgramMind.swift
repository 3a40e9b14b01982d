import GroupDecision

/// A scheme at work whose decisions another program makes. Nothing in a world depends on what a scheme decides, so questions
/// are asked ahead of the answers, up to a limit: a slow program costs its own time, and not a way to and fro for each.
final class ProgramMind {
    /// Evaluations that are asked ahead.
    static let window = 64

    private let program: SchemeProgram
    private var dialogue: ProgramDialogue?
    private var messages: ProgramMessages
    private let settings: SchemeSettings
    private let random: RandomSource
    private var claims: [VehicleID: SelfClaim] = [:]
    /// Of the evaluations that are not answered, from a place on: number of neighbours and the order in which they were named.
    private var asked = FIFOQueue<(evaluator: VehicleID, order: [Int])>()
    private var count = 0
    /// Why it cannot go on; from then on it decides nothing.
    private(set) var failure: SchemeProgramFailure?

    init(_ program: SchemeProgram, settings: SchemeSettings, random: RandomSource, tolerances: [Double]) {
        self.program = program
        self.settings = settings
        self.random = random
        messages = ProgramMessages(program, random: random, tolerances: tolerances)
    }

    /// Whether it wants to know the beacons that vehicles receive.
    var readsBeacons: Bool { program.introduction.readsBeacons }

    /// Evaluations without an answer.
    var openCount: Int { asked.count }

    /// Asks for decisions about the neighbours of a view.
    func ask(_ view: LocalView, _ beacons: [BeaconReading]) {
        guard failure == nil else { return }
        do throws(SchemeProgramFailure) {
            let dialogue = try begun(view)
            dialogue.ask(messages.evaluation(view, beacons, number: count))
            asked.append((view.evaluator, messages.order))
            count += 1
        } catch {
            failure = error
        }
    }

    /// The oldest answer that is missing, in the order of the view; nil once it has failed.
    func nextAnswer() -> [SchemeDecision]? {
        guard failure == nil, let (evaluator, order) = asked.first, let dialogue else { return nil }
        do throws(SchemeProgramFailure) {
            let answer = try dialogue.answer(to: count - openCount, about: order.count)
            _ = asked.removeFirst()
            claims[evaluator] = answer.claim
            var decisions = answer.decisions
            for (place, subject) in order.enumerated() { decisions[subject] = answer.decisions[place] }
            return decisions
        } catch {
            failure = error
            return nil
        }
    }

    /// What a vehicle now claims of itself, by the last answer.
    func claim(of vehicle: VehicleID) -> SelfClaim {
        claims[vehicle] ?? SelfClaim(attestedLevel: 0.5, tolerance: 0.6)
    }

    /// No more questions.
    func end() {
        guard failure == nil, let dialogue else { return }
        self.dialogue = nil
        do throws(SchemeProgramFailure) { try dialogue.end() } catch { failure = error }
    }

    private func begun(_ view: LocalView) throws(SchemeProgramFailure) -> ProgramDialogue {
        if let dialogue { return dialogue }
        let words = random.block(.identifier, .max, 0x7365_6564)
        let made = try ProgramDialogue(
            program,
            begin: ProgramMessages.begin(
                program, world: view, seed: UInt64(words.0) << 32 | UInt64(words.1), settings: settings))
        dialogue = made
        return made
    }
}
