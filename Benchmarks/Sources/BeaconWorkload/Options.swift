/// The command line of `beacon-workload`.
struct Options {
    var scenarioPath = ""
    var usesPeersWorld = false
    var vehicleCount: Int?
    var seed: Int?
    var assignments: [String] = []

    /// What is wrong with a command line.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let usage =
        "usage: beacon-workload SCENARIO.json [--world own|peers] [--vehicles N] [--seed S] [--set key=value]..."

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--world": usesPeersWorld = try Self.world(rest.popFirst())
            case "--vehicles": vehicleCount = try Self.number(rest.popFirst(), of: argument, from: 2)
            case "--seed": seed = try Self.number(rest.popFirst(), of: argument, from: 0)
            case "--set": assignments.append(try Self.value(rest.popFirst(), of: argument))
            default:
                guard scenarioPath.isEmpty && !argument.hasPrefix("-") else {
                    throw Failure(description: "unexpected '\(argument)'\n\(Self.usage)")
                }
                scenarioPath = argument
            }
        }
        if scenarioPath.isEmpty { throw Failure(description: Self.usage) }
    }

    private static func value(_ text: String?, of option: String) throws -> String {
        guard let text else { throw Failure(description: "\(option) needs a value\n\(usage)") }
        return text
    }

    private static func number(_ text: String?, of option: String, from least: Int) throws -> Int {
        let text = try value(text, of: option)
        guard let number = Int(text), number >= least else {
            throw Failure(description: "\(option) takes a whole number from \(least), found '\(text)'")
        }
        return number
    }

    private static func world(_ text: String?) throws -> Bool {
        let text = try value(text, of: "--world")
        guard ["own", "peers"].contains(text) else {
            throw Failure(description: "--world takes own or peers, found '\(text)'")
        }
        return text == "peers"
    }
}
