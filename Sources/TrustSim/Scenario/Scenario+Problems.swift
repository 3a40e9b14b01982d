import GroupDecision

/// Why a scenario cannot be run.
public struct ScenarioProblem: Sendable, Equatable {
    /// Paths of the keys that it is about; the first of them is the place, where a file has it.
    public var keyPaths: [String]
    /// What is wrong, in one line.
    public var message: String
}

extension Scenario {
    /// Everything that is wrong with the scenario: values out of their range, and values that do not go together. Empty where
    /// it can be run, but for what only a trace shows. O(keys).
    public func problems() -> [ScenarioProblem] { rangeProblems() + combinationProblems() }

    /// Throws the first of ``problems()``, with the option that gave the value, if one did.
    func check(option: String? = nil) throws(DataError) {
        guard let problem = rangeProblems().first ?? combinationProblems().first else { return }
        throw DataError(
            position: option.map { SourcePosition(origin: .option($0), line: 1, column: 1) },
            keyPath: problem.keyPaths[0], message: problem.message)
    }

    private static let standard = Scenario()

    /// Values that are neither allowed nor the default, which may stand for "not given".
    private func rangeProblems() -> [ScenarioProblem] {
        let standard = Self.standard
        var found: [ScenarioProblem] = []
        let keys = settings.additional.isEmpty ? ScenarioKeys.all : ScenarioKeys.keys(adding: settings.additional)
        for key in keys {
            func add(_ value: String) {
                found.append(
                    ScenarioProblem(keyPaths: [key.path], message: "'\(key.path)' is \(key.allowed), found \(value)"))
            }
            switch key.kind {
            case .number(let place, let range):
                let value = self[keyPath: place]
                if !range.contains(value), value != standard[keyPath: place] { add(NumberText.csv(value)) }
            case .integer(let place, let range):
                let value = self[keyPath: place]
                if !range.contains(value), value != standard[keyPath: place] { add(String(value)) }
            case .choice(let place, let names):
                let value = self[keyPath: place]
                if !names.contains(value) { add("'\(escapedForMessage(value))'") }
            case .names(let place, let names):
                for value in self[keyPath: place] where !names.contains(value) {
                    add("'\(escapedForMessage(value))'")
                }
            case .baseline(let entry, let parameter):
                if let value = settings.given["\(entry.name).\(parameter.name)"], !parameter.range.contains(value) {
                    add(NumberText.csv(value))
                }
            case .points(let place):
                for point in self[keyPath: place]
                where !ScenarioKey.coordinates.contains(point.x) || !ScenarioKey.coordinates.contains(point.y) {
                    add("[\(NumberText.csv(point.x)), \(NumberText.csv(point.y))]")
                }
            case .text, .calibration, .profile, .profiles: break
            }
        }
        return found
    }

