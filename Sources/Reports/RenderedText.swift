/// A report's text in the pieces in which threads wrote it: to join megabytes would take one core as long as all took to write them.
package struct RenderedText: Sendable {
  private enum Piece: Sendable {
    case bytes([UInt8])
    case text(String)
  }

  private var pieces: [Piece]

  private init(_ pieces: [Piece]) { self.pieces = pieces }

  /// - Parameter pieces: in UTF-8.
  init(_ pieces: [[UInt8]]) { self.pieces = pieces.map { .bytes($0) } }

  package init(_ text: String) { pieces = [.text(text)] }

  package static func + (left: RenderedText, right: RenderedText) -> RenderedText { RenderedText(left.pieces + right.pieces) }

  /// Hands out the text from its beginning to its end, in UTF-8.
  package func write(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    for piece in pieces {
      switch piece {
      case .bytes(let bytes): try bytes.withUnsafeBytes(write)
      case .text(var text): try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
      }
    }
  }

  /// All of it, in UTF-8.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    write { bytes += $0 }
    return bytes
  }

  /// All of it.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
}
