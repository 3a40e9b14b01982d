import Foundation
import Testing

@testable import TrustSim

@Suite("Archives")
struct TarTests {
    /// Made by Python's tarfile, of one list of files: folders, a link, a name of 170 bytes, one that leads out.
    private static let archives = [
        [
            "H4sIAAAAAAACA+3Y3W6DIBgGYC7FGwAEgV4PK7T7sbAIbd3dz+1stsm6pOga3ucED0iIfn4/6jgprp0Ypb7XyXy9cm2E0aTR",
            "ZAHHlO0wHUnq5HgMnr2mGNaMv5jFf2O6jjQt4l+cIFAzx/uX8Fa2APy5/gs57SeN5D5v+btN6eyQ/2Uwns+RbdNpvf4vRDd/",
            "FzZKov4vYgQoAJ31Qeo/4/GY1+7/8mL+1xL1fwkhIgdqxu1TKvz5f0P+dxfzn9bI/yVM4UcSVOzkhw/ax7CnwR48jTtq6S72",
            "zg80P9tM99EnGgO/dd94pZj8nv/qZ/4rpeSj93/L7/xoy9z+17nIgpr//w3euoNnecz/Zv4XrdAG/R/zPwAAAAAA3NMndA4d",
            "2gAoAAA=",
        ].joined(),
        [
            "H4sIAAAAAAACA+2YQVLDIBSGOUouAA9ISLYeoJeghdbaFJxA23h70YUzxs6oC4gO79uQBbvH9//zYoBkhyf6rns/E8vzzncv",
            "pCKNIgW4hKinpiGVYsA7y56Cd2vOXyzmP6ihJQ3H+WdHEKRmDIxHd8obAL/OfyG57EgjwcYdPOsQbgb9zwODePNsF67r9b8Q",
            "7fItDG2P+V+EGUEygM36T/Kfgb/EtftfLvM/LYCY/yVwHh2oGdDbkHn9/4H/7dL/Tij0vwRp/ChBzf0PDB423h02R3fK6P8d",
            "7z+cl+rL/79Bpf1vg/7n9x+udnqhY3oB1OmzpX5PNd370diJxkcd6cHbQL1b7d6cu56qpsT8v+//7rP/LecpErD/C/A2KLSg",
            "XgxMVpuzZXGOf2b/F1yIHv3H/R9BEARBkBy8Apq26LsAKAAA",
        ].joined(),
        [
            "H4sIAAAAAAACA+2YsW7DIBCGmfsUfgHAhw3uEqljx74CDSRpm0BkSOK+fWmGSnUitZUKbuX7FjwgMRzf/ZwNJ9mpE6ptz2ti",
            "vF75VqAkqSQpwCFE3acjyTwx3DvLnoN3U9YfRvXvVNOQqsb6ZwcIMmcM3z65l7wN4Mf9H0TaTyrBbVzyvQ7hZND/PDAeT54t",
            "w3G6/AdoxnehawX2/yIMCJIBTNZ/0v8Z94c4df6Li/e/FNj/S+A8OjBnuH4Mmcf/b/jfXLz/pET/S5DKjxLMOf8543cPeri3",
            "2tg+n/9XvP9wXqhR/kMtIPk/oP/5//91t9Vex81C86PtX+nWuzV1emepX1FNV36brgWNGx3p2ttAvZts33DOqRt09lf7f4Fy",
            "fp3/7Wf/mxoAMP9L8F4otGC+GN6n5N9ZFof4Z+Z/qEEq9B/nfwRBEARBcvAGB2fnIgAoAAA=",
        ].joined(),
    ]
    private static let longName =
        "a/" + String(repeating: "very-long-name-of-a-folder-that-goes-on/", count: 4) + "x.json"

