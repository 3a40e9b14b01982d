import Foundation
import Testing

@testable import TrustSim

@Suite("Traces that are cut off")
struct TruncatedTraceTests {
    private static let head = "<?xml version=\"1.0\"?>\n<fcd-export>\n"
    private static let steps = [
        "<timestep time=\"0\"><vehicle id=\"a\" x=\"1\" y=\"2\" speed=\"3\"/></timestep>\n", "<timestep time=\"1\"/>\n",
        "<!-- é --><timestep time=\"2\"><vehicle id=\"a\" x=\"4\" y=\"2\"></vehicle><person id=\"p\"><x/></person>"
            + "<vehicle id=\"b\" x=\"1\" y=\"1\"/></timestep>\n",
        "<timestep time=\"3\"></timestep>\n",
    ]
    private static let whole = head + steps.joined() + "</fcd-export>"

    private static func read(_ bytes: [UInt8], chunkBytes: Int = 4096, begin: Int64? = nil) -> TraceOutcome {
        var source = TraceSource(path: "t.xml")
        (source.truncated, source.begin) = (.wholeTimesteps, begin)
        return TraceOutcome(bytes, source, chunkBytes: chunkBytes)
    }

    @Test(
        "cut at any byte, the timesteps whose end is there are taken, and it is said how many", arguments: [1, 9, 4096])
    func anywhere(chunkBytes: Int) {
        let bytes = Array(Self.whole.utf8)
        let all = TraceOutcome(bytes, TraceSource(path: "t.xml")).events
        var ends: [Int] = []
        var end = Self.head.utf8.count
        for step in Self.steps {
            end += step.utf8.count
            // The line feed is none of it.
            ends.append(end - 1)
        }
        for count in 0..<bytes.count {
            let outcome = Self.read(Array(bytes[..<count]), chunkBytes: chunkBytes)
            let steps = ends.count { $0 <= count }
            if steps == 0 {
                #expect(outcome.summary == nil && outcome.events.isEmpty, "\(count) bytes")
                continue
            }
            #expect(outcome.error == "" && outcome.summary?.timesteps == steps, "\(count) bytes: \(outcome.error)")
            let expected = all.prefix([0, 2, 3, 6, 7][steps])
            #expect(outcome.events == Array(expected), "\(count) bytes")
            #expect(outcome.summary?.samples == [0, 1, 1, 3, 3][steps])
            let lines = bytes[..<count].count { $0 == 0x0A } + 1
            #expect(
                outcome.summary?.notes == [
                    "t.xml: the trace is cut off in line \(lines): its \(steps) whole timestep\(steps == 1 ? "" : "s") up to "
                        + "\(steps - 1) s are taken, what is behind is left out"
                ])
        }
    }

    @Test("a whole trace is read as ever, without a word, and a damaged one is refused as ever")
    func whole() {
        let outcome = Self.read(Array(Self.whole.utf8))
        #expect(outcome == TraceOutcome(Array(Self.whole.utf8), TraceSource(path: "t.xml")))
        #expect(outcome.summary?.notes == [])
        let damaged = Self.read(Array(Self.whole.replacing("time=\"3\"", with: "time=\"x\"").utf8))
        #expect(damaged.error.contains("time='x' is not a number of seconds"))
        let twice = Self.read(Array(Self.whole.replacing("id=\"b\"", with: "id=\"a\"").utf8))
        #expect(twice.error.hasSuffix("vehicle 'a' is listed twice in this timestep"))
    }

    @Test("a window keeps its steps")
    func window() {
        let outcome = Self.read(Array(Self.whole.utf8.dropLast(3)), begin: 1_000_000)
        #expect(outcome.steps == ["1:", "2: a 4,2; b 1,1", "3:"] && outcome.summary?.samples == 3)
    }

    @Test("without the option the message says that there is one, if anything could be taken")
    func remedy() {
        let text = Self.head + Self.steps[0]
        #expect(TraceOutcome(text, path: "t.xml").error.hasSuffix("it is truncated" + FCDParser.remedy))
        #expect(TraceOutcome(text + Self.steps[2].dropLast(20), path: "t.xml").error.hasSuffix(FCDParser.remedy))
        #expect(TraceOutcome(String(text.dropLast(5)), path: "t.xml").error.hasSuffix("it is truncated"))
        let table = TraceOutcome("time,id,x,y\n") { $0.truncated = .wholeTimesteps }
        #expect(table.error == "t.csv: 'truncated' is for fcd-xml only, but this trace is csv")
    }

    /// 40 steps of one vehicle, packed by zlib.
    private static let packed = [
        "H4sIAAAAAAAC/4XW20oDMRSF4XufYph7afYhJ5j2XaQdsaBYtJT69tLZIwhdZd2EEPiv8rGT6XV/eJ6vp8+v8+5pOh8/5u/zfBpum+2Y",
        "xt10md+O+/d5OB6248s4XG+nw89t3eymzV9w3wps69KKkVhhLL7UWkhtsFZZauukdly3pc5K6gxry0tdMqkLrF2XujZSV1z3pe5C6gbr",
        "XOLGkpO8w7xY5FIZF2ytphUM5fbA2wrOmTjB5FqQk8zMCUbXA50Upk4wux7spDF3guGFO+kMnmB5EvI0MXqC7UnYU2X4BOvT0KfG9Anm",
        "Z8FPnfFTzM/TOnEYP8X8PPhppQMP88vrxGuMn2J+JfhpZ/wU8yvBz4TxU8yvhj9T5k+xvxb+zJg/xf5a+LPM/Cn218OfFeZPH/iLvDJ+",
        "hvlJWp8sxs8wPwl+nhg/w/w0+LnQFxfzs+DnyvgZ5mfBz53xM8zPg59nxs8wvxz8vDB+hvnl4OeN8TPMrwQ/74yfYX41/OV052/z/9v3",
        "Cx73dh0ECgAA",
    ].joined()
    private static let unpacked =
        "<fcd-export>\n"
        + (0..<40).map {
            "<timestep time=\"\($0)\"><vehicle id=\"a\" x=\"\($0 * 7 % 100)\" y=\"\($0 * 13 % 1000)\"/></timestep>\n"
        }.joined() + "</fcd-export>\n"

    @Test("compressed data that is cut off counts up to where it is cut off")
    func compressed() throws {
        let bytes = Array(try #require(Data(base64Encoded: Self.packed)))
        let all = TraceOutcome(Array(Self.unpacked.utf8), TraceSource(path: "t.xml"))
        #expect(all.error == "" && Self.read(bytes) == all)
        var longest = 0
        for count in stride(from: 60, to: bytes.count, by: 5) {
            let cut = Array(bytes[..<count])
            let outcome = Self.read(cut)
            guard let steps = outcome.summary?.timesteps else {
                #expect(outcome.error == "t.xml: the compressed data ends too early")
                continue
            }
            #expect(steps >= longest && outcome.events == Array(all.events.prefix(2 * steps)), "\(count) bytes")
            #expect(outcome.summary?.notes.count == 1)
            longest = steps
            let refused = TraceOutcome(cut, TraceSource(path: "t.xml"))
            let hasMore = outcome.summary?.notes[0].hasSuffix("left out") == true
            #expect(refused.error == "t.xml: the compressed data ends too early" + (hasMore ? FCDParser.remedy : ""))
        }
        #expect(longest == 40)
        var damaged = bytes
        damaged[bytes.count / 2] ^= 0x40
        #expect(Self.read(damaged).error != "")
    }
}
