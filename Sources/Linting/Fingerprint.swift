package import SourceText

/// What tells a finding from others and survives edits around it: the rule, the file, the place in the file's own words, and the token
/// that is wrong. Neither lines nor columns are part of it.
package enum Fingerprint {
  /// - Parameter path: the finding's file, seen from a folder that is the same wherever readylint runs.
  package static func of(_ finding: Finding, in file: SourceFile, path: String) -> String {
    var hash = FNV()
    for part in [finding.rule, path, finding.logicalPath] {
      hash.add(part.utf8)
      hash.add(CollectionOfOne(0))
    }
    hash.add(token(of: finding.location.range, in: file))
    return hash.hexadecimal
  }

  /// The text at a place, white space folded: a finding stays the same when it is indented anew. Long texts count by their beginning.
  private static func token(of range: ByteRange, in file: SourceFile) -> [UInt8] {
    let end = min(Int(range.end), file.bytes.count)
    let start = min(Int(range.start), end)
    var token: [UInt8] = []
    for byte in file.bytes[start..<end] {
      guard token.count < 256 else { break }
      if byte > 0x20 {
        token.append(byte)
      } else if token.last != 0x20, !token.isEmpty {
        token.append(0x20)
      }
    }
    if token.last == 0x20 { token.removeLast() }
    return token
  }
}
