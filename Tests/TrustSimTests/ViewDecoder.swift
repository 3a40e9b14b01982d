import Foundation

@testable import TrustSim

/// Reads the columns of a recording as the script of its page does.
struct ViewDecoder {
    /// One column, read from its base64.
    struct Column {
        private let bytes: [UInt8]
        private var place = 0
        private var bits = 0
        private var pending: UInt32 = 0

        init(_ base64: String) { bytes = Data(base64Encoded: base64).map { [UInt8]($0) } ?? [] }

        var isAtEnd: Bool { place == bytes.count }

        mutating func number() -> Int {
            var (value, shift) = (0, 0)
            while true {
                let byte = Int(bytes[place])
                place += 1
                value |= (byte & 127) << shift
                shift += 7
                if byte < 128 { return value }
            }
        }

        static func unfolded(_ value: Int) -> Int { value % 2 == 1 ? -(value + 1) / 2 : value / 2 }
        mutating func signed() -> Int { Self.unfolded(number()) }

        /// In thousandths; nil where there is none.
        mutating func share() -> Int? {
            while bits < 10 {
                pending = (pending << 8 | UInt32(bytes[place])) & 0xF_FFFF
                place += 1
                bits += 8
            }
            bits -= 10
            let code = Int(pending >> UInt32(bits) & 1023)
            return code == 1023 ? nil : code
        }
    }

    struct Record: Equatable {
        var subject: Int
        var isMalicious: Bool
        var own: [Int?]
        var flags = 0
        /// Trust, threshold, support.
        var decision: [Int?] = []
        /// Group's opinion and guarantee, each with its support.
        var group: [Int?] = []
        var margin: Int?
        /// By inference: in hundredths, what was known, the own report, all reports.
        var parts: [Int] = []
        /// Subjective, objective, comprehensive, self-proof, and by averaging support, influence.
        var levels: [Int?] = []
    }

    struct Evaluation: Equatable {
        var milliseconds: Int
        var evaluator: Int
        var isCounted: Bool
        var rounds = 0
        var reached = false
        /// First and last consensus degree, tolerance before and after; by inference tolerance and share of the malicious.
        var process: [Int?] = []
        var records: [Record] = []
    }

    /// By vehicle and sample; nil where it is absent. `begins` where it did not drive there from the sample before.
    var places: [[(x: Int, y: Int, begins: Bool)?]] = []
    /// By scheme.
    var evaluations: [[Evaluation]] = []
    var isComplete = true

    init(_ recording: RunRecording) {
        let columns = Dictionary(uniqueKeysWithValues: ViewData(recording: recording).columns)
        func column(_ name: String) -> Column { Column(columns[name] ?? "") }
        var positions = column("positions")
        for _ in 0..<recording.vehicleCount {
            places.append(Self.track(&positions, recording.sampleCount))
        }
        isComplete = positions.isAtEnd
        var shared = column("evaluations")
        var opinions = column("opinions")
        let seen = Self.evaluations(&shared, &opinions, recording.evaluationCount)
        isComplete = isComplete && shared.isAtEnd && opinions.isAtEnd
        for (index, scheme) in recording.schemes.enumerated() {
            var numbers = column("numbers-\(index)")
            var shares = column("shares-\(index)")
            evaluations.append(
                seen.map { Self.decided($0, &numbers, &shares, scheme.detail) })
            isComplete = isComplete && numbers.isAtEnd && shares.isAtEnd
        }
    }

    private static func track(_ column: inout Column, _ count: Int) -> [(x: Int, y: Int, begins: Bool)?] {
        var track: [(x: Int, y: Int, begins: Bool)?] = []
        while track.count < count {
            track += Array(repeating: nil, count: column.number())
            if track.count >= count { break }
            var (x, y) = (column.signed(), column.signed())
            var (stepX, stepY) = (0, 0)
            track.append((x, y, true))
            while track.count < count {
                let code = column.number()
                if code == 0 { break }
                stepX += Column.unfolded(code - 1)
                stepY += column.signed()
                x += stepX
                y += stepY
                track.append((x, y, false))
            }
        }
        return track
    }

    private static func evaluations(_ column: inout Column, _ opinions: inout Column, _ count: Int) -> [Evaluation] {
        var time = 0
        return (0..<count).map { _ in
            time += column.number()
            let code = column.number()
            var evaluation = Evaluation(milliseconds: time, evaluator: code / 2, isCounted: code % 2 == 1)
            var subject = 0
            for _ in 0..<column.number() {
                let code = column.number()
                subject += Column.unfolded(code / 2)
                evaluation.records.append(
                    Record(
                        subject: subject, isMalicious: code % 2 == 1, own: [opinions.share(), opinions.share()]))
            }
            return evaluation
        }
    }

    private static func decided(
        _ evaluation: Evaluation, _ numbers: inout Column, _ shares: inout Column, _ detail: RunRecording.Detail
    ) -> Evaluation {
        var evaluation = evaluation
        if detail == .inference { evaluation.process = (0..<2).map { _ in shares.share() } }
        if detail == .averaging {
            let code = numbers.number()
            (evaluation.rounds, evaluation.reached) = (code / 2, code % 2 == 1)
            evaluation.process = (0..<4).map { _ in shares.share() }
        }
        for index in evaluation.records.indices {
            var record = evaluation.records[index]
            record.flags = numbers.number()
            record.decision = (0..<3).map { _ in shares.share() }
            if detail == .inference {
                record.parts = (0..<3).map { _ in numbers.signed() }
                if record.flags & RunRecorder.Flag.hasReported != 0 {
                    record.levels = (0..<4).map { _ in shares.share() }
                }
            }
            if detail == .averaging {
                record.group = (0..<4).map { _ in shares.share() }
                if record.flags & RunRecorder.Flag.onProbation != 0 { record.margin = shares.share() }
                if record.flags & RunRecorder.Flag.hasReported != 0 {
                    record.levels = (0..<6).map { _ in shares.share() }
                }
            }
            evaluation.records[index] = record
        }
        return evaluation
    }
}
