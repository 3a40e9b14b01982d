import Foundation

@testable import TrustSim

/// Small logs as other programs write them: vehicles in a row that go east at 10 m/s and beacon once a second, one of which
/// claims to be somewhere else every time.
struct LogFixture {
    var seconds = 40
    var vehicles = 4
    /// Number of the vehicle that lies.
    var liar = 1
    /// Vehicles that have a file.
    var withLogs = 0..<4
    var hasOwnPositions = true

    /// Where a vehicle says that it is.
    func claim(_ vehicle: Int, _ second: Int) -> (x: Double, y: Double) {
        vehicle == liar
            ? (5000 + Double(second * 7919 % 300), 5000 + Double(second * 104_729 % 900))
            : (30 * Double(vehicle) + 10 * Double(second), 4 * Double(vehicle))
    }

    /// The numbers under which a vehicle sends, and which its file has besides.
    static func sender(_ vehicle: Int) -> Int { 6 * vehicle + 13 }
    static func parent(_ vehicle: Int) -> Int { 6 * vehicle + 11 }

    /// VeReMi 2018: messages name the second number of a file, the module.
    func veremi(type: Int = 2) -> [String: String] {
        files { vehicle in
            "JSONlog-\(vehicle)-\(Self.sender(vehicle))-A\(vehicle == liar ? type : 0).json"
        } line: { vehicle, second, receiver in
            let time = 100 + Double(second) + 0.01 * Double(vehicle)
            let place = "\"pos\":[\(claim(vehicle, second).x),\(claim(vehicle, second).y),0]"
            let speed = "\"spd\":[10,0,0],\"spd_noise\":[0,0,0]"
            if receiver == nil {
                return "{\"type\":2,\"rcvTime\":\(time),\(place),\"noise\":[0,0,0],\(speed)}\n"
            }
            return "{\"type\":3,\"rcvTime\":\(time + 0.0001),\"sendTime\":\(time),\"sender\":\(Self.sender(vehicle)),"
                + "\"messageID\":\(vehicles * second + vehicle),\(place),\"pos_noise\":[0,0,0],\(speed),\"RSSI\":1e-8}\n"
        }
    }

    /// VeReMi Extension: messages name the first number of a file, the vehicle.
    func veremiExtension(type: Int = 4) -> [String: String] {
        files { vehicle in
            "traceJSON-\(Self.sender(vehicle))-\(Self.parent(vehicle))-A\(vehicle == liar ? type : 0)-100-0.json"
        } line: { vehicle, second, receiver in
            let time = 100 + Double(second) + 0.01 * Double(vehicle)
            let rest =
                "\"pos\":[\(claim(vehicle, second).x),\(claim(vehicle, second).y),0],\"pos_noise\":[0,0,0],"
                + "\"spd\":[10,0,0],\"spd_noise\":[0,0,0],\"acl\":[0,0,0],\"acl_noise\":[0,0,0],\"hed\":[1,0,0],"
                + "\"hed_noise\":[0,0,0]}\n"
            if receiver == nil { return "{\"type\":2,\"rcvTime\":\(time)," + rest }
            return "{\"type\":3,\"rcvTime\":\(time + 0.0001),\"sendTime\":\(time),\"sender\":\(Self.sender(vehicle)),"
                + "\"senderPseudo\":\(1000 + vehicle),\"messageID\":\(vehicles * second + vehicle)," + rest
        }
    }

    /// VeReMi NextGen: lists of messages, with names of vehicles. `form` writes a position.
    func nextGen(
        quoted: Bool = false, labelled: Bool = true, name: (Int) -> String = { "veh_\($0).json" },
        position form: (Double, Double) -> String = { "[\($0), \($1), 0]" }
    ) -> [String: String] {
        var lists: [String: [String]] = [:]
        for second in 0..<seconds {
            for vehicle in 0..<vehicles {
                for receiver in withLogs where receiver != vehicle {
                    let own = claim(receiver, second)
                    let message = nextGenMessage(
                        vehicle, second, quoted: quoted, labelled: labelled, form,
                        receiver: hasOwnPositions ? "\"receiver\": {\"pos\": \(form(own.x, own.y))}, " : "")
                    lists[name(receiver), default: []].append(message)
                }
            }
        }
        return lists.mapValues { "[\n" + $0.joined(separator: ",\n") + "\n]\n" }
    }

    /// What was sent, as NextGen's ground truth has it: no receiver, and a label of each message.
    func nextGenTruth() -> String {
        let messages = (0..<seconds).flatMap { second in
            (0..<vehicles).map { vehicle in
                nextGenMessage(vehicle, second, quoted: false, labelled: true, { "[\($0), \($1), 0]" }, receiver: "")
            }
        }
        return "[" + messages.joined(separator: ", ") + "]"
    }

    private func nextGenMessage(
        _ vehicle: Int, _ second: Int, quoted: Bool, labelled: Bool, _ form: (Double, Double) -> String,
        receiver: String
    ) -> String {
        func number(_ value: some Numeric & CustomStringConvertible) -> String { quoted ? "\"\(value)\"" : "\(value)" }
        let sent = 100_000_000_000 + second * 1_000_000_000 + vehicle * 20_000_000
        let (x, y) = claim(vehicle, second)
        return "{\"rcvTime\": \(number(sent + 1_000_000)), \"sendTime\": \(number(sent)), "
            + "\"sender_id\": \"veh_\(vehicle)\", \"sender_alias\": \(number(1000 + vehicle)), "
            + "\"messageID\": \(number(vehicles * second + vehicle)), "
            + (labelled ? "\"attacker\": \(number(vehicle == liar ? 1 : 0)), " : "") + receiver
            + "\"sender\": {\"pos\": \(form(x, y)), \"spd\": \(number(10)), \"acl\": \(number(0)), "
            + "\"hed\": \(number(90))}}"
    }

    private func files(
        _ name: (Int) -> String, line: (_ vehicle: Int, _ second: Int, _ receiver: Int?) -> String
    ) -> [String: String] {
        var files: [String: String] = [:]
        for receiver in withLogs {
            var text = ""
            for second in 0..<seconds {
                for vehicle in 0..<vehicles {
                    if vehicle == receiver && !hasOwnPositions { continue }
                    text += line(vehicle, second, vehicle == receiver ? nil : receiver)
                }
            }
            files[name(receiver)] = text
        }
        return files
    }
}
