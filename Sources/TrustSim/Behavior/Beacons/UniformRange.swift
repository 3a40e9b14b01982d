/// Numbers drawn between the parameters `min` and `max` of a part.
struct UniformRange: Sendable {
    let min: Double
    let max: Double

    init(_ choice: PartChoice, _ kind: PartKind) {
        min = choice.value("min", of: kind)
        max = choice.value("max", of: kind)
    }

    var isZero: Bool { min == 0 && max == 0 }
    /// Whether it is one number, which may be the true one.
    var isPoint: Bool { min == max }

    /// A point or vector, each coordinate drawn for itself.
    func randomPoint(_ stream: inout RandomStream) -> Point {
        let x = stream.uniform(min, max)
        return Point(x: x, y: stream.uniform(min, max))
    }
}
