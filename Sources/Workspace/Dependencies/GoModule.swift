internal import SourceText

/// Reads the `require` directives of a `go.mod` (go.dev/ref/mod): one per line, or several in a block. `// indirect` marks what no
/// package of the module itself imports.
enum GoModule {
  static func read(_ file: SourceFile, _ id: FileID) -> [Dependency] {
    var found: [Dependency] = []
    var block: String?
    var start = 0
    for line in file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      defer { start += line.count + 1 }
      var words = words(of: line)
      let comment = words.firstIndex { $0.text.hasPrefix("//") }
      let isIndirect = comment.map { words[$0...].map(\.text).joined(separator: " ").containsText("indirect") } ?? false
      if let comment { words.removeSubrange(comment...) }
      guard let first = words.first else { continue }
      if first.text == ")" {
        block = nil
        continue
      }
      if block == nil {
        words.removeFirst()
        // `require(` may be written without a blank.
        if first.text.hasSuffix("(") || words.first?.text == "(" {
          block = first.text.filter { $0 != "(" }
          continue
        }
        guard first.text == "require" else { continue }
      } else if block != "require" {
        continue
      }
      guard words.count >= 2 else { continue }
      let path = words[0].text.filter { $0 != "\"" && $0 != "`" }
      let range = (start + words[0].range.lowerBound)..<(start + words[0].range.upperBound)
      found.append(
        Dependency(
          .go, name: path, constraint: words[1].text, scope: isIndirect ? .indirect : .runtime,
          at: Location(file: id, range: ByteRange(range))))
    }
    return found
  }

  /// The words of a line with their places in it; a comment is a word of its own.
  private static func words(of line: ArraySlice<UInt8>) -> [(text: String, range: Range<Int>)] {
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0D]
    return line.split(whereSeparator: blanks.contains).prefix(16).map { word in
      (String(decoding: word, as: UTF8.self), (word.startIndex - line.startIndex)..<(word.endIndex - line.startIndex))
    }
  }
}
