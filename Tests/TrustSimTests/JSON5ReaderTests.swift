import Testing

@testable import TrustSim

struct JSON5AcceptedTests {
    @Test(arguments: [
        ("null", "null"), ("true", "true"), (" false ", "false"), ("'a'", "\"a\""), ("\"it's\"", "\"it's\""),
        ("'say \"x\"'", "\"say \\\"x\\\"\""), ("[]", "[]"), ("{}", "{}"), ("[1,]", "[1]"), ("{a:1,}", "{\"a\":1}"),
        ("[[],[{}],]", "[[],[{}]]"), ("{$a_1: 1, _: 2, 'b c': 3, \"d\": 4}", "{\"$a_1\":1,\"_\":2,\"b c\":3,\"d\":4}"),
        (
            "{été: 1, ключ: 2, 名: 3, a\u{200D}b: 4, x\u{301}: 5}",
            "{\"été\":1,\"ключ\":2,\"名\":3,\"a\u{200D}b\":4,\"x\u{301}\":5}"
        ),
        ("{\\u0061b: 1, c\\u0064: 2}", "{\"ab\":1,\"cd\":2}"),
        ("{null: 1, true: 2, NaN: 3}", "{\"null\":1,\"true\":2,\"NaN\":3}"),
        ("{\"\": 1}", "{\"\":1}"), ("{e\u{301}: 1, \u{E9}: 2}", "{\"e\u{301}\":1,\"\u{E9}\":2}"),
        ("// c\n1 // end", "1"), ("/* a */ [ /**/ 1 /* b\n */ , 2 ] /***/", "[1,2]"), ("1//\u{2028}", "1"),
        ("[//a\r1,//b\u{2028}2,//c\u{2029}3]", "[1,2,3]"),
        ("\u{FEFF}1", "1"), ("\u{FEFF}\u{FEFF} 1\u{FEFF}", "1"),
        ("\t\u{B}\u{C} \u{A0}\u{1680}\u{2000}\u{200A}\u{202F}\u{205F}\u{3000}\r\n\u{2028}\u{2029}1\u{3000}", "1"),
    ])
    func accepts(_ text: String, _ expected: String) throws {
        #expect(compactJSON(try parseJSON5(text)) == expected)
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("12", 12), ("+12", 12), ("-12", -12), (".5", 0.5), ("5.", 5), ("-.5", -0.5),
            ("5.e1", 50),
            ("0.25", 0.25), ("1e3", 1000), ("1E+3", 1000), ("25e-2", 0.25), ("0e1", 0), ("0x1f", 31), ("-0XFF", -255),
            ("+0xE", 14), ("0xe", 14), ("Infinity", .infinity), ("+Infinity", .infinity), ("-Infinity", -.infinity),
            ("1e-999", 0), ("5e-324", .leastNonzeroMagnitude), ("1.7976931348623157e308", 1.7976931348623157e308),
            ("123456789012345", 123_456_789_012_345), ("0x20000000000001", 9_007_199_254_740_992),
            ("9007199254740993", 9_007_199_254_740_992), ("0.1", 0.1),
            ("0x10000000000000000", 18_446_744_073_709_551_616),
        ] as [(String, Double)])
    func numbers(_ text: String, _ expected: Double) throws {
        let node = try parseJSON5(text)
        #expect(node.double == expected)
        guard case .number(_, let literal) = node.value else { return }
        #expect(literal == text)
    }

    @Test func specialNumbers() throws {
        #expect(try parseJSON5("NaN").double?.isNaN == true)
        #expect(try parseJSON5("-NaN").double?.isNaN == true)
        #expect(try parseJSON5("-0").double?.sign == .minus)
        #expect(try parseJSON5("-0.0").double?.sign == .minus)
        let digits = String(repeating: "1", count: JSON5Reader.maximumNumberLength)
        #expect(try parseJSON5(digits).double == Double(digits))
    }

    @Test(arguments: [
        (#"'\b\t\n\v\f\r\0'"#, "\u{8}\t\n\u{B}\u{C}\r\0"), (#"'\x41\xe9\xFF'"#, "A\u{E9}\u{FF}"),
        (#"'\u00e9\u2028'"#, "\u{E9}\u{2028}"), (#"'\uD83D\uDE00\ud83d\ude00'"#, "😀😀"),
        (#"'\'\"\\\/\a\q\$'"#, "'\"\\/aq$"), (#"'\é\😀'"#, "é😀"), (#"'\A\C'"#, "AC"), (#"'a\0b'"#, "a\0b"),
        ("'a\\\nb'", "ab"), ("'a\\\r\nb'", "ab"), ("'a\\\rb'", "ab"), ("'a\\\u{2028}b\\\u{2029}c'", "abc"),
        ("'a\u{2028}b\u{2029}\u{7F}'", "a\u{2028}b\u{2029}\u{7F}"), ("'// /* no comment'", "// /* no comment"),
        (#"'\uFFFF\u0000'"#, "\u{FFFF}\0"), (#"'\uDBFF\uDFFF'"#, "\u{10FFFF}"), ("''", ""),
    ])
    func strings(_ text: String, _ expected: String) throws {
        let string = try #require(try parseJSON5(text).string)
        #expect(Array(string.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test func richDocumentIsRead() throws {
        let node = try parseJSON5(richJSON5Document)
        #expect(node.members?.count == 9)
        #expect(node["other"]?.string == "it's continued")
        #expect(node["$_ключ1"]?.elements?.count == 13)
        #expect(node["escapes"]?.string == "\u{8}\t\n\u{B}\u{C}\r\0Aé😀'\"\\/a")
        #expect(node["deep"]?["a"]?.elements?[0]["b"]?.elements?[1]["c"]?.string == "é😀")
        #expect(node["last"]?.unsignedInteger == .max)
        #expect(node["words"]?.elements?.last?.isNull == true)
        #expect(node["absent"] == nil)
    }

    @Test func nestingUpToTheLimit() throws {
        let depth = JSON5Reader.maximumDepth
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(compactJSON(try parseJSON5(text)) == text)
        #expect(json5Failure("[" + text + "]") == "f:1:129: objects and arrays are nested deeper than 128 levels")
        #expect(json5Failure(String(repeating: "{a:[", count: 1_000_000)).hasSuffix("nested deeper than 128 levels"))
    }
}

struct JSON5PositionTests {
    @Test func positionsCountScalars() throws {
        let node = try parseJSON5("\u{FEFF}{ключ: 1,\r\n 'é😀': /*я*/ [2,\r\t\n3],\u{2028}x: 4}")
        let members = try #require(node.members)
        #expect("\(node.position)" == "f:1:1")
        #expect(members.map { "\($0.keyPosition)" } == ["f:1:2", "f:2:2", "f:4:5"])
        #expect(members.map { "\($0.value.position)" } == ["f:1:8", "f:2:14", "f:4:8"])
        #expect(members[1].value.elements?.map { "\($0.position)" } == ["f:2:15", "f:4:1"])
    }

    @Test func descriptions() {
        #expect(SourcePosition(origin: .file("a\nb"), line: 3, column: 5).description == "a\\nb:3:5")
        #expect(
            SourcePosition(origin: .option("--set a=1\u{1B}"), line: 3, column: 5).description == "--set a=1\\u{1B}")
        let position = SourcePosition(origin: .file("f"), line: 1, column: 2)
        #expect(DataError(position: position, keyPath: "a.b", message: "no").description == "f:1:2: no")
        #expect(DataError(keyPath: "a.b", message: "no").description == "a.b: no")
        #expect(DataError(message: "no").description == "no")
    }

    @Test func escaping() {
        #expect(escapedForMessage("a é😀'\"\\") == "a é😀'\"\\")
        #expect(
            escapedForMessage("\n\r\t\0\u{7F}\u{9B}\u{202E}\u{2028}")
                == "\\n\\r\\t\\u{0}\\u{7F}\\u{9B}\\u{202E}\\u{2028}")
    }

    @Test func optionsHaveNoLines() {
        #expect(json5Failure([], .option("--set a=")) == "--set a=: the option's value is empty")
        #expect(
            json5Failure(Array("[1".utf8), .option("--set a=[1"))
                == "--set a=[1: expected ',' or ']' after the value, found the end of the option's value; "
                + "the '[' at line 1, column 1 is not closed")
    }
}

