import Foundation

/// A value for one thread at a time. Does what `Synchronization.Mutex` does, by a lock that the thread sanitizer sees: what
/// that finds is to be believed.
public final class Guarded<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    /// Holds a value.
    public init(_ value: Value) { self.value = value }

    /// Does something with the value while no other thread does. Not to be called from within itself.
    public func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
