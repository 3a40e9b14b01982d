import GroupDecision

/// Decodes and checks scenario files. The first error found is thrown, with its place.
public struct ScenarioDecoder {
    /// The key under which editors look for the schema of a file; it says nothing about the experiment.
    static let schemaKey = "$schema"
    /// Most bytes of a text.
    static let textLimit = 1024

    private var scenario = Scenario()
    private let keys: [ScenarioKey]
    /// Where each key was given.
    private var given: [String: JSONNode] = [:]

    private init(schemes: [SchemeEntry]) {
        keys = schemes.isEmpty ? ScenarioKeys.all : ScenarioKeys.keys(adding: schemes)
        scenario.settings.additional = schemes
    }

    /// Decodes a tree. `schemes` are schemes beyond those of the registry, which the scenario may name.
    public static func decode(_ root: JSONNode, schemes: [SchemeEntry] = []) throws(DataError) -> Scenario {
        try checkNames(of: schemes)
        var decoder = ScenarioDecoder(schemes: schemes)
        try decoder.decodeObject(root, path: "")
        try decoder.decodeAttackers()
        try decoder.checkCombinations(root)
        return decoder.scenario
    }

    private static func checkNames(of schemes: [SchemeEntry]) throws(DataError) {
        var seen = SchemeCatalog.names
        for name in schemes.map(\.name) {
            let isWord = !name.isEmpty && name.allSatisfy { $0 == "-" || $0.isASCII && ($0.isLetter || $0.isNumber) }
            guard isWord else {
                throw DataError(
                    keyPath: "schemes",
                    message: "the name of a scheme is letters, digits and dashes, found '\(escapedForMessage(name))'")
            }
            if seen.contains(name) {
                throw DataError(keyPath: "schemes", message: "there are two schemes of the name '\(name)'")
            }
            seen.append(name)
        }
    }

    private mutating func decodeObject(_ node: JSONNode, path: String) throws(DataError) {
        guard let members = node.members else {
            let what = path.isEmpty ? "a scenario is an object" : "'\(path)' is an object"
            throw DataError(position: node.position, keyPath: path, message: "\(what), found \(node.kindName)")
        }
        for member in members {
            let name = path.isEmpty ? member.key : "\(path).\(member.key)"
            if name == Self.schemaKey {
                try Self.checkSchemaKey(member.value)
                continue
            }
            if member.key.contains(".") { throw unknownKey(member, name: name, path: path) }
            if let key = keys.first(where: { $0.path == name }) {
                given[name] = member.value
                try decode(member.value, as: key)
            } else if keys.contains(where: { $0.path.hasPrefix(name + ".") }) {
                try decodeObject(member.value, path: name)
            } else {
                throw unknownKey(member, name: name, path: path)
            }
        }
    }

    private static func checkSchemaKey(_ node: JSONNode) throws(DataError) {
        if node.string != nil { return }
        throw DataError(
            position: node.position, keyPath: schemaKey,
            message: "'\(schemaKey)' is a text: where the schema of this file is; found \(node.kindName)")
    }

    private func unknownKey(_ member: JSONNode.Member, name: String, path: String) -> DataError {
        let prefix = path.isEmpty ? "" : path + "."
        var siblings: [String] = []
        for key in keys where key.path.hasPrefix(prefix) {
            let next = String(key.path.dropFirst(prefix.count).prefix { $0 != "." })
            if !siblings.contains(next) { siblings.append(next) }
        }
        var message = "unknown key '\(escapedForMessage(name))'"
        if let elsewhere = keys.first(where: { $0.path.hasSuffix("." + member.key) }) {
            message += "; did you mean '\(elsewhere.path)'?"
        } else if let nearest = NearestName.nearest(to: member.key, among: siblings) {
            message += "; did you mean '\(prefix)\(nearest)'?"
        } else {
            message += path.isEmpty ? "; allowed here: " : "; allowed in '\(path)': "
            message += siblings.joined(separator: ", ")
        }
        return DataError(position: member.keyPosition, keyPath: name, message: message)
    }

