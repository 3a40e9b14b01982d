/// A stop that never happened, from a moment on.
struct EventualStop: BeaconPart {
    static let kind = PartKind(
        "eventualStop", "from a moment on, claims to stand where it was then", parameters: [.probability, .onset])
    let probability: Double
    let onset: Double
    private var place: Point?

    var isHarmless: Bool { probability == 0 || onset == 0 }

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        onset = choice.value("onset", of: Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        if place == nil && stream.happens(onset) { place = contents.position }
        guard let place else { return }
        contents.position = place
        contents.velocity = Point(x: 0, y: 0)
        contents.acceleration = 0
    }
}

/// A stop from one beacon to the next, for one beacon. After VeReMi NextGen and VASP.
struct SuddenStop: BeaconPart {
    static let kind = PartKind(
        "suddenStop", "now and then claims to have stopped where the last beacon was",
        parameters: [.probability, .onset])
    let probability: Double
    let onset: Double
    private var last: Point?

    var isHarmless: Bool { probability == 0 || onset == 0 }

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        onset = choice.value("onset", of: Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        let place = last
        last = contents.position
        guard let place, stream.happens(onset) else { return }
        contents.position = place
        contents.velocity = Point(x: 0, y: 0)
        last = nil
    }
}

/// Silence from a moment on. After VASP (M. R. Ansari et al., "VASP: V2X application spoofing platform", 2023,
/// DOI 10.14722/vehiclesec.2023.23077). Those who were near have heard the attacker last; later nobody decides about it.
struct SuddenDisappearance: BeaconPart {
    static let kind = PartKind(
        "suddenDisappearance", "from a moment on, sends no beacons any more",
        parameters: [
            .onset,
            PartParameter(
                name: "silence", unit: "s", range: 0.001...1e7, standard: 1e7, summary: "how long it stays silent"),
        ])
    let probability = 1.0
    let onset: Double
    let silence: Microseconds
    private var until: Microseconds?

    var dropsBeacons: Bool { true }
    var isHarmless: Bool { onset == 0 }

    init(_ choice: PartChoice) {
        onset = choice.value("onset", of: Self.kind)
        silence = Microseconds(seconds: choice.value("silence", of: Self.kind))
    }

    mutating func suppresses(at time: Microseconds, _ stream: inout RandomStream) -> Bool {
        if let until, time < until { return true }
        guard stream.happens(onset) else { return false }
        until = time + silence
        return true
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
    }
}
