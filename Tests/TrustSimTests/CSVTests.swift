import Testing

@testable import TrustSim

private func read(_ text: String) throws(DataError) -> CSVTable {
    try CSVTable.read(bytes: Array(text.utf8), name: "x.csv")
}

private func written(_ rows: [[String]]) -> String {
    var writer = CSVWriter()
    for row in rows { writer.appendRow(row) }
    return String(decoding: writer.bytes, as: UTF8.self)
}

@Test("a compressed table is named as what it is")
func compressedCSV() {
    for (bytes, name) in [([0x1F, 0x8B, 8], "gzip"), ([0x28, 0xB5, 0x2F, 0xFD], "Zstandard")] as [([UInt8], String)] {
        let error = #expect(throws: DataError.self) { try CSVTable.read(bytes: bytes, name: "x.csv") }
        #expect(error?.message.hasPrefix("x.csv: is compressed by \(name), which is not read: ") == true)
    }
}

@Suite("Writing CSV")
struct CSVWriterTests {
    @Test("fields are quoted only where they must be")
    func quoting() {
        let rows = [["a", "b,c", "say \"x\"", "", " d "], ["1\n2", "3\r", "é", "'", "–"]]
        #expect(written(rows) == "a,\"b,c\",\"say \"\"x\"\"\",, d \n\"1\n2\",\"3\r\",é,',–\n")
    }

    @Test("numbers are written in their shortest form")
    func numbers() {
        var writer = CSVWriter(capacityBytes: 100)
        writer.append("x")
        writer.append(0.5)
        writer.append(2.0)
        writer.append(Double.nan)
        writer.append(-7)
        writer.endRow()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "x,0.5,2,,-7\n")
    }

    @Test("a row of one empty field is not an empty line, and a byte order mark in a field is kept")
    func specialFields() throws {
        #expect(written([["a"], [""], []]) == "a\n\"\"\n\"\"\n")
        #expect(written([["\u{FEFF}a"], ["\u{FEFF}"]]) == "\"\u{FEFF}a\"\n\u{FEFF}\n")
        #expect(try read(written([["\u{FEFF}a"], ["\u{FEFF}"]])).header == ["\u{FEFF}a"])
    }
}

@Suite("Reading CSV")
struct CSVReaderTests {
    @Test(
        "line ends may be LF or CRLF, the last may be missing, and a byte order mark may come first",
        arguments: [
            "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\n1,2\r\n3,4", "\u{FEFF}a,b\n1,2\n3,4\n",
            "\"a\",\"b\"\r\n\"1\",\"2\"\n\"3\",\"4\"",
        ])
    func lineEnds(text: String) throws {
        let table = try read(text)
        #expect(table == CSVTable(header: ["a", "b"], rows: [["1", "2"], ["3", "4"]], lineOfRow: [2, 3]))
    }

    @Test("quoted fields keep commas, quotation marks and line ends, and lines are still counted")
    func quotedFields() throws {
        let table = try read("a,b\n\"x,\"\"y\"\"\",\"1\r\n2\n3\"\n,\n")
        #expect(table.rows == [["x,\"y\"", "1\r\n2\n3"], ["", ""]])
        #expect(table.lineOfRow == [2, 5])
    }

    @Test("a header alone is a table without rows, and an empty line is a row of one column")
    func smallTables() throws {
        #expect(try read("a,b").rows.isEmpty)
        #expect(try read("a\n\n1\n").rows == [[""], ["1"]])
    }

    @Test(
        "what is wrong is refused with its place",
        arguments: [
            ("", 1, 1, "the file is empty; expected a header"),
            ("\u{FEFF}", 1, 1, "the file is empty; expected a header"),
            ("\n", 1, 1, "column 1 has no name"),
            ("a,,b\n", 1, 3, "column 2 has no name"),
            ("\u{FEFF}é,b,é\n", 1, 5, "two columns are named 'é'"),
            ("a,b\n1,2\n3\n", 3, 1, "the row has 1 field, but the header has 2"),
            ("a,b\n1,2,3,4\n", 2, 5, "the row has 4 fields, but the header has 2"),
            ("a,b,c\n\"1\n\",2\n", 2, 1, "the row has 2 fields, but the header has 3"),
            ("a,b\n1,2\n\n", 3, 1, "the line is empty, but the header has 2 fields"),
            ("a,b\n1,\"2\n", 2, 3, "the quotation mark that starts this field is never closed"),
            ("a,b\n1,2\"3\n", 2, 4, "a quotation mark inside a field that does not start with one"),
            ("a,b\n\"1\"2,3\n", 2, 4, "text after the closing quotation mark of a field"),
            ("a,b\n\"1\"\r2,3\n", 2, 4, "text after the closing quotation mark of a field"),
            ("a,b\r1,2\r", 1, 4, "a carriage return without a line feed"),
        ])
    func refusals(text: String, line: Int, column: Int, message: String) {
        let position = SourcePosition(origin: .file("x.csv"), line: line, column: column)
        #expect(throws: DataError(position: position, message: message)) { try read(text) }
    }

    @Test(
        "invalid UTF-8 is refused at its first byte",
        arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80]] as [[UInt8]])
    func invalidEncoding(bytes: [UInt8]) {
        let position = SourcePosition(origin: .file("x.csv"), line: 2, column: 2)
        #expect(throws: DataError(position: position, message: "invalid UTF-8")) {
            try CSVTable.read(bytes: Array("é,b\né".utf8) + bytes, name: "x.csv")
        }
    }

    @Test("what was written is read back", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        var generator = SplitMix(state: seed)
        for _ in 0..<200 {
            let rows = randomTable(using: &generator)
            let table = try read(written(rows))
            // Strings with other bytes may be equal, so the bytes are compared.
            #expect(([table.header] + table.rows).map(utf8) == rows.map(utf8), "seed \(seed)")
        }
    }

    @Test("a file that is cut or damaged anywhere is read or refused, but never stops the program")
    func damage() {
        let seed: UInt64 = 99
        var generator = SplitMix(state: seed)
        let whole = Array("\u{FEFF}a,\"b\"\"é\"\r\n\"1\r\n\",2\n,\"\"\n".utf8)
        for length in 0...whole.count { _ = try? CSVTable.read(bytes: Array(whole[..<length]), name: "x.csv") }
        for _ in 0..<5_000 {
            var bytes = whole
            let index = Int.random(in: bytes.indices, using: &generator)
            bytes[index] = UInt8.random(in: 0...255, using: &generator)
            guard let table = try? CSVTable.read(bytes: bytes, name: "x.csv") else { continue }
            #expect(table.rows.allSatisfy { $0.count == table.header.count }, "seed \(seed), \(bytes)")
            #expect(table.rows.count == table.lineOfRow.count, "seed \(seed), \(bytes)")
        }
    }

    private func utf8(_ row: [String]) -> [[UInt8]] {
        row.map { Array($0.utf8) }
    }

    private func randomTable(using generator: inout SplitMix) -> [[String]] {
        let columnCount = Int.random(in: 1...4, using: &generator)
        let header = (0..<columnCount).map { "\($0)" + randomText(using: &generator) }
        let rows = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
            (0..<columnCount).map { _ in randomText(using: &generator) }
        }
        return [header] + rows
    }

    private func randomText(using generator: inout SplitMix) -> String {
        let alphabet: [Unicode.Scalar] = ["a", ",", "\"", "\n", "\r", " ", "é", "\u{301}", "\u{FEFF}", "\u{0}", "🚗"]
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...5, using: &generator) {
            scalars.append(alphabet[Int.random(in: alphabet.indices, using: &generator)])
        }
        return String(scalars)
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
