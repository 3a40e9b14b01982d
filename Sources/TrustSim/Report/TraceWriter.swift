/// Writes traces. Reading what was written gives the same positions, times, vehicles, speeds and headings, but for ns2,
/// which has neither speeds nor headings, nor steps without vehicles at either end. What a format cannot say is refused.
public enum TraceWriter {
    /// The bytes of a file in a format.
    ///
    /// - Throws: ``DataError`` for names and times that would not be read back.
    public static func bytes(of recording: TraceRecording, as format: TraceFormat) throws(DataError) -> [UInt8] {
        try check(recording, as: format)
        switch format {
        case .fcdXML: return xml(recording)
        case .fcdCSV:
            return table(
                recording, separator: UInt8(ascii: ";"),
                header: "timestep_time;vehicle_id;vehicle_x;vehicle_y;vehicle_angle;vehicle_speed",
                last: [recording.headings, recording.speeds])
        case .csv:
            return table(
                recording, separator: UInt8(ascii: ","), header: "time,vehicle,x,y,speed,heading",
                last: [recording.speeds, recording.headings])
        case .ns2:
            var writer = NS2Writer(recording)
            return writer.bytes()
        }
    }

    private static func check(_ recording: TraceRecording, as format: TraceFormat) throws(DataError) {
        for name in recording.trace.vehicleNames {
            guard let fault = fault(of: name, in: format) else { continue }
            throw DataError(
                message: "the vehicle '\(escapedForMessage(name))' cannot be written as \(format.rawValue): its name "
                    + fault + "; rename it, or write fcd-xml")
        }
        if format == .ns2, recording.trace.times.indices.contains(0), recording.time(ofStep: 0) < 0 {
            throw DataError(
                message: "ns2 has no times before 0, but the trace begins at "
                    + "\(NumberText.csv(recording.time(ofStep: 0).seconds)) s; convert it from 0 on (--begin 0)")
        }
    }

    /// What of a name a format cannot say.
    private static func fault(of name: String, in format: TraceFormat) -> String? {
        if format == .fcdXML { return nil }
        if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return "has a line break or another control character"
        }
        guard format == .ns2 else { return nil }
        if name.first?.isWhitespace == true || name.last?.isWhitespace == true { return "has white space around it" }
        return nil
    }

    private static func xml(_ recording: TraceRecording) -> [UInt8] {
        var text = ByteText()
        let trace = recording.trace
        let names = trace.vehicleNames.map(xmlText)
        text.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<fcd-export>\n")
        for step in trace.times.indices {
            text.add("    <timestep time=\"", NumberText.csv(recording.time(ofStep: step).seconds), "\"")
            let samples = trace.stepStart[step]..<trace.stepStart[step + 1]
            text.add(samples.isEmpty ? "/>\n" : ">\n")
            for sample in samples {
                text.add("        <vehicle id=\"", names[Int(trace.vehicles[sample])], "\" x=\"")
                text.add(NumberText.csv(trace.positions[sample].x), "\" y=\"")
                text.add(NumberText.csv(trace.positions[sample].y), "\"")
                let (speed, heading) = (recording.speeds[sample], recording.headings[sample])
                if heading.isFinite { text.add(" angle=\"", NumberText.csv(heading), "\"") }
                if speed.isFinite { text.add(" speed=\"", NumberText.csv(speed), "\"") }
                text.add("/>\n")
            }
            if !samples.isEmpty { text.add("    </timestep>\n") }
        }
        text.add("</fcd-export>\n")
        return text.bytes
    }

    private static func xmlText(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case _ where scalar.value < 0x20: text += "&#\(scalar.value);"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func table(
        _ recording: TraceRecording, separator: UInt8, header: String, last: [[Double]]
    ) -> [UInt8] {
        var text = ByteText()
        let trace = recording.trace
        let sign = String(decoding: [separator], as: UTF8.self)
        let names = trace.vehicleNames.map { field($0, separator) }
        text.add(header, "\n")
        for step in trace.times.indices {
            let time = NumberText.csv(recording.time(ofStep: step).seconds)
            let samples = trace.stepStart[step]..<trace.stepStart[step + 1]
            // As SUMO has it: a step without vehicles is a row with nothing but the time.
            if samples.isEmpty { text.add(time, String(repeating: sign, count: 3 + last.count), "\n") }
            for sample in samples {
                text.add(time, sign, names[Int(trace.vehicles[sample])])
                text.add(sign, NumberText.csv(trace.positions[sample].x))
                text.add(sign, NumberText.csv(trace.positions[sample].y))
                for column in last { text.add(sign, NumberText.csv(column[sample])) }
                text.add("\n")
            }
        }
        return text.bytes
    }

    /// A name as a field.
    private static func field(_ line: String, _ separator: UInt8) -> String {
        let needsQuotes =
            line.utf8.contains { $0 == separator || $0 == UInt8(ascii: "\"") } || line.hasPrefix(" ")
            || line.hasSuffix(" ")
        return needsQuotes
            ? "\"" + line.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
            : line
    }
}

/// Bytes that grow.
struct ByteText {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ parts: String...) { for part in parts { bytes.append(contentsOf: part.utf8) } }
}
