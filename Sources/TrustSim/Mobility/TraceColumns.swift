import Foundation

/// Which columns of a trace that is a table mean what, where their names do not tell.
public struct TraceColumns: Sendable, Hashable {
    typealias Column = CSVTraceHeader.Column

    /// Name of each column in small letters, or its number from 1 on.
    private(set) var names: [Column: String] = [:]
    /// In which times are, where it is said.
    private(set) var unit: TimeUnit?

    /// Nothing is said.
    init() {}

    /// Columns as `time=sendTime,vehicle=id`, or by number: `time=1,vehicle=2,x=3,y=4`.
    ///
    /// - Throws: ``DataError`` for what is no such list.
    public init(_ text: String) throws(DataError) {
        do throws(TraceProblem) {
            try self.init(list: text)
        } catch {
            throw Self.fault(of: error)
        }
    }

    /// Columns as in a file with one JSON5 object.
    ///
    /// - Throws: ``DataError`` for a file that cannot be read, or has something else.
    public init(file: String) throws(DataError) {
        for pair in try RoleList.pairs(file: file) {
            do throws(TraceProblem) {
                try add(pair)
            } catch {
                throw Self.fault(of: error)
            }
        }
    }

    /// The same as ``init(_:)``, for a list of any origin.
    init(list text: String) throws(TraceProblem) {
        for pair in try RoleList.pairs(text, wrong: Self.wrong) { try add(pair) }
    }

    private static func fault(of problem: TraceProblem) -> DataError {
        DataError(message: "--columns: \(problem.message)")
    }

    private static func wrong(_ message: String) -> TraceProblem {
        TraceProblem(
            "\(message); roles are: \(Column.allCases.map(\.role).joined(separator: ", ")); and unit, that of times: "
                + TimeUnit.list)
    }

    private mutating func add(_ pair: RoleList.Pair) throws(TraceProblem) {
        let role = pair.role.trimmingCharacters(in: .whitespaces)
        let name = pair.column.trimmingCharacters(in: .whitespaces).lowercased()
        if role == "unit" {
            guard let known = TimeUnit(rawValue: name) else {
                throw Self.wrong("'unit' is one of \(TimeUnit.list), not '\(excerptForMessage(name))'")
            }
            guard unit == nil else { throw Self.wrong("'unit' is named twice") }
            unit = known
            return
        }
        guard let column = Column.allCases.first(where: { $0.role == role }) else {
            throw Self.wrong(
                "there is no role '\(excerptForMessage(role))'"
                    + NearestName.hint(for: role, among: Column.allCases.map(\.role) + ["unit"]))
        }
        if name.isEmpty { throw Self.wrong("'\(role)' has no column") }
        guard names.updateValue(name, forKey: column) == nil else { throw Self.wrong("'\(role)' is named twice") }
    }

    // MARK: - In a table

    /// Whether the first line is a row: all columns are named by numbers, and that of the time has one there.
    func isRow(_ line: [String]) -> Bool {
        guard let time = names[.time].flatMap(Self.number), time <= line.count,
            names.values.allSatisfy({ Self.number($0) != nil })
        else { return false }
        var text = line[time - 1]
        return text.withUTF8 { DecimalText.double($0) != nil || DateTimeText.microseconds($0) != nil }
    }

    /// Where the columns are in a line of names, or, without them, by number.
    func places(in line: [String], isHeader: Bool) throws(TraceProblem) -> [Column: Int] {
        var places: [Column: Int] = [:]
        for column in Column.allCases {
            guard let name = names[column] else { continue }
            let place = try Self.place(of: name, in: line, isHeader: isHeader)
            if let other = Column.allCases.first(where: { places[$0] == place }) {
                throw TraceProblem(
                    "'\(other.role)' and '\(column.role)' are both said to be the column '\(excerptForMessage(name))'")
            }
            places[column] = place
        }
        return places
    }

    private static func place(of name: String, in line: [String], isHeader: Bool) throws(TraceProblem) -> Int {
        let found = isHeader ? line.indices.filter { line[$0] == name } : []
        if found.count > 1 { throw TraceProblem("two columns are named '\(excerptForMessage(name))'") }
        if let place = found.first { return place }
        if let number = number(name) {
            if number <= line.count { return number - 1 }
            throw TraceProblem("there is no column \(number): the first line has \(line.count)")
        }
        let nearest = NearestName.nearest(to: name, among: line)
        let hint = nearest.map { "; did you mean '\(escapedForMessage($0))'?" } ?? ""
        throw TraceProblem(
            "no column is named '\(excerptForMessage(name))'\(hint); the first line has "
                + excerptForMessage(line.joined(separator: ", "), limit: 120))
    }

    /// A number from 1 on.
    private static func number(_ text: String) -> Int? {
        guard text.utf8.count < 6, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            number > 0
        else { return nil }
        return number
    }
}
