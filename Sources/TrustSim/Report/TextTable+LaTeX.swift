extension TextTable {
    /// The table for a LaTeX document that uses the package booktabs: a complete `table` environment, with marked cells
    /// in bold.
    ///
    /// - Parameter label: what `\ref` refers to. Without it, the label is "tab:" and the words of the caption. A table
    ///   without a caption has no number, so it has no label either.
    public func latex(label: String? = nil) -> String {
        let columns = allColumns
        var lines = ["% needs \\usepackage{booktabs}", "\\begin{table}[htbp]", "  \\centering"]
        if !caption.isEmpty {
            lines.append("  \\caption{\(LaTeXText.escaped(Self.singleLine(caption)))}")
            lines.append("  \\label{\(Self.labelText(label ?? "tab:" + caption.lowercased()))}")
        }
        let alignments = columns.map { $0.alignment == .right ? "r" : "l" }.joined()
        lines.append("  \\begin{tabular}{\(alignments.isEmpty ? "l" : alignments)}")
        lines.append("    \\toprule")
        lines.append(Self.latexLine(columns.map { LaTeXText.escaped(Self.singleLine($0.title)) }))
        lines.append("    \\midrule")
        lines += allRows.map { row in Self.latexLine(row.map(Self.latexCell)) }
        lines.append("    \\bottomrule")
        lines.append("  \\end{tabular}")
        for footnote in footnotes {
            lines.append("")
            lines.append("  \\smallskip")
            lines.append("  {\\footnotesize \(LaTeXText.escaped(Self.singleLine(footnote)))\\par}")
        }
        lines.append("\\end{table}")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func latexLine(_ fields: [String]) -> String {
        "    " + fields.joined(separator: " & ") + " \\\\"
    }

    private static func latexCell(_ cell: Cell) -> String {
        let text = LaTeXText.escaped(cell.text + cell.visibleSign)
        return cell.isVisiblyMarked ? "\\textbf{\(text)}" : text
    }

    /// Keeps letters, digits and a few signs, and joins the words with a dash.
    private static func labelText(_ text: String) -> String {
        let words = text.split { character in
            !(character.isASCII && (character.isLetter || character.isNumber || ":.-_".contains(character)))
        }
        return words.joined(separator: "-")
    }
}
