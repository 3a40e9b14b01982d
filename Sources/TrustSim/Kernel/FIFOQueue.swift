/// First in, first out, in an array whose front is dropped now and then. O(1) amortised.
struct FIFOQueue<Element> {
    private var elements: [Element] = []
    private var done = 0

    var isEmpty: Bool { done == elements.count }

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

    mutating func removeAll() {
        elements.removeAll()
        done = 0
    }
}

extension FIFOQueue: Sendable where Element: Sendable {}
