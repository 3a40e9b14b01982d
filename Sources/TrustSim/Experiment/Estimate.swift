import Foundation
import GroupDecision

/// What a plan will take, from densities and rates. Rough: for usual worlds right within a factor of about three, for
/// extreme ones not.
public struct Estimate: Sendable {
    /// Number of runs, each with all schemes.
    public let runs: Int
    /// Seconds of one worker.
    public let workerSeconds: Double
    /// Seconds of one worker for a run of each cell of the plan.
    public let secondsOfRun: [Double]
    /// Bytes of the largest run.
    public let bytesPerRun: Double
    /// Bytes of the traces, the plan and the rows of results, shared by all runs.
    public let sharedBytes: Double

    /// Estimates a plan.
    ///
    /// - Parameters:
    ///   - plan: the runs.
    ///   - traces: their traces.
    ///   - logsCases: whether every case is kept.
    ///   - wanted: figures besides those of every run.
    public init(
        _ plan: Plan, traces: TraceLibrary, logsCases: Bool = false, wanted: WantedFigures = WantedFigures()
    ) {
        var seconds = 0.0
        var largest = 0.0
        var rows = 0.0
        var detailed = 0.0
        var secondsOfRun: [Double] = []
        for cell in plan.cells {
            let load = Load(cell.scenario, trace: traces.trace(of: cell.scenario), logsCases: logsCases)
            detailed += load.resultBytes(wanted) * Double(cell.scenario.replications)
            secondsOfRun.append(load.seconds)
            seconds += load.seconds * Double(cell.scenario.replications)
            largest = max(largest, load.bytes + load.bytes(of: wanted))
            rows += load.schemes * Double(cell.scenario.replications)
        }
        runs = plan.runCount
        workerSeconds = seconds
        self.secondsOfRun = secondsOfRun
        bytesPerRun = largest
        sharedBytes = traces.bytes + Double(plan.cells.count) * 4000 + rows * Self.bytesPerRow + detailed
    }

    /// Seconds of one run, the same to the bit on every machine: shards are dealt out by it.
    static func seconds(of scenario: Scenario, traces: TraceLibrary) -> Double {
        Load(scenario, trace: traces.trace(of: scenario), logsCases: false).seconds
    }

    /// A row of results, as values and as text.
    private static let bytesPerRow = Double(Metric.all.count * 36 + 300)

    /// Bytes with a number of runs at a time.
    public func bytes(jobs: Int) -> Double { sharedBytes + bytesPerRun * Double(max(1, min(jobs, runs))) + 3e7 }

    /// Sizes and rates of one run.
    private struct Load {
        let vehicles: Double
        let duration: Double
        let present: Double
        /// Vehicles that receive a message, and vehicles that the radio has to look at.
        let neighbours: Double
        let candidates: Double
        /// Vehicles whose channel a message disturbs, where stations share it.
        let disturbed: Double
        /// How far messages usually reach, in metres.
        let typical: Double
        /// Vehicles that one hears, or has links to, in the whole run.
        let met: Double
        let linked: Double
        let schemes: Double
        /// What all schemes take together.
        let cost: SchemeCost
        /// Entries of reports that one has heard in the last minute.
        let entriesInMinute: Double
        let events: Double
        let turns: Double
        /// Pieces of the roads of a trace.
        let streets: Double
        let logsCases: Bool
        let scenario: Scenario

