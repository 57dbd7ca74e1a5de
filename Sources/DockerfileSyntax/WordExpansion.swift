/// What is known about a variable when a word is expanded.
package enum VariableValue: Hashable, Sendable {
  case known(String)
  case unset
  /// It may have any value, or none: a build argument without a default, a variable that the base image may set.
  case unknown
}

/// A word after expansion: its text, or the variables without whose value it cannot be told.
package enum Expansion: Hashable, Sendable {
  case known(String)
  case unknown(variables: [String])

  package var known: String? {
    if case .known(let text) = self { text } else { nil }
  }
}

/// Why BuildKit refuses to expand a word; the message is BuildKit's.
package struct ExpansionError: Error, Hashable, Sendable {
  package let message: String
}

/// Expansion of words in instructions other than the shell forms, after BuildKit's `shell/lex.go`.
package struct WordExpansion: Sendable {
  package let escape: EscapeToken
  /// How many bytes variables may still contribute. It keeps `ENV A=$A$A`, repeated, from growing without end; when it is used up,
  /// variables count as unknown.
  package var budget: Int
  /// The variables that were asked for and are unset, in order.
  package private(set) var unsetVariables: [String] = []

  package init(escape: EscapeToken, budget: Int = 1 << 20) {
    self.escape = escape
    self.budget = budget
  }

  /// The word with quotes removed and variables replaced.
  package mutating func expand(
    _ word: [UInt8], lookup: (String) -> VariableValue
  ) throws(ExpansionError) -> Expansion {
    let lexer = try lex(word, lookup)
    guard lexer.unknown.isEmpty else { return .unknown(variables: lexer.unknown) }
    return .known(String(decoding: lexer.output.result, as: UTF8.self))
  }

  /// As `expand`, and split at blanks that come from outside quotes, also within the values of variables; nil when a value is unknown.
  package mutating func words(of word: [UInt8], lookup: (String) -> VariableValue) throws(ExpansionError) -> [String]? {
    let lexer = try lex(word, lookup)
    return lexer.unknown.isEmpty ? lexer.output.words.map { String(decoding: $0.bytes, as: UTF8.self) } : nil
  }

  private mutating func lex(_ word: [UInt8], _ lookup: (String) -> VariableValue) throws(ExpansionError) -> WordLexer {
    var lexer = WordLexer(word, escape: escape.rawValue, mode: .expanding)
    lexer.budget = budget
    defer {
      budget = lexer.budget
      unsetVariables += lexer.unset
    }
    do {
      try lexer.run(lookup)
    } catch {
      throw ExpansionError(message: "failed to process \(goQuoted(bytes: word)): \(error.message)")
    }
    return lexer
  }
}

/// The lexer behind expansion and behind the search for heredocs.
struct WordLexer {
  enum Mode {
    /// Quotes and escapes are removed, variables replaced.
    case expanding
    /// Quotes and escapes are removed, variables stay as they are written.
    case unquoting
    /// Everything stays as it is written; only the cut into words matters.
    case splitting
  }

  struct LexedWord {
    var bytes: [UInt8]
    /// Where the word stands in the text that was lexed.
    var range: Range<Int>
  }

  struct Output {
    var result: [UInt8] = []
    var words: [LexedWord] = []
    private var word: [UInt8] = []
    private var wordRange = 0..<0
    private var isInWord = false

    /// Adds what may be a blank between words.
    mutating func add(_ bytes: ArraySlice<UInt8>, from range: Range<Int>, isSpace: Bool) {
      result += bytes
      if !isSpace {
        addToWord(bytes, from: range)
      } else if isInWord, !word.isEmpty {
        finish()
      }
    }

    /// Adds what belongs to the word whatever it is.
    mutating func addQuoted(_ bytes: ArraySlice<UInt8>, from range: Range<Int>) {
      result += bytes
      addToWord(bytes, from: range)
    }

    private mutating func addToWord(_ bytes: ArraySlice<UInt8>, from range: Range<Int>) {
      wordRange = isInWord && !word.isEmpty ? wordRange.lowerBound..<range.upperBound : range
      word += bytes
      isInWord = true
    }

    mutating func finish() {
      guard !word.isEmpty else { return }
      words.append(LexedWord(bytes: word, range: wordRange))
      word = []
      isInWord = false
    }
  }

