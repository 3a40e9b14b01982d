/// Text for a terminal in lines of limited width.
public enum WrappedText {
    /// The text, broken between words so that no line has more Unicode scalars than `width`; a longer word is
    /// broken behind commas, and otherwise has a line to itself. Lines after the first begin with `indent`.
    public static func lines(_ text: String, width: Int, indent: String = "") -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            for (number, piece) in pieces(of: word, width: width - indent.unicodeScalars.count).enumerated() {
                let gap = line.isEmpty || number > 0 ? "" : " "
                if line.isEmpty || (line + gap + piece).unicodeScalars.count <= width {
                    line += gap + piece
                } else {
                    lines.append(line)
                    line = indent + piece
                }
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// The parts between which a word may be broken.
    private static func pieces(of word: Substring, width: Int) -> [Substring] {
        guard word.unicodeScalars.count > width else { return [word] }
        var pieces: [Substring] = []
        var rest = word
        while let comma = rest.firstIndex(of: ",") {
            pieces.append(rest[...comma])
            rest = rest[rest.index(after: comma)...]
        }
        return rest.isEmpty ? pieces : pieces + [rest]
    }
}
