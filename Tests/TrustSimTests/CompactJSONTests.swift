import Testing

@testable import TrustSim

@Suite("Compact JSON")
struct CompactJSONTests {
    private func read(_ text: String) -> CompactJSON? {
        var json = CompactJSON()
        return json.read(Array(text.utf8)) ? json : nil
    }

    @Test("members are found by key, whatever comes before them")
    func members() throws {
        let json = try #require(
            read(
                " {\"a\": [1, [2, {\"b\": 3}]], \"b\": -1.5e-3, \"c\": \"x\\\"y\", \"d\": {\"b\": 7}, \"e\": [4, 5, 6], "
                    + "\"f\": true, \"g\": null, \"h\": \"1.5, 2,3\", \"i\": 9007199254740993} "))
        #expect(json.number("b") == -0.0015 && json.text("c") == "x\\\"y")
        #expect(json.find("d").flatMap { json.number("b", in: $0) } == 7)
        #expect(json.point("e") == Point(x: 4, y: 5) && json.point("h") == Point(x: 1.5, y: 2))
        #expect(json.number("f") == 1 && json.number("g") == nil && json.number("z") == nil)
        #expect(json.integer("b") == nil && json.point("b") == nil && json.point("a") == nil)
        #expect(json.find("a").map { json.children($0).count } == 2)
    }

    @Test("numbers read as the standard library reads them")
    func numbers() throws {
        for text in ["0", "-0", "1e308", "4.9e-324", "5743.782818787197", "10805.699999999999", "6.290311513562857e-9"]
        {
            #expect(read("{\"x\":\(text)}")?.number("x") == Double(text))
        }
        for text in ["1e999", "NaN", "Infinity"] { #expect(read("{\"x\":\(text)}")?.number("x") == nil) }
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", " ", "{", "}", "[", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "[1,]", "\"a", "\"a\\",
            "tru", "nul", "-", "+", "1.2.3", "1e", "0x10", "{a:1}", "1 2", "{\"a\":1}}", "inf", "nan", "\u{0}", "--1",
        ])
    func refused(text: String) { #expect(read(text) == nil, "\(text)") }

    @Test("depth is limited")
    func depth() {
        #expect(read(String(repeating: "[", count: 16) + String(repeating: "]", count: 16)) != nil)
        #expect(read(String(repeating: "[", count: 100_000)) == nil)
    }
}
