internal import SourceText

/// The ways in which BuildKit's line_parsers.go cuts an instruction's arguments.
enum WordSplitting {
  /// Words between white space (`parseStringsWhitespaceDelimited`).
  static func blanks(_ text: MappedText, _ range: Range<Int>) -> [Word] {
    let bytes = text.bytes
    var words: [Word] = []
    var start = range.lowerBound
    var index = start
    while index <= range.upperBound {
      if index == range.upperBound || Whitespace.separatesWords(bytes[index]) {
        if start < index { words.append(Word(text.slice(start..<index))) }
        start = index + 1
      }
      index += 1
    }
    return words
  }

  /// Words between white space outside quotes; quotes and escapes stay in them (`parseWords`).
  static func quoted(_ text: MappedText, _ range: Range<Int>, escape: EscapeToken) -> [Word] {
    let bytes = text.bytes
    var words: [Word] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let space = Whitespace.length(in: bytes, at: index, before: range.upperBound)
      if space > 0 {
        index += space
        continue
      }
      let start = index
      var quote: UInt8?
      while index < range.upperBound {
        let byte = bytes[index]
        if let open = quote {
          if byte == open { quote = nil }
          // Nothing can be escaped within single quotes.
          if byte == escape.rawValue, open != UInt8(ascii: "'") { index += 1 }
        } else if Whitespace.length(in: bytes, at: index, before: range.upperBound) > 0 {
          break
        } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
          quote = byte
        } else if byte == escape.rawValue {
          index += 1
        }
        index += 1
      }
      index = min(index, range.upperBound)
      // An escape token at the very end escapes nothing and is dropped.
      var end = index
      if end == range.upperBound, endsWithLoneEscape(bytes[start..<end], escape: escape.rawValue) { end -= 1 }
      if start < end { words.append(Word(text.slice(start..<end))) }
    }
    return words
  }

  private static func endsWithLoneEscape(_ word: ArraySlice<UInt8>, escape: UInt8) -> Bool {
    let count = word.reversed().prefix { $0 == escape }.count
    return count % 2 == 1
  }

  enum PairsOutcome {
    case pairs([NameValuePair])
    case failure(message: String, range: ByteRange)
  }

  /// The pairs of ENV and LABEL (`parseNameVal`).
  static func pairs(_ text: MappedText, _ range: Range<Int>, keyword: Keyword, escape: EscapeToken) -> PairsOutcome {
    let words = quoted(text, range, escape: escape)
    guard let first = words.first else { return .pairs([]) }
    guard first.bytes.contains(UInt8(ascii: "=")) else { return oldForm(text, range, keyword: keyword) }
    var pairs: [NameValuePair] = []
    for word in words {
      let pair = split(word)
      guard pair.value != nil else {
        return .failure(
          message: "Syntax error - can't find = in \(goQuoted(bytes: word.bytes)). Must be of the form: name=value", range: word.range)
      }
      pairs.append(pair)
    }
    return .pairs(pairs)
  }

  /// `ENV NAME value`: the rest of the line is the value.
  private static func oldForm(_ text: MappedText, _ range: Range<Int>, keyword: Keyword) -> PairsOutcome {
    let bytes = text.bytes
    let nameEnd = bytes[range].firstIndex(where: Whitespace.separatesWords) ?? range.upperBound
    guard let valueStart = bytes[nameEnd..<range.upperBound].firstIndex(where: { !Whitespace.separatesWords($0) }) else {
      return .failure(message: "\(keyword.rawValue) must have two arguments", range: text.sourceRange(of: range))
    }
    let name = Word(text.slice(range.lowerBound..<nameEnd))
    return .pairs([NameValuePair(name: name, value: Word(text.slice(valueStart..<range.upperBound)), usesOldForm: true)])
  }

  /// A word cut at its first `=`; without one it is a name alone.
  static func split(_ word: Word) -> NameValuePair {
    guard let equals = word.bytes.firstIndex(of: UInt8(ascii: "=")) else { return NameValuePair(name: word, value: nil) }
    return NameValuePair(
      name: Word(word.text.slice(0..<equals)), value: Word(word.text.slice((equals + 1)..<word.text.count)))
  }
}
