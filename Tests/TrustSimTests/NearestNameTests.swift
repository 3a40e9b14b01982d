import Testing

@testable import TrustSim

struct NearestNameTests {
    private let names = ["seed", "duration", "vehicles", "radio", "radius", "behavior", "schemes"]

    @Test(
        arguments: [
            ("seed", "seed"), ("SEED", "seed"), ("sed", "seed"), ("seeed", "seed"), ("sede", "seed"), ("seet", "seed"),
            ("vehicels", "vehicles"), ("vehicle", "vehicles"), ("behaviour", "behavior"), ("duraton", "duration"),
            ("druatoin", "duration"), ("radoi", "radio"), ("radiu", "radio"), ("radis", "radio"), ("radiuss", "radius"),
            ("scheme", "schemes"), ("sd", nil), ("speed", "seed"), ("vehicular", "vehicles"), ("vehemence", nil),
            ("xyz", nil), ("", nil),
        ] as [(String, String?)])
    func suggestions(_ name: String, _ expected: String?) {
        #expect(NearestName.nearest(to: name, among: names) == expected)
    }

    @Test func theLimitIsAThird() {
        #expect(NearestName.nearest(to: "abcdef", among: ["abcdxy"]) == "abcdxy")
        #expect(NearestName.nearest(to: "abcde", among: ["abcxy"]) == nil)
        #expect(NearestName.nearest(to: "ab", among: ["ax"]) == "ax")
        #expect(NearestName.nearest(to: "a", among: ["x"]) == nil)
        #expect(NearestName.nearest(to: "a", among: ["ab"]) == "ab")
        #expect(NearestName.nearest(to: "a", among: [""]) == nil)
    }

    @Test func tiesGoToTheFirst() {
        #expect(NearestName.nearest(to: "cat", among: ["bat", "hat", "rat"]) == "bat")
        #expect(NearestName.nearest(to: "cat", among: ["rat", "bat", "hat"]) == "rat")
        #expect(NearestName.nearest(to: "cat", among: ["bat", "Cat", "cat"]) == "Cat")
        #expect(NearestName.nearest(to: "cat", among: []) == nil)
    }

    @Test(.timeLimit(.minutes(10))) func longNamesAreNotCompared() {
        let long = String(repeating: "\u{316}\u{301}", count: 500_000)
        #expect(NearestName.nearest(to: long, among: names) == nil)
        #expect(NearestName.nearest(to: "seed", among: [long, "sed"]) == "sed")
        let name = String(repeating: "a", count: 64)
        #expect(NearestName.nearest(to: name, among: [name + "b", String(name.dropLast())]) == String(name.dropLast()))
    }

    @Test func anyScalarsAreCompared() {
        #expect(NearestName.nearest(to: "ÉTÉ", among: ["été"]) == "été")
        #expect(NearestName.nearest(to: "ключи", among: ["ключ"]) == "ключ")
    }
}
