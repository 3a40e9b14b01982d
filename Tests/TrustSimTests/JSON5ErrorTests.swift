import Testing

@testable import TrustSim

struct JSON5ErrorTests {
    @Test(arguments: [
        ("", "f:1:1: the file is empty"), ("\u{FEFF}", "f:1:1: the file is empty"),
        (" \n ", "f:2:2: the file holds only white space; expected a value"),
        ("// a\n/* b */\n", "f:3:1: the file holds only comments; expected a value"),
        ("1 2", "f:1:3: expected the end of the file after the document, found '2'"),
        ("{}\n}", "f:2:1: expected the end of the file after the document, found '}'"),
        ("1 /* a", "f:1:3: the comment is not closed: expected '*/' before the end of the file"),
        ("/*/", "f:1:1: the comment is not closed: expected '*/' before the end of the file"),
        ("[1, / 2]", "f:1:6: expected '//' or '/*' to begin a comment, found ' ' after '/'"),
        (",", "f:1:1: expected a value, found ','"), ("@", "f:1:1: expected a value, found '@'"),
        ("\u{1}", "f:1:1: expected a value, found '\\u{1}'"), ("\0", "f:1:1: expected a value, found '\\u{0}'"),
        ("# a", "f:1:1: expected a value, found '#' (a comment begins with // or /*)"),
        ("“a”", "f:1:1: expected a value, found '“' (strings need straight quotes, \" or ')"),
        ("±1", "f:1:1: expected a value, found '±' (U+00B1)"),
        ("1\u{202E}", "f:1:2: expected the end of the file after the document, found '\\u{202E}' (U+202E)"),
    ])
    func documents(_ text: String, _ expected: String) {
        #expect(json5Failure(text) == expected)
    }

    @Test(arguments: [
        ("{a: 1 x: 2}", "f:1:7: expected ',' or '}' after the value, found 'x'"),
        ("{a: 1\n  b: 2}", "f:2:3: expected ',' or '}' after the value, found 'b'"),
        ("[1 2]", "f:1:4: expected ',' or ']' after the value, found '2'"),
        ("[1}", "f:1:3: expected ',' or ']' after the value, found '}'"),
        ("[,]", "f:1:2: expected a value or ']', found ','"), ("[1,,]", "f:1:4: expected a value or ']', found ','"),
        ("{,}", "f:1:2: expected a key (a name or a string) or '}', found ','"),
        ("{1: 2}", "f:1:2: expected a key (a name or a string) or '}', found '1'"),
        ("{a}", "f:1:3: expected ':' after the key 'a', found '}'"),
        (
            "{max-speed: 1}",
            "f:1:5: expected ':' after the key 'max', found '-'; a key with this character needs quotes"
        ),
        ("{a: }", "f:1:5: expected a value for the key 'a', found '}'"),
        ("{a: 1,\n b: 2,\n  a: 3}", "f:3:3: duplicate key 'a' (first at line 1, column 2)"),
        ("{\"seed\": 1, 'see\\x64': 2}", "f:1:13: duplicate key 'seed' (first at line 1, column 2)"),
        ("{'a\\n': 1, 'a\\n': 2}", "f:1:12: duplicate key 'a\\n' (first at line 1, column 2)"),
        ("{\\u0031: 1}", "f:1:2: the escape stands for '1', which a key without quotes cannot have here"),
        ("{a\\u002d: 1}", "f:1:3: the escape stands for '-', which a key without quotes cannot have here"),
        ("{\\x61: 1}", "f:1:2: expected a key (a name or a string) or '}', found '\\'"),
        (
            "{",
            "f:1:2: expected a key (a name or a string) or '}', found the end of the file; "
                + "the '{' at line 1, column 1 is not closed"
        ),
        (
            "{a: [\n1",
            "f:2:2: expected ',' or ']' after the value, found the end of the file; "
                + "the '[' at line 1, column 5 is not closed"
        ),
        (
            "{a: [1]\n",
            "f:2:1: expected ',' or '}' after the value, found the end of the file; "
                + "the '{' at line 1, column 1 is not closed"
        ),
        (
            "{a",
            "f:1:3: expected ':' after the key 'a', found the end of the file; "
                + "the '{' at line 1, column 1 is not closed"
        ),
        (
            "{a:",
            "f:1:4: expected a value for the key 'a', found the end of the file; "
                + "the '{' at line 1, column 1 is not closed"
        ),
    ])
    func containers(_ text: String, _ expected: String) {
        #expect(json5Failure(text) == expected)
    }