        init(_ scenario: Scenario, trace: TraceData?, logsCases: Bool) {
            self.scenario = scenario
            self.logsCases = logsCases
            vehicles = Double(trace?.vehicleCount ?? Int(scenario.vehicles))
            duration = scenario.runSeconds(trace: trace)
            streets = Double(trace?.roads?.streets.count ?? 0)
            let present = trace.map { Double($0.vehicles.count) / Double(max(1, $0.times.count)) } ?? vehicles
            self.present = present
            let density = Self.density(scenario, trace: trace, present: present)
            func within(_ reach: Double) -> Double { max(0, min(present - 1, density * .pi * reach * reach)) }
            let radio = RadioCatalog.make(
                scenario.radio, random: RandomSource(seed: 0, replication: 0), hasPowers: false)
            let (reach, typical) = (radio.reachMeters, radio.usualMeters)
            self.typical = max(1, typical)
            neighbours = within(typical)
            candidates = within(reach)
            disturbed = scenario.radio.channel.isShared ? within(radio.interferenceMeters) : 0
            // Vehicles in all directions come into reach at 0.8 of the rate at which a reach is driven.
            let travelled = 0.8 * duration * (scenario.mobility.minSpeed + scenario.mobility.maxSpeed) / 2
            met = min(max(0, vehicles - 1), neighbours * (1 + travelled / max(typical, 1)))
            linked = min(max(0, vehicles - 1), candidates * (1 + travelled / max(reach, 1)))
            let names = scenario.rowNames
            schemes = Double(names.count)
            cost = scenario.cost(ofRows: names)
            let passed = 0.8 * min(60, duration) * (scenario.mobility.minSpeed + scenario.mobility.maxSpeed) / 2
            entriesInMinute = min(met, neighbours * (1 + passed / max(typical, 1))) * neighbours
            let fabrications = scenario.attackers.roles.reduce(0) {
                $0 + $1.share * $1.profile.events.fabricationRate
            }
            events = duration * (scenario.events.rate + fabrications * scenario.attackers.ratio * present)
            turns =
                scenario.usesTrace
                ? Double(trace?.vehicles.count ?? 0)
                : duration * present
                    * MobilityCatalog.entry(scenario.mobility).turnRate(scenario.mobility, scenario.area.width)
        }

        /// Identities beyond the vehicles' own.
        private var identities: Double {
            let wanted = scenario.attackers.roles.reduce(0) {
                $0 + $1.share * Double($1.profile.identity.extraIdentities(in: Microseconds(seconds: duration)))
            }
            let pseudonyms = Double(scenario.pseudonyms.mostNames(in: scenario, seconds: duration)) * vehicles
            return min(Double(Identities.limit), wanted * scenario.attackers.ratio * vehicles + pseudonyms)
        }

        /// Identities whose last beacons are kept.
        private var senders: Double {
            let areRead =
                scenario.attackers.ratio > 0 && scenario.attackers.roles.contains { $0.profile.beacon.readsBeacons }
            return scenario.sensing.verification == "plausibility" || areRead ? vehicles + identities : 0
        }

        /// Roadside units, roughly where they are given by a distance.
        private var units: Double {
            let settings = scenario.infrastructure.units
            if !settings.positions.isEmpty { return Double(settings.positions.count) }
            let area = scenario.area.width * scenario.area.height
            let limit = Double(InfrastructureSettings.Units.limit)
            return settings.spacing > 0
                ? min(limit, max(1, area / (settings.spacing * settings.spacing))) : Double(settings.count)
        }

        /// Opinions that one roadside unit is told and keeps; all of them, where units share what they know.
        private var told: Double {
            (scenario.infrastructure.units.backhaul == "shared" ? vehicles : met) * neighbours
        }

        /// Reports to the misbehaviour authority of one scheme, at most: as many as a reporter may write in a minute, and on each
        /// whom it meets.
        private var accusations: Double {
            let authority = scenario.infrastructure.authority
            guard authority.exists else { return 0 }
            let inMinutes = (duration / 60 + 1) * Double(authority.reportsPerMinute)
            let onEach =
                max(1, met) * (1 + (authority.reportInterval > 0 ? duration / authority.reportInterval : duration))
            return (vehicles + identities) * min(inMinutes, onEach)
        }

        private var evaluations: Double { present * duration / scenario.evaluation.interval }

        /// What a bound is told of beacons: it keeps every reading.
        private var history: Double {
            guard scenario.hasBound, scenario.boundObstacle == nil, scenario.observableProfile != nil else { return 0 }
            let nearby = neighbours * min(1, scenario.sensing.range * scenario.sensing.range / (typical * typical))
            return present * duration / scenario.beaconInterval * (32 + 8 * nearby) + vehicles * (1000 + met * 40)
        }

        /// Reports of one event: of those that pass by, to those that hear them.
        private var eventReceptions: Double {
            let share = min(1, scenario.sensing.range / max(1, scenario.area.width))
            let passing = min(present, 2 + present * share * min(1, scenario.events.duration / 10))
            return events * passing * neighbours
        }

