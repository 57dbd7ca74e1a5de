/// A token of CEL (langdef.md, "Syntax").
struct Token: Sendable {
  enum Kind: Hashable, Sendable {
    case identifier(String)
    /// A selector in back-quotes: `` `a-b` ``.
    case quotedIdentifier(String)
    case int(UInt64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case symbol(Symbol)
    case end
  }

  /// An operator or a bracket; the raw value is how it is written.
  enum Symbol: String, Sendable {
    case and = "&&"
    case or = "||"
    case equal = "=="
    case notEqual = "!="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case less = "<"
    case greater = ">"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case modulo = "%"
    case not = "!"
    case question = "?"
    case colon = ":"
    case dot = "."
    case comma = ","
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBracket = "["
    case closeBracket = "]"
    case openBrace = "{"
    case closeBrace = "}"
  }

  var kind: Kind
  var range: Range<Int>
}

/// Splits an expression into tokens.
struct Lexer {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ source: String) { bytes = Array(source.utf8) }

  static func tokens(of source: String) throws(CompileError) -> [Token] {
    var lexer = Lexer(source)
    var tokens: [Token] = []
    // Short names and symbols: a token has four bytes on average, with the blank behind it.
    tokens.reserveCapacity(source.utf8.count / 4 + 1)
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if case .end = token.kind { return tokens }
    }
  }

  private func byte(_ ahead: Int = 0) -> UInt8 { offset + ahead < bytes.count ? bytes[offset + ahead] : 0 }

  private mutating func next() throws(CompileError) -> Token {
    skipBlanks()
    let start = offset
    guard offset < bytes.count else { return Token(kind: .end, range: start..<start) }
    let first = byte()
    if Self.startsIdentifier(first) {
      if let literal = try prefixedLiteral() { return literal }
      while offset < bytes.count, Self.startsIdentifier(byte()) || Self.isDigit(byte()) { offset += 1 }
      return Token(kind: .identifier(text(start..<offset)), range: start..<offset)
    }
    if Self.isDigit(first) || first == UInt8(ascii: ".") && Self.isDigit(byte(1)) { return try number() }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      return try literal(start: start, isRaw: false, isBytes: false)
    }
    if first == UInt8(ascii: "`") { return try quotedIdentifier() }
    return try symbol()
  }

  private mutating func skipBlanks() {
    while offset < bytes.count {
      switch byte() {
      case 0x20, 0x09, 0x0A, 0x0C, 0x0D: offset += 1
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
        while offset < bytes.count, byte() != UInt8(ascii: "\n") { offset += 1 }
      default: return
      }
    }
  }

  private mutating func symbol() throws(CompileError) -> Token {
    let start = offset
    guard let symbol = Self.symbol(byte(), byte(1)) else {
      var end = start + 1
      while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
      throw CompileError(message: "unexpected character '\(text(start..<end))'", range: start..<end)
    }
    offset += symbol.rawValue.utf8.count
    return Token(kind: .symbol(symbol), range: start..<offset)
  }

  /// The longest symbol that begins with a byte and the one behind it.
  private static func symbol(_ first: UInt8, _ second: UInt8) -> Token.Symbol? {
    let isBeforeEqual = second == UInt8(ascii: "=")
    return switch first {
    case UInt8(ascii: "&"): second == first ? .and : nil
    case UInt8(ascii: "|"): second == first ? .or : nil
    case UInt8(ascii: "="): isBeforeEqual ? .equal : nil
    case UInt8(ascii: "!"): isBeforeEqual ? .notEqual : .not
    case UInt8(ascii: "<"): isBeforeEqual ? .lessOrEqual : .less
    case UInt8(ascii: ">"): isBeforeEqual ? .greaterOrEqual : .greater
    case UInt8(ascii: "+"): .plus
    case UInt8(ascii: "-"): .minus
    case UInt8(ascii: "*"): .times
    case UInt8(ascii: "/"): .divide
    case UInt8(ascii: "%"): .modulo
    case UInt8(ascii: "?"): .question
    case UInt8(ascii: ":"): .colon
    case UInt8(ascii: "."): .dot
    case UInt8(ascii: ","): .comma
    case UInt8(ascii: "("): .openParenthesis
    case UInt8(ascii: ")"): .closeParenthesis
    case UInt8(ascii: "["): .openBracket
    case UInt8(ascii: "]"): .closeBracket
    case UInt8(ascii: "{"): .openBrace
    case UInt8(ascii: "}"): .closeBrace
    default: nil
    }
  }

  private mutating func quotedIdentifier() throws(CompileError) -> Token {
    let start = offset
    guard let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "`")), end > start + 1 else {
      throw CompileError(message: "a quoted name has no end", range: start..<bytes.count)
    }
    offset = end + 1
    return Token(kind: .quotedIdentifier(text((start + 1)..<end)), range: start..<offset)
  }

  // MARK: Numbers

  private mutating func number() throws(CompileError) -> Token {
    let start = offset
    if byte() == UInt8(ascii: "0"), byte(1) | 0x20 == UInt8(ascii: "x") {
      offset += 2
      let digits = offset
      while Self.isHexDigit(byte()) { offset += 1 }
      return try integer(text(digits..<offset), radix: 16, start: start)
    }
    while Self.isDigit(byte()) { offset += 1 }
    var isDouble = false
    if byte() == UInt8(ascii: "."), Self.isDigit(byte(1)) {
      isDouble = true
      offset += 1
      while Self.isDigit(byte()) { offset += 1 }
    }
    if byte() | 0x20 == UInt8(ascii: "e") {
      let signed = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
      if Self.isDigit(byte(signed ? 2 : 1)) {
        isDouble = true
        offset += signed ? 2 : 1
        while Self.isDigit(byte()) { offset += 1 }
      }
    }
    guard isDouble else { return try integer(text(start..<offset), radix: 10, start: start) }
    let digits = text(start..<offset)
    guard let value = Double(digits.hasPrefix(".") ? "0" + digits : digits) else {
      throw CompileError(message: "'\(digits)' is no number", range: start..<offset)
    }
    return Token(kind: .double(value), range: start..<offset)
  }

  private mutating func integer(_ digits: String, radix: Int, start: Int) throws(CompileError) -> Token {
    let isUnsigned = byte() | 0x20 == UInt8(ascii: "u")
    if isUnsigned { offset += 1 }
    guard let value = UInt64(digits, radix: radix) else {
      throw CompileError(message: "'\(text(start..<offset))' is no 64-bit integer", range: start..<offset)
    }
    return Token(kind: isUnsigned ? .uint(value) : .int(value), range: start..<offset)
  }

  // MARK: Strings

  /// A string or bytes with `r` and `b` before its quote; nil when an identifier begins here.
  private mutating func prefixedLiteral() throws(CompileError) -> Token? {
    var length = 0
    var isRaw = false
    var isBytes = false
    while length < 2 {
      switch byte(length) | 0x20 {
      case UInt8(ascii: "r") where !isRaw: isRaw = true
      case UInt8(ascii: "b") where !isBytes: isBytes = true
      default: return nil
      }
      length += 1
      if byte(length) == UInt8(ascii: "\"") || byte(length) == UInt8(ascii: "'") {
        let start = offset
        offset += length
        return try literal(start: start, isRaw: isRaw, isBytes: isBytes)
      }
    }
    return nil
  }

  private mutating func literal(start: Int, isRaw: Bool, isBytes: Bool) throws(CompileError) -> Token {
    let quote = byte()
    let isTriple = byte(1) == quote && byte(2) == quote
    offset += isTriple ? 3 : 1
    var content: [UInt8] = []
    while true {
      guard offset < bytes.count, isTriple || byte() != UInt8(ascii: "\n") && byte() != UInt8(ascii: "\r") else {
        throw CompileError(message: "a string has no end", range: start..<offset)
      }
      if byte() == quote, !isTriple || byte(1) == quote && byte(2) == quote {
        offset += isTriple ? 3 : 1
        break
      }
      if byte() == UInt8(ascii: "\\"), !isRaw {
        try escape(isBytes: isBytes, into: &content)
      } else {
        if byte() == UInt8(ascii: "\\"), offset + 1 < bytes.count {
          // A raw string keeps the backslash, and what follows it does not end the string.
          content.append(byte())
          offset += 1
        }
        content.append(byte())
        offset += 1
      }
    }
    let kind: Token.Kind = isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
    return Token(kind: kind, range: start..<offset)
  }

  private mutating func escape(isBytes: Bool, into content: inout [UInt8]) throws(CompileError) {
    let start = offset
    let letter = byte(1)
    offset = min(offset + 2, bytes.count)
    let (digitCount, radix): (Int, Int)
    switch letter {
    case UInt8(ascii: "a"): return content.append(7)
    case UInt8(ascii: "b"): return content.append(8)
    case UInt8(ascii: "f"): return content.append(12)
    case UInt8(ascii: "n"): return content.append(10)
    case UInt8(ascii: "r"): return content.append(13)
    case UInt8(ascii: "t"): return content.append(9)
    case UInt8(ascii: "v"): return content.append(11)
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "?"):
      return content.append(letter)
    case UInt8(ascii: "x"), UInt8(ascii: "X"): (digitCount, radix) = (2, 16)
    case UInt8(ascii: "u") where !isBytes: (digitCount, radix) = (4, 16)
    case UInt8(ascii: "U") where !isBytes: (digitCount, radix) = (8, 16)
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      (digitCount, radix) = (3, 8)
      offset -= 1
    default: throw CompileError(message: "unknown escape '\\\(text((start + 1)..<min(start + 2, bytes.count)))'", range: start..<offset)
    }
    let end = min(offset + digitCount, bytes.count)
    let digits = text(offset..<end)
    guard digits.utf8.count == digitCount, digits.utf8.allSatisfy(Self.isHexDigit), let code = UInt32(digits, radix: radix) else {
      throw CompileError(message: "an escape wants \(digitCount) digits", range: start..<end)
    }
    offset = end
    if isBytes {
      content.append(UInt8(truncatingIfNeeded: code))
    } else if let scalar = Unicode.Scalar(code) {
      content.append(contentsOf: String(Character(scalar)).utf8)
    } else {
      throw CompileError(message: "'\(digits)' is no code point", range: start..<end)
    }
  }

  private func text(_ range: Range<Int>) -> String {
    bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f"))
  }
  private static func startsIdentifier(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
  }
}
