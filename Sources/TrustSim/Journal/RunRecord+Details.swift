extension RunRecord {
    /// Profiles, series and vehicles of a scheme.
    static func encodeDetails(of scheme: SchemeResult, into writer: inout BinaryWriter) {
        writer.add(count: scheme.profiles.count)
        for part in scheme.profiles {
            writer.add(part.profile)
            writer.add(part.values)
        }
        writer.add(count: scheme.series.count)
        for point in scheme.series {
            writer.add(UInt8(clocks.firstIndex(of: point.clock) ?? 0))
            writer.add(Int32(point.profile))
            writer.add(Int64(point.bin))
            encode(point.counts, into: &writer)
        }
        writer.add(count: scheme.vehicles.count)
        for vehicle in scheme.vehicles {
            for number in [vehicle.cases, vehicle.distrusted, vehicle.evaluators, vehicle.distrusting] {
                writer.add(number)
            }
            encode(vehicle.distrustedSince, into: &writer)
        }
    }

    static func decodeDetails(
        _ reader: inout BinaryReader, into scheme: inout SchemeResult
    ) throws(BinaryReader.Malformed) {
        for _ in 0..<(try reader.count(ofBytes: 8)) {
            let name = try reader.text()
            let values = try reader.values()
            guard values.count == Metric.all.count else { throw BinaryReader.Malformed() }
            scheme.profiles.append(ProfileResult(profile: name, values: values))
        }
        for _ in 0..<(try reader.count(ofBytes: 45)) {
            let clock = Int(try reader.number() as UInt8)
            let profile = Int(try reader.number() as Int32)
            guard clocks.indices.contains(clock) else { throw BinaryReader.Malformed() }
            scheme.series.append(
                SeriesTally.Point(
                    clock: clocks[clock], profile: profile, bin: try reader.integer(), counts: try counts(&reader)))
        }
        for _ in 0..<(try reader.count(ofBytes: 33)) {
            scheme.vehicles.append(
                VehicleResult(
                    cases: try reader.integer(), distrusted: try reader.integer(), evaluators: try reader.integer(),
                    distrusting: try reader.integer(), distrustedSince: try time(&reader)))
        }
    }

    private static let clocks = SeriesTally.Clock.allCases

    static func encode(_ vehicles: [VehicleFacts], into writer: inout BinaryWriter) {
        writer.add(count: vehicles.count)
        for vehicle in vehicles {
            writer.add(vehicle.number)
            writer.add(vehicle.owner)
            writer.add(vehicle.name)
            encode(vehicle.pseudonym, into: &writer)
            writer.add(UInt8(vehicle.isAttacker ? 1 : 0))
            encode(vehicle.profile, into: &writer)
            for time in [vehicle.entered, vehicle.left, vehicle.firstMisconduct] { encode(time, into: &writer) }
        }
    }

    static func vehicles(_ reader: inout BinaryReader) throws(BinaryReader.Malformed) -> [VehicleFacts] {
        var vehicles: [VehicleFacts] = []
        for _ in 0..<(try reader.count(ofBytes: 26)) {
            let (number, owner) = (try reader.integer(), try reader.integer())
            vehicles.append(
                VehicleFacts(
                    number: number, name: try reader.text(), pseudonym: try text(&reader), owner: owner,
                    isAttacker: try reader.number() as UInt8 == 1, profile: try text(&reader),
                    entered: try time(&reader), left: try time(&reader), firstMisconduct: try time(&reader)))
        }
        return vehicles
    }

    private static func encode(_ time: Microseconds?, into writer: inout BinaryWriter) {
        writer.add(UInt8(time == nil ? 0 : 1))
        if let time { writer.add(time) }
    }

    private static func encode(_ text: String?, into writer: inout BinaryWriter) {
        writer.add(UInt8(text == nil ? 0 : 1))
        if let text { writer.add(text) }
    }

    private static func time(_ reader: inout BinaryReader) throws(BinaryReader.Malformed) -> Microseconds? {
        try reader.number() as UInt8 == 1 ? try reader.number() : nil
    }

    private static func text(_ reader: inout BinaryReader) throws(BinaryReader.Malformed) -> String? {
        try reader.number() as UInt8 == 1 ? try reader.text() : nil
    }
}
