import GroupDecision

/// Watches a run and keeps what a page needs.
///
/// The positions of a vehicle are numbers, piece by piece: how many samples it is absent, then x and y, then for each further
/// sample by how much the step in x and the step in y differ from the ones before, each plus one. A zero in place of a step
/// ends the piece: behind it come the samples of absence again, none where the vehicle jumped.
final class RunRecorder: RunObserver {
    let interests: RunInterests = [.looks, .decisions, .progress]
    private(set) var recording: RunRecording
    private(set) var nextSample: Microseconds = 1
    /// Where the page became too large, if it did.
    private(set) var stoppedAt: Microseconds?
    private let cancellation: CancellationFlag
    private let progress: ((Double) -> Void)?

    /// Between two samples the recorder looks at the world so often, so that a jump is not taken for a drive.
    private static let longestLook: Microseconds = 500_000
    private let looksPerStep: Int64
    private var look: Int64 = 0
    private var tracks: [Track]
    private var lastLook: Microseconds = 0

    private struct Track {
        /// Samples written.
        var written = 0
        var isOpen = false
        var hasJumped = false
        /// At the last look.
        var place: Point?
        var x = 0
        var y = 0
        var stepX = 0
        var stepY = 0
    }

    private var presentNames: [VehicleID]
    private var namesSample = 0
    private var numberOfExtra = IntegerMap<VehicleID, Int>()
    private var lastEvaluation: (evaluator: VehicleID, time: Microseconds)?
    private var lastMilliseconds: Int64 = 0
    private var memberOfSubject: [Int] = []

    init(_ recording: RunRecording, cancellation: CancellationFlag, progress: ((Double) -> Void)?) {
        self.recording = recording
        self.cancellation = cancellation
        self.progress = progress
        looksPerStep = (recording.step + Self.longestLook - 1) / Self.longestLook
        tracks = Array(repeating: Track(), count: recording.vehicleCount)
        presentNames = (0..<recording.vehicleCount).map { VehicleID($0) }
    }

    func advance(to share: Double) { progress?(share) }

    // MARK: - Positions

    func sample(_ simulation: borrowing Simulation, at time: Microseconds) {
        // Looks come a microsecond late, to see what has happened at the time itself; nothing comes behind the end.
        let now = time == recording.end ? time : time - 1
        if look == 0 { begin(simulation) }
        let isSample = look % looksPerStep == 0 || time == recording.end
        for vehicle in tracks.indices { follow(vehicle, simulation, at: now, isSample: isSample) }
        noteEvents(simulation, at: now)
        if isSample {
            noteNames(simulation)
            recording.sampleCount += 1
            stopIfTooLarge(at: now)
        }
        lastLook = now
        if time >= recording.end {
            finish(simulation)
            nextSample = .max
            return
        }
        look += 1
        let next = look / looksPerStep * recording.step + look % looksPerStep * (recording.step / looksPerStep)
        nextSample = next < recording.end ? next + 1 : recording.end
    }

    private func follow(
        _ vehicle: Int, _ simulation: borrowing Simulation, at time: Microseconds, isSample: Bool
    ) {
        guard simulation.presence.world.vehicles.isPresent(VehicleID(vehicle)) else {
            tracks[vehicle].place = nil
            return
        }
        let place = simulation.presence.world.vehicles.position(of: VehicleID(vehicle), at: time)
        if let before = tracks[vehicle].place {
            let most = TracePlayback.jumpSpeed * (time - lastLook).seconds
            if before.squaredDistance(to: place) > most * most { tracks[vehicle].hasJumped = true }
        } else {
            // Whoever left and came back did not drive from here to there.
            tracks[vehicle].hasJumped = true
        }
        tracks[vehicle].place = place
        if isSample { write(vehicle, recording.units(place)) }
    }

    private func write(_ vehicle: Int, _ place: (x: Int, y: Int)) {
        let before = recording.positions[vehicle].bytes.count
        var track = tracks[vehicle]
        if track.isOpen && track.written == recording.sampleCount && !track.hasJumped {
            let (stepX, stepY) = (place.x - track.x, place.y - track.y)
            recording.positions[vehicle].append(PackedBytes.folded(stepX - track.stepX) + 1)
            recording.positions[vehicle].append(signed: stepY - track.stepY)
            (track.stepX, track.stepY) = (stepX, stepY)
        } else {
            if track.isOpen { recording.positions[vehicle].append(0) }
            recording.positions[vehicle].append(recording.sampleCount - track.written)
            recording.positions[vehicle].append(signed: place.x)
            recording.positions[vehicle].append(signed: place.y)
            (track.stepX, track.stepY) = (0, 0)
        }
        (track.x, track.y) = (place.x, place.y)
        (track.isOpen, track.hasJumped) = (true, false)
        track.written = recording.sampleCount + 1
        tracks[vehicle] = track
        recording.positionBytes += recording.positions[vehicle].bytes.count - before
    }

