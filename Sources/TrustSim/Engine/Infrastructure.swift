import GroupDecision

/// Roadside units: stations behind the vehicles that stand still, send no beacons and are never decided about, but hear and
/// verify as vehicles do, collect reports, and now and then say what they believe.
struct Infrastructure {
    /// Numbers of the units.
    let units: Range<VehicleID>
    /// By unit: whether it says the opposite of what it believes.
    let isCompromised: [Bool]
    /// Squares of how far units hear and are heard, and of how far they can verify.
    let squaredRange: Double
    let squaredSensingRange: Double
    /// Units that have the message that is delivered.
    private(set) var receptions: [Reception] = []
    /// What units have been told.
    var memory: UnitMemory
    /// Evaluations after the warm-up, and those within reach of a unit.
    private(set) var coverage: CoverageTally?

    /// What a unit said, and of whom; beliefs are with the schemes.
    private struct Word {
        var number: Int32 = -1
        var time: Microseconds = 0
        var subjects: [VehicleID] = []
    }

    /// Words live for two intervals, so three of a unit can matter at a time.
    private static let slotsPerUnit = 3
    private var words: [Word]
    private var lastNumbers: [Int32]
    /// By vehicle: the last words that it has received, one of each unit, in the order of first meeting.
    private var heard: [[(unit: VehicleID, number: Int32)]]
    private let life: Microseconds
    private let warmupEnd: Microseconds

    init(
        _ scenario: Scenario, cast: Cast, identityCount: Int, reach: Double, interval: Microseconds,
        warmupEnd: Microseconds, random: RandomSource
    ) {
        let settings = scenario.infrastructure.units
        units = VehicleID(cast.vehicleCount)..<VehicleID(cast.isAttacker.count)
        var order = Array(0..<units.count)
        if units.isEmpty {
            isCompromised = []
        } else {
            // The first of one random order: those that lie at a lower share are among those at a higher.
            var stream = random.stream(.compromisedUnit, 0)
            stream.shuffle(&order)
            var lies = Array(repeating: false, count: units.count)
            for unit in order.prefix(Int((settings.compromisedShare * Double(units.count)).rounded())) {
                lies[unit] = true
            }
            isCompromised = lies
        }
        let range = settings.range > 0 ? min(settings.range, reach) : reach
        squaredRange = range * range
        squaredSensingRange = settings.sensingRange * settings.sensingRange
        memory = UnitMemory(
            units: units, identityCount: identityCount,
            delay: settings.backhaul == "shared" ? Microseconds(seconds: settings.backhaulDelay) : nil)
        words = Array(repeating: Word(), count: units.count * Self.slotsPerUnit)
        lastNumbers = Array(repeating: -1, count: units.count)
        heard = Array(repeating: [], count: units.isEmpty ? 0 : cast.vehicleCount)
        coverage = units.isEmpty ? nil : CoverageTally()
        life = 2 * interval
        self.warmupEnd = warmupEnd
    }

    /// Whether there are units.
    var exists: Bool { !units.isEmpty }

    /// Whether a station is a unit.
    func isUnit(_ station: VehicleID) -> Bool { units.contains(station) }

    /// Whether a unit lies.
    func lies(_ unit: VehicleID) -> Bool { isCompromised[Int(unit - units.lowerBound)] }

    // MARK: - Messages

    /// Takes the units out of the receivers of a message, and out of its reach those who are too far from a unit.
    mutating func separate(_ air: inout Air, from sender: VehicleID) {
        receptions.removeAll(keepingCapacity: true)
        let (first, squaredRange) = (units.lowerBound, squaredRange)
        if isUnit(sender) {
            // Units talk to each other by wire.
            air.removeReceivers { $0.vehicle >= first || $0.squaredDistance > squaredRange }
        } else {
            var found: [Reception] = []
            swap(&found, &receptions)
            air.removeReceivers { reception in
                guard reception.vehicle >= first else { return false }
                if reception.squaredDistance <= squaredRange { found.append(reception) }
                return true
            }
            receptions = found
        }
    }

    /// Takes units that a sender treats honestly out of those that have the message.
    mutating func hideFromFavoured(of sender: VehicleID, share: Double, _ random: RandomSource) {
        receptions.removeFavoured(by: sender, share: share, random)
    }

    // MARK: - Words

    /// A unit is about to speak of these vehicles. Returns the number of the word and its place with the schemes.
    mutating func speak(_ unit: VehicleID, of subjects: [VehicleID], at time: Microseconds) -> (
        number: Int32, slot: Int
    ) {
        let place = Int(unit - units.lowerBound)
        lastNumbers[place] += 1
        let number = lastNumbers[place]
        let slot = self.slot(of: unit, number)
        words[slot] = Word(number: number, time: time, subjects: subjects)
        return (number, slot)
    }

    private func slot(of unit: VehicleID, _ number: Int32) -> Int {
        Int(unit - units.lowerBound) * Self.slotsPerUnit + Int(number) % Self.slotsPerUnit
    }

    /// Number of vehicles of whom a word speaks.
    func entryCount(of unit: VehicleID, number: Int32) -> Int { words[slot(of: unit, number)].subjects.count }

    /// A vehicle receives a word.
    mutating func hear(_ number: Int32, of unit: VehicleID, by vehicle: VehicleID) {
        if let place = heard[Int(vehicle)].firstIndex(where: { $0.unit == unit }) {
            heard[Int(vehicle)][place].number = number
        } else {
            heard[Int(vehicle)].append((unit, number))
        }
    }

    /// Whether a vehicle has received the word of a unit within the last interval.
    func isInReach(_ vehicle: VehicleID, at time: Microseconds) -> Bool {
        exists
            && heard[Int(vehicle)].contains { unit, number in
                let word = words[slot(of: unit, number)]
                return word.number == number && time - word.time <= life / 2
            }
    }

    /// What a vehicle has heard of units within the last two intervals. Counts whether it has heard anything, where it is one
    /// whose decisions count.
    mutating func heardWords(by vehicle: VehicleID, isCounted: Bool, at time: Microseconds) -> [HeardWord] {
        guard exists else { return [] }
        var live: [HeardWord] = []
        for (unit, number) in heard[Int(vehicle)] {
            let slot = slot(of: unit, number)
            let word = words[slot]
            guard word.number == number, time - word.time <= life else { continue }
            live.append(HeardWord(unit: unit, slot: slot, time: word.time, subjects: word.subjects))
        }
        if isCounted, time >= warmupEnd {
            coverage?.evaluations += 1
            if !live.isEmpty { coverage?.covered += 1 }
        }
        return live
    }
}

/// A word of a roadside unit that a vehicle has received.
struct HeardWord {
    var unit: VehicleID
    /// Place of the word with the schemes.
    var slot: Int
    var time: Microseconds
    /// Of whom it speaks.
    var subjects: [VehicleID]
}