    private func combinationProblems() -> [ScenarioProblem] {
        var found: [ScenarioProblem] = []
        func add(_ keyPaths: String..., message: String) {
            found.append(ScenarioProblem(keyPaths: keyPaths, message: message))
        }
        if usesSUMO && mobility.config.isEmpty {
            add("mobility.config", message: "the model 'sumo' needs 'mobility.config'")
        } else if usesTrace && !usesSUMO && mobility.file.isEmpty {
            add("mobility.file", message: "a trace needs 'mobility.file'")
        }
        if !mobility.columns.isEmpty {
            do throws(TraceProblem) {
                _ = try TraceColumns(list: mobility.columns)
            } catch {
                add("mobility.columns", message: "'mobility.columns': \(error.message)")
            }
        }
        if usesTrace && mobility.begin >= 0 && mobility.end >= 0 && mobility.end <= mobility.begin {
            add("mobility.end", message: "'mobility.end' must be greater than 'mobility.begin'")
        }
        if beacons.jitter > beaconInterval {
            add(
                "beacon.jitter", "beacon.interval",
                message: "'beacon.jitter' is at most 'beacon.interval' (\(NumberText.csv(beaconInterval)) s), found "
                    + NumberText.csv(beacons.jitter))
        }
        if beacons.congestionControl != "off" && !radio.channel.isShared {
            add("beacon.dcc", "radio.mac", message: "'beacon.dcc' needs a channel that fills: add 'radio.mac': 'csma'")
        }
        if !usesTrace && vehicles < 1 {
            add("vehicles", message: "the number of vehicles is missing; add 'vehicles' or a trace")
        }
        for (profile, _) in attackers.profiles where !profile.hasObservableAct(withRoadEvents: events.rate > 0) {
            let hint = profile.events.isHarmless ? "" : " without road events ('events.rate' is 0)"
            add(
                "attackers.profiles", "attackers.profile",
                message: "this profile does nothing that anybody could observe\(hint); give it a malicious part")
        }
        if attackers.ratio > 0 && attackers.profiles.isEmpty {
            add("attackers.profiles", "attackers.profile", message: "there are attackers, and nothing that they do")
        }
        addIdentityProblems(&found)
        if mobility.minSpeed > mobility.maxSpeed {
            add(
                "mobility.speed.min", "mobility.speed.max",
                message: "'mobility.speed.min' (\(NumberText.csv(mobility.minSpeed))) is greater than "
                    + "'mobility.speed.max' (\(NumberText.csv(mobility.maxSpeed)))")
        }
        if let capacity = MobilityCatalog.entry(mobility).capacity?(mobility), vehicles > Int64(capacity) {
            add("vehicles", message: "the \(mobility.model) has room for \(capacity) vehicles, found \(vehicles)")
        }
        let (least, most) = ("consensus-averaging.toleranceMin", "consensus-averaging.toleranceMax")
        let averaging = DecisionParameters()
        if settings.given[least] ?? averaging.toleranceMin > settings.given[most] ?? averaging.toleranceMax {
            add(
                "baselines.\(least)", "baselines.\(most)",
                message: "'baselines.\(least)' is greater than 'baselines.\(most)'")
        }
        addUnitProblems(&found)
        addAuthorityProblems(&found)
        if schemes.isEmpty && ablations.isEmpty {
            add("schemes", message: "'schemes' is empty; name at least one scheme")
        }
        return found
    }

    /// The number of roadside units is given in one way.
    private func addUnitProblems(_ found: inout [ScenarioProblem]) {
        let units = infrastructure.units
        let given = [
            ("infrastructure.units.positions", !units.positions.isEmpty),
            ("infrastructure.units.spacing", units.spacing > 0), ("infrastructure.units.count", units.count > 0),
        ].filter(\.1).map(\.0)
        guard given.count > 1 else { return }
        found.append(
            ScenarioProblem(
                keyPaths: given, message: "give either '\(given[0])' or '\(given[1])', not both"))
    }

    /// Reports reach the authority, and the threshold is one that its rule can reach.
    private func addAuthorityProblems(_ found: inout [ScenarioProblem]) {
        let authority = infrastructure.authority
        guard authority.exists else { return }
        if authority.delivery == "units" && !infrastructure.units.exist {
            found.append(
                ScenarioProblem(
                    keyPaths: ["infrastructure.authority.delivery", "infrastructure.authority.rule"],
                    message: "reports to the authority wait for roadside units, and there are none: add "
                        + "'infrastructure.units.count', or 'delivery': 'cellular'"))
        }
        if authority.rule == "subjectiveLogic" && authority.threshold > 1 {
            found.append(
                ScenarioProblem(
                    keyPaths: ["infrastructure.authority.threshold"],
                    message: "'infrastructure.authority.threshold' is a disbelief with the rule 'subjectiveLogic', "
                        + "from 0 to 1, found \(NumberText.csv(authority.threshold))"))
        }
    }

    /// There are only so many numbers of identities.
    private func addIdentityProblems(_ found: inout [ScenarioProblem]) {
        guard !usesTrace else { return }
        let seconds = runSeconds(trace: nil)
        for (profile, share) in attackers.roles {
            let extra = profile.identity.extraIdentities(in: Microseconds(seconds: seconds))
            let wanted = Double(vehicles) * attackers.ratio * share * Double(extra)
            if wanted > Double(Identities.limit) {
                found.append(
                    ScenarioProblem(
                        keyPaths: [attackers.list.isEmpty ? "attackers.ratio" : "attackers.list"],
                        message: "the attackers would need \(NumberText.csv(wanted.rounded())) identities; at most "
                            + "\(Identities.limit) are allowed"))
            }
        }
        let names = Double(vehicles) * Double(pseudonyms.mostNames(in: self, seconds: seconds))
        if pseudonyms.isOn && names > Double(Identities.limit) {
            found.append(
                ScenarioProblem(
                    keyPaths: ["pseudonyms.change"],
                    message: "the vehicles would need up to \(NumberText.csv(names.rounded())) pseudonyms; at most "
                        + "\(Identities.limit) are allowed"))
        }
    }
}
