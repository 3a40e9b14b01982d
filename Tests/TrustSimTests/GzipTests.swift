import Foundation
import Testing

@testable import TrustSim

@Suite("Compressed input")
struct GzipTests {
    /// Unpacks with chunks of input and output of these sizes.
    private static func unpack(_ bytes: [UInt8], input: Int = 4096, output: Int = 4096) throws -> [UInt8] {
        var stream = GzipStream()
        var place = 0
        var all: [UInt8] = []
        while true {
            let part = try stream.read(output) {
                defer { place = min(place + input, bytes.count) }
                return Array(bytes[place..<min(place + input, bytes.count)])
            }
            #expect(part.count <= output)
            if part.isEmpty { return all }
            all += part
        }
    }

    private static func bytes(_ base64: String) throws -> [UInt8] { Array(try #require(Data(base64Encoded: base64))) }

    /// A table of 600 rows, packed by zlib with codes of its own.
    static let table = [
        "H4sIAAAAAAACA0XZzY70uA2F4b2uxQuTFPVzOUEwQAZIdkGQ3H1eVvHUAIP5TDS6jy3Ljyn533/+64/nP3/848+///OP57/P",
        "/8b7/O15n3cY/+7HYjgHNh9fIzhye+KOWUfnSR/JUeSzciyOpj/7jF1H97k2Dke5HnvnuByueMz2sMrYL3+cmE8OQTOGVdSZ",
        "j+UaVmHXHlt3WMXd89jxYRWYj90cVon8jr9nWGXafdxtWKX6ejzmsIqNeHzu4RU7X370Dq/YuR/fXGDFJld41vCKXfb4vcMr",
        "dp0nzIdX7M4nPIdX7nH+7BleuecyBDa8cu96Ys3hn9wn9h5RsVxy3HdExXKu840RFUvGNEa2Yvnh9DuiYuM8c/qIip3Jfzmi",
        "YtOfuc6Iis37zGMjKnYtRnyOqNgdT757zMo9L7/yjlm5Zz8ZMWbl3skVrzEr155MbmnFcku3j1mpDHSeHLNSGaG8Z8xK5cqW",
        "2ZiVyiktn2NWKn9qxR5Zqfxv5TuyUnNzcjGyUtd81l4jK3UbY3tHVuw+TAfmUuWe5Ec5snIv08nPyMq999nTRn6ullsxR1Ys",
        "82SvPVbFcoP3eceqWG7MvjFWxTKi511jVSwjceyOVbFcwwkf6zOlkpnHJK5YfunkGati12XcbKyK3es5Z45VuSe47Xvsyr0v",
        "M/Udu3Lv5qxj7Mqdz4019meMjSG/Y1cs8/MuH7timVd359gVy4S4h6enYrmRNnaFcgNsjl2ZjJvvcSqS653vOJW46raOU4H8",
        "+bXGqUB+tO84n5tKno9TcZcn581xPjeVkzrjfMaWYeRhrTiruDlO5fEwWO5xK5BZbPsdtxKZfXZi3M818rjeNW5lcr/9veNW",
        "KPfJ3cetVAbYI8etVAbG5xm3YrkoXzZu5XJKvlGicvljfoqJr0XxwsT79SgAyd4mKTDJXqkESzjzhSmQiQv92hTgZG/zFPhk",
        "bwsVEGVvIzVByt5mahZTcmp+nGqoZkElqWZJJapmUSWrZlnVWM3CSlplaSWusriSV1leCawELJNYiVgmsnKXlG1WYpYJrQQt",
        "k1oLtUxsLdgyubVwywTXAi6TXAu5rOla0GWya2GXCa8NXia9tpXVzdeGL5NfG79MgG0AMwm2EcxE2IYwk2Ebw0yIHRAzKXZQ",
        "zMTYgTGTYwfHrCE7WW+Lr2QHyUyUHSgzWXawzITZBTOTZhfNTJxdODN5dvHMBNoFNJNoF9FMpF1IM5lWb6smDdFMpCGaiTRE",
        "syYN0UykIZqJNEQzkYZoJtKY0hRtGvOGolHj5lC0agwBRbNGFkW7Zrhmgs2AzSSbIZuJNoc2k22Obda4ObiZdHN0M/Hm8Gby",
        "zfHNBJyfele3cPFyAkIuUM7EXOCcCbpAOhN1gXUm7ALtTNwF3pnAC8QzkTchz9q8iXnW6M2oZqHVm6hnYm/Cnsm9iXsm+Cbw",
        "meSbyGeiL6HPZF9inwm/BD+Tfol+Jv4S/kz+5a5+pQHMUw3LF8AFgN4ArurIBOACQBeACwBdAC4AdAG4ANAF4AJAF4ALAF0A",
        "bgB0AbgB0AXgjuqYGsANgC4ANwC6ANwA6AJwA6A3gBsAXQAeAHQBeADQBeABQBeApzo2AXiqZROA59OzNYCnmjYBeKprE4C3",
        "2jYBeKtvE4C3GjcBeKtzE4C3WrcG8AKgC8ALgC4AiRd/Vi1j6wd+/mveyJZ90OeiD/lc8gGfCz7cc7nH64nes93jHUDR7gEt",
        "RbsHZxRf94CD4697PJ4ct3s8AxTtHjONot3jflK0ewwaRbvHCdLvtnscULR7jnsu9xz3XO457rnci7ca5pYvoM9FX2Cfy74A",
        "P2/8Av1c+gX8ufgL/HP5FwDoAnACoAvACYAuACcAugCcs1r2BnACoAvACYAuACcAugCcAOgCMAHQBWACoDeACYAuABMAXQAm",
        "ALoATAB0AZinFg0N4AJAF4ALAF0ALgB0AbgA0AXgAkD/q9vjDATgAkAXgAsAXQBuAPQGcAOgN4A7atXSAG4AdAG4AdAF4AZA",
        "F4AbAF0AbgB0AXgA0AXgAUAXgAcAXQAeAHQBeADQBeDZtXBqAM+ppdMXwAuA0QBeAAwBeGtVKgAvAIYAvAAYAvACYAjAC4Ah",
        "AC8Axq8D5FDLVMKlX9S6Td0f4bIP+kL0IV9IPuCLhg/3Qu7RaFK0e3RzFO0eLRNFu0djwtKw3aMJoGj3eNdStHu8zyjaPd4a",
        "FO0eNlO0ewBI0e6hDUW7x0NN0e7x5FB83fNas8o9r0Xrz71atUq++Cxbm76odavsi1q4Cr+olav0i1q6ir+otav8i1q8CsAJ",
        "gCEAJwCGAJwAGAJwAmA0gDNr4fwFcAJgCMAJgCEAJwCGAEwADAGYABgCMAEwBGACYAjABMAQgAmAIQATAEMArreW7g3gAsAQ",
        "gAsAQwAuAIwGcAFg/No/AAwBuAAwBOACwBCAGwBDAG4ADAG4ATAE4J61edAAbgAMAbgBMATgBsAQgBsAQwAeAAwBeAAwGsAD",
        "gCEADwCGADwAGALwAGAIwHNq+6IBvAAYAvACYAjAC4AhAC8AhgC8ABgC8AJgCMALgPFb8gJgCEDyteYlvfWL2jv5dX8ct33Q",
        "Fz/6CJZ8wBeCD/dC7rFopGj3WJlRtHssfyjaPRYZFO0eHT1Fu0ffTNHu0ZyO2e7RAHL8dY8ui2NtxuHelHteG3Jyj9czRbvH",
        "O5Ci3eNFQ9HuwTlFuweaFC0fRI35oy9q76jt41mjaPyY0RStH9OGovnj3lB8/WMkOG4AyaNoACcATgE4AXAKwAmAUwBOAJwC",
        "cO7avWoAJwBOATgBcArABMApABMApwBMAJwCMAFwCsAEwNkAJgBOAZgAOAXgAsApAJfV/lkDuABwCsAFgFMALgCcv/YPAKcA",
        "XAA4BeACwCkAd23fCcBd+3cCcNcGngDctYPXAO7PFt4XwF17eAJw1yaeANy1iycAT23jCcBT+3gC8ADgFIAHAKcAPAA4BeAB",
        "wCkADwBOAXjf2kVsAC8ATgF4AXAKwAuAswG8ADgF4AXAKQAvAM7fChgApwAk/rcAJl36gd/8dX+1hdn2Qd/80Ufyb1OPZMGH",
        "e1PuGe5NuWe4N9s9w70p9wz3ptxjdU7R7rEEpmj3WGhStHus5ijaPZZMFNrgw70p91gFULR79NoU7R4NLUW7R9dI0e7Rm1G0",
        "e3RAFF/5aDc4bvqidnDbPt6bFI0fL6cxpR9vAIrmD2Yp2j9Uo2gAsYOiAeQBpWgAeQooGkDmGkUDyA2laAAZPooGkHMc2QDy",
        "L8dfABMAUwAmAKYATABMAZj1UUIAJgCmAEwATAGYAJgCcAFgCsAFgCkAV9Q2dgO4ADAF4ALA/LV/AJgCcAFgNoALAFMAbgBM",
        "AbgBMAXgBsAUgBsAUwBuAEwBuHdtpDeAGwBTAG4ATAF4ADAF4AHAFIAHAFMAHgBMAXgAMBvAA4ApAA8ApgC8AJgC8Fpt5TeA",
        "FwBTAF4ATAF4ATAF4AXAFIAXAPO3AgbA/AE4UvyhX0o/8Mtf90e4Pl/UZ4Smj+Dfnh+5gg/3Uu4Z7qXcM9xLuWf1AUPuWX3B",
        "kHtWnzDkntU3DLln9RHjt+P3+YrR7nl9xvht+tV3DLnn9SGj3fP6kiH3WJqOlHus/yjaPVZZFO0eaxmKlo+VA4Xow76UfTTB",
        "FI0fjSZF60c3R9H80TJRtH90KCMFIH0ARQPIy5biCyAvNI4bQF4bFA0gNlM0gEhI0QDiDUUDyENN0QDy5FA0gEzPkQKQWUCh",
        "rxwAmAKQ66JoAPlligYwATAF4ALAbAAXAGYDuKI+JTWACwBTAC4ATAG4ADAF4ALAFIALAFMAbgBMAbgBMAXgBsAUgBsAUwBu",
        "AEwBuHd9zmoANwD+H9xWAVyXHQAA",
    ].joined()
    static var tableText: String {
        "time,vehicle,x,y\n" + (0..<600).map { "\($0),a,\($0 * 7 % 100),\($0 * 13 % 1000)\n" }.joined()
    }

    @Test("blocks of all kinds, several members, all fields of a header, whatever the chunks")
    func kinds() throws {
        let samples = [
            (Self.table, Self.tableText),
            // Fixed codes.
            ("H4sIAAAAAAACA0tMSk6kEgIAwlMMBksAAAA=", String(repeating: "abcabcabcabcabc", count: 5)),
            // Stored.
            (
                "H4sIAAAAAAAEAwEhAN7/c3RvcmVkIHRleHRzdG9yZWQgdGV4dHN0b3JlZCB0ZXh0APxX2CEAAAA=",
                "stored textstored textstored text"
            ),
            // Two members and padding.
            ("H4sIAAAAAAACA0vLLCouUQAA/HrxHAYAAAAfiwgAAAAAAAIDK05Nzs9LAQBpER+2BgAAAAAAAAAAAAAAAA==", "first second"),
            // Extra field, name, comment, sum of the header.
            ("H4sIHgAAAAAAAAMAYWJjbmFtZS5jc3YAYSBjb21tZW50ABI0K88syVBIVMhITUxJLQIASh1+fw0AAAA=", "with a header"),
        ]
        for (packed, text) in samples {
            for (input, output) in [(1, 1), (1, 4096), (7, 3), (4096, 1), (4096, 4096), (13, 300)] {
                let found = try Self.unpack(Self.bytes(packed), input: input, output: output)
                #expect(String(decoding: found, as: UTF8.self) == text)
            }
        }
    }

    @Test("long repetitions far apart come from the window")
    func window() throws {
        // 40,000 zero bytes and a line, twice: packed by zlib.
        let found = try Self.unpack(
            Self.bytes(
                "H4sIAAAAAAACA+3QsQkAIAwAMGev6HOFCtLJ/3ESn0hOyBgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    + "AMBzKmOvzqkCAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAC+Uxl7dc4Lx7gdRJI4AQA="))
        let half = [UInt8](repeating: 0, count: 40_000) + Array("the line\n".utf8)
        #expect(found == half + half)
    }

    @Test("damage is noticed: every bit of the data and of the sums, and every shorter length")
    func damage() throws {
        let packed = try Self.bytes(Self.table)
        let whole = try Self.unpack(packed)
        for length in 0..<packed.count {
            if length % 7 != 0 && length < packed.count - 12 { continue }
            #expect(throws: PackedProblem.self, "\(length)") { try Self.unpack(Array(packed[..<length])) }
        }
        var accepted = 0
        for bit in stride(from: 80, to: 8 * packed.count, by: 11) {
            var damaged = packed
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            if let found = try? Self.unpack(damaged) {
                accepted += 1
                #expect(found == whole, "bit \(bit)")
            }
        }
        #expect(accepted == 0)
        #expect(throws: PackedProblem(message: "there is something else behind the compressed data")) {
            try Self.unpack(packed + [1, 2, 3])
        }
    }

    @Test("of data that is cut off, all that is there comes out before that is said", arguments: [1, 7, 4096])
    func cut(output: Int) throws {
        let packed = try Self.bytes(Self.table)
        let whole = try Self.unpack(packed)
        var longest = 0
        for length in stride(from: 40, to: packed.count, by: 97) {
            var stream = GzipStream()
            var rest = Array(packed[..<length])
            var found: [UInt8] = []
            let problem = #expect(throws: PackedProblem.self) {
                while true {
                    let part = try stream.read(output) {
                        defer { rest = [] }
                        return rest
                    }
                    if part.isEmpty { return }
                    found += part
                }
            }
            #expect(problem == .truncated && whole.starts(with: found) && found.count >= longest)
            longest = found.count
        }
        #expect(longest > whole.count / 2)
    }

    @Test("random bytes never trap and never hang")
    func randomBytes() throws {
        var stream = RandomSource(seed: 17, replication: 0).stream(.attacker, 1)
        for _ in 0..<3000 {
            var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0]
            for _ in 0..<stream.index(below: 60) { bytes.append(UInt8(stream.index(below: 256))) }
            _ = try? Self.unpack(bytes, input: 1 + stream.index(below: 20))
        }
    }

    @Test("a packed trace, its network and a packed log are read as if they were not")
    func files() throws {
        let packed = Data(try Self.bytes(Self.table))
        let folder = try LogFolder()
        let path = folder.path + "/t.csv.gz"
        try packed.write(to: URL(fileURLWithPath: path))
        try Data(Self.tableText.utf8).write(to: URL(fileURLWithPath: folder.path + "/t.csv"))
        let (one, other) = (
            try TraceData.read(TraceSource(path: path)), try TraceData.read(TraceSource(path: folder.path + "/t.csv"))
        )
        #expect(one.fingerprint == other.fingerprint && one.counts().samples == 600)
        var reader = RecordReader(path: path, layout: .lines)
        var rows: [String] = []
        while case .record(let row) = try reader.next() { rows.append(String(decoding: row, as: UTF8.self)) }
        #expect(rows.joined(separator: "\n") + "\n" == Self.tableText)
        try packed.dropLast(20).write(to: URL(fileURLWithPath: path))
        #expect(throws: TraceError.self) { try TraceData.read(TraceSource(path: path)) }
        var damaged = RecordReader(path: path, layout: .lines)
        #expect(throws: DataError.self) { while try damaged.next() != nil {} }
    }
}
