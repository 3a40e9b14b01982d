/// The channel of a broadcast CSMA: stations wait until it is idle, messages take time, and those that meet disturb each
/// other. A model of the distributed coordination function of IEEE 802.11-2020 (10.3) outside the context of a BSS, without
/// acknowledgements, as events that the engine calls.
///
/// - A station may send when the channel has been idle for it for SIFS + AIFSN slots and, behind a busy channel or its own
///   message, for as many slots more as its backoff, which is uniform in 0...CW. The backoff stands while the channel is busy.
///   Who begins within 4 us behind another does not notice it, and both are on the air.
/// - For a station the channel is busy while it sends, while it reads a message, and while the power of everything together
///   is at least that of energy detection.
/// - A station that neither sends nor reads begins to read a message whose power is at least the sensitivity and which
///   stands out by 4 dB from then on for 4 us. Of messages that begin within 4 us it reads the strongest, or none if that does
///   not stand out from all the others. Once it reads, others are disturbance;
///   with capture one that has the ratio that it needs takes the place.
/// - A message is received where its ratio of signal to interference and noise never falls below that of its rate, and where
///   the receiver does not send in the meantime. Behind one that could not be read the station waits longer (EIFS).
///
/// What it does not have: propagation delays, priorities of access, internal queues beyond first come first served, errors
/// at random above the ratio, headers that are read although the rest is not, adjacent channels.
///
/// Powers are whole numbers of 1e-15 mW, so sums come back to where they began, in whatever order.
struct Medium: Sendable {
    /// What hears: asked for everybody near a sender.
    private struct Ear {
        /// Of everything on the air here.
        var power: Int64 = 0
        /// Of what is being read.
        var readPower: Int64 = 0
        /// The message that is being read, -1 for none.
        var reading: Int32 = -1
        var isSpoilt = false
        var isSending = false
        /// When it began to read.
        var readSince: Microseconds = 0
        /// When its last message ended.
        var sentUntil: Microseconds = -1
    }

    /// What waits for the channel.
    private struct Access {
        /// When it will send; ``never`` where it waits for the channel or has nothing to send.
        var time = Medium.never
        /// From when on its slots count, while the channel is idle.
        var base: Microseconds = 0
        var backoff: Int32 = 0
        var draws: UInt32 = 0
        /// First and last of the messages that wait, -1 for none.
        var first: Int32 = -1
        var last: Int32 = -1
        var isBehindError = false
        /// Since when the channel is busy for it.
        var busySince = Medium.never
        /// Since when it is there; ``never`` where it is not.
        var presentSince = Medium.never
    }

    /// A message that waits or is on the air.
    private struct Frame {
        var sender: UInt32
        var written: Microseconds
        var airtime: Microseconds
        var isBeacon: Bool
        var begin: Microseconds = 0
        /// The next that waits at the same station, or the next free place.
        var next: Int32 = -1
        var receivers: [Reception] = []
        var powers: [Int64] = []
    }

    private static let never = Microseconds.max
    /// Units of power in a milliwatt.
    private static let unit = 1e15
    /// Ratio by which a preamble stands out, in dB.
    private static let preambleDB = 4.0

    let timing: AccessTiming
    private let random: RandomSource
    private let contentionWindow: UInt32
    private let lifetime: Microseconds
    private let captures: Bool
    private let sensitivity: Int64
    private let energyDetection: Int64
    private let noise: Double
    private let preambleRatio: Double
    private let ratio: Double
    private let countFrom: Microseconds

    private var ears: [Ear]
    private var accesses: [Access]
    private var frames: [Frame] = []
    private var freeFrame: Int32 = -1
    private var age: InformationAge
    /// By station, where stations slow down: how busy it finds the channel.
    private var loads: [ChannelLoad] = []
    private var control: CongestionControl?
    private(set) var tally = ChannelTally()
    /// Calls of ``access(by:at:)`` that are due: the engine takes them.
    var calls: [(station: UInt32, time: Microseconds)] = []

