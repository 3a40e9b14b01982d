import GroupDecision

/// Why one vehicle trusted or distrusted another: all that it had at an evaluation, what its scheme made of it, and what
/// would have made a difference. Made by ``Executor/explain(_:)``.
public struct Explanation {
    /// What was run.
    let scenario: Scenario
    let replication: Int
    let names: VehicleNames
    /// Name of the scheme.
    let scheme: String
    /// The moment asked for; nil where none was.
    let askedTime: Microseconds?
    /// What was chosen because it was not given.
    let chosen: [String]
    /// Whether what was chosen is what was looked for: see ``ExplanationSearch``.
    let isAsWanted: Bool

    /// What the evaluator had.
    let view: LocalView
    /// Index of the subject in the view.
    let subject: Int
    let outcome: SchemeRunner.Record.Outcome
    /// How the group decision came about, of schemes that make one by averaging or by inference.
    let detail: GroupDetail?
    let inference: InferenceDetail?
    let heard: Microseconds?
    /// Evaluations with the subject as a neighbour up to this one, the last of which is this one.
    let history: [ExplanationWatcher.Past]
    let schemes: [(name: String, outcome: SchemeRunner.Record.Outcome)]
    /// What nobody in the run knew.
    let truth: Truth
    /// What the misbehaviour authority has on the subject, and whether the evaluator has it on its list; nil without one.
    let authority: (standing: AuthorityStanding, isListed: Bool)?

    var subjectID: VehicleID { view.subjects[subject] }
    var evaluatorName: String { names.name(of: view.evaluator) }
    var subjectName: String { names.name(of: subjectID) }
    var opinion: Opinion { view.neighbourhood.subjects[subject].opinion }

    /// Position of the entry about the subject in each member's report, nil where there is none.
    var entries: [Int?] {
        view.neighbourhood.members.indices.map { member in
            view.neighbourhood.entryRange(ofMember: member).first {
                Int(view.neighbourhood.entries[$0].subject) == subject
            }
        }
    }

    /// The subject as a reporter, where it has a live report itself.
    var ownReport: Int? { view.neighbourhood.members.firstIndex { $0.subject == subject } }

    func name(ofMember member: Int) -> String {
        names.name(of: view.subjects[view.neighbourhood.members[member].subject])
    }
}

extension Executor {
    /// Explains one decision of a run of the first cell. The run is done once, and once more where the decision is to be
    /// found first.
    ///
    /// - Throws: ``ExplanationProblem`` where there is no such decision, or ``Cancelled``.
    public func explain(_ request: ExplanationRequest) throws -> Explanation {
        let blank = simulation(ofCell: 0, replication: request.replication)
        let names = blank.naming.names
        let evaluator = try request.evaluator.map { name throws(ExplanationProblem) in
            try Self.evaluator(named: name, names, blank)
        }
        let subject = try request.subject.map { name throws(ExplanationProblem) in try names.vehicle(named: name) }
        if let evaluator, evaluator == subject {
            throw ExplanationProblem("\(names.name(of: evaluator)) does not decide about itself")
        }
        let until = try request.seconds.map { seconds throws(ExplanationProblem) in
            try Self.time(seconds, end: blank.timetable.end)
        }
        if let evaluator, let subject {
            let asked = AskedDecision(evaluator: evaluator, subject: subject, until: until)
            meter?.expect(cells: [0])
            return try explain(asked, chosen: until == nil ? ["at"] : [], request, names)
        }
        let times = until.map { max(0, $0 - blank.timetable.evaluationInterval + 1)...$0 } ?? 0...blank.timetable.end
        let search = ExplanationSearch(
            scheme: request.scheme, evaluator: evaluator, subject: subject, times: times)
        meter?.expect(cells: [0, 0])
        _ = try run(replication: request.replication, observer: search)
        guard let best = search.best else {
            throw ExplanationProblem(Self.nothingFound(evaluator, subject, until, names))
        }
        let chosen =
            (evaluator == nil ? ["evaluator"] : []) + (subject == nil ? ["subject"] : []) + (until == nil ? ["at"] : [])
        let asked = AskedDecision(evaluator: best.evaluator, subject: best.subject, until: until ?? best.time)
        return try explain(asked, chosen: chosen, isAsWanted: best.isAsWanted, request, names)
    }

    private struct AskedDecision {
        let evaluator: VehicleID
        let subject: VehicleID
        let until: Microseconds?
    }

