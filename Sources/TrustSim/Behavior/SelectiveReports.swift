import GroupDecision

/// Lies about some vehicles only.
struct TargetedReports: ReportPart {
    static let kind = PartKind(
        "targeted", "defames some vehicles that all attackers agree on, honest about the rest",
        parameters: [
            PartParameter(name: "share", unit: "", range: 0...1, standard: 0.1, summary: "share of vehicles defamed"),
            PartParameter(
                name: "victim", unit: "", range: -1...1e7, standard: -1,
                summary: "number of the one vehicle to defame; -1: drawn"),
            PartParameter(name: "value", unit: "", range: 0...1, standard: 0.05, summary: "value given to them"),
            PartParameter(
                name: "certainty", unit: "", range: 0...1, standard: 0.9,
                summary: "certainty claimed; the highest where lies are feasible"),
            feasibleParameter,
        ])
    let share: Double
    let victim: Double
    let value: Double
    let certainty: Double
    let isFeasible: Bool
    private var pretended = PretendedEvidence()

    var isHarmless: Bool { share == 0 && victim < 0 }

    init(_ choice: PartChoice) {
        share = choice.value("share", of: Self.kind)
        victim = choice.value("victim", of: Self.kind)
        value = choice.value("value", of: Self.kind)
        certainty = choice.value("certainty", of: Self.kind)
        isFeasible = choice.isOn("feasible", of: Self.kind)
    }

    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        func isTarget(_ vehicle: VehicleID) -> Bool {
            victim >= 0 ? Double(vehicle) == victim.rounded(.down) : view.isVictim(vehicle, share: share)
        }
        entries.removeAll { isTarget($0.subject) }
        for (vehicle, opinion) in view.heard where isTarget(vehicle) {
            guard isFeasible else {
                entries.append(DraftEntry(subject: vehicle, value: value, certainty: certainty))
                continue
            }
            let claimed = view.certainty(
                pretended.certainty(on: vehicle, own: opinion, view: view, &stream), upTo: certainty, &stream)
            entries.append(pretended.entry(about: vehicle, aim: value, certainty: claimed, view: view, &stream))
        }
        entries.sort { $0.subject < $1.subject }
    }
}

/// Lies in the form of evidence about those whom its keys say, the honest opinion about everybody else.
struct CraftedReports: ReportPart {
    static let kind = PartKind(
        "craft", "lies in the form of evidence about those whom the keys say, honest about the rest",
        parameters: [
            PartParameter(
                name: "praised", unit: "", range: 0...1, standard: 1,
                summary: "share of the fellows praised, the same ones by all attackers"),
            PartParameter(
                name: "defamed", unit: "", range: 0...1, standard: 1,
                summary: "share of the others defamed, the same ones by all attackers"),
            PartParameter(
                name: "victim", unit: "", range: -2...1e7, standard: -1,
                summary: "number of the one vehicle to defame; -2: one that is drawn; -1: a share of the others"),
            PartParameter(
                name: "strangers", unit: "", range: 0...1, standard: 0,
                summary: "1: lies only about those of whom it has seen less than 3 interactions"),
            PartParameter(
                name: "unchecked", unit: "", range: 0...1, standard: 0,
                summary: "1: lies only about those on whom no report of others says anything"),
            PartParameter(
                name: "praise", unit: "", range: 0...1, standard: 0.9,
                summary: "share of good interactions pretended on the praised"),
            PartParameter(
                name: "defamation", unit: "", range: 0...1, standard: 0.1,
                summary: "share of good interactions pretended on the defamed"),
            PartParameter(
                name: "others", unit: "", range: -1...1, standard: -1,
                summary: "share of good interactions pretended on all others; -1: the honest opinion"),
            PartParameter(
                name: "least", unit: "", range: 0...1e3, standard: 0,
                summary: "fewest interactions pretended; 0 with most 0: as many as it has"),
            PartParameter(
                name: "most", unit: "", range: 0...1e3, standard: 0, summary: "most interactions pretended"),
            PartParameter(
                name: "spoilers", unit: "", range: 0...1, standard: 0,
                summary: "share of the attackers that tell the truth in a form that no evidence has"),
            PartParameter(
                name: "spoilFor", unit: "s", range: 0...1e6, standard: 0,
                summary: "so long all attackers do that at first"),
        ])
    private let praised: Double
    private let defamed: Double
    private let victim: Double
    private let onlyStrangers: Bool
    private let onlyUnchecked: Bool
    private let praise: Double
    private let defamation: Double
    private let others: Double
    private let amounts: ClosedRange<Double>
    private let spoilers: Double
    private let spoilFor: Microseconds
    private var pretended = PretendedEvidence()

