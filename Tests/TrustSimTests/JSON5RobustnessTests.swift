import Testing

@testable import TrustSim

/// SplitMix64, so that a run can be repeated from its seed.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite(.timeLimit(.minutes(10)))
struct JSON5RobustnessTests {
    /// Whether the nodes hold the same values, where what JSON cannot write became null.
    private func isSame(_ first: JSONNode, _ second: JSONNode) -> Bool {
        switch (first.value, second.value) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left, _), .null): !left.isFinite
        case (.number(let left, _), .number(let right, _)):
            left.bitPattern == right.bitPattern && (first.integer == nil || first.integer == second.integer)
                && (first.unsignedInteger == nil || first.unsignedInteger == second.unsignedInteger)
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left.count == right.count && zip(left, right).allSatisfy(isSame)
        case (.object(let left), .object(let right)):
            left.count == right.count
                && zip(left, right).allSatisfy { $0.key.utf8.elementsEqual($1.key.utf8) && isSame($0.value, $1.value) }
        default: false
        }
    }

    private func surviveRoundTrip(_ node: JSONNode, _ style: JSONWriter.Style) throws -> Bool {
        var writer = JSONWriter(style: style)
        writer.value(node)
        return isSame(node, try JSON5Reader.read(writer.bytes, origin: .file("again")))
    }

    @Test func writtenNodesReadBackTheSame() throws {
        let node = try parseJSON5(richJSON5Document)
        #expect(try surviveRoundTrip(node, .pretty))
        #expect(try surviveRoundTrip(node, .compact))
    }

    @Test func everyTruncationIsAnError() {
        let bytes = Array(richJSON5Document.utf8)
        for length in bytes.indices {
            let message = json5Failure(Array(bytes[..<length]))
            #expect(message.hasPrefix("f:"), "the first \(length) bytes: \(message)")
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func mutationsNeverCrash(batch: UInt64) {
        let original = Array(richJSON5Document.utf8)
        for number in 0..<5000 as Range<UInt64> {
            let seed = batch * 1_000_000 + number
            let bytes = mutated(original, seed: seed)
            do throws(DataError) {
                let node = try JSON5Reader.read(bytes, origin: .file("f"))
                #expect((try? surviveRoundTrip(node, .compact)) == true, "seed \(seed)")
            } catch {
                let lines = bytes.count { $0 == 10 || $0 == 13 } + 1
                let isSound =
                    error.position.map { (1...lines).contains($0.line) && (1...bytes.count + 1).contains($0.column) }
                #expect(isSound == true && !error.message.isEmpty, "seed \(seed): \(error)")
                #expect(error.description == escapedForMessage(error.description), "seed \(seed): \(error)")
            }
        }
    }

    /// The bytes with one to six changes: a byte replaced, removed or inserted, or a stretch repeated or removed.
    private func mutated(_ original: [UInt8], seed: UInt64) -> [UInt8] {
        var generator = SeededGenerator(state: seed)
        let structural = Array("{}[]:,'\"\\/*+-.0x9eEu \n\r\t".utf8)
        var bytes = original
        for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &generator)
            let end = min(bytes.count, index + Int.random(in: 1...40, using: &generator))
            let isStructural = Bool.random(using: &generator)
            let byte =
                isStructural
                ? structural[Int.random(in: structural.indices, using: &generator)]
                : UInt8.random(in: .min ... .max, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0, 1: bytes[index] = byte
            case 2: bytes.remove(at: index)
            case 3: bytes.insert(byte, at: index)
            case 4: bytes.insert(contentsOf: bytes[index..<end], at: index)
            default: bytes.removeSubrange(index..<end)
            }
        }
        return bytes
    }

    /// Texts that would take very long with a cost beyond linear, or exhaust the stack.
    @Test(arguments: [
        ("", "[", ""), ("", "{a:", ""), ("'", "\\n", "'"), ("/*", "*", ""), ("", "//\n", "1"), ("", "1", ""),
        ("{'a", "\u{316}\u{301}", "':1}"), ("{a", "\u{316}\u{301}", ":1}"), ("", "x", ""), ("[", "0,", "]"),
        ("", "\\", ""), ("'", "\\", ""), ("[", "'',", "]"), ("", "/", ""), ("", "\r", "1"), ("", "\u{2028}", "1"),
    ])
    func longRunsAreLinear(_ start: String, _ run: String, _ end: String) {
        let text = start + String(repeating: run, count: 200_000) + end
        #expect(json5Failure(text).utf8.count < 3_000_000)
    }

    /// Their nodes would take far more memory than ten times the text.
    @Test(arguments: [("[", "[],", "]"), ("[", "0,", "]"), ("[", "{},", "]")])
    func tooManyTinyValuesAreRefused(_ start: String, _ run: String, _ end: String) {
        let allowed = start + String(repeating: run, count: 140_000) + end
        #expect(json5Failure(allowed).hasPrefix("accepted: "))
        let text = start + String(repeating: run, count: 300_000) + end
        let most = 200_000 + text.utf8.count / 20
        #expect(
            json5Failure(text).hasSuffix(": the file has too many values for its size: more than \(most)"),
            "\(json5Failure(text).prefix(200))")
        // With keys, each counts twice.
        let members = (0..<150_000).map { "k\($0):0" }.joined(separator: ",")
        #expect(json5Failure("{\(members)}").hasSuffix("more than \(200_000 + (members.utf8.count + 2) / 20)"))
    }

    @Test func manyKeysAreLinear() {
        let members = (0..<50_000).map { "k\($0): {a: \($0)}" }.joined(separator: ",")
        #expect(json5Failure("{\(members)}").hasPrefix("accepted: "))
        #expect(json5Failure("{\(members), k7: 1}").contains("duplicate key 'k7' (first at line 1, column "))
    }
}
