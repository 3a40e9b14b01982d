import GroupDecision

/// All keys of scenario files.
public enum ScenarioKeys {
    /// Every key, in the order in which scenarios are written.
    public static let all = keys(adding: [])

    /// Every key, with those of schemes beyond the registry.
    public static func keys(adding schemes: [SchemeEntry]) -> [ScenarioKey] {
        general + mobility + radio + beacons + sensing + plausibility + behavior + infrastructure + parameters
            + comparison(adding: schemes)
    }

    private static let general: [ScenarioKey] = [
        ScenarioKey(path: "name", unit: "", summary: "name of the scenario in every output", kind: .text(\.name)),
        .integer("seed", \.seed, 0...4_294_967_295, "base seed of all randomness"),
        .integer("replications", \.replications, 1...100_000, "independent repetitions, numbered from 0"),
        .number("duration", \.duration, 0...1e7, "s", "simulated time; 0: 200 s, or the length of the trace"),
        .integer("vehicles", \.vehicles, 1...10_000_000, "number of vehicles; not with a trace, which has its own"),
        .number("area.width", \.area.width, 1...1e6, "m", "size of the area from west to east"),
        .number("area.height", \.area.height, 1...1e6, "m", "size of the area from south to north"),
    ]

    private static let mobility: [ScenarioKey] =
        [
            .choice("mobility.model", \.mobility.model, MobilityCatalog.all.map(\.name), "how vehicles move"),
            .number(
                "mobility.speed.min", \.mobility.minSpeed, 0.1...150, "m/s", "least speed (highway: desired speed)"),
            .number(
                "mobility.speed.max", \.mobility.maxSpeed, 0.1...150, "m/s", "greatest speed (highway: desired speed)"),
        ] + keys("mobility", \.mobility, of: MobilityCatalog.all.map { ($0.name, $0.keys) })

    private static let radio: [ScenarioKey] =
        [.choice("radio.model", \.radio.model, RadioCatalog.all.map(\.name), "who receives what")]
        + keys("radio", \.radio, of: RadioCatalog.all.map { ($0.name, $0.keys) })
        + ChannelSettings.keys.map { ScenarioKey("radio.\($0.name)", \.radio.channel, $0) }

    private static let beacons: [ScenarioKey] = [
        .number("beacon.interval", \.beaconInterval, 0.01...60, "s", "time between two beacons of a vehicle"),
        .choice(
            "beacon.trigger", \.beacons.trigger, ["periodic", "cam"],
            "beacons come at regular times, or as what vehicles do makes them (cam; the interval is the longest)"),
        .number("beacon.jitter", \.beacons.jitter, 0...60, "s", "by how much beacons are late at most, each by chance"),
        .choice(
            "beacon.phases", \.beacons.phases, ["kept", "fresh"],
            "new names and ghosts keep the times of their vehicle, or have their own"),
        .choice(
            "beacon.dcc", \.beacons.congestionControl, ["off", "reactive"],
            "csma: whether vehicles send fewer beacons where the channel is busy"),
        .choice("pseudonyms.change", \.pseudonyms.change, PseudonymSettings.changes, "when vehicles take new names"),
        .number("pseudonyms.interval", \.pseudonyms.interval, 0.1...1e6, "s", "periodic: time between two changes"),
        .number("pseudonyms.distance", \.pseudonyms.distance, 1...1e6, "m", "distance: way between two changes"),
        .number("pseudonyms.rate", \.pseudonyms.rate, 1e-6...10, "1/s", "random: changes a second, on average"),
    ]

    private static let sensing: [ScenarioKey] = [
        .number("sensing.range", \.sensing.range, 0...1e5, "m", "range of verification and of sensing road events"),
        .number("sensing.accuracy", \.sensing.accuracy, 0...1, "", "probability of a right reading"),
        .choice(
            "sensing.verification", \.sensing.verification, ["statistical", "plausibility"],
            "beacons are verified with a fixed accuracy, or by checks of what they claim"),
        .number(
            "sensing.faultyShare", \.sensing.faultyShare, 0...1, "", "share of honest vehicles with faulty sensors"),
        .number("sensing.faultyAccuracy", \.sensing.faultyAccuracy, 0...1, "", "accuracy of faulty sensors"),
        .number(
            "sensing.errorPersistence", \.sensing.errorPersistence, 0...1e6, "s",
            "how long a wrong reading of a pair lasts; 0: each reading on its own"),
    ]

