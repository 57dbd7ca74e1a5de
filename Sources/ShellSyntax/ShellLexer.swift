/// Cuts shell text into words and operators (POSIX XCU 2.3).
struct ShellLexer {
  enum Token {
    case word(ShellWord)
    case op(String)
    case newline
    case end
  }

  let bytes: [UInt8]
  var index: Int
  private let end: Int
  private(set) var errors: [ShellScript.SyntaxError] = []
  private var depth = 0

  /// Deeper `${a:-${b:-…}}` is taken as text, so that the stack has a bound.
  private static let maximumDepth = 100

  init(_ bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    index = range.lowerBound
    end = range.upperBound
  }

  private var peek: UInt8? { index < end ? bytes[index] : nil }

  private func byte(at offset: Int) -> UInt8? { index + offset < end ? bytes[index + offset] : nil }

  mutating func next() -> (token: Token, range: Range<Int>) {
    skipBlanks()
    let start = index
    guard let byte = peek else { return (.end, start..<start) }
    if byte == UInt8(ascii: "\n") {
      index += 1
      return (.newline, start..<index)
    }
    if let op = Self.operators.first(where: { $0.utf8.first == byte && bytes[index..<end].starts(with: $0.utf8) }) {
      index += op.utf8.count
      return (.op(op), start..<index)
    }
    return (.word(word(until: nil)), start..<index)
  }

  /// Longest first.
  private static let operators = [
    "&>>", "<<-", "<<<", ";;&", "&&", "||", ";;", ";&", "<<", ">>", "<&", ">&", "<>", ">|", "&>", "&", "|", ";", "<", ">", "(", ")",
  ]

