/// Labels of our own: who is in a data set, and who attacks.
struct IdentityLabels {
    private(set) var names = LogNames()
    /// By vehicle: its attack, nil for honest vehicles.
    private(set) var attacks: [String?] = []
    /// By identity, where labels have them: what it was called in the run.
    private(set) var givenNames: [String] = []
    /// By identity.
    private(set) var firstMisconduct: [Microseconds?] = []

    init(_ files: DataSetFiles) throws(DataError) {
        let path = files.directory + "/" + LabelFiles.identities
        let table = try Self.table(path)
        func fail(_ row: Int, _ message: String) -> DataError {
            DataError(
                position: SourcePosition(origin: .file(path), line: table.lineOfRow[row], column: 1), message: message)
        }
        var places: [Int] = []
        for column in ["identity", "number", "vehicle", "receiver", "kind", "attacker", "attack", "firstMisconduct"] {
            guard let place = table.header.firstIndex(of: column) else {
                throw DataError(message: "\(escapedForMessage(path)): column '\(column)' is missing")
            }
            places.append(place)
        }
        try DataSetSurvey.checkLimit(table.rows.count)
        // Earlier versions did not write it.
        let namePlace = table.header.firstIndex(of: "name")
        var ownerOfVehicle: [Int64: VehicleID] = [:]
        var vehicleRows: [Int] = []
        for (row, fields) in table.rows.enumerated() {
            guard let identity = Int64(fields[places[0]]), Int(fields[places[1]]) == row else {
                throw fail(row, "'identity' and 'number' are whole numbers, the numbers count from 0")
            }
            if fields[places[4]] == "own" {
                guard vehicleRows.count == row else { throw fail(row, "first names of vehicles come first") }
                vehicleRows.append(row)
                ownerOfVehicle[identity] = VehicleID(row)
                guard let receiver = Int64(fields[places[3]]) else { throw fail(row, "'receiver' is a whole number") }
                // VeReMi's formats name the logs after the first names.
                names.add(
                    vehicle: .number(identity),
                    receiver: .number(files.format.hasMarks ? receiver : identity))
                attacks.append(fields[places[5]] == "1" ? fields[places[6]] : nil)
            } else {
                guard let owner = Int64(fields[places[2]]).flatMap({ ownerOfVehicle[$0] }) else {
                    throw fail(row, "'vehicle' is the first name of a vehicle")
                }
                names.add(further: .number(identity), of: owner)
            }
            if let namePlace { givenNames.append(fields[namePlace]) }
            let misconduct = fields[places[7]]
            guard misconduct.isEmpty || Double(misconduct).map({ $0.magnitude <= 1e9 }) == true else {
                throw fail(row, "'firstMisconduct' is a time in seconds or empty")
            }
            firstMisconduct.append(Double(misconduct).map { Microseconds(seconds: $0) })
        }
        for file in files.logs where names.receiver(file) == nil {
            throw DataError(message: "\(escapedForMessage(file.path)): there is no label for this receiver")
        }
    }

    private static func table(_ path: String) throws(DataError) -> CSVTable {
        var bytes: [UInt8] = []
        var reader = RecordReader(path: path, layout: .lines)
        while let item = try reader.next() {
            guard case .record(let line) = item else {
                throw DataError(message: "\(escapedForMessage(path)): a line is too long")
            }
            bytes += line
            bytes.append(0x0A)
        }
        return try CSVTable.read(bytes: bytes, name: path)
    }
}
