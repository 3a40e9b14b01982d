/// Writes ns-2 movements with `start` and `stop` of those who enter and leave, in order of time. Each vehicle drives so
/// that it is at the place of the next sample at its time; what needs more than 100 m/s is `set` there.
struct NS2Writer {
    private let recording: TraceRecording
    private let trace: TraceData
    private var text = ByteText()
    /// The sample of each vehicle in the step before, in the current one, and in the next; -1 for none.
    private var before: [Int]
    private var present: [Int]

    init(_ recording: TraceRecording) {
        self.recording = recording
        trace = recording.trace
        before = Array(repeating: -1, count: trace.vehicleCount)
        present = before
    }

    mutating func bytes() -> [UInt8] {
        text.add("# ns-2 movements, written by trustsim\n")
        writeInitialPlaces()
        for step in trace.times.indices {
            swap(&before, &present)
            for vehicle in present.indices { present[vehicle] = -1 }
            for sample in samples(step) { present[Int(trace.vehicles[sample])] = sample }
            writeArrivals(step)
            writeCourses(step)
        }
        writeEnd()
        return text.bytes
    }

    private func samples(_ step: Int) -> Range<Int> { trace.stepStart[step]..<trace.stepStart[step + 1] }

    private func time(_ step: Int) -> String { NumberText.csv(recording.time(ofStep: step).seconds) }

    private mutating func writeInitialPlaces() {
        var isPlaced = Array(repeating: false, count: trace.vehicleCount)
        for sample in trace.vehicles.indices where !isPlaced[Int(trace.vehicles[sample])] {
            let vehicle = Int(trace.vehicles[sample])
            isPlaced[vehicle] = true
            let place = trace.positions[sample]
            for (axis, value) in [("X_", place.x), ("Y_", place.y), ("Z_", 0)] {
                text.add("$node_(\(vehicle)) set ", axis, " ", NumberText.csv(value), "\n")
            }
        }
    }

    /// Who enters or leaves with this step, or comes back at another place.
    private mutating func writeArrivals(_ step: Int) {
        let time = time(step)
        if step > 0 {
            for sample in samples(step - 1) where present[Int(trace.vehicles[sample])] < 0 {
                activity("stop", Int(trace.vehicles[sample]), time)
            }
        }
        for sample in samples(step) where step == 0 || before[Int(trace.vehicles[sample])] < 0 {
            let vehicle = Int(trace.vehicles[sample])
            if hasAppeared[vehicle] { place(vehicle, sample, time) }
            hasAppeared[vehicle] = true
            activity("start", vehicle, time)
        }
    }

    private lazy var hasAppeared = Array(repeating: false, count: trace.vehicleCount)

    private mutating func activity(_ what: String, _ vehicle: Int, _ time: String) {
        let name = trace.vehicleNames[vehicle]
        text.add("$ns_ at ", time, " \"$g(\(vehicle)) ", what, "\"; # SUMO-ID: ", name, "\n")
    }

    private mutating func place(_ vehicle: Int, _ sample: Int, _ time: String) {
        for (axis, value) in [("X_", trace.positions[sample].x), ("Y_", trace.positions[sample].y)] {
            text.add("$ns_ at ", time, " \"$node_(\(vehicle)) set ", axis, " ", NumberText.csv(value), "\"\n")
        }
    }

    private mutating func writeCourses(_ step: Int) {
        guard step + 1 < trace.times.count else { return }
        let seconds = (trace.times[step + 1] - trace.times[step]).seconds
        let (now, then) = (time(step), time(step + 1))
        for sample in samples(step + 1) {
            let vehicle = Int(trace.vehicles[sample])
            guard present[vehicle] >= 0 else { continue }
            let (here, there) = (trace.positions[present[vehicle]], trace.positions[sample])
            let speed = here.squaredDistance(to: there).squareRoot() / seconds
            if speed > TracePlayback.jumpSpeed {
                place(vehicle, sample, then)
            } else if speed > 0 {
                text.add("$ns_ at ", now, " \"$node_(\(vehicle)) setdest ", NumberText.csv(there.x), " ")
                text.add(NumberText.csv(there.y), " ", NumberText.csv(speed), "\"\n")
            }
        }
    }

    /// A command at the last step, without which standing vehicles would end the trace before it.
    private mutating func writeEnd() {
        guard let step = trace.times.indices.last, let sample = samples(step).first else { return }
        let place = trace.positions[sample]
        text.add("$ns_ at ", time(step), " \"$node_(\(trace.vehicles[sample])) setdest ")
        text.add(NumberText.csv(place.x), " ", NumberText.csv(place.y), " 0\"\n")
    }
}