  private mutating func skipBlanks() {
    while let byte = peek {
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") {
        index += 1
      } else if byte == UInt8(ascii: "\\"), self.byte(at: 1) == UInt8(ascii: "\n") {
        index += 2
      } else if byte == UInt8(ascii: "#") {
        while let other = peek, other != UInt8(ascii: "\n") { index += 1 }
      } else {
        return
      }
    }
  }

  private func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "&"),
      UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"):
      true
    default: false
    }
  }

  /// Reads a word; within `${…}` up to `close`, which stays.
  private mutating func word(until close: UInt8?, isDoubleQuoted: Bool = false) -> ShellWord {
    depth += 1
    defer { depth -= 1 }
    let start = index
    var parts: [ShellWord.Part] = []
    var text: [UInt8] = []
    var textStart = index
    func flush(_ parts: inout [ShellWord.Part], _ text: inout [UInt8], _ upTo: Int) {
      if !text.isEmpty {
        parts.append(.init(kind: .text(text, isQuoted: false), range: textStart..<upTo, isDoubleQuoted: isDoubleQuoted))
      }
      text = []
    }
    while let byte = peek {
      if byte == close { break }
      if close == nil, endsWord(byte) { break }
      let partStart = index
      switch byte {
      case UInt8(ascii: "'") where !isDoubleQuoted:
        flush(&parts, &text, index)
        parts.append(singleQuoted())
        textStart = index
      case UInt8(ascii: "\""):
        flush(&parts, &text, index)
        doubleQuoted(&parts)
        textStart = index
      case UInt8(ascii: "\\"):
        guard let next = self.byte(at: 1) else {
          text.append(byte)
          index += 1
          continue
        }
        flush(&parts, &text, index)
        index += 2
        if next != UInt8(ascii: "\n") {
          parts.append(.init(kind: .text([next], isQuoted: true), range: partStart..<index, isDoubleQuoted: isDoubleQuoted))
        }
        textStart = index
      case UInt8(ascii: "$"), UInt8(ascii: "`"):
        flush(&parts, &text, index)
        parts.append(substitution(isDoubleQuoted: isDoubleQuoted))
        textStart = index
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["):
        // `[` alone is a command, and without `]` behind it no pattern.
        if byte == UInt8(ascii: "["), close != nil || !isBracketPattern() { fallthrough }
        flush(&parts, &text, index)
        index += 1
        parts.append(.init(kind: .glob(byte), range: partStart..<index, isDoubleQuoted: isDoubleQuoted))
        textStart = index
      default:
        if text.isEmpty { textStart = index }
        text.append(byte)
        index += 1
      }
    }
    flush(&parts, &text, index)
    return ShellWord(parts: parts, range: start..<index)
  }

  /// Whether the `[` at the index begins a bracket expression: a `]` follows in the word, at most some bytes on.
  private func isBracketPattern() -> Bool {
    var offset = 2
    while offset < 64, let byte = byte(at: offset), !endsWord(byte) {
      if byte == UInt8(ascii: "]") { return true }
      offset += 1
    }
    return false
  }

  private mutating func singleQuoted() -> ShellWord.Part {
    let start = index
    index += 1
    let textStart = index
    while let byte = peek, byte != UInt8(ascii: "'") { index += 1 }
    let text = Array(bytes[textStart..<index])
    if peek == nil {
      errors.append(.init(message: "single quote is never closed", range: start..<(start + 1)))
    } else {
      index += 1
    }
    return .init(kind: .text(text, isQuoted: true), range: start..<index, isDoubleQuoted: false)
  }

  private mutating func doubleQuoted(_ parts: inout [ShellWord.Part]) {
    let start = index
    index += 1
    var text: [UInt8] = []
    var textStart = start
    var isEmpty = true
    while let byte = peek, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "$") || byte == UInt8(ascii: "`") {
        if !text.isEmpty {
          parts.append(.init(kind: .text(text, isQuoted: true), range: textStart..<index, isDoubleQuoted: true))
          text = []
        }
        parts.append(substitution(isDoubleQuoted: true))
        textStart = index
        isEmpty = false
      } else if byte == UInt8(ascii: "\\"), let next = self.byte(at: 1), "$`\"\\\n".utf8.contains(next) {
        if next != UInt8(ascii: "\n") { text.append(next) }
        index += 2
      } else {
        text.append(byte)
        index += 1
      }
    }
    if peek == nil {
      errors.append(.init(message: "double quote is never closed", range: start..<(start + 1)))
    } else {
      index += 1
    }
    if !text.isEmpty || isEmpty {
      parts.append(.init(kind: .text(text, isQuoted: true), range: textStart..<index, isDoubleQuoted: true))
    }
  }

  /// What begins with `$` or a backtick.
  private mutating func substitution(isDoubleQuoted: Bool) -> ShellWord.Part {
    let start = index
    let kind: ShellWord.Kind
    if peek == UInt8(ascii: "`") {
      kind = backticks()
    } else {
      index += 1
      switch peek {
      case UInt8(ascii: "("): kind = parenthesised(start)
      case UInt8(ascii: "{") where depth < Self.maximumDepth: kind = braced(start, isDoubleQuoted: isDoubleQuoted)
      default:
        let name = parameterName()
        kind =
          name.isEmpty
          ? .text([UInt8(ascii: "$")], isQuoted: isDoubleQuoted)
          : .parameter(ParameterExpansion(name: name, operator: nil, argument: nil))
      }
    }
    return .init(kind: kind, range: start..<index, isDoubleQuoted: isDoubleQuoted)
  }

  private mutating func backticks() -> ShellWord.Kind {
    let start = index
    index += 1
    while let byte = peek, byte != UInt8(ascii: "`") { index += byte == UInt8(ascii: "\\") && index + 1 < end ? 2 : 1 }
    let inner = (start + 1)..<index
    if peek == nil {
      errors.append(.init(message: "backtick is never closed", range: start..<(start + 1)))
    } else {
      index += 1
    }
    return .commandSubstitution(inner)
  }

  /// `$(…)` or `$((…))`; the end is found by counting parentheses outside quotes.
  private mutating func parenthesised(_ start: Int) -> ShellWord.Kind {
    let isArithmetic = byte(at: 1) == UInt8(ascii: "(")
    let innerStart = index + (isArithmetic ? 2 : 1)
    var open = 0
    var quote: UInt8?
    // A pattern of `case` ends with a parenthesis that nothing opened: the levels at which a `case` stands.
    var cases: [Int] = []
    // The last byte that is no blank: behind an operator, a word is a command's name.
    var previous = UInt8(ascii: "(")
    while let byte = peek {
      if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
        index = min(index + 2, end)
        continue
      }
      if let current = quote {
        if byte == current { quote = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == UInt8(ascii: "(") {
        open += 1
      } else if byte == UInt8(ascii: "c"), "(;&|{\n".utf8.contains(previous), startsWord("case") {
        cases.append(open)
      } else if byte == UInt8(ascii: "e"), !cases.isEmpty, ";)\n".utf8.contains(previous), startsWord("esac") {
        cases.removeLast()
      } else if byte == UInt8(ascii: ")"), cases.last == open {
        // The end of a pattern.
      } else if byte == UInt8(ascii: ")") {
        open -= 1
        if open == 0 {
          index += 1
          let closes = isArithmetic && index - 2 >= innerStart && bytes[index - 2] == UInt8(ascii: ")")
          return closes ? .arithmetic(innerStart..<(index - 2)) : .commandSubstitution((start + 2)..<(index - 1))
        }
      }
      if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") { previous = byte }
      index += 1
    }
    errors.append(.init(message: "'$(' is never closed", range: start..<min(start + 2, end)))
    return .commandSubstitution(min(start + 2, index)..<index)
  }

  /// Whether a word stands here, with something else than a name's byte behind it.
  private func startsWord(_ word: String) -> Bool {
    bytes[index..<end].starts(with: word.utf8) && byte(at: word.utf8.count).map { !Self.isNameByte($0) } ?? true
  }

  private mutating func parameterName() -> String {
    let start = index
    guard let first = peek else { return "" }
    if "@*#?-$!".utf8.contains(first) || Self.isDigit(first) {
      index += 1
    } else {
      while let byte = peek, Self.isNameByte(byte) { index += 1 }
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  static func isNameByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private mutating func braced(_ start: Int, isDoubleQuoted: Bool) -> ShellWord.Kind {
    index += 1
    var op: ParameterExpansion.Operator?
    if peek == UInt8(ascii: "#"), let next = byte(at: 1), Self.isNameByte(next) {
      op = .length
      index += 1
    }
    let nameStart = index
    if let first = peek, Self.isDigit(first) {
      while let byte = peek, Self.isDigit(byte) { index += 1 }
    } else {
      _ = parameterName()
    }
    let name = String(decoding: bytes[nameStart..<index], as: UTF8.self)
    if peek != UInt8(ascii: "}"), op == nil { op = expansionOperator() }
    var argument: ShellWord?
    if peek != UInt8(ascii: "}") || op != nil && op != .length {
      argument = word(until: UInt8(ascii: "}"), isDoubleQuoted: isDoubleQuoted)
    }
    if peek == UInt8(ascii: "}") {
      index += 1
    } else {
      errors.append(.init(message: "'${' is never closed", range: start..<min(start + 2, end)))
    }
    return .parameter(ParameterExpansion(name: name, operator: op, argument: argument))
  }

  private mutating func expansionOperator() -> ParameterExpansion.Operator {
    let ifNull = peek == UInt8(ascii: ":")
    guard let byte = ifNull ? byte(at: 1) : peek else { return .other }
    let found: ParameterExpansion.Operator
    switch byte {
    case UInt8(ascii: "-"): found = .useDefault(ifNull: ifNull)
    case UInt8(ascii: "="): found = .assignDefault(ifNull: ifNull)
    case UInt8(ascii: "?"): found = .requireValue(ifNull: ifNull)
    case UInt8(ascii: "+"): found = .useAlternative(ifNull: ifNull)
    case UInt8(ascii: "%") where !ifNull, UInt8(ascii: "#") where !ifNull:
      let longest = self.byte(at: 1) == byte
      index += longest ? 2 : 1
      return byte == UInt8(ascii: "%") ? .removeSuffix(longest: longest) : .removePrefix(longest: longest)
    default: return .other
    }
    index += ifNull ? 2 : 1
    return found
  }
}
