import Foundation
import Testing

@Suite("trustsim plot")
struct PlotTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory.withResults() }

    /// A runs.csv with known values: two attacks, three ratios, four replications.
    private func writeKnown() throws {
        var text = "scenario,scheme,attackerRatio,seed,replication,attackers.profile,f1,timeToDetect\n"
        for (scheme, base) in [("consensus-adaptive", 56), ("beta", 40), ("beta/calibrated", 44), ("coin", 16)] {
            for attack in ["bogus", "colluders"] {
                for ratio in ["0.1", "0.3", "0.5"] {
                    for replication in 0..<4 {
                        let value = Double(base - (attack == "bogus" ? 0 : 8) + 2 * replication) / 64
                        let undefined = ratio == "0.1" && replication == 3
                        text +=
                            "known,\(scheme),\(ratio),1,\(replication),\(attack),\(undefined ? "" : "\(value)"),\(100 * value)\n"
                    }
                }
            }
        }
        try directory.write(text, to: "known.csv")
    }

    @Test("a figure to the last character")
    func golden() throws {
        try writeKnown()
        let figure = ["plot", "known.csv", "--metric", "f1"]
        try expect(figure, is: "plot.svg")
        try expect(figure + ["--format", "table"], is: "plot.txt")
        try expect(
            figure + [
                "--where", "attackerRatio=0.3", "--x", "attackers.profile", "--schemes", "all", "--width", "120",
                "--range",
                "0.2:1", "--title", "Attacks & \"schemes\"",
            ], is: "plot-attacks.svg")
        try expect(
            figure + ["--where", "attackerRatio=0.3", "--where", "attackers.profile=bogus", "--format", "table"],
            is: "plot-bars.txt")
    }

    private func expect(_ arguments: [String], is name: String) throws {
        let outcome = try directory.trustsim(arguments)
        expectSuccess(outcome)
        try Golden.expect(outcome.outputBytes, is: name)
    }

    @Test("the file is what standard output gets, and an existing one stays without --force")
    func output() throws {
        let printed = try directory.trustsim("plot", "out")
        expectSuccess(printed)
        expectSuccess(try directory.trustsim("plot", "out/runs.csv", "--output", "a.svg"))
        #expect(try directory.bytes("a.svg") == printed.outputBytes)
        #expect(printed.output.hasPrefix("<svg xmlns=") && printed.output.hasSuffix("</svg>\n"))
        try directory.expectError(
            ["plot", "out", "--output", "a.svg"], code: 1, "a.svg exists; use --force to replace it")
        expectSuccess(try directory.trustsim("plot", "out", "--output", "a.svg", "--force", "--metric", "f1"))
    }

    @Test("no line of a chart for the terminal is wider than 80 columns, whatever is in the file")
    func width() throws {
        var text = "scenario,scheme,attackerRatio,seed,replication,a.very.long.key,f1,timeToDetect\n"
        for scheme in ["x", String(repeating: "long", count: 40), "a\u{1B}[31mb"] {
            for ratio in 0..<50 {
                text += "s,\(scheme),\(Double(ratio) / 50),1,0,\(ratio % 7),0.\(ratio),\(ratio)e306\n"
            }
        }
        try directory.write(text, to: "wide.csv")
        let choices = [
            [], ["--x", "a.very.long.key"], ["--where", "attackerRatio=0.5"], ["--where", "a.very.long.key=3"],
        ]
        for (options, metric) in zip(choices, ["timeToDetect", "f1", "f1", "timeToDetect"]) {
            let figure = ["plot", "wide.csv", "--metric", metric] + options
            let outcome = try directory.trustsim(figure + ["--format", "table"])
            expectSuccess(outcome)
            let lines = outcome.output.split(separator: "\n")
            #expect(lines.allSatisfy { $0.unicodeScalars.count <= 80 }, "\(outcome.output)")
            #expect(!outcome.output.unicodeScalars.contains("\u{1B}"))
            expectSuccess(try directory.trustsim(figure))
        }
    }

    @Test("wrong names and values are errors of the command line with the nearest right one")
    func usage() throws {
        func expect(_ options: [String], _ message: String) throws {
            try directory.expectUsageError(["plot", "out"] + options, command: "plot", message)
        }
        try expect(["--metric", "f2"], "Unknown metric 'f2'; did you mean 'f1'?")
        try expect(["--x", "radio.rang"], "Unknown name 'radio.rang' in '--x'; did you mean 'radio.range'?")
        try expect(
            ["--by", "colour"],
            "Unknown name 'colour' in '--by'; allowed: scenario, scheme, attackerRatio, seed, radio.range")
        try expect(["--x", "scheme"], "'--x' and '--by' are both 'scheme': they must differ")
        try expect(["--by", "radio.range"], "Lines are not by scheme: choose one with '--schemes'")
        try expect(
            ["--schemes", "bета"],
            "There is no scheme 'bета' in the results; there are: own-evidence, beta, trust-all, distrust-all, coin")
        try expect(["--schemes", "betta"], "There is no scheme 'betta' in the results; did you mean 'beta'?")
        try expect(["--where", "radio.range=151"], "There is no radio.range '151' in the results; did you mean '150'?")
        try expect(
            ["--where", "radio=150"],
            "Unknown name 'radio' in '--where'; allowed: scenario, scheme, attackerRatio, seed, radio.range")
        try expect(["--where", "=150"], "The value '=150' is invalid for '--where <key=a,b>': expected key=value")
        try expect(
            ["--width", "10"], "The value '10' is invalid for '--width <mm>': expected a number from 40 to 1000")
        try expect(
            ["--range", "1:0"],
            "The value '1:0' is invalid for '--range <low:high>': expected low:high, two numbers, the second greater")
        try expect(
            ["--interval", "boxes"],
            "The value 'boxes' is invalid for '--interval <kind>': expected bands, whiskers or auto")
        try expect(["--format", "png"], "The value 'png' is invalid for '--format <format>': expected svg, table, csv")
    }

    @Test("a figure never replaces the results that it is of")
    func ownInput() throws {
        try directory.write("scenario,scheme,attackerRatio,seed,replication,f1\na,beta,0.3,1,0,0.5\n", to: "one.csv")
        try directory.expectError(
            ["plot", "one.csv", "--metric", "f1", "--output", "./one.csv", "--force"], code: 64,
            "'./one.csv' is given for two different things")
    }

    @Test("results without a value to draw are refused with code 65")
    func data() throws {
        try directory.write("scenario,scheme,attackerRatio,seed,replication,f1\na,beta,0.3,1,0,0.5\n", to: "one.csv")
        try directory.expectError(
            ["plot", "one.csv", "--metric", "mcc"], code: 65, "one.csv: 'mcc' is undefined in every run")
        try directory.expectError(
            ["plot", "no.csv"], code: 65, "no.csv: no such file or directory; did you mean 'one.csv'?")
        let two = "scenario,scheme,attackerRatio,seed,replication,f1\na,beta,0.3,1,0,0.5\na,coin,0.1,1,0,0.5\n"
        try directory.write(two, to: "two.csv")
        try directory.expectError(
            ["plot", "two.csv", "--metric", "f1", "--where", "attackerRatio=0.1", "--schemes", "beta"], code: 65,
            "two.csv: no run fits all of the values asked for")
    }

    @Test("values as large as numbers go are no reason to stop")
    func hugeValues() throws {
        var text = "scenario,scheme,attackerRatio,seed,replication,timeToDetect\n"
        for replication in 0..<3 {
            text += "a,beta,0.3,1,\(replication),1.7e308\na,own-evidence,0.3,1,\(replication),-1.7e308\n"
            text += "a,beta,0.5,1,\(replication),1e-308\na,own-evidence,0.5,1,\(replication),12\n"
        }
        try directory.write(text, to: "huge.csv")
        for format in ["svg", "table", "csv"] {
            expectSuccess(try directory.trustsim("plot", "huge.csv", "--metric", "timeToDetect", "--format", format))
        }
        expectSuccess(try directory.trustsim("report", "huge.csv", "--output", "huge.html"))
    }
}
