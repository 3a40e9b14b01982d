/// A rectangle along the axes.
public struct Rectangle: Sendable, Equatable {
    /// Corner with the smallest coordinates.
    public var low: Point
    /// Corner with the greatest coordinates.
    public var high: Point

    /// A point drawn uniformly.
    func randomPoint(_ stream: inout RandomStream) -> Point {
        let x = stream.uniform(low.x, high.x)
        return Point(x: x, y: stream.uniform(low.y, high.y))
    }
}