    private func stopIfTooLarge(at time: Microseconds) {
        guard stoppedAt == nil, recording.pageBytes > recording.options.mostBytes else { return }
        stoppedAt = time
        cancellation.cancel()
    }

    // MARK: - Names, attackers and events

    private func begin(_ simulation: borrowing Simulation) {
        for (place, vehicle) in simulation.attackers.byVehicle.keys.enumerated() {
            let attacker = simulation.attackers.byVehicle.values[place]
            recording.attackers.append(
                RunRecording.Attacker(
                    vehicle: vehicle, profile: attacker.profile.name,
                    ghostSpacing: attacker.profile.identity.ghostSpacing))
            for (index, ghost) in attacker.ghosts.enumerated() {
                _ = number(of: ghost, owner: vehicle, ghost: index + 1)
            }
        }
    }

    /// Number of an identity in the recording.
    private func number(of identity: VehicleID, owner: @autoclosure () -> VehicleID, ghost: Int = 0) -> Int {
        if Int(identity) < recording.vehicleCount { return Int(identity) }
        let position = numberOfExtra.position(of: identity, orInsert: recording.extraNames.count)
        if position == recording.extraNames.count {
            recording.extraNames.append(RunRecording.ExtraName(identity: identity, owner: owner(), ghost: ghost))
        }
        return recording.vehicleCount + position
    }

    private func noteNames(_ simulation: borrowing Simulation) {
        if simulation.naming.namesChange {
            for vehicle in 0..<VehicleID(recording.vehicleCount) where !simulation.truth.isAttacker[Int(vehicle)] {
                note(simulation.naming.presentName(of: vehicle), of: vehicle)
            }
        }
        for (place, vehicle) in simulation.attackers.byVehicle.keys.enumerated() {
            note(simulation.attackers.byVehicle.values[place].identity, of: vehicle)
        }
    }

    private func note(_ name: VehicleID, of vehicle: VehicleID) {
        guard presentNames[Int(vehicle)] != name else { return }
        presentNames[Int(vehicle)] = name
        recording.nameChanges.append(recording.sampleCount - namesSample)
        recording.nameChanges.append(Int(vehicle))
        recording.nameChanges.append(number(of: name, owner: vehicle))
        recording.nameChangeCount += 1
        namesSample = recording.sampleCount
    }

    private func noteEvents(_ simulation: borrowing Simulation, at time: Microseconds) {
        while recording.events.count < simulation.roadEvents.all.count {
            let event = simulation.roadEvents.all[recording.events.count]
            recording.events.append(RunRecording.Event(begin: time, position: event.position, isReal: event.isReal))
        }
    }

    private func finish(_ simulation: borrowing Simulation) {
        for vehicle in tracks.indices where tracks[vehicle].written < recording.sampleCount {
            if tracks[vehicle].isOpen { recording.positions[vehicle].append(0) }
            recording.positions[vehicle].append(recording.sampleCount - tracks[vehicle].written)
        }
        let truth = simulation.truth
        for place in recording.schemes.indices {
            let runner = simulation.evaluating.runners.first { $0.rows[0].name == recording.schemes[place].name }
            guard let authority = runner?.authority else { continue }
            recording.schemes[place].revocations = zip(authority.revocations.keys, authority.revocations.values).map {
                (number(of: $0, owner: truth.owner(of: $0)), $1)
            }
        }
        let names = (0..<recording.vehicleCount).map { VehicleID($0) } + recording.extraNames.map(\.identity)
        recording.firstMisconduct = names.map { truth.firstMisconduct[Int($0)] }
    }

    // MARK: - Decisions

    func observe(_ evaluation: borrowing ObservedEvaluation) {
        guard let scheme = recording.schemes.firstIndex(where: { $0.name == evaluation.scheme }) else { return }
        let (evaluator, time) = (evaluation.view.evaluator, evaluation.view.time)
        if lastEvaluation == nil || lastEvaluation ?? (0, 0) != (evaluator, time) {
            lastEvaluation = (evaluator, time)
            record(evaluation)
        }
        record(evaluation, of: scheme)
    }

    /// What all schemes were shown.
    private func record(_ evaluation: borrowing ObservedEvaluation) {
        let view = evaluation.view
        let milliseconds = (view.time + 500) / 1000
        recording.evaluations.append(Int(milliseconds - lastMilliseconds))
        lastMilliseconds = milliseconds
        let isCounted = view.time >= evaluation.truth.warmupEnd
        recording.evaluations.append(Int(view.evaluator) << 1 | (isCounted ? 1 : 0))
        recording.evaluations.append(view.neighbourCount)
        var before = 0
        for neighbour in 0..<view.neighbourCount {
            let subject = view.subjects[neighbour]
            let number = number(of: subject, owner: evaluation.truth.owner(of: subject))
            let isMalicious = evaluation.truth.isMalicious[Int(subject)]
            recording.evaluations.append(PackedBytes.folded(number - before) << 1 | (isMalicious ? 1 : 0))
            before = number
            let opinion = view.neighbourhood.subjects[neighbour].opinion
            recording.opinions.append(opinion.value)
            recording.opinions.append(opinion.certainty)
        }
        recording.evaluationCount += 1
        recording.recordCount += view.neighbourCount
    }

