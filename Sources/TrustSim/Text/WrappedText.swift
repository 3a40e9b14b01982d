/// Text for a terminal in lines of limited width.
enum WrappedText {
    /// The text, broken between words so that no line has more Unicode scalars than `width`; a longer word has a line to
    /// itself. Lines after the first begin with `indent`.
    static func lines(_ text: String, width: Int, indent: String = "") -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if line.isEmpty {
                line = String(word)
            } else if line.unicodeScalars.count + 1 + word.unicodeScalars.count <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = indent + word
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
