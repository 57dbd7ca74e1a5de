/// Lines around an offset, without an index of all of them.
package struct LineLayout {
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }

  package func lineStart(_ offset: Int) -> Int {
    var start = min(offset, bytes.count)
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n"), bytes[start - 1] != UInt8(ascii: "\r") { start -= 1 }
    return start
  }

  /// Before the line break.
  package func lineEnd(_ offset: Int) -> Int {
    var end = min(offset, bytes.count)
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") { end += 1 }
    return end
  }

  /// Behind the line break.
  package func nextLine(_ offset: Int) -> Int {
    var end = lineEnd(offset)
    if end < bytes.count, bytes[end] == UInt8(ascii: "\r") { end += 1 }
    if end < bytes.count, bytes[end] == UInt8(ascii: "\n") { end += 1 }
    return end
  }

  /// From the start of its line to an offset.
  package func prefix(of offset: Int) -> ArraySlice<UInt8> { bytes[lineStart(offset)..<min(offset, bytes.count)] }
}