    private mutating func decode(_ node: JSONNode, as key: ScenarioKey) throws(DataError) {
        switch key.kind {
        case .number(let place, let range): scenario[keyPath: place] = try Self.number(node, key, range)
        case .baseline(let entry, let parameter):
            scenario.settings.given["\(entry.name).\(parameter.name)"] = try Self.number(node, key, parameter.range)
        case .integer(let place, let range):
            guard node.double != nil else { throw Self.mismatch(node, key) }
            guard let value = node.integer, range.contains(value) else { throw Self.outOfRange(node, key) }
            scenario[keyPath: place] = value
        case .choice(let place, let names): scenario[keyPath: place] = try Self.name(node, key.path, among: names)
        case .text(let place):
            guard let text = node.string else { throw Self.mismatch(node, key) }
            guard text.utf8.count <= Self.textLimit,
                !text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
            else {
                throw DataError(
                    position: node.position, keyPath: key.path,
                    message: "'\(key.path)' is a text of at most \(Self.textLimit) bytes without control characters")
            }
            scenario[keyPath: place] = text
        case .names(let place, let names): scenario[keyPath: place] = try Self.names(node, key, among: names)
        case .points(let place): scenario[keyPath: place] = try Self.points(node, key)
        case .calibration:
            scenario.settings.calibration = try Self.calibration(
                node, schemes: scenario.settings.additional)
        case .profile, .profiles: break
        }
    }

    private static func number(
        _ node: JSONNode, _ key: ScenarioKey, _ range: ClosedRange<Double>
    ) throws(DataError) -> Double {
        guard let value = node.double else { throw mismatch(node, key) }
        guard range.contains(value) else { throw outOfRange(node, key) }
        return value
    }

    static func calibration(_ node: JSONNode, schemes: [SchemeEntry] = []) throws(DataError) -> [String: Double] {
        let path = "calibration"
        let names = SchemeCatalog.calibratedNames(adding: schemes)
        guard let members = node.members else {
            throw DataError(
                position: node.position, keyPath: path,
                message: "'calibration' is an object of rows and numbers from 0 to 1, found \(node.kindName)")
        }
        var found: [String: Double] = [:]
        for member in members {
            guard names.contains(member.key) else {
                throw DataError(
                    position: member.keyPosition, keyPath: "\(path).\(member.key)",
                    message: "unknown scheme '\(escapedForMessage(member.key))' in '\(path)'"
                        + NearestName.hint(for: member.key, among: names))
            }
            guard let value = member.value.double, (0...1).contains(value) else {
                throw DataError(
                    position: member.value.position, keyPath: "\(path).\(member.key)",
                    message: "'\(path).\(member.key)' is a number from 0 to 1, found \(member.value.foundText)")
            }
            found[member.key] = value
        }
        return found
    }

    private static func mismatch(_ node: JSONNode, _ key: ScenarioKey) -> DataError {
        DataError(
            position: node.position, keyPath: key.path,
            message: "'\(key.path)' is \(key.allowed), found \(node.kindName)")
    }

    private static func outOfRange(_ node: JSONNode, _ key: ScenarioKey) -> DataError {
        DataError(
            position: node.position, keyPath: key.path,
            message: "'\(key.path)' is \(key.allowed), found \(node.foundText)")
    }

    static func name(_ node: JSONNode, _ path: String, among names: [String]) throws(DataError) -> String {
        guard let text = node.string else {
            throw DataError(
                position: node.position, keyPath: path,
                message: "'\(path)' takes one of \(names.joined(separator: ", ")), found \(node.kindName)")
        }
        if names.contains(text) { return text }
        let message = "unknown name '\(escapedForMessage(text))' in '\(path)'"
        throw DataError(
            position: node.position, keyPath: path, message: message + NearestName.hint(for: text, among: names))
    }

