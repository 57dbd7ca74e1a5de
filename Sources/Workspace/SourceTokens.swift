/// The tokens of a file of JavaScript, TypeScript, Go or Ruby, as far as finding a call and its arguments needs them: names, texts and
/// signs, without comments.
package struct SourceTokens: Sendable {
  package enum Language: Sendable {
    case javaScript, go, ruby

    init?(path: String) {
      guard let dot = path.lastIndex(of: ".") else { return nil }
      switch path[path.index(after: dot)...] {
      case "js", "mjs", "cjs", "ts", "mts", "cts", "tsx", "jsx": self = .javaScript
      case "go": self = .go
      case "rb", "ru": self = .ruby
      default: return nil
      }
    }
  }

  package enum Kind: Hashable, Sendable {
    case name, number, sign
    /// A text in quotes; not one that other values are put into.
    case text
    /// A text with `${…}` or `#{…}` in it.
    case template
  }

  package struct Token: Hashable, Sendable {
    package let kind: Kind
    /// Of a text what stands between its quotes, escapes as they are written.
    package let text: String
    package let range: Range<Int>

    package func isSign(_ wanted: String) -> Bool { kind == .sign && text == wanted }
    package func isName(_ wanted: String) -> Bool { kind == .name && text == wanted }
  }

  package private(set) var tokens: [Token] = []
  private let bytes: [UInt8]
  private let language: Language
  private var index = 0
  /// Of an opening bracket's token, the one that closes it.
  private var closing: [Int: Int] = [:]
  /// Longer arguments are cut off, so that calls within calls take no more time than their length.
  private static let maximumArguments = 1_000

  package init(_ bytes: [UInt8], _ language: Language) {
    self.bytes = bytes
    self.language = language
    while index < bytes.count { step() }
    var open: [Int] = []
    for (position, token) in tokens.enumerated() where token.kind == .sign {
      switch token.text {
      case "(", "[", "{": open.append(position)
      case ")", "]", "}": if let start = open.popLast() { closing[start] = position }
      default: break
      }
    }
  }

  private func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  private mutating func step() {
    let current = bytes[index]
    switch current {
    case 0x20, 0x09, 0x0A, 0x0D: index += 1
    case UInt8(ascii: "/") where language != .ruby && byte(at: index + 1) == UInt8(ascii: "/"): skipLine()
    case UInt8(ascii: "/") where language != .ruby && byte(at: index + 1) == UInt8(ascii: "*"): skipBlockComment()
    case UInt8(ascii: "/") where language == .javaScript && isRegularExpression: skipRegularExpression()
    case UInt8(ascii: "#") where language == .ruby: skipLine()
    case UInt8(ascii: "="): equals()
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): string()
    case _ where Self.isNameStart(current):
      let start = index
      while index < bytes.count, Self.isNameStart(bytes[index]) || Self.isDigit(bytes[index]) { index += 1 }
      append(.name, start..<index)
    case _ where Self.isDigit(current):
      let start = index
      while index < bytes.count, Self.isDigit(bytes[index]) || Self.isNameStart(bytes[index]) || bytes[index] == UInt8(ascii: ".") {
        index += 1
      }
      append(.number, start..<index)
    default:
      index += 1
      append(.sign, (index - 1)..<index)
    }
  }

  private mutating func append(_ kind: Kind, _ range: Range<Int>, inner: Range<Int>? = nil) {
    tokens.append(Token(kind: kind, text: String(decoding: bytes[inner ?? range], as: UTF8.self), range: range))
  }

  private static func isNameStart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
  }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private mutating func skipLine() { while index < bytes.count, bytes[index] != 0x0A { index += 1 } }

  private mutating func skipBlockComment() {
    index += 2
    while index < bytes.count, !(bytes[index] == UInt8(ascii: "*") && byte(at: index + 1) == UInt8(ascii: "/")) { index += 1 }
    index = min(index + 2, bytes.count)
  }

  /// Ruby's `=begin` and `=end` at the beginning of lines hold a comment.
  private mutating func equals() {
    let isAtLineStart = index == 0 || bytes[index - 1] == 0x0A
    if language == .ruby, isAtLineStart, bytes[index...].starts(with: "=begin".utf8) {
      while index < bytes.count, !bytes[index...].starts(with: "=end".utf8) {
        skipLine()
        index = min(index + 1, bytes.count)
      }
      return skipLine()
    }
    index += 1
    append(.sign, (index - 1)..<index)
  }

  /// A slash divides behind a value and begins a pattern elsewhere.
  private var isRegularExpression: Bool {
    guard let last = tokens.last else { return true }
    switch last.kind {
    case .name: return ["return", "typeof", "case", "in", "of"].contains(last.text)
    case .number, .text, .template: return false
    case .sign: return ![")", "]", "}"].contains(last.text)
    }
  }

  private mutating func skipRegularExpression() {
    index += 1
    var isClass = false
    while index < bytes.count, bytes[index] != 0x0A {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): isClass = true
      case UInt8(ascii: "]"): isClass = false
      case UInt8(ascii: "/") where !isClass:
        index += 1
        return
      default: break
      }
      index += 1
    }
  }

  private mutating func string() {
    let quote = bytes[index]
    let start = index
    // Go's raw texts know no escapes.
    let hasEscapes = !(language == .go && quote == UInt8(ascii: "`"))
    let mark = language == .ruby ? UInt8(ascii: "#") : UInt8(ascii: "$")
    let isTemplate = language == .ruby ? quote == UInt8(ascii: "\"") : language == .javaScript && quote == UInt8(ascii: "`")
    var kind = Kind.text
    index += 1
    while index < bytes.count, bytes[index] != quote {
      // A quote that nothing closes, as in a pattern, spoils no more than its line.
      if bytes[index] == 0x0A, quote != UInt8(ascii: "`"), language != .ruby { break }
      if isTemplate, bytes[index] == mark, byte(at: index + 1) == UInt8(ascii: "{") { kind = .template }
      if hasEscapes, bytes[index] == UInt8(ascii: "\\") { index += 1 }
      index += 1
    }
    let end = min(index, bytes.count)
    index = min(end + 1, bytes.count)
    append(kind, start..<index, inner: min(start + 1, end)..<end)
  }

  // MARK: Calls

  /// The places where names stand one behind the other with dots between: `Sentry`, `init`.
  package func occurrences(of path: [String]) -> [Int] {
    guard let last = path.last else { return [] }
    return tokens.indices.filter { end in
      guard tokens[end].isName(last), end + 1 >= path.count * 2 - 1 else { return false }
      return path.dropLast().reversed().enumerated().allSatisfy { distance, name in
        tokens[end - distance * 2 - 1].isSign(".") && tokens[end - distance * 2 - 2].isName(name)
      }
    }
  }

  /// The tokens between the brackets that open directly behind a token; nil when none does, or none closes them. Of Ruby's `do … end`,
  /// those up to `end`.
  package func arguments(behind index: Int) -> ArraySlice<Token>? {
    var open = index + 1
    // TypeScript's and Go's type arguments, and `?.`.
    while open < tokens.count, open < index + 3, tokens[open].isSign("?") || tokens[open].isSign(".") { open += 1 }
    guard open < tokens.count else { return nil }
    let limit = min(tokens.count, open + 1 + Self.maximumArguments)
    if tokens[open].isName("do") {
      let end = tokens[open..<limit].firstIndex { $0.isName("end") } ?? limit
      return tokens[(open + 1)..<end]
    }
    guard tokens[open].isSign("(") || tokens[open].isSign("{") && language != .javaScript, let close = closing[open] else { return nil }
    return tokens[(open + 1)..<min(close, limit)]
  }
}

extension ArraySlice<SourceTokens.Token> {
  /// The tokens of the value behind `name:` or `name =`, up to the comma or the end; nil when the name does not occur. `{ dsn }` stands for
  /// a variable of that name.
  package func value(of name: String) -> ArraySlice<SourceTokens.Token>? {
    guard let key = firstIndex(where: { ($0.kind == .name || $0.kind == .text) && $0.text == name }) else { return nil }
    guard key + 1 < endIndex else { return self[key...] }
    if self[key + 1].isSign(",") || self[key + 1].isSign("}") { return self[key...key] }
    guard self[key + 1].isSign(":") || self[key + 1].isSign("=") else { return nil }
    var depth = 0
    var end = key + 2
    while end < endIndex {
      let token = self[end]
      if token.kind == .sign {
        if ["(", "[", "{"].contains(token.text) { depth += 1 }
        if [")", "]", "}"].contains(token.text) { depth -= 1 }
        if depth < 0 || depth == 0 && [",", ";"].contains(token.text) { break }
      }
      end += 1
    }
    return self[(key + 2)..<end]
  }
}
