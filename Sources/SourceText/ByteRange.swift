/// A half-open range of byte offsets in one file.
///
/// Offsets are 32 bits wide: files above `SourceFile.maximumSize` are never read, and half the size of two `Int`s matters in
/// the arenas that hold one range per token.
package struct ByteRange: Hashable, Sendable {
  package var start: UInt32
  package var end: UInt32

  package init(start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }

  package init(_ range: Range<Int>) {
    self.start = UInt32(clamping: range.lowerBound)
    self.end = UInt32(clamping: range.upperBound)
  }

  /// The empty range at the start of a file: where a finding stands that speaks of the file as a whole.
  package static let startOfFile = ByteRange(start: 0, end: 0)

  package var isEmpty: Bool { end <= start }
  package var count: Int { isEmpty ? 0 : Int(end - start) }
  package var indices: Range<Int> { Int(start)..<max(Int(start), Int(end)) }

  /// The smallest range that holds both.
  package func union(_ other: ByteRange) -> ByteRange {
    ByteRange(start: min(start, other.start), end: max(end, other.end))
  }

  package func contains(_ other: ByteRange) -> Bool {
    start <= other.start && other.end <= end
  }
}

/// The number of a file in the workspace that holds it; a location without a path, cheap to copy.
package struct FileID: Hashable, Comparable, Sendable {
  package let index: Int32

  package init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }

  package static func < (left: FileID, right: FileID) -> Bool { left.index < right.index }
}

/// A place in one of the workspace's files.
package struct Location: Hashable, Sendable {
  package var file: FileID
  package var range: ByteRange

  package init(file: FileID, range: ByteRange) {
    self.file = file
    self.range = range
  }
}
