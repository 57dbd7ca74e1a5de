/// The tokens of a Python file, line by line (Python reference, chapter 2).
package struct PythonLexer {
  package enum Kind: Hashable, Sendable {
    case name
    case number
    /// A string without prefix or with `r`, `u`: its value. nil for bytes and f-strings, whose value is not read.
    case string(String?)
    case op
    /// What fits nowhere: an unclosed string, a stray character.
    case invalid
  }

  package struct Token: Hashable, Sendable {
    package let kind: Kind
    package let range: Range<Int>
    package let text: String

    package func isOp(_ wanted: String) -> Bool { kind == .op && text == wanted }
    package func isName(_ wanted: String) -> Bool { kind == .name && text == wanted }
  }

  /// A logical line: brackets and backslashes join lines, `;` does not end one.
  package struct Line: Sendable {
    package var indentation: Int
    package var tokens: [Token]
  }

  private let bytes: [UInt8]
  private var index = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  package static func lines(_ bytes: [UInt8]) -> [Line] {
    var lexer = PythonLexer(bytes)
    return lexer.run()
  }

  private func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  private mutating func run() -> [Line] {
    var lines: [Line] = []
    var tokens: [Token] = []
    var depth = 0
    var indentation = 0
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    var lineStart = index
    while index < bytes.count {
      let current = bytes[index]
      switch current {
      case 0x0A, 0x0D:
        index += 1
        if depth == 0, !tokens.isEmpty {
          lines.append(Line(indentation: indentation, tokens: tokens))
          tokens = []
        }
        lineStart = index
      case 0x20, 0x09, 0x0C: index += 1
      case UInt8(ascii: "#"): while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
      case UInt8(ascii: "\\") where byte(at: index + 1) == 0x0A || byte(at: index + 1) == 0x0D:
        index += byte(at: index + 1) == 0x0D && byte(at: index + 2) == 0x0A ? 3 : 2
      default:
        if tokens.isEmpty { indentation = index - lineStart }
        let token = token()
        if token.kind == .op {
          if ["(", "[", "{"].contains(token.text) { depth += 1 }
          if [")", "]", "}"].contains(token.text) { depth = max(0, depth - 1) }
        }
        tokens.append(token)
      }
    }
    if !tokens.isEmpty { lines.append(Line(indentation: indentation, tokens: tokens)) }
    return lines
  }

  private mutating func token() -> Token {
    let start = index
    let first = bytes[index]
    if Self.isNameStart(first) {
      while index < bytes.count, Self.isNameStart(bytes[index]) || Self.isDigit(bytes[index]) { index += 1 }
      let prefix = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
      if index < bytes.count, bytes[index] == UInt8(ascii: "'") || bytes[index] == UInt8(ascii: "\""),
        ["r", "u", "b", "f", "br", "rb", "fr", "rf", "t", "tr", "rt"].contains(prefix)
      {
        return string(from: start, prefix: prefix)
      }
      return make(.name, start)
    }
    if Self.isDigit(first) || (first == UInt8(ascii: ".") && Self.isDigit(byte(at: index + 1))) {
      while index < bytes.count {
        let current = bytes[index]
        let isExponentSign =
          (current == UInt8(ascii: "+") || current == UInt8(ascii: "-")) && (bytes[index - 1] | 0x20) == UInt8(ascii: "e")
          && byte(at: start + 1) | 0x20 != UInt8(ascii: "x")
        guard Self.isNameStart(current) || Self.isDigit(current) || current == UInt8(ascii: ".") || isExponentSign else { break }
        index += 1
      }
      return make(.number, start)
    }
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") { return string(from: start, prefix: "") }
    for length in [3, 2] where index + length <= bytes.count {
      if Self.operators.contains(String(decoding: bytes[index..<(index + length)], as: UTF8.self)) {
        index += length
        return make(.op, start)
      }
    }
    index += 1
    return make(Self.isPunctuation(first) ? .op : .invalid, start)
  }

  private static let operators: Set<String> = [
    "**=", "//=", ">>=", "<<=", "...", "**", "//", "==", "!=", "<=", ">=", "->", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=",
    ":=", "<<", ">>",
  ]

  /// Whether a string's value is names with dots between, as those of modules are.
  static func isDottedName(_ text: String) -> Bool {
    let bytes = text.utf8
    guard bytes.count < 200, bytes.contains(UInt8(ascii: ".")), bytes.last != UInt8(ascii: ".") else { return false }
    return bytes.allSatisfy { $0 == UInt8(ascii: ".") || isNameStart($0) || isDigit($0) }
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool { "+-*/%@&|^~<>()[]{},:.;=".utf8.contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  private static func isNameStart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte >= 0x80 || ((byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z"))
  }

  private func make(_ kind: Kind, _ start: Int) -> Token {
    Token(kind: kind, range: start..<index, text: String(decoding: bytes[start..<index], as: UTF8.self))
  }

  /// A string from its opening quote on.
  private mutating func string(from start: Int, prefix: String) -> Token {
    let quote = bytes[index]
    let isTriple = byte(at: index + 1) == quote && byte(at: index + 2) == quote
    let isRaw = prefix.contains("r")
    index += isTriple ? 3 : 1
    var value: [UInt8] = []
    var isReadable = !prefix.contains("b") && !prefix.contains("f") && !prefix.contains("t")
    while index < bytes.count {
      let current = bytes[index]
      if current == quote, !isTriple || (byte(at: index + 1) == quote && byte(at: index + 2) == quote) {
        index += isTriple ? 3 : 1
        return make(.string(isReadable ? String(decoding: value, as: UTF8.self) : nil), start)
      }
      if !isTriple, current == 0x0A || current == 0x0D { break }
      index += 1
      guard current == UInt8(ascii: "\\"), index < bytes.count else {
        value.append(current)
        continue
      }
      let next = bytes[index]
      index += 1
      if isRaw {
        value += [current, next]
        continue
      }
      switch next {
      case UInt8(ascii: "n"): value.append(0x0A)
      case UInt8(ascii: "t"): value.append(0x09)
      case UInt8(ascii: "r"): value.append(0x0D)
      case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): value.append(next)
      case 0x0A: break
      default: isReadable = false
      }
    }
    return make(.invalid, start)
  }
}
