import Foundation
import GroupDecision

extension DataSetReplay {
    /// Whether the data set can be solved by what it should not tell: when messages come, how often and under what names.
    ///
    /// - Parameter cancellation: stops it.
    /// - Throws: ``DataError`` where a log cannot be read, ``Cancelled``.
    public func audit(cancellation: CancellationFlag? = nil) throws -> DataSetAudit {
        var merge = try LogMerge(files, usesTruth: files.hasLabels)
        var reader = AuditReader(survey)
        // Where receivers last said that they were.
        var places: [Int: Point] = [:]
        while let item = try merge.next() {
            if cancellation?.isCancelled == true { throw Cancelled() }
            switch item.record {
            case .beacon(let beacon):
                let label = files.hasLabels ? nil : beacon.isAltered ?? survey.messageTruth?.isAltered(beacon)
                reader.note(beacon, at: places[item.file], isAltered: label, at: item.time)
            case .position(let place, _): places[item.file] = place
            case .truth(let truth) where !truth.isReport: reader.note(label: truth.isAltered)
            default: break
            }
        }
        return reader.audit(try traits, fileSizes: fileSizes)
    }

    /// What the attacks in the data set change by themselves: as its scenario says, or by what they are called.
    private var traits: AuditTraits {
        get throws {
            var traits: AuditTraits = []
            if files.descriptor != nil {
                for (profile, _) in try scenarioFile().decode().attackers.profiles {
                    traits.formUnion(AuditTraits(profile))
                }
                return traits
            }
            for attack in survey.attacks.compactMap({ $0 }).distinct() {
                guard attack.hasPrefix("A"), let number = Int(attack.dropFirst()),
                    let name = AttackNumbers.name(of: number, in: format), let profile = Profile(preset: name)
                else { continue }
                traits.formUnion(AuditTraits(profile))
            }
            return traits
        }
    }

    /// Bytes of the log of each vehicle.
    private var fileSizes: [Int?] {
        var sizes = [Int?](repeating: nil, count: survey.names.vehicleCount)
        for file in files.logs {
            guard let vehicle = survey.names.receiver(file) else { continue }
            var status = stat()
            if stat(file.path, &status) == 0 { sizes[Int(vehicle)] = (sizes[Int(vehicle)] ?? 0) + Int(status.st_size) }
        }
        return sizes
    }
}
