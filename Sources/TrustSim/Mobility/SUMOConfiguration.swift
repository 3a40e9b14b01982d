import Foundation

/// What a SUMO configuration (`.sumocfg`) says that matters outside SUMO. It is not checked: SUMO does that.
public struct SUMOConfiguration: Sendable {
    /// The file without its comments.
    let text: String
    private let directory: String

    /// Reads a configuration; nil where that is impossible, or it is larger than any.
    public init?(path: String) {
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.read(upToCount: 1 << 20) else {
            return nil
        }
        text = Self.withoutComments(String(decoding: data, as: UTF8.self))
        directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// The network (`net-file`), as seen from where the configuration is named; nil where it names none.
    public var network: String? {
        for name in ["net-file", "net", "n"] {
            guard let value = value(of: name) else { continue }
            return value.hasPrefix("/") ? value : directory + value
        }
        return nil
    }

    /// The value in `<name value="...">`, or in `<name v="...">`.
    private func value(of name: String) -> String? {
        for start in text.ranges(of: "<\(name)") {
            let rest = text[start.upperBound...].prefix { $0 != ">" }
            guard let first = rest.first, first.isWhitespace else { continue }
            for key in ["value", "v"] {
                guard
                    let place = rest.ranges(of: key).first(where: { range in
                        rest[..<range.lowerBound].last?.isWhitespace == true
                    })
                else { continue }
                let behind = rest[place.upperBound...].drop { $0.isWhitespace || $0 == "=" }
                guard let quote = behind.first, quote == "\"" || quote == "'" else { continue }
                return Self.resolved(behind.dropFirst().prefix { $0 != quote })
            }
        }
        return nil
    }

    private static func withoutComments(_ text: String) -> String {
        var rest = text[...]
        var kept = ""
        while let begin = rest.firstRange(of: "<!--") {
            kept += rest[..<begin.lowerBound]
            rest = rest[begin.upperBound...]
            rest = rest.firstRange(of: "-->").map { rest[$0.upperBound...] } ?? ""
        }
        return kept + rest
    }

    /// With the characters that XML has names for.
    private static func resolved(_ text: some StringProtocol) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")].reduce(String(text)) {
            $0.replacing($1.0, with: $1.1)
        }
    }
}
