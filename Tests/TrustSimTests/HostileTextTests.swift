import Foundation
import Testing

@testable import TrustSim

@Suite("Texts from outside in messages")
struct HostileTextTests {
    /// A text that turns the direction of writing, begins a line of its own, clears a screen.
    private static let hostile = "a\u{202E}b\u{2028}c\u{200F}"

    /// What must hold for a message: nothing in it that a terminal or a reader obeys.
    private func expectReadable(_ message: String, _ part: String = "\\u{202E}") {
        #expect(message == escapedForMessage(message))
        #expect(message.contains(part), "\(message)")
    }

    @Test(
        "what a trace of any format has in place of what is expected is shown escaped",
        arguments: [
            (TraceFormat.fcdXML, "<fcd-export><\(hostile)></fcd-export>"),
            (.fcdXML, "<fcd-export></\(hostile)>"),
            (.fcdXML, "<\(hostile)>"),
            (.fcdXML, "<fcd-export><timestep time='\(hostile)'/>"),
            (.fcdXML, "<fcd-export><person><\(hostile)></x>"),
            (.fcdXML, "<fcd-export>\(hostile)</fcd-export>"),
            (.fcdXML, "<fcd-export \(hostile)<"),
            (.csv, "time,vehicle,x,y\n0,a,\(hostile),0\n"),
            (.csv, "\(hostile),vehicle,x,y\n"),
            (.csv, "time,vehicle,x,y\n0,\(hostile),0,0\n0,\(hostile),0,0\n"),
            (.ns2, "\(hostile)\n"),
            (.ns2, "$node_(0) set \(hostile) 3\n"),
            (.ns2, "$ns_ at \(hostile) \"$node_(0) setdest 1 1 1\"\n"),
        ])
    func traces(_ format: TraceFormat, _ text: String) {
        var builder = TraceBuilder(wantedBegin: nil)
        let error = #expect(throws: TraceError.self) {
            let reader = ByteReader(.memory(Array(text.utf8)), name: "t", chunkBytes: 4096)
            _ = try TraceSource(path: "t", format: format).scan(reader, into: &builder)
        }
        expectReadable(error.map(String.init(describing:)) ?? "")
    }

    @Test(
        "a road network's too",
        arguments: [
            "<net><\(hostile)></net>", "<net><\(hostile)>", "<\(hostile)>", "<net><edge id='\(hostile)'></\(hostile)>",
        ])
    func roads(_ text: String) {
        let error = #expect(throws: TraceError.self) { try RoadNetwork(bytes: Array(text.utf8), name: "n") }
        expectReadable(error.map(String.init(describing:)) ?? "")
    }

    @Test("names of columns in results are shown escaped, and only their beginning")
    func results() {
        let name = Self.hostile + String(repeating: "x", count: 500)
        let error = #expect(throws: DataError.self) {
            try ResultSet(csv: Array("\(name),\(name)\n".utf8), name: "runs.csv")
        }
        expectReadable(error?.description ?? "")
        #expect((error?.description.count ?? 0) < 200)
    }

    @Test("the path of a file is shown escaped by every error, so that it cannot pass for output of the program")
    func paths() {
        let path = "no\nsuch\u{1B}[2J\u{202E}file"
        let errors: [any Error] = [
            TraceError(file: path, line: 3, column: 4, message: "m"),
            TraceError(file: path, line: 0, column: 0, message: "m"),
            FileProblem(path: path, message: "cannot be read"),
            DataError(position: SourcePosition(origin: .file(path), line: 1, column: 1), message: "m"),
            DataError(position: SourcePosition(origin: .option("--set \(path)"), line: 1, column: 1), message: "m"),
        ]
        for error in errors { expectReadable("\(error)", "no\\nsuch\\u{1B}[2J\\u{202E}file") }
        for read in [
            { _ = try TraceData.readFCD(path: path, begin: nil, end: nil) },
            { _ = try RoadNetwork(path: path) },
            { _ = try ScenarioFile(path: path) },
            { _ = try DataSetReplay(directory: path, format: nil) },
        ] as [() throws -> Void] {
            do {
                try read()
                Issue.record("a file that does not exist was read")
            } catch { expectReadable("\(error)", "no\\nsuch\\u{1B}[2J\\u{202E}file") }
        }
    }
}

@Suite("XML from outside")
struct HostileXMLTests {
    /// Entities that would grow to gigabytes, or read files and networks, had the readers any.
    private static let declarations = [
        "<!DOCTYPE r [<!ENTITY a \"ha\">"
            + (1...30).map { "<!ENTITY a\($0) \"&a\($0 - 1);&a\($0 - 1);\">" }.joined() + "]>",
        "<!DOCTYPE r SYSTEM \"http://127.0.0.1:9/evil.dtd\">",
        "<!DOCTYPE r PUBLIC \"-//X//Y//EN\" \"file:///etc/passwd\">",
        "<!DOCTYPE r [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE r [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/evil.dtd\"> %p;]>",
        "<!ENTITY a \"b\">",
    ]

    private func failure(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "accepted"
        } catch { return "\(error)" }
    }

    @Test("a document type declaration is refused where it begins, before any entity", arguments: declarations)
    func refusedDeclarations(_ declaration: String) {
        let isType = declaration.hasPrefix("<!DOCTYPE")
        let position = "x:1:22: "
        let trace = failure {
            var builder = TraceBuilder(wantedBegin: nil)
            let text = "<?xml version=\"1.0\"?>\(declaration)<fcd-export><timestep time=\"0\">"
            _ = try FCDScanner.scan(
                bytes: Array((text + "<vehicle id=\"&a30;\" x=\"0\" y=\"0\"/></timestep></fcd-export>").utf8),
                name: "x",
                into: &builder)
        }
        let wanted =
            isType
            ? "document type declarations are not supported"
            : "found '<!' that starts neither a comment nor a CDATA section"
        #expect(trace == position + wanted)
        let roads = failure {
            let text = "<?xml version=\"1.0\"?>\(declaration)<net><edge id=\"e\"><lane id=\"&a30;\" shape=\"0,0 1,1\"/>"
            _ = try RoadNetwork(bytes: Array((text + "</edge></net>").utf8), name: "x")
        }
        #expect(roads == position + "document type declarations are not supported")
    }

    @Test(
        "of references only those to characters are known, and none grows",
        arguments: ["&a;", "&a30;", "&%p;", "&xxe;"])
    func references(_ reference: String) {
        let trace = failure {
            var builder = TraceBuilder(wantedBegin: nil)
            let text =
                "<fcd-export><timestep time=\"0\"><vehicle id=\"\(reference)\" x=\"0\" y=\"0\"/></timestep></fcd-export>"
            _ = try FCDScanner.scan(bytes: Array(text.utf8), name: "x", into: &builder)
        }
        let roads = failure {
            let text = "<net><edge id=\"e\"><lane id=\"\(reference)\" shape=\"0,0 1,1\"/></edge></net>"
            _ = try RoadNetwork(bytes: Array(text.utf8), name: "x")
        }
        for message in [trace, roads] { #expect(message.contains("is no reference; allowed are"), "\(message)") }
    }
}
