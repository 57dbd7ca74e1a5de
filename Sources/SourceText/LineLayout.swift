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

  /// From the start of its line to an offset; nil when something else than blanks and dashes stands there. A line may be of a megabyte:
  /// it is not looked at further than to what ends the blanks.
  package func lead(of offset: Int) -> ArraySlice<UInt8>? {
    let end = min(offset, bytes.count)
    var start = end
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n"), bytes[start - 1] != UInt8(ascii: "\r") {
      guard [0x20, 0x09, UInt8(ascii: "-")].contains(bytes[start - 1]) else { return nil }
      start -= 1
    }
    return bytes[start..<end]
  }
}
