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

    struct Node {
        let number: UInt32
        /// As in a comment `# SUMO-ID: name`.
        var name: String?
        var initialX: Double?
        var initialY: Double?
        var commands: [Command] = []
    }

    private var map = IntegerMap<UInt32, Int>()
    private(set) var nodes: [Node] = []

    /// The place of a node in `nodes`; it is made where it is missing.
    mutating func index(ofNode number: UInt32) -> Int {
        let next = nodes.count
        let index = map.values[map.position(of: number, orInsert: next)]
        if index == next { nodes.append(Node(number: number)) }
        return index
    }

    mutating func add(_ command: Command, toNode number: UInt32) {
        let index = index(ofNode: number)
        nodes[index].commands.append(command)
    }

    mutating func setInitial(_ kind: Command.Kind, _ value: Double, ofNode number: UInt32) {
        let index = index(ofNode: number)
        if kind == .setX { nodes[index].initialX = value } else { nodes[index].initialY = value }
    }

    mutating func setName(_ name: String, ofNode number: UInt32) {
        let index = index(ofNode: number)
        nodes[index].name = name
    }
}
