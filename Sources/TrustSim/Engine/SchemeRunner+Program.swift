/// A scheme that a program decides: what waits for its answers.
extension SchemeRunner {
    /// What is to be done in order, some of it with the next answer.
    struct WaitingTasks {
        enum Task {
            case answer((SchemeRunner, [SchemeDecision]) -> Void)
            case rest((SchemeRunner) -> Void)
        }

        private var tasks = FIFOQueue<Task>()

        var isEmpty: Bool { tasks.isEmpty }

        mutating func add(_ task: @escaping (SchemeRunner) -> Void) { tasks.append(.rest(task)) }

        mutating func add(withAnswer task: @escaping (SchemeRunner, [SchemeDecision]) -> Void) {
            tasks.append(.answer(task))
        }

        mutating func next() -> Task? { tasks.removeFirst() }

        mutating func removeAll() { tasks.removeAll() }
    }
}
