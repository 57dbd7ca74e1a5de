/// ` (did you mean x?)` where an option is at most two edits away (util/suggest), else nothing. Of equally close options BuildKit
/// takes a random one, we the first.
func suggestion(for text: String, among options: [String], ignoringCase: Bool = false) -> String {
  let wanted = Array((ignoringCase ? text.lowercased() : text).unicodeScalars)
  var best: (option: String, distance: Int)?
  for option in options {
    let candidate = Array((ignoringCase ? option.lowercased() : option).unicodeScalars)
    if candidate == wanted { return "" }
    // The distance is at least the difference of the lengths: a long word is never compared at length.
    guard abs(candidate.count - wanted.count) <= 2 else { continue }
    let distance = editDistance(wanted, candidate)
    if distance < (best?.distance ?? 3) { best = (option, distance) }
  }
  guard let best else { return "" }
  guard ignoringCase else { return " (did you mean \(best.option)?)" }
  return " (did you mean \(text == text.uppercased() ? best.option.uppercased() : best.option.lowercased())?)"
}

/// Levenshtein's distance.
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var row = Array(0...right.count)
  for (i, first) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, second) in right.enumerated() {
      let substitution = diagonal + (first == second ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substitution, diagonal + 1, row[j] + 1)
    }
  }
  return row[right.count]
}
