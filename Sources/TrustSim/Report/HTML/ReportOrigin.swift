/// Where results come from, as far as the manifest beside them says.
public struct ReportOrigin: Sendable {
    /// Version of the program that made them.
    public let version: String
    /// The command that makes them again, but for the directory.
    public let command: String?

    /// Reads the manifest.json of a sweep or a study.
    public init(manifest path: String) throws(DataError) {
        let root = try JSON5Reader.read(file: path)
        guard root["program"]?.string == "trustsim", let version = root["version"]?.string else {
            throw DataError(position: root.position, message: "this is not a manifest of trustsim")
        }
        self.version = version
        command = root["command"]?.string
    }
}
