/// What receivers in a replay remember of what they were told, and what has been sent.
struct ReplayMemory {
    /// The last beacon that a vehicle has heard of a sender.
    struct Told {
        var heard: Microseconds
        /// Number of the beacon among those of its sender.
        var number: Int32
        var contents: BeaconContents
    }

    /// Where a receiver is, as far as it knows.
    struct Whereabouts {
        var place: Point?
        var velocity = Point(x: 0, y: 0)
        var time: Microseconds = 0
        var isPresent = false

        /// The velocity, where the log says it.
        var ownVelocity: Point? { place == nil ? nil : velocity }
    }

    private var told: [IntegerMap<VehicleID, Told>]
    /// Senders heard lately, by receiver.
    private var recent: [[VehicleID]]
    var whereabouts: [Whereabouts]
    /// Beacons that each name has sent, the last of them, and when.
    private(set) var sentCount: [Int32]
    private var lastMessage: [LogName?]
    private var lastSent: [Microseconds]
    /// The name that each vehicle was last heard under.
    var presentName: [VehicleID]
    /// Numbers of the last reports of each name, by message.
    private var reports: [[(message: Int64, number: Int32)]]
    /// What labels a message: some data sets number the messages of each sender anew.
    private struct MessageKey: Hashable {
        var message: LogName
        var sender: LogName
    }

    /// Labels of messages sent lately.
    private var labels: [MessageKey: (isAltered: Bool, carriesAltered: Bool)] = [:]
    private var labelQueue = FIFOQueue<(time: Microseconds, message: MessageKey)>()

    init(vehicleCount: Int, identityCount: Int) {
        told = Array(repeating: IntegerMap(), count: vehicleCount)
        recent = Array(repeating: [], count: vehicleCount)
        whereabouts = Array(repeating: Whereabouts(), count: vehicleCount)
        sentCount = Array(repeating: 0, count: identityCount)
        lastMessage = Array(repeating: nil, count: identityCount)
        lastSent = Array(repeating: .min, count: identityCount)
        presentName = Array(0..<VehicleID(vehicleCount))
        reports = Array(repeating: [], count: identityCount)
    }

    /// Notes that a name has sent a beacon, once for each. Returns whether it is a new one.
    mutating func noteSent(_ message: LogName?, of name: VehicleID, at time: Microseconds) -> Bool {
        let index = Int(name)
        guard time > lastSent[index], message == nil || message != lastMessage[index] else { return false }
        sentCount[index] &+= 1
        lastMessage[index] = message
        lastSent[index] = time
        return true
    }

    func told(_ receiver: VehicleID, of name: VehicleID) -> Told? { told[Int(receiver)][name] }

    mutating func tell(_ receiver: VehicleID, of name: VehicleID, _ contents: BeaconContents, at time: Microseconds) {
        let new = Told(heard: time, number: sentCount[Int(name)], contents: contents)
        let count = told[Int(receiver)].count
        let place = told[Int(receiver)].position(of: name, orInsert: new)
        told[Int(receiver)].values[place] = new
        if told[Int(receiver)].count > count || !recent[Int(receiver)].contains(name) {
            recent[Int(receiver)].append(name)
        }
    }

    /// Calls `body` with what a receiver was told since a time, where it was the last that its sender said.
    mutating func forEachRecent(
        of receiver: VehicleID, since: Microseconds, _ body: (VehicleID, BeaconContents) -> Void
    ) {
        let index = Int(receiver)
        recent[index].removeAll { told[index][$0].map { $0.heard < since } ?? true }
        for name in recent[index] {
            if let told = told[index][name], told.number == sentCount[Int(name)] { body(name, told.contents) }
        }
    }

    /// Where a receiver is now: on from where it was seen last.
    func place(of receiver: VehicleID, at time: Microseconds) -> Point? {
        let now = whereabouts[Int(receiver)]
        let elapsed = (time - now.time).seconds
        return now.place.map { Point(x: $0.x + elapsed * now.velocity.x, y: $0.y + elapsed * now.velocity.y) }
    }

    func reportNumber(of message: Int64, _ name: VehicleID) -> Int32? {
        reports[Int(name)].last { $0.message == message }?.number
    }

    mutating func noteReport(_ message: Int64, _ number: Int32, of name: VehicleID) {
        if reports[Int(name)].count >= 8 { reports[Int(name)].removeFirst() }
        reports[Int(name)].append((message, number))
    }

    /// Notes what ground truth says of a message, if it says whether that is altered.
    mutating func label(_ truth: TruthRecord, at time: Microseconds) {
        guard let message = truth.message, let isAltered = truth.isAltered else { return }
        let key = MessageKey(message: message, sender: truth.sender)
        if labels.updateValue((isAltered, truth.carriesAltered), forKey: key) == nil { labelQueue.append((time, key)) }
    }

    func label(of message: LogName?, from sender: LogName) -> (isAltered: Bool, carriesAltered: Bool)? {
        if labels.isEmpty { return nil }
        return message.flatMap { labels[MessageKey(message: $0, sender: sender)] }
    }

    /// Forgets labels of messages that nobody will receive any more.
    mutating func forgetLabels(before time: Microseconds) {
        while let old = labelQueue.removeFirst(where: { $0.time < time }) { labels[old.message] = nil }
    }
}
