/// The notes in a directory of logs: where they come from, and what they are not.
enum LogNotes {
    static func text(
        _ log: RunLog, scenario: Scenario, replication: Int, receivers: Int, receptions: Int, names: Int
    ) -> [UInt8] {
        let attackers = NumberText.csv(scenario.attackers.ratio)
        let lines =
            """
            # Logs of a simulation

            These logs are synthetic. trustsim \(log.version) wrote them; no vehicle ever drove them.

            - scenario: `\(escapedForMessage(scenario.name))`, in full in `dataset.json`
            - seed \(scenario.seed), replication \(replication)
            - share of attackers: \(attackers); pseudonym changes: \(scenario.pseudonyms.change)
            - \(receivers) receivers, \(names) names, \(receptions) beacons received
            - format: `\(log.format)`
            - command: `\(escapedForMessage(log.command))`

            ## Files

            \(files(log.format))
            - `labels-identities.csv`: ground truth of every name. Columns: `identity` (the name in the logs), `number`
              (in the simulation), `vehicle` (first name of the physical sender), `receiver` (of its log), `kind` (`own`:
              first name; `other`: a further name of the same vehicle; `ghost`: of a vehicle that does not exist, its
              physical sender is in `vehicle`), `attacker`, `attack`, `parts`, `firstMisconduct` (s; empty for none),
              `name` (in the trace, or by number: as in `--decisions`).
            - `labels-messages.csv`: ground truth of every message sent, heard or not, in order of time. Columns: `time`,
              `messageID`, `type` (`beacon` or `report`), `sender` (the name), `vehicle` (the physical sender), `altered`
              (1: not what an honest vehicle would have sent), `carriesAltered` (1: the report in it is), `attack`,
              `parts`, `entries` (of the report sent or carried), and what is true of the physical sender: position,
              velocity, heading, acceleration.
            - `dataset.json`: version, seed, scenario and roads.

            Units are seconds, metres and m/s. Positions of receivers are exact; claims have the noise of
            `sensing.noise`. Names and message identifiers are drawn from the seed by a permutation: they say nothing
            about the sender, but whoever knows the seed can compute them. Road events are not logged.
            \(limits(log.format))
            ## Licence

            The data belong to whoever ran the simulation. The program's licence does not extend to its output; where
            movements come from a trace or map of others, their licence may.

            """
        return Array(lines.utf8)
    }

    private static func files(_ format: String) -> String {
        switch format {
        case "veremi":
            return """
                - `JSONlog-<vehicle>-<module>-A<type>.json`: what a vehicle received, a JSON object a line. Type 2: own
                  position, at each own beacon; type 3: a beacon received. `RSSI` is the received power in mW, by the draw
                  that decided the reception; under `unit-disk`, which has none, the mean of the log-distance model for the
                  distance. `sender` is a module: the second number.
                - `GroundTruthJSONlog.json`: type 4, every beacon sent with its true position and velocity.
                """
        case "veremi-extension":
            return """
                - `traceJSON-<vehicle>-<parent>-A<type>-<entered>-0.json`: what a vehicle received, a JSON object a line.
                  Type 2: own position, at each own beacon; type 3: a beacon received. `senderPseudo` is the name that it
                  bears; `sender` is the physical sender, also of a ghost's, which no receiver knows.
                - `traceGroundTruthJSON-0.json`: type 4, every beacon sent with its true values; `sender` is the physical
                  sender.
                """
        case "csv":
            return """
                - `receiver-<id>.csv`: what a vehicle received, in order. Columns: `type` (`beacon`, `enter`, `leave`,
                  `evaluation`), `rcvTime`, `sendTime` (as claimed), `sender`, `messageID`, claimed position, velocity,
                  heading (unit vector) and acceleration, the receiver's own position, what its range sensor measured, and the
                  received `power` in dBm, where the radio has one.
                """
        default:
            return """
                - `receiver-<id>.jsonl`: what a vehicle received, a JSON object a line, in order. `type`: `receiver` (first
                  line: tolerance at the start), `enter`, `leave`, `evaluation`, `beacon`, `report`. A beacon has
                  `sendTime` as claimed, the claimed `pos`, `spd`, `hed` (unit vector), `acl`, the `receiverPos`, what a
                  range sensor measured (`sensedPos`, `sensedSpeed`), the received `power` in dBm where the radio has one, and
                  the identifier of the `report` that it carries.
                """
        }
    }

    private static func limits(_ format: String) -> String {
        switch format {
        case "jsonl": return ""
        case "csv": return "Opinion reports are not in these logs.\n"
        default:
            return
                "Opinion reports, readings of range sensors, and times of evaluations are not in these logs: the format "
                + "has no place for them. The number in a file name is that of the data set where it knows the attack, "
                + "else \(AttackNumbers.other).\n"
        }
    }
}
