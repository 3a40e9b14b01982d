import Synchronization

/// Set from anywhere, for example by a signal handler, to stop running simulations soon.
public final class CancellationFlag: Sendable {
    private let flag = Atomic<Bool>(false)
    private let leader: CancellationFlag?

    /// A flag that is not set.
    public init() { leader = nil }

    /// A flag that is set as soon as another one is, and can be set by itself.
    public init(following leader: CancellationFlag?) { self.leader = leader }

    /// Asks to stop.
    public func cancel() { flag.store(true, ordering: .relaxed) }

    /// Whether somebody asked to stop.
    public var isCancelled: Bool { flag.load(ordering: .relaxed) || leader?.isCancelled == true }
}

/// The run was asked to stop and did; it has no result.
public struct Cancelled: Error, Sendable {
    /// The error.
    public init() {}
}
