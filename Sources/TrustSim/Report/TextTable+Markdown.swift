extension TextTable {
    /// The table for GitHub: the caption as a paragraph, the table with marked cells in bold, and the footnotes as
    /// paragraphs. Characters that mean something in Markdown are escaped.
    public func markdown() -> String {
        let columns = allColumns
        var lines = caption.isEmpty ? [] : [Self.markdownParagraph(caption), ""]
        lines.append(Self.markdownLine(columns.map { Self.markdownText(Self.singleLine($0.title)) }))
        lines.append(Self.markdownLine(columns.map { $0.alignment == .right ? "---:" : "---" }))
        for row in allRows {
            let fields = row.map { cell in
                let text = Self.markdownText(cell.text + cell.visibleSign)
                return cell.isVisiblyMarked ? "**\(text)**" : text
            }
            lines.append(Self.markdownLine(fields))
        }
        for footnote in footnotes { lines += ["", Self.markdownParagraph(footnote)] }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func markdownLine(_ fields: [String]) -> String {
        "| " + fields.joined(separator: " | ") + " |"
    }

    /// A paragraph must not start like a heading, a list or a quotation.
    static func markdownParagraph(_ text: String) -> String {
        let text = markdownText(singleLine(text))
        guard let first = text.unicodeScalars.first, "#+-=".unicodeScalars.contains(first) else { return text }
        return "\\" + text
    }

    private static func markdownText(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            if needsMarkdownEscape(scalar, at: index, in: scalars) { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }

    /// An underscore inside a word, as in "mean_delay", means nothing and stays readable.
    private static func needsMarkdownEscape(_ scalar: Unicode.Scalar, at index: Int, in text: [Unicode.Scalar]) -> Bool
    {
        switch scalar {
        case "|", "\\", "*", "`", "<", ">", "~", "&": return true
        case "_":
            let isInsideWord = index > 0 && index + 1 < text.count && isWord(text[index - 1]) && isWord(text[index + 1])
            return !isInsideWord
        default: return false
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
