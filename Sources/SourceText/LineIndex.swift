#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A place as people name it.
///
/// Lines and columns are 1-based. Columns count Unicode code points, the unit that most formats use; formats with another
/// unit convert (`LineIndex.utf8Column`, `LineIndex.utf16Column`).
package struct Position: Hashable, Comparable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: Position, right: Position) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// Where each line of a text starts, so that byte offsets can be turned into lines and columns.
///
/// A line ends at `\n`, `\r\n` or a lone `\r`, as editors and the consumers of SARIF have it. (YAML 1.1 also ends lines at NEL, LS
/// and PS; those stay within their line here.)
package struct LineIndex: Sendable {
  /// Offset of the first byte of each line; never empty.
  private let starts: [UInt32]
  private let bytes: [UInt8]
  /// Then columns are differences of offsets, however long a line is.
  private let isASCII: Bool
  /// In files with other characters, where lines are long: offsets and how many characters stand before them.
  private let checkpoints: [(offset: UInt32, characters: UInt32)]

  package init(_ bytes: [UInt8]) {
    var starts: [UInt32] = [0]
    var all: UInt8 = 0
    var longest: UInt32 = 0
    bytes.withUnsafeBufferPointer { buffer in
      for byte in buffer { all |= byte }
      guard let base = buffer.baseAddress else { return }
      guard memchr(base, Int32(UInt8(ascii: "\r")), buffer.count) == nil else { return Self.addBreaks(of: buffer, to: &starts) }
      var offset = 0
      while offset < buffer.count, let newline = memchr(base + offset, Int32(UInt8(ascii: "\n")), buffer.count - offset) {
        offset = UnsafeRawPointer(newline) - UnsafeRawPointer(base) + 1
        starts.append(UInt32(offset))
      }
    }
    for (start, next) in zip(starts, starts.dropFirst() + [UInt32(bytes.count)]) { longest = max(longest, next - start) }
    self.starts = starts
    self.bytes = bytes
    isASCII = all < 0x80
    checkpoints = isASCII || longest <= Self.stride * 2 ? [] : Self.checkpoints(bytes)
  }

  /// The offsets behind all line breaks.
  private static func addBreaks(of bytes: UnsafeBufferPointer<UInt8>, to starts: inout [UInt32]) {
    for (offset, byte) in bytes.enumerated() {
      let next = offset + 1
      let isReturn = byte == UInt8(ascii: "\r") && (next == bytes.count || bytes[next] != UInt8(ascii: "\n"))
      if byte == UInt8(ascii: "\n") || isReturn { starts.append(UInt32(next)) }
    }
  }

  package var lineCount: Int { starts.count }

  /// The 1-based line that holds the byte at `offset`; an offset beyond the end is on the last line.
  package func line(at offset: UInt32) -> Int {
    // The first line starts at 0.
    starts.partitioningIndex { $0 > offset }
  }

  package func position(at offset: UInt32) -> Position {
    let line = line(at: offset)
    guard !checkpoints.isEmpty else { return Position(line: line, column: column(at: offset, line: line) { _ in 1 }) }
    let first = line == 1 && SourceFile.hasUTF8ByteOrderMark(bytes) ? 3 : starts[line - 1]
    return Position(line: line, column: max(0, characters(before: offset) - characters(before: first)) + 1)
  }

  /// The 1-based column in UTF-8 bytes (rdjson's unit).
  package func utf8Column(at offset: UInt32) -> Int {
    column(at: offset, line: line(at: offset)) { Self.utf8Length($0) }
  }

  /// The 1-based column in UTF-16 code units (the Language Server Protocol's and SARIF's default unit).
  package func utf16Column(at offset: UInt32) -> Int {
    column(at: offset, line: line(at: offset)) { $0 >= 0xF0 ? 2 : 1 }
  }

  /// The bytes of a 1-based line without its line break; empty when there is no such line.
  package func text(ofLine line: Int) -> ArraySlice<UInt8> {
    guard line >= 1, line <= starts.count else { return [] }
    return bytes[contentRange(ofLine: line).indices]
  }

  /// The range of a 1-based line without its line break.
  package func contentRange(ofLine line: Int) -> ByteRange {
    guard line >= 1, line <= starts.count else { return ByteRange(start: UInt32(bytes.count), end: UInt32(bytes.count)) }
    let start = Int(starts[line - 1])
    var end = line < starts.count ? Int(starts[line]) : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return ByteRange(start..<end)
  }

  /// Offset of the first byte of a 1-based line.
  package func startOffset(ofLine line: Int) -> UInt32 {
    guard line >= 1, line <= starts.count else { return UInt32(bytes.count) }
    return starts[line - 1]
  }

  private func column(at offset: UInt32, line: Int, width: (UInt8) -> Int) -> Int {
    var column = 1
    var index = Int(starts[line - 1])
    // A byte order mark has no width: no editor shows it.
    if index == 0, SourceFile.hasUTF8ByteOrderMark(bytes) { index = 3 }
    let end = min(Int(offset), bytes.count)
    if isASCII { return column + max(0, end - index) }
    while index < end {
      // A continuation byte belongs to the code point before it. Stray ones are shown as one replacement each.
      column += width(bytes[index])
      index += Self.step(bytes, at: index)
    }
    return column
  }

  /// The length of the code point whose first byte is `byte`; 1 for bytes that start none.
  private static func utf8Length(_ byte: UInt8) -> Int {
    switch byte {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  /// How many bytes at `index` form one code point, or 1 where the bytes are not UTF-8.
  private static func step(_ bytes: [UInt8], at index: Int) -> Int {
    let length = utf8Length(bytes[index])
    guard index + length <= bytes.count else { return 1 }
    for following in bytes[(index + 1)..<(index + length)] where following & 0xC0 != 0x80 { return 1 }
    return length
  }

  // MARK: Long lines

  private static let stride: UInt32 = 1024

  private static func checkpoints(_ bytes: [UInt8]) -> [(offset: UInt32, characters: UInt32)] {
    var checkpoints: [(offset: UInt32, characters: UInt32)] = [(0, 0)]
    var index = 0
    var characters: UInt32 = 0
    while index < bytes.count {
      if index - Int(checkpoints[checkpoints.count - 1].offset) >= Int(stride) { checkpoints.append((UInt32(index), characters)) }
      characters += 1
      index += step(bytes, at: index)
    }
    return checkpoints
  }

  /// How many characters begin before a byte of the text.
  private func characters(before offset: UInt32) -> Int {
    // The first one stands at the start of the file.
    let checkpoint = checkpoints[checkpoints.partitioningIndex { $0.offset > offset } - 1]
    var index = Int(checkpoint.offset)
    var characters = Int(checkpoint.characters)
    let end = min(Int(offset), bytes.count)
    while index < end {
      characters += 1
      index += Self.step(bytes, at: index)
    }
    return characters
  }
}
