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
                mean_field|x         0.85         –

                * best of its column

                """)
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
