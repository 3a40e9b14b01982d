import GroupDecision

extension RandomStream {
    /// Uniform in [low, high).
    public mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

    /// Whether something of the given probability happens.
    public mutating func happens(_ probability: Double) -> Bool { uniform() < probability }

    /// A whole number in 0..<count, each as likely; `count` >= 1.
    public mutating func index(below count: Int) -> Int {
        let (high, low) = UInt64(count).multipliedFullWidth(by: next())
        var upper = high
        var lower = low
        // Reject the few values that would favour some numbers (D. Lemire, 2019, DOI 10.1145/3230636).
        let limit = (0 &- UInt64(count)) % UInt64(count)
        while lower < limit { (upper, lower) = UInt64(count).multipliedFullWidth(by: next()) }
        return Int(upper)
    }

    /// Exponential with the given rate > 0.
    public mutating func exponential(rate: Double) -> Double { -Elementary.log(1 - uniform()) / rate }

    /// Standard normal (G. E. P. Box, M. E. Muller, 1958, DOI 10.1214/aoms/1177706645); the second value is not kept.
    public mutating func normal() -> Double {
        let radius = (-2 * Elementary.log(1 - uniform())).squareRoot()
        return radius * Elementary.cos(2 * Double.pi * uniform())
    }

    /// Gamma with the given shape > 0 and scale 1 (G. Marsaglia, W. W. Tsang, 2000, DOI 10.1145/358407.358414).
    public mutating func gamma(shape: Double) -> Double {
        if shape < 1 {
            let boost = Elementary.power(1 - uniform(), 1 / shape)
            return gamma(shape: shape + 1) * boost
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let root = 1 + c * x
            if root <= 0 { continue }
            let v = root * root * root
            if Elementary.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Elementary.log(v) { return d * v }
        }
    }

    /// Puts the elements in an order drawn with equal probability (R. Durstenfeld, 1964, DOI 10.1145/364520.364540).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, index(below: last + 1))
        }
    }
}
