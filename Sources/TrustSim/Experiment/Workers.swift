import Foundation

/// Threads for coarse jobs.
///
/// Not Dispatch, which waits for ever where the system refuses a thread, as under a limit of processes (`ulimit -u`).
enum Workers {
    /// Room for each thread, whatever the limit of the process's own stack is.
    static let stackBytes = 1 << 22

    /// Calls `body` in so many threads at once, one of which is the caller's own, and returns when all have come back. Where
    /// the system refuses threads it is called fewer times, but at least once.
    static func perform(_ count: Int, _ body: () -> Void) {
        withoutActuallyEscaping(body) { body in
            let job = Job(body)
            var threads: [pthread_t] = []
            while threads.count + 1 < count, let thread = start(job) { threads.append(thread) }
            body()
            for thread in threads { pthread_join(thread, nil) }
        }
    }

    /// Nil where there can be no more threads.
    private static func start(_ job: Job) -> pthread_t? {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackBytes)
        let context = Unmanaged.passRetained(job)
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let code = pthread_create(&thread, &attributes, workerMain, context.toOpaque())
        if code == 0 { return thread }
        context.release()
        return nil
    }

    /// What the threads do. They come to their end before `perform` does, and what they do is made for several of them.
    fileprivate final class Job: @unchecked Sendable {
        private let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
        func run() { body() }
    }
}

#if canImport(Darwin)
    private typealias WorkerContext = UnsafeMutableRawPointer
#else
    private typealias WorkerContext = UnsafeMutableRawPointer?
#endif

/// A function, as a closure in its place crashes the compiler (Swift 6.3.1).
private func workerMain(_ context: WorkerContext) -> UnsafeMutableRawPointer? {
    let pointer: UnsafeMutableRawPointer? = context
    if let pointer { Unmanaged<Workers.Job>.fromOpaque(pointer).takeRetainedValue().run() }
    return nil
}
