/// A report's text in the pieces in which threads wrote it: to join megabytes would take one core as long as all took to write them.
package struct RenderedText: Sendable {
  /// In UTF-8.
  package private(set) var pieces: [[UInt8]] = []

  /// - Parameter pieces: in UTF-8.
  init(_ pieces: [[UInt8]]) { for piece in pieces { append(piece) } }

  package init(_ text: String) { append(Array(text.utf8)) }

  package static func += (left: inout RenderedText, right: RenderedText) { for piece in right.pieces { left.append(piece) } }

  package static func + (left: RenderedText, right: RenderedText) -> RenderedText {
    var sum = left
    sum += right
    return sum
  }

  /// Small pieces are joined, as each is a call to the system: a report of thousands of groups has as many headings.
  private mutating func append(_ piece: [UInt8]) {
    let small = 4096
    if piece.count < small, let last = pieces.indices.last, pieces[last].count < 16 * small {
      pieces[last] += piece
    } else {
      pieces.append(piece)
    }
  }

  /// All of it, in UTF-8.
  package var bytes: [UInt8] { pieces.count == 1 ? pieces[0] : Array(pieces.joined()) }

  /// All of it.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
}
