import TrustSim

extension TuneReport {
    /// A row for each point, best first.
    var csv: [UInt8] {
        var writer = CSVWriter()
        writer.appendRow(
            ["rank", "scenario", "scheme", "metric"] + tuning.keys
                + ["mean", "ci95", "n", "undefined", "gain", "gainCi95", "isOwn", "isChoice"])
        for (number, row) in ranking.rows.enumerated() {
            writer.append(number + 1)
            writer.append(tuning.cells.cells.first?.scenario.name ?? "")
            writer.append(request.scheme)
            writer.append(tuning.metric.name)
            for value in tuning.points[row.point].values { writer.append(value) }
            writer.append(optional: row.summary.mean)
            writer.append(optional: row.summary.halfWidth)
            writer.append(row.summary.count)
            writer.append(row.undefinedCount)
            writer.append(optional: row.gain.advantage.mean)
            writer.append(optional: row.gain.advantage.halfWidth)
            writer.append(row.point == 0 ? "true" : "false")
            writer.append(row.point == choice ? "true" : "false")
            writer.endRow()
        }
        return writer.bytes
    }

    /// An object for each point, a line each.
    var lines: [UInt8] {
        var writer = JSONWriter(style: .compact)
        for index in ranking.rows.indices {
            writer.object { write(index, to: &$0) }
            writer.lineBreak()
        }
        return writer.bytes
    }

    private func write(_ index: Int, to writer: inout JSONWriter) {
        let row = ranking.rows[index]
        writer.member("rank", index + 1)
        writer.object("values") { write(tuning.points[row.point].values, to: &$0) }
        writer.member("isOwn", row.point == 0)
        writer.member("isChoice", row.point == choice)
        writer.member("mean", row.summary.mean)
        writer.member("ci95", row.summary.halfWidth)
        writer.member("n", row.summary.count)
        writer.member("undefined", row.undefinedCount)
        writer.member("gain", row.gain.advantage.mean)
        writer.member("gainCi95", row.gain.advantage.halfWidth)
    }

    private func write(_ values: [String], to writer: inout JSONWriter) {
        for (key, value) in zip(tuning.keys, values) {
            if let node = try? ScenarioFile.value(value, origin: .option("--vary")) { writer.member(key, node) }
        }
    }

    /// The choice with what it takes to make it again, and every point.
    var document: [UInt8] {
        let cells = tuning.cells.cells
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("program", "trustsim")
            writer.member("version", TrustSimCommand.version)
            writer.member("command", RepeatableCommand.text(request.arguments, withOutput: true))
            writer.member("scenario", cells.first?.scenario.name ?? "")
            writer.member("scenarioSHA256", request.file.fileHash)
            writer.member("experiment", experiment)
            writer.member("scheme", request.scheme)
            writer.member("metric", tuning.metric.name)
            writer.member("seed", cells.first?.scenario.seed ?? 0)
            writer.member("replications", cells.first?.scenario.replications ?? 0)
            writer.member("attackerRatios", cells.map(\.scenario.attackers.ratio).distinct())
            writer.member("cells", cells.count)
            writer.object("search") { writer in
                writer.member("kind", request.search == .grid ? "grid" : "random")
                writer.member("worlds", "search")
                writer.member("chosen", tuning.chosenCount)
                writer.member("points", tuning.points.count)
            }
            writer.object("choice") { writer in
                writer.object("values") { write(tuning.points[choice].values, to: &$0) }
                writer.member("isOwn", choice == 0)
                writer.member("set", assignments)
                writer.member("options", options)
            }
            writer.object("heldOut") { writeHeldOut(to: &$0) }
            writer.array("points") { writer in
                for index in ranking.rows.indices { writer.object { write(index, to: &$0) } }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func writeHeldOut(to writer: inout JSONWriter) {
        writer.member("worlds", "held-out")
        writer.member("replications", request.heldOutReplications)
        writer.member("mean", heldOut.changed.mean)
        writer.member("ci95", heldOut.changed.halfWidth)
        writer.member("ownMean", heldOut.unchanged.mean)
        writer.member("ownCi95", heldOut.unchanged.halfWidth)
        writer.member("difference", heldOut.pairs.advantage.mean)
        writer.member("differenceCi95", heldOut.pairs.advantage.halfWidth)
        writer.member("gainInSearch", gain)
        writer.member("says", sentences)
    }
}
