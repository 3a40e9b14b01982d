/// The begin of a JSON object in which a list of objects stands: `{"version": 1, "messages": [`.
struct ListHeading {
    /// Bytes up to the first object of the list; nil where the text begins otherwise.
    private(set) var lengthBeforeElements: Int?
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: some Collection<UInt8>) {
        bytes = Array(text)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
        guard takes("{") else { return }
        while skipText(), takes(":") {
            if takes("[") {
                let begin = place
                if takes("{") { lengthBeforeElements = begin }
                return
            }
            guard skipPlain(), takes(",") else { return }
        }
    }

    private mutating func skipSpace() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    private mutating func takes(_ character: Character) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == character.asciiValue else { return false }
        place += 1
        return true
    }

    private mutating func skipText() -> Bool {
        guard takes("\"") else { return false }
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "\"") {
                place += 1
                return true
            }
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return false
    }

    /// A text, a number or a word.
    private mutating func skipPlain() -> Bool {
        skipSpace()
        guard place < bytes.count else { return false }
        if bytes[place] == UInt8(ascii: "\"") { return skipText() }
        let start = place
        while place < bytes.count, !",]}[{\": \t\n\r".utf8.contains(bytes[place]) { place += 1 }
        return place > start
    }
}
