/// A scenario as read, before it is decoded: a tree that options can still change.
public struct ScenarioFile: Sendable {
    /// Where it came from: a path, to which a trace is relative.
    public let path: String
    /// The tree as it is now.
    public private(set) var root: JSONNode

    /// Reads a file; nothing is decoded yet.
    public init(path: String) throws(DataError) {
        self.path = path
        root = try JSON5Reader.read(file: path)
    }

    /// A tree that is already there.
    public init(path: String, root: JSONNode) {
        self.path = path
        self.root = root
    }

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
        set(path, to: Self.value(text, origin: origin))
    }

    /// Changes one value.
    public mutating func set(_ path: [String], to value: JSONNode) {
        root = Self.replacing(path[...], in: root, with: value)
    }

    /// A value written on the command line: JSON5, or else a text.
    public static func value(_ text: String, origin: SourcePosition.Origin) -> JSONNode {
        if let node = try? JSON5Reader.read(Array(text.utf8), origin: origin) { return node }
        return JSONNode(value: .string(text), position: SourcePosition(origin: origin, line: 1, column: 1))
    }

    private static func replacing(_ path: ArraySlice<String>, in node: JSONNode, with value: JSONNode) -> JSONNode {
        guard let key = path.first else { return value }
        var members = node.members ?? []
        let rest = path.dropFirst()
        let empty = JSONNode(value: .object([]), position: value.position)
        if let index = members.firstIndex(where: { $0.key == key }) {
            let old = members[index]
            members[index] = JSONNode.Member(
                key: key, keyPosition: rest.isEmpty ? value.position : old.keyPosition,
                value: replacing(rest, in: old.value, with: value))
        } else {
            members.append(
                JSONNode.Member(
                    key: key, keyPosition: value.position, value: replacing(rest, in: empty, with: value)))
        }
        return JSONNode(value: .object(members), position: node.position)
    }

    /// Removes a value, where it is.
    public mutating func remove(_ key: String, of parent: String) {
        guard let object = root[parent], let members = object.members else { return }
        let kept = members.filter { $0.key != key }
        set([parent], to: JSONNode(value: .object(kept), position: object.position))
    }

    /// Decodes and checks the scenario.
    public func decode() throws(DataError) -> Scenario { try ScenarioDecoder.decode(root) }
}
