internal import SourceText

/// The JSON form of an instruction's arguments, decoded as Go's encoding/json does it (line_parsers.go, `parseJSON`).
struct JSONStringArray {
  enum Outcome {
    case strings([MappedText])
    /// No JSON; `offset` is the first byte, in the logical text, at which that shows.
    case malformed(offset: Int)
    /// Valid JSON with something else than strings in it, which BuildKit does not fall back from.
    case notAllStrings(Range<Int>)
  }

  private let text: MappedText
  /// Of `text`.
  private let bytes: [UInt8]
  private let end: Int
  private var index: Int
  private var strings: [MappedText] = []
  private var firstOther: Range<Int>?

  /// - Parameter range: the arguments in the logical text, beginning with `[`.
  static func parse(_ text: MappedText, _ range: Range<Int>) -> Outcome {
    var parser = JSONStringArray(text: text, end: range.upperBound, index: range.lowerBound)
    guard parser.parseArray() else { return .malformed(offset: min(parser.index, range.upperBound)) }
    if let other = parser.firstOther { return .notAllStrings(other) }
    return .strings(parser.strings)
  }

  private init(text: MappedText, end: Int, index: Int) {
    self.text = text
    bytes = text.bytes
    self.end = end
    self.index = index
  }

  private var peek: UInt8? { index < end ? bytes[index] : nil }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    index += 1
    return true
  }

  /// The open brackets stand on a stack of their own, so that nesting costs no recursion.
  private mutating func parseArray() -> Bool {
    guard take(UInt8(ascii: "[")) else { return false }
    var open: [UInt8] = [UInt8(ascii: "[")]
    var nestedStart = 0
    var expectsValue = true
    skipBlanks()
    if take(UInt8(ascii: "]")) {
      skipBlanks()
      return index == end
    }
    while let container = open.last {
      skipBlanks()
      if expectsValue {
        if container == UInt8(ascii: "{") {
          guard string() != nil else { return false }
          skipBlanks()
          guard take(UInt8(ascii: ":")) else { return false }
          skipBlanks()
        }
        guard let byte = peek else { return false }
        let start = index
        if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
          index += 1
          skipBlanks()
          if open.count == 1 { nestedStart = start }
          if take(byte + 2) {
            if open.count == 1 { noteOther(start..<index) }
          } else {
            open.append(byte)
            continue
          }
        } else if byte == UInt8(ascii: "\"") {
          guard let value = string() else { return false }
          if open.count == 1 { strings.append(value) }
        } else {
          guard scalar() else { return false }
          if open.count == 1 { noteOther(start..<index) }
        }
        expectsValue = false
      } else if take(UInt8(ascii: ",")) {
        expectsValue = true
      } else {
        // In ASCII, `]` and `}` stand two behind `[` and `{`.
        guard take(container + 2) else { return false }
        open.removeLast()
        if open.count == 1 { noteOther(nestedStart..<index) }
      }
    }
    skipBlanks()
    return index == end
  }

  private mutating func noteOther(_ range: Range<Int>) {
    if firstOther == nil { firstOther = range }
  }

  private mutating func scalar() -> Bool {
    for word in ["true", "false", "null"] where bytes[index..<end].starts(with: word.utf8) {
      index += word.utf8.count
      return true
    }
    return number()
  }

  private mutating func digits() -> Bool {
    let start = index
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return index > start
  }

  private mutating func number() -> Bool {
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")), !digits() { return false }
    if take(UInt8(ascii: ".")), !digits() { return false }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      return digits()
    }
    return true
  }

  private mutating func string() -> MappedText? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    var value = MappedText(at: text.sourceRange(of: index..<min(index + 1, end)).start)
    var plainStart = index
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        value.append(text.slice(plainStart..<index))
        index += 1
        return value
      case UInt8(ascii: "\\"):
        value.append(text.slice(plainStart..<index))
        let start = index
        guard let replacement = escape() else { return nil }
        value.append(replacement, for: text.sourceRange(of: start..<index))
        plainStart = index
      case 0..<0x20: return nil
      default: index += 1
      }
    }
    return nil
  }

  private mutating func escape() -> [UInt8]? {
    index += 1
    guard let byte = peek else { return nil }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      guard var value = hexadecimal() else { return nil }
      if (0xD800...0xDBFF).contains(value) { value = secondSurrogate(after: value) }
      return Array(String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
    default:
      index -= 1
      return nil
    }
  }

  /// A surrogate without its partner becomes U+FFFD, as in Go.
  private mutating func secondSurrogate(after first: UInt32) -> UInt32 {
    let start = index
    if take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let second = hexadecimal(), (0xDC00...0xDFFF).contains(second) {
      return 0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00)
    }
    index = start
    return 0xFFFD
  }

  private mutating func hexadecimal() -> UInt32? {
    guard index + 4 <= end, let value = UInt32(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16),
      bytes[index] != UInt8(ascii: "+")
    else { return nil }
    index += 4
    return value
  }
}
