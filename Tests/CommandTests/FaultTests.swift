import Foundation
import Testing

/// What needs no rights of its own. `Tests/Checks/faults.sh` tries more.
@Suite("Limits and surroundings")
struct FaultTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    private func expectUnchanged(_ line: String) throws {
        let usual = try directory.trustsim("run", "a.json", "--format", "csv").output
        let outcome = try directory.shell(line)
        expectSuccess(outcome)
        #expect(outcome.output == usual, "\(line)")
    }

    @Test("a stack of 256 KiB is enough, for several workers and for documents that are too deep")
    func stack() throws {
        try expectUnchanged("ulimit -s 256; \"$TRUSTSIM\" run a.json --format csv --jobs 4")
        try directory.write(String(repeating: "[", count: 100_000), to: "deep.json")
        let deep = try directory.shell("ulimit -s 256; \"$TRUSTSIM\" validate deep.json")
        #expect(deep.errors == "Error: deep.json:1:129: objects and arrays are nested deeper than 128 levels\n")
        #expect(deep.exitCode == 65)
    }

    @Test("eight descriptors are enough")
    func descriptors() throws {
        try expectUnchanged("ulimit -n 8; \"$TRUSTSIM\" run a.json --format csv --jobs 4")
    }

    @Test(
        "results do not depend on the locale, the time zone or a home directory",
        arguments: ["de_DE.UTF-8", "tr_TR.UTF-8", "zh_CN.GB18030", "C", "nonsense"])
    func surroundings(locale: String) throws {
        let run = "\"$TRUSTSIM\" run a.json --format csv"
        try expectUnchanged("LC_ALL=\(locale) LANG=\(locale) TZ=Asia/Kathmandu HOME=/nowhere \(run)")
        try expectUnchanged("unset HOME; LC_ALL=\(locale) TZ=nonsense \(run)")
    }

    @Test("closed streams: results in a file come out as ever, and closed standard output is an error")
    func closed() throws {
        try expectUnchanged("\"$TRUSTSIM\" run a.json --format csv --output x.csv <&- >&- 2>&-; cat x.csv; rm x.csv")
        let outcome = try directory.shell("\"$TRUSTSIM\" run a.json >&-")
        #expect(outcome.errors == "Error: standard output cannot be written: Bad file descriptor\n")
        #expect(outcome.exitCode == 1)
    }

    // A block is 512 bytes, or 1024.
    @Test(
        "a limit of file sizes is an error and no signal, and nothing is left of the file",
        .limitsAreTheProgramsOwn,
        arguments: [
            "--decisions x > /dev/null", "--output x --format json", "--log x --replications 1 > /dev/null",
        ])
    func fileSize(options: String) throws {
        let plausible = "--set sensing.verification=plausibility --quiet"
        let outcome = try directory.shell("ulimit -f 1; \"$TRUSTSIM\" run a.json \(plausible) \(options)")
        #expect(outcome.errors == "Error: x cannot be written: File too large\n")
        #expect(outcome.exitCode == 1)
        #expect(directory.entries == ["a.json"])
    }

    @Test("a sweep that cannot even begin to keep its runs leaves neither lock nor directory", .limitsAreTheProgramsOwn)
    func unkept() throws {
        let outcome = try directory.shell("ulimit -f 0; \"$TRUSTSIM\" sweep a.json --attacker-ratio 0.1 --output d")
        // Standard error is a file here.
        #expect(outcome.exitCode == 1 && outcome.output == "")
        #expect(directory.entries == ["a.json"])
    }

    @Test("what is behind its processor time stops like after any other signal: code 152, and nothing is left")
    func processorTime() throws {
        let run = "run a.json --set duration=1e6 --max-memory 1e9 --quiet --output x"
        let outcome = try directory.shell("ulimit -S -t 1; \"$TRUSTSIM\" \(run)")
        #expect(outcome.errors == "Interrupted: nothing was written.\n")
        #expect(outcome.exitCode == 152)
        #expect(directory.entries == ["a.json"])
    }

    #if os(Linux)
        @Test(
            "a limit of the address space is refused before the run, with what is left of it", .limitsAreTheProgramsOwn)
        func addressSpace() throws {
            let outcome = try directory.shell(
                "ulimit -v 900000; \"$TRUSTSIM\" run a.json --set vehicles=20000 --set area.width=20000")
            #expect(
                outcome.errors.wholeMatch(
                    of:
                        /Error: this would need about [\d.]+ GiB of memory, but [1-7]\d\d MiB may be used; use fewer .*\n/
                )
                    != nil, "\(outcome.errors)")
            #expect(outcome.exitCode == 1)
        }
    #endif
}