    /// `countFrom` is the end of the warm-up; `usualMeters` and `interferenceMeters` are those of the radio model.
    init(
        _ settings: ChannelSettings, _ budget: PowerBudget, stationCount: Int, usualMeters: Double,
        interferenceMeters: Double, countFrom: Microseconds, random: RandomSource, controlsCongestion: Bool = false
    ) {
        timing = AccessTiming(settings)
        self.random = random
        contentionWindow = UInt32(settings.contentionWindow)
        lifetime = Microseconds(seconds: settings.lifetime)
        captures = settings.captures == "yes"
        sensitivity = Self.units(budget.sensitivity)
        energyDetection = Self.units(budget.energyDetection)
        noise = budget.noise * Self.unit
        preambleRatio = PowerBudget.ratio(Self.preambleDB)
        let needed = settings.sinrDB > 0 ? settings.sinrDB : DataRate.named(settings.rate).sinrDB
        ratio = PowerBudget.ratio(needed)
        self.countFrom = countFrom
        ears = Array(repeating: Ear(), count: stationCount)
        accesses = Array(repeating: Access(), count: stationCount)
        age = InformationAge(stationCount: stationCount)
        if controlsCongestion {
            loads = Array(repeating: ChannelLoad(), count: stationCount)
            control = CongestionControl(
                airtime: timing.airtime(payloadBytes: Int(settings.beaconBytes)), stationCount: stationCount)
        }
        let bins = Int((interferenceMeters / ChannelTally.binMeters).rounded(.up))
        tally.bins = Array(repeating: ChannelTally.Bin(), count: min(bins, ChannelTally.largestBinCount))
        tally.usualBinCount = Int((usualMeters / ChannelTally.binMeters).rounded(.up))
    }

    /// At most a watt: sums of very many stay within the numbers.
    private static func units(_ milliwatts: Double) -> Int64 { Int64(max(0, min(milliwatts, 1000)) * unit) }

    // MARK: - Stations

    /// A station comes.
    mutating func enter(_ station: UInt32, at time: Microseconds) { accesses[Int(station)].presentSince = time }

    /// A station leaves; what it has not sent is lost.
    mutating func leave(_ station: UInt32, at time: Microseconds) {
        countPresence(of: Int(station), until: time)
        accesses[Int(station)].presentSince = Self.never
    }

    /// The run is over: counts what lasts.
    mutating func finish(at time: Microseconds) {
        for station in accesses.indices where accesses[station].presentSince != Self.never {
            countPresence(of: station, until: time)
            accesses[station].presentSince = time
        }
    }

    private mutating func countPresence(of station: Int, until time: Microseconds) {
        countBusy(of: station, until: time)
        if accesses[station].busySince != Self.never { accesses[station].busySince = time }
        tally.present += max(0, time - max(accesses[station].presentSince, countFrom))
    }

    private mutating func countBusy(of station: Int, until time: Microseconds) {
        let access = accesses[station]
        guard access.busySince != Self.never, access.presentSince != Self.never else { return }
        tally.busy += max(0, time - max(access.busySince, access.presentSince, countFrom))
    }

    private func isBusy(_ ear: Ear) -> Bool {
        ear.isSending || ear.reading >= 0 || ear.power >= energyDetection
    }

    /// Whether congestion control lets a station send a beacon now.
    mutating func admitsBeacon(of station: UInt32, at time: Microseconds) -> Bool {
        guard control != nil else { return true }
        let place = Int(station)
        var load = loads[place]
        if accesses[place].busySince != Self.never { load.add(from: accesses[place].busySince, to: time) }
        return control?.admits(place, busyRatio: load.ratio(at: time), at: time) ?? true
    }

    // MARK: - Waiting

    /// A station has a message to send. Returns its number until its end.
    mutating func offer(
        payloadBytes: Int, isBeacon: Bool, from station: UInt32, at time: Microseconds
    ) -> Int32 {
        let frame = takeFrame(
            Frame(
                sender: station, written: time, airtime: timing.airtime(payloadBytes: payloadBytes),
                isBeacon: isBeacon))
        if isBeacon && time >= countFrom { tally.beacons += 1 }
        let place = Int(station)
        if accesses[place].first >= 0 {
            frames[Int(accesses[place].last)].next = frame
            accesses[place].last = frame
            return frame
        }
        accesses[place].first = frame
        accesses[place].last = frame
        let busySince = accesses[place].busySince
        let isNoticed = busySince != Self.never && (ears[place].isSending || time - busySince >= AccessTiming.detection)
        if !isNoticed {
            passSlots(of: place, at: min(time, busySince))
            let due = due(at: place, time)
            if busySince == Self.never || due < busySince + AccessTiming.detection {
                schedule(place, due)
                return frame
            }
        }
        if accesses[place].backoff == 0 { drawBackoff(of: place) }
        return frame
    }

