/// What labels of messages mean, however they are written.
enum AttackLabel {
    /// What a label says.
    enum Meaning: String, CaseIterable {
        case honest, attack, none
    }

    private static let honest: Set<String> = [
        "genuine", "benign", "honest", "normal", "legitimate", "legit", "false", "no", "f", "n", "ok", "good", "legal",
        "trusted", "clean", "regular", "no attack", "noattack", "non-attack", "not attack", "non-malicious",
        "not malicious",
    ]

    /// Whether a label says that a message is an attack; nil where there is none.
    static func isAttack(_ label: String) -> Bool? {
        switch meaning(of: label) {
        case .honest: false
        case .attack: true
        case .none: nil
        }
    }

    /// The type of an attack, 0 for none; nil where there is no label. An attack that has no number is another.
    static func type(of label: String) -> Int? {
        switch meaning(of: label) {
        case .none: return nil
        case .honest: return 0
        case .attack:
            let word = FieldText.trimmed(label)
            let digits = word.lowercased().hasPrefix("a") ? word.dropFirst() : word[...]
            return Double(digits).flatMap(CompactJSON.integer).map { Int($0) } ?? AttackNumbers.other
        }
    }

    /// A number is the type of the attack, 0 that there is none, with or without the `A` of file names. A negative number is
    /// no label: no data set that is read has such types, elsewhere they stand for what is unknown, for the class
    /// that is none, or for outliers.
    static func meaning(of label: String) -> Meaning {
        let word = FieldText.trimmed(label).lowercased()
        if MissingValue.isOne(word) { return .none }
        if honest.contains(word) { return .honest }
        let digits = word.hasPrefix("a") ? word.dropFirst() : word[...]
        if let first = digits.utf8.first, (0x2B...0x39).contains(first), let number = Double(digits) {
            if number.isNaN || number < 0 { return .none }
            return number == 0 ? .honest : .attack
        }
        return .attack
    }
}

/// The different labels in a table, to tell how they are read.
struct LabelWords {
    private static let most = 1000
    private static let mostShown = 6
    private var counts: [String: Int] = [:]

    mutating func add(_ label: String) {
        if counts[label] != nil || counts.count < Self.most { counts[label, default: 0] += 1 }
    }

    /// Which of them mean what, in one line; nil where there are none.
    var summary: String? {
        // Where there is no column for it every label is empty.
        if counts.keys.allSatisfy(\.isEmpty) { return nil }
        let words = Dictionary(grouping: counts.keys, by: AttackLabel.meaning(of:))
        return AttackLabel.Meaning.allCases.compactMap { meaning in
            words[meaning].map { "\(meaning.rawValue) \(Self.list($0))" }
        }.joined(separator: "; ")
    }

    private static func list(_ words: [String]) -> String {
        let sorted = words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let shown = sorted.prefix(mostShown).map { "'\(excerptForMessage($0, limit: 30))'" }
        return shown.joined(separator: ", ") + (words.count > mostShown ? " and \(words.count - mostShown) more" : "")
    }

    /// Labels that are negative numbers.
    var negative: Int {
        counts.reduce(0) { $0 + (Double(FieldText.trimmed($1.key)).map { $0 < 0 } == true ? $1.value : 0) }
    }
}

/// What tables write where they have nothing to say.
enum MissingValue {
    private static let words: Set<String> = [
        "", "nan", "-nan", "null", "na", "n/a", "#n/a", "<na>", "none", "nil", "-", "?", "undefined", "unknown",
    ]

    static func isOne(_ text: String) -> Bool {
        // Most are plain numbers.
        if let first = text.utf8.first, (0x30...0x39).contains(first) { return false }
        if text.utf8.count > 40 { return false }
        return words.contains(FieldText.trimmed(text).lowercased())
    }
}

/// Fields as they stand in files.
enum FieldText {
    /// Without white space at its ends.
    static func trimmed(_ text: String) -> String {
        guard let first = text.utf8.first, let last = text.utf8.last, isSpace(first) || isSpace(last) else {
            return text
        }
        return String(decoding: trimmed(text.utf8[...]), as: UTF8.self)
    }

    /// The same of bytes.
    static func trimmed<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes) -> Bytes
    where Bytes.SubSequence == Bytes {
        var bytes = bytes
        while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return bytes
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
