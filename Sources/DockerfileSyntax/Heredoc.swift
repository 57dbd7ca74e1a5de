package import SourceText

/// A here-document of RUN, COPY, ADD or an ONBUILD of these (parser.go, `heredocsFromLine`).
package struct Heredoc: Hashable, Sendable {
  /// The word that opens it, `<<EOF` with its descriptor and quotes.
  package let opening: ByteRange
  /// The line that ends it, quotes removed.
  package let name: String
  /// Whether variables in the body are expanded: not when a part of the name is quoted.
  package let expands: Bool
  /// `<<-`: leading tabs are stripped from the body.
  package let stripsTabs: Bool
  /// The number before `<<`; 0 when there is none.
  package let fileDescriptor: Int
  /// The lines between, with their line ends.
  package internal(set) var body: ByteRange
  /// The line that ends it, without its line end; nil when the file ends before.
  package internal(set) var terminator: ByteRange?
}

/// What the word that opens a heredoc says.
struct HeredocOpening {
  var name: [UInt8]
  var expands: Bool
  var stripsTabs: Bool
  var fileDescriptor: Int

  /// - Parameter word: a word with its quotes; nil unless it has the form `^(\d*)<<(-?)\s*([^<]*)$` with one word as its name.
  init?(word: some RandomAccessCollection<UInt8>) {
    var rest = word[...]
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest.dropFirst(digits.count)
    guard rest.starts(with: "<<".utf8) else { return nil }
    rest = rest.dropFirst(2)
    stripsTabs = rest.first == UInt8(ascii: "-")
    if stripsTabs { rest = rest.dropFirst() }
    rest = rest.drop { $0 == UInt8(ascii: " ") || (0x09...0x0A).contains($0) || (0x0C...0x0D).contains($0) }
    guard !rest.isEmpty, !rest.contains(UInt8(ascii: "<")) else { return nil }
    let name = Array(rest)
    // The escape token of a heredoc's name is always the backslash.
    var lexer = WordLexer(name, escape: EscapeToken.backslash.rawValue, mode: .unquoting)
    guard (try? lexer.run { _ in .unset }) != nil, lexer.output.words.count == 1 else { return nil }
    self.name = lexer.output.words[0].bytes
    expands = Self.quoteCount(name) == Self.quoteCount(self.name)
    fileDescriptor = Int(String(decoding: digits, as: UTF8.self)) ?? 0
  }

  private static func quoteCount(_ bytes: [UInt8]) -> Int {
    bytes.count { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") }
  }

  /// The heredocs that a logical line opens, with the ranges of their words in it. A line that cannot be cut into words, because of
  /// an odd quote, opens none.
  static func all(in line: [UInt8]) -> [(opening: HeredocOpening, range: Range<Int>)] {
    var lexer = WordLexer(line, escape: EscapeToken.backslash.rawValue, mode: .splitting)
    guard (try? lexer.run { _ in .unset }) != nil else { return [] }
    return lexer.output.words.compactMap { word in HeredocOpening(word: word.bytes).map { ($0, word.range) } }
  }
}
