/// The entries of a catalogue: those of the library, and those that a program has registered before anybody looked.
///
/// Whoever looks has everybody's names from then on: in keys, messages, listings, completions. So an entry that comes later
/// is a programming error, as is one whose name is taken.
final class Registry<Entry: Sendable>: Sendable {
    private struct State {
        var entries: [Entry]
        var isRead = false
    }

    private let what: String
    private let name: @Sendable (Entry) -> String
    private let state: Guarded<State>

    /// A catalogue of `what`, such as "radio model", with the entries of the library.
    init(_ what: String, _ entries: [Entry], name: @escaping @Sendable (Entry) -> String) {
        self.what = what
        self.name = name
        state = Guarded(State(entries: entries))
    }

    /// Every entry, those of the library first.
    var all: [Entry] {
        state.withLock {
            $0.isRead = true
            return $0.entries
        }
    }

    /// Adds an entry.
    ///
    /// Precondition: nobody has looked yet, and no other entry has its name.
    func add(_ entry: Entry) {
        let new = name(entry)
        state.withLock { state in
            precondition(
                !state.isRead,
                "the \(what) '\(new)' comes too late: register parts of attacks first, and all before a scenario is read"
            )
            precondition(!state.entries.contains { name($0) == new }, "there is a \(what) '\(new)' already")
            state.entries.append(entry)
        }
    }
}
