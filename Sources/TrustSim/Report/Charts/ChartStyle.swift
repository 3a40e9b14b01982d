/// How a line looks: no two of the first 84 look alike, with colours or without.
struct ChartStyle: Sendable {
    let color: String
    /// Dashes, empty for a solid line.
    let dashes: String
    let marker: ChartMarker
    let width: Double

    // Colours that people with colour blindness can tell apart (M. Okabe, K. Ito, 2008), without the yellow, which is
    // too faint on white.
    private static let colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#666666"]
    private static let patterns = ["", "5 2", "1.5 1.5", "6 2 1.5 2"]

    /// The style of the line at a place. Emphasized lines are thick; the first of them is black.
    init(_ index: Int, emphasis: Int? = nil) {
        color = emphasis == 0 ? "#000000" : Self.colors[index % Self.colors.count]
        dashes = emphasis == 0 ? "" : Self.patterns[index % Self.patterns.count]
        marker = emphasis == 0 ? .circle : ChartMarker.allCases[(index + 1) % ChartMarker.allCases.count]
        width = emphasis == nil ? 0.9 : 1.6
    }

    /// Attributes of a stroke.
    var stroke: String {
        "stroke=\"\(color)\" stroke-width=\"\(NumberText.fixed(width, digits: 1))\""
            + (dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\"")
    }
}

/// The mark at a point.
enum ChartMarker: CaseIterable, Sendable {
    case circle, square, triangle, diamond, triangleDown, cross

    /// The mark around a point, as a path.
    func path(_ x: Double, _ y: Double, _ radius: Double) -> String {
        func point(_ dx: Double, _ dy: Double) -> String {
            "\(NumberText.fixed(x + dx * radius, digits: 2)) \(NumberText.fixed(y + dy * radius, digits: 2))"
        }
        func closed(_ points: [(Double, Double)]) -> String {
            "M" + points.map { point($0.0, $0.1) }.joined(separator: "L") + "Z"
        }
        switch self {
        case .circle:
            let text = NumberText.fixed(radius, digits: 2)
            return "M\(point(-1, 0))A\(text) \(text) 0 1 1 \(point(1, 0))A\(text) \(text) 0 1 1 \(point(-1, 0))Z"
        case .square: return closed([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
        case .triangle: return closed([(0, -1.2), (1.1, 0.8), (-1.1, 0.8)])
        case .diamond: return closed([(0, -1.3), (1.1, 0), (0, 1.3), (-1.1, 0)])
        case .triangleDown: return closed([(0, 1.2), (1.1, -0.8), (-1.1, -0.8)])
        case .cross:
            return "M\(point(-1, -1))L\(point(1, 1))M\(point(-1, 1))L\(point(1, -1))"
        }
    }

    /// Whether the mark is filled; a cross has only lines.
    var isFilled: Bool { self != .cross }
}
