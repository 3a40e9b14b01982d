import Testing

@testable import TrustSim

@Suite("Trust graph")
struct TrustGraphTests {
    private typealias Edge = (from: Int, to: Int, trusts: Bool)

    private func graph(_ count: Int, _ edges: [Edge]) -> TrustGraph {
        var graph = TrustGraph()
        graph.reset(vehicleCount: count)
        for edge in edges { graph.add(from: edge.from, to: edge.to, trusts: edge.trusts) }
        graph.colour()
        return graph
    }

    @Test("mutual trust joins, one-way trust neither joins nor separates, distrust separates")
    func threeCases() {
        let graph = graph(
            6, [(0, 1, true), (1, 0, true), (1, 2, true), (3, 1, false), (3, 4, true), (4, 3, true)])
        #expect(graph.components[0] == graph.components[1] && graph.components[3] == graph.components[4])
        #expect(Set([0, 2, 3].map { graph.components[$0] }).count == 3 && graph.components[5] == -1)
        #expect((0..<6).map { graph.colour(of: $0) } == [0, 0, 0, 1, 1, nil])
        #expect(graph.largestColour == 0)
    }

    @Test("a circle of one-way trust is one component; the larger colour wins, of equal ones the first")
    func circles() {
        let circle: [Edge] = [(1, 2, true), (2, 3, true), (3, 1, true)]
        #expect(graph(4, circle + [(0, 1, false)]).largestColour == 1)
        let even: [Edge] = [(0, 1, true), (1, 0, true), (2, 3, true), (3, 2, true), (3, 1, false)]
        #expect(graph(4, even).largestColour == 0)
        #expect(graph(0, []).largestColour == 0)
    }

    @Test("three components that distrust each other have three colours; distrust within a component has no effect")
    func threeColours() {
        let three = graph(4, [(0, 1, false), (1, 2, false), (2, 0, false), (3, 2, false)])
        #expect((0..<4).map { three.colour(of: $0) } == [0, 1, 2, 0])
        let within = graph(3, [(0, 1, true), (1, 2, true), (2, 0, true), (0, 2, false)])
        #expect((0..<3).map { within.colour(of: $0) } == [0, 0, 0])
    }

    @Test("components are mutual reachability, colours the greedy ones, on random graphs", arguments: 0..<400)
    func againstReachability(seed: UInt32) {
        var stream = RandomSource(seed: 11, replication: 0).stream(.attacker, seed)
        var graph = TrustGraph()
        for _ in 0..<2 {  // the second time in used storage
            let count = 1 + stream.index(below: 9)
            let density = stream.uniform()
            var edges: [Edge] = []
            for from in 0..<count {
                for to in 0..<count where from != to && stream.happens(density) {
                    edges.append((from, to, stream.happens(0.6)))
                }
            }
            graph.reset(vehicleCount: count)
            for edge in edges { graph.add(from: edge.from, to: edge.to, trusts: edge.trusts) }
            graph.colour()
            check(graph, count, edges, "seed \(seed)")
        }
    }

    private func check(_ graph: TrustGraph, _ count: Int, _ edges: [Edge], _ comment: Comment) {
        var reach = (0..<count).map { row in (0..<count).map { $0 == row } }
        for edge in edges where edge.trusts { reach[edge.from][edge.to] = true }
        for middle in 0..<count {
            for from in 0..<count where reach[from][middle] {
                for to in 0..<count where reach[middle][to] { reach[from][to] = true }
            }
        }
        let members = (0..<count).filter { vehicle in edges.contains { $0.from == vehicle || $0.to == vehicle } }
        func joined(_ a: Int, _ b: Int) -> Bool { reach[a][b] && reach[b][a] }
        let first = (0..<count).map { vehicle in (0..<count).first { joined($0, vehicle) } ?? vehicle }
        var colours = [Int: Int32]()
        for vehicle in members where first[vehicle] == vehicle {
            let rivals = edges.filter { !$0.trusts && !joined($0.from, $0.to) }.compactMap { edge -> Int? in
                if joined(edge.from, vehicle) { return edge.to }
                return joined(edge.to, vehicle) ? edge.from : nil
            }
            let forbidden = rivals.compactMap { colours[first[$0]] }
            colours[vehicle] = (0...).first { !forbidden.contains($0) }
        }
        for vehicle in members { colours[vehicle] = colours[first[vehicle]] }
        for a in 0..<count {
            #expect(graph.colour(of: a) == colours[a], comment)
            for b in members where members.contains(a) {
                #expect((graph.components[a] == graph.components[b]) == joined(a, b), comment)
            }
        }
        let sizes = (0..<Int32(count)).map { colour in members.count { colours[$0] == colour } }
        if let largest = sizes.max(), largest > 0 {
            #expect(Int(graph.largestColour) == sizes.firstIndex(of: largest), comment)
        }
    }
}

@Suite("Scheme truman")
struct TruManTests {
    private let scheme = TruMan(threshold: 0.5, edgeValue: 0.5)

    @Test("the larger of two hostile groups is benign; support is N / (N + 1) with N opinions of the vehicle")
    func twoGroups() {
        var bench = SchemeBench()
        for vehicle: VehicleID in 1...2 { bench.neighbour(vehicle, positive: 8) }
        bench.neighbour(3, negative: 8)
        for vehicle: VehicleID in 4...6 { bench.neighbour(vehicle) }
        bench.report(of: 1, [Told(2, 0.9, 0.5), Told(3, 0.1, 0.5), Told(4, 0.3, 0.5), Told(5, 0.5, 0.5)])
        bench.report(of: 3, [Told(1, 0, 0.9), Told(2, 0, 0.9), Told(4, 1, 0.9)])
        bench.report(of: 4, [Told(3, 1, 0.9), Told(6, 1, 0)])
        let found = bench.decide(scheme)
        #expect(found.map(\.trust) == [1, 1, 0, 0, 1, 0.5])
        let counts: [Double] = [2, 3, 3, 2, 1, 0]
        #expect(found.map(\.support) == counts.map { $0 / ($0 + 1) })
        #expect(found.allSatisfy { $0.threshold == 0.5 })
    }

