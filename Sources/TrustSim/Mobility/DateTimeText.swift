/// Dates with a time of day, as ISO 8601 and most databases write them: `2031-05-06T07:08:09.5Z`, `2031/5/6 7:08`. In the
/// Gregorian calendar, without leap seconds.
struct DateTimeText {
    static let day: Int64 = 86_400_000_000

    private var text: UnsafeBufferPointer<UInt8>.SubSequence

    /// Microseconds since the beginning of 1970, in UTC where the text has a time zone; nil for any other text.
    static func microseconds(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        // The shortest, and the longest that is looked at.
        guard (13...64).contains(text.count) else { return nil }
        var parser = DateTimeText(text: text[...])
        return parser.microseconds()
    }

    /// The date of a number of microseconds, as `2031-05-06`.
    static func date(_ microseconds: Int64) -> String {
        // Days to years and months after H. Hinnant: years begin in March, and 400 of them have 146,097 days.
        let days = (microseconds - remainder(microseconds)) / day + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func padded(_ number: Int64, _ digits: Int) -> String {
            String(repeating: "0", count: max(0, digits - String(number).utf8.count)) + String(number)
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfYear - (153 * shifted + 2) / 5 + 1, 2))"
    }

    /// Since the last midnight.
    static func remainder(_ microseconds: Int64) -> Int64 {
        let rest = microseconds % day
        return rest < 0 ? rest + day : rest
    }

    private mutating func microseconds() -> Int64? {
        guard let year = number(4...4), let sign = take("-/"), let month = number(1...2), take(sign),
            let dayOfMonth = number(1...2), (1...12).contains(month),
            (1...Self.days(in: month, of: year)).contains(dayOfMonth), take("Tt ") != nil
        else { return nil }
        guard let hour = number(1...2), take(UInt8(ascii: ":")), let minute = number(2...2), hour < 24, minute < 60
        else { return nil }
        var time = (hour * 60 + minute) * 60_000_000
        if take(UInt8(ascii: ":")) {
            guard let second = number(2...2), second < 60 else { return nil }
            time += second * 1_000_000
            if take(".,") != nil {
                guard let part = fraction() else { return nil }
                time += part
            }
        }
        guard let offset = zone(), text.isEmpty else { return nil }
        return Self.days(year, month, dayOfMonth) * Self.day + time - offset
    }

    /// What is to be subtracted for UTC: nothing without a time zone.
    private mutating func zone() -> Int64? {
        if text.isEmpty || take("Zz") != nil { return 0 }
        guard let sign = take("+-"), let hour = number(2...2), hour < 24 else { return nil }
        _ = take(UInt8(ascii: ":"))
        guard let minute = text.isEmpty ? 0 : number(2...2), minute < 60 else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hour * 60 + minute) * 60_000_000
    }

    private mutating func number(_ digits: ClosedRange<Int>) -> Int64? {
        var value: Int64 = 0
        var count = 0
        while count < digits.upperBound, let byte = text.first, Self.isDigit(byte) {
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            text.removeFirst()
            count += 1
        }
        return digits.contains(count) ? value : nil
    }

    /// Of a second, in microseconds, halves up.
    private mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let byte = text.first, Self.isDigit(byte) {
            let digit = Int64(byte - UInt8(ascii: "0"))
            if count < 6 { value = value * 10 + digit } else if count == 6 && digit >= 5 { value += 1 }
            text.removeFirst()
            count += 1
        }
        for _ in min(count, 6)..<6 { value *= 10 }
        return count > 0 ? value : nil
    }

    private mutating func take(_ bytes: StaticString) -> UInt8? {
        guard let byte = text.first, (0..<bytes.utf8CodeUnitCount).contains(where: { bytes.utf8Start[$0] == byte })
        else { return nil }
        text.removeFirst()
        return byte
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard text.first == byte else { return false }
        text.removeFirst()
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: return 30
        case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: return 31
        }
    }

    /// Days from the beginning of 1970 to a date; the inverse of what ``date(_:)`` does.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
