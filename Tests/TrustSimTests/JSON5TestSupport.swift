import Testing

@testable import TrustSim

/// Reads a text as the file `f`.
func parseJSON5(_ text: String) throws(DataError) -> JSONNode {
    try JSON5Reader.read(Array(text.utf8), origin: .file("f"))
}

/// The node as compact JSON.
func compactJSON(_ node: JSONNode) -> String {
    var writer = JSONWriter(style: .compact)
    writer.value(node)
    return writer.text
}

/// The description of the error that reading the bytes gives.
func json5Failure(_ bytes: [UInt8], _ origin: SourcePosition.Origin = .file("f")) -> String {
    do throws(DataError) {
        return "accepted: " + compactJSON(try JSON5Reader.read(bytes, origin: origin))
    } catch {
        return error.description
    }
}

func json5Failure(_ text: String) -> String {
    json5Failure(Array(text.utf8))
}

/// A document with every form that JSON5 has. Only its last byte makes it complete.
let richJSON5Document = #"""
    // A comment.
    {
        /* Another, * with / all ** of it. */
        name: 'a "quoted" name', "other": "it's \
    continued", $_ключ1: [1, +2, -3, .5, 5., 0x1F, -0XaB, 1e3, 1.5E-7, +.5e+2, Infinity, -Infinity, NaN,],
        escapes: "\b\t\n\v\f\r\0\x41\u00e9\uD83D\uDE00\'\"\\\/\a", empty: {}, none: [], words: [true, false, null],
        deep: {a: [{b: [[], {c: "é😀"}]}]}, 'last': 18446744073709551615,
    }
    """#