    private func explain(
        _ asked: AskedDecision, chosen: [String], isAsWanted: Bool = true, _ request: ExplanationRequest,
        _ names: VehicleNames
    ) throws -> Explanation {
        let watcher = ExplanationWatcher(
            scheme: request.scheme, evaluator: asked.evaluator, subject: asked.subject, until: asked.until)
        _ = try run(replication: request.replication, observer: watcher)
        let evaluatorName = names.name(of: asked.evaluator)
        let subjectName = names.name(of: asked.subject)
        guard let kept = watcher.kept else {
            if let until = asked.until {
                let first = watcher.first.map { "its first evaluation is at \(NumberText.csv($0.seconds)) s" }
                throw ExplanationProblem(
                    "\(evaluatorName) has not evaluated its neighbours by \(NumberText.csv(until.seconds)) s; "
                        + (first ?? "it never does in this run"))
            }
            throw ExplanationProblem("\(subjectName) is never a neighbour of \(evaluatorName) at an evaluation")
        }
        guard let subject = kept.view.subjects.prefix(kept.view.neighbourCount).firstIndex(of: asked.subject) else {
            throw ExplanationProblem(Self.noNeighbour(subjectName, evaluatorName, kept, watcher, names))
        }
        return Explanation(
            scenario: plan.cells[0].scenario, replication: request.replication, names: names, scheme: request.scheme,
            askedTime: chosen.contains("at") ? nil : asked.until, chosen: chosen, isAsWanted: isAsWanted,
            view: kept.view, subject: subject,
            outcome: kept.outcome(of: subject), detail: kept.decisions.detail,
            inference: kept.decisions.inference, heard: watcher.heard,
            history: watcher.history.filter { $0.time <= kept.view.time }, schemes: watcher.schemes, truth: kept.truth,
            authority: kept.authority.map { authority in
                (authority.standing(of: asked.subject), authority.isListed(asked.subject, to: asked.evaluator))
            })
    }

    // MARK: - What cannot be explained

    private static func evaluator(
        named name: String, _ names: VehicleNames, _ simulation: Simulation
    ) throws(ExplanationProblem) -> VehicleID {
        let vehicle = try names.vehicle(named: name)
        let shown = names.name(of: vehicle)
        let owner = simulation.naming.identities.owner(of: vehicle)
        if owner != vehicle {
            throw ExplanationProblem(
                "\(shown) is a name that \(names.name(of: owner)) uses; give '--evaluator \(names.name(of: owner))'")
        }
        if simulation.truth.isAttacker[Int(vehicle)] {
            throw ExplanationProblem(
                "\(shown) is an attacker: nobody reads what it decides, so it is not counted and cannot be explained")
        }
        return vehicle
    }

    private static func time(_ seconds: Double, end: Microseconds) throws(ExplanationProblem) -> Microseconds {
        let time = Microseconds(seconds: seconds)
        guard (0...end).contains(time) else {
            throw ExplanationProblem(
                "\(NumberText.csv(seconds)) s is outside of the run, which lasts from 0 to \(NumberText.csv(end.seconds)) s"
            )
        }
        return time
    }

    private static func nothingFound(
        _ evaluator: VehicleID?, _ subject: VehicleID?, _ until: Microseconds?, _ names: VehicleNames
    ) -> String {
        let who = evaluator.map { "\(names.name(of: $0)) has" } ?? "no honest vehicle has"
        let whom = subject.map { "\(names.name(of: $0)) as a neighbour" } ?? "a neighbour"
        let when = until.map { "its last evaluation by \(NumberText.csv($0.seconds)) s" } ?? "any evaluation"
        return evaluator == nil ? "\(who) \(whom) at \(when)" : "\(who) not \(whom) at \(when)"
    }

    /// Says who was a neighbour, and when the subject was.
    private static func noNeighbour(
        _ subject: String, _ evaluator: String, _ kept: ObservedEvaluation, _ watcher: ExplanationWatcher,
        _ names: VehicleNames
    ) -> String {
        let time = kept.view.time
        var text =
            "\(subject) is no neighbour of \(evaluator) at its last evaluation by then, at "
            + "\(NumberText.csv(time.seconds)) s"
        if let heard = watcher.heard {
            text += "; it was last heard at \(NumberText.csv(heard.seconds)) s"
        } else {
            text += "; it had not been heard"
        }
        // The earlier one wins a tie.
        if let nearest = watcher.history.min(by: { abs($0.time - time) < abs($1.time - time) }) {
            text += ". The nearest time is '--at \(NumberText.csv(nearest.time.seconds))'"
        } else {
            text += ". It never is at an evaluation of \(evaluator)"
        }
        let neighbours = kept.view.subjects.prefix(kept.view.neighbourCount).map(names.name)
        if neighbours.isEmpty { return text + ". There were no neighbours" }
        let shown = neighbours.prefix(12).joined(separator: ", ")
        let rest = neighbours.count > 12 ? " and \(neighbours.count - 12) more" : ""
        return text + ". Neighbours were \(shown)\(rest)"
    }
}
