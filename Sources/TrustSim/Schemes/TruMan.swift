/// Components of mutual trust, coloured so that components that distrust each other differ; the colour of most vehicles
/// is benign, T = 1, everybody else malicious, T = 0.
///
/// The graph: an edge from the evaluator to everybody that it knows, and from each reporter to everybody that it
/// reports with a certainty above 0; an edge trusts from `edgeValue` on. See ``TrustGraph`` for components and colours.
/// Nobody's word has more weight than another's, and reporters whom the evaluator distrusts are heard like all others.
/// Of several largest colours the first counts, which is that of the evaluator's component if it is one of them.
///
/// Published: trust graph, strongly connected components over the edges that reach a threshold (0.5), a graph of
/// components, its greedy colouring, the largest colour. Different here, because a view has one half of the graph only:
///
/// - What is said of the evaluator does not reach it, so it is a component by itself. To take its own trust for mutual
///   would join everybody whom it trusts, and by one misjudgement a whole group of liars to the honest.
/// - Only distrust makes a conflict. In the authors' program every edge between two components does: all who meet judge
///   each other there, so that an edge without mutual trust means distrust. Here the opposite edge may just not have
///   been heard.
/// - Support is N / (N + 1), N being the edges that lead to the vehicle; a vehicle of which nobody says anything is
///   unknown.
/// - Opinions older than the live reports are not kept, and opinions of opinions are not passed on.
///
/// It does not hold that all malicious vehicles are found: where they are the majority of a view, it is turned around;
/// one that nobody distrusts is benign, and so is a group without conflicts.
///
/// - Literature: R. Greca, L. C. P. Albini, "TruMan: Trust management for vehicular networks", ISCC 2018,
///   DOI 10.1109/ISCC.2018.8538683; after G. Vernize, A. L. P. Guedes, L. C. P. Albini, "Malicious nodes identification
///   for complex network based on local views", The Computer Journal 58(10), 2015.
struct TruMan: TrustScheme {
    let name = "truman"
    let threshold: Double
    let edgeValue: Double

    struct Scratch {
        var graph = TrustGraph()
        /// Edges that lead to each neighbour.
        var edgeCounts: [Double] = []
    }

    func makeScratch() -> Scratch { Scratch() }

    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch: inout Scratch, into decisions: inout SchemeDecisions
    ) {
        fill(&scratch, view)
        scratch.graph.colour()
        for subject in 0..<view.neighbourCount {
            let count = scratch.edgeCounts[subject]
            let isBenign = scratch.graph.colour(of: subject + 1) == scratch.graph.largestColour
            decisions.neighbours.append(
                SchemeDecision(
                    trust: count == 0 ? 0.5 : isBenign ? 1 : 0, threshold: threshold, support: count / (count + 1)))
        }
    }

    /// The evaluator has number 0, a subject its index plus 1.
    private func fill(_ scratch: inout Scratch, _ view: LocalView) {
        let neighbourhood = view.neighbourhood
        scratch.graph.reset(vehicleCount: view.subjects.count + 1)
        scratch.edgeCounts.removeAll(keepingCapacity: true)
        scratch.edgeCounts.append(contentsOf: repeatElement(0, count: view.subjects.count))
        for (index, subject) in neighbourhood.subjects.enumerated() where subject.opinion.certainty > 0 {
            scratch.graph.add(from: 0, to: index + 1, trusts: subject.opinion.value >= edgeValue)
            scratch.edgeCounts[index] += 1
        }
        for member in neighbourhood.members.indices {
            let reporter = neighbourhood.members[member].subject + 1
            for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)] where entry.certainty > 0 {
                scratch.graph.add(from: reporter, to: Int(entry.subject) + 1, trusts: entry.value >= edgeValue)
                scratch.edgeCounts[Int(entry.subject)] += 1
            }
        }
    }
}

extension SchemeEntry {
    static let truman = SchemeEntry(
        name: "truman", summary: "components of mutual trust, coloured by conflicts; the largest colour is benign",
        parameters: [.threshold(0.5), SchemeParameter("edgeValue", 0...1, 0.5, "opinion from which an edge trusts")]
    ) { AnyTrustScheme(TruMan(threshold: $0.threshold, edgeValue: $0["edgeValue"])) }
}
