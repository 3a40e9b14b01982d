import Foundation
import Testing

@testable import TrustSim

/// Keeps everything that a scan hands over.
struct FCDRecorder: FCDHandler {
    enum Event: Equatable {
        case timestep(Int64)
        case vehicle(String, x: Double, y: Double, speed: Double?, angle: Double?)
    }

    var events: [Event] = []

    mutating func timestep(_ microseconds: Int64) {
        events.append(.timestep(microseconds))
    }

    mutating func vehicle(id: UnsafeRawBufferPointer, x: Double, y: Double, speed: Double?, angle: Double?) {
        events.append(.vehicle(String(decoding: id, as: UTF8.self), x: x, y: y, speed: speed, angle: angle))
    }
}

/// What a scan of a document in memory gives: the events until the end or the error, and the summary or the error.
struct FCDOutcome: Equatable {
    var events: [FCDRecorder.Event] = []
    var summary: FCDSummary?
    /// Empty without one.
    var error = ""

    init(_ bytes: [UInt8], chunkBytes: Int = FCDScanner.chunkBytes, begin: Int64 = .min, end: Int64 = .max) {
        var recorder = FCDRecorder()
        do {
            summary = try FCDScanner.scan(
                bytes: bytes, name: "t.xml", chunkBytes: chunkBytes, begin: begin, end: end, into: &recorder)
        } catch { self.error = "\(error)" }
        events = recorder.events
    }

    init(_ text: String, chunkBytes: Int = FCDScanner.chunkBytes, begin: Int64 = .min, end: Int64 = .max) {
        self.init(Array(text.utf8), chunkBytes: chunkBytes, begin: begin, end: end)
    }
}

/// SplitMix64, so that a seed gives the same test everywhere.
struct FCDTestRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A document with everything that is allowed. No line feed follows its end, so that each prefix is incomplete.
let completeFCD =
    "\u{FEFF}<?xml version=\"1.0\" encoding='UTF-8'?>\r\n<!-- sumo --help < & > -->\n<?xml-stylesheet href=\"a\"?>\n"
    + "<fcd-export xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\r\n"
    + "    <timestep time=\"0.00\"/>\n    <timestep time='1.5'></timestep >\n"
    + "    <timestep other=\"\" time=\"2.0000005\">\n"
    + "        <vehicle id=\"a&amp;&lt;&gt;&quot;&apos;&#65;&#x42;\" x=\"1\" y=\"-2.5\" lane=\"é😀>'\"/>\n"
    + "        <vehicle\n\tangle = '90' speed=\"1e1\"\r\ny='.5' type='a\"b&#10;' x='+4.' id='ü\t1'>"
    + "<param key=\"k\"/></vehicle>\n"
    + "        <person id=\"p\"><!-- a > b --><ride><vehicle id=\"x\"/>text &amp; <![CDATA[</ride>]]]></ride>"
    + "</person>\n"
    + "    </timestep>\n    <timestep time=\"3\">\n        <vehicle id=\"c\" x=\"&#49;0\" y=\"0\"/>\n    </timestep>\n"
    + "    <übung a.b-c_d:e1=\"1\">t</übung>\n</fcd-export>"