struct JSON5NodeTests {
    @Test(
        arguments: [
            ("12", 12), ("-12", -12), ("+12", 12), ("-0", 0), ("0xC", 12), ("-0xC", -12), ("12.0", 12), ("12.", 12),
            ("1.2e1", 12),
            ("120e-1", 12), ("1e18", 1_000_000_000_000_000_000), ("0e999999999999", 0), ("0.000e-9", 0), (".5e1", 5),
            ("9007199254740993", 9_007_199_254_740_993), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("-0x8000000000000000", .min), ("0x7FFFFFFFFFFFFFFF", .max), ("9223372036854775808", nil),
            ("-9223372036854775809", nil), ("0x8000000000000000", nil), ("1.5", nil), ("1e-1", nil), ("1e19", nil),
            ("1e300", nil), ("Infinity", nil), ("NaN", nil), ("'1'", nil), ("1e-99999999999", nil),
        ] as [(String, Int64?)])
    func integers(_ text: String, _ expected: Int64?) throws {
        #expect(try parseJSON5(text).integer == expected)
    }

    @Test(
        arguments: [
            ("18446744073709551615", .max), ("0xFFFFFFFFFFFFFFFF", .max), ("18446744073709551616", nil), ("-1", nil),
            ("-0", 0), ("1844674407370955161.5e1", .max), ("0x10000000000000000", nil), ("1e20", nil), ("7", 7),
        ] as [(String, UInt64?)])
    func unsignedIntegers(_ text: String, _ expected: UInt64?) throws {
        #expect(try parseJSON5(text).unsignedInteger == expected)
    }

    @Test func kindsAndConveniences() throws {
        let nodes = try #require(try parseJSON5("[null, true, 1, 's', [], {}]").elements)
        let kinds = ["null", "a boolean", "a number", "a string", "an array", "an object"]
        #expect(nodes.map(\.kindName) == kinds)
        #expect(nodes.map(\.isNull) == [true, false, false, false, false, false])
        #expect(nodes.map(\.bool) == [nil, true, nil, nil, nil, nil])
        #expect(nodes.map(\.double) == [nil, nil, 1, nil, nil, nil])
        #expect(nodes.map(\.string) == [nil, nil, nil, "s", nil, nil])
        #expect(nodes.map { $0.elements?.count } == [nil, nil, nil, nil, 0, nil])
        #expect(nodes.map { $0.members?.count } == [nil, nil, nil, nil, nil, 0])
    }

    @Test func aHandMadeLiteralCannotTrap() {
        let position = SourcePosition(origin: .file("f"), line: 1, column: 1)
        for literal in ["", "x", "+", "1 ", "0x", "--1", "é", String(repeating: "9", count: 10_000)] {
            #expect(JSONNode(value: .number(1, literal: literal), position: position).integer == nil)
        }
    }
}
