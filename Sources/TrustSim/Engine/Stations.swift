/// Beacons at other than regular times: what makes vehicles send, and for which moment a late beacon is.
struct Stations {
    /// Where beacons follow what vehicles do.
    var trigger: AwarenessTrigger?
    /// Whether new names and ghosts begin at times of their own.
    let startsAfresh: Bool
    /// By vehicle, where beacons are late: the moment for which one is under way.
    private var moments: [Microseconds]

    init(_ scenario: Scenario, _ timetable: Timetable, stationCount: Int) {
        trigger =
            scenario.beacons.followsMotion
            ? AwarenessTrigger(stationCount: stationCount, longest: timetable.beaconInterval) : nil
        startsAfresh = scenario.beacons.startsAfresh
        moments = timetable.jitter > 0 ? Array(repeating: 0, count: stationCount) : []
    }

    /// Whether beacons come later than their moments.
    var areLate: Bool { !moments.isEmpty }

    /// The moment for which a late beacon is.
    func moment(of vehicle: VehicleID) -> Microseconds { moments[Int(vehicle)] }

    /// A beacon for this moment is under way.
    mutating func setMoment(_ time: Microseconds, of vehicle: VehicleID) { moments[Int(vehicle)] = time }
}