        var seconds: Double {
            let beacons = present * duration / scenario.beaconInterval
            let perCandidate = scenario.radio.model == "unit-disk" ? 1.5e-8 : 1.2e-7
            // Memory that does not fit in the cache.
            let distance = 1 + 0.25 * Elementary.log(max(1, vehicles / 1000)) / PathLoss.naturalLogOfTen
            let entries = evaluations * max(neighbours, 1) * max(neighbours, 1)
            let activeEvents = events * min(1, scenario.events.duration / max(duration, 1e-3))
            // A bound goes through all that was read of a neighbour, again in each evaluation.
            let readings = history > 0 ? evaluations * neighbours * duration / scenario.beaconInterval * 2e-8 : 0
            return readings
                + distance
                * (beacons
                    * (1.5e-7 + candidates * perCandidate + neighbours * 2e-8 + activeEvents * 1e-8 + disturbed * 6e-8)
                    + entries * (1.2e-8 + cost.secondsPerEntry)
                    + evaluations * 1e-6 * schemes + eventReceptions * 1.5e-7 + turns * 1.5e-7)
                + units * duration / scenario.evaluation.interval * told * 1.5e-7
        }

        /// What the radio keeps of a pair.
        private var linkBytes: Double {
            switch scenario.radio.model {
            case "log-distance": 60
            case "tr37885": 110
            default: 0
            }
        }

        var bytes: Double {
            let cases = evaluations * neighbours
            let live = min(1, 2 * scenario.events.duration / max(duration, 1e-3))
            // The trivial schemes keep no trust values.
            let scoring = max(0, schemes - Double(SchemeCatalog.trivialNames.count))
            return vehicles * (800 + met * (120 + cost.bytesPerAcquaintance) + entriesInMinute * cost.bytesPerEntry)
                + vehicles * 3 * neighbours * 30
                + cases * (logsCases ? 128 * schemes : 12 * scoring)
                + vehicles * linked * linkBytes
                + (scenario.radio.channel.isShared
                    ? vehicles * 250 + min(vehicles, 512) * met * 48 + disturbed * 4000 : 0)
                + identities * (200 + 2 * cost.bytesPerAcquaintance) + senders * 2600
                + (scenario.sensing.verification == "plausibility" ? streets * 40 : 0)
                + units * (2000 + met * 200 + told * 60)
                + schemes * (scenario.infrastructure.authority.exists ? vehicles * 60 + accusations * 120 : 0)
                + history + events * 200 + events * neighbours * 16 + eventReceptions * 60 * live
        }

        /// What figures besides those of every run need while it runs.
        func bytes(of wanted: WantedFigures) -> Double {
            let cases = wanted.seriesSeconds == nil ? 0 : evaluations * neighbours * scenario.attackers.ratio * 24
            return schemes * (cases + (wanted.vehicles ? 8 * (vehicles + identities) : 0))
        }

        /// What they need as results, in memory and as text.
        func resultBytes(_ wanted: WantedFigures) -> Double {
            let bins = wanted.seriesSeconds.map { duration / $0 } ?? 0
            let profiles = Double(scenario.attackers.profileNames.count)
            let kinds = 4 * (profiles > 1 ? profiles + 1 : 1)
            return schemes * (bins * kinds * 250 + (wanted.vehicles ? 300 * (vehicles + identities) : 0))
        }

        /// Vehicles a square metre, where vehicles are.
        private static func density(_ scenario: Scenario, trace: TraceData?, present: Double) -> Double {
            if let trace {
                // Ten-metre squares with traffic fill a part of the area that their streets span, a small one in a city
                // and hardly any where vehicles are far apart.
                return present / max(1, Double(trace.visitedPlaces.count) * 100 * 8)
            }
            return present
                / MobilityCatalog.entry(scenario.mobility).usedArea(
                    scenario.mobility, scenario.area.width, scenario.area.height)
        }
    }
}

extension Scenario {
    /// What the schemes of these rows take together.
    fileprivate func cost(ofRows names: [String]) -> SchemeCost {
        let costs = Dictionary(
            (SchemeCatalog.all + settings.additional).map { ($0.name, $0.cost) },
            uniquingKeysWith: { first, _ in first })
        return names.reduce(into: SchemeCost(secondsPerEntry: 0, bytesPerAcquaintance: 0)) { sum, name in
            let cost = costs[String(name.prefix { $0 != "/" })] ?? SchemeCost()
            sum.secondsPerEntry += cost.secondsPerEntry
            sum.bytesPerAcquaintance += cost.bytesPerAcquaintance
            sum.bytesPerEntry += cost.bytesPerEntry
        }
    }
}
