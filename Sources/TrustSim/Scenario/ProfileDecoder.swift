/// Decodes attack profiles: the name of a preset, or an object of parts, possibly on top of a preset.
enum ProfileDecoder {
    static func decode(_ node: JSONNode, path: String) throws(DataError) -> Profile {
        let names = AttackPreset.all.map(\.name)
        guard let members = node.members else {
            let name = try ScenarioDecoder.name(node, path, among: names)
            guard let profile = AttackPreset.all.first(where: { $0.name == name })?.profile else {
                throw DataError(position: node.position, keyPath: path, message: "preset '\(name)' cannot be made")
            }
            return profile
        }
        var choices: [String: PartChoice] = [:]
        if let base = node["preset"] {
            let name = try ScenarioDecoder.name(base, "\(path).preset", among: names)
            choices = AttackPreset.all.first { $0.name == name }?.parts ?? [:]
        }
        for member in members where !["preset", "label"].contains(member.key) {
            guard let slot = PartSlot.all.first(where: { $0.name == member.key }) else {
                throw unknown(
                    "part", member.key, at: member.keyPosition, path,
                    among: PartSlot.all.map(\.name) + ["preset", "label"])
            }
            choices[slot.name] = try decodePart(member.value, slot, path: "\(path).\(slot.name)")
        }
        let label = try node["label"].map { node throws(DataError) in try self.label(node, path: path) }
        guard let profile = Profile(name: label ?? Profile.unlabelled, choices: choices) else {
            throw DataError(position: node.position, keyPath: path, message: "this profile cannot be made")
        }
        return profile
    }

    /// What tables, figures, pages and logs call a profile.
    private static func label(_ node: JSONNode, path: String) throws(DataError) -> String {
        func fail(_ what: String) -> DataError {
            DataError(
                position: node.position, keyPath: "\(path).label",
                message:
                    "'\(path).label' is a text of 1 to 40 letters, digits, spaces within and - _ . + ( ) %, found \(what)"
            )
        }
        guard let text = node.string else { throw fail(node.foundText) }
        let isAllowed = text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
                || scalar.properties.numericType == .decimal
                || " -_.+()%".unicodeScalars.contains(scalar)
        }
        guard isAllowed, (1...40).contains(text.unicodeScalars.count), text.first != " ", text.last != " " else {
            throw fail("'\(escapedForMessage(text))'")
        }
        let taken = ["all", "none", "honest"]
        guard !taken.contains(text), !text.hasPrefix(Profile.unlabelled), Double(text) == nil,
            !AttackPreset.all.contains(where: { $0.name == text })
        else {
            throw DataError(
                position: node.position, keyPath: "\(path).label",
                message: "'\(path).label' cannot be '\(text)', "
                    + (AttackPreset.all.contains { $0.name == text }
                        ? "the name of a preset" : "which tables use for something else"))
        }
        return text
    }

    private static func decodePart(_ node: JSONNode, _ slot: PartSlot, path: String) throws(DataError) -> PartChoice {
        let names = slot.kinds.map(\.name)
        guard let members = node.members else {
            return PartChoice(try ScenarioDecoder.name(node, path, among: names))
        }
        guard let kindNode = node["kind"] else {
            throw DataError(
                position: node.position, keyPath: path,
                message: "'\(path)' needs a 'kind': \(names.joined(separator: ", "))")
        }
        let name = try ScenarioDecoder.name(kindNode, "\(path).kind", among: names)
        let parameters = slot.kinds.first { $0.name == name }?.parameters ?? []
        var choice = PartChoice(name)
        for member in members where member.key != "kind" {
            guard let parameter = parameters.first(where: { $0.name == member.key }) else {
                throw unknown("key", member.key, at: member.keyPosition, path, among: parameters.map(\.name) + ["kind"])
            }
            guard let value = member.value.double, parameter.range.contains(value) else {
                let bounds = parameter.range
                let allowed = "\(NumberText.csv(bounds.lowerBound)) to \(NumberText.csv(bounds.upperBound))"
                throw DataError(
                    position: member.value.position, keyPath: "\(path).\(member.key)",
                    message: "'\(path).\(member.key)' is a number from \(allowed), found \(member.value.foundText)")
            }
            choice.parameters[parameter.name] = value
        }
        return choice
    }

    /// The list of profiles. `isListed`: another list says who has which, so that shares would have no effect.
    static func decodeShares(
        _ node: JSONNode, isListed: Bool
    ) throws(DataError) -> [(profile: Profile, share: Double)] {
        let path = "attackers.profiles"
        guard let elements = node.elements, !elements.isEmpty else {
            throw DataError(
                position: node.position, keyPath: path,
                message:
                    "'\(path)' is a list of {profile, share}, found \(node.elements == nil ? node.kindName : "none")")
        }
        var shares: [(profile: Profile, share: Double)] = []
        var labels: [String: SourcePosition] = [:]
        for (index, element) in elements.enumerated() {
            let place = "\(path)[\(index)]"
            for member in element.members ?? [] where !["profile", "share"].contains(member.key) {
                throw unknown("key", member.key, at: member.keyPosition, place, among: ["profile", "share"])
            }
            guard let profile = element["profile"] else {
                throw DataError(
                    position: element.position, keyPath: place,
                    message: "'\(place)' needs a 'profile'" + (isListed ? "" : " and a 'share'"))
            }
            let decoded = try decode(profile, path: "\(place).profile")
            if let label = profile["label"] {
                if let first = labels[decoded.name] {
                    throw DataError(
                        position: label.position, keyPath: "\(place).profile.label",
                        message: "two profiles have the label '\(decoded.name)', the first at \(first)")
                }
                labels[decoded.name] = label.position
            }
            shares.append((decoded, try share(of: element, place, isListed: isListed)))
        }
        let sum = shares.reduce(0) { $0 + $1.share }
        // Several that have neither a name nor a label are told apart by numbers.
        let unlabelled = shares.indices.filter { shares[$0].profile.name == Profile.unlabelled }
        for (number, index) in unlabelled.enumerated() where unlabelled.count > 1 {
            shares[index].profile.name = "\(Profile.unlabelled) \(number + 1)"
        }
        guard isListed || abs(sum - 1) <= 1e-9 else {
            throw DataError(
                position: node.position, keyPath: path,
                message: "the shares in '\(path)' add up to \(NumberText.csv(sum)) instead of 1")
        }
        return shares
    }

    private static func share(of element: JSONNode, _ place: String, isListed: Bool) throws(DataError) -> Double {
        guard let share = element["share"] else {
            if isListed { return 0 }
            throw DataError(
                position: element.position, keyPath: place,
                message: "'\(place)' needs a 'profile' and a 'share'")
        }
        if isListed {
            throw DataError(
                position: share.position, keyPath: "\(place).share",
                message: "'\(place).share' has no effect with 'attackers.list', which says who has which profile; "
                    + "remove it")
        }
        guard let value = share.double, value > 0, value <= 1 else {
            throw DataError(
                position: share.position, keyPath: "\(place).share",
                message: "'\(place).share' is a number above 0 and up to 1, found \(share.foundText)")
        }
        return value
    }

    private static func unknown(
        _ what: String, _ name: String, at position: SourcePosition, _ path: String, among names: [String]
    ) -> DataError {
        let message = "unknown \(what) '\(escapedForMessage(name))' in '\(path)'"
        return DataError(
            position: position, keyPath: "\(path).\(name)",
            message: message + NearestName.hint(for: name, among: names))
    }
}
