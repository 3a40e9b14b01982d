extension Sequence where Element: Equatable {
    /// The first of each of equal elements, in order. O(n · distinct elements): for short lists.
    public func distinct() -> [Element] {
        var found: [Element] = []
        for element in self where !found.contains(element) { found.append(element) }
        return found
    }
}