  private let bytes: [UInt8]
  private let escape: UInt8
  private let mode: Mode
  private var index = 0
  private var depth = 0
  private(set) var output = Output()
  private(set) var unknown: [String] = []
  private(set) var unset: [String] = []
  var budget = Int.max

  /// Deeper `${a:-${b:-…}}` than anyone writes is refused, so that the stack has a bound.
  private static let maximumDepth = 200
  /// As many names as a message can use are kept for a word.
  private static let maximumNames = 16

  init(_ bytes: [UInt8], escape: UInt8, mode: Mode) {
    self.bytes = bytes
    self.escape = escape
    self.mode = mode
  }

  mutating func run(_ lookup: (String) -> VariableValue) throws(ExpansionError) {
    output = try scan(until: nil, keepsEscapes: mode == .splitting, lookup)
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Lexes up to `stop`, which is consumed, or to the end (`processStopOn`).
  private mutating func scan(
    until stop: UInt8?, keepsEscapes: Bool, _ lookup: (String) -> VariableValue
  ) throws(ExpansionError) -> Output {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw ExpansionError(message: "substitutions are nested too deeply") }
    var output = Output()
    while let byte = peek {
      let start = index
      if byte == stop {
        index += 1
        output.finish()
        return output
      }
      switch byte {
      case UInt8(ascii: "'"):
        let text = try singleQuoted()
        output.addQuoted(text, from: start..<index)
      case UInt8(ascii: "\""):
        let text = try doubleQuoted(keepsEscapes: keepsEscapes, lookup)
        output.addQuoted(text[...], from: start..<index)
      case UInt8(ascii: "<"):
        skipHeredocOperator()
        output.addQuoted(bytes[start..<index], from: start..<index)
      case UInt8(ascii: "$"):
        let text = try dollar(lookup)
        addSplitting(mode == .expanding ? text[...] : bytes[start..<index], from: start..<index, to: &output)
      case escape:
        index += 1
        if keepsEscapes { output.addQuoted([byte], from: start..<index) }
        guard index < bytes.count else { break }
        let length = UTF8Decoding.scalar(in: bytes, at: index, before: bytes.count).length
        output.addQuoted(bytes[index..<(index + length)], from: start..<(index + length))
        index += length
      default:
        let spaceLength = Whitespace.length(in: bytes, at: index, before: bytes.count)
        index = spaceLength > 0 ? index + spaceLength : endOfPlainText(in: bytes, from: index + 1, until: stop)
        output.add(bytes[start..<index], from: start..<index, isSpace: spaceLength > 0)
      }
    }
    if let stop {
      throw ExpansionError(
        message: "unexpected end of statement while looking for matching \(String(decoding: [stop], as: UTF8.self))")
    }
    output.finish()
    return output
  }

