package import Linting
package import SourceText

/// What every format prints: findings in order, and the files they stand in.
package struct Report: Sendable {
  package let findings: [Finding]
  /// What could not be decided, when somebody asked for it.
  package let undecided: [Linter.Undecided]
  private let files: [SourceFile]
  private let rules: [String: Rule]

  /// - Parameter rules: those that the findings are about, for their reasons and remedies.
  package init(findings: [Finding], undecided: [Linter.Undecided] = [], files: [SourceFile], rules: [Rule]) {
    self.files = files
    self.rules = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    // A file that was read because another refers to it has a number behind all others, but its path has its place.
    let ranks = Self.ranks(files)
    self.findings = findings.sorted { one, other in
      let (left, right) = (ranks[Int(one.location.file.index)], ranks[Int(other.location.file.index)])
      return left == right ? Finding.precedes(one, other) : left < right
    }
    self.undecided = undecided.sorted { one, other in
      let (left, right) = (ranks[Int(one.location.file.index)], ranks[Int(other.location.file.index)])
      return (left, one.location.range.start, one.rule) < (right, other.location.range.start, other.rule)
    }
  }

  private static func ranks(_ files: [SourceFile]) -> [Int] {
    var ranks = Array(repeating: 0, count: files.count)
    let order = files.indices.sorted { files[$0].path.utf8.lexicographicallyPrecedes(files[$1].path.utf8) }
    for (rank, index) in order.enumerated() { ranks[index] = rank }
    return ranks
  }

  func rule(_ id: String) -> Rule? { rules[id] }

  package func file(_ id: FileID) -> SourceFile { files[Int(id.index)] }

  /// A finding's places as people name them. One line index per file serves all its findings.
  struct Positions {
    private var recent: [(file: FileID, lines: LineIndex)] = []
    private let report: Report

    init(_ report: Report) { self.report = report }

    mutating func lines(of file: FileID) -> LineIndex {
      if let known = recent.last(where: { $0.file == file }) { return known.lines }
      let index = LineIndex(report.file(file).bytes)
      // Findings come file by file, so older indices are not needed again: memory stays bounded on a large repository.
      if recent.count > 8 { recent.removeFirst() }
      recent.append((file, index))
      return index
    }

    mutating func start(of location: Location) -> Position {
      lines(of: location.file).position(at: location.range.start)
    }

    mutating func end(of location: Location) -> Position {
      lines(of: location.file).position(at: max(location.range.start, location.range.end))
    }
  }
}

/// Text that is safe to print: control characters, with which a file could drive the terminal or fake a log line, are shown as escapes.
func printable(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || isBidirectional($0) }) else {
    return text
  }
  var result = ""
  for scalar in text.unicodeScalars {
    if scalar == "\t" {
      result += " "
    } else if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || isBidirectional(scalar) {
      result += "\\u{" + String(scalar.value, radix: 16) + "}"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// Marks that reorder the text around them.
private func isBidirectional(_ scalar: Unicode.Scalar) -> Bool {
  (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
}
