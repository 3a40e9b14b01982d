import GroupDecision

/// One message on the air.
public struct Transmission: Sendable {
    /// Who sends.
    public var sender: VehicleID
    /// From where.
    public var position: Point
    /// Key of the message among the sender's: made of its kind and time, so that it does not depend on other messages.
    public var number: UInt64
}

/// Who receives what.
///
/// A model is asked once for each message, with everybody within ``reachMeters``, and keeps those who receive it. To add
/// a model, write one file, with its ``RadioEntry``, and one line: in ``RadioCatalog``, or ``RadioCatalog/register(_:)``
/// outside.
public protocol RadioModel: Sendable {
    /// Distance beyond which nothing is ever received.
    var reachMeters: Double { get }
    /// How far messages usually reach, in metres; for estimates.
    var usualMeters: Double { get }
    /// Keeps the receptions that succeed where nobody else sends.
    mutating func filter(_ receptions: inout [Reception], of transmission: Transmission)

    /// Distance beyond which a transmission changes nothing for anybody, at least ``reachMeters``.
    var interferenceMeters: Double { get }
    /// What powers are compared with.
    var budget: PowerBudget { get }
    /// Received powers of a transmission at those within ``interferenceMeters``, in milliwatts, by the draws with which
    /// ``filter(_:of:)`` decides: a power is at least ``PowerBudget/sensitivity`` for just those whom it keeps.
    mutating func powers(of transmission: Transmission, at receptions: [Reception], into powers: inout [Double])
}

extension RadioModel {
    /// As far as anything is received.
    public var usualMeters: Double { reachMeters }

    /// As far as anything is received.
    public var interferenceMeters: Double { reachMeters }

    /// A message that arrives has a power of 1, one that does not has none, and everything sent within reach disturbs.
    public var budget: PowerBudget { .equalPowers }

    /// 1 for those who receive, 0 for others.
    public mutating func powers(
        of transmission: Transmission, at receptions: [Reception], into powers: inout [Double]
    ) {
        var kept = receptions
        filter(&kept, of: transmission)
        powers.removeAll(keepingCapacity: true)
        // A model keeps the order, so those that are left come one after the other.
        var next = 0
        for reception in receptions {
            let isKept = next < kept.count && kept[next].vehicle == reception.vehicle
            powers.append(isKept ? 1 : 0)
            if isKept { next += 1 }
        }
    }
}

/// Everybody within range receives everything.
struct UnitDisk: RadioModel {
    let rangeMeters: Double
    var reachMeters: Double { rangeMeters }
    mutating func filter(_ receptions: inout [Reception], of transmission: Transmission) {}

    mutating func powers(
        of transmission: Transmission, at receptions: [Reception], into powers: inout [Double]
    ) {
        powers.removeAll(keepingCapacity: true)
        powers.append(contentsOf: repeatElement(1, count: receptions.count))
    }
}

extension RadioEntry {
    static let unitDisk = RadioEntry(
        name: "unit-disk", summary: "everybody within range receives everything",
        keys: [.number("range", \.range, 1...1e5, "m", "range")]
    ) { UnitDisk(rangeMeters: $0.settings.range) }
}

/// Log-distance path loss, PL(d) = 47.86 dB + 10 n log10(d / 1 m), and the link budget around it.
public struct PathLoss: Sendable {
    /// Transmission power, in dBm.
    public var powerDBm = 23.0
    /// Path-loss exponent n.
    public var exponent = 2.5
    /// Received power from which a message is decoded, in dBm.
    public var thresholdDBm = -89.0
    /// Loss at one metre (free space at 5.9 GHz), in dB.
    public static let referenceLossDB = 47.86

    /// Power received on average minus the threshold, in dB. Distances below 1 m count as 1 m.
    public func marginDB(squaredDistance: Double) -> Double {
        let logarithm = Elementary.log(max(squaredDistance, 1)) / Self.naturalLogOfTen
        return powerDBm - Self.referenceLossDB - 5 * exponent * logarithm - thresholdDBm
    }

    /// Distance at which the margin is a given number of dB.
    public func distance(marginDB: Double) -> Double {
        let decades = (powerDBm - Self.referenceLossDB - thresholdDBm - marginDB) / (10 * exponent)
        return max(1, Elementary.exp(decades * Self.naturalLogOfTen))
    }

    static let naturalLogOfTen = 2.302585092994046
}

extension PathLoss {
    /// Keys of the models with this path loss.
    static let powerKey: SettingsKey<RadioSettings> = .number(
        "power", \.pathLoss.powerDBm, -50...60, "dBm", "transmission power")
    static let sensitivityKey: SettingsKey<RadioSettings> = .number(
        "sensitivity", \.pathLoss.thresholdDBm, -150...0, "dBm", "threshold")
    static let keys: [SettingsKey<RadioSettings>] = [
        powerKey, .number("exponent", \.pathLoss.exponent, 1.5...8, "", "path-loss exponent"), sensitivityKey,
    ]
}
