import Foundation
import Testing

@testable import TrustSim

@Suite("Traces from files")
struct TraceFilesTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let cityPath = root.appendingPathComponent("Scenarios/traces/city.fcd.xml").path
    static let luxembourgPath = root.appendingPathComponent("../shared/data/sumo/lustnano_0700.fcd.xml")
        .standardizedFileURL.path
    static let hasLuxembourg = FileManager.default.fileExists(atPath: luxembourgPath)

    static func read(_ path: String) throws -> TraceData { try TraceData.readFCD(path: path, begin: nil, end: nil) }

    /// Where road events can happen.
    static func places(of trace: TraceData) -> [Point] {
        if case .places(let places) = TracePlayback(trace: trace).road { places } else { [] }
    }

    /// A step of a file that has a tag on each line, read without the scanner.
    struct Step {
        var time: Double
        var places: [String: Point] = [:]
    }

    static func steps(_ path: String) throws -> [Step] {
        var steps: [Step] = []
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
            if line.contains("<timestep ") {
                steps.append(Step(time: Double(parts[1]) ?? .nan))
            } else if line.contains("<vehicle ") {
                let names = stride(from: 0, to: parts.count - 1, by: 2).map {
                    parts[$0].split(separator: " ").last ?? ""
                }
                func value(_ name: String) -> Substring { parts[2 * (names.firstIndex { $0 == name } ?? 0) + 1] }
                steps[steps.count - 1].places[String(value("id="))] = Point(
                    x: Double(value("x=")) ?? .nan, y: Double(value("y=")) ?? .nan)
            }
        }
        return steps
    }

    // The numbers of the following two tests were counted in the files by a Python script with xml.etree.
    @Test("the city trace has the vehicles, samples, arrivals and departures that its file has")
    func cityCounts() throws {
        let trace = try Self.read(Self.cityPath)
        #expect(
            trace.counts()
                == TraceData.Counts(
                    vehicles: 178, samples: 21_687, steps: 241, atBegin: 90, entered: 88, left: 93, atEnd: 85))
        #expect(trace.begin == 0 && trace.duration == 240_000_000)
        #expect(Self.places(of: trace).count == 2531)
    }

    @Test(
        "the Luxembourg trace has the vehicles, samples, arrivals and departures that its file has",
        .enabled(if: hasLuxembourg, "the trace lustnano_0700.fcd.xml is not there"))
    func luxembourgCounts() throws {
        let trace = try Self.read(Self.luxembourgPath)
        #expect(
            trace.counts()
                == TraceData.Counts(
                    vehicles: 121, samples: 9387, steps: 300, atBegin: 0, entered: 121, left: 84, atEnd: 37))
        #expect(trace.begin == 25_200_000_000 && trace.duration == 299_000_000)
        #expect(Self.places(of: trace).count == 1335)
    }

    static func mistakes(_ path: String) throws -> [String] {
        let steps = try steps(path)
        let trace = try read(path)
        var driver = MobilityDriver(TracePlayback(trace: trace))
        var mistakes: [String] = []
        for (number, step) in steps.enumerated() {
            let next = number + 1 < steps.count ? steps[number + 1] : step
            for share in [0, 0.3, 0.9] {
                let time = Microseconds(seconds: step.time - steps[0].time + share * (next.time - step.time))
                driver.advance(to: time)
                for (index, name) in trace.vehicleNames.enumerated() {
                    let vehicle = VehicleID(index)
                    guard let here = step.places[name] else {
                        if driver.world.vehicles.isPresent(vehicle) { mistakes.append("\(name) at \(time): there") }
                        continue
                    }
                    let there = next.places[name] ?? here
                    let wanted = Point(x: here.x + share * (there.x - here.x), y: here.y + share * (there.y - here.y))
                    let place = driver.world.vehicles.position(of: vehicle, at: time)
                    if !driver.world.vehicles.isPresent(vehicle) || place.distance(to: wanted) > 1e-4 {
                        mistakes.append("\(name) at \(time): \(place), not \(wanted)")
                    }
                }
            }
        }
        return mistakes
    }

    // Neither file has jumps: nobody is faster than 18 m/s.
    @Test("every vehicle of the city is where a plain reading of the file puts it, at and between the steps")
    func cityPlaces() throws {
        let mistakes = try Self.mistakes(Self.cityPath)
        #expect(mistakes.isEmpty, "\(mistakes.count), first: \(mistakes.first ?? "")")
    }

    @Test(
        "every vehicle of Luxembourg is where a plain reading of the file puts it, at and between the steps",
        .enabled(if: hasLuxembourg, "the trace lustnano_0700.fcd.xml is not there"))
    func luxembourgPlaces() throws {
        let mistakes = try Self.mistakes(Self.luxembourgPath)
        #expect(mistakes.isEmpty, "\(mistakes.count), first: \(mistakes.first ?? "")")
    }

    @Test("a run over the city sees every vehicle enter, for as long as the file lists them")
    func cityRun() throws {
        var scenario = try makeScenario(
            """
            {mobility: {model: "trace", file: "city.fcd.xml"}, schemes: ["trust-all"], beacon: {interval: 60},
             evaluation: {interval: 3600}}
            """)
        let trace = try Self.read(Self.cityPath)
        scenario.duration = 240
        var simulation = Simulation(scenario: scenario, trace: trace, replication: 0, logsCases: false)
        let result = try simulation.run(cancellation: nil)
        #expect(result.statistics.entered == 178)
        // The vehicles of each step but the last, for one second each.
        #expect(result.statistics.vehicleMicroseconds == 21_602_000_000)
    }

    @Test("road events have one place for each square of ten metres with traffic, on either side of the axes")
    func places() throws {
        typealias Sample = (name: String, x: Double, y: Double)
        var (samples, moved) = ([Sample](), [Sample]())
        for column in -30...30 {
            for row in -30...30 {
                let (x, y) = (10 * Double(column) + 5, 10 * Double(row) + 5)
                samples.append(("v\(column)_\(row)", x, y))
                moved.append(("v\(column)_\(row)", x + 4.99, y - 4.99))
            }
        }
        let trace = try makeTrace([(0, samples), (1, moved)])
        let places = Self.places(of: trace)
        #expect(places.count == 61 * 61)
        #expect(zip(places, samples).allSatisfy { $0.x == $1.x && $0.y == $1.y })
    }
}
