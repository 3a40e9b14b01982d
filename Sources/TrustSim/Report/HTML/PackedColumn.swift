/// A column of decimal numbers for the script of a report: whole numbers in a fixed number of characters each, half the
/// size of JSON. What is embedded is what a table shows: rounded as ``NumberText/fixed(_:digits:)`` rounds.
struct PackedColumn: JSONWritable {
    private let count: Int
    private let least: Int
    private let width: Int
    private let hasGaps: Bool
    private let text: [UInt8]
    /// The numbers as they are, where they do not fit into whole numbers.
    private let plain: [Double?]?

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Packs values; undefined and infinite ones are gaps.
    init(_ values: [Double?], digits: Int) {
        let values = values.map { $0.flatMap { $0.isFinite ? $0 : nil } }
        count = values.count
        let scaled = values.map { $0.flatMap { Self.scaled($0, digits: digits) } }
        guard !zip(values, scaled).contains(where: { ($0 == nil) != ($1 == nil) }) else {
            (least, width, hasGaps, text, plain) = (0, 0, false, [], values)
            return
        }
        let known = scaled.compactMap { $0 }
        let least = known.min() ?? 0
        let hasGaps = known.count < values.count
        let codes = scaled.map { number in number.map { $0 - least + (hasGaps ? 1 : 0) } ?? 0 }
        var width = 0
        var most = codes.max() ?? 0
        while most > 0 {
            width += 1
            most /= 64
        }
        var text: [UInt8] = []
        text.reserveCapacity(width * codes.count)
        for code in codes {
            for place in (0..<width).reversed() { text.append(Self.alphabet[code >> (6 * place) & 63]) }
        }
        (self.least, self.width, self.hasGaps, self.text, plain) = (least, width, hasGaps, text, nil)
    }

    /// The rounded number in units of the last digit; nil beyond a million million of them.
    private static func scaled(_ value: Double, digits: Int) -> Int? {
        guard value.magnitude < 1e9 else { return nil }
        return Int(NumberText.fixed(value, digits: digits).replacing(".", with: ""))
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            if let plain { return writer.member("plain", plain) }
            writer.member("count", count)
            writer.member("least", least)
            writer.member("width", width)
            writer.member("gaps", hasGaps)
            writer.member("text", String(decoding: text, as: UTF8.self))
        }
    }
}
