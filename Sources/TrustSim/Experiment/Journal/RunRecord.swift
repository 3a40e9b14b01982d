/// One run as bytes: everything that a result has but single cases and times.
enum RunRecord {
    static func encode(_ result: RunResult, into writer: inout BinaryWriter) {
        encode(result.statistics, into: &writer)
        writer.add(result.fingerprint.value)
        writer.add(count: result.schemes.count)
        for scheme in result.schemes {
            writer.add(scheme.scheme)
            writer.add(scheme.values)
            writer.add(scheme.atCandidates)
            writer.add(scheme.recalls)
            writer.add(count: scheme.byCertainty.count)
            for counts in scheme.byCertainty {
                writer.add(counts.truePositives)
                writer.add(counts.falsePositives)
                writer.add(counts.trueNegatives)
                writer.add(counts.falseNegatives)
            }
        }
    }

    private static func encode(_ statistics: RunStatistics, into writer: inout BinaryWriter) {
        let figures = [
            statistics.events, statistics.messages, statistics.receptions, statistics.evaluations, statistics.entries,
            statistics.roadEvents, statistics.eventDecisions, statistics.entered,
        ]
        for figure in figures { writer.add(figure) }
        writer.add(statistics.vehicleMicroseconds)
        writer.add(UInt8(statistics.checks == nil ? 0 : 1))
        guard let checks = statistics.checks else { return }
        for figure in [checks.altered, checks.genuine, checks.alteredFailing, checks.genuineFailing] {
            writer.add(figure)
        }
        for figures in [checks.alteredByCheck, checks.genuineByCheck] {
            writer.add(count: figures.count)
            for figure in figures { writer.add(figure) }
        }
    }

    static func decode(_ reader: inout BinaryReader) throws(BinaryReader.Malformed) -> RunResult {
        let statistics = try statistics(&reader)
        let fingerprint = Fingerprint(value: try reader.number())
        let count = try reader.count(ofBytes: 20)
        var schemes: [SchemeResult] = []
        schemes.reserveCapacity(count)
        for _ in 0..<count {
            let name = try reader.text()
            let values = try reader.values()
            guard values.count == Metric.all.count else { throw BinaryReader.Malformed() }
            let atCandidates = try reader.values()
            let recalls = try reader.values()
            var byCertainty: [ConfusionCounts] = []
            for _ in 0..<(try reader.count(ofBytes: 32)) {
                byCertainty.append(
                    ConfusionCounts(
                        truePositives: try reader.integer(), falsePositives: try reader.integer(),
                        trueNegatives: try reader.integer(), falseNegatives: try reader.integer()))
            }
            schemes.append(
                SchemeResult(
                    scheme: name, values: values, byCertainty: byCertainty, atCandidates: atCandidates,
                    recalls: recalls))
        }
        return RunResult(
            schemes: schemes, statistics: statistics, fingerprint: fingerprint, cases: [], profile: RunProfile())
    }

    private static func statistics(_ reader: inout BinaryReader) throws(BinaryReader.Malformed) -> RunStatistics {
        var statistics = RunStatistics()
        statistics.events = try reader.integer()
        statistics.messages = try reader.integer()
        statistics.receptions = try reader.integer()
        statistics.evaluations = try reader.integer()
        statistics.entries = try reader.integer()
        statistics.roadEvents = try reader.integer()
        statistics.eventDecisions = try reader.integer()
        statistics.entered = try reader.integer()
        statistics.vehicleMicroseconds = try reader.number()
        guard try reader.number() as UInt8 == 1 else { return statistics }
        var checks = CheckTally()
        checks.altered = try reader.integer()
        checks.genuine = try reader.integer()
        checks.alteredFailing = try reader.integer()
        checks.genuineFailing = try reader.integer()
        checks.alteredByCheck = try integers(&reader)
        checks.genuineByCheck = try integers(&reader)
        statistics.checks = checks
        return statistics
    }

    private static func integers(_ reader: inout BinaryReader) throws(BinaryReader.Malformed) -> [Int] {
        var numbers: [Int] = []
        for _ in 0..<(try reader.count(ofBytes: 8)) { numbers.append(try reader.integer()) }
        return numbers
    }
}
