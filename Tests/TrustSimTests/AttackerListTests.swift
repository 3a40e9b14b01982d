import Foundation
import Testing

@testable import TrustSim

/// Lists of attackers: what is read, and what they do in a run.
@Suite("Lists of attackers")
struct AttackerListTests {
    private static let world = """
        {vehicles: 20, duration: 100, replications: 1, area: {width: 400, height: 400}, schemes: ['beta']}
        """

    private func lookup(
        _ rows: String, _ assignments: [String] = [], header: String = "vehicle,profile,from,until\n"
    ) throws -> (listed: ListedAttackers, notes: [String]) {
        var file = try ScenarioFile(text: Self.world)
        for assignment in ["attackers.list=l.csv"] + assignments { try file.set(assignment) }
        let list = try AttackerListFile(bytes: Array((header + rows).utf8), path: "l.csv")
        return try AttackerListLookup(list, file.decode(), trace: nil).attackers()
    }

    private func message(_ rows: String, _ assignments: [String] = [], header: String? = nil) -> String {
        do {
            _ = try lookup(rows, assignments, header: header ?? "vehicle,profile,from,until\n")
            return "accepted"
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "what is wrong is told with line and column, what was found and what there is",
        arguments: [
            ("v3,colluders,,\n20,bogus,,\n", "3:1: there is no vehicle '20'; there are v0 to v19"),
            ("v03,bogus,,\n", "2:1: there is no vehicle 'v03'; there are v0 to v19"),
            (",bogus,,\n", "2:1: the vehicle is missing"),
            ("1,colluder,,\n", "2:3: unknown profile 'colluder'; did you mean 'colluders'?"),
            (
                "1,nonsense,,\n",
                "2:3: unknown profile 'nonsense'; it is a preset ('trustsim list attacks'), or a label or the number, from 0, "
                    + "of one of 'attackers.profiles'"
            ),
            ("1,7,,\n", "2:3: there is no profile 7: 'attackers.profiles' has 1, counted from 0"),
            ("1,bogus,x,\n", "2:9: 'from' is a time in seconds from 0 to 1e7, or empty; found 'x'"),
            ("1,bogus,nan,\n", "2:9: 'from' is a time in seconds from 0 to 1e7, or empty; found 'nan'"),
            ("1,bogus,0x1,\n", "2:9: 'from' is a time in seconds from 0 to 1e7, or empty; found '0x1'"),
            ("1,bogus, 1,\n", "2:9: 'from' is a time in seconds from 0 to 1e7, or empty; found ' 1'"),
            ("1,bogus,,-1\n", "2:10: 'until' is a time in seconds from 0 to 1e7, or empty; found '-1'"),
            ("1,bogus,,1e8\n", "2:10: 'until' is a time in seconds from 0 to 1e7, or empty; found '1e8'"),
            ("1,bogus,50,50\n", "2:12: 'until' (50 s) must be greater than 'from' (50 s)"),
            ("1,bogus,,0\n", "2:10: 'until' (0 s) must be greater than 'from' (0 s)"),
            ("1,bogus,100,\n", "2:9: 'from' is 100 s, but the run ends at 100 s"),
            (
                "1,bogus,,100.5\n",
                "2:10: 'until' is 100.5 s, but the run ends at 100 s; empty stands for the end"
            ),
            ("1,bogus,10,40\n1,bogus,39,50\n", "3:1: vehicle '1' has a window that overlaps this one in line 2"),
            ("1,bogus,10,40\nv1,bogus,10,40\n", "3:1: vehicle 'v1' is listed for the same time in line 2"),
            (
                "1,bogus,10,40\n\"1\",mimic,50,60\n",
                "3:5: vehicle '1' has another profile in line 2; a vehicle has one, in as many windows as there are rows"
            ),
            ("", "1:1: the list names no attacker: there is no row"),
            ("1,bogus,,,\n", "2:11: the row has 5 fields, but the header has 4"),
            (
                (0..<20).map { "\($0),bogus,,\n" }.joined(),
                "21:1: the list names all 20 vehicles; at least one has to be honest"
            ),
            (
                "1,betrayer,10,50\n",
                "2:3: by its schedule this profile is honest until 50 s, and the window ends before"
            ),
            ("1,betrayer,10,50.5\n", "accepted"), ("1,0,,\n", "accepted"),
        ])
    func mistakes(_ rows: String, _ expected: String) {
        #expect(message(rows) == (expected == "accepted" ? expected : "l.csv:" + expected))
    }

    @Test("columns: in any order, all of them, no others")
    func columns() throws {
        let (listed, _) = try lookup("50,3,20,bogus\n", header: "until,vehicle,from,profile\n")
        #expect(listed.members.map(\.vehicle) == [3] && listed.kinds.map(\.profile.name) == ["bogus"])
        #expect(
            message("", header: "vehicle,profile,from,untill\n")
                == "l.csv:1:22: unknown column 'untill'; did you mean 'until'?")
        #expect(
            message("", header: "vehicle,from,until\n")
                == "l.csv:1:1: the column 'profile' is missing; the columns are vehicle, profile, from, until")
        #expect(
            message("", header: "vehicle,profile,from,until,x\n")
                == "l.csv:1:28: unknown column 'x'; allowed: vehicle, profile, from, until")
        #expect(
            (message("", header: "")) == "l.csv:1:1: the file is empty; expected a header")
    }

    @Test("places count characters behind quotation marks, accents and lines within fields")
    func places() throws {
        #expect(
            message("\"\n\",é,,\n") == "l.csv:2:1: there is no vehicle '\\n'; there are v0 to v19")
        let fields = try CSVTable.readFields(bytes: Array("a,b\r\n\"x\ny\",\"é\"\né,z\n".utf8), name: "f")
        #expect(
            fields.map { $0.map { "\($0.position)" } } == [
                ["f:1:1", "f:1:3"], ["f:2:1", "f:3:4"], ["f:4:1", "f:4:3"],
            ])
    }

    @Test(
        "an empty profile is the only one that the scenario gives; a number counts its profiles; nothing else is silent"
    )
    func profiles() throws {
        #expect(try lookup("1,,,\n").listed.kinds.map(\.profile.name) == ["colluders"])
        let (own, none) = try lookup("1,,,\n2,0,,\n", ["attackers.profile={reports: 'badMouth'}"])
        #expect(own.kinds.count == 1 && own.kinds[0].profile.choices["reports"]?.kind == "badMouth" && none.isEmpty)
        let several = "attackers.profiles=[{profile: 'mimic'}, {profile: {reports: 'drag'}}]"
        #expect(try lookup("4,1,,\n5,mimic,,\n6,0,,\n", [several]).listed.kinds.map(\.count) == [1, 2])
        let labelled = "attackers.profiles=[{profile: 'mimic'}, {profile: {label: 'sly', reports: 'drag'}}]"
        #expect(try lookup("4,sly,,\n5,0,,\n", [labelled]).listed.kinds.map(\.profile.name) == ["sly", "mimic"])
        #expect(message("4,slv,,\n", [labelled]) == "l.csv:2:3: unknown profile 'slv'; did you mean 'sly'?")
        #expect(
            message("1,,,\n", [several])
                == "l.csv:2:3: the profile is missing: 'attackers.profiles' has 2; give the number of one, from 0 to 1, "
                + "or a preset")
        #expect(
            try lookup("1,1,,\n", [several]).notes
                == ["no row of l.csv names profile 0 of 'attackers.profiles', which has no effect"])
        #expect(
            try lookup("1,mimic,,\n", ["attackers.profile=bogus"]).notes
                == ["every row of l.csv names a profile, so 'attackers.profile' has no effect"])
        #expect(
            message("1,0,,\n", ["attackers.profiles=[{profile: 'mimic', share: 1}]"]).hasSuffix(
                "'attackers.profiles[0].share' has no effect with 'attackers.list', which says who has which profile; "
                    + "remove it"))
        #expect(
            message("1,denier,,\n", ["attackers.ratio=0.3"]).hasPrefix("l.csv:2:3: unknown profile"))
        #expect(
            message("1,0,,\n", ["attackers.profiles=[{profile: {events: 'deny'}}, {profile: 'bogus'}]"]).contains(
                "this profile does nothing that anybody could observe"))
    }

    @Test("a ratio beside a list is that of the list, or an error")
    func ratio() throws {
        #expect(try lookup("1,bogus,,\n2,bogus,,\n", ["attackers.ratio=0.1"]).listed.ratio == 0.1)
        #expect(
            message("1,bogus,,\n2,bogus,,\n", ["attackers.ratio=0.3"])
                == "attackers.ratio: 'attackers.list' names all attackers, 2 of 20 vehicles (0.1); remove 'attackers.ratio' "
                + "(0.3)")
    }

    @Test("windows of a vehicle may touch, and come in any order")
    func windows() throws {
        let (listed, _) = try lookup("7,bogus,40,60\n2,bogus,,\n7,bogus,,40\n")
        #expect(listed.members.map(\.vehicle) == [2, 7] && listed.ratio == 0.1)
        #expect(!(listed.kinds[0].profile.schedule is WindowedSchedule))
        let schedule = try #require(listed.kinds[1].profile.schedule as? WindowedSchedule)
        #expect(schedule.windows == [0..<40_000_000, 40_000_000..<60_000_000])
        #expect(schedule.isOpen(at: 0) && schedule.isOpen(at: 59_999_999) && !schedule.isOpen(at: 60_000_000))
    }
}
