package import SourceText

/// The character that escapes the next one and, at the end of a line, continues the instruction on the next.
package enum EscapeToken: UInt8, Sendable {
  case backslash = 0x5C
  case backtick = 0x60
}

/// A parser directive: `# name=value` above everything else (directives.go).
package struct Directive: Hashable, Sendable {
  package enum Name: String, CaseIterable, Sendable {
    case syntax, escape, check
  }

  package let name: Name
  package let value: Word
  /// The directive from `#` to the end of its value.
  package let range: ByteRange
}

extension Directive {
  /// The parts of a comment that has the form of a directive, whatever its name.
  ///
  /// - Parameter line: the comment's range, from `#` to the end of the line's content.
  static func parts(of line: Range<Int>, in bytes: [UInt8]) -> (name: Range<Int>, value: Range<Int>)? {
    var index = skipBlanks(from: line.lowerBound + 1, to: line.upperBound, in: bytes)
    let nameStart = index
    while index < line.upperBound, isNameByte(bytes[index], first: index == nameStart) { index += 1 }
    let name = nameStart..<index
    guard !name.isEmpty else { return nil }
    index = skipBlanks(from: index, to: line.upperBound, in: bytes)
    guard index < line.upperBound, bytes[index] == UInt8(ascii: "=") else { return nil }
    index = skipBlanks(from: index + 1, to: line.upperBound, in: bytes)
    var end = line.upperBound
    while end > index, isBlank(bytes[end - 1]) { end -= 1 }
    return index < end ? (name, index..<end) : nil
  }

  private static func skipBlanks(from start: Int, to end: Int, in bytes: [UInt8]) -> Int {
    var index = start
    while index < end, isBlank(bytes[index]) { index += 1 }
    return index
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == 0x0C || byte == UInt8(ascii: "\r")
  }

  private static func isNameByte(_ byte: UInt8, first: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): !first
    default: false
    }
  }
}

/// What a `# check=` directive asks of `docker build --check` (linter.go, `ParseLintOptions`).
package struct CheckOptions: Hashable, Sendable {
  package var skipsAll = false
  package var skipped: [String] = []
  package var experimentalAll = false
  package var experimental: [String] = []
  package var treatsWarningsAsErrors = false

  package struct ParseError: Error, Hashable, Sendable {
    package let message: String
  }

  /// - Parameter text: the directive's value up to its first space.
  package static func parse(_ text: String) throws(ParseError) -> CheckOptions {
    var options = CheckOptions()
    let text = trimmed(text[...])
    if text.isEmpty { return options }
    for part in text.split(separator: ";", maxSplits: 2, omittingEmptySubsequences: false) {
      guard let equals = part.firstIndex(of: "=") else {
        throw ParseError(message: "invalid check option \(goQuoted(part))")
      }
      let key = trimmed(part[..<equals])
      let value = trimmed(part[part.index(after: equals)...])
      switch key {
      case "skip": (options.skipsAll, options.skipped) = rules(value)
      case "experimental": (options.experimentalAll, options.experimental) = rules(value)
      case "error":
        guard let flag = goBool(value) else {
          throw ParseError(
            message: "failed to parse check option \(goQuoted(part)): strconv.ParseBool: parsing \(goQuoted(value)): invalid syntax")
        }
        options.treatsWarningsAsErrors = flag
      default: throw ParseError(message: "invalid check option \(goQuoted(key))")
      }
    }
    return options
  }

  private static func rules(_ value: Substring) -> (all: Bool, names: [String]) {
    if value == "all" { return (true, []) }
    return (false, value.split(separator: ",", omittingEmptySubsequences: false).map { String(trimmed($0)) })
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while let first = text.unicodeScalars.first, Whitespace.isUnicodeSpace(first.value) { text.unicodeScalars.removeFirst() }
    while let last = text.unicodeScalars.last, Whitespace.isUnicodeSpace(last.value) { text.unicodeScalars.removeLast() }
    return text
  }
}
