/// Why a text is no expression that can be evaluated.
package struct CompileError: Error, Hashable, Sendable {
  package var message: String
  /// In UTF-8 bytes of the expression.
  package var range: Range<Int>
}

/// Finds the name that somebody may have meant.
package enum Suggestion {
  /// `; did you mean 'x'?` for the candidate nearest to `name`, or nothing when none is near.
  package static func text(for name: String, among candidates: some Sequence<String>) -> String {
    self.name(for: name, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// The candidate nearest to `name`; nil when none is near.
  package static func name(for name: String, among candidates: some Sequence<String>) -> String? {
    var best: (name: String, distance: Int)?
    let wanted = Array(name.lowercased().utf8)
    for candidate in candidates {
      let bound = max(1, min(name.utf8.count, candidate.utf8.count) / 3)
      // The distance is at least the difference in length: that rules out most names, and all when the wanted one is of a megabyte.
      guard abs(name.utf8.count - candidate.utf8.count) <= bound else { continue }
      let distance = editDistance(wanted, Array(candidate.lowercased().utf8))
      guard distance <= bound else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Levenshtein's distance, with a swap of neighbours as one edit.
  private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        var best = min(last[column + 1] + 1, current[column] + 1, last[column] + (left[row] == right[column] ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last.last ?? 0
  }
}
