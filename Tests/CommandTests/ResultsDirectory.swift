import Foundation

extension TestDirectory {
    /// The files of a small sweep: two ratios, two ranges, two replications, 40 rows. It is done once.
    private static let results = Result {
        let directory = try TestDirectory(["a.json": Sample.scenario])
        _ = try directory.trustsim(
            "sweep", "a.json", "--attacker-ratio", "0.2,0.4", "--vary", "radio.range=150,250", "--schemes",
            "own-evidence,beta", "--output", "out", "--quiet")
        return directory.contents.filter { $0.key.hasPrefix("out/") }
    }

    /// A directory with the scenario `a.json` and the results of a small sweep in `out`.
    static func withResults() throws -> TestDirectory {
        let directory = try TestDirectory(["a.json": Sample.scenario])
        try directory.makeDirectory("out")
        for (name, bytes) in try results.get() { try directory.write(bytes, to: name) }
        return directory
    }

    /// Replaces one field of a CSV file; rows are counted from 1, without the heading.
    func tamper(_ name: String, row: Int, column: String, with text: String) throws {
        var lines = try self.text(name).components(separatedBy: "\n")
        let place = lines[0].components(separatedBy: ",").firstIndex(of: column) ?? 0
        var fields = lines[row].components(separatedBy: ",")
        fields[place] = text
        lines[row] = fields.joined(separator: ",")
        try write(lines.joined(separator: "\n"), to: name)
    }
}
