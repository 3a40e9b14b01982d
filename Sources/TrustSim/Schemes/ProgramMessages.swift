import GroupDecision

/// The lines that are written to a program. What they hold is in a ``LocalView``, and nothing else.
struct ProgramMessages {
    private let program: SchemeProgram
    private let random: RandomSource
    private let tolerances: [Double]
    /// Opaque names of identities, made when they are first wanted.
    private var names: [VehicleID: UInt64] = [:]
    /// In the order of the last message: places of the neighbours in the view.
    private(set) var order: [Int] = []
    private var line: [UInt8] = []

    init(_ program: SchemeProgram, random: RandomSource, tolerances: [Double]) {
        self.program = program
        self.random = random
        self.tolerances = tolerances
    }

    /// The first line: what a vehicle may know of the world. Without a world the program is only asked what it is.
    static func begin(
        _ program: SchemeProgram, world: LocalView?, seed: UInt64, settings: SchemeSettings
    ) -> [UInt8] {
        var writer = JSONWriter(style: .compact)
        writer.object { writer in
            writer.member("type", "begin")
            writer.member("protocol", SchemeProgram.protocolVersion)
            writer.member("scheme", program.name)
            writer.member("run", world != nil)
            writer.member("seed", String(seed))
            guard let world else { return }
            writer.object("evidence") { evidence in
                evidence.member("priorWeight", world.evidenceParameters.priorWeight)
                evidence.member("baseRate", world.evidenceParameters.baseRate)
                evidence.member("knownEvidence", world.evidenceParameters.knownEvidence)
                evidence.member("certaintyCap", settings.inference.certaintyCap)
                evidence.member("retainedPerSecond", world.retained(after: 1_000_000))
            }
            writer.member("judgesPlausibility", world.judgesPlausibility)
            if program.introduction.readsBeacons && world.judgesPlausibility {
                writer.member("checks", PlausibilityCheck.all.map(\.name))
            }
            writer.object("parameters") { parameters in
                for parameter in program.introduction.parameters {
                    parameters.member(
                        parameter.name,
                        settings.given["\(program.name).\(parameter.name)"] ?? parameter.standard
                            ?? settings.baselineThreshold)
                }
            }
        }
        return writer.bytes + [0x0A]
    }

    static let end = Array("{\"type\":\"end\"}\n".utf8)

    /// What a vehicle has when it evaluates. Neighbours, others and reports are in the order of their names, which says
    /// nothing: vehicles are not numbered as they came, and ghosts not behind their owners.
    mutating func evaluation(_ view: LocalView, _ beacons: [BeaconReading], number: Int) -> [UInt8] {
        line.removeAll(keepingCapacity: true)
        let codes = view.subjects.map { code($0) }
        order = (0..<view.neighbourCount).sorted { codes[$0] < codes[$1] }
        put("{\"type\":\"evaluate\",\"id\":")
        put(number)
        put(",\"time\":")
        put(Double(view.time) / 1e6)
        put(",\"evaluator\":")
        put(name: code(view.evaluator))
        put(",\"tolerance\":")
        put(tolerances[Int(view.evaluator)])
        put(",\"neighbours\":[")
        put(order, codes, view)
        put("]")
        if program.introduction.readsReports { putReports(codes, view) }
        if program.introduction.readsBeacons && view.judgesPlausibility { put(beacons) }
        put("}\n")
        return line
    }

    private mutating func putReports(_ codes: [UInt64], _ view: LocalView) {
        put(",\"others\":[")
        put((view.neighbourCount..<view.subjects.count).sorted { codes[$0] < codes[$1] }, codes, view)
        put("],\"reports\":[")
        let members = view.neighbourhood.members
        let reporters = members.indices.sorted { codes[members[$0].subject] < codes[members[$1].subject] }
        for (place, member) in reporters.enumerated() {
            if place > 0 { put(",") }
            put(report: member, codes, view)
        }
        put("]")
    }

    /// Beacons received since the last evaluation, in the order in which they came.
    private mutating func put(_ beacons: [BeaconReading]) {
        put(",\"beacons\":[")
        for (place, beacon) in beacons.enumerated() {
            let (checked, claim) = (beacon.checked, beacon.checked.claim)
            put(place == 0 ? "[" : ",[")
            put(name: code(beacon.sender))
            put(",")
            put(checked.time.seconds)
            put(",")
            put(claim.time.seconds)
            put(claim.position)
            put(claim.velocity)
            put(beacon.hasHeading ? claim.heading : nil)
            put(",")
            put(optional: checked.hasAcceleration ? claim.acceleration : nil)
            put(checked.place)
            put(beacon.ownVelocity)
            put(checked.sensed?.position)
            put(",")
            put(optional: checked.sensed?.speed)
            put(beacon.isRejected ? ",1,[" : ",0,[")
            for (number, measure) in beacon.measures.enumerated() {
                if number > 0 { put(",") }
                put(optional: measure?.margin)
            }
            put("]]")
        }
        put("]")
    }

    private mutating func put(_ point: Point?) {
        guard let point else {
            put(",null")
            return
        }
        put(",[")
        put(point.x)
        put(",")
        put(point.y)
        put("]")
    }

    private mutating func put(optional number: Double?) {
        if let number, number.isFinite { put(number) } else { put("null") }
    }

    private mutating func put(_ subjects: [Int], _ codes: [UInt64], _ view: LocalView) {
        for (place, subject) in subjects.enumerated() {
            put(place == 0 ? "[" : ",[")
            put(name: codes[subject])
            let opinion = view.neighbourhood.subjects[subject].opinion
            for number in [
                opinion.value, opinion.certainty, view.evidence[subject].positive, view.evidence[subject].negative,
            ] {
                put(",")
                put(number)
            }
            put("]")
        }
    }

    private mutating func put(report member: Int, _ codes: [UInt64], _ view: LocalView) {
        let entries = view.neighbourhood.entries
        let claims = view.neighbourhood.members[member]
        put("[")
        put(name: codes[claims.subject])
        put(",[")
        let range = view.neighbourhood.entryRange(ofMember: member).sorted {
            codes[Int(entries[$0].subject)] < codes[Int(entries[$1].subject)]
        }
        for (place, position) in range.enumerated() {
            put(place == 0 ? "[" : ",[")
            put(name: codes[Int(entries[position].subject)])
            put(",")
            put(entries[position].value)
            put(",")
            put(entries[position].certainty)
            if program.introduction.readsClaims { put(entries[position].vouches ? ",1" : ",0") }
            put("]")
        }
        put("]")
        if program.introduction.readsClaims {
            put(",")
            put(claims.attestedLevel)
            put(",")
            put(claims.tolerance)
        }
        put("]")
    }

    private mutating func code(_ vehicle: VehicleID) -> UInt64 {
        if let known = names[vehicle] { return known }
        let words = random.block(.identifier, vehicle, 0x7363_686d)
        let code = UInt64(words.0) << 32 | UInt64(words.1)
        names[vehicle] = code
        return code
    }

    private mutating func put(_ text: StaticString) {
        line.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func put(_ number: Int) { line.append(contentsOf: String(number).utf8) }

    private mutating func put(_ number: Double) { line.append(contentsOf: number.description.utf8) }

    private mutating func put(name code: UInt64) {
        line.append(UInt8(ascii: "\""))
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: code >> shift & 15)
            line.append(digit < 10 ? 48 + digit : 87 + digit)
        }
        line.append(UInt8(ascii: "\""))
    }
}
