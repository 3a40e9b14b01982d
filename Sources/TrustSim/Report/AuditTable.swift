/// An audit for people and for other programs.
public struct AuditTable {
    private let audit: DataSetAudit
    private let name: String

    /// The table of an audit. `name` is what the data set is called.
    public init(_ audit: DataSetAudit, of name: String) {
        self.audit = audit
        self.name = name
    }

    private static let columns = [
        "dataset", "test", "value", "error", "one", "other", "pValue", "verdict", "reason", "meaning",
    ]

    /// For people.
    public var text: TextTable {
        var table = TextTable(
            columns: [
                TextTable.Column("Test"), TextTable.Column("Area or share", .right),
                TextTable.Column("Vehicles", .right), TextTable.Column("p", .right), TextTable.Column("Verdict"),
                TextTable.Column("Why"),
            ], footnotes: [], caption: "\(name): what it tells besides contents")
        for finding in audit.findings {
            let value = finding.value.map { value in
                NumberText.fixed(value, digits: 3)
                    + (finding.error.map { " ± \(NumberText.fixed($0, digits: 3))" } ?? "")
            }
            let counts = finding.counts == (0, 0) ? "–" : "\(finding.counts.one) / \(finding.counts.other)"
            table.rows.append([
                TextTable.Cell(finding.test), TextTable.Cell(value ?? "–"), TextTable.Cell(counts),
                TextTable.Cell(finding.pValue.map { NumberText.fixed($0, digits: 4) } ?? "–"),
                TextTable.Cell(finding.verdict.rawValue), TextTable.Cell(finding.reason),
            ])
        }
        table.footnotes = [
            "Area under the ROC curve of one number by name, in the direction that tells more, ± standard error; of the "
                + "links the share of pairs. Vehicles: attackers' / honest; of links pairs / linked. p: Holm over the areas.",
            audit.leaks
                ? "The data set leaks: part of what a detector learns from it is none of the attack."
                : "Nothing found that the attack does not explain.",
        ]
        return table
    }

    /// A row for each test; `header` with the names of the columns before them.
    public func csv(header: Bool = true) -> [UInt8] {
        var writer = CSVWriter()
        if header { writer.appendRow(Self.columns) }
        for finding in audit.findings {
            writer.append(name)
            writer.append(finding.test)
            writer.append(optional: finding.value)
            writer.append(optional: finding.error)
            writer.append(finding.counts.one)
            writer.append(finding.counts.other)
            writer.append(optional: finding.pValue)
            writer.append(finding.verdict.rawValue)
            writer.append(finding.reason)
            writer.append(finding.meaning)
            writer.endRow()
        }
        return writer.bytes
    }

    /// One document for several audits.
    public static func document(_ audits: [(name: String, audit: DataSetAudit)], version: String) -> [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("version", version)
            writer.array("audits") { writer in
                for (name, audit) in audits {
                    writer.object { writer in
                        writer.member("dataset", name)
                        writer.member("verdict", audit.leaks ? "leaks" : "clean")
                        writer.array("findings") { writer in
                            for finding in audit.findings { writer.object { write(finding, to: &$0) } }
                        }
                    }
                }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private static func write(_ finding: DataSetAudit.Finding, to writer: inout JSONWriter) {
        writer.member("test", finding.test)
        writer.member("meaning", finding.meaning)
        writer.member("value", finding.value)
        writer.member("error", finding.error)
        writer.member("one", finding.counts.one)
        writer.member("other", finding.counts.other)
        writer.member("pValue", finding.pValue)
        writer.member("verdict", finding.verdict.rawValue)
        writer.member("reason", finding.reason)
    }
}
