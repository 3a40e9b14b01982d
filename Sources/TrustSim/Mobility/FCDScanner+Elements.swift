/// The values of a `<timestep>` and a `<vehicle>`, checked.
extension XMLTag {
    /// The largest coordinate.
    static let farthest = 1e9

    func time() throws(XMLFault) -> Int64 {
        try require(.time)
        let text = resolved(.time)
        if let microseconds = DecimalText.microseconds(text) { return microseconds }
        if text.contains(UInt8(ascii: ":")) {
            throw malformed(.time, "not a number of seconds; run sumo without --human-readable-time")
        }
        throw malformed(
            .time,
            DecimalText(text) == nil ? "not a number of seconds such as 12.5" : "beyond the limit of 1e12 seconds")
    }

    @inline(__always)
    func identifier() throws(XMLFault) -> UnsafeBufferPointer<UInt8> {
        try require(.id)
        let id = resolved(.id)
        guard !id.isEmpty else { throw XMLFault(value(.id).start, "the id of the vehicle is empty") }
        return id
    }

    @inline(__always)
    func coordinate(_ attribute: Attribute) throws(XMLFault) -> Double {
        try require(attribute)
        let value = try number(attribute)
        guard value.magnitude <= Self.farthest else { throw malformed(attribute, "beyond the limit of 1e9 metres") }
        return value
    }

    @inline(__always)
    func optionalNumber(_ attribute: Attribute) throws(XMLFault) -> Double? {
        has(attribute) ? try number(attribute) : nil
    }

    @inline(__always)
    private func number(_ attribute: Attribute) throws(XMLFault) -> Double {
        let text = resolved(attribute)
        if let value = DecimalText.double(text) { return value }
        throw malformed(
            attribute, DecimalText(text) == nil ? "not a decimal number such as -12.5" : "beyond the range of numbers")
    }

    @inline(__always)
    private func require(_ attribute: Attribute) throws(XMLFault) {
        guard has(attribute) else { throw XMLFault(start, "<\(name.shown)> has no attribute '\(attribute)'") }
    }

    private func malformed(_ attribute: Attribute, _ fault: String) -> XMLFault {
        let value = value(attribute)
        return XMLFault(value.start, "\(attribute)='\(value.shown)' is \(fault)")
    }
}
