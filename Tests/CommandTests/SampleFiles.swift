/// Small scenarios that take a fraction of a second.
enum Sample {
    /// Sixteen vehicles for forty seconds, twice.
    static let scenario = """
        {
          name: "small", seed: 3, duration: 40, vehicles: 16, replications: 2,
          area: {width: 400, height: 400}, radio: {range: 250}, sensing: {range: 100},
          events: {rate: 0.1, duration: 20}, attackers: {ratio: 0.3, profile: "colluders"},
          schemes: ["consensus-adaptive", "own-evidence", "beta"],
        }

        """

    /// The same with movements from `trace.xml`.
    static let traceScenario = """
        {
          name: "traced", seed: 3, replications: 2,
          mobility: {model: "trace", format: "sumo-fcd", file: "trace.xml"},
          radio: {range: 250}, attackers: {ratio: 0.3, profile: "colluders"}, schemes: ["consensus-adaptive", "beta"],
        }

        """

    /// Names of the metrics, in the order of columns.
    static let optionalMetrics = [
        "channelBusyRatio", "beaconDeliveryRatio", "beaconDelay", "informationAge", "expiredShare", "coverage",
        "revokedAttackers", "revokedHonest", "timeToRevocation", "alteredBelieved", "alteredBelievedListed",
        "genuineRefused", "genuineRefusedListed", "listSize", "authorityReports",
    ]
    static let metrics = [
        "accuracy", "balancedAccuracy", "precision", "recall", "f1", "specificity", "falsePositiveRate", "mcc", "auc",
        "aucKnown", "averagePrecision", "truePositives", "falsePositives", "trueNegatives", "falseNegatives",
        "unknownShare",
        "noOwnEvidenceShare", "trustingBalancedAccuracy", "distrustingBalancedAccuracy", "strangersBalancedAccuracy",
        "littleKnownBalancedAccuracy", "wellKnownBalancedAccuracy", "macroF1", "firstContactAccuracy",
        "verdictTruePositives", "verdictFalsePositives",
        "verdictTrueNegatives", "verdictFalseNegatives", "verdictF1", "detectionRate", "timeToDetect", "messageF1",
        "eventAccuracy", "eventF1", "meanRounds", "meanConsensusDegree", "bytesPerVehicleSecond", "errorGini",
    ]

    /// Floating-car data: vehicles on rings, one sample a second, the last four present only from the middle on.
    static func trace(vehicles: Int = 16, seconds: Int = 40, shift: Int = 0) -> String {
        var text = "<fcd-export>\n"
        for time in 0...seconds {
            text += "  <timestep time=\"\(time)\">\n"
            for vehicle in 0..<vehicles where vehicle < vehicles - 4 || time >= seconds / 2 {
                let x = (vehicle * 37 + time * (5 + vehicle % 7) + shift) % 400
                let y = (vehicle * 53) % 300
                text += "    <vehicle id=\"car\(vehicle)\" x=\"\(x)\" y=\"\(y)\" speed=\"\(5 + vehicle % 7)\"/>\n"
            }
            text += "  </timestep>\n"
        }
        return text + "</fcd-export>\n"
    }
}