    @Test(arguments: [
        ("'abc", "f:1:1: the string is not closed: expected ' before the end of the file"),
        ("[\"abc\\", "f:1:2: the string is not closed: expected \" before the end of the file"),
        (
            "[\n 'a\nb']",
            "f:2:2: the string is not closed: expected ' before the end of the line "
                + "(a line break is written \\n)"
        ),
        ("'a\tb'", "f:1:3: control character U+0009 in a string; write \\t"),
        ("'é\u{1F}'", "f:1:3: control character U+001F in a string; write \\u001F"),
        ("'\\\u{1}'", "f:1:3: control character U+0001 in a string; write \\u0001"),
        ("'\\x4g'", "f:1:5: expected 2 hexadecimal digits after \\x, found 'g'"),
        ("'\\u12'", "f:1:6: expected 4 hexadecimal digits after \\u, found '''"),
        ("'\\u{41}'", "f:1:4: expected 4 hexadecimal digits after \\u, found '{'"),
        ("'\\u00", "f:1:6: expected 4 hexadecimal digits after \\u, found the end of the file"),
        ("'a\\uD83Db'", "f:1:3: lone surrogate \\uD83D; a character beyond U+FFFF is a pair like \\uD83D\\uDE00"),
        ("'\\uD83D\\u0041'", "f:1:2: lone surrogate \\uD83D; a character beyond U+FFFF is a pair like \\uD83D\\uDE00"),
        ("'\\uD83D\\uD83D'", "f:1:2: lone surrogate \\uD83D; a character beyond U+FFFF is a pair like \\uD83D\\uDE00"),
        ("'\\ude00'", "f:1:2: lone surrogate \\uDE00; a character beyond U+FFFF is a pair like \\uD83D\\uDE00"),
        ("'\\01'", "f:1:2: octal escapes are not allowed; write \\x and two hexadecimal digits"),
        ("'\\7'", "f:1:2: octal escapes are not allowed; write \\x and two hexadecimal digits"),
    ])
    func strings(_ text: String, _ expected: String) {
        #expect(json5Failure(text) == expected)
    }

    @Test(arguments: [
        ("[007]", "f:1:2: malformed number '007': leading zeros are not allowed"),
        ("-00", "f:1:1: malformed number '-00': leading zeros are not allowed"),
        ("01.5", "f:1:1: malformed number '01.5': leading zeros are not allowed"),
        ("1.2.3", "f:1:1: malformed number '1.2.3': unexpected '.'"),
        ("12abc", "f:1:1: malformed number '12abc': unexpected 'a'"),
        ("1_000", "f:1:1: malformed number '1_000': unexpected '_'"),
        ("1e", "f:1:1: malformed number '1e': expected a digit in the exponent"),
        ("1e+", "f:1:1: malformed number '1e+': expected a digit in the exponent"),
        ("1e1.5", "f:1:1: malformed number '1e1.5': unexpected '.'"),
        ("0x", "f:1:1: malformed number '0x': expected a hexadecimal digit after '0x'"),
        ("0xG", "f:1:1: malformed number '0xG': expected a hexadecimal digit after '0x', found 'G'"),
        ("0x1.8", "f:1:1: malformed number '0x1.8': unexpected '.'"),
        (".", "f:1:1: malformed number '.': expected a digit"), ("-", "f:1:1: malformed number '-': expected a digit"),
        ("- 1", "f:1:1: malformed number '-': expected a digit"),
        (".e1", "f:1:1: malformed number '.e1': expected a digit, found 'e'"),
        ("+-1", "f:1:1: malformed number '+': expected a digit"),
        ("-infinity", "f:1:1: malformed number '-infinity': expected a digit, found 'i'"),
        ("[1-2]", "f:1:3: expected ',' or ']' after the value, found '-'"),
        ("[0xE+1]", "f:1:5: expected ',' or ']' after the value, found '+'"),
        ("1e309", "f:1:1: the number '1e309' is too large; the limit is about 1.8e308"),
        (
            "-1e99999999999999999999",
            "f:1:1: the number '-1e99999999999999999999' is too large; the limit is about 1.8e308"
        ),
        ("True", "f:1:1: unknown word 'True'; did you mean true?"),
        ("[nul]", "f:1:2: unknown word 'nul'; did you mean null?"),
        (
            "{a: highway}",
            "f:1:5: unknown word 'highway'; expected true, false, null, Infinity or NaN, "
                + "or quotes for a string"
        ),
        (
            "tru\\u0065",
            "f:1:1: unknown word 'tru\\u0065'; expected true, false, null, Infinity or NaN, "
                + "or quotes for a string"
        ),
    ])
    func numbersAndWords(_ text: String, _ expected: String) {
        #expect(json5Failure(text) == expected)
    }

