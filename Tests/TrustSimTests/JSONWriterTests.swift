import Testing

@testable import TrustSim

struct JSONWriterTests {
    private func written(_ style: JSONWriter.Style = .compact, _ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(style: style, capacity: 64)
        body(&writer)
        return writer.text
    }

    private func sample(_ writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("b", 1)
            writer.member("a", "x")
            writer.array("list") { writer in
                writer.value(1.5)
                writer.null()
                writer.object { _ in }
                writer.array { _ in }
            }
            writer.object("inner") { $0.member("flag", true) }
            writer.member("numbers", [1, 2])
            writer.key("last")
            writer.value(nil as Int?)
        }
    }

    @Test func compactLayout() {
        let expected =
            #"{"b":1,"a":"x","list":[1.5,null,{},[]],"inner":{"flag":true},"numbers":[1,2],"last":null}"#
        #expect(written(.compact, sample) == expected)
    }

    @Test func prettyLayout() {
        let expected = """
            {
              "b": 1,
              "a": "x",
              "list": [
                1.5,
                null,
                {},
                []
              ],
              "inner": {
                "flag": true
              },
              "numbers": [
                1,
                2
              ],
              "last": null
            }
            """
        #expect(written(.pretty, sample) == expected)
        #expect(written(.pretty) { $0.object { _ in } } == "{}")
    }

    @Test func documentsOnLines() {
        let text = written { writer in
            writer.object { $0.member("a", 1) }
            writer.lineBreak()
            writer.array { $0.value(2) }
            writer.lineBreak()
        }
        #expect(text == "{\"a\":1}\n[2]\n")
    }

    @Test(
        arguments: [
            (0, "0"), (-0.0, "-0"), (1, "1"), (-12, "-12"), (0.1, "0.1"), (1.5, "1.5"), (1e-7, "1e-07"),
            (100_000, "100000"),
            (9_007_199_254_740_991, "9007199254740991"), (9_007_199_254_740_992, "9007199254740992.0"),
            (1e16, "1e+16"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"), (1 / 3, "0.3333333333333333"),
            (.infinity, "null"),
            (-.infinity, "null"), (.nan, "null"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
        ] as [(Double, String)])
    func doubles(_ value: Double, _ expected: String) throws {
        let text = written { $0.value(value) }
        #expect(text == expected)
        guard value.isFinite else { return }
        let node = try JSON5Reader.read(Array(text.utf8), origin: .file("f"))
        #expect(node.double?.bitPattern == value.bitPattern)
    }

    @Test func doublesOfAnyBitsReadBackTheSame() throws {
        var bits: UInt64 = 1
        for _ in 0..<5000 {
            bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = Double(bitPattern: bits ^ (bits >> 29))
            guard value.isFinite else { continue }
            let text = written { $0.value(value) }
            let node = try JSON5Reader.read(Array(text.utf8), origin: .file("f"))
            #expect(node.double?.bitPattern == value.bitPattern, "\(text)")
        }
    }

    @Test func scalars() {
        #expect(written { $0.value(Int64.min) } == "-9223372036854775808")
        #expect(written { $0.value(UInt64.max) } == "18446744073709551615")
        #expect(written { $0.value(Int.max) } == "9223372036854775807")
        #expect(written { $0.value(true) } == "true")
        #expect(written { $0.value(false) } == "false")
        #expect(written { $0.value([0.5, nil]) } == "[0.5,null]")
    }

    @Test func strings() throws {
        let text = "a\"b\\c/\u{8}\t\n\u{C}\r\u{0}\u{1F}\u{7F}é😀\u{2028}"
        let expected = #""a\"b\\c/\b\t\n\f\r\u0000\u001F\u007Fé😀"# + "\u{2028}\""
        #expect(written { $0.value(text) } == expected)
        #expect(written { writer in writer.object { $0.member("k\n\"", 1) } } == #"{"k\n\"":1}"#)
        let node = try JSON5Reader.read(Array(expected.utf8), origin: .file("f"))
        #expect(node.string == text)
    }

    @Test(arguments: [
        ("{b: 1.0, a: [0x10, +.5, null, true, 'x',],}", #"{"b":1,"a":[16,0.5,null,true,"x"]}"#),
        (
            "[9007199254740993, -9223372036854775808, 18446744073709551615, 0xFFFFFFFFFFFFFFFF]",
            "[9007199254740993,-9223372036854775808,18446744073709551615,18446744073709551615]"
        ),
        ("[1e2, 1e20, 1e-7, -0, Infinity, NaN]", "[100,1e+20,1e-07,-0,null,null]"),
    ])
    func nodes(_ source: String, _ expected: String) throws {
        let node = try JSON5Reader.read(Array(source.utf8), origin: .file("f"))
        #expect(written { $0.value(node) } == expected)
    }

    @Test func aThrownErrorPassesThrough() {
        struct Stop: Error {}
        var writer = JSONWriter(style: .compact)
        #expect(throws: Stop.self) {
            try writer.object { (_) throws(Stop) in throw Stop() }
        }
    }
}
