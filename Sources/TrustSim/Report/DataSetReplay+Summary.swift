/// What is in a data set, for people and for JSON.
extension DataSetReplay {
    /// Rows that were left out.
    public var dirty: DirtyCounts { survey.dirty }

    /// The attacks, as the data set names them, without repetitions.
    public var attackNames: [String] { survey.attacks.compactMap { $0 }.distinct().sorted() }

    /// The same with what their numbers mean in the format: 4 is another attack in VeReMi 2018 than in the Extension.
    public var attackTitles: [String] { attackNames.map(title) }

    private var logWord: String { table == nil ? "log" : "receiver" }

    /// In one line.
    public var summary: String {
        "\(format.rawValue): \(files.logs.count) \(files.logs.count == 1 ? logWord : logWord + "s"), \(survey.rows) rows, "
            + "\(survey.beacons) beacons received, \(survey.names.vehicleCount) vehicles "
            + "(\(survey.attacks.count { $0 != nil }) attackers), \(survey.names.identityCount) names, "
            + "\(NumberText.fixed(duration.seconds, digits: 1)) s"
            + (survey.labels.summary.map { ", labels: \($0)" } ?? "")
            + files.truthBeside.map { ", ground truth in \(escapedForMessage($0))" }.joined()
    }

    /// Dirty rows and missing labels, in one line each.
    public var warnings: [String] {
        var lines: [String] = []
        if dirty.total > 0 {
            let reasons = dirty.byReason.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
            lines.append(
                "\(dirty.total) of \(survey.rows) rows are dirty and left out: \(reasons); first at "
                    + escapedForMessage(dirty.first ?? ""))
        }
        if survey.unlabelledCount > 0 || survey.unlabelledBeacons > 0 {
            let (senders, messages) = (survey.unlabelledCount, survey.unlabelledBeacons)
            let what =
                senders > 0
                ? "\(senders) of \(survey.senderCount) senders have no label; they and their \(messages) of "
                    + "\(survey.beacons) beacons"
                : "\(messages) of \(survey.beacons) beacons have no label; they"
            lines.append(
                what + (unlabelledAreHonest ? " are taken for honest" : " count in no metric (--unlabelled honest)"))
        }
        lines += truthWarnings
        if survey.labels.negative > 0 {
            lines.append(
                "\(survey.labels.negative) labels are negative numbers: they are read as no label, since no data set known here "
                    + "has such; --columns label=NAME names another column")
        }
        if survey.ownBeacons > 0 {
            lines.append(
                "\(survey.ownBeacons) beacons stand in the log of the vehicle that sent them and are left out: nobody judges "
                    + "oneself")
        }
        lines += timeWarnings + (table?.remarks ?? [])
        if table?.hasReceivers == false {
            lines.append("the table has no receivers: one receiver is taken to hear every message, from nowhere")
        }
        lines += placeWarnings
        if files.logs.count > 1 && survey.heardReceivers == 0 && !files.hasLabels {
            lines.append(
                "none of the \(files.logs.count) receivers, as their files are named, is heard as a sender: the numbers in "
                    + "the names seem not to be those of senders, so every vehicle may be here twice")
        }
        return lines
    }

    /// What ground truth does not say.
    private var truthWarnings: [String] {
        let sought = survey.soughtLabels
        var lines: [String] = []
        if let first = survey.contradictions.first {
            let count = survey.contradictions.count
            lines.append(
                "\(count) \(count == 1 ? "log is" : "logs are") named after another attack than ground truth has of the vehicle; "
                    + "the greater number is taken; first \(escapedForMessage(first.log)): ground truth has A\(first.told)"
            )
        }
        if sought.missing > 0 {
            lines.append(
                "ground truth has no label for \(sought.missing) of the \(sought.all) beacons without one of their own: neither "
                    + "the number of the message nor its time of sending is there with its sender")
        }
        if sought.contradictory > 0 {
            lines.append(
                "ground truth calls \(sought.contradictory) of the \(sought.all) beacons both honest and altered, under the same "
                    + "number and time: they have no label")
        }
        guard let truth = survey.messageTruth else { return lines }
        if truth.withoutLabel > 0 {
            lines.append("\(truth.withoutLabel) of \(truth.rows) rows of ground truth have no label")
        }
        if truth.withoutKey > 0 {
            lines.append(
                "\(truth.withoutKey) of \(truth.rows) rows of ground truth have neither the number of a message nor a time of "
                    + "sending, and label nothing")
        }
        return lines
    }

