/// What the script of a replay reads: facts as JSON, columns as base64.
struct ViewData {
    let recording: RunRecording

    /// Columns by name.
    var columns: [(name: String, base64: String)] {
        var columns = [
            ("positions", positions.base64), ("evaluations", recording.evaluations.base64),
            ("opinions", recording.opinions.base64), ("names", recording.nameChanges.base64),
            ("misconduct", misconduct.base64), ("events", events.base64), ("roads", roads.base64),
        ]
        for (index, scheme) in recording.schemes.enumerated() {
            columns.append(("numbers-\(index)", scheme.numbers.base64))
            columns.append(("shares-\(index)", scheme.shares.base64))
        }
        return columns
    }

    private var positions: PackedBytes {
        var all = PackedBytes()
        for vehicle in recording.positions { all.append(contentsOf: vehicle) }
        return all
    }

    /// For each identity milliseconds of its first misconduct plus one, 0 for none.
    private var misconduct: PackedBytes {
        var column = PackedBytes()
        for time in recording.firstMisconduct { column.append(time.map { Int($0 / 1000) + 1 } ?? 0) }
        return column
    }

    private var events: PackedBytes {
        var column = PackedBytes()
        for event in recording.events {
            let place = recording.units(event.position)
            column.append(Int(event.begin / 1000))
            column.append(event.isReal ? 1 : 0)
            column.append(signed: place.x)
            column.append(signed: place.y)
        }
        return column
    }

    /// Lines: number of points, width in tenths of a metre, points as steps. Or the places that a trace has visited.
    private var roads: PackedBytes {
        var column = PackedBytes()
        if let lanes = recording.roads?.lanes {
            for lane in lanes { append(lane.shape, width: lane.width, to: &column) }
            return column
        }
        switch recording.road {
        case .area: break
        case .streets(let streets):
            for street in streets { append([street.from, street.to], width: 3.5, to: &column) }
        case .places(let places): append(places, width: 0, to: &column)
        }
        return column
    }

    private func append(_ points: [Point], width: Double, to column: inout PackedBytes) {
        column.append(points.count)
        column.append(Int(min(max(width, 0), 1000) * 10))
        var before = (x: 0, y: 0)
        for point in points {
            let place = recording.units(point)
            column.append(signed: place.x - before.x)
            column.append(signed: place.y - before.y)
            before = place
        }
    }

    private var roadCount: Int {
        if let roads = recording.roads { return roads.lanes.count }
        switch recording.road {
        case .area: return 0
        case .streets(let streets): return streets.count
        case .places: return 1
        }
    }

    private var roadKind: String {
        if recording.roads != nil { return "streets" }
        switch recording.road {
        case .area: return "area"
        case .streets: return "streets"
        case .places: return "places"
        }
    }

    /// Everything else.
    var facts: [UInt8] {
        var writer = JSONWriter(style: .compact)
        let bounds = recording.roads?.bounds ?? recording.road.bounds
        let low = recording.units(bounds.low)
        let high = recording.units(bounds.high)
        writer.object { writer in
            writer.member("name", recording.scenario.name)
            writer.member("vehicles", recording.vehicleCount)
            if let names = recording.vehicleNames { writer.member("vehicleNames", names) }
            writer.member("step", recording.step.seconds)
            writer.member("end", recording.end.seconds)
            writer.member("samples", recording.sampleCount)
            writer.member("unit", recording.unit)
            writer.member("bounds", [low.x, low.y, high.x, high.y])
            writer.member("roadKind", roadKind)
            writer.member("warmupEnd", recording.warmupEnd.seconds)
            writer.member("interval", recording.scenario.evaluation.interval)
            writer.member("typicalRange", recording.radioRange.typical)
            writer.member("mostRange", recording.radioRange.most)
            writer.member("sensingRange", recording.scenario.sensing.range)
            writer.member("evaluations", recording.evaluationCount)
            writer.member("records", recording.recordCount)
            writer.member("nameChanges", recording.nameChangeCount)
            writer.member("events", recording.events.count)
            writer.member("roads", roadCount)
            writer.member("eventSeconds", recording.scenario.events.duration)
            if !recording.unitPlaces.isEmpty { writeUnits(to: &writer) }
            writeNames(to: &writer)
            writer.array("schemes") { writer in
                for scheme in recording.schemes {
                    writer.object { writer in
                        writer.member("name", scheme.name)
                        writer.member("detail", scheme.detail.rawValue)
                        guard let revocations = scheme.revocations else { return }
                        writer.array("revoked") { writer in
                            for (number, time) in revocations { writer.value([Double(number), time.seconds]) }
                        }
                    }
                }
            }
        }
        return writer.bytes
    }

    /// Roadside units: where they are in units of length, whether they lie, and how far they hear and are heard.
    private func writeUnits(to writer: inout JSONWriter) {
        writer.array("roadsideUnits") { writer in
            for (place, lies) in recording.unitPlaces {
                let position = recording.units(place)
                writer.value([position.x, position.y, lies ? 1 : 0])
            }
        }
        writer.member("unitRange", recording.unitRange)
    }

    private func writeNames(to writer: inout JSONWriter) {
        writer.array("extraNames") { writer in
            for name in recording.extraNames { writer.value([Int(name.identity), Int(name.owner), name.ghost]) }
        }
        let profiles = recording.attackers.map(\.profile).distinct()
        writer.member("profiles", profiles)
        writer.array("attackers") { writer in
            for attacker in recording.attackers {
                writer.value([
                    Double(attacker.vehicle), Double(profiles.firstIndex(of: attacker.profile) ?? 0),
                    attacker.ghostSpacing,
                ])
            }
        }
    }
}
