/// Whom one vehicle has heard lately.
struct HeardVehicles {
    typealias Entry = (vehicle: VehicleID, record: EvidenceStore.Place)

    /// In order of number, with their records.
    private(set) var all: [Entry] = []

    /// Finds the vehicles heard since a time.
    mutating func find(by evaluator: VehicleID, since: Microseconds, in store: EvidenceStore) {
        all.removeAll(keepingCapacity: true)
        store.forEachRecord(of: evaluator) { place, record in
            if record.heardTime >= since { all.append((record.subject, place)) }
        }
        all.sort { $0.vehicle < $1.vehicle }
    }
}
