/// How long a program that is read through a pipe may take, and who is told that it takes long.
public struct ProgramWatch: Sendable {
    /// Asks to end it.
    public var cancellation: CancellationFlag?
    /// After so many seconds without a word from it, on any of its streams, it is ended.
    public var longestSilenceSeconds = 600
    /// After so many seconds ``notice`` is called.
    public var noticeSeconds = 5
    /// Called once, with the seconds of silence so far, and those after which the program is ended.
    public var notice: (@Sendable (_ silentSeconds: Int, _ longestSeconds: Int) -> Void)?

    /// Nobody asks, and nobody is told.
    public init() {}
}
