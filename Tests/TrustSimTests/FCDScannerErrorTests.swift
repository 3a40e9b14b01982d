import Foundation
import Testing

@testable import TrustSim

/// A document that must be refused, and the message.
struct FCDBadInput: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let message: String

    init(_ text: String, _ message: String) {
        self.init(Array(text.utf8), message)
    }

    init(_ bytes: [UInt8], _ message: String) {
        self.bytes = bytes
        self.message = message
    }

    /// A fault in the second timestep, at line 3; its column counts from the start of `content`.
    static func inside(_ content: String, _ message: String) -> FCDBadInput {
        FCDBadInput("<fcd-export>\n<timestep time=\"1\"/>\n\(content)</fcd-export>", message)
    }

    /// A fault in a vehicle, which starts in line 2, column 1.
    static func vehicle(_ attributes: String, _ message: String) -> FCDBadInput {
        FCDBadInput("<fcd-export><timestep time=\"1\">\n<vehicle \(attributes)/></timestep></fcd-export>", message)
    }

    var testDescription: String { message }
}

@Suite("FCD scanner: what is refused")
struct FCDScannerErrorTests {
    static let documents: [FCDBadInput] = [
        FCDBadInput("", "t.xml:1:1: the file is empty; a trace with the root element <fcd-export> is expected"),
        FCDBadInput(" \n ", "t.xml:2:2: the document ends before <fcd-export>; it is truncated"),
        FCDBadInput("{\"a\": 1}", "t.xml:1:1: found '{\"a\":' where <fcd-export> is expected; is this XML?"),
        FCDBadInput([0x1F, 0x8B, 8, 0], "t.xml: the compressed data ends too early"),
        FCDBadInput([0xFF, 0xFE, 0x3C, 0], "t.xml:1:1: the file is in UTF-16; only UTF-8 is supported"),
        FCDBadInput([0x3C, 0, 0x66, 0], "t.xml:1:1: the file is in UTF-16; only UTF-8 is supported"),
        FCDBadInput(
            "<?xml version=\"1.0\"?>\n<routes/>",
            "t.xml:2:1: the root element is <routes>; only <fcd-export> is supported (sumo --fcd-output)"),
        FCDBadInput(
            "<vehicle id=\"a\" x=\"1\" y=\"1\"/>",
            "t.xml:1:1: the root element is <vehicle>; only <fcd-export> is supported (sumo --fcd-output)"),
        FCDBadInput("</fcd-export>", "t.xml:1:1: found </fcd-export> where <fcd-export> is expected"),
        FCDBadInput("<!DOCTYPE fcd-export>", "t.xml:1:1: document type declarations are not supported"),
        FCDBadInput(
            "<fcd-export><!ELEMENT", "t.xml:1:13: found '<!' that starts neither a comment nor a CDATA section"),
        FCDBadInput("<![CDATA[a]]>", "t.xml:1:1: a CDATA section is not allowed here; only elements are"),
        FCDBadInput(
            " <?xml version=\"1.0\"?>", "t.xml:1:2: the XML declaration is only allowed at the start of the file"),
        FCDBadInput("<? a?>", "t.xml:1:3: found white space where a name after '<?' is expected"),
        FCDBadInput(
            "<fcd-export>\n", "t.xml:2:1: the document ends before </fcd-export>; it is truncated"),
        FCDBadInput(
            "<fcd-export><timestep time='0'/>\n<timestep",
            "t.xml:2:10: the document ends inside a tag; it is truncated\(FCDParser.remedy)"),
        FCDBadInput("<fcd-export><p", "t.xml:1:15: the document ends inside a tag; it is truncated"),
        FCDBadInput("<fcd-export><p><q>", "t.xml:1:19: the document ends before </q>; it is truncated"),
        FCDBadInput("<fcd-export><!-- -", "t.xml:1:19: the document ends inside a comment; it is truncated"),
        FCDBadInput("<fcd-export><p>a &am", "t.xml:1:21: the document ends inside a reference; it is truncated"),
        FCDBadInput("<fcd-export/>\n<p/>", "t.xml:2:1: found <p> after </fcd-export>, the end of the trace"),
        FCDBadInput("<fcd-export/></p>", "t.xml:1:14: found </p> after </fcd-export>, the end of the trace"),
        FCDBadInput("<fcd-export/>\n more", "t.xml:2:2: found 'more' after </fcd-export>, the end of the trace"),
        FCDBadInput(
            Array("<fcd-export><1".utf8) + [0xBC], "t.xml:1:14: found '1' where an element name is expected"),
        FCDBadInput("<fcd-export>\0", "t.xml:1:13: the control byte 0x00 is not allowed"),
        FCDBadInput("<fcd-export><!-- \u{1} -->", "t.xml:1:18: the control byte 0x01 is not allowed"),
        FCDBadInput("<fcd-export><p>\u{7F}</p>", "t.xml:1:16: the control byte 0x7F is not allowed"),
    ]

