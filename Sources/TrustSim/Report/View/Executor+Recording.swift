extension Executor {
    /// Does one replication of the first cell and keeps what a page shows of it.
    ///
    /// - Parameters:
    ///   - replication: which one, from 0.
    ///   - options: schemes, step and the most bytes.
    ///   - progress: told the share of the run that is done, now and then.
    /// - Throws: ``DataError`` where the page would be too large, ``Cancelled`` where the run was asked to stop.
    public func record(
        replication: Int, _ options: RunRecording.Options, progress: ((Double) -> Void)? = nil
    ) throws -> RunRecording {
        let simulation = simulation(ofCell: 0, replication: replication)
        let empty = RunRecording(
            simulation, trace: traces.trace(of: plan.cells[0].scenario), replication: replication, options)
        let positions = Double(empty.vehicleCount) * (empty.end.seconds / empty.step.seconds + 2)
        guard positions <= Double(RunRecording.mostPositions) else {
            throw DataError(
                message: "the page would have \(NumberText.csv(positions.rounded())) positions (vehicles x duration / "
                    + "step), and no more than \(RunRecording.mostPositions) fit; use a shorter --duration or a longer "
                    + "--step")
        }
        var watched = self
        let flag = CancellationFlag(following: cancellation)
        watched.cancellation = flag
        let recorder = RunRecorder(empty, cancellation: flag, progress: progress)
        meter?.expect(cells: [0])
        do {
            _ = try watched.run(replication: replication, observer: recorder)
        } catch {
            guard let time = recorder.stoppedAt else { throw error }
            throw tooLarge(recorder.recording, at: time)
        }
        if let time = recorder.stoppedAt { throw tooLarge(recorder.recording, at: time) }
        return recorder.recording
    }

    private func tooLarge(_ recording: RunRecording, at time: Microseconds) -> DataError {
        let megabytes = NumberText.short(Double(recording.options.mostBytes) / 1e6)
        let fitting = max(1, (0.9 * time.seconds).rounded(.down))
        return DataError(
            message: "the page has \(megabytes) MB after \(NumberText.fixed(time.seconds, digits: 0)) s of "
                + "\(NumberText.short(recording.end.seconds)) s, and may not have more; use --duration "
                + "\(NumberText.csv(fitting))"
                + (recording.schemes.count > 1 ? ", fewer schemes" : "") + " or fewer vehicles")
    }
}
