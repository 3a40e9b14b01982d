import Foundation
import Testing

@Suite("Decision files that are wrong")
struct DecideErrorTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    private func expectDataError(_ wrong: WrongFile) throws {
        try directory.write(wrong.text, to: "d.json")
        for options in [[], ["--json"]] {
            try directory.expectError(["decide", "d.json"] + options, code: 65, "d.json:\(wrong.message)")
        }
    }

    /// A document with one report of v1; the parts can be replaced.
    private static func document(
        reporter: String = "'v1'", level: String = "0.9", opinions: String = "", more: String = ""
    ) -> String {
        """
        {  scheme: 'consensus-averaging',
          evaluator: {id: "v0", tolerance: 0.6},
          reports: [
            {reporter: \(reporter), attestedLevel: \(level), tolerance: 0.6, opinions: [\(opinions)]},
            \(more)
          ],
        }
        """
    }

    @Test("the document that the others are made from is right")
    func rightDocument() throws {
        try directory.write(
            Self.document(opinions: "{subject: 'v2', value: 0.5, certainty: 0.5, vouches: true}"), to: "d.json")
        expectSuccess(try directory.trustsim("decide", "d.json"))
    }

    @Test(
        "a reporter that is the evaluator, or given twice, is named with its place",
        arguments: [
            WrongFile(
                document(reporter: "'v0'"),
                "4:16: 'reports[0].reporter' is the evaluator 'v0', which cannot report to itself"),
            WrongFile(
                document(more: "{reporter: 'v1', attestedLevel: 0.9, tolerance: 0.6, opinions: []}"),
                "5:16: 'reports[1].reporter': reporter 'v1' is given twice"),
        ])
    func reporter(wrong: WrongFile) throws { try expectDataError(wrong) }

    @Test(
        "a subject that is given twice is named with its place",
        arguments: [
            WrongFile(
                document(
                    opinions: "{subject: 'a', value: 1, certainty: 1}, {subject: 'a', value: 0, certainty: 1}"),
                "4:119: 'reports[0].opinions[1].subject': subject 'a' is given twice"),
            WrongFile(
                """
                {evaluator: {id: 'v0', tolerance: 0.6, opinions: [
                  {subject: 'a', value: 1, certainty: 1},
                  {subject: 'a', value: 1, certainty: 1},
                ]}, reports: []}
                """, "3:13: 'evaluator.opinions[1].subject': subject 'a' is given twice"),
        ])
    func subject(wrong: WrongFile) throws { try expectDataError(wrong) }

    @Test(
        "a number that is missing is named with the place of the object that lacks it",
        arguments: [
            WrongFile("{reports: []}", "1:1: 'evaluator' is missing"),
            WrongFile("{evaluator: {id: 'v0', tolerance: 0.6}}", "1:1: 'reports' is missing"),
            WrongFile("{evaluator: {tolerance: 0.6}, reports: []}", "1:13: 'evaluator.id' is missing"),
            WrongFile("{evaluator: {id: 'v0'}, reports: []}", "1:13: 'evaluator.tolerance' is missing"),
            WrongFile(
                document(more: "{reporter: 'v2', tolerance: 0.6, opinions: []}"),
                "5:5: 'reports[1].attestedLevel' is missing"),
            WrongFile(
                document(more: "{reporter: 'v2', attestedLevel: 0.6, opinions: []}"),
                "5:5: 'reports[1].tolerance' is missing"),
            WrongFile(
                document(more: "{reporter: 'v2', attestedLevel: 0.6, tolerance: 0.6}"),
                "5:5: 'reports[1].opinions' is missing"),
            WrongFile(
                document(opinions: "{subject: 'a', value: 1}"),
                "4:69: 'reports[0].opinions[0].certainty' is missing"),
            WrongFile(
                document(opinions: "{subject: 'a', certainty: 1}"),
                "4:69: 'reports[0].opinions[0].value' is missing"),
            WrongFile(
                document(opinions: "{value: 1, certainty: 1}"), "4:69: 'reports[0].opinions[0].subject' is missing"),
        ])
    func missing(wrong: WrongFile) throws { try expectDataError(wrong) }

    @Test(
        "a number that is not finite or not in [0, 1] is quoted with its place",
        arguments: ["NaN", "Infinity", "-Infinity", "1.1", "-0.1", "1e9"])
    func outOfRange(number: String) throws {
        let allowed = "is a number from 0 to 1, found \(number)"
        try expectDataError(WrongFile(Self.document(level: number), "4:37: 'reports[0].attestedLevel' \(allowed)"))
        try expectDataError(
            WrongFile(
                Self.document(opinions: "{subject: 'a', value: \(number), certainty: 1}"),
                "4:91: 'reports[0].opinions[0].value' \(allowed)"))
        try expectDataError(
            WrongFile(
                "{evaluator: {id: 'v0', tolerance: \(number)}, reports: []}", "1:35: 'evaluator.tolerance' \(allowed)"))
    }

    @Test(
        "a value of the wrong type is named with what is allowed and its place",
        arguments: [
            WrongFile("{evaluator: 5, reports: []}", "1:13: 'evaluator' is an object, found 5"),
            WrongFile(
                "{evaluator: {id: 'v0', tolerance: 0.6}, reports: {}}", "1:50: 'reports' is a list, found an object"),
            WrongFile(
                "{evaluator: {id: '', tolerance: 1}, reports: []}",
                "1:18: 'evaluator.id' is a text that is not empty, found an empty text"),
            WrongFile(document(reporter: "3"), "4:16: 'reports[0].reporter' is a text that is not empty, found 3"),
            WrongFile(
                document(level: "'high'"), "4:37: 'reports[0].attestedLevel' is a number from 0 to 1, found a string"),
            WrongFile(document(more: "7"), "5:5: 'reports[1]' is an object, found 7"),
            WrongFile(
                document(opinions: "{subject: 'a', value: 1, certainty: 1, vouches: 'yes'}"),
                "4:117: 'reports[0].opinions[0].vouches' is true or false, found a string"),
            WrongFile(
                "{evaluator: {id: 'v0', tolerance: 0.6}, reports: [], parameters: {maxRounds: 0}, scheme: 'consensus-averaging'}",
                "1:78: 'parameters.maxRounds' is a whole number from 1 to 1000, found 0"),
        ])
    func wrongType(wrong: WrongFile) throws { try expectDataError(wrong) }

    @Test(
        "an unknown key is named with its place and a suggestion",
        arguments: [
            WrongFile(
                "{evaluator: {id: 'v0', tolerance: 0.6}, report: []}",
                "1:41: unknown key 'report'; did you mean 'reports'?"),
            WrongFile(
                "{evaluator: {id: 'v0', tolerence: 0.6}, reports: []}",
                "1:24: unknown key 'evaluator.tolerence'; did you mean 'tolerance'?"),
            WrongFile(
                document(opinions: "{subjct: 'a', value: 1, certainty: 1}"),
                "4:70: unknown key 'reports[0].opinions[0].subjct'; did you mean 'subject'?"),
            WrongFile(
                document(more: "{reporter: 'v2', attestedLevel: 0.6, tolerance: 0.6, weight: 1, opinions: []}"),
                "5:58: unknown key 'reports[1].weight'; allowed: reporter, attestedLevel, tolerance, guaranteeCredit, "
                    + "opinions"),
            WrongFile(
                "{evaluator: {id: 'v0', tolerance: 0.6}, reports: [], mechanisms: {guarante: false}, scheme: 'consensus-averaging'}",
                "1:67: unknown key 'mechanisms.guarante'; did you mean 'guarantee'?"),
        ])
    func unknownKey(wrong: WrongFile) throws { try expectDataError(wrong) }

    @Test("files that cannot be read are refused as scenarios are")
    func noFile() throws {
        try directory.makeDirectory("folder")
        try directory.expectError(["decide", "nowhere.json"], code: 65, "nowhere.json: no such file")
        try directory.expectError(["decide", "folder"], code: 65, "folder: is a directory, not a file")
        try expectDataError(WrongFile("", "1:1: the file is empty"))
        try expectDataError(WrongFile("{evaluator: }", "1:13: expected a value for the key 'evaluator', found '}'"))
        try directory.write(Data([0x7B, 0xFF]), to: "d.json")
        try directory.expectError(
            ["decide", "d.json"], code: 65, "d.json:1:2: invalid UTF-8: byte 0xFF at byte offset 1")
    }
}
