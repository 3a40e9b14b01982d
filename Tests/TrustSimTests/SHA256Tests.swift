import Testing

@testable import TrustSim

@Suite("SHA-256")
struct SHA256Tests {
    // FIPS 180-4's examples; those around the length of a block by Python's hashlib.
    @Test(
        "known hashes",
        arguments: [
            (0, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (1, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (55, "a", "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
            (56, "a", "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
            (64, "a", "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
            (1000, "a", "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
        ])
    func known(count: Int, text: String, hash: String) {
        let bytes = Array(String(repeating: text, count: count).utf8)
        #expect(SHA256.of(bytes) == hash)
        // However it comes in parts.
        var parts = SHA256()
        for begin in stride(from: 0, to: bytes.count, by: 7) { parts.add(bytes[begin..<min(begin + 7, bytes.count)]) }
        #expect(parts.hexadecimal == hash)
    }
}
