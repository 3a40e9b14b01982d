/// A scenario as read, before it is decoded: a tree that options can still change.
public struct ScenarioFile: Sendable {
    /// Where it came from: a path, to which a trace is relative.
    public let path: String
    /// The tree as it is now.
    public private(set) var root: JSONNode
    /// Schemes beyond those of the registry: the scenario may name them like the others, and their parameters are keys.
    /// Their names must differ from those of the registry and from each other.
    public var schemes: [SchemeEntry] = []

    /// Reads a file; nothing is decoded yet.
    public init(path: String) throws(DataError) {
        self.path = path
        root = try JSON5Reader.read(file: path)
    }

    /// Reads a text in the format of scenario files; `path` is what messages call it and what a trace is relative to.
    public init(text: String, path: String = "scenario") throws(DataError) {
        self.init(path: path, root: try JSON5Reader.read(Array(text.utf8), origin: .file(path)))
    }

    /// A tree that is already there.
    public init(path: String, root: JSONNode) {
        self.path = path
        self.root = root
    }

    /// SHA-256 of the file at ``path`` as it is now, in hexadecimal digits; nil where it cannot be read.
    public var fileHash: String? { SHA256.of(file: path) }

    /// Changes one value: `key.path=value` as in `--set`. The value is JSON5, or else taken as a text.
    public mutating func set(_ assignment: String, option: String = "--set") throws(DataError) {
        let origin = SourcePosition.Origin.option("\(option) \(assignment)")
        let position = SourcePosition(origin: origin, line: 1, column: 1)
        guard let equals = assignment.firstIndex(of: "="), equals != assignment.startIndex else {
            throw DataError(position: position, message: "expected key.path=value")
        }
        let path = assignment[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if path.contains("") { throw DataError(position: position, message: "expected key.path=value") }
        let text = String(assignment[assignment.index(after: equals)...])
        try set(path, to: try Self.value(text, origin: origin))
    }

    /// Changes one value. A part of an attack profile that is the name of a preset is changed on top of the preset.
    ///
    /// - Throws: where the path leads through something that is not an object.
    public mutating func set(_ path: [String], to value: JSONNode) throws(DataError) {
        root = try Self.replacing(path[...], in: root, with: value, path: "")
    }

    /// A value written on the command line: JSON5, or else a text. What begins like a list, an object, a quoted text or a
    /// number has to be one.
    public static func value(_ text: String, origin: SourcePosition.Origin) throws(DataError) -> JSONNode {
        do {
            return try JSON5Reader.read(Array(text.utf8), origin: origin)
        } catch {
            let opening = text.first.map { "[{\"'".contains($0) } ?? false
            if opening || Double(text) != nil { throw error }
            return JSONNode(value: .string(text), position: SourcePosition(origin: origin, line: 1, column: 1))
        }
    }

    private static func replacing(
        _ keys: ArraySlice<String>, in node: JSONNode, with value: JSONNode, path: String
    ) throws(DataError) -> JSONNode {
        guard let key = keys.first else { return value }
        let rest = keys.dropFirst()
        let empty = JSONNode(value: .object([]), position: value.position)
        let place = path.isEmpty ? key : "\(path).\(key)"
        var members: [JSONNode.Member]
        if let found = node.members {
            members = found
        } else if path == "attackers.profile", node.string != nil {
            members = [JSONNode.Member(key: "preset", keyPosition: node.position, value: node)]
        } else {
            throw DataError(
                position: value.position, keyPath: path,
                message: "'\(escapedForMessage(path))' is \(node.kindName), which has no '\(escapedForMessage(key))'")
        }
        if let index = members.firstIndex(where: { $0.key == key }) {
            let old = members[index]
            members[index] = JSONNode.Member(
                key: key, keyPosition: rest.isEmpty ? value.position : old.keyPosition,
                value: try replacing(rest, in: old.value, with: value, path: place))
        } else {
            members.append(
                JSONNode.Member(
                    key: key, keyPosition: value.position,
                    value: try replacing(rest, in: empty, with: value, path: place)))
        }
        return JSONNode(value: .object(members), position: node.position)
    }

    /// Removes a value, where it is.
    public mutating func remove(_ key: String, of parent: String) throws(DataError) {
        guard let object = root[parent], let members = object.members else { return }
        let kept = members.filter { $0.key != key }
        try set([parent], to: JSONNode(value: .object(kept), position: object.position))
    }

    /// The schemes that it names, or those that there are where it names none; not checked.
    public var namedSchemes: [String] { root["schemes"]?.elements?.compactMap(\.string) ?? Scenario().schemes }

    /// Changes a list of names, such as `schemes`.
    public mutating func set(_ key: String, toNames names: [String], option: String) throws(DataError) {
        let position = SourcePosition(origin: .option(option), line: 1, column: 1)
        try set(
            [key],
            to: JSONNode(
                value: .array(names.map { JSONNode(value: .string($0), position: position) }), position: position))
    }

    /// Decodes and checks the scenario.
    public func decode() throws(DataError) -> Scenario { try ScenarioDecoder.decode(root, schemes: schemes) }
}
