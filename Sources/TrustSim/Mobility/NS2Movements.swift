/// The commands of an ns-2 movement file, node by node.
struct NS2Movements {
    struct Command {
        enum Kind: UInt8 {
            case setX, setY, moveTo, start, stop
        }

        var time: Microseconds
        var kind: Kind
        var x = 0.0
        var y = 0.0
        /// Metres a second.
        var speed = 0.0
    }

    /// How a file calls a node.
    enum NodeName: Hashable {
        /// `$node_(7)`, and `$g(7)` of an activity file.
        case number(UInt32)
        /// `$n7`.
        case variable(String)

        /// As in a file.
        var text: String {
            switch self {
            case .number(let number): "$node_(\(number))"
            case .variable(let name): "$\(name)"
            }
        }
    }

    struct Node {
        let nodeName: NodeName
        /// Where it is first named: file and line.
        let place: String
        /// As in a comment `# SUMO-ID: name`, and where that is.
        var name: String?
        var namePlace = ""
        var initialX: Double?
        var initialY: Double?
        var commands: [Command] = []

        /// The name of the vehicle.
        var vehicleName: String {
            switch nodeName {
            case .number(let number): name ?? String(number)
            case .variable(let variable): name ?? variable
            }
        }

        /// Whether anything says where it is.
        var hasPlace: Bool {
            initialX != nil || initialY != nil
                || commands.contains { $0.kind == .moveTo || $0.kind == .setX || $0.kind == .setY }
        }
    }

    private var map = IntegerMap<UInt32, Int>()
    private var variables: [String: Int] = [:]
    private var file = ""
    private(set) var nodes: [Node] = []

    /// What follows is of a file.
    mutating func begin(file: String) { self.file = file }

    /// The place of a node in `nodes`; it is made where it is missing.
    private mutating func index(of node: NodeName, line: Int) -> Int {
        let next = nodes.count
        let index: Int
        switch node {
        case .number(let number): index = map.values[map.position(of: number, orInsert: next)]
        case .variable(let name):
            index = variables[name] ?? next
            variables[name] = index
        }
        if index == next { nodes.append(Node(nodeName: node, place: place(line))) }
        return index
    }

    private func place(_ line: Int) -> String { "\(escapedForMessage(file)):\(line)" }

    mutating func add(_ command: Command, toNode node: NodeName, line: Int) {
        let index = index(of: node, line: line)
        nodes[index].commands.append(command)
    }

    mutating func setInitial(_ kind: Command.Kind, _ value: Double, ofNode node: NodeName, line: Int) {
        let index = index(of: node, line: line)
        if kind == .setX { nodes[index].initialX = value } else { nodes[index].initialY = value }
    }

    mutating func setName(_ name: String, ofNode node: NodeName, line: Int) {
        let index = index(of: node, line: line)
        nodes[index].name = name
        nodes[index].namePlace = place(line)
    }
}
