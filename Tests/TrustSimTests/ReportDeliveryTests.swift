import GroupDecision
import Testing

@testable import TrustSim

@Suite("Reports and who reads them")
struct ReportDeliveryTests {
    private let second: Microseconds = 1_000_000
    private let life: Microseconds = 20_000_000

    private func entry(_ subject: VehicleID, _ value: Double = 0.8, _ certainty: Double = 0.5) -> DraftEntry {
        DraftEntry(subject: subject, value: value, certainty: certainty)
    }

    // MARK: - Store

    @Test("a report lives for two intervals, and is numbered from 0 by its reporter")
    func lifeOfReports() {
        let store = ReportStore(identityCount: 3)
        #expect(store.latestNumber(of: 1) == -1)
        #expect(store.liveSlot(of: 1, number: -1, at: 0, life: life) == nil)
        let numbers = [10, 20, 30].map { store.publish([entry(0), entry(2)], of: 1, at: $0 * second) }
        #expect(numbers == [0, 1, 2] && store.latestNumber(of: 1) == 2 && store.latestNumber(of: 2) == -1)
        #expect(store.entryCount(of: 1, number: 2) == 2)
        #expect(store.liveSlot(of: 1, number: 0, at: 30 * second, life: life) != nil)
        #expect(store.liveSlot(of: 1, number: 0, at: 30 * second + 1, life: life) == nil)
        #expect(store.liveSlot(of: 1, number: 2, at: 50 * second, life: life) != nil)
        let slots = numbers.map { store.liveSlot(of: 1, number: $0, at: 30 * second, life: life) }
        #expect(Set(slots).count == 3, "three reports can live at a time")
        _ = store.publish([], of: 1, at: 40 * second)
        #expect(store.liveSlot(of: 1, number: 0, at: 30 * second, life: life) == nil, "its place was taken")
    }

    @Test(
        "a report with any number that is not finite or outside [0, 1] is rejected",
        arguments: [
            (0.0, 1.0, true), (1, 0, true), (-1e-9, 0.5, false), (0.5, 1.1, false), (.nan, 0.5, false),
            (0.5, .infinity, false),
        ])
    func malformedReports(_ value: Double, _ certainty: Double, _ isRead: Bool) {
        let store = ReportStore(identityCount: 3)
        let number = store.publish([entry(0), entry(2, value, certainty)], of: 1, at: 0)
        #expect((store.liveSlot(of: 1, number: number, at: 0, life: life) != nil) == isRead)
    }

    // MARK: - View

    /// Vehicle 0 heard 3, 1 and 2 some time ago; 1 and 3 reported.
    private func view(
        heard: [VehicleID: Microseconds], reports: [VehicleID: [DraftEntry]], reportTime: Microseconds = 0,
        at time: Microseconds
    ) -> LocalView {
        let store = EvidenceStore(vehicleCount: 8, parameters: EvidenceParameters())
        let reportStore = ReportStore(identityCount: 8)
        for vehicle in heard.keys.sorted(by: >) {
            let number = reports[vehicle].map { reportStore.publish($0, of: vehicle, at: reportTime) } ?? -1
            store.update(vehicle, in: 0, at: 0) {
                $0.heardTime = heard[vehicle] ?? 0
                $0.reportNumber = number
            }
        }
        var builder = ViewBuilder(vehicleCount: 8)
        var view = LocalView(store: store)
        // Twice, so that nothing is left of the view before.
        for _ in 0..<2 {
            builder.findHeard(by: 0, since: time - 3 * second, in: store)
            builder.fill(&view, of: 0, at: time, store: store, reports: reportStore, reportLife: life)
        }
        return view
    }

    @Test("neighbours are those heard within three beacon intervals, in order of number")
    func neighbours() {
        let view = view(heard: [3: 7 * second, 1: 9 * second, 2: 7 * second - 1], reports: [:], at: 10 * second)
        #expect(view.subjects == [1, 3] && view.neighbourCount == 2 && view.neighbourhood.members.isEmpty)
        #expect(view.neighbourhood.subjects.allSatisfy { $0.isNeighbour && $0.opinion.certainty == 0 })
        #expect(view.evaluator == 0 && view.time == 10 * second)
    }

    @Test("what reporters say of themselves and of the reader is left out; whom they name follows the neighbours")
    func entries() {
        let view = view(
            heard: [1: 0, 2: 0, 3: 0],
            reports: [
                3: [entry(0), entry(7), entry(3), entry(1, 0.3, 0.95)], 1: [entry(1), entry(6, 0.4), entry(7, 0.6)],
            ],
            at: 0)
        #expect(view.subjects == [1, 2, 3, 6, 7] && view.neighbourCount == 3)
        let neighbourhood = view.neighbourhood
        #expect(neighbourhood.members.map { view.subjects[$0.subject] } == [1, 3])
        let said = neighbourhood.members.indices.map { member in
            neighbourhood.entries[neighbourhood.entryRange(ofMember: member)].map { view.subjects[Int($0.subject)] }
        }
        #expect(said == [[6, 7], [7, 1]])
        #expect(neighbourhood.entries.map(\.value) == [0.4, 0.6, 0.8, 0.3])
        #expect(neighbourhood.entries[3].certainty == 0.95, "the cap is the scheme's business")
        #expect(view.entrySources == [1, 2, 1, 3], "places in the reports as sent")
        #expect(neighbourhood.subjects.map(\.isNeighbour) == [true, true, true, false, false])
    }

    @Test("reports older than two intervals are dropped, and those of vehicles no longer heard")
    func oldReports() {
        for (age, isRead) in [(20 * second, true), (20 * second + 1, false)] {
            let view = view(heard: [1: age], reports: [1: [entry(2)]], at: age)
            #expect(view.neighbourhood.members.count == (isRead ? 1 : 0))
        }
        let silent = view(heard: [1: 0, 2: 8 * second], reports: [1: [entry(2)]], at: 8 * second)
        #expect(silent.subjects == [2] && silent.neighbourhood.members.isEmpty)
    }
}
