/// Functions on strings. All compare and count code points, never Swift's characters.
enum StringLibrary {
  static let contains: @Sendable ([Value]) -> Outcome = { arguments in
    guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else {
      return StandardLibrary.mismatch("contains", arguments)
    }
    return .bool(ranges(of: Array(part.utf8), in: Array(text.utf8), limit: 1).count == 1)
  }

  static let startsWith: @Sendable ([Value]) -> Outcome = { arguments in
    guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else {
      return StandardLibrary.mismatch("startsWith", arguments)
    }
    return .bool(text.utf8.starts(with: part.utf8))
  }

  static let endsWith: @Sendable ([Value]) -> Outcome = { arguments in
    guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else {
      return StandardLibrary.mismatch("endsWith", arguments)
    }
    return .bool(text.utf8.count >= part.utf8.count && text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8))
  }

  static func mapBytes(_ arguments: [Value], _ letters: ClosedRange<UInt8>, by mask: UInt8) -> Outcome {
    guard case .string(let text) = arguments[0] else { return StandardLibrary.mismatch("lowerAscii", arguments) }
    return .string(String(decoding: text.utf8.map { letters.contains($0) ? $0 ^ mask : $0 }, as: UTF8.self))
  }

  static let trim: @Sendable ([Value]) -> Outcome = { arguments in
    guard case .string(let text) = arguments[0] else { return StandardLibrary.mismatch("trim", arguments) }
    var scalars = text.unicodeScalars[...]
    while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    return .string(String(scalars))
  }

  static let split: @Sendable ([Value]) -> Outcome = { arguments in
    guard case .string(let text) = arguments[0], case .string(let separator) = arguments[1] else {
      return StandardLibrary.mismatch("split", arguments)
    }
    guard !separator.isEmpty else {
      return .value(.list(ArrayList(text.unicodeScalars.map { Value.string(String(Character($0))) })))
    }
    let bytes = Array(text.utf8)
    var parts: [Value] = []
    var start = 0
    for range in ranges(of: Array(separator.utf8), in: bytes, limit: .max) {
      parts.append(.string(String(decoding: bytes[start..<range.lowerBound], as: UTF8.self)))
      start = range.upperBound
    }
    parts.append(.string(String(decoding: bytes[start...], as: UTF8.self)))
    return .value(.list(ArrayList(parts)))
  }

  static let join: @Sendable ([Value]) -> Outcome = { arguments in
    guard case .list(let list) = arguments[0] else { return StandardLibrary.mismatch("join", arguments) }
    var separator = ""
    if arguments.count == 2 {
      guard case .string(let text) = arguments[1] else { return StandardLibrary.mismatch("join", arguments) }
      separator = text
    }
    var parts: [String] = []
    for index in 0..<list.count {
      switch list.element(at: index) {
      case .value(.string(let part)): parts.append(part)
      case .value(let other): return .error("join() takes strings, not \(other.typeName)")
      case let undecided: return undecided
      }
    }
    return .string(parts.joined(separator: separator))
  }

  /// Where `part` occurs, left to right, without overlaps. Bytes, since CEL's strings are equal when their code points are.
  private static func ranges(of part: [UInt8], in text: [UInt8], limit: Int) -> [Range<Int>] {
    guard !part.isEmpty else { return [0..<0] }
    var found: [Range<Int>] = []
    var index = 0
    while index + part.count <= text.count, found.count < limit {
      if text[index] == part[0], text[index..<(index + part.count)].elementsEqual(part) {
        found.append(index..<(index + part.count))
        index += part.count
      } else {
        index += 1
      }
    }
    return found
  }
}
