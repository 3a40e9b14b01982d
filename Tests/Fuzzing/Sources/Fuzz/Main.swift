import AllocationMeter
import Foundation

/// The driver of libFuzzer, which the sanitizer's runtime brings along.
@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// `Fuzz TARGET [options of libFuzzer] [directories]`; without a target it lists them.
@main
enum Fuzz {
    nonisolated(unsafe) static var target = FuzzTarget.all[0]

    /// What one input may hold at once beyond ten times its size.
    static let spareBytes = 64 << 20

    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count > 1, let target = FuzzTarget.all.first(where: { $0.name == arguments[1] }) else {
            for target in FuzzTarget.all { print("\(target.name) \(target.longest) \(target.summary)") }
            exit(arguments.count > 1 ? 64 : 0)
        }
        self.target = target
        let kept = [arguments[0], "-max_len=\(target.longest)"] + arguments.dropFirst(2)
        let words = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: kept.count + 1)
        for (index, word) in kept.enumerated() { words[index] = strdup(word) }
        words[kept.count] = nil
        var (count, pointer) = (Int32(kept.count), Optional(words))
        exit(
            runDriver(&count, &pointer) { start, size in
                Fuzz.run(UnsafeBufferPointer(start: start, count: size))
                return 0
            })
    }

    private static func run(_ input: UnsafeBufferPointer<UInt8>) {
        allocation_meter_begin()
        target.run(Array(input))
        let peak = allocation_meter_peak()
        if peak > 10 * input.count + spareBytes {
            fail("\(input.count) bytes of input took \(peak) bytes of memory")
        }
    }
}

/// Ends the program as a crash that libFuzzer records.
func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("FUZZ: \(message)\n".utf8))
    abort()
}
