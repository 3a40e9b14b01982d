import GroupDecision

/// What the evaluator of a decision file remembers. ``JSONWriter/memory(_:names:)`` writes it.
extension InferenceDecision {
    private static let likelihoodRange = 1e-13...1
    private static let scoreRange = -1e15...1e15
    private static let countRange = 0.0...1e9

    mutating func decodeMemory(_ node: JSONNode, _ fields: DecisionFields) throws(DataError) {
        let counts = InferenceMemory.Snapshot.counts
        try fields.checkKeys(
            node, "memory",
            [
                "maliciousShare", "ownAccuracy", "othersAccuracy", "glitch", "accuracyScores", "glitchScores",
                "conductCounts", "lieCounts", "beliefs", "statements",
            ])
        var snapshot = memory.snapshot
        func number(
            _ key: String, _ range: ClosedRange<Double>, otherwise standard: Double
        ) throws(DataError) -> Double {
            guard let value = node[key] else { return standard }
            return try fields.number(value, "memory.\(key)", range)
        }
        func numbers(
            _ key: String, _ count: Int, _ range: ClosedRange<Double>, otherwise standard: [Double]
        ) throws(DataError) -> [Double] {
            guard let value = node[key] else { return standard }
            return try fields.numbers(value, "memory.\(key)", count: count, range)
        }
        snapshot.maliciousShare = try number("maliciousShare", 0.001...0.999, otherwise: snapshot.maliciousShare)
        snapshot.ownAccuracy = try number("ownAccuracy", 0.5...1, otherwise: snapshot.ownAccuracy)
        snapshot.othersAccuracy = try number("othersAccuracy", 0.5...1, otherwise: snapshot.othersAccuracy)
        snapshot.glitch = try number("glitch", 0...1, otherwise: snapshot.glitch)
        snapshot.accuracyScores = try numbers(
            "accuracyScores", counts.accuracyScores, Self.scoreRange, otherwise: snapshot.accuracyScores)
        snapshot.glitchScores = try numbers(
            "glitchScores", counts.glitchScores, Self.scoreRange, otherwise: snapshot.glitchScores)
        snapshot.conductCounts = try numbers(
            "conductCounts", counts.conductCounts, Self.countRange, otherwise: snapshot.conductCounts)
        snapshot.lieCounts = try numbers(
            "lieCounts", counts.lieCounts, Self.countRange, otherwise: snapshot.lieCounts)
        try decodeBeliefs(node["beliefs"], &snapshot, fields)
        try decodeStatements(node["statements"], &snapshot, fields)
        // Everything that it could refuse was checked above.
        memory = InferenceMemory(snapshot) ?? memory
    }

    private mutating func decodeBeliefs(
        _ node: JSONNode?, _ snapshot: inout InferenceMemory.Snapshot, _ fields: DecisionFields
    ) throws(DataError) {
        let count = InferenceMemory.Snapshot.counts.likelihood
        let unknown = InferenceMemory.Snapshot.Belief(
            likelihood: Array(repeating: 1, count: count), evidence: Evidence(), time: nil)
        snapshot.beliefs = Array(repeating: unknown, count: names.count)
        guard let node else { return }
        var seen = NameTable()
        for (index, belief) in try fields.list(node, "memory.beliefs").enumerated() {
            let path = "memory.beliefs[\(index)]"
            try fields.checkKeys(belief, path, ["subject", "likelihood", "positive", "negative", "time"])
            let subject = try fields.uniqueName("subject", of: belief, path, &seen)
            let likelihood = try fields.numbers(
                try fields.member("likelihood", of: belief, path), "\(path).likelihood", count: count,
                Self.likelihoodRange)
            let number = table.add(subject)
            while snapshot.beliefs.count <= number { snapshot.beliefs.append(unknown) }
            snapshot.beliefs[number] = .init(
                likelihood: likelihood, evidence: try counts(of: belief, path, fields),
                time: try past(belief, path, fields))
        }
    }

    private mutating func decodeStatements(
        _ node: JSONNode?, _ snapshot: inout InferenceMemory.Snapshot, _ fields: DecisionFields
    ) throws(DataError) {
        snapshot.statements = []
        guard let node else { return }
        var reporters = NameTable()
        for (index, list) in try fields.list(node, "memory.statements").enumerated() {
            let path = "memory.statements[\(index)]"
            try fields.checkKeys(list, path, ["reporter", "opinions"])
            let reporter = table.add(try fields.uniqueName("reporter", of: list, path, &reporters))
            while snapshot.statements.count <= reporter { snapshot.statements.append([]) }
            var seen = NameTable()
            let said = try fields.list(try fields.member("opinions", of: list, path), "\(path).opinions")
            for (index, statement) in said.enumerated() {
                let place = "\(path).opinions[\(index)]"
                try fields.checkKeys(statement, place, ["subject", "positive", "negative", "time"])
                let subject = table.add(try fields.uniqueName("subject", of: statement, place, &seen))
                snapshot.statements[reporter].append(
                    .init(
                        subject: subject, evidence: try counts(of: statement, place, fields),
                        time: try past(statement, place, fields)))
            }
        }
    }

    private func counts(of node: JSONNode, _ path: String, _ fields: DecisionFields) throws(DataError) -> Evidence {
        Evidence(
            positive: try fields.number("positive", of: node, path, Self.evidenceRange),
            negative: try fields.number("negative", of: node, path, Self.evidenceRange))
    }

    /// A time that is not after the decision.
    private func past(_ node: JSONNode, _ path: String, _ fields: DecisionFields) throws(DataError) -> Double {
        let value = try fields.number("time", of: node, path, Self.timeRange)
        guard value <= time else {
            throw DataError(
                position: node["time"]?.position, keyPath: "\(path).time",
                message: "'\(path).time' is at most the 'time' of the decision, \(NumberText.csv(time)), found "
                    + NumberText.csv(value))
        }
        return value
    }
}

extension JSONWriter {
    /// What is remembered, with all digits, of those who have a name.
    mutating func memory(_ snapshot: InferenceMemory.Snapshot, names: (Int) -> String?) {
        object("memory") { writer in
            writer.member("maliciousShare", snapshot.maliciousShare)
            writer.member("ownAccuracy", snapshot.ownAccuracy)
            writer.member("othersAccuracy", snapshot.othersAccuracy)
            writer.member("glitch", snapshot.glitch)
            writer.member("accuracyScores", snapshot.accuracyScores)
            writer.member("glitchScores", snapshot.glitchScores)
            writer.member("conductCounts", snapshot.conductCounts)
            writer.member("lieCounts", snapshot.lieCounts)
            writer.array("beliefs") { writer in
                for (number, belief) in snapshot.beliefs.enumerated() {
                    guard let name = names(number), let time = belief.time else { continue }
                    writer.object { writer in
                        writer.member("subject", name)
                        writer.member("likelihood", belief.likelihood)
                        writer.past(belief.evidence, time)
                    }
                }
            }
            writer.array("statements") { writer in
                for (number, list) in snapshot.statements.enumerated() {
                    let said = list.filter { names($0.subject) != nil }
                    guard let name = names(number), !said.isEmpty else { continue }
                    writer.object { writer in
                        writer.member("reporter", name)
                        writer.array("opinions") { writer in
                            for statement in said {
                                writer.object { writer in
                                    writer.member("subject", names(statement.subject))
                                    writer.past(statement.evidence, statement.time)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private mutating func past(_ evidence: Evidence, _ time: Double) {
        member("positive", evidence.positive)
        member("negative", evidence.negative)
        member("time", time)
    }
}
