import GroupDecision

/// Evidence that a liar pretends to have, so that every entry made of it is one that an honest vehicle could have written.
///
/// An entry stands for `n` interactions of which a share was good. The liar has a share in mind; what it writes is drawn as
/// evidence would be: each interaction that it pretends is good with that probability, and what it pretended before stays,
/// decayed as evidence decays. So no value is impossible, no two liars write the same numbers, and the entries of one liar
/// about one vehicle change from report to report as those of an honest vehicle do.
///
/// What it does not do: it does not hide *what* is said. Who knows better can tell that it is wrong.
struct PretendedEvidence: Sendable {
    private struct Record: Sendable {
        var time: Microseconds
        /// Interactions pretended, as of that time.
        var amount: Double
        /// Share of them that was good.
        var share: Double
    }

    private var records = IntegerMap<VehicleID, Record>()

    /// With more pretended interactions at a time each drawn one stands for several.
    private static let mostDraws = 200

    /// The certainty to claim about a vehicle: that of the own opinion; where there is none, what was pretended before,
    /// decayed, or at first as much as there is on somebody drawn among those whom the liar knows.
    mutating func certainty(
        on subject: VehicleID, own: Opinion?, view: AttackerView, _ stream: inout RandomStream
    ) -> Double {
        let weight = view.evidenceParameters.priorWeight
        let before = records[subject].map { $0.amount * view.retained(since: $0.time) } ?? 0
        if let own { return max(own.certainty, before / (before + weight)) }
        if before >= view.evidenceParameters.knownEvidence { return before / (before + weight) }
        if let other = view.certaintyOfAnyKnown(&stream) { return other }
        // It knows nobody: one to six interactions.
        let amount = 1 + 5 * stream.uniform()
        return amount / (amount + weight)
    }

    /// An entry with the given certainty that says, in the mean, that a share of the interactions was good.
    mutating func entry(
        about subject: VehicleID, share wanted: Double, certainty: Double, view: AttackerView,
        _ stream: inout RandomStream
    ) -> DraftEntry {
        let parameters = view.evidenceParameters
        let amount = parameters.evidence(value: 0, certainty: certainty).total
        let place = records.position(of: subject, orInsert: Record(time: view.time, amount: 0, share: 0))
        var record = records.values[place]
        let kept = min(amount, record.amount * view.retained(since: record.time))
        // What is too little for an interaction keeps the share as it is, but there must be a share.
        var draws = Int(min((amount - kept).rounded(), Double(Self.mostDraws)))
        if kept == 0 && draws == 0 { draws = 1 }
        if draws > 0 {
            let added = Self.share(of: draws, good: wanted, view: view, &stream)
            record.share = amount > 0 ? (kept * record.share + (amount - kept) * added) / amount : added
        }
        record.share = min(max(record.share, 0), 1)
        record.amount = amount
        record.time = view.time
        records.values[place] = record
        let base = parameters.baseRate * (1 - certainty)
        return DraftEntry(subject: subject, value: base + certainty * record.share, certainty: certainty)
    }

    /// The share that was good of some interactions of the last ten seconds, each decayed since its own time.
    private static func share(
        of count: Int, good: Double, view: AttackerView, _ stream: inout RandomStream
    ) -> Double {
        var (sum, total) = (0.0, 0.0)
        for _ in 0..<count {
            let weight = view.retained(seconds: 10 * stream.uniform())
            total += weight
            if stream.happens(good) { sum += weight }
        }
        return sum / total
    }

    /// An entry that aims at an opinion, as far as sensors allow: an honest vehicle sees a share of good interactions
    /// between those of somebody who always lies and of somebody who never does.
    mutating func entry(
        about subject: VehicleID, aim: Double, certainty: Double, view: AttackerView, _ stream: inout RandomStream
    ) -> DraftEntry {
        let base = view.evidenceParameters.baseRate * (1 - certainty)
        let wanted = certainty > 0 ? (aim - base) / certainty : 0.5
        return entry(about: subject, share: view.plausible(wanted), certainty: certainty, view: view, &stream)
    }
}

extension EvidenceParameters {
    /// The values that evidence of a certainty can have: a (1 - q) to a (1 - q) + q.
    func feasibleValues(certainty: Double) -> ClosedRange<Double> {
        let low = baseRate * (1 - certainty)
        return low...(low + certainty)
    }
}