    private mutating func takeFrame(_ frame: Frame) -> Int32 {
        guard freeFrame >= 0 else {
            frames.append(frame)
            return Int32(frames.count - 1)
        }
        let place = Int(freeFrame)
        freeFrame = frames[place].next
        // The lists keep their room.
        frames[place].sender = frame.sender
        frames[place].written = frame.written
        frames[place].airtime = frame.airtime
        frames[place].isBeacon = frame.isBeacon
        frames[place].next = -1
        return Int32(place)
    }

    private mutating func drawBackoff(of place: Int) {
        let draw = random.block(.backoff, UInt32(place), number: UInt64(accesses[place].draws)).0
        accesses[place].draws += 1
        accesses[place].backoff = Int32((UInt64(draw) * UInt64(contentionWindow + 1)) >> 32)
    }

    /// The channel is idle until now: slots that have passed are taken off the backoff.
    private mutating func passSlots(of place: Int, at time: Microseconds) {
        let passed = (time - accesses[place].base) / AccessTiming.slot
        guard passed > 0 else { return }
        let used = min(passed, Microseconds(accesses[place].backoff))
        accesses[place].backoff -= Int32(used)
        accesses[place].base += used * AccessTiming.slot
    }

    /// When a station may send whose channel is idle: when its slots have passed.
    private func due(at place: Int, _ time: Microseconds) -> Microseconds {
        max(time, accesses[place].base + Microseconds(accesses[place].backoff) * AccessTiming.slot)
    }

    private mutating func schedule(_ place: Int, _ time: Microseconds) {
        accesses[place].time = time
        calls.append((UInt32(place), time))
    }

    private mutating func becomeBusy(_ place: Int, at time: Microseconds) {
        accesses[place].busySince = time
        // Who is about to begin does not notice any more.
        guard accesses[place].time == Self.never || accesses[place].time >= time + AccessTiming.detection else {
            return
        }
        passSlots(of: place, at: time)
        accesses[place].time = Self.never
    }

    private mutating func becomeIdle(_ place: Int, at time: Microseconds) {
        countBusy(of: place, until: time)
        if !loads.isEmpty { loads[place].add(from: accesses[place].busySince, to: time) }
        accesses[place].busySince = Self.never
        let error = accesses[place].isBehindError ? timing.afterError : 0
        accesses[place].isBehindError = false
        accesses[place].base = time + timing.arbitration + error
        if accesses[place].first >= 0 { schedule(place, due(at: place, time)) }
    }

    // MARK: - On the air

    /// What a station that is called sends now; nil where the call is out of date, or nothing waits that is not too old.
    /// `drop` is told of messages that are given up.
    mutating func access(
        by station: UInt32, at time: Microseconds, isPresent: Bool, drop: (Int32) -> Void
    ) -> Int32? {
        let place = Int(station)
        guard accesses[place].time == time else { return nil }
        accesses[place].time = Self.never
        while accesses[place].first >= 0 {
            let frame = accesses[place].first
            accesses[place].first = frames[Int(frame)].next
            if isPresent && time - frames[Int(frame)].written <= lifetime { return frame }
            if frames[Int(frame)].isBeacon && frames[Int(frame)].written >= countFrom { tally.expiredBeacons += 1 }
            drop(frame)
            release(frame)
        }
        return nil
    }

    private mutating func release(_ frame: Int32) {
        frames[Int(frame)].next = freeFrame
        freeFrame = frame
    }

