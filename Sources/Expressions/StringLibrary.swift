/// Functions on strings: the standard ones, and CEL's strings extension, version 2 (cel-go, ext/strings.go), but for those of
/// StringPositions and StringFormat. All compare and count code points, never Swift's characters.
enum StringLibrary {
  static let functions: [StandardLibrary.Entry] = [
    StandardLibrary.define("strings.quote", [[.string]], .string) { arguments throws(Interruption) in
      .string(quoted(try arguments[0].string()))
    }
  ]

  static let members: [StandardLibrary.Entry] = [
    StandardLibrary.define("contains", [[.string, .string]], .bool) { (arguments, budget) throws(Interruption) in
      let (text, part) = (Array(try arguments[0].string().utf8), Array(try arguments[1].string().utf8))
      return .bool(ranges(of: part, in: text, limit: 1, &budget).count == 1)
    },
    StandardLibrary.define("startsWith", [[.string, .string]], .bool) { arguments throws(Interruption) in
      .bool(try arguments[0].string().utf8.starts(with: try arguments[1].string().utf8))
    },
    StandardLibrary.define("endsWith", [[.string, .string]], .bool) { arguments throws(Interruption) in
      let (text, part) = (try arguments[0].string(), try arguments[1].string())
      return .bool(text.utf8.count >= part.utf8.count && text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8))
    },
    StandardLibrary.define("lowerAscii", [[.string]], .string) { arguments throws(Interruption) in
      .string(flippingCase(of: UInt8(ascii: "A")...UInt8(ascii: "Z"), in: try arguments[0].string()))
    },
    StandardLibrary.define("upperAscii", [[.string]], .string) { arguments throws(Interruption) in
      .string(flippingCase(of: UInt8(ascii: "a")...UInt8(ascii: "z"), in: try arguments[0].string()))
    },
    StandardLibrary.define("trim", [[.string]], .string) { arguments throws(Interruption) in
      var scalars = try arguments[0].string().unicodeScalars[...]
      while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
      while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
      return .string(String(scalars))
    },
    StandardLibrary.define("split", [[.string, .string], [.string, .string, .int]], .list(.string)) {
      (arguments, budget) throws(Interruption) in
      let limit = arguments.count == 3 ? try arguments[2].int() : -1
      return .strings(split(try arguments[0].string(), at: try arguments[1].string(), limit: limit, &budget))
    },
    StandardLibrary.define("join", [[.list(.string)], [.list(.string), .string]], .string) { arguments throws(Interruption) in
      var parts: [String] = []
      for element in try arguments[0].elements() {
        guard case .string(let part) = element else { throw .error("join() takes strings, not \(element.typeName)") }
        parts.append(part)
      }
      return .string(parts.joined(separator: arguments.count == 2 ? try arguments[1].string() : ""))
    },
    StandardLibrary.define("replace", [[.string, .string, .string], [.string, .string, .string, .int]], .string) {
      (arguments, budget) throws(Interruption) in
      let limit = arguments.count == 4 ? try arguments[3].int() : -1
      return .string(
        try replacing(
          try arguments[1].string(), in: try arguments[0].string(), with: try arguments[2].string(), limit: limit, &budget))
    },
  ]

  private static func flippingCase(of letters: ClosedRange<UInt8>, in text: String) -> String {
    String(decoding: text.utf8.map { letters.contains($0) ? $0 ^ 0x20 : $0 }, as: UTF8.self)
  }

  /// At most `limit` parts, the last with all that is left; any number for a negative limit.
  private static func split(_ text: String, at separator: String, limit: Int64, _ budget: inout Int) -> [String] {
    guard limit != 0 else { return [] }
    let most = limit < 0 ? Int.max : Int(clamping: limit)
    let bytes = Array(text.utf8)
    var parts: [String] = []
    var start = 0
    for range in ranges(of: Array(separator.utf8), in: bytes, limit: separator.isEmpty ? most : most - 1, &budget) {
      // Without a separator, the code points are the parts: nothing stands before the first or behind the last.
      guard range.upperBound > 0, range.lowerBound < bytes.count || !range.isEmpty else { continue }
      parts.append(String(decoding: bytes[start..<range.lowerBound], as: UTF8.self))
      start = range.upperBound
    }
    if separator.isEmpty, text.isEmpty { return [] }
    return parts + [String(decoding: bytes[start...], as: UTF8.self)]
  }

  private static func replacing(
    _ part: String, in text: String, with replacement: String, limit: Int64, _ budget: inout Int
  ) throws(Interruption) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var start = 0
    for range in ranges(of: Array(part.utf8), in: bytes, limit: limit < 0 ? .max : Int(clamping: limit), &budget) {
      result += bytes[start..<range.lowerBound]
      result += replacement.utf8
      start = range.upperBound
      // What is made here can be the product of two lengths: it is counted while it grows.
      guard result.count / 16 <= budget else { throw .outcome(.error(.budgetExceeded)) }
    }
    return String(decoding: result + bytes[start...], as: UTF8.self)
  }

  /// Where `part` occurs, left to right, without overlaps; nothing occurs between all code points. Bytes, since CEL's strings are equal
  /// when their code points are.
  private static func ranges(of part: [UInt8], in text: [UInt8], limit: Int, _ budget: inout Int) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    guard !part.isEmpty else {
      while index <= text.count, found.count < limit {
        // Not within a code point.
        if index == text.count || text[index] & 0xC0 != 0x80 { found.append(index..<index) }
        index += 1
      }
      return found
    }
    var compared = 0
    while index + part.count <= text.count, found.count < limit, compared / 16 <= budget {
      let same = zip(text[index...], part).prefix { $0 == $1 }.count
      compared += same + 1
      if same == part.count {
        found.append(index..<(index + part.count))
        index += part.count
      } else {
        index += 1
      }
    }
    budget -= compared / 16
    return found
  }

  /// As a string literal of CEL.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{07}": result += "\\a"
      case "\u{08}": result += "\\b"
      case "\u{0B}": result += "\\v"
      case "\u{0C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
