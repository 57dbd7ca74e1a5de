/// A change of one stretch of a file. An empty range is an insertion.
package struct TextEdit: Hashable, Sendable {
  package var range: ByteRange
  /// With `\n` for line breaks, which become the file's own when it is applied.
  package var replacement: String
  /// Whether another insertion may stand at the same place: neither takes the other into account.
  package var isIndependent: Bool

  package init(_ range: ByteRange, _ replacement: String, isIndependent: Bool = false) {
    self.range = range
    self.replacement = replacement
    self.isIndependent = isIndependent
  }

  package static func insertion(_ text: String, at offset: Int, isIndependent: Bool = false) -> TextEdit {
    TextEdit(ByteRange(offset..<offset), text, isIndependent: isIndependent)
  }

  /// Whether both cannot be applied. What merely touches an insertion counts: its author may not have meant it to stand there then.
  package func conflicts(with other: TextEdit) -> Bool {
    if range.isEmpty, other.range.isEmpty, range.start == other.range.start { return !(isIndependent && other.isIndependent) }
    if range.isEmpty || other.range.isEmpty { return range.start <= other.range.end && other.range.start <= range.end }
    return range.start < other.range.end && other.range.start < range.end
  }

  /// The text with edits that do not conflict; insertions at one place follow each other in the order in which they are given.
  package static func apply(_ edits: [TextEdit], to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + edits.reduce(0) { $0 + $1.replacement.utf8.count })
    var offset = 0
    for edit in sorted(withLineBreaks(of: bytes, edits)) {
      let start = min(max(offset, Int(edit.range.start)), bytes.count)
      result += bytes[offset..<start]
      result += edit.replacement.utf8
      offset = max(start, min(Int(edit.range.end), bytes.count))
    }
    return result + bytes[offset...]
  }

  /// The edits with a file's own line breaks.
  package static func withLineBreaks(of bytes: [UInt8], _ edits: [TextEdit]) -> [TextEdit] {
    guard let first = bytes.firstIndex(of: UInt8(ascii: "\n")), first > 0, bytes[first - 1] == UInt8(ascii: "\r") else { return edits }
    return edits.map { edit in
      var edit = edit
      var text = String.UnicodeScalarView()
      for scalar in edit.replacement.unicodeScalars {
        if scalar == "\n", text.last != "\r" { text.append("\r") }
        text.append(scalar)
      }
      edit.replacement = String(text)
      return edit
    }
  }

  /// Where a place of the old text stands in the new one; what was replaced widens to all of its replacement.
  package static func map(_ range: ByteRange, through edits: [TextEdit]) -> ByteRange {
    var (start, end) = (Int(range.start), Int(range.end))
    for edit in edits {
      let shift = edit.replacement.utf8.count - edit.range.count
      if edit.range.end <= range.start, !(edit.range.isEmpty && edit.range.start == range.start) {
        start += shift
        end += shift
      } else if edit.range.start <= range.end {
        start -= max(0, Int(range.start) - Int(edit.range.start))
        end += max(0, shift)
      }
    }
    return ByteRange(max(0, start)..<max(0, start, end))
  }

  private static func sorted(_ edits: [TextEdit]) -> [TextEdit] {
    edits.enumerated().sorted {
      ($0.element.range.start, $0.element.range.end, $0.offset) < ($1.element.range.start, $1.element.range.end, $1.offset)
    }
    .map(\.element)
  }
}

/// Edits of several files, taken in groups: each group whole or not at all, the first of two that conflict.
package struct EditPlan: Sendable {
  package private(set) var edits: [String: [TextEdit]] = [:]

  package init() {}

  /// - Returns: whether the group was taken. What somebody else wants word for word as well is not done twice.
  package mutating func take(_ group: [(path: String, edit: TextEdit)]) -> Bool {
    for (path, edit) in group {
      let others = edits[path] ?? []
      if others.contains(where: { $0 != edit && $0.conflicts(with: edit) }) { return false }
    }
    for (path, edit) in group where edits[path]?.contains(edit) != true { edits[path, default: []].append(edit) }
    return true
  }
}
