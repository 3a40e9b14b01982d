/// One run as bytes: everything that a result has but single cases and times.
enum RunRecord {
    static func encode(_ result: RunResult, into writer: inout BinaryWriter) {
        encode(result.statistics, into: &writer)
        writer.add(result.fingerprint.value)
        writer.add(count: result.schemes.count)
        for scheme in result.schemes {
            writer.add(scheme.scheme)
            writer.add(Metric.withoutAbsent(scheme.values))
            writer.add(scheme.atCandidates)
            writer.add(scheme.recalls)
            encode(scheme.messages, into: &writer)
            writer.add(count: scheme.byCertainty.count)
            for counts in scheme.byCertainty { encode(counts, into: &writer) }
            encodeDetails(of: scheme, into: &writer)
        }
        writer.add(count: result.splitNames.count)
        for name in result.splitNames { writer.add(name) }
        encode(result.vehicles, into: &writer)
    }

    static func encode(_ counts: ConfusionCounts, into writer: inout BinaryWriter) {
        writer.add(counts.truePositives)
        writer.add(counts.falsePositives)
        writer.add(counts.trueNegatives)
        writer.add(counts.falseNegatives)
    }

    static func counts(_ reader: inout BinaryReader) throws(BinaryReader.Malformed) -> ConfusionCounts {
        ConfusionCounts(
            truePositives: try reader.integer(), falsePositives: try reader.integer(),
            trueNegatives: try reader.integer(), falseNegatives: try reader.integer())
    }

    private static func encode(_ statistics: RunStatistics, into writer: inout BinaryWriter) {
        let figures = [
            statistics.events, statistics.messages, statistics.receptions, statistics.evaluations, statistics.entries,
            statistics.roadEvents, statistics.eventDecisions, statistics.entered,
        ]
        for figure in figures { writer.add(figure) }
        writer.add(statistics.vehicleMicroseconds)
        writer.add(
            UInt8(statistics.checks == nil ? 0 : 1) | UInt8(statistics.channel == nil ? 0 : 2)
                | UInt8(statistics.coverage == nil ? 0 : 4))
        if let coverage = statistics.coverage {
            for figure in [coverage.evaluations, coverage.covered] { writer.add(figure) }
        }
        if let channel = statistics.channel { encode(channel, into: &writer) }
        guard let checks = statistics.checks else { return }
        for figure in [checks.altered, checks.genuine, checks.alteredFailing, checks.genuineFailing] {
            writer.add(figure)
        }
        for figures in [
            checks.alteredByCheck, checks.genuineByCheck, checks.alteredByInputs, checks.genuineByInputs,
        ] {
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
            guard let values = Metric.withAbsent(try reader.values()) else { throw BinaryReader.Malformed() }
            let atCandidates = try reader.values()
            let recalls = try reader.values()
            let messages = try counts(&reader)
            var byCertainty: [ConfusionCounts] = []
            for _ in 0..<(try reader.count(ofBytes: 32)) { byCertainty.append(try counts(&reader)) }
            var scheme = SchemeResult(
                scheme: name, values: values, byCertainty: byCertainty, messages: messages,
                atCandidates: atCandidates, recalls: recalls)
            try decodeDetails(&reader, into: &scheme)
            schemes.append(scheme)
        }
        var result = RunResult(
            schemes: schemes, statistics: statistics, fingerprint: fingerprint, cases: [], profile: RunProfile())
        for _ in 0..<(try reader.count(ofBytes: 4)) { result.splitNames.append(try reader.text()) }
        result.vehicles = try vehicles(&reader)
        return result
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
        let has = try reader.number() as UInt8
        if has & 4 != 0 {
            statistics.coverage = CoverageTally(
                evaluations: try reader.integer(), covered: try reader.integer())
        }
        if has & 2 != 0 { statistics.channel = try channel(&reader) }
        guard has & 1 != 0 else { return statistics }
        var checks = CheckTally()
        checks.altered = try reader.integer()
        checks.genuine = try reader.integer()
        checks.alteredFailing = try reader.integer()
        checks.genuineFailing = try reader.integer()
        checks.alteredByCheck = try integers(&reader, checks.alteredByCheck.count)
        checks.genuineByCheck = try integers(&reader, checks.genuineByCheck.count)
        checks.alteredByInputs = try integers(&reader, checks.alteredByInputs.count)
        checks.genuineByInputs = try integers(&reader, checks.genuineByInputs.count)
        statistics.checks = checks
        return statistics
    }

    private static func integers(
        _ reader: inout BinaryReader, _ count: Int
    ) throws(BinaryReader.Malformed) -> [Int] {
        guard try reader.count(ofBytes: 8) == count else { throw BinaryReader.Malformed() }
        var numbers: [Int] = []
        for _ in 0..<count { numbers.append(try reader.integer()) }
        return numbers
    }
}
