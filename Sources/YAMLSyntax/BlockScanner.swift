internal import SourceText

/// Finds the values that may be left out of a text, where that is block style as generators write it.
///
/// It is no reader of YAML: it goes on line by line for as long as it is certain what libyaml makes of a line, and of nothing before it;
/// with anchors, tags, flow collections, quoted or repeated keys, tabs and whatever else is seldom, it leaves the document to libyaml. So what it
/// passes over is well-formed, without a repeated key, a comment or an alias. That it is, fuzzing holds against libyaml itself
/// (`OmissionProperties`).
struct BlockScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let omission: YAMLStream.Omission

  /// Where the next line begins.
  private var line = 0
  /// The collections that are open, from the root on.
  private var open: [Level] = []
  /// The hashes of the keys of all open mappings.
  private var keys: [UInt64] = []
  /// Whether the last line ended with a key or a dash, so that its value may stand on the next ones.
  private var awaitsValue = false
  /// The column beyond which lines go on with the plain scalar of the last line.
  private var continuation: Int?
  private var isMarked: Bool
  private var candidate: Candidate?
  private var values: [YAMLStream.OmittedValue] = []

  private struct Level {
    var column: Int
    var isSequence: Bool
    /// Where a mapping's keys begin in `keys`.
    var firstKey: Int
  }

  /// A value that may be left out, of which some lines have been read.
  private struct Candidate {
    var column: Int
    var keyEnd: Int
    var firstLine: Int?
    var start = 0
    var end = 0
    /// Whether a comment stands behind those lines: it is left out only if the value does not go on.
    var hasComment = false
  }

  /// Bounds for what a person would never write; beyond them, libyaml is to judge.
  private static let (deepest, longestKey, mostKeys) = (100, 256, 1000)

  private init(_ bytes: UnsafeBufferPointer<UInt8>, _ omission: YAMLStream.Omission) {
    self.bytes = bytes
    self.omission = omission
    isMarked = omission.marker == nil
  }

  /// The values of a file that may be left out, in order.
  static func values(of omission: YAMLStream.Omission, in bytes: UnsafeBufferPointer<UInt8>) -> [YAMLStream.OmittedValue] {
    var values: [YAMLStream.OmittedValue] = []
    // A byte order mark is for libyaml.
    guard bytes.firstOffset(of: omission.key) != nil, bytes.first != 0xEF else { return [] }
    var document = 0
    while document < bytes.count {
      var scanner = BlockScanner(bytes, omission)
      scanner.line = document
      if scanner.readDocument() {
        if scanner.isMarked { values += scanner.values }
        document = scanner.line
      } else {
        // No scalar can hold a document marker.
        guard let marker = bytes.firstOffset(of: "\n---", from: max(scanner.line, document + 1) - 1) else { break }
        document = marker + 1
      }
    }
    return values
  }

  // MARK: Lines

  /// Reads to the next document marker and past its line; false when libyaml is to read the document.
  private mutating func readDocument() -> Bool {
    while line < bytes.count {
      let first = endOfSpaces(from: line)
      guard first < bytes.count else { break }
      switch bytes[first] {
      case Self.newline:
        line = first + 1
      case UInt8(ascii: "#"):
        // For libyaml, lines end elsewhere as well (NEL, LS, PS): a key may stand behind what looks like a comment.
        guard let end = endOfText(from: first) else { return false }
        candidate?.hasComment = true
        continuation = nil
        line = end
      case UInt8(ascii: "-") where first == line && bytes[first...].starts(with: "---".utf8):
        let end = endOfSpaces(from: first + 3)
        guard end >= bytes.count || bytes[end] == Self.newline else { return false }
        finishCandidate()
        line = min(end + 1, bytes.count)
        return true
      default:
        guard readLine(from: first) else { return false }
      }
    }
    finishCandidate()
    line = bytes.count
    return true
  }

  /// Reads a line of text, and those over which its value goes on within a block scalar or quotes.
  private mutating func readLine(from first: Int) -> Bool {
    let start = line
    let column = first - start
    let isContinued = continuation.map { column > $0 } ?? false
    if !isContinued, let candidate {
      if column <= candidate.column {
        finishCandidate()
      } else if candidate.hasComment {
        return false
      }
    }
    if isContinued {
      // A scalar of the root may be what the document is known by.
      guard open.count > 1, let end = endOfPlainText(from: first) else { return false }
      line = end
    } else {
      continuation = nil
      guard readNode(at: first, column: column) else { return false }
    }
    extendCandidate(with: start, first)
    return true
  }

  /// Reads what begins in a column: items of sequences, a key with its value, or a scalar that stands on lines of its own.
  private mutating func readNode(at start: Int, column: Int) -> Bool {
    var (start, column) = (start, column)
    while isDash(at: start) {
      guard enter(column, isSequence: true) else { return false }
      let item = endOfSpaces(from: start + 1)
      awaitsValue = true
      if isEndOfLine(item) { return endLine(at: item) }
      column += item - start
      start = item
    }
    guard let colon = endOfKey(from: start) else {
      guard awaitsValue, let parent = open.last, parent.column < column else { return false }
      return readScalar(at: start, parent.column)
    }
    guard enter(column, isSequence: false), remember(start..<colon) else { return false }
    let value = endOfSpaces(from: colon + 1)
    if isEndOfLine(value) {
      awaitsValue = true
      if candidate == nil, value == colon + 1, isText(omission.key, start..<colon) {
        candidate = Candidate(column: column, keyEnd: colon + 1)
      }
      return endLine(at: value)
    }
    guard readScalar(at: value, column) else { return false }
    if open.count == 1, let marker = omission.marker, isText(marker.key, start..<colon) {
      isMarked = continuation != nil && isText(marker.value, value..<(line - 1))
    }
    return true
  }

  /// Opens the collection to which an item or a key in a column belongs, unless it is open; closes those further to the right.
  private mutating func enter(_ column: Int, isSequence: Bool) -> Bool {
    while let level = open.last, level.column > column { close() }
    // A sequence may stand in the column of the key whose value it is.
    if let level = open.last, level.column == column, level.isSequence, !isSequence { close() }
    if let level = open.last, level.column == column, level.isSequence == isSequence {
      awaitsValue = false
      return true
    }
    let isExpected =
      if let parent = open.last { awaitsValue && (parent.column < column || isSequence && !parent.isSequence) } else {
        !isSequence && column == 0
      }
    guard isExpected, open.count < Self.deepest else { return false }
    open.append(Level(column: column, isSequence: isSequence, firstKey: keys.count))
    awaitsValue = false
    return true
  }

  private mutating func close() {
    guard let level = open.popLast() else { return }
    keys.removeLast(keys.count - level.firstKey)
    awaitsValue = false
  }

  /// Whether a key is the first of its kind in its mapping.
  private mutating func remember(_ key: Range<Int>) -> Bool {
    // Not `FNV`: byte by byte and from another module, it would double the instructions of a run.
    var hash = UInt64(key.count)
    func add(_ word: UInt64) { hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15 ^ hash >> 32 }
    var offset = key.lowerBound
    while offset + 8 <= key.upperBound {
      add(word(at: offset))
      offset += 8
    }
    if offset < key.upperBound {
      // The rest, in the upper bytes; near the end of the file one by one.
      let unused = UInt64(8 * (offset + 8 - key.upperBound))
      add(offset + 8 <= bytes.count ? word(at: offset) << unused : key[offset...].reduce(0) { $0 >> 8 | UInt64(bytes[$1]) << 56 })
    }
    let first = open.last?.firstKey ?? 0
    guard keys.count - first < Self.mostKeys, !keys[first...].contains(hash) else { return false }
    keys.append(hash)
    return true
  }

  // MARK: What is left out

  private mutating func extendCandidate(with firstOfLine: Int, _ start: Int) {
    guard var extended = candidate, extended.keyEnd < start else { return }
    if extended.firstLine == nil {
      extended.firstLine = firstOfLine
      extended.start = start
    }
    extended.end = line
    candidate = extended
  }

  private mutating func finishCandidate() {
    defer { candidate = nil }
    guard let candidate, let firstLine = candidate.firstLine else { return }
    var end = candidate.end
    while end > candidate.start, bytes[end - 1] == Self.newline || bytes[end - 1] == Self.space { end -= 1 }
    values.append(
      YAMLStream.OmittedValue(
        keyEnd: UInt32(candidate.keyEnd), range: ByteRange(candidate.start..<end), lines: ByteRange(firstLine..<candidate.end)))
  }

  // MARK: Scalars

  /// Reads a scalar, or an empty flow collection.
  ///
  /// - Parameter parent: the column of the collection that holds it.
  private mutating func readScalar(at start: Int, _ parent: Int) -> Bool {
    awaitsValue = false
    switch bytes[start] {
    case UInt8(ascii: "|"), UInt8(ascii: ">"): return readBlockScalar(at: start, parent)
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return readQuotedScalar(at: start, parent)
    case UInt8(ascii: "["): return start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "]") && endLine(at: start + 2)
    case UInt8(ascii: "{"): return start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "}") && endLine(at: start + 2)
    case UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"),
      UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "#"):
      return false
    default:
      // A sequence cannot begin behind a key.
      guard !isDash(at: start) else { return false }
      guard let end = endOfPlainText(from: start) else { return false }
      line = end
      continuation = parent
      return true
    }
  }

  private mutating func readBlockScalar(at start: Int, _ parent: Int) -> Bool {
    var header = start + 1
    if header < bytes.count, bytes[header] == UInt8(ascii: "-") || bytes[header] == UInt8(ascii: "+") { header += 1 }
    guard header < bytes.count, bytes[header] == Self.newline else { return false }
    line = header + 1
    var indentation: Int?
    while line < bytes.count {
      let first = endOfSpaces(from: line)
      guard first < bytes.count else { break }
      if bytes[first] == Self.newline {
        // Blanks before the first text would count for the indentation.
        guard indentation != nil || first == line else { return false }
        line = first + 1
        continue
      }
      if first - line < indentation ?? (parent + 1) { break }
      if indentation == nil { indentation = first - line }
      guard let end = endOfText(from: first) else { return false }
      line = end
    }
    return true
  }

  private mutating func readQuotedScalar(at start: Int, _ parent: Int) -> Bool {
    let quote = bytes[start]
    var offset = start + 1
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      switch byte {
      case quote:
        guard quote == UInt8(ascii: "'"), offset < bytes.count, bytes[offset] == quote else { return endLine(at: offset) }
        offset += 1
      case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""):
        guard offset < bytes.count, "\"\\/nt".utf8.contains(bytes[offset]) else { return false }
        offset += 1
      case Self.newline:
        let first = endOfSpaces(from: offset)
        guard first < bytes.count, bytes[first] == Self.newline || first - offset > parent else { return false }
        offset = first
      case 0x20...0x7E:
        break
      default:
        guard let length = lengthOfCharacter(at: offset - 1) else { return false }
        offset += length - 1
      }
    }
    return false
  }

  /// Ends a line at an offset behind which only spaces may stand.
  private mutating func endLine(at offset: Int) -> Bool {
    let end = endOfSpaces(from: offset)
    guard isEndOfLine(end) else { return false }
    line = min(end + 1, bytes.count)
    return true
  }

  // MARK: Bytes

  private static let newline = UInt8(ascii: "\n")
  private static let space = UInt8(ascii: " ")

  private func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  private func endOfSpaces(from start: Int) -> Int {
    var offset = start
    while offset + 8 <= bytes.count {
      let others = word(at: offset) ^ UInt64(repeating: Self.space)
      if others != 0 { return offset + others.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < bytes.count, bytes[offset] == Self.space { offset += 1 }
    return offset
  }

  private func isEndOfLine(_ offset: Int) -> Bool { offset >= bytes.count || bytes[offset] == Self.newline }

  private func isDash(at offset: Int) -> Bool {
    bytes[offset] == UInt8(ascii: "-") && (isEndOfLine(offset + 1) || bytes[offset + 1] == Self.space)
  }

  /// The colon behind a key of one word, which begins with a letter, a digit, `_` or `$`; nil where no such key stands.
  private func endOfKey(from start: Int) -> Int? {
    switch bytes[start] {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "$"): break
    default: return nil
    }
    let end = endOfOrdinary(from: start, UInt8(ascii: ":"), Self.space)
    guard end < bytes.count, bytes[end] == UInt8(ascii: ":"), end - start <= Self.longestKey else { return nil }
    return isEndOfLine(end + 1) || bytes[end + 1] == Self.space ? end : nil
  }

  /// Where the line behind a text of plain style begins; nil when the text may end before the line does, or is not plain.
  private func endOfPlainText(from start: Int) -> Int? {
    var offset = start
    while true {
      offset = endOfOrdinary(from: offset, UInt8(ascii: ":"), UInt8(ascii: "#"))
      guard offset < bytes.count else { return offset }
      switch bytes[offset] {
      case Self.newline: return offset + 1
      case UInt8(ascii: ":"):
        if isEndOfLine(offset + 1) || bytes[offset + 1] == Self.space { return nil }
        offset += 1
      case UInt8(ascii: "#"):
        if bytes[offset - 1] == Self.space { return nil }
        offset += 1
      default:
        guard let length = lengthOfCharacter(at: offset) else { return nil }
        offset += length
      }
    }
  }

  /// Where the line behind a text begins; nil when it holds what is no text.
  private func endOfText(from start: Int) -> Int? {
    var offset = start
    while true {
      offset = endOfOrdinary(from: offset, Self.newline, Self.newline)
      guard offset < bytes.count else { return offset }
      if bytes[offset] == Self.newline { return offset + 1 }
      guard let length = lengthOfCharacter(at: offset) else { return nil }
      offset += length
    }
  }

  /// Where something other than the printable characters of ASCII stands next, or one of two of those.
  private func endOfOrdinary(from start: Int, _ one: UInt8, _ other: UInt8) -> Int {
    var offset = start
    while offset + 8 <= bytes.count {
      let word = word(at: offset)
      // The high bit of the first byte that is below the space, beyond ~, or one of the two; behind it, others may be set in error.
      let low = word &- UInt64(repeating: 0x20)
      let high = word &+ UInt64(repeating: 0x01)
      let first = (word ^ UInt64(repeating: one)) &- UInt64(repeating: 0x01)
      let second = (word ^ UInt64(repeating: other)) &- UInt64(repeating: 0x01)
      let special = ((low | first | second) & ~word | high | word) & UInt64(repeating: 0x80)
      if special != 0 { return offset + special.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < bytes.count, 0x20...0x7E ~= bytes[offset], bytes[offset] != one, bytes[offset] != other { offset += 1 }
    return offset
  }

  /// The bytes of a character beyond ASCII that YAML allows and that breaks no line.
  private func lengthOfCharacter(at offset: Int) -> Int? {
    guard bytes[offset] >= 0x80, let length = CharacterOffsets.lengthOfAllowed(at: offset, in: UnsafeRawBufferPointer(bytes)) else {
      return nil
    }
    let isBreak =
      length == 2 && bytes[offset] == 0xC2 && bytes[offset + 1] == 0x85
      || length == 3 && bytes[offset] == 0xE2 && bytes[offset + 1] == 0x80 && 0xA8...0xA9 ~= bytes[offset + 2]
    return isBreak ? nil : length
  }

  private func isText(_ text: StaticString, _ range: Range<Int>) -> Bool {
    text.withUTF8Buffer { $0.count == range.count && bytes.holds($0, at: range.lowerBound) }
  }
}