    private static let plausibility: [ScenarioKey] = [
        noise("position", \.plausibility.positionNoise, "m", "of claimed positions, on each axis"),
        noise("speed", \.plausibility.speedNoise, "m/s", "of claimed speeds"),
        noise("heading", \.plausibility.headingNoise, "°", "of claimed headings"),
        noise("sensor", \.plausibility.sensorNoise, "m", "of positions measured by a range sensor, on each axis"),
        noise("sensorSpeed", \.plausibility.sensorSpeedNoise, "m/s", "of speeds measured by a range sensor"),
        noise("outlier", \.plausibility.outlierNoise, "m", "of measurements gone wrong, one in 1 - accuracy"),
        limit("sensorTolerance", \.plausibility.sensorTolerance, 0...1e5, "m", "sensor: greatest distance"),
        limit(
            "sensorSpeedTolerance", \.plausibility.sensorSpeedTolerance, 0...1e3, "m/s", "sensor: greatest difference"),
        limit("rangeMargin", \.plausibility.rangeMargin, 0...1e5, "m", "range: allowed beyond the reach of the radio"),
        limit("roadMargin", \.plausibility.roadMargin, 0...1e3, "m", "road: allowed beside the road"),
        limit("maxSpeed", \.plausibility.maxSpeed, 0.1...1e3, "m/s", "speed: greatest speed"),
        limit("maxAcceleration", \.plausibility.maxAcceleration, 0.1...1e3, "m/s²", "acceleration: greatest"),
        limit(
            "positionTolerance", \.plausibility.positionTolerance, 0...1e5, "m", "position-speed: allowed difference"),
        limit("headingTolerance", \.plausibility.headingTolerance, 0...180, "°", "position-heading: greatest angle"),
        limit("minInterval", \.plausibility.minInterval, 0...1, "", "frequency: least share of the beacon interval"),
        limit("appearanceShare", \.plausibility.appearanceShare, 0...1, "", "appearance: share of the reach"),
        limit("overlapDistance", \.plausibility.overlapDistance, 0...60, "m", "overlap: distance of centres"),
        limit("maxAge", \.plausibility.maxAge, 0...1e4, "s", "age: greatest age"),
        limit("sawDistance", \.plausibility.sawDistance, 0...1e5, "m", "saw: least distance of a first beacon"),
        limit("sscDeviation", \.plausibility.sscDeviation, 0...1e3, "m/s", "ssc: greatest difference of speeds"),
        limit("dmvDistance", \.plausibility.dmvDistance, 0...1e5, "m", "dmv: least way between two beacons"),
        limit("remoteWeight", \.plausibility.remoteWeight, 0...1, "", "evidence of passing without a range sensor"),
        ScenarioKey(
            path: "sensing.plausibility.checks", unit: "", summary: "checks in use",
            kind: .names(\.plausibility.checks, PlausibilityCheck.all.map(\.name))),
    ]

    private static func noise(
        _ name: String, _ place: WritableKeyPath<Scenario, Double> & Sendable, _ unit: String, _ what: String
    ) -> ScenarioKey {
        .number("sensing.noise.\(name)", place, 0...1000, unit, "plausibility: standard deviation \(what)")
    }

    private static func limit(
        _ name: String, _ place: WritableKeyPath<Scenario, Double> & Sendable, _ range: ClosedRange<Double>,
        _ unit: String, _ summary: String
    ) -> ScenarioKey {
        .number("sensing.plausibility.\(name)", place, range, unit, summary)
    }

    private static let behavior: [ScenarioKey] = [
        .number(
            "evaluation.interval", \.evaluation.interval, 0.1...3600, "s", "time between two evaluations and reports"),
        .number("evaluation.warmup", \.evaluation.warmup, 0...0.99, "", "share of the run that is not counted"),
        .choice(
            "evaluation.reportDelivery", \.evaluation.reportDelivery, ["broadcast", "beacon"],
            "reports are sent once, or the latest is carried by every beacon"),
        .choice(
            "evaluation.unknownPolicy", \.evaluation.unknownPolicy, ["trust", "distrust"], "what becomes of the unknown"
        ),
        .number("events.rate", \.events.rate, 0...100, "1/s", "road events a second in the whole world"),
        .number("events.duration", \.events.duration, 0.1...1e6, "s", "how long a road event lasts"),
        .number(
            "events.criticalShare", \.events.criticalShare, 0...1, "", "share of the road events that are critical"),
        .number("attackers.ratio", \.attackers.ratio, 0...1, "", "share of the vehicles that are attackers"),
        ScenarioKey(path: "attackers.profile", unit: "", summary: "what all attackers do", kind: .profile),
        ScenarioKey(
            path: "attackers.profiles", unit: "", summary: "what several kinds of attackers do", kind: .profiles),
        ScenarioKey(
            path: "attackers.list", unit: "", summary: "CSV file that names the attackers and when they are malicious",
            kind: .text(\.attackers.list)),
    ]

