/// First in, first out, in an array whose front is dropped now and then. O(1) amortised.
struct FIFOQueue<Element> {
    private var elements: [Element] = []
    private var done = 0

    var count: Int { elements.count - done }
    var isEmpty: Bool { count == 0 }

    /// The element that waits longest.
    var first: Element? { isEmpty ? nil : elements[done] }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func removeFirst() -> Element? {
        if isEmpty { return nil }
        let element = elements[done]
        done += 1
        if done >= 1024, 2 * done >= elements.count {
            elements.removeFirst(done)
            done = 0
        }
        return element
    }

    /// The element that waits longest, if it is one of these; else nothing changes.
    mutating func removeFirst(where isOne: (Element) -> Bool) -> Element? {
        guard let first, isOne(first) else { return nil }
        return removeFirst()
    }

    mutating func removeAll() {
        elements.removeAll()
        done = 0
    }
}

extension FIFOQueue: Sendable where Element: Sendable {}
