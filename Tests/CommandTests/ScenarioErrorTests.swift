import Foundation
import Testing

/// A file that is wrong and what is said of it, without the file's name.
struct WrongFile: Sendable, CustomTestStringConvertible {
    let text: String
    let message: String

    init(_ text: String, _ message: String) {
        self.text = text
        self.message = message
    }

    var testDescription: String { text }
}

@Suite("Scenario files that are wrong")
struct ScenarioErrorTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    /// `run`, `sweep` and `validate` read scenarios alike.
    private func expectDataError(_ file: String, _ message: String) throws {
        try directory.expectError(["run", file, "--output", "out.csv"], code: 65, message)
        try directory.expectError(["validate", file], code: 65, message)
        try directory.expectError(["sweep", file, "--attacker-ratio", "0.1", "--output", "out"], code: 65, message)
    }

    @Test("a file that is not there, a directory and an empty path are named")
    func noFile() throws {
        try directory.makeDirectory("folder")
        try expectDataError("nowhere.json", "nowhere.json: no such file")
        try expectDataError("folder/nowhere.json", "folder/nowhere.json: no such file")
        try expectDataError("folder", "folder: is a directory, not a file")
        try expectDataError("", "the file's path is empty")
    }

    @Test("control characters in a file's name do not reach the terminal")
    func escapedName() throws {
        try expectDataError("a\u{1B}[31m.json", "a\\u{1B}[31m.json: no such file")
    }

    @Test("bytes that are not UTF-8 are reported with line, column and offset")
    func invalidUTF8() throws {
        try directory.write(Data("{\n  name: \"".utf8) + [0xFF, 0xFE] + Data("\"}".utf8), to: "a.json")
        try expectDataError("a.json", "a.json:2:10: invalid UTF-8: byte 0xFF at byte offset 11")
    }

    @Test(
        "text that is not JSON5 is reported with line and column",
        arguments: [
            WrongFile("", "1:1: the file is empty"),
            WrongFile("\n\n  ", "3:3: the file holds only white space; expected a value"),
            WrongFile("// nothing\n", "2:1: the file holds only comments; expected a value"),
            WrongFile(
                "{\n  vehicles: 20,\n  radio: {range 300},\n}\n",
                "3:17: expected ':' after the key 'range', found '3'"),
            WrongFile(
                "{vehicles: 20",
                "1:14: expected ',' or '}' after the value, found the end of the file; the '{' at line 1, column 1 "
                    + "is not closed"),
            WrongFile("{vehicles: 20} x", "1:16: expected the end of the file after the document, found 'x'"),
            WrongFile(
                "{\n vehicles: 20,\n seed: 1,\n seed: 2}", "4:2: duplicate key 'seed' (first at line 3, column 2)"),
            WrongFile("{vehicles: 1e999}", "1:12: the number '1e999' is too large; the limit is about 1.8e308"),
        ])
    func malformed(wrong: WrongFile) throws {
        try directory.write(wrong.text, to: "a.json")
        try expectDataError("a.json", "a.json:\(wrong.message)")
    }

    @Test(
        "an unknown key is named with its place and a suggestion, or with the keys that are allowed",
        arguments: [
            WrongFile("{vehicles: 20, atackers: {}}", "1:16: unknown key 'atackers'; did you mean 'attackers'?"),
            WrongFile(
                "{\n  vehicles: 20,\n  radio: {rnge: 3},\n}",
                "3:11: unknown key 'radio.rnge'; did you mean 'radio.range'?"),
            WrongFile("{vehicles: 20, warmup: 0}", "1:16: unknown key 'warmup'; did you mean 'evaluation.warmup'?"),
            WrongFile(
                "{vehicles: 20, beacon: {power: 1}}", "1:25: unknown key 'beacon.power'; did you mean 'radio.power'?"),
            WrongFile(
                "{vehicles: 20, area: {color: 1}}", "1:23: unknown key 'area.color'; allowed in 'area': width, height"),
            WrongFile(
                "{vehicles: 20, attackers: {profile: {report: \"badMouth\"}}}",
                "1:38: unknown part 'report' in 'attackers.profile'; did you mean 'reports'?"),
            WrongFile(
                "{vehicles: 20, attackers: {profile: {reports: {kind: \"badMouth\", strenth: 1}}}}",
                "1:66: unknown key 'strenth' in 'attackers.profile.reports'; did you mean 'strength'?"),
        ])
    func unknownKey(wrong: WrongFile) throws {
        try directory.write(wrong.text, to: "a.json")
        try expectDataError("a.json", "a.json:\(wrong.message)")
    }

    @Test(
        "a value of the wrong type is named with what is allowed and what was found",
        arguments: [
            WrongFile("[1]", "1:1: a scenario is an object, found an array"),
            WrongFile("{vehicles: \"many\"}", "1:12: 'vehicles' is a whole number from 1 to 10000000, found a string"),
            WrongFile("{vehicles: null}", "1:12: 'vehicles' is a whole number from 1 to 10000000, found null"),
            WrongFile("{vehicles: [20]}", "1:12: 'vehicles' is a whole number from 1 to 10000000, found an array"),
            WrongFile(
                "{vehicles: 20, radio: {range: true}}",
                "1:31: 'radio.range' is a number from 1 to 100000, found a boolean"),
            WrongFile("{vehicles: 20, radio: 5}", "1:23: 'radio' is an object, found a number"),
            WrongFile("{vehicles: 20, name: 5}", "1:22: 'name' is a text, found a number"),
            WrongFile(
                "{vehicles: 20, radio: {model: 1}}",
                "1:31: 'radio.model' takes one of unit-disk, log-distance, nakagami, tr37885, found a number"),
        ])
    func wrongType(wrong: WrongFile) throws {
        try directory.write(wrong.text, to: "a.json")
        try expectDataError("a.json", "a.json:\(wrong.message)")
    }

    @Test(
        "a number out of range is named with the range and as it was written",
        arguments: [
            WrongFile("{vehicles: 0}", "1:12: 'vehicles' is a whole number from 1 to 10000000, found 0"),
            WrongFile("{vehicles: 20.5}", "1:12: 'vehicles' is a whole number from 1 to 10000000, found 20.5"),
            WrongFile("{vehicles: 20, seed: -1}", "1:22: 'seed' is a whole number from 0 to 4294967295, found -1"),
            WrongFile(
                "{vehicles: 20, radio: {range: Infinity}}",
                "1:31: 'radio.range' is a number from 1 to 100000, found Infinity"),
            WrongFile(
                "{vehicles: 20, sensing: {accuracy: NaN}}",
                "1:36: 'sensing.accuracy' is a number from 0 to 1, found NaN"),
            WrongFile(
                "{vehicles: 20, attackers: {ratio: 1.5}}", "1:35: 'attackers.ratio' is a number from 0 to 1, found 1.5"),
            WrongFile(
                "{vehicles: 20, attackers: {profile: {reports: {kind: \"badMouth\", strength: 2}}}}",
                "1:76: 'attackers.profile.reports.strength' is a number from 0 to 1, found 2"),
        ])
    func outOfRange(wrong: WrongFile) throws {
        try directory.write(wrong.text, to: "a.json")
        try expectDataError("a.json", "a.json:\(wrong.message)")
    }

    @Test(
        "an unknown name is quoted with a suggestion",
        arguments: [
            WrongFile(
                "{vehicles: 20, mobility: {model: \"manhatan-grid\"}}",
                "1:34: unknown name 'manhatan-grid' in 'mobility.model'; did you mean 'manhattan-grid'?"),
            WrongFile(
                "{vehicles: 20, attackers: {profile: \"coluders\"}}",
                "1:37: unknown name 'coluders' in 'attackers.profile'; did you mean 'colluders'?"),
            WrongFile(
                "{vehicles: 20, schemes: [\"beta\", \"betta\"]}",
                "1:34: unknown name 'betta' in 'schemes'; did you mean 'beta'?"),
            WrongFile("{vehicles: 20, schemes: [\"beta\", \"beta\"]}", "1:34: 'beta' is listed twice in 'schemes'"),
        ])
    func unknownName(wrong: WrongFile) throws {
        try directory.write(wrong.text, to: "a.json")
        try expectDataError("a.json", "a.json:\(wrong.message)")
    }

    @Test(
        "values that do not go together are refused",
        arguments: [
            WrongFile("{seed: 1}", "1:1: the number of vehicles is missing; add 'vehicles' or a trace"),
            WrongFile("{vehicles: 20, schemes: []}", "1:25: 'schemes' is empty; name at least one scheme"),
            WrongFile(
                "{vehicles: 20, mobility: {speed: {min: 9, max: 8}}}",
                "1:40: 'mobility.speed.min' (9) is greater than 'mobility.speed.max' (8)"),
            WrongFile(
                "{vehicles: 5000, mobility: {model: \"highway\"}}",
                "1:12: the highway has room for 1714 vehicles, found 5000"),
            WrongFile(
                "{vehicles: 20, attackers: {profiles: [{profile: \"bogus\", share: 0.5}]}}",
                "1:38: the shares in 'attackers.profiles' add up to 0.5 instead of 1"),
            WrongFile(
                "{vehicles: 20, attackers: {profile: \"bogus\", profiles: []}}",
                "1:56: give either 'attackers.profile' (a.json:1:37) or 'attackers.profiles', not both"),
            WrongFile(
                "{vehicles: 20, attackers: {profile: {schedule: \"always\"}}}",
                "1:37: this profile does nothing that anybody could observe; give it a malicious part"),
        ])
    func wrongCombination(wrong: WrongFile) throws {
        try directory.write(wrong.text, to: "a.json")
        try expectDataError("a.json", "a.json:\(wrong.message)")
    }
}
