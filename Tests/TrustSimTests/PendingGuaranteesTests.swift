import Testing

@testable import TrustSim

@Suite("Pending guarantees")
struct PendingGuaranteesTests {
    /// What should be pending, the slow way: pairs by one number, subject first.
    struct Oracle {
        var pending: Set<UInt64> = []

        mutating func insert(subject: VehicleID, guarantor: VehicleID) {
            pending.insert(UInt64(subject) << 32 | UInt64(guarantor))
        }

        /// Settlements of each guarantor, in order.
        mutating func resolve(_ fate: (VehicleID) -> PendingGuarantees.Fate) -> [VehicleID: [Bool]] {
            var settled: [VehicleID: [Bool]] = [:]
            for key in pending.sorted() {
                switch fate(VehicleID(key >> 32)) {
                case .stay: continue
                case .lapse: break
                case .settle(let confirmed): settled[VehicleID(truncatingIfNeeded: key), default: []].append(confirmed)
                }
                pending.remove(key)
            }
            return settled
        }
    }

    /// Fates of all subjects at one evaluation.
    private static func fates(_ choices: inout RandomStream, staying: Double) -> [PendingGuarantees.Fate] {
        (0..<200).map { _ in
            if choices.happens(staying) { return .stay }
            return choices.happens(0.3) ? .lapse : .settle(confirmed: choices.happens(0.5))
        }
    }

    private static func keys(_ guarantees: PendingGuarantees) -> [UInt64] {
        guarantees.pairs.map { UInt64($0.subject) << 32 | UInt64($0.guarantor) }
    }

    @Test(
        "pairs are pending once and settled in order of subject, as in a set of pairs",
        arguments: UInt32(1)...30)
    func oracle(seed: UInt32) {
        var choices = RandomSource.testStream(seed: seed)
        var (guarantees, oracle) = (PendingGuarantees(), Oracle())
        // Few and many guarantors: rows of one word and of several.
        let vehicles = [5, 40, 200][choices.index(below: 3)]
        let staying = [0.5, 0.9, 0.99][choices.index(below: 3)]
        for step in 0..<150 {
            for _ in 0..<choices.index(below: 40) {
                let subject = VehicleID(choices.index(below: vehicles))
                let guarantor = VehicleID(choices.index(below: vehicles))
                guarantees.insert(subject: subject, guarantor: guarantor)
                oracle.insert(subject: subject, guarantor: guarantor)
            }
            let fates = Self.fates(&choices, staying: staying)
            var settled: [VehicleID: [Bool]] = [:]
            guarantees.resolve({ fates[Int($0)] }, settle: { settled[$0, default: []].append($1) })
            #expect(settled == oracle.resolve { fates[Int($0)] }, "seed \(seed), step \(step)")
            #expect(Self.keys(guarantees).sorted() == oracle.pending.sorted(), "seed \(seed), step \(step)")
            #expect(guarantees.subjects == guarantees.subjects.sorted(), "seed \(seed), step \(step)")
        }
    }

    private static func drop(_ guarantees: inout PendingGuarantees, where condition: (VehicleID) -> Bool) {
        guarantees.resolve({ condition($0) ? .lapse : .stay }, settle: { _, _ in Issue.record("nothing settles") })
    }

    @Test("rows of bits are added as the pairs that they stand for", arguments: UInt32(1)...10)
    func rowsOfBits(seed: UInt32) {
        var choices = RandomSource.testStream(seed: seed)
        var (guarantees, oracle) = (PendingGuarantees(), Oracle())
        for step in 0..<20 {
            var rows = BitRows()
            rows.reset(rows: 30, columns: guarantees.guarantors.count + 100)
            for _ in 0..<60 {
                let (subject, guarantor) = (choices.index(below: 30), VehicleID(choices.index(below: 100)))
                rows.insert(guarantees.column(of: guarantor), inRow: subject)
                oracle.insert(subject: VehicleID(1000 - subject), guarantor: guarantor)
            }
            for subject in 0..<30 where !rows.isEmpty(row: subject) {
                guarantees.formUnion(of: VehicleID(1000 - subject), with: rows, row: subject)
            }
            #expect(Self.keys(guarantees).sorted() == oracle.pending.sorted(), "seed \(seed), step \(step)")
            let parity = VehicleID(choices.index(below: 4))
            Self.drop(&guarantees) { $0 % 4 == parity }
            _ = oracle.resolve { $0 % 4 == parity ? .lapse : .stay }
        }
    }

    @Test("every subject is asked about once, in order")
    func oneQuestionPerSubject() {
        var guarantees = PendingGuarantees()
        for subject: VehicleID in [9, 2, 5, 2, 7] {
            for guarantor in 10..<VehicleID(90) { guarantees.insert(subject: subject, guarantor: guarantor) }
        }
        var asked: [VehicleID] = []
        Self.drop(&guarantees) { subject in
            asked.append(subject)
            return false
        }
        #expect(asked == [2, 5, 7, 9])
        #expect(guarantees.pairs.count == 320)
    }

    @Test("guarantors with nothing pending are forgotten, however many come and go")
    func bounded() {
        var guarantees = PendingGuarantees()
        for step in 0..<VehicleID(5000) {
            for guarantor in 0..<VehicleID(3) { guarantees.insert(subject: step, guarantor: 3 * step + guarantor) }
            Self.drop(&guarantees) { $0 + 10 <= step }
            #expect(guarantees.subjects.count <= 10)
            #expect(guarantees.guarantors.count <= 60)
        }
        Self.drop(&guarantees) { _ in true }
        #expect(guarantees.subjects.isEmpty && guarantees.guarantors.isEmpty)
    }

    @Test("thirty subjects with thirty guarantors each take less than 1 KB")
    func compact() {
        var guarantees = PendingGuarantees()
        for subject in 0..<VehicleID(30) {
            for guarantor in 30..<VehicleID(60) { guarantees.insert(subject: subject, guarantor: guarantor) }
        }
        #expect(guarantees.pairs.count == 900)
        let numbers = guarantees.subjects.capacity + guarantees.guarantors.capacity
        #expect(numbers * MemoryLayout<VehicleID>.stride + guarantees.rows.words.capacity * 8 < 900)
    }
}