    @Test func longTextsAreCutInMessages() {
        let digits = String(repeating: "1", count: 257)
        #expect(json5Failure("[\(digits)]") == "f:1:2: the number has 257 characters; at most 256 are allowed")
        let key = String(repeating: "k", count: 70)
        #expect(
            json5Failure("{\(key): 1, \(key): 2}")
                == "f:1:77: duplicate key '\(key.prefix(60))...' (first at line 1, column 2)")
    }

    @Test(
        arguments: [
            ([0x7B, 0xFF], "f:1:2: invalid UTF-8: byte 0xFF at byte offset 1"),
            ([0x7B] + [UInt8](repeating: 0xFF, count: 100), "f:1:2: invalid UTF-8: byte 0xFF at byte offset 1"),
            ([0x22, 0xC3, 0xA9, 0x0A, 0xC3, 0x22], "f:2:1: invalid UTF-8: byte 0xC3 at byte offset 4"),
            ([0x31, 0x80], "f:1:2: invalid UTF-8: byte 0x80 at byte offset 1"),
            ([0xC0, 0x80], "f:1:1: invalid UTF-8: byte 0xC0 at byte offset 0"),
            ([0xE0, 0x9F, 0xBF], "f:1:1: invalid UTF-8: byte 0xE0 at byte offset 0"),
            ([0xED, 0xA0, 0x80], "f:1:1: invalid UTF-8: byte 0xED at byte offset 0"),
            ([0xF0, 0x8F, 0xBF, 0xBF], "f:1:1: invalid UTF-8: byte 0xF0 at byte offset 0"),
            ([0xF4, 0x90, 0x80, 0x80], "f:1:1: invalid UTF-8: byte 0xF4 at byte offset 0"),
            ([0xF5, 0x80, 0x80, 0x80], "f:1:1: invalid UTF-8: byte 0xF5 at byte offset 0"),
            ([0x31, 0xF0, 0x9F, 0x98], "f:1:2: invalid UTF-8: byte 0xF0 at byte offset 1"),
            ([0xEF, 0xBB], "f:1:1: invalid UTF-8: byte 0xEF at byte offset 0"),
            ([0xEF, 0xBB, 0xBF, 0xFF], "f:1:1: invalid UTF-8: byte 0xFF at byte offset 3"),
            ([0xFF, 0xFE, 0x7B, 0x00], "f:1:1: the file is in UTF-16; save it as UTF-8 (byte offset 0)"),
        ] as [([UInt8], String)])
    func invalidUTF8(_ bytes: [UInt8], _ expected: String) {
        #expect(json5Failure(bytes) == expected)
    }

    /// The strict check agrees with the standard library on every start of up to three bytes, and decodes alike.
    @Test func utf8CheckAgreesWithTheStandardLibrary() {
        let edges: [UInt8] = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xFF]
        for first in UInt8.min...UInt8.max {
            for second in edges {
                for third in edges {
                    let bytes = [first, second, third, 0x80]
                    let isValid = UTF8Check.firstInvalidOffset(in: bytes) == nil
                    #expect(isValid == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
                    guard isValid else { continue }
                    #expect(
                        UTF8Check.scalar(in: bytes, at: 0)?.scalar
                            == String(decoding: bytes, as: UTF8.self).unicodeScalars.first)
                }
            }
        }
    }
}