    /// Whom it has seen less of is a stranger.
    private static let strangersEvidence = 3.0

    var isHarmless: Bool {
        praised == 0 && defamed == 0 && victim == -1 && others < 0 && spoilers == 0 && spoilFor == 0
    }
    var readsFellows: Bool { !isHarmless }
    var readsReports: Bool { onlyUnchecked }
    var agreesOnVictim: Bool { victim == -2 }

    init(_ choice: PartChoice) {
        func value(_ name: String) -> Double { choice.value(name, of: Self.kind) }
        praised = value("praised")
        defamed = value("defamed")
        victim = value("victim").rounded(.down)
        onlyStrangers = value("strangers") >= 0.5
        onlyUnchecked = value("unchecked") >= 0.5
        praise = value("praise")
        defamation = value("defamation")
        others = value("others")
        let (least, most) = (value("least"), value("most"))
        amounts = min(least, most)...max(least, most)
        spoilers = value("spoilers")
        spoilFor = Microseconds(seconds: value("spoilFor"))
    }

    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        if isHarmless { return }
        if view.time < spoilFor || spoilers > 0 && view.hasOtherTask(share: spoilers) {
            Self.spoil(&entries, view)
            return
        }
        let honest = entries
        entries.removeAll(keepingCapacity: true)
        var next = honest.startIndex
        for (vehicle, opinion) in view.heard {
            let isInDraft = next < honest.endIndex && honest[next].subject == vehicle
            if let lie = lie(about: vehicle, own: opinion, view) {
                entries.append(entry(about: vehicle, own: opinion, lie, view, &stream))
            } else if isInDraft {
                entries.append(honest[next])
            }
            if isInDraft { next += 1 }
        }
        for identity in view.ownIdentities where praised > 0 {
            entries.append(entry(about: identity, own: nil, Lie(share: praise, isDefamation: false), view, &stream))
        }
    }

    private struct Lie {
        /// Share of good interactions to pretend.
        var share: Double
        var isDefamation: Bool
    }

    /// What to pretend about a vehicle, nil for the honest opinion.
    private func lie(about vehicle: VehicleID, own opinion: Opinion?, _ view: AttackerView) -> Lie? {
        let rest = others >= 0 && opinion != nil ? Lie(share: others, isDefamation: false) : nil
        if onlyStrangers, let opinion {
            let seen = view.evidenceParameters.evidence(value: 0, certainty: opinion.certainty).total
            if seen >= Self.strangersEvidence { return rest }
        }
        if onlyUnchecked && view.reportedOn.contains(vehicle) { return rest }
        if view.isFellow(vehicle) {
            return view.isVictim(vehicle, share: praised) ? Lie(share: praise, isDefamation: false) : rest
        }
        let isVictim =
            switch victim {
            case -2: vehicle == view.agreedVictim
            case -1: view.isVictim(vehicle, share: defamed)
            default: Double(vehicle) == victim
            }
        return isVictim ? Lie(share: defamation, isDefamation: true) : rest
    }

    private mutating func entry(
        about vehicle: VehicleID, own: Opinion?, _ lie: Lie, _ view: AttackerView, _ stream: inout RandomStream
    ) -> DraftEntry {
        let claimed: Double
        if amounts.upperBound > 0 {
            let amount = stream.uniform(amounts.lowerBound, amounts.upperBound)
            claimed = amount / (amount + view.evidenceParameters.priorWeight)
        } else {
            claimed = pretended.certainty(on: vehicle, own: own, view: view, &stream)
        }
        var entry = pretended.entry(about: vehicle, share: lie.share, certainty: claimed, view: view, &stream)
        if lie.isDefamation { entry.vouches = false }
        return entry
    }

    /// The truth, about fellows too, as values that no evidence gives: who learns to believe that form, or that fellows say
    /// the truth, has learned something that does not help.
    private static func spoil(_ entries: inout [DraftEntry], _ view: AttackerView) {
        for index in entries.indices { entries[index].value = view.isFellow(entries[index].subject) ? 0 : 1 }
    }
}