    @Test("the limit of a trusting edge is inclusive and a parameter")
    func edgeValue() {
        let cases: [(Double, Double, Double)] = [(0.5, 0.5, 1), (0.49, 0.5, 0), (0.6, 0.7, 0), (0.7, 0.7, 1)]
        for (value, limit, trust) in cases {
            var bench = SchemeBench()
            bench.neighbour(1, positive: 8)
            bench.neighbour(2)
            bench.report(of: 1, [Told(2, value, 0.5)])
            #expect(TruMan(threshold: 0.5, edgeValue: limit).trust(in: bench) == [1, trust])
        }
    }

    @Test("one misjudged vehicle does not join its fellows to the honest ones")
    func misjudged() {
        var bench = SchemeBench()
        for vehicle: VehicleID in 1...4 { bench.neighbour(vehicle, positive: 8) }  // 4 is taken for honest
        bench.neighbour(5, negative: 8)
        let honest: [VehicleID] = [1, 2, 3]
        for vehicle: VehicleID in 1...5 {
            let isHonest = vehicle < 4
            let told = (1...5).filter { $0 != vehicle }.map { (other: VehicleID) in
                Told(other, honest.contains(other) == isHonest ? 0.9 : 0.1, 0.8)
            }
            bench.report(of: vehicle, told)
        }
        #expect(scheme.trust(in: bench) == [1, 1, 1, 0, 0])
    }

    @Test("in a view with a malicious majority everything is turned around")
    func majority() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        for vehicle: VehicleID in 2...4 { bench.neighbour(vehicle, negative: 8) }
        for vehicle: VehicleID in 2...4 {
            let fellows: [VehicleID] = (2...4).filter { $0 != vehicle }
            bench.report(of: vehicle, fellows.map { Told($0, 1, 0.9) } + [Told(1, 0, 0.9)])
        }
        #expect(scheme.trust(in: bench) == [0, 1, 1, 1])
    }

    // MARK: - The published setting

    /// Shares of the malicious neighbours that are found and of the honest ones that are accused, over honest evaluators of
    /// random graphs of 40 vehicles, of which exactly `malicious` lie about everybody, or say anything.
    private func shares(
        malicious: Int, density: Double, seed: UInt32, atRandom: Bool = false
    ) -> (found: Double, accused: Double) {
        var (bad, found, good, accused) = (0.0, 0.0, 0.0, 0.0)
        for world: UInt32 in 0..<60 {
            var stream = RandomSource(seed: seed, replication: 0).stream(.attacker, world)
            var vehicles = Array(1..<40)
            stream.shuffle(&vehicles)
            let liars = Set(vehicles.prefix(malicious))
            var hears = Array(repeating: Array(repeating: false, count: 40), count: 40)
            for a in 0..<40 {
                for b in 0..<a where stream.happens(density) { (hears[a][b], hears[b][a]) = (true, true) }
            }
            var bench = SchemeBench()
            let neighbours = (1..<40).filter { hears[0][$0] }
            for vehicle in neighbours {
                let lies = liars.contains(vehicle)
                bench.neighbour(VehicleID(vehicle), positive: lies ? 0 : 8, negative: lies ? 8 : 0)
                bench.report(
                    of: VehicleID(vehicle),
                    (1..<40).filter { hears[vehicle][$0] }.map { other in
                        let good = liars.contains(other) == lies
                        return Told(VehicleID(other), lies && atRandom ? stream.uniform() : good ? 0.9 : 0.1, 0.8)
                    })
            }
            for (vehicle, decision) in zip(neighbours, bench.decide(scheme)) {
                if liars.contains(vehicle) {
                    bad += 1
                    found += 1 - decision.trust
                } else {
                    good += 1
                    accused += 1 - decision.trust
                }
            }
        }
        return (found / max(bad, 1), accused / max(good, 1))
    }

    @Test(
        "up to 30 % liars are found and nobody else is accused, whether they lie about everybody or talk at random",
        arguments: [0.1, 0.2, 0.5], [4, 8, 12])
    func findsAll(density: Double, malicious: Int) {
        for seed: UInt32 in 1...3 {
            for atRandom in [false, true] {
                let (found, accused) = shares(
                    malicious: malicious, density: density, seed: seed, atRandom: atRandom)
                #expect(found == 1 && accused == 0, "density \(density), \(malicious) of 40, seed \(seed)")
            }
        }
    }

    /// The publication misses some from 40 % on and breaks down at 50 %. Here the evaluator's own findings are exact, and
    /// vehicles without conflicts have its colour; so nearly all are found until the liars are the majority of a dense
    /// view, and then everything is turned around.
    @Test("nearly all are found at 40 % and 45 %; at 55 % a dense view is turned around")
    func breaksDown() {
        for seed: UInt32 in 1...3 {
            for density in [0.1, 0.2, 0.5] {
                for malicious in [16, 18] {
                    let (found, accused) = shares(malicious: malicious, density: density, seed: seed)
                    let comment = "density \(density), \(malicious) of 40, seed \(seed): \(found), \(accused)"
                    #expect(found >= 0.97 && accused <= 0.05, "\(comment)")
                }
            }
            let (found, accused) = shares(malicious: 22, density: 0.5, seed: seed)
            #expect(found == 0 && accused == 1, "seed \(seed)")
        }
    }
}