    private var timeWarnings: [String] {
        if table == nil, let unit = survey.motion.seemingUnit { return [Self.seems(unit)] }
        guard survey.motion.isTimeless else { return [] }
        let unit = format == .veremiNextGen ? "nanoseconds" : "seconds"
        return ["vehicles move on without any time passing between their beacons: times are read as \(unit)"]
    }

    private var placeWarnings: [String] {
        let (placed, all) = (survey.placedLogs, survey.hearingLogs)
        if placed == all { return [] }
        let checks = "the checks range, appearance and saw have nothing to go by"
        if placed == 0 { return ["no receiver has positions of its own: \(checks)"] }
        return ["\(all - placed) of \(all) receivers have no positions of their own: there \(checks)"]
    }

    /// What several data sets say of themselves, as one list.
    public static func list(_ descriptions: [[(String, JSONNode)]]) -> (String, JSONNode) {
        let position = SourcePosition(origin: .option("replay"), line: 1, column: 1)
        let objects = descriptions.map { members in
            JSONNode(
                value: .object(members.map { JSONNode.Member(key: $0.0, keyPosition: position, value: $0.1) }),
                position: position)
        }
        return ("dataSets", JSONNode(value: .array(objects), position: position))
    }

    /// The names of data sets that could not be replayed.
    public static func list(failed names: [String]) -> (String, JSONNode) {
        let position = SourcePosition(origin: .option("replay"), line: 1, column: 1)
        let nodes = names.map { JSONNode(value: .string($0), position: position) }
        return ("failedDataSets", JSONNode(value: .array(nodes), position: position))
    }

    /// The same for JSON output.
    public func description(_ outcome: Executor.Outcome) -> [(String, JSONNode)] {
        func node(_ value: JSONNode.Value) -> JSONNode {
            JSONNode(value: value, position: SourcePosition(origin: .option("replay"), line: 1, column: 1))
        }
        func number(_ value: Int) -> JSONNode { node(.number(Double(value), literal: String(value))) }
        func object(_ members: [(String, JSONNode)]) -> JSONNode {
            let position = node(.null).position
            return node(
                .object(members.map { JSONNode.Member(key: $0.0, keyPosition: position, value: $0.1) }))
        }
        func rates(_ tally: CheckTally) -> JSONNode {
            let row = CheckTable.Row(attack: "", tally: tally)
            func share(_ value: Double?) -> JSONNode {
                value.map { node(.number($0, literal: NumberText.csv($0))) } ?? node(.null)
            }
            func both(_ rates: (recall: Double?, falsePositiveRate: Double?)) -> JSONNode {
                object([("recall", share(rates.recall)), ("falsePositiveRate", share(rates.falsePositiveRate))])
            }
            return object(
                [("altered", number(tally.altered)), ("genuine", number(tally.genuine)), ("all", both(row.all))]
                    + PlausibilityCheck.all.enumerated().map { ($0.element.name, both(row.one($0.offset))) })
        }
        let data = object([
            ("directory", node(.string(directory))), ("format", node(.string(format.rawValue))),
            ("logs", number(files.logs.count)),
            ("rows", number(survey.rows)), ("beacons", number(survey.beacons)),
            ("vehicles", number(survey.names.vehicleCount)), ("names", number(survey.names.identityCount)),
            ("attackers", number(survey.attacks.count { $0 != nil })),
            ("attacks", node(.array(attackTitles.map { node(.string($0)) }))),
            ("unlabelledSenders", number(survey.unlabelledCount)),
            ("unlabelledBeacons", number(survey.unlabelledBeacons)),
            ("missingInGroundTruth", number(survey.soughtLabels.missing)),
            ("contradictoryInGroundTruth", number(survey.soughtLabels.contradictory)),
            ("ownBeacons", number(survey.ownBeacons)),
            ("receiversWithPositions", number(survey.placedLogs)), ("dirtyRows", number(dirty.total)),
            ("dirtyByReason", object(dirty.byReason.map { ($0.reason, number($0.count)) })),
        ])
        let checks = outcome.runs.first?.result.statistics.checks
        return [("dataSet", data)] + (checks.map { [("checks", rates($0))] } ?? [])
    }
}
