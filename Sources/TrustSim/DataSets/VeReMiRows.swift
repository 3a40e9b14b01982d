import GroupDecision

/// Logs as VeReMi 2018 writes them (R. W. van der Heijden, T. Lukaseder, F. Kargl, 2018,
/// DOI 10.1007/978-3-030-01701-9_18).
struct VeReMiRows: LogRowFormat {
    let noise: PlausibilitySettings
    let pathLoss: PathLoss

    func fileName(of receiver: ReceiverTruth) -> String {
        // The second number is that of messages: the module, which sends.
        "JSONlog-\(receiver.identifier)-\(receiver.firstName)-A\(receiver.attackNumber).json"
    }

    func position(_ place: Point, _ velocity: Point, _ heading: Point, at time: Microseconds) -> [UInt8]? {
        Self.line {
            $0.member("type", 2)
            $0.member("rcvTime", time.seconds)
            $0.vector("pos", place)
            $0.noise("noise", 0)
            $0.vector("spd", velocity)
            $0.noise("spd_noise", 0)
        }
    }

    func beacon(_ beacon: LoggedBeacon) -> [UInt8] {
        Self.line {
            $0.member("type", 3)
            $0.member("rcvTime", beacon.time.seconds)
            $0.member("sendTime", beacon.claim.time.seconds)
            $0.member("sender", beacon.sender)
            $0.member("messageID", beacon.message)
            $0.motion(beacon.claim, noise)
            $0.member("RSSI", beacon.power ?? meanPower(beacon.squaredDistance))
        }
    }

    /// Mean received power of the log-distance model, in mW: where the radio has no powers.
    private func meanPower(_ squaredDistance: Double) -> Double {
        let powerDBm = pathLoss.marginDB(squaredDistance: squaredDistance) + pathLoss.thresholdDBm
        return Elementary.exp(powerDBm / 10 * PathLoss.naturalLogOfTen)
    }

    var truthFile: String? { "GroundTruthJSONlog.json" }

    func truth(_ message: MessageTruth) -> [UInt8]? {
        guard let contents = message.contents else { return nil }
        return Self.line {
            $0.member("type", 4)
            $0.member("time", message.time.seconds)
            $0.member("sender", message.sender)
            $0.member("attackerType", message.attackNumber)
            $0.member("messageID", message.message)
            $0.motion(contents, nil)
        }
    }
}

/// Logs as the VeReMi Extension writes them (J. Kamel et al., 2020, DOI 10.1109/ICC40277.2020.9149132).
struct VeReMiExtensionRows: LogRowFormat {
    let noise: PlausibilitySettings

    func fileName(of receiver: ReceiverTruth) -> String {
        "traceJSON-\(receiver.firstName)-\(receiver.identifier)-A\(receiver.attackNumber)-"
            + "\(Int(receiver.entered.seconds))-0.json"
    }

    func position(_ place: Point, _ velocity: Point, _ heading: Point, at time: Microseconds) -> [UInt8]? {
        let contents = BeaconContents(
            position: place, velocity: velocity, heading: heading, acceleration: 0, time: time)
        return Self.line {
            $0.member("type", 2)
            $0.member("rcvTime", time.seconds)
            Self.write(contents, nil, to: &$0)
        }
    }

    func beacon(_ beacon: LoggedBeacon) -> [UInt8] {
        Self.line {
            $0.member("type", 3)
            $0.member("rcvTime", beacon.time.seconds)
            $0.member("sendTime", beacon.claim.time.seconds)
            // As the data set has it: the true sender, which no receiver is told, and the name that it bears.
            $0.member("sender", beacon.vehicle)
            $0.member("senderPseudo", beacon.sender)
            $0.member("messageID", beacon.message)
            Self.write(beacon.claim, noise, to: &$0)
        }
    }

    var truthFile: String? { "traceGroundTruthJSON-0.json" }

    func truth(_ message: MessageTruth) -> [UInt8]? {
        guard let contents = message.contents else { return nil }
        return Self.line {
            $0.member("type", 4)
            $0.member("sendTime", message.time.seconds)
            $0.member("sender", message.vehicle)
            $0.member("senderPseudo", message.sender)
            $0.member("messageID", message.message)
            Self.write(contents, nil, to: &$0)
        }
    }

    private static func write(
        _ contents: BeaconContents, _ noise: PlausibilitySettings?, to writer: inout JSONWriter
    ) {
        let (heading, acceleration) = (contents.heading, contents.acceleration)
        writer.motion(contents, noise)
        writer.vector("acl", Point(x: acceleration * heading.x, y: acceleration * heading.y))
        writer.noise("acl_noise", 0)
        writer.vector("hed", heading)
        writer.noise("hed_noise", noise?.headingNoise ?? 0)
    }
}

/// What both formats have in common: vectors of three numbers, of which the last is 0.
extension JSONWriter {
    fileprivate mutating func vector(_ name: String, _ point: Point) { member(name, [point.x, point.y, 0]) }

    /// The same noise on both axes.
    fileprivate mutating func noise(_ name: String, _ value: Double) { member(name, [value, value, 0]) }

    /// Position and velocity, and their noise; without any where it is the truth.
    fileprivate mutating func motion(_ contents: BeaconContents, _ noise: PlausibilitySettings?) {
        vector("pos", contents.position)
        self.noise("pos_noise", noise?.positionNoise ?? 0)
        vector("spd", contents.velocity)
        self.noise("spd_noise", noise?.speedNoise ?? 0)
    }
}

/// Numbers of attacks in file names, as VeReMi 2018 and F2MD have them.
enum AttackNumbers {
    /// Of an attack that the data set does not know.
    static let other = 99
    private static let original = [
        "constantPosition": 1, "constantPositionOffset": 2, "randomPosition": 4, "randomPositionOffset": 8,
        "eventualStop": 16,
    ]
    private static let extended = [
        "constantPosition": 1, "constantPositionOffset": 2, "randomPosition": 3, "randomPositionOffset": 4,
        "constantSpeed": 5, "constantSpeedOffset": 6, "randomSpeed": 7, "randomSpeedOffset": 8, "eventualStop": 9,
        "disruptive": 10, "dataReplay": 11, "timeDelay": 12, "staleMessages": 12, "denialOfService": 13,
        "denialOfServiceRandom": 14,
        "denialOfServiceDisruptive": 15, "gridSybil": 16, "dataReplaySybil": 17, "denialOfServiceRandomSybil": 18,
        "denialOfServiceDisruptiveSybil": 19,
    ]

    /// The preset of a number in a data set; nil for none that is known. Presets may share a number.
    static func name(of number: Int, in format: DataSetFormat) -> String? {
        let numbers: [String: Int]
        switch format {
        case .veremi: numbers = original
        case .veremiExtension, .veremiAP: numbers = extended
        default: return nil
        }
        return numbers.filter { $0.value == number }.keys.min()
    }

    /// The number of a preset in the numbering of VeReMi 2018, or that of its Extension.
    static func number(of attack: String, isExtension: Bool) -> Int {
        if attack.isEmpty { return 0 }
        return (isExtension ? extended : original)[attack] ?? other
    }
}
