/// What is not handed over yet: rows of a table without a lane, as long as they may be persons beside vehicles or the vehicles
/// of a mesoscopic simulation; a timestep, as long as it may be cut off.
struct WaitingRows {
    private enum Item {
        case step(Int64)
        case vehicle(name: [UInt8], x: Double, y: Double, speed: Double?, angle: Double?)
    }

    private var items: [Item] = []
    private var namesOfStep: Set<[UInt8]> = []
    /// Rows of vehicles, in the window or not.
    private var count = 0
    /// Times of the first and last of them.
    private(set) var firstTime: Int64?
    private(set) var lastTime: Int64?

    var isEmpty: Bool { items.isEmpty && count == 0 }

    mutating func add(step time: Int64) {
        items.append(.step(time))
        namesOfStep.removeAll(keepingCapacity: true)
    }

    mutating func add(
        _ name: [UInt8], _ x: Double, _ y: Double, _ speed: Double?, _ angle: Double?, at time: Int64,
        isWanted: Bool
    ) throws(TraceProblem) {
        count += 1
        if firstTime == nil { firstTime = time }
        lastTime = time
        guard isWanted else { return }
        guard namesOfStep.insert(name).inserted else {
            let text = escapedForMessage(String(decoding: name, as: UTF8.self))
            throw TraceProblem("vehicle '\(text)' is listed twice in this timestep")
        }
        items.append(.vehicle(name: name, x: x, y: y, speed: speed, angle: angle))
    }

    /// They were vehicles. Returns how many rows.
    @discardableResult
    mutating func handOver<H: FCDHandler>(to handler: inout H) throws -> Int {
        for item in items {
            switch item {
            case .step(let time): try handler.timestep(time)
            case .vehicle(let name, let x, let y, let speed, let angle):
                try name.withUnsafeBytes { try handler.vehicle(id: $0, x: x, y: y, speed: speed, angle: angle) }
            }
        }
        defer { self = WaitingRows() }
        return count
    }

    /// They were not; only the steps count.
    mutating func drop<H: FCDHandler>(handingStepsTo handler: inout H) throws {
        for case .step(let time) in items { try handler.timestep(time) }
        self = WaitingRows()
    }
}