    /// A message goes on the air, with those whom it reaches and its powers there, in milliwatts. Returns when it ends.
    mutating func begin(
        _ frame: Int32, at receivers: [Reception], _ powers: [Double], time: Microseconds
    ) -> Microseconds {
        let number = Int(frame)
        let sender = Int(frames[number].sender)
        frames[number].begin = time
        frames[number].receivers.removeAll(keepingCapacity: true)
        frames[number].powers.removeAll(keepingCapacity: true)
        frames[number].receivers.append(contentsOf: receivers)
        let wasBusy = isBusy(ears[sender])
        ears[sender].isSending = true
        ears[sender].reading = -1
        if !wasBusy { becomeBusy(sender, at: time) }
        for index in receivers.indices {
            let place = Int(receivers[index].vehicle)
            let power = Self.units(powers[index])
            frames[number].powers.append(power)
            guard power > 0 else { continue }
            let wasBusy = isBusy(ears[place])
            hear(frame, power, at: place, time: time)
            let isBusy = isBusy(ears[place])
            if !wasBusy && isBusy { becomeBusy(place, at: time) }
            if wasBusy && !isBusy { becomeIdle(place, at: time) }
        }
        return time + frames[number].airtime
    }

    /// A message begins at a station.
    private mutating func hear(_ frame: Int32, _ power: Int64, at place: Int, time: Microseconds) {
        ears[place].power += power
        if ears[place].isSending { return }
        let rest = noise + Double(ears[place].power - power)
        let standsOut = power >= sensitivity && Double(power) >= preambleRatio * rest
        if ears[place].reading < 0 {
            if standsOut { read(frame, power, rest, at: place, time: time) }
            return
        }
        let isTogether = time - ears[place].readSince < AccessTiming.detection
        if isTogether && power > ears[place].readPower && standsOut || captures && Double(power) >= ratio * rest {
            read(frame, power, rest, at: place, time: time)
            return
        }
        let readPower = Double(ears[place].readPower)
        let others = noise + Double(ears[place].power - ears[place].readPower)
        if isTogether && readPower < preambleRatio * others {
            // No preamble is made out, so nothing is read.
            ears[place].reading = -1
        } else if readPower < ratio * others {
            ears[place].isSpoilt = true
        }
    }

    private mutating func read(
        _ frame: Int32, _ power: Int64, _ rest: Double, at place: Int, time: Microseconds
    ) {
        ears[place].reading = frame
        ears[place].readPower = power
        ears[place].readSince = time
        ears[place].isSpoilt = Double(power) < ratio * rest
    }

    /// A message ends. Fills `received` with those who have it, among those who are there, and `powers` with what they received
    /// of it, in milliwatts.
    mutating func end(
        _ frame: Int32, at time: Microseconds, into received: inout [Reception], _ powers: inout [Double],
        isPresent: (UInt32) -> Bool
    ) {
        received.removeAll(keepingCapacity: true)
        powers.removeAll(keepingCapacity: true)
        let number = Int(frame)
        let sender = Int(frames[number].sender)
        let isCounted = frames[number].isBeacon && frames[number].written >= countFrom
        ears[sender].isSending = false
        ears[sender].sentUntil = time
        drawBackoff(of: sender)
        if !isBusy(ears[sender]) { becomeIdle(sender, at: time) }
        for index in frames[number].receivers.indices {
            let power = frames[number].powers[index]
            let reception = frames[number].receivers[index]
            let place = Int(reception.vehicle)
            var outcome = ChannelTally.Outcome.outOfRange
            if power > 0 {
                let wasBusy = isBusy(ears[place])
                ears[place].power -= power
                if ears[place].reading == frame {
                    ears[place].reading = -1
                    accesses[place].isBehindError = ears[place].isSpoilt
                    outcome = ears[place].isSpoilt ? .collision : .received
                } else if power >= sensitivity {
                    let hasSent = ears[place].isSending || ears[place].sentUntil > frames[number].begin
                    outcome = hasSent ? .halfDuplex : .collision
                }
                if wasBusy && !isBusy(ears[place]) { becomeIdle(place, at: time) }
            }
            guard isPresent(reception.vehicle) else { continue }
            if isCounted { tally.add(outcome, squaredDistance: reception.squaredDistance) }
            guard outcome == .received else { continue }
            received.append(reception)
            powers.append(Double(power) / Self.unit)
            if frames[number].isBeacon {
                age.note(
                    reception.vehicle, of: UInt32(sender), written: frames[number].written, at: time, in: &tally,
                    isCounting: time >= countFrom)
            }
        }
        if isCounted { tally.delay += time - frames[number].written }
        release(frame)
    }
}