    private static func unpacked(_ archive: String) throws -> [UInt8] {
        var stream = GzipStream()
        var bytes = Array(try #require(Data(base64Encoded: archive)))
        var all: [UInt8] = []
        while true {
            let part = try stream.read(4096) {
                defer { bytes = [] }
                return bytes
            }
            if part.isEmpty { return all }
            all += part
        }
    }

    private static func list(_ bytes: [UInt8], chunk: Int = 4096) throws -> [(TarReader.Entry, [UInt8])] {
        var place = 0
        var reader = TarReader {
            let end = min(place + chunk, bytes.count)
            defer { place = end }
            return Array(bytes[place..<end])
        }
        var found: [(TarReader.Entry, [UInt8])] = []
        while let entry = try reader.next() {
            var contents: [UInt8] = []
            // One is passed over unread.
            if entry.name != "/abs.json" {
                while true {
                    let part = try reader.read()
                    if part.isEmpty { break }
                    contents += part
                }
            }
            found.append((entry, contents))
        }
        return found
    }

    @Test("files of all kinds of tar are read, folders and links passed over", arguments: [1, 7, 512, 4096])
    func kinds(chunk: Int) throws {
        for archive in Self.archives {
            let found = try Self.list(Self.unpacked(archive), chunk: chunk)
            #expect(
                found.map(\.0.name) == [
                    "d/one.json", "./two.csv", "../out.json", "/abs.json", Self.longName, "d/readme.txt",
                ])
            #expect(found.allSatisfy { $0.0.name == "/abs.json" || $0.1.count == $0.0.size })
            #expect(found[1].1 == Array(repeating: UInt8(ascii: "x"), count: 600))
            #expect(found[4].1 == Array("long".utf8))
        }
    }

    @Test("what could be a log is unpacked, within its directory, and is gone afterwards")
    func unpacking() throws {
        let folder = try LogFolder()
        let path = folder.path + "/logs.tgz"
        for archive in Self.archives {
            try #require(Data(base64Encoded: archive)).write(to: URL(fileURLWithPath: path))
            var directory = ""
            do {
                let unpacked = try #require(try DataSetArchive(path: path))
                directory = unpacked.directory
                let names = try FileManager.default.subpathsOfDirectory(atPath: directory).filter { $0.contains(".") }
                #expect(names.sorted() == [Self.longName, "abs.json", "d/one.json", "two.csv"])
                #expect(unpacked.shown("\(directory)/d: bad") == "\(path)/d: bad")
                withExtendedLifetime(unpacked) {}
            }
            #expect(!FileManager.default.fileExists(atPath: directory))
        }
        #expect(try DataSetArchive(path: folder.path) == nil)
        try Data("time,x\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try DataSetArchive(path: path) == nil)
    }

    @Test("names that lead out of the directory are none")
    func names() {
        #expect(DataSetArchive.safe("./a/b.json") == "a/b.json" && DataSetArchive.safe("/a.json") == "a.json")
        for name in ["../a.json", "a/../../b.json", "", "/", "a/", ".hidden.json", "a\0b.json"] {
            #expect(DataSetArchive.safe(name) == nil, "\(name)")
        }
    }

    @Test("damage is told, and random bytes never trap")
    func damage() throws {
        let bytes = try Self.unpacked(Self.archives[0])
        var damaged = bytes
        damaged[512 + 3] ^= 1
        #expect(throws: PackedProblem(message: "this is no archive of tar, or it is damaged")) {
            try Self.list(damaged)
        }
        #expect(throws: PackedProblem(message: "the archive ends too early")) { try Self.list(Array(bytes[..<1100])) }
        var stream = RandomSource(seed: 23, replication: 0).stream(.attacker, 1)
        for _ in 0..<2000 {
            var bytes = bytes
            for _ in 0...stream.index(below: 6) {
                bytes[stream.index(below: 3000)] = UInt8(stream.index(below: 256))
            }
            _ = try? Self.list(bytes, chunk: 1 + stream.index(below: 1000))
        }
    }

    // MARK: - Links, older forms, and what is passed over

