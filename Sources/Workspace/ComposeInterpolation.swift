internal import Servers

/// Variables in the values of a compose file (compose-spec, 12-interpolation.md). They come from the environment of whoever runs Compose,
/// and from `.env` beside the file below it: unless a default is written, nobody knows them.
struct ComposeInterpolation: Sendable {
  /// The variables that a `.env` of the repository sets. What it says is no more than one machine's choice, which the environment
  /// overrides: it makes a default unsure, and is itself not believed.
  let namesInDotEnv: Set<String>

  /// A value with its variables filled in. No value of YAML that anybody writes holds U+0000, which stands for what is not known.
  static let unknown: Character = "\u{0}"

  private static let maximumDepth = 8

  /// - Returns: the text, with `unknown` in it for each part that is not known; nil when it is malformed.
  func expand(_ text: String, depth: Int = 0) -> String? {
    guard depth < Self.maximumDepth, !text.contains(Self.unknown) else { return nil }
    guard text.contains("$") else { return text }
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[rest.index(after: dollar)...]
      if rest.first == "$" {
        result += "$"
        rest = rest.dropFirst()
      } else if rest.first == "{" {
        guard let end = Self.closingBrace(rest) else { return nil }
        guard let value = expandBraced(rest[rest.index(after: rest.startIndex)..<end], depth: depth) else { return nil }
        result += value
        rest = rest[rest.index(after: end)...]
      } else if let first = rest.first, first == "_" || first.isASCII && first.isLetter {
        rest = rest.drop { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
        result.append(Self.unknown)
      } else {
        result += "$"
      }
    }
    return result + rest
  }

  /// `NAME`, `NAME:-default`, `NAME-default`, `NAME:?error`, `NAME?error`, `NAME:+other`, `NAME+other`.
  private func expandBraced(_ text: Substring, depth: Int) -> String? {
    let name = text.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
    guard !name.isEmpty else { return nil }
    var rest = text[name.endIndex...]
    if rest.hasPrefix(":") { rest = rest.dropFirst() }
    guard rest.hasPrefix("-"), !namesInDotEnv.contains(String(name)) else { return String(Self.unknown) }
    return expand(String(rest.dropFirst()), depth: depth + 1)
  }

  private static func closingBrace(_ text: Substring) -> Substring.Index? {
    var depth = 0
    return text.indices.first { index in
      if text[index] == "{" { depth += 1 }
      if text[index] == "}" { depth -= 1 }
      return depth == 0
    }
  }
}

/// Splits a `command` or `entrypoint` that is one text, which no shell ever sees (compose-go `types/command.go`, which leaves it to
/// mattn/go-shellwords `Parse` without variables and backticks).
enum ComposeWords {
  struct Word {
    let text: String
    /// Of the text that was split, in UTF-8 bytes, quotes included.
    let range: Range<Int>
    /// Where the word's own text stands as it is, when there are at most quotes around the whole.
    let start: Int?
  }

  /// - Returns: nil for an open quote, and for operators of a shell, behind which go-shellwords drops everything without a word.
  static func split(_ text: String) -> [Word]? {
    var words: [Word] = []
    var word: [UInt8] = []
    var start: Int?
    var quote: UInt8?
    let bytes = Array(text.utf8)
    var index = 0
    func end(at index: Int) {
      if let begun = start {
        let written = bytes[begun..<index]
        let place = written.elementsEqual(word) ? begun : written.dropFirst().dropLast().elementsEqual(word) ? begun + 1 : nil
        words.append(Word(text: String(decoding: word, as: UTF8.self), range: begun..<index, start: place))
      }
      (word, start) = ([], nil)
    }
    while index < bytes.count {
      let byte = bytes[index]
      if quote == nil, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
        end(at: index)
        index += 1
        continue
      }
      if start == nil { start = index }
      switch (quote, byte) {
      case (let open?, byte) where open == byte: quote = nil
      case (UInt8(ascii: "'")?, _): word.append(byte)
      case (_, UInt8(ascii: "\\")):
        index += 1
        guard index < bytes.count else { return nil }
        word.append(bytes[index] == UInt8(ascii: "n") ? 0x0A : bytes[index] == UInt8(ascii: "t") ? 0x09 : bytes[index])
      case (nil, UInt8(ascii: "'")), (nil, UInt8(ascii: "\"")):
        quote = byte
      case (nil, _) where ";&|<>()`".utf8.contains(byte): return nil
      default: word.append(byte)
      }
      index += 1
    }
    guard quote == nil else { return nil }
    end(at: index)
    return words
  }
}
