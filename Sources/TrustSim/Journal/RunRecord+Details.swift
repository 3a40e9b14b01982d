extension RunRecord {
    /// Profiles, series and vehicles of a scheme.
    static func encodeDetails(of scheme: SchemeResult, into writer: inout BinaryWriter) {
        writer.add(count: scheme.profiles.count)
        for part in scheme.profiles {
            writer.add(part.profile)
            writer.add(Metric.withoutAbsent(part.values))
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
            guard let values = Metric.withAbsent(try reader.values()) else { throw BinaryReader.Malformed() }
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

extension RunRecord {
    static func encode(_ channel: ChannelTally, into writer: inout BinaryWriter) {
        writer.add(count: channel.bins.count)
        for bin in channel.bins {
            for figure in [bin.received, bin.outOfRange, bin.halfDuplex, bin.collision] { writer.add(figure) }
        }
        for figure in [channel.usualBinCount, channel.beacons, channel.expiredBeacons] { writer.add(figure) }
        for time in [channel.delay, channel.busy, channel.present] { writer.add(time) }
        writer.add(channel.ageIntegral.bitPattern)
        writer.add(channel.ageSeconds.bitPattern)
    }

    static func channel(_ reader: inout BinaryReader) throws(BinaryReader.Malformed) -> ChannelTally {
        var channel = ChannelTally()
        for _ in 0..<(try reader.count(ofBytes: 32)) {
            channel.bins.append(
                ChannelTally.Bin(
                    received: try reader.integer(), outOfRange: try reader.integer(),
                    halfDuplex: try reader.integer(), collision: try reader.integer()))
        }
        channel.usualBinCount = try reader.integer()
        channel.beacons = try reader.integer()
        channel.expiredBeacons = try reader.integer()
        channel.delay = try reader.number()
        channel.busy = try reader.number()
        channel.present = try reader.number()
        channel.ageIntegral = Double(bitPattern: try reader.number())
        channel.ageSeconds = Double(bitPattern: try reader.number())
        return channel
    }
}