  /// Where the bytes end that are no blanks and mean nothing else either: most of every word, added to it in one piece.
  private func endOfPlainText(in text: [UInt8], from start: Int, until stop: UInt8? = nil) -> Int {
    var end = start
    while end < text.count {
      switch text[end] {
      case escape, stop, UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: "$"): return end
      case 0x21...0x7E: end += 1
      default: return end
      }
    }
    return end
  }

  private func addSplitting(_ text: ArraySlice<UInt8>, from range: Range<Int>, to output: inout Output) {
    let text = Array(text)
    let isVerbatim = mode != .expanding
    var position = 0
    while position < text.count {
      let spaceLength = Whitespace.length(in: text, at: position, before: text.count)
      let next = spaceLength > 0 ? position + spaceLength : endOfPlainText(in: text, from: position + 1)
      let place = isVerbatim ? (range.lowerBound + position)..<(range.lowerBound + next) : range
      output.add(text[position..<next], from: place, isSpace: spaceLength > 0)
      position = next
    }
  }

  /// `<<` and the blanks behind it belong to one word, so that `<<  EOF` is found as a heredoc.
  private mutating func skipHeredocOperator() {
    index += 1
    guard peek == UInt8(ascii: "<") else { return }
    index += 1
    while let byte = peek, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { index += 1 }
  }

  private mutating func singleQuoted() throws(ExpansionError) -> ArraySlice<UInt8> {
    let start = index
    index += 1
    while let byte = peek {
      index += 1
      if byte == UInt8(ascii: "'") {
        return mode == .splitting ? bytes[start..<index] : bytes[(start + 1)..<(index - 1)]
      }
    }
    throw ExpansionError(message: "unexpected end of statement while looking for matching single-quote")
  }

  private mutating func doubleQuoted(
    keepsEscapes: Bool, _ lookup: (String) -> VariableValue
  ) throws(ExpansionError) -> [UInt8] {
    var text: [UInt8] = []
    let quote = UInt8(ascii: "\"")
    if mode == .splitting { text.append(quote) }
    index += 1
    while let byte = peek {
      let start = index
      switch byte {
      case quote:
        index += 1
        if mode == .splitting { text.append(quote) }
        return text
      case UInt8(ascii: "$"):
        let value = try dollar(lookup)
        text += mode == .expanding ? value[...] : bytes[start..<index]
      case escape:
        index += 1
        if keepsEscapes { text.append(byte) }
        guard let next = peek else { continue }
        // Only these can be escaped within double quotes; before all others the escape token stays.
        if next == quote || next == UInt8(ascii: "$") || next == escape {
          text.append(next)
          index += 1
        } else {
          text.append(byte)
        }
      default:
        text.append(byte)
        index += 1
      }
    }
    throw ExpansionError(message: "unexpected end of statement while looking for matching double-quote")
  }

  /// A name after `$` or `${`: a word, digits only, or one special character; empty when there is none (`processName`).
  private mutating func name() -> String {
    let start = index
    guard let first = peek else { return "" }
    if isDigit(first) {
      while let byte = peek, isDigit(byte) { index += 1 }
    } else if "@*#?-$!".utf8.contains(first) {
      index += 1
    } else {
      while index < bytes.count {
        let (value, length) = UTF8Decoding.scalar(in: bytes, at: index, before: bytes.count)
        guard isNameScalar(value) else { break }
        index += length
      }
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private func isNameScalar(_ value: UInt32) -> Bool {
    switch value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: return true
    case 0..<0x80: return false
    default:
      guard let scalar = Unicode.Scalar(value) else { return false }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber: return true
      default: return false
      }
    }
  }

  /// The value of a variable for the text, with what is not known noted.
  private mutating func value(
    of name: String, _ lookup: (String) -> VariableValue
  ) -> VariableValue {
    guard mode == .expanding else { return .unset }
    let value = lookup(name)
    switch value {
    case .unset:
      if unset.count < Self.maximumNames { unset.append(name) }
    case .unknown:
      note(unknown: name)
    case .known(let text):
      budget -= text.utf8.count
      if budget < 0 {
        budget = 0
        note(unknown: name)
        return .unknown
      }
    }
    return value
  }

  private mutating func note(unknown name: String) {
    if unknown.count < Self.maximumNames, !unknown.contains(name) { unknown.append(name) }
  }

  private func text(_ value: VariableValue) -> [UInt8] {
    if case .known(let text) = value { Array(text.utf8) } else { [] }
  }

  /// `$name`, `${name}` and `${name<modifier>word}` (`processDollar`).
  private mutating func dollar(_ lookup: (String) -> VariableValue) throws(ExpansionError) -> [UInt8] {
    index += 1
    guard peek == UInt8(ascii: "{") else {
      let name = name()
      return name.isEmpty ? [UInt8(ascii: "$")] : text(value(of: name, lookup))
    }
    index += 1
    guard let first = peek else { throw ExpansionError(message: "syntax error: missing '}'") }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "}") || first == UInt8(ascii: ":") {
      throw ExpansionError(message: "syntax error: bad substitution")
    }
    let name = name()
    let modifierStart = index
    guard var modifier = peek else { throw ExpansionError(message: "unsupported modifier (\u{FFFD}) in substitution") }
    index += 1
    var nullIsUnset = false
    switch modifier {
    case UInt8(ascii: "}"):
      return text(value(of: name, lookup))
    case UInt8(ascii: "/"):
      return try replaced(name, lookup)
    case UInt8(ascii: ":"):
      nullIsUnset = true
      guard let next = peek else { throw ExpansionError(message: "syntax error: missing '}'") }
      modifier = next
      index += UTF8Decoding.scalar(in: bytes, at: index, before: bytes.count).length
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "%"): break
    default:
      index = modifierStart + UTF8Decoding.scalar(in: bytes, at: modifierStart, before: bytes.count).length
      throw unsupportedModifier(modifierStart..<index)
    }
    let modifierRange = modifierStart..<index
    let isTrim = modifier == UInt8(ascii: "#") || modifier == UInt8(ascii: "%")
    // What the word needs counts only if the word is used.
    let (unknownBefore, unsetBefore) = (unknown, unset)
    let word = try substitutionWord(until: UInt8(ascii: "}"), keepsEscapes: isTrim, missing: "syntax error: missing '}'", lookup)
    let (unknownInWord, unsetInWord) = (unknown, unset)
    (unknown, unset) = (unknownBefore, unsetBefore)
    guard mode == .expanding else { return [] }
    guard "-+?".utf8.contains(modifier) || isTrim && !nullIsUnset else { throw unsupportedModifier(modifierRange) }
    let value = value(of: name, lookup)
    let isAbsent: Bool
    switch value {
    case .unset: isAbsent = true
    case .known(let text): isAbsent = nullIsUnset && text.isEmpty
    case .unknown: return []
    }
    switch modifier {
    case UInt8(ascii: "-"):
      guard isAbsent else { return text(value) }
      // A default is there for the case that the variable is unset: that is no undefined variable.
      if unset.last == name { unset.removeLast() }
      adopt(unknownInWord, unsetInWord)
      return word
    case UInt8(ascii: "+"):
      if unset.last == name { unset.removeLast() }
      if isAbsent { return [] }
      adopt(unknownInWord, unsetInWord)
      return word
    case UInt8(ascii: "?"):
      guard isAbsent else { return text(value) }
      let reason = value == .unset ? "is not allowed to be unset" : "is not allowed to be empty"
      throw ExpansionError(message: "\(name): \(word.isEmpty ? reason : String(decoding: word, as: UTF8.self))")
    default:
      adopt(unknownInWord, unsetInWord)
      return try trimmed(text(value), word, modifier: modifier, name)
    }
  }

  private mutating func adopt(_ unknownInWord: [String], _ unsetInWord: [String]) {
    for name in unknownInWord { note(unknown: name) }
    unset += unsetInWord.dropFirst(min(unset.count, unsetInWord.count))
  }

  private func unsupportedModifier(_ range: Range<Int>) -> ExpansionError {
    ExpansionError(message: "unsupported modifier (\(String(decoding: bytes[range], as: UTF8.self))) in substitution")
  }

  private mutating func substitutionWord(
    until stop: UInt8, keepsEscapes: Bool, missing: String, _ lookup: (String) -> VariableValue
  ) throws(ExpansionError) -> [UInt8] {
    do {
      return try scan(until: stop, keepsEscapes: keepsEscapes, lookup).result
    } catch {
      if index >= bytes.count { throw ExpansionError(message: missing) }
      throw error
    }
  }

  /// `${name#pattern}`, `##`, `%` and `%%`.
  private mutating func trimmed(
    _ value: [UInt8], _ word: [UInt8], modifier: UInt8, _ name: String
  ) throws(ExpansionError) -> [UInt8] {
    let isLongest = word.first == modifier
    let pattern = try ShellPattern(isLongest ? word.dropFirst() : word[...])
    let fromEnd = modifier == UInt8(ascii: "%")
    guard let rest = pattern.trim(value, fromEnd: fromEnd, longest: isLongest) else {
      note(unknown: name)
      return []
    }
    return rest
  }

  /// `${name/pattern/replacement}` and `${name//pattern/replacement}`.
  private mutating func replaced(_ name: String, _ lookup: (String) -> VariableValue) throws(ExpansionError) -> [UInt8] {
    let isGlobal = peek == UInt8(ascii: "/")
    if isGlobal { index += 1 }
    let pattern = try substitutionWord(
      until: UInt8(ascii: "/"), keepsEscapes: true, missing: "syntax error: missing '/' in ${}", lookup)
    let replacement = try substitutionWord(
      until: UInt8(ascii: "}"), keepsEscapes: true, missing: "syntax error: missing '}'", lookup)
    guard mode == .expanding else { return [] }
    let value = value(of: name, lookup)
    let compiled = try ShellPattern(pattern[...])
    guard case .known(let text) = value else { return [] }
    guard let result = compiled.replace(in: Array(text.utf8), with: replacement, everywhere: isGlobal) else {
      note(unknown: name)
      return []
    }
    return result
  }
}
