/// The parser behind `JSON5Reader`. It keeps the open containers in a list rather than in recursive calls, so that no
/// text can exhaust the stack.
struct JSON5Parser {
    /// An object or array whose end was not reached yet.
    struct Container {
        let isObject: Bool
        let position: SourcePosition
        var elements: [JSONNode] = []
        var members: [JSONNode.Member] = []
        var keyPositions: [ExactKey: SourcePosition] = [:]
        /// The key whose value is being read, in an object.
        var key = ""
        var keyPosition: SourcePosition
    }

    /// A key compared by its bytes, as JSON does: a String compares canonically, which costs more than linear time on
    /// hostile input.
    struct ExactKey: Hashable {
        let text: String

        static func == (left: ExactKey, right: ExactKey) -> Bool {
            left.text.utf8.elementsEqual(right.text.utf8)
        }

        func hash(into hasher: inout Hasher) {
            var copy = text
            copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    let bytes: [UInt8]
    let origin: SourcePosition.Origin
    var index: Int
    var locator: SourceLocator
    var containers: [Container] = []
    private let mostValues: Int
    private var valueCount = 0

    init(bytes: [UInt8], origin: SourcePosition.Origin, mostValues: Int) {
        self.mostValues = mostValues
        self.bytes = bytes
        self.origin = origin
        index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        locator = SourceLocator(start: index)
    }

    mutating func parseDocument() throws(DataError) -> JSONNode {
        if let offset = UTF8Check.firstInvalidOffset(in: bytes) { throw invalidUTF8(at: offset) }
        guard !isAtEnd else { throw error(at: index, "the \(textName) is empty") }
        try skipSpace()
        guard !isAtEnd else {
            let content = bytes.contains(UInt8(ascii: "/")) ? "comments" : "white space"
            throw error(at: index, "the \(textName) holds only \(content); expected a value")
        }
        let root = try parseTree()
        try skipSpace()
        guard isAtEnd else { throw unexpected("expected the end of the \(textName) after the document") }
        return root
    }

    private mutating func parseTree() throws(DataError) -> JSONNode {
        while true {
            var complete = try beginValue()
            while let node = complete {
                guard !containers.isEmpty else { return node }
                attach(node)
                complete = try continueContainer()
            }
        }
    }

    /// Reads a value that has no values in it, or opens a container up to its first value and returns nil.
    private mutating func beginValue() throws(DataError) -> JSONNode? {
        try skipSpace()
        try countValue()
        let position = position(at: index)
        switch current {
        case UInt8(ascii: "{"):
            try open(isObject: true, at: position)
            return try beginMember()
        case UInt8(ascii: "["):
            try open(isObject: false, at: position)
            return try beginElement()
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return JSONNode(value: .string(try parseString()), position: position)
        case let byte? where byte.isDecimalDigit || "+-.".utf8.contains(byte):
            return JSONNode(value: try parseNumber(), position: position)
        default:
            return JSONNode(value: try parseWord(), position: position)
        }
    }

    private mutating func countValue() throws(DataError) {
        valueCount += 1
        if valueCount > mostValues {
            throw error(at: index, "the \(textName) has too many values for its size: more than \(mostValues)")
        }
    }

    private mutating func open(isObject: Bool, at position: SourcePosition) throws(DataError) {
        guard containers.count < JSON5Reader.maximumDepth else {
            let limit = JSON5Reader.maximumDepth
            throw error(at: index, "objects and arrays are nested deeper than \(limit) levels")
        }
        index += 1
        containers.append(Container(isObject: isObject, position: position, keyPosition: position))
    }

    private mutating func attach(_ node: JSONNode) {
        let last = containers.count - 1
        if containers[last].isObject {
            let (key, position) = (containers[last].key, containers[last].keyPosition)
            containers[last].members.append(JSONNode.Member(key: key, keyPosition: position, value: node))
        } else {
            containers[last].elements.append(node)
        }
    }

    /// Goes on behind a value: to the next value, returning nil, or over the container's end, returning it.
    private mutating func continueContainer() throws(DataError) -> JSONNode? {
        try skipSpace()
        // No copy of the container may live here: growing it would then copy all that it holds.
        let isObject = containers[containers.count - 1].isObject
        let closer: Character = isObject ? "}" : "]"
        if take(closer) { return closeContainer() }
        guard take(",") else { throw unexpected("expected ',' or '\(closer)' after the value") }
        return isObject ? try beginMember() : try beginElement()
    }

    private mutating func closeContainer() -> JSONNode? {
        containers.popLast().map { container in
            let value: JSONNode.Value = container.isObject ? .object(container.members) : .array(container.elements)
            return JSONNode(value: value, position: container.position)
        }
    }

    private mutating func beginElement() throws(DataError) -> JSONNode? {
        try skipSpace()
        return take("]") ? closeContainer() : nil
    }

    private mutating func beginMember() throws(DataError) -> JSONNode? {
        try skipSpace()
        if take("}") { return closeContainer() }
        try countValue()
        let start = index
        let position = position(at: start)
        let key = try parseKey()
        let last = containers.count - 1
        if let first = containers[last].keyPositions.updateValue(position, forKey: ExactKey(text: key)) {
            let place = "first at line \(first.line), column \(first.column)"
            throw error(at: start, "duplicate key '\(excerptForMessage(key))' (\(place))")
        }
        containers[last].key = key
        containers[last].keyPosition = position
        try skipSpace()
        guard take(":") else {
            let needsQuotes = current == UInt8(ascii: "-") || current == UInt8(ascii: ".")
            let hint = needsQuotes ? "; a key with this character needs quotes" : ""
            throw unexpected("expected ':' after the key '\(excerptForMessage(key))'", hint: hint)
        }
        return nil
    }
}