@Suite("FCD scanner")
struct FCDScannerTests {
    @Test("everything that is allowed is read")
    func complete() {
        let outcome = FCDOutcome(completeFCD + "\n<!-- end --> <?done?>\n")
        #expect(outcome.error == "")
        #expect(
            outcome.events == [
                .timestep(0), .timestep(1_500_000), .timestep(2_000_001),
                .vehicle("a&<>\"'AB", x: 1, y: -2.5, speed: nil, angle: nil),
                .vehicle("ü 1", x: 4, y: 0.5, speed: 10, angle: 90),
                .timestep(3_000_000),
                .vehicle("c", x: 10, y: 0, speed: nil, angle: nil),
            ])
        #expect(outcome.summary?.timesteps == 4)
        #expect(outcome.summary?.samples == 3)
        #expect(outcome.summary?.bytes == Int64((completeFCD + "\n<!-- end --> <?done?>\n").utf8.count))
        #expect(outcome.summary?.firstMicroseconds == 0)
        #expect(outcome.summary?.lastMicroseconds == 3_000_000)
    }

    @Test(
        "a trace may be empty",
        arguments: ["<fcd-export/>", "<fcd-export></fcd-export>", " <fcd-export> </fcd-export>"])
    func empty(text: String) {
        let outcome = FCDOutcome(text)
        #expect(outcome.error == "")
        #expect(outcome.summary?.timesteps == 0)
        #expect(outcome.summary?.firstMicroseconds == nil)
    }

    @Test("the size of the chunks makes no difference")
    func chunks() {
        let expected = FCDOutcome(completeFCD)
        #expect(expected.error == "")
        for chunkBytes in 1...64 {
            #expect(FCDOutcome(completeFCD, chunkBytes: chunkBytes) == expected, "chunks of \(chunkBytes) bytes")
        }
    }

    @Test("a document truncated at any byte is refused where it ends", arguments: [1, 2, 7, 64, FCDScanner.chunkBytes])
    func truncated(chunkBytes: Int) {
        let bytes = Array(completeFCD.utf8)
        for count in 0..<bytes.count {
            let prefix = Array(bytes[..<count])
            let outcome = FCDOutcome(prefix, chunkBytes: chunkBytes)
            #expect(outcome.summary == nil, "the first \(count) bytes")
            if [1, 2].contains(count) { continue }  // Not yet a byte order mark.
            let isExpected =
                outcome.error.contains("; it is truncated") || outcome.error.contains("the file is empty")
            #expect(isExpected, "the first \(count) bytes: \(outcome.error)")
            let lines = prefix.split(separator: 0x0A, omittingEmptySubsequences: false)
            let mark = lines.count == 1 && count >= 3 ? 1 : 0
            let column = lines[lines.count - 1].count { $0 & 0xC0 != 0x80 } - mark + 1
            #expect(outcome.error.hasPrefix("t.xml:\(lines.count):\(column): "), "the first \(count) bytes")
        }
    }

    @Test(
        "damaged documents give the same events and error whatever the chunks", arguments: 1...20 as ClosedRange<UInt64>
    )
    func damaged(seed: UInt64) {
        var random = FCDTestRandom(state: seed)
        let parts: [[UInt8]] =
            ["<", ">", "\"", "'", "&", "/", "<!--", "-->", "]]>", "<?", "\0", "=", " ", "1", "é", "&#"]
            .map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]
        for round in 0..<100 {
            var bytes = Array(completeFCD.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let start = Int.random(in: 0..<bytes.count, using: &random)
                let end = min(bytes.count, start + Int.random(in: 0...3, using: &random))
                bytes.replaceSubrange(start..<end, with: parts.randomElement(using: &random) ?? [])
            }
            let expected = FCDOutcome(bytes)
            for chunkBytes in [1, 3, 17] {
                let outcome = FCDOutcome(bytes, chunkBytes: chunkBytes)
                #expect(outcome == expected, "seed \(seed), round \(round), chunks of \(chunkBytes) bytes")
            }
        }
    }

    @Test("only timesteps from begin to end inclusive are handed over, and all are counted")
    func window() {
        let text = """
            <fcd-export><timestep time="1"><vehicle id="a" x="1" y="1"/></timestep>
            <timestep time="2"><vehicle id="b" x="1" y="1"/></timestep>
            <timestep time="3"><vehicle id="c" x="1" y="1"/></timestep>
            <timestep time="4"><vehicle id="d" x="1" y="1"/></timestep></fcd-export>
            """
        let outcome = FCDOutcome(text, begin: 2_000_000, end: 3_000_000)
        let vehicles = ["b", "c"].map { FCDRecorder.Event.vehicle($0, x: 1, y: 1, speed: nil, angle: nil) }
        #expect(outcome.events == [.timestep(2_000_000), vehicles[0], .timestep(3_000_000), vehicles[1]])
        #expect(outcome.summary?.timesteps == 4)
        #expect(outcome.summary?.samples == 4)
        #expect(outcome.summary?.firstMicroseconds == 1_000_000)
        #expect(outcome.summary?.lastMicroseconds == 4_000_000)
        #expect(FCDOutcome(text, begin: 3_000_000, end: 2_000_000).events.isEmpty)
    }

    @Test("timesteps outside the window are checked as well")
    func windowChecks() {
        let text = "<fcd-export><timestep time=\"1\"><vehicle id=\"a\" x=\"?\" y=\"1\"/></timestep></fcd-export>"
        let outcome = FCDOutcome(text, begin: 5, end: 6)
        #expect(outcome.error == "t.xml:1:51: x='?' is not a decimal number such as -12.5")
    }

    struct Refusal: Error, Equatable {}

    /// Refuses the second timestep and each vehicle of the id "bad".
    struct Refusing: FCDHandler {
        var error: any Error
        mutating func timestep(_ microseconds: Int64) throws {
            if microseconds == 2_000_000 { throw error }
        }
        mutating func vehicle(id: UnsafeRawBufferPointer, x: Double, y: Double, speed: Double?, angle: Double?) throws {
            if id.elementsEqual("bad".utf8) { throw error }
        }
    }

    @Test("a problem that the handler throws gets the position of the tag; other errors stay as they are")
    func handlerErrors() {
        let text =
            "<fcd-export>\n <timestep time=\"1\">\n  <vehicle x=\"1\" y=\"1\" id=\"bad\"/></timestep></fcd-export>"
        let problem = TraceProblem("duplicate vehicle")
        let located = TraceError(file: "t.xml", line: 3, column: 3, message: "duplicate vehicle")
        for chunkBytes in [1, 16, 4096] {
            var handler = Refusing(error: problem)
            #expect(throws: located) {
                try FCDScanner.scan(
                    bytes: Array(text.utf8), name: "t.xml", chunkBytes: chunkBytes, begin: .min, end: .max,
                    into: &handler)
            }
        }
        var handler = Refusing(error: problem)
        #expect(throws: TraceError(file: "t.xml", line: 1, column: 13, message: "duplicate vehicle")) {
            try FCDScanner.scan(
                bytes: Array("<fcd-export><timestep time='2'/></fcd-export>".utf8), name: "t.xml", into: &handler)
        }
        handler = Refusing(error: Refusal())
        #expect(throws: Refusal()) {
            try FCDScanner.scan(bytes: Array(text.utf8), name: "t.xml", into: &handler)
        }
    }
}
