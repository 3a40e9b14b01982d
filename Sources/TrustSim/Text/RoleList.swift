/// What columns are, as `--columns` says it: pairs of a role and the name of a column.
enum RoleList {
    typealias Pair = (role: String, column: String)

    /// Of a text such as `time=sendTime,sender=id`. `wrong` makes the error of what is said of it.
    static func pairs<Problem: Error>(
        _ text: String, wrong: (String) -> Problem
    ) throws(Problem) -> [Pair] {
        var pairs: [Pair] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let sign = part.firstIndex(of: "=") else {
                throw wrong("'\(excerptForMessage(String(part)))' is not of the form role=column")
            }
            pairs.append((String(part[..<sign]), String(part[part.index(after: sign)...])))
        }
        return pairs
    }

    /// Of a file with one JSON5 object.
    static func pairs(file: String) throws(DataError) -> [Pair] {
        let root = try JSON5Reader.readAll(file: file)
        guard case .object(let members) = root.value else {
            throw DataError(
                position: root.position, message: "an object is expected, such as {sender: 'id', x: 'posx'}")
        }
        var pairs: [Pair] = []
        for member in members {
            var column = member.value.string
            if case .number(_, let literal) = member.value.value { column = literal }
            guard let column else {
                throw DataError(position: member.value.position, message: "the name of a column is expected")
            }
            pairs.append((member.key, column))
        }
        return pairs
    }
}
