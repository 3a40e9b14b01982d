/// The statistics of a trace as a table, as JSON and as CSV.
public struct TraceReport: Sendable {
    private struct Quantity: Sendable {
        let key: String
        let title: String
        let unit: String
        let value: Value
    }

    private enum Value: Sendable {
        case text(String)
        case whole(Int)
        /// Digits are those of tables.
        case number(Double?, digits: Int)
    }

    private let quantities: [Quantity]

    /// A report of a trace in a file.
    public init(_ recording: TraceRecording, range: Double, file: String) {
        let trace = recording.trace
        let statistics = TraceStatistics(trace, range: range)
        quantities =
            Self.contents(recording, statistics, file: file) + Self.places(statistics)
            + Self.motion(statistics)
            + [
                Quantity(
                    key: "fingerprint", title: "fingerprint", unit: "", value: .text(trace.fingerprint.text))
            ]
    }

    private static func contents(
        _ recording: TraceRecording, _ statistics: TraceStatistics, file: String
    ) -> [Quantity] {
        let (trace, counts) = (recording.trace, statistics.counts)
        let meanPresent = Double(counts.samples) / Double(max(1, counts.steps))
        let first = trace.times.first.map { trace.begin + $0 } ?? trace.begin
        func time(_ key: String, _ title: String, _ value: Microseconds) -> Quantity {
            Quantity(key: key, title: title, unit: "s", value: .text(NumberText.csv(value.seconds)))
        }
        return [
            Quantity(key: "file", title: "file", unit: "", value: .text(file)),
            Quantity(key: "format", title: "format", unit: "", value: .text(recording.format.rawValue)),
            Quantity(
                key: "coordinates", title: "coordinates", unit: "",
                value: .text(recording.wasGeographic ? "geographic" : "plane")),
            Quantity(key: "vehicles", title: "vehicles", unit: "", value: .whole(counts.vehicles)),
            Quantity(key: "samples", title: "samples", unit: "", value: .whole(counts.samples)),
            Quantity(key: "steps", title: "steps", unit: "", value: .whole(counts.steps)),
            time("beginSeconds", "begin", first),
            time("endSeconds", "end", trace.begin + trace.duration),
            time("shortestStepSeconds", "shortest step", statistics.step.shortest),
            time("longestStepSeconds", "longest step", statistics.step.longest),
            Quantity(key: "entered", title: "enter later", unit: "", value: .whole(counts.entered)),
            Quantity(key: "left", title: "leave", unit: "", value: .whole(counts.left)),
            Quantity(
                key: "meanPresent", title: "there at a time, mean", unit: "", value: .number(meanPresent, digits: 2)),
            Quantity(
                key: "mostPresent", title: "there at a time, most", unit: "", value: .whole(statistics.mostPresent)),
        ]
    }

    private static func places(_ statistics: TraceStatistics) -> [Quantity] {
        let (low, high) = (statistics.bounds.low, statistics.bounds.high)
        func meters(_ key: String, _ title: String, _ value: Double) -> Quantity {
            Quantity(key: key, title: title, unit: "m", value: .number(value, digits: 2))
        }
        var quantities = [
            meters("westMeters", "west", low.x), meters("eastMeters", "east", high.x),
            meters("southMeters", "south", low.y), meters("northMeters", "north", high.y),
            meters("widthMeters", "width", high.x - low.x), meters("heightMeters", "height", high.y - low.y),
        ]
        if let share = statistics.onRoadShare {
            let title = "samples within \(NumberText.csv(TraceStatistics.roadMargin)) m of a road"
            quantities.append(Quantity(key: "onRoadShare", title: title, unit: "", value: .number(share, digits: 4)))
        }
        return quantities
    }

    private static func motion(_ statistics: TraceStatistics) -> [Quantity] {
        let within = "within \(NumberText.csv(statistics.range)) m"
        return [
            Quantity(
                key: "meanSpeedMetersPerSecond", title: "speed, mean", unit: "m/s",
                value: .number(statistics.meanSpeed, digits: 2)),
            Quantity(
                key: "maxSpeedMetersPerSecond", title: "speed, greatest", unit: "m/s",
                value: .number(statistics.maxSpeed, digits: 2)),
            Quantity(
                key: "standingShare", title: "standing share", unit: "",
                value: .number(statistics.standingShare, digits: 4)),
            Quantity(key: "jumps", title: "jumps", unit: "", value: .whole(statistics.jumps)),
            Quantity(key: "rangeMeters", title: "range", unit: "m", value: .number(statistics.range, digits: 0)),
            Quantity(
                key: "meanNeighbours", title: "neighbours \(within), mean", unit: "",
                value: .number(statistics.meanNeighbours, digits: 2)),
            Quantity(
                key: "mostNeighbours", title: "neighbours \(within), most", unit: "",
                value: .whole(statistics.mostNeighbours)),
            Quantity(
                key: "lonelyShare", title: "share without neighbours", unit: "",
                value: .number(statistics.lonelyShare, digits: 4)),
            Quantity(
                key: "meanOfferedLoad", title: "channel taken by 10 beacons/s each, mean", unit: "",
                value: .number(statistics.offeredLoad.mean, digits: 4)),
            Quantity(
                key: "mostOfferedLoad", title: "channel taken by 10 beacons/s each, most", unit: "",
                value: .number(statistics.offeredLoad.most, digits: 4)),
            Quantity(
                key: "roadsideUnits",
                title: "roadside units, one each \(NumberText.csv(TraceStatistics.unitSpacing)) m", unit: "",
                value: .whole(statistics.roadsideUnits)),
        ]
    }

    /// A table for people.
    public var table: TextTable {
        TextTable(
            columns: [TextTable.Column("Quantity"), TextTable.Column("Value", .right), TextTable.Column("Unit")],
            rows: quantities.map { quantity in
                let text =
                    switch quantity.value {
                    case .text(let text): escapedForMessage(text)
                    case .whole(let number): String(number)
                    case .number(let number, let digits): NumberText.fixed(number ?? .nan, digits: digits)
                    }
                return [quantity.title, text, quantity.unit].map { TextTable.Cell($0) }
            }, caption: "Trace")
    }

    /// One object; numbers that do not exist are null.
    public var json: [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            for quantity in quantities {
                switch quantity.value {
                case .text(let text):
                    if quantity.unit == "s", let number = Double(text) {
                        writer.member(quantity.key, number)
                    } else {
                        writer.member(quantity.key, text)
                    }
                case .whole(let number): writer.member(quantity.key, number)
                case .number(let number, _):
                    if let number {
                        writer.member(quantity.key, number)
                    } else {
                        writer.key(quantity.key)
                        writer.null()
                    }
                }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// A header and one row.
    public var csv: [UInt8] {
        var writer = CSVWriter()
        writer.appendRow(quantities.map(\.key))
        for quantity in quantities {
            switch quantity.value {
            case .text(let text): writer.append(text)
            case .whole(let number): writer.append(number)
            case .number(let number, _): writer.append(optional: number)
            }
        }
        writer.endRow()
        return writer.bytes
    }
}
