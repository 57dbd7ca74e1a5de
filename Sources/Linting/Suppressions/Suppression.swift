package import SourceText

/// Somebody's word that a finding is known and meant to be.
package struct Suppression: Hashable, Sendable {
  package enum Origin: String, Sendable {
    /// `# readylint: ignore[…]` in the file.
    case comment
    /// `readylint/ignore.…` on an object.
    case annotation
    /// An entry under `overrides:` of the configuration.
    case configuration
  }

  package let origin: Origin
  /// The rules that it silences.
  package let rules: Set<String>
  package let reason: String
  /// The last day on which it counts; nil for ever.
  package let until: Day?
  /// Where it is written.
  package let location: Location
}

/// What the words of a comment or an annotation ask for.
enum SuppressionText {
  /// Why a suppression is none: said to its author as a finding.
  struct Mistake: Error, Hashable {
    let message: String
  }

  /// The part of a comment behind its `#`: ` readylint: ignore[a, b] until=2026-12-31 why`.
  ///
  /// - Returns: nil for a comment that speaks of something else.
  static func comment(_ text: Substring) throws(Mistake) -> (rules: [String], reason: String, until: Day?)? {
    var rest = text.drop { $0 == "#" || $0 == " " || $0 == "\t" }
    guard rest.hasPrefix("readylint:") else { return nil }
    rest = rest.dropFirst("readylint:".count).drop { $0 == " " }
    guard rest.hasPrefix("ignore") else { throw Mistake(message: "'readylint:' is followed by 'ignore[rule-id] reason'") }
    rest = rest.dropFirst("ignore".count)
    guard rest.first == "[", let end = rest.firstIndex(of: "]") else {
      throw Mistake(message: "an ignore names its rules in brackets: 'ignore[rule-id] reason'")
    }
    let rules = rest[..<end].dropFirst().split(separator: ",").map { String($0.trimmed) }.filter { !$0.isEmpty }
    guard !rules.isEmpty else { throw Mistake(message: "an ignore names at least one rule: 'ignore[rule-id] reason'") }
    let (reason, until) = try reasoned(rest[rest.index(after: end)...])
    return (rules, reason, until)
  }

  /// `until=2026-12-31 why`, or `why` alone. A reason is a must: who comes later has to know whether it still holds.
  static func reasoned(_ text: Substring) throws(Mistake) -> (reason: String, until: Day?) {
    var rest = text.trimmed
    var until: Day?
    if rest.hasPrefix("until=") {
      let word = rest.dropFirst("until=".count).prefix { $0 != " " && $0 != "\t" }
      guard let day = Day(String(word)) else { throw Mistake(message: "'until' is a day like 2026-12-31, not '\(word)'") }
      until = day
      rest = rest.dropFirst("until=".count + word.count).trimmed
    }
    guard rest.contains(where: { $0.isLetter }) else { throw Mistake(message: "an ignore needs a reason behind it") }
    return (String(rest), until)
  }
}

extension Substring {
  /// Without blanks around it.
  var trimmed: Substring {
    var text = self
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text.drop { $0.isWhitespace }
  }
}
