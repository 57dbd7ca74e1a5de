package import SourceText

/// A comment of a YAML file.
package struct YAMLComment: Hashable, Sendable {
  /// From the `#` to the end of the line.
  package let range: ByteRange
  /// Whether nothing but blanks stands before it on its line.
  package let isAlone: Bool
}

extension YAMLStream {
  /// The comments of the file in order. libyaml drops them, so they are found anew: a `#` at the start of a line or behind a
  /// blank, outside every scalar (YAML 1.1, section 4.1.1).
  package var comments: [YAMLComment] {
    let bytes = file.bytes
    var comments: [YAMLComment] = []
    // Nodes are in the order of the text, so one pass over both suffices.
    var scalar = 0
    var offset = 0
    while let hash = bytes[offset...].firstIndex(of: UInt8(ascii: "#")) {
      while scalar < nodes.count, nodes[scalar].kind != .scalar || Int(nodes[scalar].range.end) <= hash { scalar += 1 }
      if scalar < nodes.count, Int(nodes[scalar].range.start) < hash, !isBlockHeader(hash, of: nodes[scalar]) {
        offset = max(hash + 1, Int(nodes[scalar].range.end))
        continue
      }
      offset = hash + 1
      guard hash == 0 || Self.isBlank(bytes[hash - 1]) else { continue }
      let end = bytes[hash...].firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? bytes.count
      let lineStart = bytes[..<hash].lastIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.map { $0 + 1 } ?? 0
      comments.append(
        YAMLComment(range: ByteRange(hash..<end), isAlone: bytes[lineStart..<hash].allSatisfy { Self.isBlank($0) }))
      offset = end
    }
    return comments
  }

  /// The places of all scalars, in order.
  package var scalarRanges: [ByteRange] { nodes.lazy.filter { $0.kind == .scalar }.map(\.range) }

  /// Whether the `#` is behind the `|` or `>` of a block scalar, on the same line: a comment, although within the scalar's range.
  private func isBlockHeader(_ hash: Int, of scalar: Node) -> Bool {
    guard scalar.style == .literal || scalar.style == .folded else { return false }
    return !file.bytes[Int(scalar.range.start)..<hash].contains(UInt8(ascii: "\n"))
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