    /// An entry as tar writes it; `isOld`: as Unix V7 did.
    private static func entry(
        _ name: String, _ text: String = "", kind: Character = "0", target: String = "", isOld: Bool = false
    ) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at place: Int) {
            header.replaceSubrange(place..<(place + text.utf8.count), with: text.utf8)
        }
        put(name, at: 0)
        put("0000644\0" + "0000000\0" + "0000000\0", at: 100)
        let digits = String(text.utf8.count, radix: 8)
        put(String(repeating: "0", count: 11 - digits.count) + digits, at: 124)
        put("00000000000\0" + "        ", at: 136)
        if !isOld || kind != "0" { put(String(kind), at: 156) }
        put(target, at: 157)
        if !isOld { put("ustar\u{0}00", at: 257) }
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", at: 148)
        let padding = (512 - text.utf8.count % 512) % 512
        return header + Array(text.utf8) + Array(repeating: 0, count: padding)
    }

    private func unpack(_ bytes: [UInt8]) throws -> (files: [String: String], warnings: [String]) {
        let folder = try LogFolder()
        let path = folder.path + "/logs.tar"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let archive = try #require(try DataSetArchive(path: path))
        var files: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: archive.directory) where name.contains(".") {
            files[name] = try String(contentsOfFile: archive.directory + "/" + name, encoding: .utf8)
        }
        return (files, archive.warnings)
    }

    private static let end = [UInt8](repeating: 0, count: 1024)

    @Test("hard links are files of their own, and a file that comes again leaves those that share its contents alone")
    func hardLinks() throws {
        let (files, warnings) = try unpack(
            Self.entry("a/1.json", "one") + Self.entry("b/1.json", kind: "1", target: "a/1.json")
                + Self.entry("a/1.json", "new") + Self.entry("c/1.json", kind: "1", target: "nowhere.json") + Self.end)
        #expect(files == ["a/1.json": "new", "b/1.json": "one"])
        #expect(
            warnings == [
                "1 entry is passed over: hard links to files that are not in the archive before them; first 'c/1.json'"
            ])
    }

    @Test("symbolic links, names that lead out, pipes, and archives behind the archive are passed over and said")
    func passedOver() throws {
        let first =
            Self.entry("a.json", "a") + Self.entry("s1.json", kind: "2", target: "a.json")
            + Self.entry("s2.json", kind: "2", target: "a.json") + Self.entry("../out.json", "x")
            + Self.entry("pipe.json", kind: "6") + Self.entry("folder.json/", kind: "5") + Self.entry("link", kind: "2")
            + Self.end
        let (files, warnings) = try unpack(first + Self.entry("b.json", "b") + Self.end)
        #expect(files == ["a.json": "a"])
        #expect(warnings.count == 4, "\(warnings)")
        #expect(
            warnings.contains {
                $0 == "2 entries are passed over: symbolic links, which are not followed; first 's1.json'"
            })
        #expect(warnings.contains { $0.contains("lead out of the archive's folder; first '../out.json'") })
        #expect(warnings.contains { $0.hasSuffix("neither files nor links; first 'pipe.json'") })
        #expect(warnings.contains { $0.hasPrefix("there is more behind the end of the archive") })
        #expect(try unpack(Self.entry("a.json", "a") + Self.end + Self.end).warnings.isEmpty)
    }

    @Test("archives of the form before POSIX are read")
    func old() throws {
        let (files, warnings) = try unpack(
            Self.entry("d/", isOld: true) + Self.entry("d/1.json", "one", isOld: true)
                + Self.entry("d/2.json", kind: "1", target: "d/1.json", isOld: true) + Self.end)
        #expect(files == ["d/1.json": "one", "d/2.json": "one"] && warnings.isEmpty)
    }

    @Test("errors name files as they are called in the archive")
    func shownErrors() throws {
        let folder = try LogFolder()
        let path = folder.path + "/logs.tar"
        try Data(Self.entry("a/1.json", "x") + Self.end).write(to: URL(fileURLWithPath: path))
        let archive = try #require(try DataSetArchive(path: path))
        let place = SourcePosition(origin: .file(archive.directory + "/a/1.json"), line: 2, column: 3)
        let error = archive.shown(DataError(position: place, message: "bad"))
        #expect("\(error)" == "\(path)/a/1.json:2:3: bad")
    }
}
