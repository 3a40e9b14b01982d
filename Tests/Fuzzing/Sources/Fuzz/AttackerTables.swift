import Foundation

@testable import TrustSim

/// Lists of attackers, for twenty vehicles and a hundred seconds.
enum AttackerTables {
    private static let scenario = try? ScenarioFile(
        text: "{vehicles: 20, duration: 100, attackers: {list: 'l', profiles: [{profile: 'mimic'}]}}"
    ).decode()

    /// Who is listed is there and not everybody, each once, in windows that lie apart within the run.
    static func read(_ bytes: [UInt8]) {
        refusing {
            guard let scenario else { fail("the scenario is refused") }
            let file = try AttackerListFile(bytes: bytes, path: "input")
            let listed = try AttackerListLookup(file, scenario, trace: nil).attackers().listed
            let vehicles = listed.members.map(\.vehicle)
            let isAscending = zip(vehicles, vehicles.dropFirst()).allSatisfy { $0 < $1 }
            if vehicles.isEmpty || vehicles.count > 19 || vehicles.contains(where: { $0 >= 20 }) || !isAscending {
                fail("attackers \(vehicles)")
            }
            if listed.kinds.reduce(0, { $0 + $1.count }) != vehicles.count { fail("an attacker without a profile") }
            for kind in listed.kinds {
                guard let windows = (kind.profile.schedule as? WindowedSchedule)?.windows else { continue }
                let lieApart = zip(windows, windows.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
                let areWithin = windows.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= 100_000_000 && !$0.isEmpty }
                if !lieApart || !areWithin { fail("windows \(windows)") }
            }
        }
    }
}