    /// Flags of a record.
    enum Flag {
        static let trusted = 1
        static let unknown = 2
        static let hasReported = 4
        static let onProbation = 8
    }

    private func record(_ evaluation: borrowing ObservedEvaluation, of scheme: Int) {
        let view = evaluation.view
        var columns = recording.schemes[scheme]
        // The columns are moved out while they grow: otherwise each change would copy them.
        recording.schemes[scheme] = RunRecording.SchemeColumns(name: columns.name)
        let detail = evaluation.decisions.detail
        let inference = evaluation.decisions.inference
        if let detail {
            columns.detail = .averaging
            append(detail.outcome, tolerance: view.neighbourhood.tolerance, to: &columns)
        }
        if let inference {
            columns.detail = .inference
            columns.shares.append(view.neighbourhood.tolerance)
            columns.shares.append(inference.memory.maliciousShare)
        }
        if detail != nil || inference != nil {
            memberOfSubject.removeAll(keepingCapacity: true)
            memberOfSubject.append(contentsOf: repeatElement(-1, count: view.subjects.count))
            for (member, report) in view.neighbourhood.members.enumerated() {
                memberOfSubject[report.subject] = member
            }
        }
        for neighbour in 0..<view.neighbourCount {
            let outcome = evaluation.outcome(of: neighbour)
            var flags = (outcome.isTrusted ? Flag.trusted : 0) | (outcome.isUnknown ? Flag.unknown : 0)
            let member = detail == nil && inference == nil ? -1 : memberOfSubject[neighbour]
            let margin = detail?.margins[neighbour] ?? 0
            if member >= 0 { flags |= Flag.hasReported }
            if margin > 0 { flags |= Flag.onProbation }
            columns.numbers.append(flags)
            columns.shares.append(outcome.decision.trust)
            columns.shares.append(outcome.decision.threshold)
            columns.shares.append(outcome.decision.support)
            if let detail { append(detail.outcome, neighbour, member: member, margin: margin, to: &columns) }
            if let inference { append(inference, neighbour, member: member, to: &columns) }
            if view.time >= evaluation.truth.warmupEnd {
                let isMalicious = evaluation.truth.isMalicious[Int(view.subjects[neighbour])]
                columns.counts.add(actual: isMalicious, predicted: !outcome.isTrusted)
            }
        }
        recording.schemes[scheme] = columns
    }

    private func append(_ outcome: GroupOutcome, tolerance: Double, to columns: inout RunRecording.SchemeColumns) {
        columns.numbers.append(outcome.rounds << 1 | (outcome.reached ? 1 : 0))
        columns.shares.append(outcome.initialConsensusDegree)
        columns.shares.append(outcome.consensusDegree)
        columns.shares.append(tolerance)
        columns.shares.append(outcome.nextTolerance)
    }

    private func append(
        _ outcome: GroupOutcome, _ neighbour: Int, member: Int, margin: Double,
        to columns: inout RunRecording.SchemeColumns
    ) {
        let subject = outcome.subjects[neighbour]
        columns.shares.append(subject.group)
        columns.shares.append(subject.groupSupport)
        columns.shares.append(subject.guarantee)
        columns.shares.append(subject.guaranteeSupport)
        if margin > 0 { columns.shares.append(margin) }
        guard member >= 0 else { return }
        let found = outcome.members[member]
        columns.shares.append(found.subjective)
        columns.shares.append(found.objective)
        columns.shares.append(found.comprehensive)
        columns.shares.append(found.selfProof)
        columns.shares.append(found.support)
        columns.shares.append(found.influence)
    }

    /// Parts of the log odds in hundredths, which add up as they are, and levels in [0, 1].
    private func append(
        _ detail: InferenceDetail, _ neighbour: Int, member: Int, to columns: inout RunRecording.SchemeColumns
    ) {
        let sums = detail.sums[neighbour]
        for text in NumberText.addingUp([sums.known, sums.selfProof, sums.reports], digits: 2) {
            columns.numbers.append(signed: Int(((Double(text) ?? 0) * 100).rounded()))
        }
        guard member >= 0 else { return }
        for (_, ratio) in detail.outcome.members[member].levels { columns.shares.append(InferenceOutcome.level(ratio)) }
    }
}
