/// Typed access to the values of a decision file, with messages that name the place.
struct DecisionFields {
    /// Whose keys are read, and whether the file says so itself.
    let scheme: DecisionScheme
    let isNamed: Bool

    /// Refuses keys that are not allowed; of those that only the other scheme has it says so.
    func checkKeys(_ node: JSONNode, _ path: String, _ allowed: [String], other: [String] = []) throws(DataError) {
        guard let members = node.members else {
            throw wrong(node, path.isEmpty ? "the document" : path, "an object")
        }
        for member in members where !allowed.contains(member.key) {
            let name = path.isEmpty ? member.key : "\(path).\(member.key)"
            let hint =
                other.contains(member.key)
                ? hint(of: scheme.other) : NearestName.hint(for: member.key, among: allowed)
            throw DataError(
                position: member.keyPosition, keyPath: name, message: "unknown key '\(escapedForMessage(name))'" + hint)
        }
    }

    private func hint(of other: DecisionScheme) -> String {
        "; only '\(other.rawValue)' has it, and "
            + (isNamed ? "'scheme' is '\(scheme.rawValue)'" : "without 'scheme' the file is for '\(scheme.rawValue)'")
    }

    func member(_ key: String, of node: JSONNode, _ path: String) throws(DataError) -> JSONNode {
        if let member = node[key] { return member }
        let name = path.isEmpty ? key : "\(path).\(key)"
        throw DataError(position: node.position, keyPath: name, message: "'\(name)' is missing")
    }

    func share(_ key: String, of node: JSONNode, _ path: String) throws(DataError) -> Double {
        try number(key, of: node, path, 0...1)
    }

    func number(
        _ key: String, of node: JSONNode, _ path: String, _ range: ClosedRange<Double>
    ) throws(DataError) -> Double {
        try number(try member(key, of: node, path), "\(path).\(key)", range)
    }

    func number(_ node: JSONNode, _ path: String, _ range: ClosedRange<Double>) throws(DataError) -> Double {
        guard let value = node.double, range.contains(value) else {
            throw wrong(
                node, path, "a number from \(NumberText.csv(range.lowerBound)) to \(NumberText.csv(range.upperBound))")
        }
        return value
    }

    func whole(_ node: JSONNode, _ path: String, _ range: ClosedRange<Int64>) throws(DataError) -> Int64 {
        guard let value = node.integer, range.contains(value) else {
            throw wrong(node, path, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A list of so many numbers.
    func numbers(
        _ node: JSONNode, _ path: String, count: Int, _ range: ClosedRange<Double>
    ) throws(DataError) -> [Double] {
        let elements = try list(node, path)
        guard elements.count == count else {
            throw DataError(
                position: node.position, keyPath: path,
                message: "'\(path)' is a list of \(count) numbers, found \(elements.count)")
        }
        var values: [Double] = []
        for (index, element) in elements.enumerated() {
            values.append(try number(element, "\(path)[\(index)]", range))
        }
        return values
    }

    func text(_ key: String, of node: JSONNode, _ path: String) throws(DataError) -> String {
        try text(try member(key, of: node, path), path.isEmpty ? key : "\(path).\(key)")
    }

    func text(_ node: JSONNode, _ path: String) throws(DataError) -> String {
        guard let text = node.string, !text.isEmpty else { throw wrong(node, path, "a text that is not empty") }
        return text
    }

    /// One of some words.
    func choice(_ node: JSONNode, _ path: String, _ words: [String]) throws(DataError) -> String {
        guard let word = node.string, !word.isEmpty else {
            throw wrong(node, path, words.map { "'\($0)'" }.joined(separator: " or "))
        }
        guard words.contains(word) else {
            throw DataError(
                position: node.position, keyPath: path,
                message: "'\(path)' is \(words.map { "'\($0)'" }.joined(separator: " or ")), found "
                    + "'\(escapedForMessage(word))'"
                    + (NearestName.nearest(to: word, among: words).map { "; did you mean '\($0)'?" } ?? ""))
        }
        return word
    }

    func flag(_ node: JSONNode, _ path: String) throws(DataError) -> Bool {
        guard let flag = node.bool else { throw wrong(node, path, "true or false") }
        return flag
    }

    func list(_ node: JSONNode, _ path: String) throws(DataError) -> [JSONNode] {
        guard let elements = node.elements else { throw wrong(node, path, "a list") }
        return elements
    }

    /// A name that is not given twice.
    func uniqueName(
        _ key: String, of node: JSONNode, _ path: String, _ seen: inout NameTable
    ) throws(DataError) -> String {
        let name = try text(key, of: node, path)
        guard seen[name] == nil else {
            throw DataError(
                position: node[key]?.position, keyPath: "\(path).\(key)",
                message: "'\(path).\(key)': \(key) '\(escapedForMessage(name))' is given twice")
        }
        seen.add(name)
        return name
    }

    /// The reporter of a report, which is not the evaluator.
    func reporter(_ report: JSONNode, _ path: String, evaluator: String) throws(DataError) -> String {
        let reporter = try text("reporter", of: report, path)
        guard !NameTable.isSame(reporter, evaluator) else {
            throw DataError(
                position: report["reporter"]?.position, keyPath: "\(path).reporter",
                message: "'\(path).reporter' is the evaluator '\(escapedForMessage(evaluator))', which cannot report "
                    + "to itself")
        }
        return reporter
    }

    func wrong(_ node: JSONNode, _ path: String, _ wanted: String) -> DataError {
        let found = node.string == "" ? "an empty text" : node.foundText
        return DataError(position: node.position, keyPath: path, message: "'\(path)' is \(wanted), found \(found)")
    }
}

/// Names, numbered in order of first appearance. Names are the same only scalar by scalar, as in traces.
struct NameTable: Sendable {
    private(set) var names: [String] = []
    private var numbers: [[UInt8]: Int] = [:]

    /// The number of a name, nil where there is none.
    subscript(_ name: String) -> Int? { numbers[Array(name.utf8)] }

    /// The number of a name, which gets one where it has none.
    @discardableResult
    mutating func add(_ name: String) -> Int {
        if let number = self[name] { return number }
        numbers[Array(name.utf8)] = names.count
        names.append(name)
        return names.count - 1
    }

    static func isSame(_ first: String, _ second: String) -> Bool { first.utf8.elementsEqual(second.utf8) }
}
