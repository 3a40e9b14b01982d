extension StudyReport {
    /// Name of the file of curves of a world.
    public static func curveName(_ world: String) -> String { "balanced-accuracy-\(world).svg" }

    /// Mean balanced accuracy over the attacks against the attacker ratio, a picture for each world.
    public var curves: [(name: String, svg: String)] {
        let names = mainSchemes + [Self.genie]
        return study.worlds.map { world in
            let ratios = attacked.filter { $0.world == world.name }.map(\.ratio).distinct().sorted()
            let lines = names.compactMap { name -> CurveChart.Line? in
                let points = ratios.compactMap { ratio -> (x: Double, y: Double, halfWidth: Double)? in
                    let here = attacked.filter { $0.world == world.name && $0.ratio == ratio }
                    let values = (0..<study.replications).map { replication in
                        Self.mean(here.map { $0.value(name, replication: replication) })
                    }
                    let summary = SampleSummary(values)
                    return summary.mean.map { (ratio, $0, summary.halfWidth ?? 0) }
                }
                return points.isEmpty ? nil : CurveChart.Line(name: name, points: points)
            }
            let chart = CurveChart(
                title: "\(world.name): mean over \(attacked.map(\.attack).distinct().count) attacks",
                xTitle: "attacker ratio", yTitle: "balanced accuracy", lines: lines,
                emphasized: [Self.ours, Self.genie], widthMillimeters: 180)
            return (Self.curveName(world.name), chart.svg)
        }
    }
}