    static let noReference = "is no reference; allowed are &lt; &gt; &amp; &quot; &apos; and characters such as &#65;"

    static let elements: [FCDBadInput] = [
        .inside("</timestep>", "t.xml:3:1: found </timestep> where </fcd-export> is expected"),
        .inside("<timestep time=\"2\">", "t.xml:3:20: found </fcd-export> where </timestep> is expected"),
        .inside("<person><a></person>", "t.xml:3:12: found </person> where </a> is expected"),
        .inside("<a></ab></a>", "t.xml:3:4: found </ab> where </a> is expected"),
        .inside("<vehicle id=\"a\"/>", "t.xml:3:1: found <vehicle> in <fcd-export>; it is only allowed in <timestep>"),
        .inside(
            "<timestep time=\"2\"><timestep time=\"3\"/></timestep>",
            "t.xml:3:20: found <timestep> in <timestep>; it is only allowed in <fcd-export>"),
        .inside(
            "<timestep time=\"2\"><vehicle id=\"a\" x=\"1\" y=\"1\"><vehicle/>",
            "t.xml:3:48: found <vehicle> in <vehicle>; it is only allowed in <timestep>"),
        .inside(
            "<fcd-export>", "t.xml:3:1: found <fcd-export> in <fcd-export>; it is only allowed as the root element"),
        .inside(
            "vehicle id=\"a\"/>",
            "t.xml:3:1: found the text 'vehicle' in <fcd-export>; only elements are allowed there"),
        .inside(
            String(repeating: "<a>", count: 257), "t.xml:3:769: more than 256 elements are open inside each other"),
        .inside("<timestep/>", "t.xml:3:1: <timestep> has no attribute 'time'"),
        .inside("<timestep time=\"\"/>", "t.xml:3:17: time='' is not a number of seconds such as 12.5"),
        .inside("<timestep time=\"2s\"/>", "t.xml:3:17: time='2s' is not a number of seconds such as 12.5"),
        .inside(
            "<timestep time=\"00:00:02\"/>",
            "t.xml:3:17: time='00:00:02' is not a number of seconds; run sumo without --human-readable-time"),
        .inside(
            "<timestep time=\"1.1e12\"/>", "t.xml:3:17: time='1.1e12' is beyond the limit of 1e12 seconds"),
        .inside(
            "<timestep time=\"1.0\"/>",
            "t.xml:3:17: the time 1 s does not come after 1 s, the time of the timestep before"),
        .inside(
            "<timestep time=\"-0.05\"/>",
            "t.xml:3:17: the time -0.05 s does not come after 1 s, the time of the timestep before"),
        .inside("<1/>", "t.xml:3:2: found '1' where an element name is expected"),
        .inside("< a/>", "t.xml:3:2: found white space where an element name is expected"),
        .inside("<a/ >", "t.xml:3:4: found white space where '>' after '/' is expected"),
        .inside("</fcd-export a=\"\">", "t.xml:3:14: found 'a' where '>' at the end of </fcd-export is expected"),
        .inside("<a b=\"1\"c=\"2\"/>", "t.xml:3:9: found 'c' where white space, '>' or '/>' is expected"),
        .inside("<a <b/>", "t.xml:3:4: found '<' where an attribute, '>' or '/>' is expected"),
        .inside("<a b/>", "t.xml:3:5: found '/' where '=' after the attribute name 'b' is expected"),
        .inside("<a b=1/>", "t.xml:3:6: found '1' where the value of 'b' in quotes is expected"),
        .inside("<a b=\"1>\n<c/>", "t.xml:4:1: found '<' in an attribute value; is the closing quote missing?"),
        .inside("<a b=\"1\u{2}\"/>", "t.xml:3:8: the control byte 0x02 is not allowed"),
        .inside(
            "<a b=\"&nbsp;\"/>",
            "t.xml:3:7: '&nbsp;' \(noReference)"
        ),
        .inside(
            "<a b=\"&#0;\"/>",
            "t.xml:3:7: '&#0;' \(noReference)"),
        .inside(
            "<a>a & b</a>",
            "t.xml:3:6: '&' \(noReference)"),
        .inside("<a b=\"\u{FFFF}\"/>", "t.xml:3:7: the character U+FFFF is not allowed"),
        .inside(
            "<a b=\"\(String(repeating: "v", count: 4097))\"/>", "t.xml:3:7: the value is longer than 4096 bytes"),
        .inside("<\(String(repeating: "n", count: 4097))/>", "t.xml:3:2: the name is longer than 4096 bytes"),
        .inside("<a \(String(repeating: "n", count: 4097))=''/>", "t.xml:3:4: the name is longer than 4096 bytes"),
        .inside("<a\(String(repeating: " b=\"\"", count: 20_000))/>", "t.xml:3:1: the tag is longer than 65536 bytes"),
        .inside("<a\(String(repeating: " ", count: 100_000))/>", "t.xml:3:1: the tag is longer than 65536 bytes"),
    ]

    static let vehicles: [FCDBadInput] = [
        .vehicle("x=\"1\" y=\"1\"", "t.xml:2:1: <vehicle> has no attribute 'id'"),
        .vehicle("id=\"a\" y=\"1\"", "t.xml:2:1: <vehicle> has no attribute 'x'"),
        .vehicle("id=\"a\" x=\"1\"", "t.xml:2:1: <vehicle> has no attribute 'y'"),
        .vehicle("id=\"\" x=\"1\" y=\"1\"", "t.xml:2:14: the id of the vehicle is empty"),
        .vehicle("id=\"a\" x=\"1\" y=\"1\" id=\"b\"", "t.xml:2:29: the attribute 'id' occurs twice in <vehicle>"),
        .vehicle("id=\"a\" x=\"1\" y=\"1\" x=\"1\"", "t.xml:2:29: the attribute 'x' occurs twice in <vehicle>"),
        .vehicle("id=\"a\" x=\"nan\" y=\"1\"", "t.xml:2:20: x='nan' is not a decimal number such as -12.5"),
        .vehicle("id=\"a\" x=\"1\" y=\"-inf\"", "t.xml:2:26: y='-inf' is not a decimal number such as -12.5"),
        .vehicle("id=\"a\" x=\"1,5\" y=\"1\"", "t.xml:2:20: x='1,5' is not a decimal number such as -12.5"),
        .vehicle("id=\"a\" x=\"0x10\" y=\"1\"", "t.xml:2:20: x='0x10' is not a decimal number such as -12.5"),
        .vehicle("id=\"a\" x=\" 1\" y=\"1\"", "t.xml:2:20: x=' 1' is not a decimal number such as -12.5"),
        .vehicle("id=\"a\" x=\"\" y=\"1\"", "t.xml:2:20: x='' is not a decimal number such as -12.5"),
        .vehicle("id=\"a\" x=\"1e400\" y=\"1\"", "t.xml:2:20: x='1e400' is beyond the range of numbers"),
        .vehicle("id=\"a\" x=\"1.1e9\" y=\"1\"", "t.xml:2:20: x='1.1e9' is beyond the limit of 1e9 metres"),
        .vehicle("id=\"a\" x=\"1\" y=\"-2e9\"", "t.xml:2:26: y='-2e9' is beyond the limit of 1e9 metres"),
        .vehicle(
            "id=\"a\" x=\"1\" y=\"1\" speed=\"fast\"",
            "t.xml:2:36: speed='fast' is not a decimal number such as -12.5"),
        .vehicle(
            "id=\"a\" x=\"1\" y=\"1\" angle=\"1e\"", "t.xml:2:36: angle='1e' is not a decimal number such as -12.5"),
        .vehicle("id=\"é\u{1}\"", "t.xml:2:15: the control byte 0x01 is not allowed"),
    ]

    @Test("bad input is refused with its position, whatever the chunks", arguments: documents + elements + vehicles)
    func refused(input: FCDBadInput) {
        // The long ones would take a while byte by byte.
        let sizes = input.bytes.count < 1000 ? [1, 3, 16, FCDScanner.chunkBytes] : [4000, FCDScanner.chunkBytes]
        // What is compressed is told by the first two bytes of the first chunk.
        let isPacked = input.bytes.starts(with: [0x1F, 0x8B])
        for chunkBytes in sizes where chunkBytes > 1 || !isPacked {
            let outcome = FCDOutcome(input.bytes, chunkBytes: chunkBytes)
            #expect(outcome.error == input.message, "chunks of \(chunkBytes) bytes")
            #expect(outcome.summary == nil)
        }
    }

    @Test(
        "invalid UTF-8 is refused in ids and other values",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3, 0x41], [0xE0, 0x9F, 0x80], [0xE2, 0x82, 0x41],
            [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
        ] as [[UInt8]])
    func invalidUTF8(sequence: [UInt8]) {
        let lead = String(sequence[0], radix: 16, uppercase: true)
        for attribute in ["id", "type"] {
            for chunkBytes in [1, 2, 4096] {
                let start = Array("<fcd-export><timestep time=\"1\">\n<vehicle \(attribute)=\"é".utf8)
                let outcome = FCDOutcome(start + sequence + Array("\"/>".utf8), chunkBytes: chunkBytes)
                let column = 12 + attribute.utf8.count + 1
                let expected =
                    "t.xml:2:\(column): the byte 0x\(lead) starts no UTF-8 character; only UTF-8 is supported"
                #expect(outcome.error == expected)
            }
        }
    }

    @Test("names and values of 4096 bytes are read")
    func longest() {
        let long = String(repeating: "é", count: 2048)
        let text =
            "<fcd-export><timestep time='1'><vehicle id='\(long)' x='1' y='1' \(long)='\(long)'/>"
            + "</timestep></fcd-export>"
        let outcome = FCDOutcome(text)
        #expect(outcome.error == "")
        #expect(outcome.events.last == .vehicle(long, x: 1, y: 1, speed: nil, angle: nil))
    }
}
