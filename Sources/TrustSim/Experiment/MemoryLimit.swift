import Foundation

/// The memory that the process may use.
public enum MemoryLimit {
    /// The least of physical memory, what the address-space limit leaves, and the control groups' limits, in bytes.
    public static var bytes: Double {
        min(Double(ProcessInfo.processInfo.physicalMemory), addressSpace, controlGroups())
    }

    /// What may be added to the address space under `ulimit -v`.
    private static var addressSpace: Double {
        var resource = rlimit()
        #if canImport(Glibc)
            let result = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &resource)
        #else
            let result = getrlimit(RLIMIT_AS, &resource)
        #endif
        // Infinity is a number above any other.
        guard result == 0, resource.rlim_cur < 1 << 60 else { return .infinity }
        let pages = text("/proc/self/statm").split(separator: " ").first.flatMap { Double($0) } ?? 0
        return max(0, Double(resource.rlim_cur) - pages * Double(sysconf(Int32(_SC_PAGESIZE))))
    }

    /// The least limit of the groups that the process is in, as a container or a job of a cluster has them, up to the top;
    /// both versions of control groups.
    static func controlGroups(root: String = "/sys/fs/cgroup", membership: String = "/proc/self/cgroup") -> Double {
        var limit = Double.infinity
        for line in text(membership).split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let isFirst = parts[1].split(separator: ",").contains("memory")
            guard isFirst || parts[0] == "0" else { continue }
            let top = isFirst ? root + "/memory" : root
            let file = isFirst ? "/memory.limit_in_bytes" : "/memory.max"
            var group = String(parts[2])
            while true {
                if let value = Double(text(top + group + file)) { limit = min(limit, value) }
                guard let slash = group.lastIndex(of: "/") else { break }
                group = String(group[..<slash])
            }
        }
        return limit
    }

    /// Empty where there is no such file. These files have no size, so they are read to their end.
    private static func text(_ path: String) -> String {
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.readToEnd() else { return "" }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
