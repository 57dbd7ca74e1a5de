package import SourceText

/// `--name` or `--name=value` before an instruction's arguments (split_command.go, `extractBuilderFlags`).
package struct Flag: Hashable, Sendable {
  /// Without the dashes.
  package let name: Word
  /// nil without `=`. Quotes are removed here already.
  package let value: Word?
  package let range: ByteRange

  package var nameString: String { name.string }
}

extension Flag {
  /// The flags at the start of `range`, and where the arguments begin.
  static func all(in text: MappedText, _ range: Range<Int>, escape: EscapeToken) -> (flags: [Flag], argumentsStart: Int) {
    var flags: [Flag] = []
    let bytes = text.bytes
    var index = range.lowerBound
    while true {
      while index < range.upperBound, isSpace(bytes[index]) { index += 1 }
      guard index + 1 < range.upperBound, bytes[index] == UInt8(ascii: "-"), bytes[index + 1] == UInt8(ascii: "-") else {
        return (flags, index)
      }
      let start = index
      let word = unquotedWord(text, bytes, from: &index, to: range.upperBound, escape: escape.rawValue)
      // `--` alone ends the flags; at the end of the line it vanishes.
      if word.count == 2 { return (flags, index) }
      flags.append(Flag(word, range: text.sourceRange(of: start..<index)))
    }
  }

  private init(_ word: MappedText, range: ByteRange) {
    self.range = range
    guard let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")) else {
      name = Word(word.slice(min(2, word.count)..<word.count))
      value = nil
      return
    }
    name = Word(word.slice(min(2, equals)..<equals))
    value = Word(word.slice((equals + 1)..<word.count))
  }

  private static func isSpace(_ byte: UInt8) -> Bool { Whitespace.separatesWords(byte) || byte == UInt8(ascii: "\n") }

  /// Reads one word; quotes and escape tokens are left out.
  private static func unquotedWord(
    _ text: MappedText, _ bytes: [UInt8], from index: inout Int, to end: Int, escape: UInt8
  ) -> MappedText {
    var word = MappedText(at: text.sourceRange(of: index..<end).start)
    var quote: UInt8?
    var plainStart = index
    while index < end {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if isSpace(byte) {
        break
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      }
      let isQuoteMark = byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
      if isQuoteMark && (quote == byte || quote == nil) || byte == escape {
        word.append(text.slice(plainStart..<index))
        plainStart = index + 1
        if byte == escape { index += 1 }
      }
      index += 1
    }
    index = min(index, end)
    if plainStart < index { word.append(text.slice(plainStart..<index)) }
    return word
  }
}

/// The flags that an instruction takes (instructions/parse.go).
struct FlagTable {
  enum Kind {
    case text
    case boolean
    /// Text that may be given several times.
    case texts
  }

  let kinds: [(name: String, kind: Kind)]

  static func of(_ keyword: Keyword) -> FlagTable {
    switch keyword {
    case .from: FlagTable(kinds: [("platform", .text)])
    case .copy:
      FlagTable(kinds: [
        ("chown", .text), ("from", .text), ("chmod", .text), ("link", .boolean), ("parents", .boolean), ("exclude", .texts),
      ])
    case .add:
      FlagTable(kinds: [
        ("chown", .text), ("chmod", .text), ("link", .boolean), ("keep-git-dir", .boolean), ("checksum", .text),
        ("unpack", .boolean), ("exclude", .texts),
      ])
    case .run: FlagTable(kinds: [("mount", .texts), ("network", .text), ("security", .text), ("device", .texts)])
    case .healthcheck:
      FlagTable(kinds: [
        ("interval", .text), ("timeout", .text), ("start-period", .text), ("start-interval", .text), ("retries", .text),
      ])
    default: FlagTable(kinds: [])
    }
  }

  /// What is wrong with the flags: the first error, with its place (bflag.go, `Parse`).
  func firstError(in flags: [Flag]) -> (message: String, range: ByteRange)? {
    var seen: Set<String> = []
    for flag in flags {
      let name = flag.nameString
      guard let kind = kinds.first(where: { $0.name == name })?.kind else {
        return ("unknown flag: --\(name)" + suggestion(for: name, among: kinds.map(\.name)), flag.name.range)
      }
      if !seen.insert(name).inserted, kind != .texts { return ("duplicate flag specified: --\(name)", flag.range) }
      switch (kind, flag.value) {
      case (.boolean, let value?):
        let text = value.string
        if text.isEmpty { return ("missing a value on flag: --\(name)", flag.range) }
        if !["true", "false"].contains(text.lowercased()) {
          return ("expecting boolean value for flag --\(name), not: \(text)", value.range)
        }
      case (.text, nil), (.texts, nil): return ("missing a value on flag: --\(name)", flag.range)
      default: break
      }
    }
    return nil
  }
}
