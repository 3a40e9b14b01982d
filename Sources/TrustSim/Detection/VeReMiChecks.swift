/// Counterparts of detectors that VeReMi was published with, for comparisons: R. W. van der Heijden, T. Lukaseder, F. Kargl,
/// "VeReMi: A dataset for comparable evaluation of misbehavior detection in VANETs", 2018, DOI
/// 10.1007/978-3-030-01701-9_18. Its acceptance range threshold is the check `range`. They are written from what the paper
/// says of them; each is in use only where a scenario names it.
extension PlausibilityDetector {
    /// `saw`: a vehicle that was never heard before comes from afar. For the first beacon of a name.
    func checkFirst(_ claim: BeaconContents, from receiver: Point) -> CheckSet {
        claim.position.squaredDistance(to: receiver) > settings.sawDistance * settings.sawDistance ? [] : .saw
    }

    /// `ssc`: the way since the last beacon, divided by the time between the two claims, is the claimed speed. `dmv`: the
    /// vehicle has moved. However long ago the last beacon was. Numbers that are none fail.
    func checkWay(_ claim: BeaconContents, after last: BeaconContents) -> CheckSet {
        var failed: CheckSet = []
        let distance = claim.position.squaredDistance(to: last.position).squareRoot()
        if !(distance >= settings.dmvDistance) { failed.insert(.dmv) }
        let elapsed = claim.time - last.time
        if elapsed > 0, !(abs(claim.speed - distance / elapsed.seconds) <= settings.sscDeviation) {
            failed.insert(.ssc)
        }
        return failed
    }
}
