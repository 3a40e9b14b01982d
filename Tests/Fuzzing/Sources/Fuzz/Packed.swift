@testable import TrustSim

/// Compressed input.
enum Packed {
    private static let most = 1 << 20

    /// What comes out, and whether it ended well; where the chunks end makes no difference.
    private static func read(_ bytes: [UInt8], input: Int, output: Int) -> (found: [UInt8], isWhole: Bool) {
        var stream = GzipStream()
        var place = 0
        var found: [UInt8] = []
        do {
            while found.count < most {
                let part = try stream.read(output) {
                    let end = min(place + input, bytes.count)
                    defer { place = end }
                    return Array(bytes[place..<end])
                }
                if part.count > output { fail("more than was asked for") }
                if part.isEmpty { return (found, true) }
                found += part
            }
            return (found, true)
        } catch let problem as PackedProblem {
            expectReadable(problem.message)
            return (found, false)
        } catch {
            fail("another error than PackedProblem: \(error)")
        }
    }

    static func unpack(_ bytes: [UInt8]) {
        let whole = read(bytes, input: 4096, output: 4096)
        if bytes.count % 4 != 0 { return }
        let pieces = read(bytes, input: 1 + bytes.count % 7, output: 1 + bytes.count % 61)
        expectSame(whole.isWhole, pieces.isWhole, "whether it is whole")
        if whole.isWhole && whole.found.count < most { expectSame(whole.found, pieces.found, "what is unpacked") }
    }

    /// Files in an archive: no more bytes than there are.
    static func list(_ bytes: [UInt8]) {
        var place = 0
        let chunk = 1 + bytes.count % 997
        var reader = TarReader {
            let end = min(place + chunk, bytes.count)
            defer { place = end }
            return Array(bytes[place..<end])
        }
        var total = 0
        do {
            while let entry = try reader.next() {
                if entry.size < 0 { fail("a size of \(entry.size)") }
                if let name = DataSetArchive.safe(entry.name), name.split(separator: "/").contains("..") {
                    fail("a name that leads out: \(name)")
                }
                if total % 3 == 1 { continue }
                while true {
                    let part = try reader.read()
                    if part.isEmpty { break }
                    total += part.count
                }
            }
        } catch let problem as PackedProblem {
            expectReadable(problem.message)
        } catch {
            fail("another error than PackedProblem: \(error)")
        }
        if total > bytes.count { fail("more than there is") }
    }
}
