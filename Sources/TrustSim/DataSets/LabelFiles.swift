/// Files of ground truth beside logs. Nothing in them is known to a receiver.
enum LabelFiles {
    static let identities = "labels-identities.csv"
    static let messages = "labels-messages.csv"

    static let identityColumns = [
        "identity", "number", "vehicle", "receiver", "kind", "attacker", "attack", "parts", "firstMisconduct", "name",
    ]
    static let messageColumns = [
        "time", "messageID", "type", "sender", "vehicle", "altered", "carriesAltered", "attack", "parts", "entries",
        "truePosX", "truePosY", "trueSpdX", "trueSpdY", "trueHedX", "trueHedY", "trueAcl",
    ]

    static var messageHeader: [UInt8] {
        var writer = CSVWriter()
        writer.appendRow(messageColumns)
        return writer.bytes
    }

    static func row(of truth: MessageTruth) -> [UInt8] {
        var writer = CSVWriter(capacityBytes: 320)
        writer.append(truth.time.seconds)
        writer.append(truth.message)
        writer.append(truth.isReport ? "report" : "beacon")
        writer.append(truth.sender)
        writer.append(truth.vehicle)
        writer.append(truth.isAltered ? 1 : 0)
        writer.append(truth.carriesLies ? 1 : 0)
        writer.append(truth.attack)
        writer.append(truth.part)
        writer.append(truth.entries.map { String($0) } ?? "")
        let contents = truth.contents
        for value in [
            contents?.position.x, contents?.position.y, contents?.velocity.x, contents?.velocity.y,
            contents?.heading.x, contents?.heading.y, contents?.acceleration,
        ] {
            writer.append(optional: value)
        }
        writer.endRow()
        return writer.bytes
    }
}

/// What a directory of logs says of itself: enough to replay them.
enum DataSetDescriptor {
    static func document(_ log: RunLog, scenario: Scenario, road: Road, replication: Int, seconds: Double) -> [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("program", "trustsim")
            writer.member("version", log.version)
            writer.member("format", log.format)
            writer.member("formatVersion", 1)
            writer.member("seed", scenario.seed)
            writer.member("replication", replication)
            writer.member("duration", seconds)
            writer.member("scenario", ScenarioEncoder.tree(scenario.withoutPrograms))
            writer.object("road") { writer in
                switch road {
                case .area(let width, let height): writer.member("area", [width, height])
                case .streets(let streets):
                    writer.member("streets", streets.flatMap { [$0.from.x, $0.from.y, $0.to.x, $0.to.y] })
                case .places(let places): writer.member("places", places.flatMap { [$0.x, $0.y] })
                }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
