/// Whom each vehicle has ever decided about, in order, so that all schemes can keep their last decisions in arrays: they
/// decide about the same vehicles.
final class Acquaintances {
    private var numbers: [IntegerMap<VehicleID, Void>]

    init(vehicleCount: Int) {
        numbers = Array(repeating: IntegerMap(), count: vehicleCount)
    }

    /// A neighbour that is decided about.
    struct Contact {
        /// Its number among the acquaintances of the evaluator.
        var number: Int
        /// Whether it is decided about for the first time.
        var isFirst: Bool
    }

    /// The neighbours of a view as contacts, new ones with the next numbers.
    func meet(_ view: LocalView, into contacts: inout [Contact]) {
        contacts.removeAll(keepingCapacity: true)
        let evaluator = Int(view.evaluator)
        for subject in view.subjects.prefix(view.neighbourCount) {
            let before = numbers[evaluator].count
            let number = numbers[evaluator].position(of: subject, orInsert: ())
            contacts.append(Contact(number: number, isFirst: number == before))
        }
    }

    /// Number of a vehicle among the acquaintances of another, nil where it was never decided about.
    func number(of subject: VehicleID, for evaluator: VehicleID) -> Int? {
        numbers[Int(evaluator)].position(of: subject)
    }
}
