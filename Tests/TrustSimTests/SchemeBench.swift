import GroupDecision

@testable import TrustSim

/// What a reporter says of one vehicle, in a view made by hand.
struct Told {
    var subject: VehicleID
    var value: Double
    var certainty: Double
    var vouches: Bool

    init(_ subject: VehicleID, _ value: Double, _ certainty: Double, vouches: Bool = false) {
        self.subject = subject
        self.value = value
        self.certainty = certainty
        self.vouches = vouches
    }
}

/// A view of vehicle 0 made by hand: neighbours in order of number with their evidence, and their reports.
struct SchemeBench {
    let store = EvidenceStore(vehicleCount: 40, parameters: EvidenceParameters())
    private(set) var neighbours: [VehicleID] = []
    private var reports: [(reporter: VehicleID, level: Double, tolerance: Double, entries: [Told])] = []
    var time: Microseconds = 0

    /// A neighbour of whom the evaluator has this evidence.
    mutating func neighbour(_ vehicle: VehicleID, positive: Double = 0, negative: Double = 0) {
        evidence(on: vehicle, positive: positive, negative: negative)
        neighbours.append(vehicle)
        neighbours.sort()
    }

    /// Evidence on somebody, heard now, whether a neighbour or not.
    func evidence(on vehicle: VehicleID, positive: Double, negative: Double) {
        store.update(vehicle, in: 0, at: 0) {
            $0.evidence = Evidence(positive: positive, negative: negative)
            $0.evidenceTime = time
            $0.heardTime = time
        }
    }

    mutating func report(of reporter: VehicleID, level: Double = 0.9, tolerance: Double = 0.6, _ entries: [Told]) {
        reports.append((reporter, level, tolerance, entries))
        reports.sort { $0.reporter < $1.reporter }
    }

    mutating func forgetReports() { reports = [] }

    /// The view, with claims filled in.
    var view: LocalView {
        var view = LocalView(store: store)
        view.evaluator = 0
        view.time = time
        view.neighbourhood.reset(tolerance: 0.6)
        view.neighbourCount = neighbours.count
        let named = reports.flatMap { $0.entries.map(\.subject) }
        for vehicle in neighbours + named where !view.subjects.contains(vehicle) {
            let evidence = store.evidence(on: vehicle, of: 0, at: time) ?? Evidence()
            view.subjects.append(vehicle)
            view.evidence.append(evidence)
            view.neighbourhood.addSubject(
                opinion: store.opinion(from: evidence), isNeighbour: neighbours.contains(vehicle))
        }
        for report in reports {
            view.neighbourhood.beginReport(
                of: view.subjects.firstIndex(of: report.reporter)!, attestedLevel: report.level,
                tolerance: report.tolerance)
            for entry in report.entries {
                view.neighbourhood.addEntry(
                    about: view.subjects.firstIndex(of: entry.subject)!, value: entry.value,
                    certainty: entry.certainty, vouches: entry.vouches)
            }
        }
        return view
    }

    /// What a scheme without a memory decides about each neighbour.
    func decide<Scheme: TrustScheme>(_ scheme: Scheme) -> [SchemeDecision] where Scheme.Memory == Void {
        var memory: Void = ()
        return decide(scheme, memory: &memory).neighbours
    }

    /// What a scheme decides, and what it remembers of it.
    func decide<Scheme: TrustScheme>(_ scheme: Scheme, memory: inout Scheme.Memory) -> SchemeDecisions {
        var (view, decisions) = (view, SchemeDecisions())
        var scratch = scheme.makeScratch()
        scheme.evaluate(&view, memory: &memory, scratch: &scratch, into: &decisions)
        return decisions
    }
}

extension TrustScheme where Memory == Void {
    /// Trust in each neighbour.
    func trust(in bench: SchemeBench) -> [Double] { bench.decide(self).map(\.trust) }
}

/// A scheme as the registry makes it.
func registeredScheme(_ name: String, _ settings: SchemeSettings = SchemeSettings()) -> (any TrustScheme)? {
    SchemeCatalog.all.first { $0.name == name }?.make(settings, RandomSource(seed: 1, replication: 0)).base
}
