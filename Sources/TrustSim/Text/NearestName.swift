/// Finds the name that was probably meant when an unknown one was given.
public enum NearestName {
    /// Longer names, in Unicode scalars, are not compared.
    private static let maximumLength = 64

    /// The candidate nearest to a name, when it is near enough to be worth suggesting.
    ///
    /// Distance is the number of characters inserted, removed, replaced or swapped with their neighbor, regardless of
    /// case; at most a third of the name's length, or 1 for a short one. The first candidate wins a tie. A candidate
    /// with nothing in common is no suggestion however short it is.
    public static func nearest(to name: String, among candidates: [String]) -> String? {
        guard let folded = fold(name), !folded.isEmpty else { return nil }
        var limit = max(1, folded.count / 3)
        var best: String?
        for candidate in candidates {
            guard let other = fold(candidate), abs(other.count - folded.count) <= limit,
                let distance = distance(folded, other, limit: limit),
                distance < max(folded.count, other.count)
            else { continue }
            best = candidate
            if distance == 0 { break }
            limit = distance - 1
        }
        return best
    }

    /// What a message about an unknown name ends with: the nearest allowed one, or all.
    public static func hint(for name: String, among names: [String]) -> String {
        nearest(to: name, among: names).map { "; did you mean '\($0)'?" }
            ?? "; allowed: \(names.joined(separator: ", "))"
    }

    private static func fold(_ name: String) -> [Unicode.Scalar]? {
        // A scalar has at most four bytes, so the length can be refused before the text is walked.
        guard name.utf8.count <= maximumLength * 4 else { return nil }
        let scalars = Array(name.lowercased().unicodeScalars)
        return scalars.count <= maximumLength ? scalars : nil
    }

    /// The Damerau-Levenshtein distance (each stretch edited once), or nil when it exceeds the limit.
    private static func distance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar], limit: Int) -> Int? {
        var beforePrevious: [Int] = []
        var previous = Array(0...second.count)
        for row in first.indices {
            var current = [row + 1]
            for column in second.indices {
                let replaced = previous[column] + (first[row] == second[column] ? 0 : 1)
                var least = min(replaced, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    least = min(least, beforePrevious[column - 1] + 1)
                }
                current.append(least)
            }
            beforePrevious = previous
            previous = current
        }
        let result = previous[second.count]
        return result <= limit ? result : nil
    }
}
