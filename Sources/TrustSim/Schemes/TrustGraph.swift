/// Who trusts and distrusts whom, divided into components of mutual trust that are coloured by their conflicts.
///
/// - Components: strongly connected over the trusting edges, so that within one everybody trusts everybody else
///   directly or through others.
/// - Conflicts: two components between whose members there is an edge of distrust, in either direction.
/// - Colours: greedily, components in order of their first vehicle, each the first colour that no conflicting component
///   has. Components in conflict never share a colour; the number of colours need not be the least.
///
/// Every vehicle with an edge, and no other, is in the graph. The storage is kept from one graph to the next.
///
/// Complexity: O(vehicles + edges), in time and memory.
///
/// - Literature: R. Tarjan, "Depth-first search and linear graph algorithms", 1972, DOI 10.1137/0201010.
struct TrustGraph {
    private typealias Edge = (from: Int32, to: Int32)

    private var trusting: [Edge] = []
    private var distrusting: [Edge] = []
    private var conflicts: [Edge] = []
    private var neighbours = Adjacency()
    private var rivals = Adjacency()
    private var isMember: [Bool] = []
    private var search = Search()
    private var colours: [Int32] = []
    private var classSizes: [Int] = []
    private var forbiddenFor: [Int32] = []
    /// The colour of most vehicles, of several the first.
    private(set) var largestColour: Int32 = 0

    /// An empty graph of vehicles numbered from 0.
    mutating func reset(vehicleCount: Int) {
        trusting.removeAll(keepingCapacity: true)
        distrusting.removeAll(keepingCapacity: true)
        isMember.refill(false, count: vehicleCount)
    }

    /// One vehicle's opinion of another.
    mutating func add(from: Int, to: Int, trusts: Bool) {
        isMember[from] = true
        isMember[to] = true
        if trusts {
            trusting.append((Int32(from), Int32(to)))
        } else {
            distrusting.append((Int32(from), Int32(to)))
        }
    }

    /// Component of each vehicle of the graph, -1 outside it; to be asked after ``colour()``.
    var components: [Int32] { search.components }

    /// Colour of a vehicle, nil outside the graph; to be asked after ``colour()``.
    func colour(of vehicle: Int) -> Int32? {
        isMember[vehicle] ? colours[Int(search.components[vehicle])] : nil
    }

    /// Finds components and colours.
    mutating func colour() {
        neighbours.build(rows: isMember.count, trusting)
        search.run(neighbours, isMember)
        conflicts.removeAll(keepingCapacity: true)
        for edge in distrusting {
            let (from, to) = (search.components[Int(edge.from)], search.components[Int(edge.to)])
            if from == to { continue }
            conflicts.append((from, to))
            conflicts.append((to, from))
        }
        rivals.build(rows: search.count, conflicts)
        colours.refill(-1, count: search.count)
        classSizes.removeAll(keepingCapacity: true)
        forbiddenFor.refill(-1, count: search.count + 1)
        for vehicle in isMember.indices where isMember[vehicle] {
            let component = Int(search.components[vehicle])
            if colours[component] < 0 { colours[component] = freeColour(of: component) }
            let colour = Int(colours[component])
            if colour == classSizes.count { classSizes.append(0) }
            classSizes[colour] += 1
        }
        largestColour = 0
        for colour in classSizes.indices where classSizes[colour] > classSizes[Int(largestColour)] {
            largestColour = Int32(colour)
        }
    }

    private mutating func freeColour(of component: Int) -> Int32 {
        for rival in rivals.row(component) where colours[Int(rival)] >= 0 {
            forbiddenFor[Int(colours[Int(rival)])] = Int32(component)
        }
        return Int32(forbiddenFor.firstIndex { $0 != component } ?? 0)
    }

    /// Edges row by row.
    private struct Adjacency {
        private var starts: [Int32] = []
        private var targets: [Int32] = []

        mutating func build(rows: Int, _ edges: [Edge]) {
            starts.refill(0, count: rows + 2)
            targets.refill(0, count: edges.count)
            for edge in edges { starts[Int(edge.from) + 2] += 1 }
            for row in 0..<rows { starts[row + 2] += starts[row + 1] }
            for edge in edges {
                targets[Int(starts[Int(edge.from) + 1])] = edge.to
                starts[Int(edge.from) + 1] += 1
            }
        }

        func first(_ row: Int) -> Int32 { starts[row] }
        func end(_ row: Int) -> Int32 { starts[row + 1] }
        func target(_ position: Int32) -> Int32 { targets[Int(position)] }
        func row(_ row: Int) -> ArraySlice<Int32> { targets[Int(starts[row])..<Int(starts[row + 1])] }
    }

    /// Tarjan's search, without recursion.
    private struct Search {
        private(set) var components: [Int32] = []
        private(set) var count = 0
        private var order: [Int32] = []
        private var lowest: [Int32] = []
        private var next: [Int32] = []
        private var path: [Int32] = []
        private var open: [Int32] = []
        private var visited: Int32 = 0

        mutating func run(_ graph: Adjacency, _ isMember: [Bool]) {
            components.refill(-1, count: isMember.count)
            order.refill(-1, count: isMember.count)
            lowest.refill(0, count: isMember.count)
            next.refill(0, count: isMember.count)
            (count, visited) = (0, 0)
            for root in isMember.indices where isMember[root] && order[root] < 0 {
                visit(root, graph)
                while let vehicle = path.last.map(Int.init) {
                    if next[vehicle] < graph.end(vehicle) {
                        let other = Int(graph.target(next[vehicle]))
                        next[vehicle] += 1
                        if order[other] < 0 {
                            visit(other, graph)
                        } else if components[other] < 0 {
                            lowest[vehicle] = min(lowest[vehicle], order[other])
                        }
                    } else {
                        leave(vehicle)
                    }
                }
            }
        }

        private mutating func visit(_ vehicle: Int, _ graph: Adjacency) {
            (order[vehicle], lowest[vehicle]) = (visited, visited)
            next[vehicle] = graph.first(vehicle)
            visited += 1
            path.append(Int32(vehicle))
            open.append(Int32(vehicle))
        }

        private mutating func leave(_ vehicle: Int) {
            path.removeLast()
            if let parent = path.last.map(Int.init) { lowest[parent] = min(lowest[parent], lowest[vehicle]) }
            guard lowest[vehicle] == order[vehicle] else { return }
            while let member = open.popLast() {
                components[Int(member)] = Int32(count)
                if member == vehicle { break }
            }
            count += 1
        }
    }
}

extension Array {
    /// So many equal elements, in the storage that there is.
    fileprivate mutating func refill(_ element: Element, count: Int) {
        removeAll(keepingCapacity: true)
        append(contentsOf: repeatElement(element, count: count))
    }
}
