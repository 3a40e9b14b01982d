import Testing

@testable import TrustSim

private let sample = TextTable(
    columns: [.init("Scheme"), .init("Recall", .right), .init("Delay/s", .right)],
    rows: [
        [.init("threshold"), .init("0.91 ± 0.02", marked: true), .init("12.5")],
        [.init("mean_field|x"), .init("0.85"), .init("–")],
    ],
    footnotes: ["* best of its column"], caption: "Detection at 20% attackers")

@Suite("A table of results")
struct TextTableTests {
    @Test("in a terminal, columns are aligned and the best value has an asterisk")
    func plain() {
        #expect(
            sample.plain(color: false) == """
                Detection at 20% attackers

                Scheme             Recall   Delay/s
                ------------  ------------  -------
                threshold     0.91 ± 0.02*     12.5
                mean_field|x  0.85                –

                * best of its column

                """)
    }

    @Test("numbers are aligned at the decimal point, what is none at the right")
    func decimalPoint() {
        let cells = ["178", "-2.5", "1475.17", "0.8 ± 0.25", "3†", "–", "9ca1", "1e-05", "", "1.2.3"]
        let table = TextTable(columns: [.init("Value", .right)], rows: cells.map { [.init($0)] })
        #expect(
            table.plain(color: false) == """
                        Value
                -------------
                 178
                  -2.5
                1475.17
                   0.8 ± 0.25
                   3†
                            –
                         9ca1
                        1e-05

                        1.2.3

                """)
    }

    private static let wide = TextTable(
        columns: [.init("Scheme"), .init("ratio", .right)]
            + (1...9).map { .init("column \($0)", .right) },
        rows: (0..<3).map { row in
            [.init("scheme-\(row)"), .init("0.\(row)")]
                + (1...9).map { .init("\(row)\($0).25 ± 0.5", marked: $0 == row) }
        }, footnotes: ["A note that is longer than the terminal is wide, so that it has to be wrapped."],
        caption: "A caption that is too long as well, whatever it says about the table below it")

    @Test("a table wider than the terminal is spread over blocks, each with the key columns")
    func blocks() {
        var table = Self.wide
        table.keyColumns = 2
        let lines = table.plain(color: false, width: 60).split(separator: "\n")
        #expect(lines.allSatisfy { $0.unicodeScalars.count <= 60 })
        #expect(lines.filter { $0.hasPrefix("Scheme    ratio") }.count == 3)
        for row in table.rows {
            #expect(row.dropFirst(2).allSatisfy { cell in lines.contains { $0.contains(cell.text) } })
        }
        #expect(table.plain(color: false, width: 300) == table.plain(color: false))
    }

    @Test("where not even that fits, each row is a block; a last column of words is wrapped")
    func stacked() {
        let lines = Self.wide.plain(color: false, width: 21).split(separator: "\n")
        #expect(lines.contains("scheme-1"))
        #expect(lines.contains("  ratio     0.1"))
        #expect(lines.contains("  column 2  12.25 ±"))
        #expect(lines.contains("            0.5"))
        #expect(lines.allSatisfy { $0.unicodeScalars.count <= 21 })
        let list = TextTable(
            columns: [.init("Name"), .init("Values")], rows: [[.init("f1"), .init("[1,22,333,4444,55555]")]])
        #expect(list.plain(color: false, width: 20) == "f1\n  Values  [1,22,333,\n          4444,\n          55555]\n")
        let words = TextTable(
            columns: [.init("Name"), .init("Meaning")],
            rows: [[.init("f1"), .init("the harmonic mean of precision and recall")]])
        #expect(
            words.plain(color: false, width: 34) == """
                Name  Meaning
                ----  ----------------------------
                f1    the harmonic mean of
                      precision and recall

                """)
    }

    @Test("a table of numbers alone keeps every title, and the best is marked, however narrow the terminal is")
    func narrowNumbers() {
        let table = TextTable(
            columns: ["consensus-adaptive", "own-evidence", "beta"].map { TextTable.Column($0, .right) },
            rows: [[TextTable.Cell("0.916", marked: true), TextTable.Cell("0.434"), TextTable.Cell("0.273")]],
            footnotes: [], caption: "")
        for width in [10, 20, 36] {
            let text = table.plain(color: false, width: width)
            for part in ["consensus-adaptive", "own-evidence", "beta", "0.916*", "0.434", "0.273"] {
                #expect(text.contains(part), "\(width): \(text)")
            }
        }
    }

    @Test("color adds bold and changes nothing else")
    func color() {
        let colored = sample.plain(color: true)
        #expect(colored.contains("threshold     \u{1B}[1m0.91 ± 0.02*\u{1B}[0m     12.5\n"))
        let stripped = colored.replacing("\u{1B}[1m", with: "").replacing("\u{1B}[0m", with: "")
        #expect(stripped == sample.plain(color: false))
    }

    @Test("in Markdown, the best value is bold and special characters are escaped")
    func markdown() {
        #expect(
            sample.markdown() == #"""
                Detection at 20% attackers

                | Scheme | Recall | Delay/s |
                | --- | ---: | ---: |
                | threshold | **0.91 ± 0.02** | 12.5 |
                | mean_field\|x | 0.85 | – |

                \* best of its column

                """#)
    }

    @Test(
        "Markdown shows a text as it is",
        arguments: [
            ("a|b", #"a\|b"#), (#"a\|b"#, #"a\\\|b"#), ("*x*", #"\*x\*"#), ("_x_", #"\_x\_"#), ("a_b", "a_b"),
            ("<b>", #"\<b\>"#), ("`x`", #"\`x\`"#), ("a\nb", "a b"), ("&amp;", #"\&amp;"#),
        ])
    func markdownEscapes(text: String, expected: String) {
        let table = TextTable(columns: [.init("t")], rows: [[.init(text)]])
        #expect(table.markdown() == "| t |\n| --- |\n| \(expected) |\n")
    }

    @Test("a Markdown caption does not become a heading")
    func markdownCaption() {
        #expect(TextTable(columns: [], caption: "# 1").markdown().hasPrefix(##"\# 1"##))
    }

    @Test("in LaTeX, the table is a complete environment")
    func latex() {
        #expect(
            sample.latex() == #"""
                % needs \usepackage{booktabs}
                \begin{table}[htbp]
                  \centering
                  \caption{Detection at 20\% attackers}
                  \label{tab:detection-at-20-attackers}
                  \begin{tabular}{lrr}
                    \toprule
                    Scheme & Recall & Delay/s \\
                    \midrule
                    threshold & \textbf{0.91 $\pm$ 0.02} & 12.5 \\
                    mean\_field\textbar{}x & 0.85 & -- \\
                    \bottomrule
                  \end{tabular}

                  \smallskip
                  {\footnotesize {*} best of its column\par}
                \end{table}

                """#)
    }

    @Test(
        "LaTeX shows a text as it is",
        arguments: [
            ("& % $ # _ { }", ##"\& \% \$ \# \_ \{ \}"##),
            (#"~^\"#, #"\textasciitilde{}\textasciicircum{}\textbackslash{}"#),
            ("[0.4, -1]", "{[}0.4, $-$1{]}"), ("-0.5", "$-$0.5"), ("−0.5", "$-$0.5"), ("2019-2020", "2019-2020"),
            ("--seed", "-{}-seed"), ("0–1", "0--1"), ("±", #"$\pm$"#), ("<1|", #"\textless{}1\textbar{}"#),
            ("\"a\"", "''a''"), ("café", "café"), ("cafe\u{301}", "café"), ("✓", "{[}U+2713{]}"),
            ("đ", "{[}U+0111{]}"), ("a\u{1B}b\nc", "a b c"), ("α ≤ 5 µs", #"$\alpha$ $\leq$ 5 $\mu$s"#),
        ])
    func latexEscapes(text: String, expected: String) {
        #expect(LaTeXText.escaped(text) == expected)
    }

    @Test("a label is what the caller says, without what LaTeX cannot read there")
    func latexLabel() {
        #expect(sample.latex(label: "tab:a_b{c}").contains("\\label{tab:a_b-c}\n"))
        #expect(!TextTable(columns: [.init("x")]).latex(label: "tab:x").contains("\\label"))
    }

    @Test("rows may be too short or too long, and nothing is lost")
    func raggedRows() {
        let table = TextTable(
            columns: [.init("a"), .init("b", .right)], rows: [[], [.init("1")], [.init("1"), .init("2"), .init("3")]])
        #expect(table.plain(color: false) == "a  b\n-  -  -\n\n1\n1  2  3\n")
        #expect(table.markdown().hasSuffix("|  |  |  |\n| 1 |  |  |\n| 1 | 2 | 3 |\n"))
        #expect(table.latex().contains("{lrl}"))
    }

    @Test("a table without columns or rows can be printed")
    func empty() {
        let table = TextTable(columns: [])
        #expect(table.plain(color: true) == "\n\n")
        #expect(table.markdown() == "|  |\n|  |\n")
        #expect(table.latex().contains("\\begin{tabular}{l}"))
    }

    @Test("control characters and a mark on nothing do not show")
    func invisible() {
        let table = TextTable(columns: [.init("a")], rows: [[.init("x\u{1B}[31my\n")], [.init(" ", marked: true)]])
        #expect(table.plain(color: true) == "a\n-------\nx [31my\n\n")
        #expect(!table.markdown().contains("**"))
        #expect(!table.latex().contains("textbf"))
    }
}
