/// A scheme that a program decides: what waits for its answers.
extension SchemeRunner {
    /// What is to be done in order, some of it with the next answer.
    struct WaitingTasks {
        enum Task {
            case answer((SchemeRunner, [SchemeDecision]) -> Void)
            case rest((SchemeRunner) -> Void)
        }

        private var tasks: [Task] = []
        private var done = 0

        var isEmpty: Bool { done == tasks.count }

        mutating func add(_ task: @escaping (SchemeRunner) -> Void) { tasks.append(.rest(task)) }

        mutating func add(withAnswer task: @escaping (SchemeRunner, [SchemeDecision]) -> Void) {
            tasks.append(.answer(task))
        }

        mutating func next() -> Task? {
            if isEmpty { return nil }
            defer { done += 1 }
            if done >= 1024 {
                tasks.removeFirst(done)
                done = 0
            }
            return tasks[done]
        }

        mutating func removeAll() {
            tasks.removeAll()
            done = 0
        }
    }
}
