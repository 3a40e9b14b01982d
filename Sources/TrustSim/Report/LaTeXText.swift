import Foundation

/// Plain text as LaTeX source that pdflatex prints as it was meant, without further packages.
enum LaTeXText {
    /// The text with every special character replaced.
    ///
    /// Letters with accents stay, as LaTeX has read UTF-8 by default since 2018. A character that it could not print
    /// becomes its number, such as "[U+2713]", because a stop in the middle of a document is worse.
    static func escaped(_ text: String) -> String {
        // A letter and an accent behind it are one character to LaTeX only when they are composed.
        let scalars = Array(text.precomposedStringWithCanonicalMapping.unicodeScalars)
        var result = ""
        for (index, scalar) in scalars.enumerated() {
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            if scalar == "-" {
                result += hyphen(after: index > 0 ? scalars[index - 1] : nil, before: next)
            } else {
                result += replacement(for: scalar)
            }
        }
        return result
    }

    /// A hyphen before a number is a minus sign, and two hyphens must not join to a dash.
    private static func hyphen(after previous: Unicode.Scalar?, before next: Unicode.Scalar?) -> String {
        if next == "-" { return "-{}" }
        let startsNumber = next.map(isDigit) ?? false
        let continuesWord = previous.map { $0 == "-" || $0.properties.isAlphabetic || isDigit($0) } ?? false
        return startsNumber && !continuesWord ? "$-$" : "-"
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x30 && scalar.value <= 0x39
    }

    private static func replacement(for scalar: Unicode.Scalar) -> String {
        if let known = replacements[scalar] { return known }
        switch scalar.value {
        case 0x20...0x7E: return String(scalar)
        case 0xC0...0x17F where !unavailable.contains(scalar): return String(scalar)
        case 0x00...0x9F: return " "
        default:
            let number = String(scalar.value, radix: 16, uppercase: true)
            return "{[}U+" + String(repeating: "0", count: max(4 - number.count, 0)) + number + "{]}"
        }
    }

    /// Letters that the font encoding that LaTeX starts with does not have.
    private static let unavailable = Set("ÐÞðþĐđĦħĸŊŋŦŧĄąĘęĮįŲųŉſĲĳĿŀ".unicodeScalars)

    private static let replacements: [Unicode.Scalar: String] = {
        var table = ascii
        table.merge(punctuation) { first, _ in first }
        for (scalar, command) in mathematics { table[scalar] = "$\\\(command)$" }
        return table
    }()

    /// "[" and "*" are special behind the end of a row, "<", ">" and "|" are other characters in old fonts.
    private static let ascii: [Unicode.Scalar: String] = [
        "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_", "{": "\\{", "}": "\\}",
        "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "\\": "\\textbackslash{}",
        "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}", "`": "\\textasciigrave{}", "\"": "''",
        "[": "{[}", "]": "{]}", "*": "{*}",
    ]

    private static let punctuation: [Unicode.Scalar: String] = [
        "–": "--", "—": "---", "…": "\\ldots{}", "“": "``", "”": "''", "‘": "`", "’": "'", "„": "``",
        "\u{A0}": "~", "\u{202F}": "\\,", "\u{2009}": "\\,", "\u{2011}": "\\mbox{-}",
        "−": "$-$", "°": "$^\\circ$", "²": "$^2$", "³": "$^3$", "¹": "$^1$", "½": "$\\frac{1}{2}$",
        "§": "\\S{}", "¶": "\\P{}", "©": "\\copyright{}", "£": "\\pounds{}", "†": "\\dag{}", "‡": "\\ddag{}",
    ]

    /// Commands of mathematics that need no package.
    private static let mathematics: [Unicode.Scalar: String] = [
        "±": "pm", "∓": "mp", "×": "times", "÷": "div", "·": "cdot", "≤": "leq", "≥": "geq", "≠": "neq",
        "≈": "approx", "∞": "infty", "→": "rightarrow", "←": "leftarrow", "↑": "uparrow", "↓": "downarrow",
        "⇒": "Rightarrow", "∈": "in", "∑": "sum", "∏": "prod", "∂": "partial", "∇": "nabla", "√": "surd", "∼": "sim",
        "∅": "emptyset", "∩": "cap", "∪": "cup", "∧": "wedge", "∨": "vee", "¬": "neg", "∀": "forall", "∃": "exists",
        "µ": "mu", "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta", "η": "eta",
        "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi",
        "ρ": "rho", "σ": "sigma", "ς": "varsigma", "τ": "tau", "υ": "upsilon", "φ": "varphi", "χ": "chi", "ψ": "psi",
        "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma",
        "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
    ]
}