    /// The keys of models, each once, with the names of the models that read it.
    ///
    /// Precondition: keys of one name are one declaration.
    private static func keys<Settings>(
        _ section: String, _ place: WritableKeyPath<Scenario, Settings>,
        of models: [(name: String, keys: [SettingsKey<Settings>])]
    ) -> [ScenarioKey] {
        var readers: [String: [String]] = [:]
        var found: [(key: SettingsKey<Settings>, made: ScenarioKey)] = []
        for model in models {
            for key in model.keys {
                readers[key.name, default: []].append(model.name)
                let made = ScenarioKey("\(section).\(key.name)", place, key)
                if let known = found.first(where: { $0.key.name == key.name }) {
                    precondition(
                        known.made.allowed == made.allowed && known.key.summary == key.summary,
                        "the \(section) model '\(model.name)' declares a key '\(key.name)' that another has")
                } else {
                    found.append((key, made))
                }
            }
        }
        return found.map { key, made in
            ScenarioKey(
                path: made.path, unit: made.unit,
                summary: "\((readers[key.name] ?? []).joined(separator: ", ")): \(made.summary)", kind: made.kind)
        }
    }

    private static let parameters = evidence + inference

    private static let inference: [ScenarioKey] =
        InferenceSettings.all.enumerated().map { number, name in
            .number("parameters.\(name.key)", \Scenario[inference: number], name.range, "", name.summary)
        } + [
            .integer(
                "parameters.rounds", \.settings.inference.rounds, InferenceSettings.roundsRange,
                "rounds of message passing"),
            ScenarioKey(
                path: "mechanismsOff", unit: "",
                summary: "mechanisms that consensus-adaptive does without, in all its rows",
                kind: .names(\.settings.mechanismsOff, SchemeCatalog.ablationNames)),
        ]

    private static let evidence: [ScenarioKey] =
        [
            .number("tolerance.start", \.tolerance.start, 0...1, "", "first tolerance of a vehicle"),
            .number("tolerance.spread", \.tolerance.spread, 0...1, "", "tolerances are drawn within this of the start"),
            .number("evidence.priorWeight", \.evidence.priorWeight, 0.01...1000, "", "weight W of the prior"),
            .number("evidence.baseRate", \.evidence.baseRate, 0...1, "", "base rate a: opinion without evidence"),
            .number(
                "evidence.forgettingFactor", \.evidence.forgettingFactor, 0.5...1, "1/s", "forgetting factor lambda"),
            .choice(
                "evidence.forgettingPer", \.forgettingPer, ["second", "interaction"],
                "what the forgetting factor counts for"),
            .number(
                "evidence.knownEvidence", \.evidence.knownEvidence, 1e-6...1000, "", "known from this much evidence"),
        ]

    private static func comparison(adding schemes: [SchemeEntry]) -> [ScenarioKey] {
        [
            .number(
                "baselines.threshold", \.settings.baselineThreshold, 0...1, "",
                "threshold of the baselines that have none of their own")
        ]
            + (SchemeCatalog.all + schemes).flatMap { entry in
                entry.parameters.map { parameter in
                    ScenarioKey(
                        path: "baselines.\(entry.name).\(parameter.name)", unit: parameter.unit,
                        summary: "\(entry.name): \(parameter.summary)", kind: .baseline(entry, parameter))
                }
            } + [
                ScenarioKey(
                    path: "calibration", unit: "",
                    summary: "calibrated thresholds by scheme, each for a row of its own; see 'trustsim calibrate'",
                    kind: .calibration),
                ScenarioKey(
                    path: "schemes", unit: "", summary: "schemes to compare",
                    kind: .names(\.schemes, (SchemeCatalog.all + schemes).map(\.name))),
                ScenarioKey(
                    path: "ablations", unit: "", summary: "mechanisms to switch off, each in a row of its own",
                    kind: .names(\.ablations, SchemeCatalog.ablationNames)),
            ]
    }
}

extension Scenario {
    /// A setting of consensus-adaptive, by its number in `InferenceSettings.all`.
    fileprivate subscript(inference number: Int) -> Double {
        get { settings.inference[keyPath: InferenceSettings.all[number].path] }
        set { settings.inference[keyPath: InferenceSettings.all[number].path] = newValue }
    }
}