    private static func points(_ node: JSONNode, _ key: ScenarioKey) throws(DataError) -> [Point] {
        guard let elements = node.elements else { throw mismatch(node, key) }
        if elements.count > ScenarioKey.pointLimit {
            throw DataError(
                position: node.position, keyPath: key.path,
                message: "'\(key.path)' has at most \(ScenarioKey.pointLimit) places, found \(elements.count)")
        }
        var points: [Point] = []
        for element in elements {
            guard let pair = element.elements else { throw mismatch(element, key) }
            guard pair.count == 2 else {
                throw DataError(
                    position: element.position, keyPath: key.path,
                    message: "'\(key.path)' is \(key.allowed), found \(pair.count) numbers")
            }
            var numbers: [Double] = []
            for coordinate in pair { numbers.append(try number(coordinate, key, ScenarioKey.coordinates)) }
            points.append(Point(x: numbers[0], y: numbers[1]))
        }
        return points
    }

    private static func names(
        _ node: JSONNode, _ key: ScenarioKey, among names: [String]
    ) throws(DataError) -> [String] {
        guard let elements = node.elements else { throw mismatch(node, key) }
        var found: [String] = []
        for element in elements {
            // Mechanisms may be written as in the names of the rows of ablations.
            if names == SchemeCatalog.ablationNames,
                let mechanism = element.string.flatMap(SchemeCatalog.mechanism(named:))
            {
                found.append(mechanism.key)
            } else {
                found.append(try name(element, key.path, among: names))
            }
        }
        if let repeated = found.indices.first(where: { found[..<$0].contains(found[$0]) }) {
            throw DataError(
                position: elements[repeated].position, keyPath: key.path,
                message: "'\(found[repeated])' is listed twice in '\(key.path)'")
        }
        return found
    }
}

/// Attack profiles and combinations of keys.
extension ScenarioDecoder {
    private mutating func decodeAttackers() throws(DataError) {
        if let one = given["attackers.profile"], let several = given["attackers.profiles"] {
            throw DataError(
                position: several.position, keyPath: "attackers.profiles",
                message: "give either 'attackers.profile' (\(one.position)) or 'attackers.profiles', not both")
        }
        if let node = given["attackers.profiles"] {
            scenario.attackers.profiles = try ProfileDecoder.decodeShares(
                node, isListed: !scenario.attackers.list.isEmpty)
        } else if let node = given["attackers.profile"] {
            scenario.attackers.profiles = [(try ProfileDecoder.decode(node, path: "attackers.profile"), 1)]
        } else if let standard = AttackPreset.standard?.profile {
            scenario.attackers.profiles = [(standard, 1)]
        }
    }

    private mutating func checkCombinations(_ root: JSONNode) throws(DataError) {
        func fail(_ path: String, _ message: String) -> DataError {
            DataError(position: (given[path] ?? root).position, keyPath: path, message: message)
        }
        if !scenario.usesTrace && scenario.duration == 0 { scenario.duration = Scenario.standardDuration }
        for problem in scenario.problems() {
            let path = problem.keyPaths.first { given[$0] != nil } ?? problem.keyPaths[problem.keyPaths.count - 1]
            throw fail(path, problem.message)
        }
        if scenario.usesTrace && given["vehicles"] != nil {
            throw fail("vehicles", "the vehicles come from the trace; remove 'vehicles'")
        }
    }
}

extension Scenario {
    /// Calibrated thresholds by row, as in the key `calibration`.
    ///
    /// - Parameters:
    ///   - node: the object of rows and thresholds.
    ///   - schemes: schemes beyond those of the catalogue that may be named.
    public static func calibration(
        from node: JSONNode, adding schemes: [SchemeEntry] = []
    ) throws(DataError) -> [String: Double] {
        try ScenarioDecoder.calibration(node, schemes: schemes)
    }
}
