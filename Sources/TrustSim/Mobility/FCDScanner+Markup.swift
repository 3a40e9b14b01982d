import Foundation

/// Everything between the tags.
extension FCDParser {
    /// The first bytes tell the formats that are taken for a trace by mistake.
    mutating func checkStart() throws {
        try reader.skipByteOrderMark()
        try reader.fill(4)
        let place = reader.cursor
        if place == reader.limit {
            if reader.wasCut { throw reader.cutData }
            throw reader.error(at: place, "the file is empty; a trace with the root element <fcd-export> is expected")
        }
        switch (place[0], place[1]) {
        case (0x1F, 0x8B), (0x28, 0xB5), (0x42, 0x5A), (0xFD, 0x37), (0x50, 0x4B), (0x50, 0x41):
            try reader.refusePacked()
        case (0xFF, 0xFE), (0xFE, 0xFF), (0x3C, 0x00), (0x00, 0x3C):
            if place + 1 == reader.limit { return }
            throw reader.error(at: place, "the file is in UTF-16; only UTF-8 is supported")
        default: return
        }
    }

    /// Brings the cursor to the next `<`; false at the end of the document.
    ///
    /// Text is only allowed in skipped elements. Elsewhere it may be the rest of a damaged tag.
    mutating func skipText() throws -> Bool {
        while true {
            let next = XMLText.skipWhite(reader.cursor)
            reader.cursor = next
            if next.pointee == UInt8(ascii: "<") { return true }
            if next == reader.limit {
                guard try reader.refill() else { return false }
            } else if isSkipping {
                try skipCharacter()
            } else {
                throw try strayText()
            }
        }
    }

    private mutating func skipCharacter() throws {
        guard reader.cursor.pointee == UInt8(ascii: "&") else {
            try Self.refuseControl(reader.cursor)
            reader.cursor += 1
            return
        }
        while true {
            if let end = try XMLText.scanReference(reader.cursor, reader.limit) {
                reader.cursor = end
                return
            }
            try more("a reference")
        }
    }

    private mutating func strayText() throws -> XMLFault {
        // Enough for the message, whatever the chunk.
        try reader.fill(48)
        let place = reader.cursor
        try Self.refuseControl(place)
        var end = place
        while end < reader.limit, end.pointee > 0x20, end.pointee != UInt8(ascii: "<") { end += 1 }
        let found = XMLSpan(start: place, count: end - place).shown
        switch stage {
        case .prolog: return XMLFault(place, "found '\(found)' where <fcd-export> is expected; is this XML?")
        case .epilog: return XMLFault(place, "found '\(found)' after </fcd-export>, the end of the trace")
        case .root, .timestep, .vehicle:
            return XMLFault(place, "found the text '\(found)' in <\(openName)>; only elements are allowed there")
        }
    }

    /// Passes over a comment or a CDATA section and refuses document types.
    mutating func declaration() throws {
        if try startsWith("<!--") {
            reader.cursor += 4
            return try skip(past: "-->", "a comment")
        }
        if try startsWith("<![CDATA[") {
            guard isSkipping else {
                throw XMLFault(reader.cursor, "a CDATA section is not allowed here; only elements are")
            }
            reader.cursor += 9
            return try skip(past: "]]>", "a CDATA section")
        }
        if try startsWith("<!DOCTYPE") {
            throw XMLFault(reader.cursor, "document type declarations are not supported")
        }
        throw XMLFault(reader.cursor, "found '<!' that starts neither a comment nor a CDATA section")
    }

    /// Passes over the XML declaration or a processing instruction.
    mutating func instruction() throws {
        if try startsWith("<?xml") {
            while reader.cursor + 5 == reader.limit { try more("a processing instruction") }
            // Names such as xml-stylesheet are ordinary ones.
            guard XMLText.isNameByte(reader.cursor[5]) || reader.isFirst(reader.cursor) else {
                throw XMLFault(reader.cursor, "the XML declaration is only allowed at the start of the file")
            }
        }
        while reader.cursor + 2 == reader.limit { try more("a processing instruction") }
        let first = reader.cursor[2]
        guard first >= UInt8(ascii: ":"), XMLText.isNameByte(first) || first >= 0x80 else {
            throw XMLText.unexpected(reader.cursor + 2, wanted: "a name after '<?'")
        }
        reader.cursor += 2
        try skip(past: "?>", "a processing instruction")
    }

    /// Whether these bytes come next.
    private mutating func startsWith(_ text: StaticString) throws -> Bool {
        var index = 0
        while index < text.utf8CodeUnitCount {
            if reader.cursor + index == reader.limit {
                try more("a tag")
            } else if reader.cursor[index] != text.utf8Start[index] {
                return false
            } else {
                index += 1
            }
        }
        return true
    }

    /// Moves the cursor behind the next occurrence of a text, however far that is.
    private mutating func skip(past text: StaticString, _ what: StaticString) throws {
        let (first, count) = (text.utf8Start[0], text.utf8CodeUnitCount)
        while true {
            var next = reader.cursor
            while next < reader.limit {
                if next.pointee == first {
                    if next + count > reader.limit { break }
                    if memcmp(next, text.utf8Start, count) == 0 {
                        reader.cursor = next + count
                        return
                    }
                }
                try Self.refuseControl(next)
                next += 1
            }
            reader.cursor = next
            try more(what)
        }
    }

    @inline(__always)
    private static func refuseControl(_ place: UnsafePointer<UInt8>) throws {
        let byte = place.pointee
        if byte < 0x20 ? !XMLText.isWhite(byte) : byte == 0x7F { throw XMLText.unexpected(place, wanted: "") }
    }

    /// Refills the buffer inside something that has not ended yet.
    mutating func more(_ what: StaticString) throws {
        guard try reader.refill() else {
            throw CutOff(place: "inside \(what)")
        }
    }
}
