import Foundation

/// What a plan will take, from densities and rates. Rough: right within a factor of about two or three.
public struct Estimate: Sendable {
    /// Number of runs, each with all schemes.
    public let runs: Int
    /// Seconds of one worker.
    public let workerSeconds: Double
    /// Bytes of the largest run.
    public let bytesPerRun: Double
    /// Bytes of the traces, shared by all runs.
    public let sharedBytes: Double

    /// Estimates a plan.
    public init(_ plan: Plan, traces: TraceLibrary, logsCases: Bool = false) {
        var seconds = 0.0
        var largest = 0.0
        var traceBytes = 0.0
        for cell in plan.cells {
            let load = Load(cell.scenario, trace: traces.trace(of: cell.scenario), logsCases: logsCases)
            seconds += load.seconds * Double(cell.scenario.replications)
            largest = max(largest, load.bytes)
            traceBytes = max(traceBytes, load.traceBytes)
        }
        runs = plan.runCount
        workerSeconds = seconds
        bytesPerRun = largest
        sharedBytes = traceBytes
    }

    /// Bytes with a number of runs at a time.
    public func bytes(jobs: Int) -> Double { sharedBytes + bytesPerRun * Double(max(1, min(jobs, runs))) + 3e7 }

    /// Sizes and rates of one run.
    private struct Load {
        var seconds: Double
        var bytes: Double
        var traceBytes: Double

        init(_ scenario: Scenario, trace: TraceData?, logsCases: Bool) {
            let vehicles = Double(trace?.vehicleCount ?? Int(scenario.vehicles))
            let duration = scenario.duration > 0 ? scenario.duration : trace?.duration.seconds ?? 0
            let present = trace.map { Double($0.vehicles.count) / Double(max(1, $0.times.count)) } ?? vehicles
            let reach = Self.effectiveReach(scenario)
            let neighbours = min(
                present - 1, Self.density(scenario, trace: trace, present: present) * .pi * reach * reach)
            let turnover = duration * scenario.mobility.maxSpeed / max(reach, 1)
            let met = max(0, min(vehicles - 1, neighbours * (1 + turnover)))
            let schemes = scenario.rowNames
            let deciders = Double(schemes.filter { $0.hasPrefix("consensus-adaptive") }.count)
            let receptions = present * duration / scenario.beaconInterval * max(neighbours, 0)
            let evaluations = present * duration / scenario.evaluation.interval
            let entries = evaluations * max(neighbours, 1) * max(neighbours, 1)
            let candidates = scenario.radio.model == "unit-disk" ? 1.0 : 8.0
            seconds =
                receptions * candidates * 6e-8
                + entries * (1.5e-8 + deciders * 1.2e-7 + 1e-8 * Double(schemes.count))
                + evaluations * 2e-6 * Double(schemes.count)
            let cases = evaluations * max(neighbours, 0)
            bytes =
                vehicles * (800 + met * (70 + 24 * Double(schemes.count) + 40 * deciders))
                + vehicles * 3 * max(neighbours, 0) * (24 + 2 * deciders)
                + cases * 8 * Double(schemes.count) * (logsCases ? 16 : 1.5)
                + (scenario.radio.model == "log-distance" ? vehicles * met * 100 : 0)
            traceBytes = trace.map { Double($0.vehicles.count) * 24 + Double($0.vehicleCount) * 80 } ?? 0
        }

        private static func effectiveReach(_ scenario: Scenario) -> Double {
            scenario.radio.model == "unit-disk" ? scenario.radio.range : scenario.radio.pathLoss.distance(marginDB: 0)
        }

        /// Vehicles a square metre.
        private static func density(_ scenario: Scenario, trace: TraceData?, present: Double) -> Double {
            if let trace {
                let squares = Double(trace.visitedPlaces.count)
                // Streets fill a small part of the area they span.
                return present / max(1, squares * 100 * 8)
            }
            if scenario.mobility.model == "highway" {
                let reach = effectiveReach(scenario)
                return present / (scenario.mobility.highway.length * .pi * reach / 2)
            }
            return 1.3 * present / (scenario.area.width * scenario.area.height)
        }
    }
}

/// The memory that the process may use.
public enum MemoryLimit {
    /// The least of physical memory, the address-space limit and the control group's limit, in bytes.
    public static var bytes: Double {
        var limit = Double(ProcessInfo.processInfo.physicalMemory)
        var resource = rlimit()
        #if canImport(Glibc)
            let result = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &resource)
        #else
            let result = getrlimit(RLIMIT_AS, &resource)
        #endif
        if result == 0 { limit = min(limit, Double(resource.rlim_cur)) }
        if let text = try? String(contentsOfFile: "/sys/fs/cgroup/memory.max", encoding: .utf8),
            let value = Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
        {
            limit = min(limit, value)
        }
        return limit
    }
}
