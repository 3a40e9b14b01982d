/// A file of a data set.
struct LogFile {
    var path: String
    var name: String
    var isTruth: Bool
    /// Its name without endings.
    let stem: String
    /// Who received what is in it, as far as the name says.
    var receiver: LogName
    /// Whether the name says it in a form of which it is known that it does.
    let isReceiverCertain: Bool
    /// From its name.
    var attackType: Int?
    /// The table that its rows are from, where it was made of one.
    var origin: String?

    /// What messages call it.
    var shownPath: String { origin ?? path }

    /// What was sorted out of a table.
    init(path: String, receiver: LogName, origin: String) {
        self.init(path: path, receiver: receiver)
        self.origin = origin
    }

    private init(path: String, receiver: LogName) {
        self.path = path
        name = path
        isTruth = false
        stem = path
        self.receiver = receiver
        isReceiverCertain = true
    }

    init(directory: String, name: String, isTruth: Bool = false) {
        self.init(path: directory + "/" + name, isTruth: isTruth)
    }

    init(path: String, isTruth: Bool = false) {
        name = path.split(separator: "/").last.map(String.init) ?? path
        self.path = path
        self.isTruth = isTruth
        stem = Self.stem(name)
        let parts = stem.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count >= 4, let place = Self.placeOfSender(parts[0]), let vehicle = Int64(parts[place]),
            ["A", "a"].contains(parts[3].first), let type = Int(parts[3].dropFirst())
        {
            receiver = .number(vehicle)
            attackType = type
            isReceiverCertain = true
        } else if parts.count == 2, parts[0].lowercased() == "receiver" {
            receiver = LogName(String(parts[1]))
            isReceiverCertain = false
        } else {
            // A name that ends in a number is of that vehicle.
            receiver = Self.endNumber(stem).map { .number($0) } ?? .text(stem)
            isReceiverCertain = false
        }
    }

    /// Which part of a name is the number that stands as `sender` in messages: VeReMi 2018 writes the vehicle and then the
    /// module, which sends; F2MD, and so the Extension and VeReMiAP, the sender and then its parent module.
    private static func placeOfSender(_ kind: Substring) -> Int? {
        switch kind.lowercased() {
        case "jsonlog": 2
        case "tracejson": 1
        default: nil
        }
    }

    private static func stem(_ name: String) -> String {
        var stem = DataSetFiles.unpackedName(name)
        for ending in [".csv", ".jsonl", ".json"] where stem.lowercased().hasSuffix(ending) {
            stem.removeLast(ending.count)
        }
        return stem
    }

    private static func endNumber(_ text: some StringProtocol) -> Int64? {
        Int64(String(text.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()))
    }

    /// The name under which the receiver sends, where names of files and of senders are written differently: `veh_4.json`
    /// and `log-veh_4.json` are of `veh_4`, and so is `4.json` where nobody else's name ends in 4.
    func receiver(among senders: SenderNames) -> LogName {
        if isReceiverCertain || senders.all.contains(receiver) && stem.hasPrefix("receiver-") { return receiver }
        let whole = LogName.text(stem)
        if senders.all.contains(whole) { return whole }
        for end in stem.indices.dropFirst() where !Self.isWordCharacter(stem[stem.index(before: end)]) {
            let name = LogName.text(String(stem[end...]))
            if senders.all.contains(name) { return name }
        }
        if senders.all.contains(receiver) { return receiver }
        return Self.endNumber(stem).flatMap { senders.byEndNumber[$0] ?? nil } ?? receiver
    }

    /// Whether the receiver of this file can turn out to be called so.
    func canBe(of name: LogName) -> Bool {
        if name == receiver { return true }
        guard !isReceiverCertain, case .text(let text) = name else { return false }
        return stem.hasSuffix(text) || Self.endNumber(stem).map { $0 == Self.endNumber(text) } == true
    }

    private static func isWordCharacter(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    /// The names of all senders of a data set.
    struct SenderNames {
        let all: Set<LogName>
        /// The sender whose name, a text, ends in a number; nil for several.
        let byEndNumber: [Int64: LogName?]

        init(_ names: [LogName]) {
            all = Set(names)
            var byEndNumber: [Int64: LogName?] = [:]
            for name in names {
                guard case .text(let text) = name, let number = LogFile.endNumber(text) else { continue }
                byEndNumber[number] = .some(byEndNumber[number] == nil ? name : nil)
            }
            self.byEndNumber = byEndNumber
        }
    }
}
