/// When attackers misbehave: bouts of misconduct, with pauses between them.
///
/// Two acts of one attacker belong to the same bout when no more than ``pause`` lies between them: what is shorter could not
/// be noticed by those who decide each evaluation interval.
struct MisconductBouts: Sendable {
    /// From the first act to the last one.
    struct Bout: Sendable, Equatable {
        var begin: Microseconds
        var last: Microseconds
    }

    /// Longest pause within a bout.
    let pause: Microseconds
    /// By vehicle, in order of time.
    private(set) var ofVehicle: [[Bout]]

    init(vehicleCount: Int, pause: Microseconds) {
        self.pause = pause
        ofVehicle = Array(repeating: [], count: vehicleCount)
    }

    /// An act. Times do not decrease from call to call. O(1).
    mutating func note(_ vehicle: VehicleID, at time: Microseconds) {
        let place = Int(vehicle)
        if let bout = ofVehicle[place].last, time - bout.last <= pause {
            ofVehicle[place][ofVehicle[place].count - 1].last = time
        } else {
            ofVehicle[place].append(Bout(begin: time, last: time))
        }
    }

    /// Time since the begin of the bout that a moment belongs to, or, negative, until that of the next one; nil behind the
    /// last bout and without any. A bout lasts until its last act, or up to the end of the run, `end`, where it may go on behind
    /// that.
    func sinceBegin(_ vehicle: VehicleID, at time: Microseconds, end: Microseconds) -> Microseconds? {
        ofVehicle[Int(vehicle)].first { time <= $0.last || end - $0.last <= pause }.map { time - $0.begin }
    }

    /// Time since the end of the bout before a moment, or, negative, until the end of the one that it belongs to; nil before
    /// the first bout. A bout that goes on up to the end of the run, `end`, has no end.
    func sinceEnd(_ vehicle: VehicleID, at time: Microseconds, end: Microseconds) -> Microseconds? {
        guard let bout = ofVehicle[Int(vehicle)].last(where: { $0.begin <= time }), end - bout.last > pause else {
            return nil
        }
        return time - bout.last
    }
}
